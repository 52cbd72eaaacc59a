"""The models that changes make, by editing the data of a case file: the oracle of ``causes.changes``."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from itertools import product
from typing import Any

from detente.analysis.attain import Rules, Search
from detente.analysis.causes.changes import Change
from detente.analysis.causes.factors import Factor
from detente.case.build import Case
from detente.errors import DetenteError
from detente.model.conflict import Conflict
from detente.model.preferences import Ranking, as_ranking
from tests.analysis.small import Data, case_of

PAIRS = ("above", "below")


def edited(data: Data, readings: dict[str, str], changes: Iterable[Change]) -> Conflict | None:
    """Return the conflict after some changes; None if they cannot all be made."""
    given = list(changes)
    fixed = {c.target: c.value == "Y" for c in given if c.kind == "do"}
    if any(fixed[c.target] != (c.value == "Y") for c in given if c.kind == "do"):
        return None
    wanted = rewanted(data, readings, given)
    if wanted is None:
        return None
    new, read = wanted
    start = dict(data["status_quo"]) | {c.target: c.value for c in given if c.kind == "start"}
    thawed = {c.target for c in given if c.kind == "thaw"}
    new["freezes"] = [f for k, f in enumerate(data["freezes"]) if str(k) not in thawed]
    for key in ("claims", "factors", "levers"):
        new.pop(key, None)
    try:
        conflict = case_of(new).conflict(read)
        for change in given:  # not in the file, whose rankings and worlds need not fit it then
            if change.kind == "lift":
                conflict = conflict.lift(change.target)
            if change.kind == "open":
                conflict = conflict.open(change.target)
        moved = replace(conflict, start="".join(start[o] for o in conflict.structure.option_names))
        return paired(moved.do(**fixed), read, readings, given)
    except (AssertionError, DetenteError):  # the file is in error
        return None


def rewanted(data: Data, readings: dict[str, str], changes: list[Change]) -> tuple[Data, dict[str, str]] | None:
    """Return the data with changed preferences, and the readings; None if a party is to be read in two ways."""
    new, read = deepcopy(data), dict(readings)
    for dm, reading in readings.items():
        own = [c for c in changes if c.target == dm and c.kind not in PAIRS]
        to = {c.value for c in own if c.kind == "read"}
        if len(to) > 1:
            return None
        if to:
            read[dm] = to.pop()
        elif own:
            new["decision_makers"][dm]["readings"][reading] = restated(data, dm, reading, own)
    return new, read


def restated(data: Data, dm: str, reading: str, changes: list[Change]) -> Data:
    """Return a reading with some of its statements, or of its comparisons of two states, changed."""
    usual = data["decision_makers"][dm]["readings"][reading]
    said: list[str | None] = list(usual["statements"])
    moved: list[tuple[int, str]] = []
    for change in changes:
        wish = said[change.place - 1]
        assert wish is not None
        if change.kind == "negate":
            said[change.place - 1] = f"!({wish})"
        else:
            said[change.place - 1] = None
        if change.kind == "place":
            moved.append((int(change.to), wish))
    kept = [s for s in said if s is not None]
    for place, wish in sorted(moved):
        kept.insert(place - 1, wish)
    return {"statements": kept}


def paired(conflict: Conflict, read: dict[str, str], readings: dict[str, str], changes: list[Change]) -> Conflict:
    """Return the conflict with some states moved just above or below others, among the states that there are then.

    A comparison with a state that is not there any more changes nothing, and neither does one of a reading that is not.
    """
    states = conflict.states
    for player, dm in enumerate(read):
        own = [c for c in changes if c.target == dm and c.kind in PAIRS]
        if own and read[dm] == readings[dm]:
            usual = as_ranking(conflict.preferences[player].order(states), states).classes
            conflict = conflict.with_preference(player, reranked(usual, own))
    return conflict


def reranked(usual: tuple[tuple[str, ...], ...], changes: list[Change]) -> Ranking:
    """Return a ranking with some states moved, each by its old rank among those moved to the same place."""
    place = {state: k for k, tied in enumerate(usual) for state in tied}
    keys: dict[str, tuple[float, ...]] = {s: (k, 0, 0) for s, k in place.items()}
    for change in changes:
        if change.value in place and change.to in place:
            keys[change.value] = (place[change.to], -1 if change.kind == "above" else 1, place[change.value])
    levels = sorted(set(keys.values()))
    return Ranking(tuple(tuple(s for s, key in keys.items() if key == level) for level in levels))


def is_missing(conflict: Conflict | None, case: Case, goal: str) -> bool | None:
    """Return whether a goal cannot be attained; None if the model cannot be evaluated."""
    if conflict is None:
        return None
    try:
        _ = conflict.orders  # an error, where a ranking leaves out a state
        wanted = conflict.states.truth(case.formula(goal))
        return not Search(conflict, case.coalitions, Rules()).attain(wanted).attainable
    except DetenteError:
        return None


def every_set(factors: Iterable[Factor]) -> list[tuple[tuple[int, int], ...]]:
    """Return every assignment of alternatives to factors, the actual one first."""
    ways: list[list[Any]] = [[None, *range(len(f.choices))] for f in factors]
    return [tuple((k, w) for k, w in enumerate(chosen) if w is not None) for chosen in product(*ways)]
