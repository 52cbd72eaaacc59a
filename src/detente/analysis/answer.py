"""The whole answer to the question of a case: verdicts, evidence, completeness and provenance, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.analysis.attain import Rules
from detente.analysis.attainment import AttainAnswer, attainment
from detente.analysis.causes.answered import Causes, causes
from detente.analysis.claims import Verdict, sourced, verdicts
from detente.analysis.crosstable import CrossTable, cross_table
from detente.analysis.equilibria import Equilibria, equilibria
from detente.analysis.idle import Idle, idle
from detente.analysis.incentives.outlook import Outlook, outlook
from detente.analysis.robust.verdicts import Robust, robust
from detente.analysis.trivial import Finding, trivial_findings
from detente.case.build import Case, Readings
from detente.case.evidence import Footing, Hearing, footing, hearings
from detente.errors import DetenteError, TooLarge

Stage = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything that a report shows.

    Attributes
    ----------
    case : Case
    rules : Rules
    fixed : mapping
        Decision makers whose reading was fixed by the user.
    table : CrossTable or None
        None if the case has no outcome.
    verdicts : tuple of Verdict
    attainments : mapping
        From a world to how the outcome is attained there, or what stops it, under the first reading of each decision
        maker; worlds that cannot be evaluated are left out.
    examples : mapping
        From a world to a chain in another combination of readings, where the outcome is attainable in that world but
        not under the first readings.
    equilibria : Equilibria
        In the actual world, under the first readings.
    trivial : tuple of Finding
    idle : Idle or None
        None where it cannot be evaluated; ``why_not`` says why.
    causes : Causes or None
        Blame and ways out; None if the case names no factors, or has no outcome.
    robust : Robust or None
        The verdicts over all completions of what is known of the preferences; None if the case has no comparisons.
    outlook : Outlook or None
        What states of the outcome would take to hold, and which coalitions could be split; None without an outcome.
    hearings : tuple of Hearing
    footing : Footing
    why_not : mapping
        What could not be answered, and why.
    """

    case: Case
    rules: Rules
    fixed: Readings
    table: CrossTable | None
    verdicts: tuple[Verdict, ...]
    attainments: Mapping[str, AttainAnswer]
    examples: Mapping[str, AttainAnswer]
    equilibria: Equilibria
    trivial: tuple[Finding, ...]
    idle: Idle | None
    causes: Causes | None
    robust: Robust | None
    outlook: Outlook | None
    hearings: tuple[Hearing, ...]
    footing: Footing
    why_not: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether every part was answered in full."""
        return not self.why_not and (self.table is None or self.table.complete)

    def sourced_rows(self) -> list[int]:
        """Return the rows of the cross table in which every reading is one that somebody is cited for."""
        rows = self.table.rows if self.table is not None else ()
        return [k for k, row in enumerate(rows) if sourced(self.case, row.readings)]

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import answer_html

        return answer_html(self)


def answer(
    case: Case,
    *,
    readings: Readings | None = None,
    rules: Rules | None = None,
    deep: bool = False,
    stage: Stage | None = None,
) -> Answer:
    """Answer the question of a case.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        Decision makers whose reading is fixed.
    rules : Rules, optional
    deep : bool
        Search hinges of two changes too.
    stage : callable, optional
        Called with a stage's name, the steps done and the steps in all.

    Examples
    --------
    >>> import detente
    >>> made = answer(detente.load("peace-treaty"))
    >>> made.table.count("actual"), made.idle.options
    ((8, 48), ('russia.offer',))
    """
    rules, fixed = rules or Rules(), dict(readings or {})
    why_not: dict[str, str] = {}

    def progress(name: str) -> Callable[[int, int], None]:
        return lambda done, total: stage(name, done, total) if stage is not None else None

    table = None
    if case.outcome is not None:
        table = cross_table(case, readings=fixed, rules=rules, progress=progress("cross table"))
    found = verdicts(case, readings=fixed, rules=rules, deep=deep, progress=progress("claims"))
    attainments, examples = _attainments(case, fixed, rules, table)
    return Answer(
        case=case,
        rules=rules,
        fixed=fixed,
        table=table,
        verdicts=found,
        attainments=attainments,
        examples=examples,
        equilibria=equilibria(case.conflict(case.reading(**fixed))),
        trivial=_trivial(case, table, why_not),
        idle=_idle(case, fixed, rules, why_not, progress("idle")),
        causes=_causes(case, fixed, rules, why_not, progress),
        robust=_robust(case, fixed, rules, why_not, progress("allowed orders")),
        outlook=_outlook(case, fixed, why_not),
        hearings=hearings(case.file),
        footing=footing(case.file),
        why_not=why_not,
    )


def _attainments(
    case: Case, fixed: Readings, rules: Rules, table: CrossTable | None
) -> tuple[dict[str, AttainAnswer], dict[str, AttainAnswer]]:
    first: dict[str, AttainAnswer] = {}
    examples: dict[str, AttainAnswer] = {}
    for world in table.worlds if table is not None else ():
        if world in (table.why_not if table is not None else ()):
            continue
        first[world] = attainment(case, fixed, world, rules=rules)
        other = next((r for r in table.rows if r.attainable[world]), None) if table is not None else None
        if not first[world].attainable and other is not None:
            examples[world] = attainment(case, other.readings, world, rules=rules)
    return first, examples


def _trivial(case: Case, table: CrossTable | None, why_not: dict[str, str]) -> tuple[Finding, ...]:
    try:
        return trivial_findings(case, table) if table is not None else ()
    except TooLarge as error:
        why_not["what is trivially so"] = str(error)
        return ()


def _idle(
    case: Case, fixed: Readings, rules: Rules, why_not: dict[str, str], progress: Callable[[int, int], None]
) -> Idle | None:
    if case.outcome is None and not case.file.claims:
        return None
    if not case.structure.option_names:
        why_not["idle"] = "the case lists its states by name; nothing can be fixed"
        return None
    try:
        return idle(case, readings=fixed, rules=rules, progress=progress)
    except DetenteError as error:
        why_not["idle"] = str(error)
        return None


def _causes(
    case: Case,
    fixed: Readings,
    rules: Rules,
    why_not: dict[str, str],
    progress: Callable[[str], Callable[[int, int], None]],
) -> Causes | None:
    try:
        return causes(case, fixed, rules, progress)
    except DetenteError as error:
        why_not["causes"] = str(error)
        return None


def _robust(
    case: Case, fixed: Readings, rules: Rules, why_not: dict[str, str], progress: Callable[[int, int], None]
) -> Robust | None:
    """Return how the verdicts fare over all orders that the comparisons of the case allow."""
    compared = [slug for slug, dm in case.file.decision_makers.items() if dm.comparisons is not None]
    if case.outcome is None or not set(compared) - set(fixed):
        return None
    try:
        return robust(case, readings=fixed, rules=rules, citations=True, progress=progress)
    except DetenteError as error:
        why_not["allowed orders"] = str(error)
        return None


def _outlook(case: Case, fixed: Readings, why_not: dict[str, str]) -> Outlook | None:
    try:
        return outlook(case, case.reading(**dict(fixed)))
    except DetenteError as error:
        why_not["what the outcome would take"] = str(error)
        return None
