"""The picture of counts: a bar for each value of what varies, as long as ``k`` of ``n``; never a probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.figures.measure import width as wide
from detente.figures.measure import wrapped
from detente.figures.scene import Node, Role, Scene, Text

SIZE, HEADING, TITLE = 13.0, 14.0, 16.0
MARGIN, GAP, LINE = 16.0, 10.0, 18.0
LABELS, TRACK, THICK = 240.0, 320.0, 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Of how many something is true.

    Attributes
    ----------
    label : str
    true, of : int
    note : str
        What else is to be said, behind the count.
    """

    label: str
    true: int
    of: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one heading."""

    heading: str
    bars: tuple[Bar, ...]


def bars(title: str, about: str, groups: Sequence[Group]) -> Scene:
    """Return the picture of some groups of bars, one below the other.

    Parameters
    ----------
    title, about : str
        What is counted, in a line and in full.
    groups : sequence of Group

    Examples
    --------
    >>> scene = bars("attainable", "", [Group("worlds", (Bar("as things are", 3, 12),))])
    >>> whole, part = scene.nodes[-2:]
    >>> whole.about, part.width / whole.width
    ('as things are: 3 of 12', 0.25)
    """
    counts = [_count(bar) for group in groups for bar in group.bars]
    across = 2 * MARGIN + LABELS + TRACK + 2 * GAP + max((wide(text, SIZE) for text in counts), default=0.0)
    nodes = [_words("title", title, MARGIN + TITLE, TITLE, "heading", across)]
    down = MARGIN + TITLE + GAP
    for number, group in enumerate(groups):
        nodes.append(_words(f"group-{number}", group.heading, down + LINE, HEADING, "party", across))
        down += LINE + GAP
        for place, bar in enumerate(group.bars):
            made, height = _bar(f"bar-{number}-{place}", bar, down)
            nodes += made
            down += height
    return Scene(across, down + MARGIN, title, about, tuple(nodes), (), ())


def _count(bar: Bar) -> str:
    return f"{bar.true:,} of {bar.of:,}{bar.note}"


def _words(slug: str, words: str, y: float, size: float, role: Role, across: float) -> Node:
    """Return a line of text that stands by itself: a box without any extent."""
    (line,) = wrapped(words, across - 2 * MARGIN, size, most=1, bold=True) or [""]
    text = Text(MARGIN, y, line, role, "start", wide(line, size, bold=True), size)
    return Node(slug, "state", "", "", MARGIN, y, 0.0, 0.0, (text,), words)


def _bar(slug: str, bar: Bar, top: float) -> tuple[list[Node], float]:
    """Return a bar with its label and its count, and how high it is."""
    lines = wrapped(bar.label, LABELS, SIZE, most=2) or [""]
    labels = tuple(
        Text(MARGIN, top + LINE * (k + 0.7), line, "plain", "start", wide(line, SIZE), SIZE)
        for k, line in enumerate(lines)
    )
    left, about = MARGIN + LABELS + GAP, f"{bar.label}: {_count(bar)}"
    count = _count(bar)
    after = Text(left + TRACK + GAP, top + LINE * 0.7, count, "quiet", "start", wide(count, SIZE), SIZE)
    y = top + (LINE - THICK) / 2
    made = [Node(f"{slug}-all", "state", "", "", left, y, TRACK, THICK, (*labels, after), about)]
    if bar.true and bar.of:
        share = TRACK * bar.true / bar.of
        made.append(Node(f"{slug}-true", "outcome", "", "", left, y, share, THICK, (), about))
    return made, LINE * len(lines) + GAP / 2
