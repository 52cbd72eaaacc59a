"""Ledgers of random texts: every span lies in the text, and every id that is named is there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import pairwise
from typing import get_args

from hypothesis import strategies as st

from detente.text import ledger as of
from detente.text.span import Span

Draw = Callable[[st.SearchStrategy], object]
WORDS = st.text(max_size=12)
NAMES = st.none() | WORDS


def literal(kind: object) -> st.SearchStrategy:
    """Return one of the values of a literal type."""
    return st.sampled_from(get_args(kind))


@st.composite
def spans(draw: Draw, length: int) -> Span:
    """Return a span of a text of that length."""
    start, end = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
    return Span(start, end)


@st.composite
def ledgers(draw: Draw) -> of.Ledger:
    """Return a ledger."""
    text = draw(st.text(max_size=60))
    raw = text.encode() if draw(st.booleans()) else draw(st.binary(max_size=9))
    span = spans(len(text))
    maybe = st.none() | span
    ids = [f"s{n}" for n in range(1, draw(st.integers(0, 3)) + 1)]
    named = st.sampled_from([None, *ids])
    source = st.builds(
        of.Source,
        name=st.sampled_from(["a.txt", "-", "b.html"]),
        raw=st.just(raw),
        sha256=st.just(hashlib.sha256(raw).hexdigest()),
        text=st.just(text),
        document_date=st.none() | st.dates(),
        date_basis=st.sampled_from(["given", "metadata", "none"]),
    )
    speaker = st.builds(
        of.Speaker,
        name=NAMES,
        role=NAMES,
        organisation=NAMES,
        standing=literal(of.Standing),
        span=maybe,
        entity=NAMES,
        basis=literal(of.Basis),
        candidates=st.lists(WORDS, max_size=2).map(tuple),
    )
    return of.Ledger(
        draw(source),
        tuple(of.Paragraph(p, draw(literal(of.ParagraphClass)), "a reason", 0.5) for p in cut(draw, len(text))),
        tuple(
            of.Statement(
                name,
                draw(literal(of.Level)),
                draw(literal(of.Kind)),
                draw(named),
                draw(speaker),
                draw(maybe),
                tuple(draw(st.lists(span, min_size=1, max_size=3))),
                draw(literal(of.CueClass)),
                repeats=draw(named),
                hedged=draw(st.booleans()),
            )
            for name in ids
        ),
        tuple(
            of.Attitude(draw(WORDS), draw(literal(of.Stance)), draw(span), draw(maybe), None, draw(maybe), draw(named))
            for _ in range(draw(st.integers(0, 2)))
        ),
        tuple(
            of.Mention(draw(span), draw(WORDS), draw(literal(of.Use)), draw(literal(of.MentionKind)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        tuple(
            of.DateMention(draw(span), draw(NAMES), draw(literal(of.DateBasis))) for _ in range(draw(st.integers(0, 2)))
        ),
        tuple(of.Doubt("a", draw(WORDS), draw(maybe)) for _ in range(draw(st.integers(0, 1)))),
    )


def cut(draw: Draw, length: int) -> list[Span]:
    """Return paragraphs, in order and apart; there is one wherever the text has any words."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)) | {0, length})
    return [Span(a, b) for a, b in pairwise(cuts)]
