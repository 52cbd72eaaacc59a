"""Ledgers made by hand and at random: a text with marks, and what a reading of it would find."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from detente.text.ledger import STANCES, Attitude, Ledger, Mention, Paragraph, Source, Speaker, Statement
from detente.text.span import Span

HARBOUR = """\
Two ports quarrel over pilots

Norway will lift the harbour levy if Iceland withdraws its tugs, Trade Minister Kari Moen said on Friday.
Iceland refuses to withdraw its tugs. "We will double the pilots' fee," its envoy said.
The levy is to blame for the quarrel, said Per Lund, a lecturer in Bergen.
Iceland cannot close the strait, Lund said.
The remarks could be understood as an offer to share the pilots.
"""


def span(text: str, words: str, nth: int = 1) -> Span:
    """Return where words stand."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def source(text: str, day: date | None = None) -> Source:
    raw = text.encode("utf-8", "surrogatepass")
    return Source(
        "ports.txt", raw, sha256(raw).hexdigest(), text, document_date=day, date_basis="given" if day else "none"
    )


def harbour() -> Ledger:
    """Return a small ledger in which two states make offers, threats and refusals."""
    t = HARBOUR
    moen = Speaker("Kari Moen", "Trade Minister", None, "party", span(t, "Trade Minister Kari Moen"), "NOR", "explicit")
    envoy = Speaker("its envoy", None, None, "party", span(t, "its envoy"), "ISL", "explicit")
    lund = Speaker("Per Lund", "a lecturer", None, "third party", span(t, "Per Lund"), None, "explicit")
    offer = span(t, "Norway will lift the harbour levy if Iceland withdraws its tugs")
    statements = (
        Statement("s1", "statement", "indirect", None, moen, span(t, "said"), (offer,)),
        Statement(
            "s2", "statement", "direct", None, envoy, span(t, "said", 2), (span(t, "We will double the pilots' fee"),)
        ),
        Statement(
            "s3",
            "statement",
            "indirect",
            None,
            lund,
            span(t, "said", 3),
            (span(t, "The levy is to blame for the quarrel"),),
            "blame",
        ),
        Statement(
            "s4", "statement", "indirect", None, lund, span(t, "said", 4), (span(t, "Iceland cannot close the strait"),)
        ),
        Statement("s5", "inference", "indirect", None, Speaker(None), None, (span(t, "an offer to share the pilots"),)),
    )
    levy, tugs = span(t, "lift the harbour levy"), span(t, "if Iceland withdraws its tugs")
    attitudes = (
        Attitude("NOR", "offers", levy, span(t, "Norway"), None, tugs, "s1"),
        Attitude("ISL", "refuses", span(t, "withdraw its tugs"), span(t, "Iceland", 2), span(t, "refuses")),
        Attitude("ISL", "threatens", span(t, "double the pilots' fee"), None, None, None, "s2"),
        Attitude("ISL", "can", span(t, "close the strait"), span(t, "Iceland", 3), None, None, "s4", negated=True),
        Attitude("ISL", "offers", span(t, "share the pilots"), None, None, None, "s5"),
        Attitude("Per Lund", "wants", span(t, "The levy"), None, None, None, "s3"),
    )
    mentions = tuple(
        Mention(span(t, name, n), code, "actor")
        for name, code, n in (("Norway", "NOR", 1), ("Iceland", "ISL", 1), ("Iceland", "ISL", 2), ("Iceland", "ISL", 3))
    )
    lines = [Paragraph(span(t, line), "body", "", 1.0) for line in t.splitlines() if line]
    lines[0] = Paragraph(lines[0].span, "headline", "", 1.0)
    return Ledger(source(t, date(2024, 5, 3)), tuple(lines), statements, attitudes, mentions)


def crowd(size: int) -> Ledger:
    """Return a ledger in which very many people say what many actors want and threaten."""
    sentence = "Norway will close the harbour {0} if Iceland opens gate {0}, said Ana Belo{0}. "
    statements, attitudes, mentions, text = [], [], [], ""
    for k in range(size):
        here, line = len(text), sentence.format(k)
        text += line

        def place(words: str, here: int = here, line: str = line) -> Span:
            return Span(here + line.index(words), here + line.index(words) + len(words))

        who = Speaker(f"Ana Belo{k}", standing="third party")
        condition = place(f"if Iceland opens gate {k}")
        stance = STANCES[k % 5]
        act = "blame" if k % 3 else "predict"
        statements.append(Statement(f"s{k}", "statement", "indirect", None, who, None, (Span(here, here + 30),), act))
        actor = "NOR" if k % 2 else f"X{k % 50}"
        attitudes.append(Attitude(actor, stance, place(f"close the harbour {k}"), None, None, condition, f"s{k}"))
        mentions.append(Mention(place("Iceland"), "ISL", "actor"))
    body = Paragraph(Span(0, len(text)), "body", "", 1.0)
    return Ledger(source(text), (body,), tuple(statements), tuple(attitudes), tuple(mentions))


