"""The cross table: in which readings, and in which worlds, can the outcome be attained?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.analysis.attain import Rules
from detente.analysis.judging import Judge
from detente.analysis.many import Preferences
from detente.case.build import Case
from detente.concepts import concept
from detente.engines import Progress
from detente.errors import DetenteError, ModelError, NotAnswered
from detente.model.formula import Formula

__all__ = ["CrossTable", "Progress", "Row", "cross_table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One combination of readings, and its cells.

    Attributes
    ----------
    readings : mapping
        From decision makers to readings.
    attainable : mapping
        From worlds to whether the outcome can be attained; None where that cannot be evaluated.
    stays : mapping
        From worlds to whether nobody, alone or together, has an unanswered improvement from the status quo.
    nash : mapping
        From worlds to whether nobody has an improvement of its own from the status quo.
    """

    readings: Mapping[str, str]
    attainable: Mapping[str, bool | None]
    stays: Mapping[str, bool | None]
    nash: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class CrossTable:
    """All rows, and why a cell is empty.

    Attributes
    ----------
    worlds : tuple of str
    rows : tuple of Row
    why_not : mapping
        From a world to the reason why its cells cannot be evaluated.
    """

    worlds: tuple[str, ...]
    rows: tuple[Row, ...]
    why_not: Mapping[str, str]

    def count(self, world: str, rows: Iterable[Row] | None = None) -> tuple[int, int]:
        """Return in how many rows the outcome can be attained in a world, and how many rows were evaluated."""
        cells = [row.attainable[world] for row in (self.rows if rows is None else rows)]
        return sum(1 for c in cells if c), sum(1 for c in cells if c is not None)

    @property
    def complete(self) -> bool:
        """Whether every cell was evaluated."""
        return not self.why_not

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import cross_table_html

        return cross_table_html(self)


def cross_table(
    case: Case,
    *,
    readings: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> CrossTable:
    """Return whether the outcome can be attained, for every combination of readings and every world.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        Decision makers whose reading is fixed.
    rules : Rules, optional
    progress : callable, optional
        Called with the cells done and the cells in all.

    Raises
    ------
    NotAnswered
        If the case has no outcome.

    Examples
    --------
    >>> import detente
    >>> table = cross_table(detente.load("peace-treaty"))
    >>> [table.count(w)[0] for w in ("actual", "troops_gone", "ban_gone", "both_gone")]
    [8, 10, 17, 22]
    """
    if case.outcome is None:
        raise NotAnswered("the case has no outcome to attain")
    judge = Judge(case, rules or Rules())
    combinations = list(case.combinations(**dict(readings or {})))
    profiles = [judge.preferences(r) for r in combinations]
    columns: dict[str, list[Cell]] = {}
    why_not: dict[str, str] = {}
    for world in case.worlds:
        step = _onward(progress, len(columns) * len(profiles), len(case.worlds) * len(profiles))
        columns[world] = _column(judge, case.outcome, world, profiles, why_not, step)
    rows = []
    for k, combination in enumerate(combinations):
        parts = [{w: columns[w][k][part] for w in case.worlds} for part in range(3)]
        rows.append(Row(combination, *parts))
    return CrossTable(case.worlds, tuple(rows), why_not)


Cell = tuple[bool | None, bool | None, bool | None]


def _column(
    judge: Judge,
    goal: Formula,
    world: str,
    profiles: list[Preferences],
    why_not: dict[str, str],
    step: Progress | None,
) -> list[Cell]:
    """Return the cells of one world; None where they cannot be evaluated, and then the last reason is noted."""
    many = judge.many(world)
    players = range(len(judge.case.structure.slugs))
    asked = (
        many.attainable(profiles, lambda: judge.structure(world).states.truth(goal), step),
        many.stays(profiles),
        many.stable(profiles, concept("Nash"), lambda conflict: conflict.status_quo, players),
    )
    cells: list[Cell] = []
    for outcomes in zip(*asked, strict=True):
        error = next((o for o in outcomes if isinstance(o, DetenteError)), None)
        if error is None:
            cells.append(outcomes)  # type: ignore[arg-type]
        elif isinstance(error, ModelError):
            why_not[world] = str(error)
            cells.append((None, None, None))
        else:
            raise error
    return cells


def _onward(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return a progress that counts the cells of one column."""
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
