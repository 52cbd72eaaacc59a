"""What causes the missing outcome and what would bring it about, for the answer to the question of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from detente.analysis.attain import Rules
from detente.analysis.causes.blame import Blame, blame
from detente.analysis.causes.rivals import Rivals, over_rivals
from detente.analysis.causes.ways_out import WaysOut, ways_out
from detente.case.build import Case, Readings
from detente.errors import ModelError

T = TypeVar("T")
Stage = Callable[[str], Callable[[int, int], None]]


@dataclass(frozen=True, eq=False)
class Causes:
    """Blame and ways out under the first readings, and blame over rival readings.

    Attributes
    ----------
    blame : Blame or None
        None if there is nothing to explain.
    rivals : Rivals or None
        None if there is nothing to explain, or one combination of readings only.
    ways : WaysOut or None
    nothing : str
        Why there is nothing to explain, if so.
    no_ways : str
        Why there are no ways out to look for, if so.
    """

    blame: Blame | None
    rivals: Rivals | None
    ways: WaysOut | None
    nothing: str = ""
    no_ways: str = ""


def causes(case: Case, fixed: Readings, rules: Rules, stage: Stage) -> Causes | None:
    """Return the causes of the missing outcome; None for a case that names no factors, or has no outcome.

    Parameters
    ----------
    case : Case
    fixed : mapping
        Decision makers whose reading is fixed.
    rules : Rules
    stage : callable
        From the name of a part of the work to what takes note of its progress.
    """
    if case.outcome is None or (case.file.factors is None and case.file.levers is None):
        return None
    readings = case.reading(**dict(fixed))
    found, nothing = _or_why(lambda: blame(case, readings=readings, rules=rules, progress=stage("causes")))
    ways, no_ways = _or_why(lambda: ways_out(case, readings=readings, rules=rules, progress=stage("ways out")))
    if found is None:
        return Causes(None, None, ways, nothing, no_ways)
    rivals, _ = _or_why(lambda: over_rivals(case, fixed=fixed, rules=rules, progress=stage("rival readings")))
    return Causes(found, rivals, ways, nothing, no_ways)


def _or_why(ask: Callable[[], T]) -> tuple[T | None, str]:
    """Return an answer, or why the question cannot be asked here."""
    try:
        return ask(), ""
    except ModelError as error:
        return None, str(error)
