"""Places for a forest of alternatives: roots at the left, one column for each step, one row for each alternative.

A box is as tall as all that follows it, so that every arrow runs straight to the right and nothing crosses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from detente.figures.measure import width, wrapped
from detente.figures.scene import Edge, EdgeKind, Key, Node, Role, Scene, Text
from detente.figures.tree import Box, Link, Paragraph

MARGIN = 30.0
ROW = 18.0
PAD = 11.0
BETWEEN = 12.0
LANES = 26.0
ARROW = 22.0  # from an arrow to the end of the box that it leaves or enters
SIZES: dict[Role, float] = {
    "heading": 14.5,
    "party": 12.0,
    "plain": 12.5,
    "quiet": 12.0,
    "who": 12.5,
    "stopped": 12.5,
    "reading": 12.0,
}
BOLD = {"heading", "who", "stopped", "party"}
LINES: dict[Role, int] = {
    "heading": 3,
    "party": 2,
    "plain": 3,
    "quiet": 3,
    "who": 4,
    "stopped": 3,
    "reading": 4,
}
MEANINGS: dict[EdgeKind, str] = {
    "step": "a step that is made, as the parties are read first",
    "other_reading": "a step that is made in another reading",
    "vetoed": "an attempt that somebody vetoes",
    "answered": "an attempt that all its members want, but an answer deters",
    "answer": "the answer that deters",
    "leads": "improvements that lead to where an attempt begins",
    "suppose": "a world that is only supposed",
}


@dataclass(frozen=True)
class _Widths:
    """How wide the boxes of all columns are, and the gaps between them."""

    box: float
    gap: float

    @classmethod
    def of(cls, columns: int) -> _Widths:
        """Return the widths with which a picture of so many columns still fits beside a table of contents."""
        return cls(264.0, 226.0) if columns <= 2 else cls(216.0, 146.0)


@dataclass
class _Canvas:
    """What has been placed so far."""

    widths: _Widths

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def placed(roots: list[Box], title: str, about: str) -> Scene:
    """Give every box of a forest its place; the first root is joined to the others by a rail at the left."""
    widths = _Widths.of(max(map(_columns, roots)))
    canvas, y = _Canvas(widths), MARGIN / 2
    tops: list[Node] = []
    for root in roots:
        height = _height(root, widths)
        tops.append(_place(canvas, root, MARGIN, y, height))
        y += height + LANES
    canvas.edges.sort(key=lambda edge: int(edge.source[1:]))
    canvas.edges += [_rail(tops[0], top, k) for k, top in enumerate(tops[1:], start=1)]
    right = max(n.x + n.width for n in canvas.nodes) + MARGIN / 2
    kinds = dict.fromkeys(e.kind for e in canvas.edges)
    keys, bottom = _keys([k for k in MEANINGS if k in kinds], y - LANES + 34)
    right = max([right, *(k.text.right + 8 for k in keys)])
    return Scene(right, bottom, title, about, tuple(canvas.nodes), tuple(canvas.edges), keys)


def _columns(box: Box) -> int:
    return 1 + max(map(_columns, box.children), default=0)


def _height(box: Box, widths: _Widths) -> float:
    """Return how tall a box is: its own text, its arrows, or all that follows it, whichever is most."""
    arrows = sum(_link_height(link, widths) for link in box.links)
    behind = sum(_height(c, widths) for c in box.children) + BETWEEN * max(0, len(box.children) - 1)
    return max(_own_height(box, widths), arrows, behind)


def _own_height(box: Box, widths: _Widths) -> float:
    return len(_lines(box.paragraphs, widths.box - 2 * PAD)) * ROW + 2 * PAD - 4


def _link_height(link: Link, widths: _Widths) -> float:
    above, below = (len(_lines(p, widths.gap - 2 * PAD)) for p in (link.above, link.below))
    return 2 * (max(above, below) * ROW + 8)


@lru_cache(maxsize=1024)
def _lines(paragraphs: tuple[Paragraph, ...], room: float) -> tuple[Paragraph, ...]:
    return tuple(
        (role, line)
        for role, said in paragraphs
        for line in wrapped(said, room, SIZES[role], most=LINES[role], bold=role in BOLD)
    )


def _place(canvas: _Canvas, box: Box, x: float, y: float, height: float) -> Node:
    """Place a box, and all that follows it, in a band that begins at ``y``; the box covers all its arrows."""
    wide, number = canvas.widths.box, len(canvas.nodes)
    top, tall = _extent(box, canvas.widths, y, height)
    texts = _texts(_lines(box.paragraphs, wide - 2 * PAD), x + PAD, top + PAD + 11)
    node = Node(f"n{number}", box.kind, box.world, box.state, x, top, wide, tall, texts, box.about)
    canvas.nodes.append(node)
    for child, start, own in _bands(box, canvas.widths, y, height):
        target = _place(canvas, child, x + wide + canvas.widths.gap, start, own)
        _link(canvas, node, target, child.links, _arrows(child, start, own))
    return node


def _bands(box: Box, widths: _Widths, y: float, height: float) -> list[tuple[Box, float, float]]:
    """Return the bands of what follows a box: where each begins, and how tall it is."""
    heights = [_height(child, widths) for child in box.children]
    spare = height - sum(heights) - BETWEEN * max(0, len(heights) - 1)
    bands = []
    for child, own in zip(box.children, heights, strict=True):
        tall = own + spare / len(heights)
        bands.append((child, y, tall))
        y += tall + BETWEEN
    return bands


def _arrows(box: Box, y: float, height: float) -> list[float]:
    """Return where the arrows into a box run, within its band."""
    share = height / max(1, len(box.links))
    return [y + share * (number + 0.5) for number in range(len(box.links))]


def _extent(box: Box, widths: _Widths, y: float, height: float) -> tuple[float, float]:
    """Return the top and the height of a box: around the middle of its band, and over every arrow in and out."""
    own = _own_height(box, widths)
    ends = _arrows(box, y, height)
    for band in _bands(box, widths, y, height):
        ends += _arrows(*band)
    top = min([y + (height - own) / 2, *(end - ARROW for end in ends)])
    bottom = max([y + (height + own) / 2, *(end + ARROW for end in ends)])
    return top, bottom - top


def _texts(lines: tuple[Paragraph, ...], x: float, y: float) -> tuple[Text, ...]:
    return tuple(_text(x, y + k * ROW, line, role) for k, (role, line) in enumerate(lines))


def _text(x: float, y: float, words: str, role: Role) -> Text:
    return Text(x, y, words, role, "start", width(words, SIZES[role], bold=role in BOLD), SIZES[role])


def _link(canvas: _Canvas, source: Node, target: Node, links: list[Link], ys: list[float]) -> None:
    for number, (link, y) in enumerate(zip(links, ys, strict=True)):
        x = source.x + source.width
        points = ((x, y), (target.x, y))
        above, below = (_lines(p, canvas.widths.gap - 2 * PAD) for p in (link.above, link.below))
        texts = _texts(above, x + PAD, y - 7 - ROW * (len(above) - 1)) + _texts(below, x + PAD, y + 17)
        slug, ends = f"{source.slug}-{target.slug}-{number}", (source.slug, target.slug)
        canvas.edges.append(Edge(slug, link.kind, *ends, link.by, link.vetoes, points, texts, link.about))


def _rail(first: Node, other: Node, number: int) -> Edge:
    """Return the line from the status quo down the left margin to a supposed one."""
    x, start, end = MARGIN / 2, first.y + 24, other.y + 24
    points = ((first.x, start), (x, start), (x, end), (other.x, end))
    about = "What follows begins in a supposed world."
    return Edge(f"s{number}", "suppose", first.slug, other.slug, (), (), points, (), about)


def _keys(kinds: list[EdgeKind], top: float) -> tuple[tuple[Key, ...], float]:
    keys = tuple(
        Key(kind, MARGIN, top + 22 * k, 44, _text(MARGIN + 56, top + 22 * k + 4, MEANINGS[kind], "quiet"))
        for k, kind in enumerate(kinds)
    )
    return keys, top + 22 * len(keys)
