"""Who and what is idle: options, and decision makers, that could be left out without changing a single answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from detente.analysis.attain import Rules
from detente.analysis.crosstable import Progress
from detente.analysis.judging import Judge
from detente.case.build import Case, Readings
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
    case: Case,
    *,
    readings: Readings | None = None,
    rules: Rules | None = None,
    progress: Progress | None = None,
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
    usual = _answers(judge, combinations)
    trials: dict[str, tuple[str, ...]] = {o: (o,) for o in case.structure.option_names}
    trials |= {dm.slug: tuple(o.name for o in dm.options) for dm in case.structure.decision_makers if dm.options}
    found = set()
    for done, (name, options) in enumerate(trials.items()):
        if _answers(_fixed(judge, options), combinations, usual) == usual:
            found.add(name)
        if progress is not None:
            progress(done + 1, len(trials))
    return Idle(
        tuple(o for o in case.structure.option_names if o in found),
        tuple(dm.slug for dm in case.structure.decision_makers if dm.slug in found),
    )


def _answers(
    judge: Judge, combinations: list[dict[str, str]], usual: Mapping[object, bool | None] | None = None
) -> dict[object, bool | None]:
    """Return every cell and every claim; stops at the first that is not as usual."""
    found: dict[object, bool | None] = {}
    for key, ask in _questions(judge, combinations):
        try:
            found[key] = ask()
        except DetenteError:
            found[key] = None
        if usual is not None and usual[key] != found[key]:
            break
    return found


def _fixed(judge: Judge, options: tuple[str, ...]) -> Judge:
    """Return a judge of the same case with options fixed where they stand in each world's status quo."""
    case = judge.case
    conflict = case.conflict()
    here = conflict.states.pattern(conflict.status_quo)
    letters = {o: here[conflict.states.bits[o]] for o in options}
    values = {o: letter == "Y" for o, letter in letters.items() if letter != "-"}
    made = {}
    for world in case.worlds:
        structure = case.structure_in(world)
        made[world] = structure.do(**{**values, **structure.fixed})
    return Judge(case, judge.rules, made)


Question = tuple[object, Callable[[], bool]]


def _questions(judge: Judge, combinations: list[dict[str, str]]) -> Iterator[Question]:
    """Yield every question of the cross table and every testable claim, with a key."""
    file = judge.case.file
    for readings in combinations:
        preferences = judge.preferences(readings)
        names = tuple(readings.values())
        if file.outcome is not None:
            for world in judge.case.worlds:
                yield (names, world), partial(judge.attainable, file.outcome.when, world, preferences)
        for slug, claim in file.claims.items():
            if not isinstance(claim.test, NotTestable):
                yield (names, "claim", slug), partial(judge.holds, claim.test, preferences)
