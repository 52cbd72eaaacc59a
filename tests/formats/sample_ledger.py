"""A short article of our own and its ledger, made by hand: every kind of thing that a ledger holds stands in it."""

from __future__ import annotations

import hashlib
from datetime import date

from detente.text.ledger import (
    Attitude,
    DateMention,
    Doubt,
    Ledger,
    Mention,
    Paragraph,
    ParagraphClass,
    Source,
    Speaker,
    Statement,
)
from detente.text.span import Span

LINES: tuple[tuple[ParagraphClass, str], ...] = (
    ("boilerplate", "Advertisement"),
    ("headline", "Talks over mackerel break down"),
    ("byline", "By Lena Fjord"),
    (
        "body",
        "“Norway will not raise Iceland’s share,” Fisheries Minister Kari Holm said, “unless it opens its waters.”",
    ),
    ("caption", "Trawlers wait in Bergen. Photo: North Sea Courier"),
    (
        "body",
        "An Icelandic official told reporters on Thursday that Oslo had promised a larger share and “gone silent”.",
    ),
    ("body", "“It cannot go on like this.”"),
    ("body", "The minister’s words could be read as an offer to share the catch 🐟 next year."),
    ("related", "Read more: Who owns the mackerel?"),
)
TEXT = "\r\n".join(words for _, words in LINES) + "\r\n"


def at(words: str, nth: int = 1) -> Span:
    """Return where words stand in the article."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


HOLM = Speaker("Kari Holm", "Fisheries Minister", None, "party", at("Fisheries Minister Kari Holm"), "NOR", "explicit")
OFFICIAL = Speaker("an Icelandic official", "official", None, "party", at("An Icelandic official"), "ISL", "role")
SILENT = Speaker(None, basis="unresolved", candidates=("an Icelandic official", "Kari Holm"))
OSLO = Speaker("NOR", None, None, "party", at("Oslo"), "NOR", "explicit")
NOBODY = Speaker(None, standing="unknown")
STATEMENTS = (
    Statement(
        "s1",
        "statement",
        "direct",
        None,
        HOLM,
        at("said"),
        (at("Norway will not raise Iceland’s share"), at("unless it opens its waters")),
        "refuse",
        "final",
    ),
    Statement(
        "s2",
        "statement",
        "mixed",
        None,
        OFFICIAL,
        at("told"),
        (at("Oslo had promised a larger share and “gone silent"),),
        "say",
        "verb-first",
        said="2024-05-02",
    ),
    Statement("s3", "nested", "indirect", "s2", OSLO, at("promised"), (at("a larger share"),), "propose", hedged=True),
    Statement("s4", "statement", "direct", None, SILENT, None, (at("It cannot go on like this"),), rule="floating"),
    Statement(
        "s5", "inference", "indirect", None, NOBODY, at("could be read as"), (at("an offer to share the catch"),)
    ),
)


def paragraphs() -> tuple[Paragraph, ...]:
    """Return the lines as paragraphs."""
    return tuple(
        Paragraph(at(words), label, "a line of its own" if label != "body" else "sentences", 0.5 + 0.05 * n)
        for n, (label, words) in enumerate(LINES)
    )


def sample(name: str = "mackerel.txt") -> Ledger:
    """Return the ledger."""
    raw = TEXT.encode()
    source = Source(
        name, raw, hashlib.sha256(raw).hexdigest(), TEXT, document_date=date(2024, 5, 3), date_basis="given"
    )
    return Ledger(
        source,
        paragraphs(),
        STATEMENTS,
        (
            Attitude(
                "NOR",
                "refuses",
                at("raise Iceland’s share"),
                at("Norway"),
                at("will not"),
                at("unless it opens its waters"),
                "s1",
            ),
            Attitude("NOR", "offers", at("a larger share"), at("Oslo"), at("promised"), None, "s3", hedged=True),
            Attitude("ISL", "can", at("go on like this"), None, at("cannot"), None, "s4", negated=True),
        ),
        (
            Mention(at("Norway"), "NOR", "actor"),
            Mention(at("Iceland"), "ISL", "actor"),
            Mention(at("Bergen"), "NOR", "place", "capital"),
            Mention(at("Icelandic"), "ISL", "modifier", "demonym"),
            Mention(at("Oslo"), "NOR", "actor", "capital"),
        ),
        (
            DateMention(at("on Thursday"), "2024-05-02", "document date"),
            DateMention(at("next year"), None, "unresolved"),
        ),
        (
            Doubt("unresolved-date", "one time expression has no value", at("next year")),
            Doubt("language", "the article may not be English"),
        ),
    )
