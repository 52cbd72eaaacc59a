"""Which preferences would make a state an equilibrium, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from detente.analysis.equilibria import settled
from detente.analysis.inverse import Change, Inverse
from detente.case.build import Case
from detente.case.schema import PublishedCount
from detente.explain.words import capital, code, counted, listed, parties, state_name
from detente.model.conflict import Conflict

MOST_WRITTEN = 10**15
MOST_CONDITIONS = 6
MOST_NAMED = 4
MOST_TURNED = 6


def target(case: Case, conflict: Conflict, found: Inverse, where: str | None) -> str:
    """Say what is to hold, as the end of a sentence that begins with the rankings."""
    if where is None:
        return f"{_state(case, conflict, found.goal.states[0])} an equilibrium by {found.concept}"
    states = f"states where {code(where)} holds"
    if found.goal.how == "all":
        return f"all {states} equilibria by {found.concept}"
    if found.goal.how == "only":
        return f"one or more of the {states} equilibria by {found.concept}, and no other state"
    return f"one or more of the {states} equilibria by {found.concept}"


def how_many(case: Case, conflict: Conflict, found: Inverse, where: str | None) -> list[str]:
    """Say how many rankings meet the goal, or why that is not known."""
    goal = target(case, conflict, found, where)
    if found.blocked_by:
        return [_blocked(case, conflict, found)]
    if found.possible is False:
        return [f"No {_rankings(case, found, many=False)} makes {goal}{_rest(case, conflict, found)}."]
    if found.about is None:
        unknown = f"How many {_rankings(case, found)} make {goal} is not known"
        return [f"{unknown}: {found.why_not.get('satisfying', 'it was not counted')}.", *_some_works(found)]
    share = per_cent(found.about if found.share is None else found.share)
    rest = _rest(case, conflict, found)
    if found.share is None or not found.is_writable or found.of > MOST_WRITTEN:
        return [f"{capital(share)} of all {_rankings(case, found)} make {goal}{rest}{_exactness(found)}."]
    those = f"{found.satisfying:,} of {found.of:,} {_rankings(case, found)} ({share})"
    return [f"{those} {'makes' if found.satisfying == 1 else 'make'} {goal}{rest}."]


def _exactness(found: Inverse) -> str:
    if found.share is None:
        return " (to ten digits; the exact number was not counted)"
    return " (--json has the exact numbers)" if found.is_writable else " (the exact numbers are too long to be written)"


def _some_works(found: Inverse) -> list[str]:
    if found.possible:
        return ["Some do: the nearest that was found is told below."]
    if found.possible is False:
        return []
    reason = found.why_not.get("minimum_change", "the search did not end")
    return [f"Whether any does is not known either: {reason}."]


def _rankings(case: Case, found: Inverse, *, many: bool = True) -> str:
    if len(found.vary) == 1:
        return f"ranking{'s' if many else ''} of {case.dm_called(found.vary[0])}"
    kind = "pair" if len(found.vary) == 2 else "combination"
    return f"{kind}{'s' if many else ''} of rankings of {parties(case, found.vary)}"


def _rest(case: Case, conflict: Conflict, found: Inverse) -> str:
    kept = [slug for slug in conflict.structure.slugs if slug not in found.vary]
    if not kept:
        return ""
    return f", {parties(case, kept)} kept as {'it is' if len(kept) == 1 else 'they are'}"


def per_cent(share: float | Fraction) -> str:
    """Write a share in per cent; a fraction next to 0 or 1 is not written as if it were that."""
    if isinstance(share, Fraction) and share in (0, 1):
        return f"{100 * share} per cent"
    percent = 100 * share
    if percent < 0.1:
        return "less than 0.1 per cent"
    return "more than 99.9 per cent" if percent > 99.9 else f"{float(percent):.1f} per cent"


def _blocked(case: Case, conflict: Conflict, found: Inverse) -> str:
    state = _state(case, conflict, found.goal.states[0])
    who, whom = parties(case, found.blocked_by), parties(case, found.vary)
    verb, its = ("leaves", "its own ranking is") if len(found.blocked_by) == 1 else ("leave", "their own rankings are")
    return (
        f"Nothing that {whom} could want makes {state} an equilibrium by {found.concept}: {who} {verb} it whatever "
        f"{whom} {_want(found.vary)}, and {its} kept."
    )


def _want(slugs: Sequence[str]) -> str:
    return "wants" if len(slugs) == 1 else "want"


def nearest(case: Case, conflict: Conflict, found: Inverse) -> list[str]:
    """Say which rankings are nearest, and whether that is proved."""
    change = found.change
    if change is None:
        reason = found.why_not.get("minimum_change")
        return [f"Which rankings are nearest is not known: {reason}."] if found.possible and reason else []
    if found.holds:
        one = "" if found.state is None or len(found.goal.states) == 1 else _for_one(case, conflict, found.state)
        return [f"It is so already, as things are{one}: the distance is 0."]
    lead = "" if found.state is None or len(found.goal.states) == 1 else _which(case, conflict, found.state)
    turned = [_turned(case, conflict, change, slug) for slug in found.vary if change.distances[slug]]
    if not turned:
        return [f"{lead}It takes no more than that states which are tied are ranked; the distance is 0."]
    return [f"{lead}The nearest way: {'; '.join(turned)}.", _proof(found, change)]


def _for_one(case: Case, conflict: Conflict, state: int) -> str:
    return f" ({_state(case, conflict, state)} is one of them)"


def _which(case: Case, conflict: Conflict, state: int) -> str:
    return f"Nearest is {_state(case, conflict, state)}. "


def _proof(found: Inverse, change: Change) -> str:
    pairs = counted(sum(change.distances.values()), "pair")
    verb = "changes" if sum(change.distances.values()) == 1 else "change"
    weighed = ", weighed," if any(w != 1 for w in found.weights.values()) else ""
    distance = f"{capital(pairs)} of states {verb} sides, so the distance{weighed} is {change.distance:,}"
    if change.optimal:
        return f"{distance}; it is proved that nothing nearer will do."
    least = f"; less than {change.bound:,} is proved not to do" if change.bound else ""
    reason = found.why_not.get("minimum_change", "the search did not end")
    return f"{distance}. It is not proved that nothing nearer will do{least}: {reason}."


def _turned(case: Case, conflict: Conflict, change: Change, slug: str) -> str:
    """Say which pairs a decision maker would rank the other way round."""
    player = conflict.structure.player(slug)
    old, new = conflict.orders[player].ranks, change.orders[slug].ranks
    who = case.dm_called(slug)
    above: dict[int, list[int]] = {}
    for a in range(len(old)):
        below = np.flatnonzero((old > old[a]) & (new < new[a])).tolist()
        if below:
            above[a] = below
    if len(above) > MOST_TURNED // 2 or any(len(below) > MOST_TURNED for below in above.values()):
        return f"{who} ranks {_raised(case, conflict, above, change.distances[slug])}"
    parts = [f"{_state(case, conflict, a)} above {_states(case, conflict, below)}" for a, below in above.items()]
    return f"{who} ranks {listed(parts)}"


def _raised(case: Case, conflict: Conflict, above: dict[int, list[int]], distance: int) -> str:
    most = max(above, key=lambda a: (len(above[a]), -a))
    if len(above) == 1:
        return f"{_state(case, conflict, most)} above {distance:,} states that now rank higher"
    return f"{counted(distance, 'pair')} of states the other way round (--json has the ranking)"


def conditions(case: Case, conflict: Conflict, found: Inverse) -> list[str]:
    """Say what each varied decision maker must not rank above the state, where that alone decides."""
    if found.blocked_by:
        return []
    return [_condition(case, conflict, found, slug) for slug in found.upper_sets]


def _condition(case: Case, conflict: Conflict, found: Inverse, slug: str) -> str:
    sets = found.upper_sets[slug]
    who = capital(case.dm_called(slug))
    state = _state(case, conflict, found.goal.states[0])
    if not sets.forbidden and sets.forbidden_complete:
        return f"{who} may rank the states as it likes: {state} is stable for it all the same."
    shown = [_together(case, conflict, one) for one in sets.forbidden[:MOST_CONDITIONS]]
    if not shown:
        return f"{who}: the condition on its ranking is too long to be listed."
    more = len(sets.forbidden) - len(shown)
    rest = f"; {counted(more, 'more such set')} {_are(more)} in --json" if more else ""
    open_end = "" if sets.forbidden_complete or more else "; there are more such sets than were listed"
    first, *others = shown
    return f"{who} must not rank {', nor '.join([f'{first} above {state}', *others])}{rest}{open_end}."


def _together(case: Case, conflict: Conflict, states: Iterable[int]) -> str:
    """Name states that must not all rank above another one; many of them by what they have in common, if so."""
    named = sorted(states, key=conflict.states.pattern)
    if len(named) > MOST_NAMED:
        if shared := _shared(conflict, named):
            return f"all {len(named):,} states {shared}"
        shown = ", ".join(_state(case, conflict, s) for s in named[: MOST_NAMED - 1])
        return f"all {len(named):,} of {shown} and {counted(len(named) - MOST_NAMED + 1, 'other')}"
    lead = {1: "", 2: "both "}.get(len(named), "all of ")
    return f"{lead}{_states(case, conflict, named)}"


def _shared(conflict: Conflict, states: Sequence[int]) -> str:
    """Return the pattern, ``-`` for what is open, that these states and no others match; empty if there is none."""
    if not conflict.states.options or conflict.states.is_merged:
        return ""
    within = np.zeros(len(conflict.states), dtype=bool)
    within[list(states)] = True
    known = settled(conflict.states, within)
    letters = ["-" if known[o] is None else "Y" if known[o] else "N" for o in conflict.states.options]
    matching = np.ones(len(within), dtype=bool)
    for option, letter in zip(conflict.states.options, letters, strict=True):
        if letter != "-":
            matching &= conflict.states.column(option)[0 if letter == "Y" else 1]
    return "".join(letters) if np.array_equal(matching, within) else ""


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _states(case: Case, conflict: Conflict, states: Iterable[int]) -> str:
    return listed(_state(case, conflict, s) for s in states)


def _state(case: Case, conflict: Conflict, state: int) -> str:
    return state_name(case, conflict.states.pattern(state))


def published(case: Case, found: Inverse, said: PublishedCount) -> str:
    """Say what somebody published about this question, and whether ours agrees."""
    sources = [case.file.sources[c.source] for c in said.cite if c.source in case.file.sources]
    source = f" ({sources[0].title})" if sources else ""
    if found.satisfying is None or said.satisfying == found.satisfying:
        return f"Published{source}: {said.satisfying:,}, the same."
    why = f" {' '.join(said.differs.split())}" if said.differs else ""
    return f"Published{source}: {said.satisfying:,}. By definition it is {found.satisfying:,}.{why}"
