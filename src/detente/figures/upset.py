"""The picture of sets: a row for each change, a column for each set, and a mark where a set has a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.figures.measure import width, wrapped
from detente.figures.scene import Node, Scene, Text

SIZE, TITLE = 13.0, 16.0
MARGIN, LINE, ROW = 16.0, 18.0, 26.0
LABELS, COLUMN, MARK, DOT = 340.0, 34.0, 16.0, 4.0
MOST_LABEL_LINES = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A row: what may be in a set, and whose it is."""

    label: str
    owner: str


@dataclass(frozen=True, slots=True)
class Column:
    """A set: the rows that are in it, counted from 0, and what it says in full."""

    rows: frozenset[int]
    about: str


def upset(title: str, about: str, members: Sequence[Member], columns: Sequence[Column]) -> Scene:
    """Return the picture of some sets.

    Parameters
    ----------
    title, about : str
    members : sequence of Member
        The rows; those that are in no set say so by having no mark.
    columns : sequence of Column

    Examples
    --------
    >>> scene = upset("t", "", [Member("a", "x"), Member("b", "y")], [Column(frozenset({0, 1}), "a and b")])
    >>> [node.about for node in scene.nodes if node.kind == "outcome"]
    ['set 1: a and b', 'set 1: a and b']
    """
    across = 2 * MARGIN + LABELS + COLUMN * max(1, len(columns))
    lines = wrapped(title, across - 2 * MARGIN, TITLE, most=3, bold=True)
    head = [_text(line, MARGIN, MARGIN + LINE * k + TITLE, TITLE, "heading") for k, line in enumerate(lines)]
    nodes = [_held("title", MARGIN, across, head, title)]
    down = MARGIN + LINE * (len(lines) + 1)
    nodes += [_number(k, down) for k in range(len(columns))]
    tops = []
    for k, member in enumerate(members):
        tops.append(down + LINE)
        row, height = _row(k, member, down + LINE, across)
        nodes.append(row)
        down += height
    for k, column in enumerate(columns):
        nodes += _marks(k, column, tops)
    return Scene(across, down + LINE + MARGIN, title, about, tuple(nodes), (), ())


def _row(k: int, member: Member, top: float, across: float) -> tuple[Node, float]:
    owner = f" ({member.owner})" if member.owner else ""
    lines = wrapped(f"{member.label}{owner}", LABELS - MARGIN, SIZE, most=MOST_LABEL_LINES)
    texts = [_text(line, MARGIN, top + LINE * (n + 0.7), SIZE, "plain") for n, line in enumerate(lines)]
    return _held(f"row-{k}", top, across, texts, f"{member.label}{owner}"), max(ROW, LINE * len(lines) + 6)


def _number(k: int, top: float) -> Node:
    text = Text(_middle(k), top + SIZE / 2, f"{k + 1}", "who", "middle", width(f"{k + 1}", SIZE), SIZE)
    return Node(f"number-{k}", "state", "", "", _middle(k), top, 0.0, 0.0, (text,), f"set {k + 1}")


def _marks(k: int, column: Column, tops: Sequence[float]) -> list[Node]:
    """Return a mark for each row, large where the set has it, and a line through the marks of the set."""
    within = sorted(column.rows)
    about, made = f"set {k + 1}: {column.about}", []
    if len(within) > 1:
        first, last = tops[within[0]] + LINE / 2, tops[within[-1]] + LINE / 2
        made.append(Node(f"line-{k}", "state", "", "", _middle(k) - 1, first, 2.0, last - first, (), about))
    for row, top in enumerate(tops):
        size, kind = (MARK, "outcome") if row in column.rows else (DOT, "state")
        x, y = _middle(k) - size / 2, top + LINE / 2 - size / 2
        says = about if row in column.rows else f"not in set {k + 1}"
        made.append(Node(f"mark-{k}-{row}", kind, "", "", x, y, size, size, (), says))  # type: ignore[arg-type]
    return made


def _middle(k: int) -> float:
    return MARGIN + LABELS + COLUMN * (k + 0.5)


def _held(slug: str, top: float, across: float, texts: Sequence[Text], about: str) -> Node:
    """Return texts without a box, which a node of no size holds."""
    return Node(slug, "state", "", "", across, top, 0.0, 0.0, tuple(texts), about)


def _text(words: str, x: float, y: float, size: float, role: str) -> Text:
    return Text(x, y, words, role, "start", width(words, size, bold=role == "heading"), size)  # type: ignore[arg-type]
