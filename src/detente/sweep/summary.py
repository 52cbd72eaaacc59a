"""How many variants have what: in all, and for each reading, world and set of dropped constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.sweep.job import Job
from detente.sweep.manifest import job_of
from detente.sweep.query import VIEW, Ask, session
from detente.sweep.store import Store
from detente.sweep.table import DROPPED, SEPARATOR, WORLD, varied

MOST_VALUES = 24


@dataclass(frozen=True)
class Count:
    """Of how many variants something is true.

    Attributes
    ----------
    true, answered : int
        ``answered`` is less than the variants where some could not be answered.
    """

    true: int
    answered: int


@dataclass(frozen=True)
class Share:
    """The variants that have one value of what varies, or all of them.

    Attributes
    ----------
    column, value : str
        Both empty for all variants.
    variants : int
    counts : mapping
        From a question to of how many it is true: ``attainable``, ``stays``, ``SEQ_status_quo`` (the status quo is an
        equilibrium), ``SEQ_outcome`` (the outcome holds in some equilibrium), ``SEQ_none`` (there is no equilibrium).
    """

    column: str
    value: str
    variants: int
    counts: Mapping[str, Count]


@dataclass(frozen=True)
class Summary:
    """How many variants have what.

    Attributes
    ----------
    total : Share
    shares : tuple of Share
        For each thing that varies and has few values, each value, in the order of the case.
    left_out : tuple of str
        The columns that vary and have too many values.
    why_not : mapping
        From a reason why something was not answered to the number of variants.
    blocks, of : int
        How many blocks are counted, and how many there are.
    """

    total: Share
    shares: tuple[Share, ...]
    left_out: tuple[str, ...]
    why_not: Mapping[str, int]
    blocks: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether every variant is counted."""
        return self.blocks == self.of


def summary(store: Store) -> Summary:
    """Count the variants of a sweep that are stored.

    Notes
    -----
    Cost: one pass over the columns that are asked about, for each thing that varies.
    """
    job = job_of(store.manifest, store.text)
    conditions = questions(job)
    shares: list[Share] = []
    left_out: list[str] = []
    with session(store) as ask:
        (total,) = _counted(ask, conditions, "")
        for column in varied(job):
            values = _values(job, column)
            found = [] if values is None else _counted(ask, conditions, column)
            if not found or len(found) > MOST_VALUES:
                left_out.append(column)
                continue
            place = {value: k for k, value in enumerate(values or ())}
            shares += sorted(found, key=lambda share: (place.get(share.value, len(place)), share.value))
        reasons = ask(f"FROM {VIEW} SELECT why_not, count(*) WHERE why_not IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1")
        why_not = dict(reasons.rows)
    return Summary(total, tuple(shares), tuple(left_out), why_not, len(store.present()), store.manifest.blocks)


def questions(job: Job) -> dict[str, str]:
    """Return what is counted: from a question to its condition in SQL."""
    found: dict[str, str] = {name: name for name in ("attainable", "stays") if name in job.asked.columns}
    for concept in job.asked.concepts:
        if "status_quo" in job.asked.columns:
            found[f"{concept}_status_quo"] = f'"{concept}_status_quo"'
        if "outcome" in job.asked.columns:
            found[f"{concept}_outcome"] = f'"{concept}_outcome" > 0'
        if "equilibria" in job.asked.columns:
            found[f"{concept}_none"] = f'"{concept}_equilibria" = 0'
    return found


def _counted(ask: Ask, conditions: Mapping[str, str], column: str) -> list[Share]:
    parts = [f"count(*) FILTER (WHERE {c}), count({c})" for c in conditions.values()]
    value = f'"{column}"' if column else "''"
    sql = f"FROM {VIEW} SELECT {', '.join([value, 'count(*)', *parts])} GROUP BY {value} LIMIT {MOST_VALUES + 1}"
    shares = [_share(column, row, list(conditions)) for row in ask(sql).rows]
    return shares or ([] if column else [Share("", "", 0, dict.fromkeys(conditions, Count(0, 0)))])


def _share(column: str, row: Sequence[Any], names: Sequence[str]) -> Share:
    value, variants, *numbers = row
    counts = {name: Count(*numbers[2 * k : 2 * k + 2]) for k, name in enumerate(names)}
    return Share(column, str(value), variants, counts)


def _values(job: Job, column: str) -> list[str] | None:
    """Return the values of a column in the order of the case; None of what is numbered or drawn."""
    if column == WORLD:
        return list(job.design.worlds)
    if column == DROPPED:
        return [SEPARATOR.join(names) for names in job.design.dropped]
    kind, _, slug = column.partition("_")
    choices = next((c for c in job.design.choices if c is not None and c.slug == slug), None)
    if choices is None:
        return None
    if kind == "reading":
        return [each.reading for each in choices.arrangements]
    return [] if choices.size <= MOST_VALUES * len(choices.arrangements) else None