PLACES = {"Norway": "NOR", "Iceland": "ISL", "Latvia": "LVA"}
DEEDS = ("close the harbour", "lift the levy", "open the northern gate", "sign the treaty")
MODALS: dict[str, str] = {
    "must": "must",
    "can": "cannot",
    "offers": "will",
    "refuses": "refuses to",
    "wants": "wants to",
}


@st.composite
def disputes(draw: st.DrawFn) -> Ledger:
    """Return a ledger of plain sentences: who must, cannot, will, refuses or wants to do what, on which condition."""
    text, attitudes, mentions = "", [], []
    for _ in range(draw(st.integers(1, 9))):
        actor, other = draw(st.permutations(sorted(PLACES)))[:2]
        stance = draw(st.sampled_from(sorted(MODALS)))
        deed, its = draw(st.sampled_from(DEEDS)), draw(st.sampled_from(DEEDS))
        marker = draw(st.sampled_from(["", "if", "unless"]))
        head = f"{actor} {MODALS[stance]} "
        condition = f" {marker} {other} will {its}" if marker else ""
        start = len(text) + len(head)
        thing = Span(start, start + len(deed))
        mentions.append(Mention(Span(len(text), len(text) + len(actor)), PLACES[actor], "actor"))
        after = Span(thing.end + 1, thing.end + len(condition)) if marker else None
        if after is not None:
            at = thing.end + 1 + len(marker) + 1
            mentions.append(Mention(Span(at, at + len(other)), PLACES[other], "actor"))
        negated = stance == "can" or draw(st.booleans())
        attitudes.append(Attitude(PLACES[actor], stance, thing, mentions[-1].span, None, after, None, negated))
        text += f"{head}{deed}{condition}. "
    body = Paragraph(Span(0, len(text)), "body", "", 1.0)
    return Ledger(source(text), (body,), (), tuple(attitudes), tuple(mentions))


WORDS = st.text(min_size=1, max_size=60)
NAMES = st.one_of(
    st.sampled_from(
        ["RUS", "SUN", "JPN", "NATO", "true", "nature", "a.b", "Côte d'Ivoire", "日本", "- x: #", "\u202e", "agree"]
    ),
    WORDS,
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Return any ledger: odd names, odd texts, places anywhere, statements within statements in a circle too."""
    text = draw(st.text(min_size=1, max_size=300))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ab: Span(min(ab), max(ab)))
    ids = st.sampled_from(["s1", "s2", "s3", "gone"])
    maybe = st.one_of(st.none(), spans)
    speakers = st.builds(
        Speaker,
        st.one_of(st.none(), NAMES),
        st.one_of(st.none(), WORDS),
        st.one_of(st.none(), WORDS),
        st.sampled_from(["party", "third party", "outlet", "unknown"]),
        maybe,
        st.one_of(st.none(), NAMES),
        candidates=st.lists(NAMES, max_size=2).map(tuple),
    )
    classes = st.sampled_from(["say", "blame", "predict", "deny"])
    levels = st.sampled_from(["statement", "nested", "inference"])
    parts: dict[str, Any] = {
        "level": levels,
        "kind": st.just("indirect"),
        "within": st.one_of(st.none(), ids),
        "speaker": speakers,
        "cue": maybe,
        "content": st.lists(spans, min_size=1, max_size=2).map(tuple),
        "cue_class": classes,
        "said": st.one_of(st.none(), st.just("2024-05-03")),
    }
    statements = [
        draw(st.builds(Statement, id=st.just(f"s{k}"), **parts)) for k in range(1, draw(st.integers(0, 3)) + 1)
    ]
    attitude = st.builds(
        Attitude,
        NAMES,
        st.sampled_from(STANCES),
        spans,
        maybe,
        maybe,
        maybe,
        st.one_of(st.none(), ids),
        st.booleans(),
        st.booleans(),
    )
    mention = st.builds(
        Mention, spans, NAMES, st.sampled_from(["actor", "place"]), successor=st.sampled_from([None, "RUS"])
    )
    day = draw(st.one_of(st.none(), st.just(date(2024, 5, 3))))
    return Ledger(
        source(text, day),
        (Paragraph(Span(0, len(text)), draw(st.sampled_from(["headline", "body"])), "", 1.0),),
        tuple(statements),
        tuple(draw(st.lists(attitude, max_size=8))),
        tuple(draw(st.lists(mention, max_size=3))),
    )
