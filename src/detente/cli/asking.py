"""What is asked: the case, the readings, the world and the rules, with every name checked before any work is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.analysis.attain import Rules
from detente.case.build import ACTUAL, Case
from detente.cli.ending import WrongUsage
from detente.formats import load

if TYPE_CHECKING:
    from detente.model.formula import Formula

MOST_STATES = 10_000


@dataclass(frozen=True, eq=False)
class Question:
    """A case, and what is asked of it.

    Attributes
    ----------
    case : Case
    fixed : mapping
        The readings that were asked for.
    world : str
    rules : Rules
    """

    case: Case
    fixed: Mapping[str, str]
    world: str
    rules: Rules

    @property
    def readings(self) -> dict[str, str]:
        """One reading for each decision maker; the first one holds where none was asked for."""
        return self.case.reading(**self.fixed)

    def header(self, *, everything: bool = False) -> dict[str, Any]:
        """Return what was asked as plain data; with ``everything``, of a question about all readings and worlds."""
        from detente.analysis.plain import asked

        if everything:
            return asked(self.case, self.fixed, None, self.rules)
        return asked(self.case, self.readings, self.world, self.rules)


def question(
    source: str,
    variant: str | None = None,
    *,
    reading: Sequence[str] | None = None,
    world: str = ACTUAL,
    rules: Rules | None = None,
) -> Question:
    """Return the question that the arguments of a command ask.

    Raises
    ------
    CaseError
        With the problems of the file.
    UnknownName
        If the case has no such variant, decision maker, reading or world.
    """
    case = load(source, variant=variant)
    fixed = readings(reading)
    for slug in fixed:
        case.structure.player(slug)
    case.reading(**fixed)
    case.world(world)
    return Question(case, fixed, world, rules or Rules())


def formula(case: Case, argument: str, text: str) -> Formula:
    """Return the formula that an argument of the command line gives.

    Raises
    ------
    WrongUsage
        If it cannot be read, or uses a name that the case does not have.
    """
    from detente.case.formula import FormulaError
    from detente.errors import UnknownName

    try:
        return case.formula(text)
    except FormulaError as error:
        raise WrongUsage(f"{argument} wants a formula: {error}") from None
    except UnknownName as error:
        raise WrongUsage(f"{argument}: {error}") from None


def checked_seconds(seconds: float | None) -> float | None:
    """Return a time limit of the command line.

    Raises
    ------
    WrongUsage
        If it is less than a second, or no number.
    """
    if seconds is not None and not seconds >= 1.0:
        raise WrongUsage(f"--seconds wants a number of seconds, 1 or more, and not {seconds:g}")
    return seconds


def readings(given: Sequence[str] | None) -> dict[str, str]:
    """Return the readings of ``DM=NAME`` arguments.

    Examples
    --------
    >>> readings(["russia=brown_stall"])
    {'russia': 'brown_stall'}
    """
    found: dict[str, str] = {}
    for text in given or ():
        dm, sign, name = text.partition("=")
        if not sign or not dm or not name:
            raise WrongUsage(f"--reading wants DM=NAME, such as russia=brown_stall, and not {text}")
        if found.get(dm, name) != name:
            raise WrongUsage(f"--reading names two readings of {dm}: {found[dm]} and {name}")
        found[dm] = name
    return found
