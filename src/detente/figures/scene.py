"""What a picture holds: boxes, arrows and texts with places and meanings. How they are drawn is decided elsewhere.

Lengths are in pixels of the picture; ``x`` grows to the right and ``y`` downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["status_quo", "world", "state", "outcome", "missed", "deterred"]
EdgeKind = Literal["step", "other_reading", "vetoed", "answered", "answer", "leads", "suppose"]
Role = Literal["heading", "party", "plain", "quiet", "who", "stopped", "reading"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text.

    Attributes
    ----------
    x, y : float
        The anchor on the base line.
    words : str
    role : str
        What the line says; a drawing gives each role its look.
    anchor : str
    width : float
        How wide the line is at most, by a rough and generous measure.
    size : float
        The height of its letters.
    """

    x: float
    y: float
    words: str
    role: Role
    anchor: Anchor
    width: float
    size: float

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.x - self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Node:
    """A state of the conflict.

    Attributes
    ----------
    slug : str
        Unique in the scene.
    kind : str
        ``status_quo``, ``world`` (a status quo that is only supposed), ``state``, ``outcome``, ``missed`` (a state that
        an attempt does not reach) or ``deterred`` (where an answer leads).
    world : str
    state : str
        Its pattern, or its name.
    x, y, width, height : float
    texts : tuple of Text
    about : str
        The whole of what it says, uncut.
    """

    slug: str
    kind: NodeKind
    world: str
    state: str
    x: float
    y: float
    width: float
    height: float
    texts: tuple[Text, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A joint move, an answer to one, or a supposition.

    Attributes
    ----------
    slug : str
    kind : str
        ``step``, ``other_reading`` (a step that is only made in another reading), ``vetoed``, ``answered`` (an attempt
        that an answer deters), ``answer``, ``leads`` (improvements on the way to an attempt) or ``suppose``.
    source, target : str
        Slugs of nodes.
    by : tuple of str
        Decision makers.
    vetoes : tuple of str
        Decision makers that do not take part.
    points : tuple of (float, float)
        Where it runs.
    texts : tuple of Text
    about : str
    """

    slug: str
    kind: EdgeKind
    source: str
    target: str
    by: tuple[str, ...]
    vetoes: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    texts: tuple[Text, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the key: a kind of edge and what it means."""

    kind: EdgeKind
    x: float
    y: float
    length: float
    text: Text


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture."""

    width: float
    height: float
    title: str
    about: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    keys: tuple[Key, ...]
