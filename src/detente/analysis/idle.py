"""Who and what is idle: options, and decision makers, that could be left out without changing a single answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.analysis.attain import Rules
from detente.analysis.crosstable import Progress
from detente.analysis.judging import Judge
from detente.case.build import ACTUAL, Case, Readings
from detente.case.schema import NotTestable
from detente.errors import DetenteError


@dataclass(frozen=True, slots=True)
class Idle:
    """What is idle in a case.

    Attributes
    ----------
    options : tuple of str
    decision_makers : tuple of str
    complete : bool
        Whether everything was tried.
    """

    options: tuple[str, ...]
    decision_makers: tuple[str, ...]
    complete: bool = True


def idle(
    case: Case, *, readings: Readings | None = None, rules: Rules | None = None, progress: Progress | None = None
) -> Idle:
    """Return the options and decision makers that are idle in this question.

    An option is idle if fixing it where it stands in the status quo changes no cell of the cross table and no claim; a
    decision maker is idle if fixing all its options does. Worlds that set an option keep their value for it.

    Raises
    ------
    ModelError
        If the case has no status quo, or lists its states without options.
    """
    judge = Judge(case, rules or Rules())
    combinations = list(case.combinations(**dict(readings or {})))
    usual = _answers(case, judge, combinations, {})
    trials = {o: (o,) for o in case.structure.option_names}
    trials |= {dm.slug: tuple(o.name for o in dm.options) for dm in case.structure.decision_makers if dm.options}
    found = set()
    for done, (name, options) in enumerate(trials.items()):
        if _answers(case, judge, combinations, dict.fromkeys(options), usual) == usual:
            found.add(name)
        if progress is not None:
            progress(done + 1, len(trials))
    return Idle(
        tuple(o for o in case.structure.option_names if o in found),
        tuple(dm.slug for dm in case.structure.decision_makers if dm.slug in found),
    )


def _answers(
    case: Case,
    judge: Judge,
    combinations: list[dict[str, str]],
    frozen: Mapping[str, None],
    usual: Mapping[object, bool | None] | None = None,
) -> dict[object, bool | None]:
    """Return every cell and every claim with some options fixed; stops at the first that is not as usual."""
    fixed = replace(case, _kept={**_fixed_structures(case, frozen)}) if frozen else case
    there = Judge(fixed, judge.rules)
    found: dict[object, bool | None] = {}
    for key, ask in _questions(fixed, there, combinations):
        try:
            found[key] = ask()
        except DetenteError:
            found[key] = None
        if usual is not None and usual[key] != found[key]:
            break
    return found


def _fixed_structures(case: Case, frozen: Mapping[str, None]) -> dict[object, object]:
    """Return the structure of every world with the options fixed where they stand in that world's status quo."""
    made: dict[object, object] = {}
    for world in case.worlds:
        structure = case.structure_in(world)
        start = case.start or ""
        values = {o: start[case.structure.option_names.index(o)] == "Y" for o in frozen}
        made["structure", world] = structure.do(**{**values, **structure.fixed})
    return made


def _questions(case: Case, judge: Judge, combinations: list[dict[str, str]]):  # type: ignore[no-untyped-def]
    """Yield every question of the cross table and every testable claim, with a key."""
    for readings in combinations:
        preferences = judge.preferences(readings)
        names = tuple(readings.values())
        if case.file.outcome is not None:
            goal = case.file.outcome.when
            for world in case.worlds:
                yield (names, world), (lambda w=world, p=preferences: judge.attainable(goal, w, p))
        for slug, claim in case.file.claims.items():
            if not isinstance(claim.test, NotTestable):
                yield (names, "claim", slug), (lambda t=claim.test, p=preferences: judge.holds(t, p))


__all__ = ["ACTUAL", "Idle", "idle"]
