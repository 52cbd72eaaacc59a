"""A forest of alternatives before it has places: what each box and each arrow says, and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.figures.scene import EdgeKind, NodeKind, Role

Paragraph = tuple[Role, str]


@dataclass(eq=False)
class Link:
    """An arrow into a box: who moves, and what is said above and below it."""

    kind: EdgeKind
    by: tuple[str, ...]
    vetoes: tuple[str, ...] = ()
    above: tuple[Paragraph, ...] = ()
    below: tuple[Paragraph, ...] = ()
    about: str = ""


@dataclass(eq=False)
class Box:
    """A state with the arrows that lead into it from its parent, and the boxes that follow."""

    kind: NodeKind
    world: str
    state: str
    paragraphs: tuple[Paragraph, ...]
    about: str
    links: list[Link] = field(default_factory=list)
    children: list[Box] = field(default_factory=list)

    def child(self, made: Box, link: Link) -> Box:
        """Add a box behind this one; if its state is there already, only the arrow is added."""
        for known in self.children:
            if known.state == made.state and known.kind == made.kind:
                if not any(_same(link, other) for other in known.links):
                    known.links.append(link)
                return known
        made.links.append(link)
        self.children.append(made)
        return made


def _same(a: Link, b: Link) -> bool:
    return (a.kind, a.by, a.vetoes, a.above, a.below) == (b.kind, b.by, b.vetoes, b.above, b.below)
