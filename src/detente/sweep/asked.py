"""What is asked of a sweep, as data that a manifest keeps: what varies, what is fixed, and which columns are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from detente.analysis.attain import Rules
from detente.case.build import ACTUAL, Case
from detente.concepts import concept
from detente.errors import ModelError, UnknownName, did_you_mean
from detente.sweep.vary import WrongPlan, read_all

OF_CONCEPTS = ("equilibria", "status_quo", "outcome")
COLUMNS = ("attainable", "stays", *OF_CONCEPTS)
NEEDS_OUTCOME, NEEDS_STATUS_QUO = ("attainable", "outcome"), ("attainable", "stays", "status_quo")
CONCEPTS = ("Nash", "SEQ")
MOST_SEED = 1 << 63


@dataclass(frozen=True)
class Asked:
    """The question of a sweep; two sweeps that ask the same of the same case have the same rows.

    Attributes
    ----------
    vary : tuple of str
        What varies, in the order of the kinds.
    readings : mapping
        The readings that are fixed.
    world : str
        The world, where worlds do not vary.
    concepts : tuple of str
    columns : tuple of str
        Some of ``attainable``, ``stays``, ``equilibria``, ``status_quo``, ``outcome``.
    states : bool
        Whether the equilibria themselves are kept, a bit for each state.
    rules : Rules
    sample : int or None
        How many variants are drawn from all; None takes all of them.
    seed : int
        0 where nothing is drawn.
    """

    vary: tuple[str, ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    world: str = ACTUAL
    concepts: tuple[str, ...] = CONCEPTS
    columns: tuple[str, ...] = COLUMNS
    states: bool = False
    rules: Rules = field(default_factory=Rules)
    sample: int | None = None
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        lists = {key: list(getattr(self, key)) for key in ("vary", "concepts", "columns")}
        return {**asdict(self), "readings": dict(self.readings), **lists}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Asked:
        """Return what :meth:`as_dict` wrote."""
        lists = {key: tuple(data[key]) for key in ("vary", "concepts", "columns")}
        return cls(**{**data, **lists, "rules": Rules(**data["rules"])})


def asked(  # noqa: PLR0913 - a question has as many parts
    case: Case,
    vary: Iterable[str],
    *,
    readings: Mapping[str, str] | None = None,
    world: str = ACTUAL,
    concepts: Iterable[str] | None = None,
    columns: Iterable[str] | None = None,
    states: bool = False,
    rules: Rules | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> Asked:
    """Return a question with every name checked, and in the one spelling that is kept.

    Raises
    ------
    UnknownName
        If the case has no such decision maker, reading or world, or there is no such concept, column or kind.
    WrongPlan
        If nothing varies, a number is out of range, or what varies is fixed too.
    ModelError
        If a column needs an outcome or a status quo that the case does not have.
    """
    fixed = dict(readings or {})
    case.reading(**fixed)
    case.world(world)
    varied = read_all(vary, tuple(case.preferences))
    if world != ACTUAL and any(v.kind == "worlds" for v in varied):
        raise WrongPlan(f"worlds vary, so none can be fixed: leave out the world {world}")
    if sample is not None and sample < 1:
        raise WrongPlan(f"a sample needs one variant or more, and not {sample}")
    if not 0 <= seed < MOST_SEED:
        raise WrongPlan(f"a seed is a whole number from 0 to below 2**63, and not {seed}")
    is_drawn = sample is not None or any(v.kind == "rankings" for v in varied)
    named = tuple(dict.fromkeys(concept(name).name for name in concepts or CONCEPTS))
    wanted = _columns(case, columns)
    return Asked(
        tuple(map(str, varied)), fixed, world, named, wanted, states, rules or Rules(), sample, seed * is_drawn
    )


def _columns(case: Case, wanted: Iterable[str] | None) -> tuple[str, ...]:
    """Return the columns in their order: those that were asked for, or all that the case can have."""
    lacking = {name: "outcome" for name in NEEDS_OUTCOME if case.outcome is None}
    lacking |= {name: "status_quo" for name in NEEDS_STATUS_QUO if case.start is None and name not in lacking}
    if wanted is None:
        return tuple(name for name in COLUMNS if name not in lacking)
    chosen = list(wanted)
    for name in chosen:
        if name not in COLUMNS:
            raise UnknownName(f"there is no column {name or 'without a name'}; {did_you_mean(name, COLUMNS)}")
        if name in lacking:
            raise ModelError(f"the column {name} needs the case's {lacking[name]}, and it has none")
    return tuple(name for name in COLUMNS if name in chosen)
