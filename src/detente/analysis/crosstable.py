"""The cross table: in which readings, and in which worlds, can the outcome be attained?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from detente.analysis.attain import Rules, Search
from detente.case.build import Case
from detente.errors import ModelError, NotAnswered
from detente.model.formula import Formula

Progress = Callable[[int, int], None]


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
    goal = case.outcome
    rows: list[Row] = []
    why_not: dict[str, str] = {}
    combinations = list(case.combinations(**dict(readings or {})))
    total = len(combinations) * len(case.worlds)
    for combination in combinations:
        cells: dict[str, tuple[bool | None, bool | None, bool | None]] = {}
        for world in case.worlds:
            try:
                cells[world] = _cell(case, goal, combination, world, rules or Rules())
            except ModelError as error:
                cells[world], why_not[world] = (None, None, None), str(error)
            if progress is not None:
                progress(len(rows) * len(case.worlds) + len(cells), total)
        parts = [{w: c[k] for w, c in cells.items()} for k in range(3)]
        rows.append(Row(combination, *parts))
    return CrossTable(case.worlds, tuple(rows), why_not)


def _cell(case: Case, goal: Formula, readings: Mapping[str, str], world: str, rules: Rules) -> tuple[bool, bool, bool]:
    conflict = case.conflict(readings, world)
    search = Search(conflict, case.coalitions, rules)
    here = conflict.status_quo
    attainable = search.attain(goal).attainable
    stays = next(search.steps_from(here), None) is None
    players = range(len(conflict.decision_makers))
    return attainable, stays, not any(conflict.improvements(i, here).size for i in players)
