"""The protocol of all engines: masks over the listed states, for models that are small enough to list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from threading import local
from typing import Any

import numpy as np

from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.engines.joint import require_joint
from detente.engines.symbolic.asked import Stable
from detente.engines.symbolic.bounds import Bounds
from detente.engines.symbolic.session import Session
from detente.engines.symbolic.translate import kind, listable
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.states import States

SMALL = 1 << 12
SMALL_BOUNDS = Bounds(memory=64 << 20)


class Symbolic:
    """Decision diagrams; takes conflicts in option form with preferences by statements, weights, rankings, payoffs."""

    name = "symbolic"

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for ``player``; see :class:`detente.engines.Engine`."""
        with _session(conflict, (concept,)) as session:
            return _mask(session, conflict, concept, player)

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return every mask of several concepts; see :class:`detente.engines.Engine`."""
        found: dict[str, list[Mask]] = {c.name: [] for c in concepts}
        players = range(len(conflict.decision_makers))
        with _session(conflict, concepts) as session:
            for concept, player in product(concepts, players):
                if progress is not None:
                    progress(sum(map(len, found.values())), len(concepts) * len(players))
                found[concept.name].append(_mask(session, conflict, concept, player))
        return {name: tuple(masks) for name, masks in found.items()}


ENGINE = Symbolic()


class _Last(local):
    """The small conflict that was asked about last, in each thread, and its session: often another question follows."""

    conflict: Conflict | None = None
    session: Session | None = None


_LAST = _Last()


@contextmanager
def _session(conflict: Conflict, concepts: Sequence[Concept]) -> Iterator[Session]:
    """Provide a session: in this process for few states, else with a child process that ends with the question."""
    if any(c.replies is Replies.JOINT for c in concepts):
        require_joint(conflict)
    for concept in concepts:
        kind(concept)
    if len(conflict.states) > SMALL:
        with Session(listable(conflict)) as session:
            yield session
        return
    if _LAST.session is None or _LAST.conflict is not conflict:
        _LAST.session = Session(listable(conflict), SMALL_BOUNDS, in_process=True)
        _LAST.conflict = conflict
    yield _LAST.session


def _mask(session: Session, conflict: Conflict, concept: Concept, player: int) -> Mask:
    return mask(session.diagram(Stable(concept.name, conflict.structure.slugs[player])), conflict.states)


def mask(diagram: dict[str, Any], states: States) -> Mask:
    """Return ``(states,) bool``: which of some listed states are in a set that is given as a diagram."""
    nothing, everything = np.zeros(len(states), dtype=bool), np.ones(len(states), dtype=bool)
    made: list[Mask] = []
    ends = {-1: nothing, -2: everything}
    for option, no, yes in diagram["nodes"]:
        low, high = (ends[part] if part < 0 else made[part] for part in (no, yes))
        made.append(np.where(states.column(option)[0], high, low))
    root = diagram["root"]
    return ends[root] if root < 0 else made[root]
