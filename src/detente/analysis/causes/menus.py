"""The factors of a case: what could have been otherwise, whose it is, what it could be and what that costs (theory E2).

The menu is that of the case file; where the file gives none, it follows from the case: every option's position and
availability, every named constraint and freeze, every direction, every statement, and every other reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from detente.analysis.causes.effects import Effect
from detente.analysis.causes.factors import Factor, slug_of
from detente.analysis.causes.given import given as derived_menu
from detente.analysis.causes.given import passed_over
from detente.analysis.causes.making import Maker
from detente.case.build import ACTUAL, Case, Readings
from detente.case.menu import ChangedMenu, Menu
from detente.case.menu import Factor as Written
from detente.errors import ModelError, UnknownName, did_you_mean
from detente.model.conflict import Conflict

Origin = Literal["asked", "file", "case"]


@dataclass(frozen=True, slots=True)
class Listed:
    """The factors that can be asked about under given readings, and why others cannot.

    Attributes
    ----------
    factors : tuple of Factor
    left_out : mapping
        From the slug of a factor to the reason.
    origin : str
        ``asked`` (who asks chose them), ``file`` (the case file did) or ``case`` (what the case gives by itself).
    """

    factors: tuple[Factor, ...]
    left_out: dict[str, str]
    origin: Origin


def menu(
    case: Case,
    readings: Readings | None = None,
    world: str = ACTUAL,
    *,
    which: str = "factors",
    given: Sequence[Written] | None = None,
    effect: Effect | None = None,
) -> Listed:
    """Return the factors of a case under one reading of each decision maker, in a world.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
    world : str
    which : str
        ``factors``: what can be blamed; ``levers``: what can be changed (the factors, where the case has no levers).
    given : sequence of case.menu.Factor, optional
        Factors to take instead.
    effect : Effect, optional
        What is to be explained; where the case gives the menu, what an effect is about is no factor of it.

    Raises
    ------
    ModelError
        If no factor is left, with the reason.

    Examples
    --------
    >>> import detente
    >>> [f.slug for f in menu(detente.load("peace-treaty")).factors]
    ['option:us.station', 'option:russia.ban', 'preference:japan:2']
    """
    full = case.reading(**dict(readings or {}))
    written: Menu | None = case.file.factors if which == "factors" else case.file.levers or case.file.factors
    if given is not None:
        written = tuple(given)
    conflict = case.conflict(full, world)
    made: dict[str, Factor] = {}
    left_out = {} if isinstance(written, tuple) else dict(passed_over(case, conflict, effect))
    for factor in _written(case, conflict, full, written, effect):
        slug = slug_of(factor)
        if slug in made:
            raise ModelError(f"{slug} stands twice in the menu; name each factor once, with all its alternatives")
        try:
            made[slug] = Maker(case, conflict, full, world).factor(factor, is_derived=not isinstance(written, tuple))
        except ModelError as error:
            left_out[slug] = str(error)
    if not made:
        why = "; ".join(f"{slug}: {reason}" for slug, reason in left_out.items())
        raise ModelError(f"there is no factor to ask about ({why or 'the list is empty'}); name one with --factor")
    origin: Origin = "asked" if given is not None else "case" if written is None else "file"
    return Listed(tuple(made.values()), left_out, origin)


def _written(
    case: Case, conflict: Conflict, readings: Readings, menu: Menu | None, effect: Effect | None
) -> list[Written]:
    if isinstance(menu, tuple):
        return list(menu)
    derived = list(derived_menu(case, conflict, readings, effect))
    if not isinstance(menu, ChangedMenu):
        return derived
    known = [slug_of(f) for f in derived]
    for slug in menu.without:
        if slug not in known:
            raise UnknownName(f"the case gives no factor {slug} that could be left out; {did_you_mean(slug, known)}")
    instead = {*menu.without, *map(slug_of, menu.also)}
    return [f for f in derived if slug_of(f) not in instead] + list(menu.also)
