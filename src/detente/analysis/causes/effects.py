"""What is to be explained: a property of the model that holds, and that changes may turn round (theory E2, O1-O5).

``missing`` and ``attainable`` are about attaining the outcome; the others are the outcomes O1 to O5 of theory E2. An
effect is asked of many preference profiles of one structure at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from detente.analysis.judging import Judge
from detente.analysis.many import Outcome, Preferences
from detente.case.build import Case
from detente.case.schema import Attainable, InSomeEquilibrium, Stable, Unattainable
from detente.engines import Progress
from detente.errors import DetenteError, NotAnswered
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import legal_reach

Kind = Literal["missing", "attainable", "stable", "unstable", "unsettled", "unreached", "avoided", "drift"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ABOUT_A_STATE = ("stable", "unstable", "drift")


@dataclass(frozen=True, slots=True)
class Effect:
    """A property of the model whose causes are asked for.

    Attributes
    ----------
    kind : str
        ``missing``: the goal cannot be attained; ``attainable``: it can be. ``stable`` (O1): a state is stable;
        ``unstable``: it is not;
        ``unsettled`` (O2): the goal holds in no equilibrium; ``unreached`` (O3): in no equilibrium that moves reach
        from the status quo; ``avoided`` (O4): in none of those, and there is one; ``drift`` (O5): whoever improves step
        by step from the status quo ends in a state.
    goal : str
        A formula; empty for ``stable`` and ``drift``.
    concept : str
        The solution concept, where there is one.
    state : str
        For ``stable`` and ``drift``: the state, or ``status_quo``.
    dm : str or None
        For ``stable``: for whom; for all if None.
    """

    kind: Kind = "missing"
    goal: str = ""
    concept: str = "Nash"
    state: str = "status_quo"
    dm: str | None = None

    def outcomes(
        self, judge: Judge, world: str, profiles: Sequence[Preferences], progress: Progress | None = None
    ) -> list[Outcome]:
        """Return for each profile whether the effect is there, or the error that says why it cannot be evaluated."""
        match self.kind:
            case "missing":
                return judge.each(Unattainable(unattainable=self.goal, world=world), profiles, progress)
            case "attainable":
                return judge.each(Attainable(attainable=self.goal, world=world), profiles, progress)
            case "stable":
                test = Stable(stable=self.state, concept=self.concept, decision_maker=self.dm, world=world)
                return judge.each(test, profiles, progress)
            case "unstable":
                return [_contrary(o) for o in replace(self, kind="stable").outcomes(judge, world, profiles, progress)]
            case "unsettled":
                some = InSomeEquilibrium(in_some_equilibrium=self.goal, concept=self.concept, world=world)
                return [_contrary(o) for o in judge.each(some, profiles, progress)]
        return [_outcome(self._alone, judge, world, p) for p in profiles]

    def _alone(self, judge: Judge, world: str, preferences: Preferences) -> bool:
        conflict = judge.conflict(preferences, world)
        if self.kind == "drift":
            return _drifts(conflict, _place(conflict, self.state))
        wanted = conflict.states.truth(judge.case.formula(self.goal))
        reached = _reached(conflict) & judge.equilibria(self.concept, world, preferences)
        is_avoided = not (reached & wanted).any()
        return bool(is_avoided and (self.kind == "unreached" or reached.any()))

    def label(self, case: Case) -> str:
        """Return the effect in words, as a sentence without its end: "a peace treaty cannot be attained"."""
        return self._words(case)[0]

    def denied(self, case: Case) -> str:
        """Return the contrary of the effect in the same way."""
        return self._words(case)[1]

    def _words(self, case: Case) -> tuple[str, str]:
        goal = case.outcome_label if self.goal == _outcome_of(case) else f"`{self.goal}`"
        state = "the status quo" if self.state == "status_quo" else f"the state {self.state}"
        whom, by = "" if self.dm is None else f" for {case.dm_called(self.dm)}", f"by {self.concept}"
        reached = f"equilibrium {by} that can be reached"
        return {
            "missing": (f"{goal} cannot be attained", f"{goal} can be attained"),
            "attainable": (f"{goal} can be attained", f"{goal} cannot be attained"),
            "stable": (f"{state} is stable{whom} {by}", f"{state} is not stable{whom} {by}"),
            "unstable": (f"{state} is not stable{whom} {by}", f"{state} is stable{whom} {by}"),
            "unsettled": (f"{goal} holds in no equilibrium {by}", f"{goal} holds in some equilibrium {by}"),
            "unreached": (f"{goal} holds in no {reached}", f"{goal} holds in some {reached}"),
            "avoided": (
                f"some equilibrium {by} can be reached, and none with {goal}",
                f"no equilibrium {by} can be reached, or one with {goal} can",
            ),
            "drift": (
                f"single improvements lead to {state} and nowhere else",
                f"single improvements do not all lead to {state}",
            ),
        }[self.kind]


def effect_of(
    case: Case,
    kind: Kind = "missing",
    *,
    goal: str | None = None,
    concept: str = "Nash",
    state: str | None = None,
    dm: str | None = None,
) -> Effect:
    """Return the effect to explain; the goal is the outcome of the case if none is given.

    Raises
    ------
    NotAnswered
        If it is about a goal, and there is none.
    """
    if kind in ABOUT_A_STATE:
        return Effect(kind, "", concept, state or "status_quo", dm)
    formula = goal or _outcome_of(case)
    if not formula:
        raise NotAnswered("the case has no outcome, so there is nothing that could be missing; name a goal, or a state")
    return Effect(kind, formula, concept)


def _outcome_of(case: Case) -> str:
    return case.file.outcome.when if case.file.outcome is not None else ""


def _contrary(outcome: Outcome) -> Outcome:
    return outcome if isinstance(outcome, DetenteError) else not outcome


def _outcome(ask: Callable[..., bool], *about: object) -> Outcome:
    try:
        return ask(*about)
    except DetenteError as error:
        return error


def _place(conflict: Conflict, state: str) -> int:
    return conflict.status_quo if state == "status_quo" else conflict.states.index(state)


def _reached(conflict: Conflict) -> Mask:
    """Return ``(states,) bool``: the status quo, and what legal sequences of moves reach from it (theory D2)."""
    here, everybody = conflict.status_quo, tuple(range(len(conflict.decision_makers)))
    reached = legal_reach(conflict.moves.leaving, everybody, here, len(conflict.states))
    reached[here] = True
    return reached


def _drifts(conflict: Conflict, end: int) -> bool:
    """Whether improvements from the status quo end in a state whatever is chosen: it can always still be reached."""
    after = {conflict.status_quo: _improved(conflict, conflict.status_quo)}
    open_states = list(after[conflict.status_quo])
    while open_states:
        state = open_states.pop()
        if state not in after:
            after[state] = _improved(conflict, state)
            open_states += after[state]
    if after.get(end) != frozenset():
        return False
    ending = {end}
    while grown := {s for s, targets in after.items() if s not in ending and targets & ending}:
        ending |= grown
    return ending == after.keys()


def _improved(conflict: Conflict, state: int) -> frozenset[int]:
    players = range(len(conflict.decision_makers))
    return frozenset(np.concatenate([conflict.improvements(i, state) for i in players]).tolist())
