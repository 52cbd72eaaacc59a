"""What is trivially so: by structure (for every preference), or by agreement (in every reading and world).

Neither says anything about the dispute, and the two are different findings, so they are never merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from detente.analysis.crosstable import CrossTable
from detente.analysis.judging import Judge
from detente.analysis.reach import can_reach
from detente.case.build import ACTUAL, Case
from detente.case.schema import Attainable, Ranks, Reachable, Strict, Unattainable
from detente.concepts import concept
from detente.errors import DetenteError
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import OptionMoves
from detente.model.options import Words

How = Literal["by structure", "by agreement"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is trivially so.

    Attributes
    ----------
    how : str
        ``by structure`` or ``by agreement``.
    what : str
        A stable code: ``status_quo_nash``, ``no_single_mover``, ``no_move_leaves``, ``no_moves``,
        ``outcome_equilibrium``, ``same_everywhere``.
    count, of : int
        In how many cells it holds, of how many; equal for findings by structure.
    """

    how: How
    what: str
    count: int = 1
    of: int = 1


def trivial_findings(case: Case, table: CrossTable) -> tuple[Finding, ...]:
    """Return what is trivially so about the outcome and the status quo of a case."""
    return (*by_structure(case), *by_agreement(case, table))


def by_structure(case: Case) -> tuple[Finding, ...]:
    """Return what follows from the moves of the actual world alone."""
    if case.outcome is None or case.start is None:
        return ()
    conflict = case.conflict()
    wanted = conflict.states.truth(case.outcome)
    here, players = conflict.status_quo, range(len(conflict.decision_makers))
    found = []
    if not any(conflict.moves.leaving(i, here).size for i in players):
        found.append(Finding("by structure", "no_moves"))
    if not wanted[here] and not any(wanted[conflict.moves.leaving(i, here)].any() for i in players):
        found.append(Finding("by structure", "no_single_mover"))
    if wanted.any() and not wanted.all() and _is_closed(conflict, wanted):
        found.append(Finding("by structure", "no_move_leaves"))
    return tuple(found)


def _is_closed(conflict: Conflict, wanted: Mask) -> bool:
    """Return whether no move, alone or together, leads out of the wanted states."""
    moves = conflict.moves
    if isinstance(moves, OptionMoves):
        return not _leads_out(conflict.states.words, _kept_by_all(moves), wanted)
    arcs = [moves.arcs(i) for i in range(len(conflict.decision_makers))]
    return not any((wanted[a.sources] & ~wanted[a.targets]).any() for a in arcs)


def _kept_by_all(moves: OptionMoves) -> Words:
    """Return ``(states, words) uint64``: the options that no move from a state can change."""
    words = moves.states.words
    owned = np.bitwise_or.reduce(np.stack(moves.owned), axis=0)
    return np.asarray(moves.frozen | (words & moves.only_up) | (~words & moves.only_down) | ~owned)


def _leads_out(words: Words, kept: Words, wanted: Mask) -> bool:
    """Return whether all together can go, at once, from a wanted state to one that is not.

    They can go wherever the options that they cannot change are as before; states that keep the same options are
    looked at together.
    """
    inside = np.flatnonzero(wanted)
    different, place = np.unique(kept[inside], axis=0, return_inverse=True)
    order = np.argsort(place.reshape(-1), kind="stable")
    parts = np.split(inside[order], np.cumsum(np.bincount(place.reshape(-1), minlength=len(different)))[:-1])
    outside = words[~wanted]
    return any(_meet(words[part] & keep, outside & keep) for part, keep in zip(parts, different, strict=True))


def _meet(one: Words, other: Words) -> bool:
    """Return whether two lists of rows have a row in common."""
    kinds = len(np.unique(one, axis=0)) + len(np.unique(other, axis=0))
    return len(np.unique(np.concatenate([one, other]), axis=0)) < kinds


def by_agreement(case: Case, table: CrossTable) -> tuple[Finding, ...]:
    """Return what is the same in every reading and every world of the cross table."""
    found: list[Finding] = []
    if len(table.rows) * len(table.worlds) < 2:
        return ()
    nash = [c for row in table.rows for c in row.nash.values() if c is not None]
    if nash and all(nash):
        found.append(Finding("by agreement", "status_quo_nash", len(nash), len(nash)))
    cells = [c for row in table.rows for c in row.attainable.values() if c is not None]
    if cells and (all(cells) or not any(cells)):
        found.append(Finding("by agreement", "same_everywhere", sum(cells), len(cells)))
    equilibrium = _outcome_equilibria(case, table)
    if equilibrium and all(equilibrium):
        found.append(Finding("by agreement", "outcome_equilibrium", len(equilibrium), len(equilibrium)))
    return tuple(found)


def _outcome_equilibria(case: Case, table: CrossTable) -> list[bool]:
    """Return for every cell whether some Nash equilibrium has the outcome."""
    if case.outcome is None:
        return []
    judge, found = Judge(case), []
    for world in table.worlds:
        profiles = [judge.preferences(row.readings) for row in table.rows if row.attainable[world] is not None]
        goal = partial(case.structure_in(world).states.truth, case.outcome) if profiles else _nowhere
        for outcome in judge.many(world).equilibria(profiles, concept("Nash"), goal, every=False):
            if isinstance(outcome, DetenteError):
                raise outcome
            found.append(outcome)
            if not outcome:
                return found
    return found


def _nowhere() -> Mask:
    return np.zeros(0, dtype=bool)


def trivial_claim(case: Case, test: Strict, verdicts: Mapping[bool, int]) -> How | None:
    """Return whether a claim's verdict is trivially so, and how.

    By structure: a formula that no moves of all decision makers together reach from the status quo cannot be attained,
    whatever anybody prefers, and one that holds there already is. By agreement: every combination of readings gives
    the same verdict, and there are at least two.
    """
    if _settled_by_moves(case, test):
        return "by structure"
    of = sum(verdicts.values())
    return "by agreement" if of > 1 and of in verdicts.values() else None


def _settled_by_moves(case: Case, test: Strict) -> bool:
    match test:
        case Attainable(attainable=goal, world=world, not_in=None) | Unattainable(unattainable=goal, world=world):
            return _reach(case, goal, world) in {"never", "already"}
        case Attainable(attainable=goal, world=world, not_in=other):
            return _reach(case, goal, world) == "never" or _reach(case, goal, other or ACTUAL) == "already"
        case Reachable(moves="any"):
            return True
        case Ranks(every=upper, above=lower, world=world):
            above, below = (_truth(case, text, world) for text in (upper, lower))
            return not above.any() or not below.any() or bool((above & below).any())
    return False


def _truth(case: Case, text: str, world: str) -> Mask:
    return case.structure_in(world).states.truth(case.formula(text))


def _reach(case: Case, goal: str, world: str) -> str:
    """Return ``already``, ``never`` or ``open``: what the moves alone say about a formula."""
    conflict = case.conflict(world=world)
    try:
        wanted, here = _truth(case, goal, world), conflict.status_quo
    except DetenteError:
        return "open"
    if wanted[here]:
        return "already"
    everybody = tuple(range(len(conflict.decision_makers)))
    return "open" if can_reach(conflict, everybody, wanted) else "never"
