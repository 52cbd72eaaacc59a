"""A small annotated article of both formats, written for these tests."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from detente.text.ledger import Ledger, Source, Speaker, Statement
from detente.text.scoring.gold import Gold, read_gold
from detente.text.scoring.marked_yaml import MarkedFile
from detente.text.span import Span

TEXT = """Ferry dispute

By Ida Quist

“We will not pay,” Minister Ana Belo said on Monday. She added that Portugal wants the “old fare” back.

According to two sailors, the offer could be read as a threat. “It's over.”
"""
YAML = """\
genre: wire
document_date: 2024-05-08
paragraphs: [headline, byline, body, body]
statements:
  - id: a1
    paragraph: 3
    level: statement
    kind: direct
    within: null
    speaker: {mention: Minister Ana Belo, name: Ana Belo, role: minister, organisation: null, standing: party}
    cue: said
    content: [We will not pay]
  - id: a2
    paragraph: 3
    level: statement
    kind: mixed
    within: null
    speaker: {mention: She, name: Ana Belo, role: minister, organisation: null, standing: party}
    cue: added
    content: [Portugal wants the “old fare” back]
  - id: a3
    paragraph: 4
    level: statement
    kind: indirect
    within: null
    speaker: {mention: two sailors, name: two sailors, role: null, organisation: null, standing: third party}
    cue: According to
    content: the offer could be read as a threat
  - id: a4
    paragraph: 4
    level: inference
    kind: indirect
    within: null
    speaker: {mention: null, name: null, role: null, organisation: null, standing: unknown}
    cue: could be read as
    content: [a threat]
  - id: a5
    paragraph: 3
    level: nested
    kind: mixed
    within: a2
    speaker: {mention: Portugal, name: PRT, role: null, organisation: null, standing: party}
    cue: wants
    content: [the “old fare” back]
attitudes:
  - {paragraph: 3, actor: PRT, stance: wants, thing: the “old fare” back, condition: null, within: a2}
  - {paragraph: 3, actor: PRT, stance: refuses, thing: pay, within: a1, negated: false, hedged: false}
mentions:
  - {paragraph: 3, text: Portugal, entity: PRT, use: actor}
dates:
  - {paragraph: 3, text: on Monday, value: 2024-05-06}
"""
EVENTS = (
    ("“We will not pay,”", "said", "Minister Ana Belo"),
    ("that Portugal wants the “old fare” back", "added", "She"),
    ("the offer could be read as a threat", "According to", "two sailors"),
)


def source(text: str = TEXT) -> Source:
    """Return a text as it is read from a file."""
    raw = text.encode()
    return Source("ferry.txt", raw, sha256(raw).hexdigest(), text)


def loaded(words: str = YAML, text: str = TEXT) -> tuple[Gold | None, list[str]]:
    """Return an annotation and the words of its problems."""
    file = MarkedFile("ferry.yaml")
    return read_gold("ferry", source(text), words, file), [str(problem) for problem in sorted(file.problems)]


def gold_ledger() -> Ledger:
    """Return the annotation as a ledger."""
    gold, problems = loaded()
    assert gold is not None, problems
    return gold.ledger


def stand_off() -> str:
    """Return the article's annotation in brat's format."""
    lines = []
    for n, (content, cue, words) in enumerate(EVENTS, 1):
        for k, (role, said) in enumerate((("Content", content), ("Cue", cue), ("Source", words))):
            start = TEXT.index(said)
            lines.append(f"T{n}{k}\t{role} {start} {start + len(said)}\t{said}")
        lines.append(f"E{n}\tAttribution:T{n}9 Content:T{n}0 Cue:T{n}1 Source:T{n}2")
    return "\n".join(lines) + "\n"


def write_polnear(folder: Path) -> Path:
    """Write the article and two annotations of it as PolNeAR does; the second has nothing in it."""
    for name in ("text", "attributions"):
        (folder / name).mkdir(parents=True)
    (folder / "text" / "ferry_1.txt").write_bytes(TEXT.encode())
    (folder / "attributions" / "ferry_1_4b22.ann").write_text(stand_off(), "utf-8")
    (folder / "attributions" / "ferry_1_ef2d.ann").write_text("", "utf-8")
    return folder


def write_gold(folder: Path) -> Path:
    """Write the article and its annotation as the project does."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ferry.txt").write_bytes(TEXT.encode())
    (folder / "ferry.yaml").write_text(YAML, "utf-8")
    return folder


def span(words: str, text: str = TEXT) -> Span:
    """Return where words stand first."""
    return Span(text.index(words), text.index(words) + len(words))


def statement(content: str, kind: str = "direct", *, speaker: str = "", cue: str = "", name: str = "") -> Statement:
    """Return a statement with the places of these words."""
    who = Speaker(name or None, span=span(speaker) if speaker else None)
    return Statement(content, "statement", kind, None, who, span(cue) if cue else None, (span(content),))  # type: ignore[arg-type]
