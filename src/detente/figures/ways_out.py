"""The picture of ways out: which changes each of them needs."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis.causes.ways_out import WayOut
from detente.case.build import Case
from detente.figures.scene import Scene
from detente.figures.upset import Column, Member, upset

MOST_DRAWN = 24
TITLE = "What has to change together"
ABOUT = "A row for each change, a column for each way out; a mark where the way out needs the change."


def ways_out(case: Case, ways: Sequence[WayOut]) -> Scene:
    """Return the picture of the first 24 ways out, in their order.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("peace-treaty")
    >>> scene = ways_out(case, detente.ways_out(case).ways)
    >>> sum(node.kind == "outcome" for node in scene.nodes)
    9
    """
    places: dict[str, int] = {}
    members: list[Member] = []
    for way in ways[:MOST_DRAWN]:
        for slug, (factor, choice) in zip(way.slugs, way.changes, strict=True):
            if slug not in places:
                places[slug] = len(members)
                owner = ", ".join(case.dm_name(dm) for dm in factor.owners)
                members.append(Member(choice.words[:1].upper() + choice.words[1:], owner))
    columns = [Column(frozenset(places[slug] for slug in way.slugs), _about(way)) for way in ways[:MOST_DRAWN]]
    return upset(TITLE, ABOUT, members, columns)


def _about(way: WayOut) -> str:
    return " and ".join(choice.words for _, choice in way.changes)
