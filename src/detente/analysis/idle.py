"""Who and what is idle: options, and decision makers, that could be left out without changing a single answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from detente.analysis.attain import Rules
from detente.analysis.judging import Judge
from detente.analysis.many import Outcome, Preferences
from detente.case.build import Case, Readings
from detente.case.schema import NotTestable
from detente.engines import Progress
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
    decision maker is idle if fixing all its options does. The fixed value also overrules a world that sets the option,
    so what a world is about is not idle unless that world changes nothing. An option that a merged status quo leaves
    open cannot be fixed, and is not called idle.

    Raises
    ------
    ModelError
        If the case has no status quo, or lists its states without options.
    """
    judge = Judge(case, rules or Rules())
    profiles = [judge.preferences(r) for r in case.combinations(**dict(readings or {}))]
    usual = list(_answers(judge, profiles))
    trials = _trials(case)
    found = set()
    for done, (name, values) in enumerate(trials.items()):
        fixed = _answers(_fixed(judge, values), profiles)
        if all(new == old for new, old in zip(fixed, usual, strict=True)):
            found.add(name)
        if progress is not None:
            progress(done + 1, len(trials))
    return Idle(
        tuple(o for o in case.structure.option_names if o in found),
        tuple(dm.slug for dm in case.structure.decision_makers if dm.slug in found),
    )


def _answers(judge: Judge, profiles: list[Preferences]) -> Iterator[list[bool | None]]:
    """Yield the answers to every question of the cross table and every testable claim, each for all profiles.

    The first profile is asked everything before the others are: most of what is not idle shows there.
    """
    for part in (profiles[:1], profiles[1:]):
        for ask in _questions(judge):
            yield [None if isinstance(o, DetenteError) else o for o in ask(part)]


def _trials(case: Case) -> dict[str, dict[str, bool]]:
    """Return what to fix: for each option, and each decision maker, the values of the status quo."""
    conflict = case.conflict()
    here = conflict.states.pattern(conflict.status_quo)
    standing = {o: letter == "Y" for o, letter in zip(case.structure.option_names, here, strict=True) if letter != "-"}
    trials = {o: {o: value} for o, value in standing.items()}
    for dm in case.structure.decision_makers:
        if dm.options and all(o.name in standing for o in dm.options):
            trials[dm.slug] = {o.name: standing[o.name] for o in dm.options}
    return trials


def _fixed(judge: Judge, values: Mapping[str, bool]) -> Judge:
    """Return a judge of the same case in which options have a fixed value, in every world."""
    made = {world: judge.case.structure_in(world).do(**values) for world in judge.case.worlds}
    return Judge(judge.case, judge.rules, made)


Question = Callable[[list[Preferences]], list[Outcome]]


def _questions(judge: Judge) -> Iterator[Question]:
    file = judge.case.file
    if file.outcome is not None:
        for world in judge.case.worlds:
            yield partial(judge.attainable_each, file.outcome.when, world)
    for claim in file.claims.values():
        if not isinstance(claim.test, NotTestable):
            yield partial(judge.each, claim.test)
