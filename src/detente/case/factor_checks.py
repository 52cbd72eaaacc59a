"""Checks of the factors and levers of a case: what they name must be there, and alternatives must go with them."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.finding import Finding, Known, Path, View
from detente.case.menu import ChangedMenu, Factor
from detente.case.schema import CaseFile

GO_WITH = {
    "option": ("do", "start"),
    "constraint": ("absent",),
    "direction": ("absent",),
    "freeze": ("absent",),
    "preference": ("drop", "negate", "place", "reading"),
    "pair": ("absent",),
    "reading": ("reading",),
}


def factors(file: CaseFile) -> Iterator[tuple[Path, Factor]]:
    """Yield the factors and levers of a file with their paths."""
    for key in ("factors", "levers"):
        menu = getattr(file, key)
        if isinstance(menu, ChangedMenu):
            yield from (((key, "also", k), factor) for k, factor in enumerate(menu.also))
        else:
            yield from (((key, k), factor) for k, factor in enumerate(menu or ()))


def kind_of_factor(factor: Factor) -> str:
    """Return which of its keys says what a factor is."""
    return next(kind for kind in GO_WITH if getattr(factor, kind) is not None)


def unknown_in_factors(view: View) -> Iterator[Finding]:
    """R011: a factor names a constraint, direction, freeze, reading or statement that is not there."""
    for path, factor in factors(view.file):
        yield from _unknown(view, path, factor)


def _unknown(view: View, path: Path, factor: Factor) -> Iterator[Finding]:
    if factor.constraint is not None and factor.constraint not in view.constraints:
        yield _missing(view.constraints, (*path, "constraint"), f"there is no constraint named {factor.constraint}")
    directions = Known(view.file.directions)
    if factor.direction is not None and factor.direction not in directions:
        yield _missing(directions, (*path, "direction"), f"{factor.direction} has no direction")
    freezes = Known(f.name for f in view.file.freezes if f.name)
    if factor.freeze is not None and factor.freeze not in freezes:
        yield _missing(freezes, (*path, "freeze"), f"there is no freeze named {factor.freeze}")
    dm = factor.preference or factor.reading
    if dm is None or dm not in view.file.decision_makers:
        return
    readings = Known(view.file.decision_makers[dm].all_readings)
    for k, way in enumerate(factor.alternatives or ()):
        if way.reading is not None and way.reading not in readings:
            place = (*path, "alternatives", k, "reading")
            yield _missing(readings, place, f"{dm} has no reading {way.reading}")
    if factor.statement is not None and factor.statement > (most := _longest(view.file, dm)):
        message = f"{dm} has no reading with a statement {factor.statement}; the longest has {most}"
        hint = "count the statements from 1, the most important one"
        if not most:
            message, hint = f"{dm} has no statements in any reading", "name a pair of states instead"
        yield Finding("R011", (*path, "statement"), message, hint)


def _missing(known: Known, path: Path, message: str) -> Finding:
    return Finding("R011", path, message, known.nearest(message.rsplit(maxsplit=1)[-1]))


def _longest(file: CaseFile, dm: str) -> int:
    return max((len(r.statements or ()) for r in file.decision_makers[dm].all_readings.values()), default=0)


def ill_matched_alternatives(view: View) -> Iterator[Finding]:
    """R012: an alternative that does not go with its factor, or a factor without any alternative."""
    for path, factor in factors(view.file):
        kind = kind_of_factor(factor)
        for k, way in enumerate(factor.alternatives or ()):
            given = next(iter(way.model_dump(exclude_none=True, exclude={"label"})))
            if given not in GO_WITH[kind]:
                message = f"the alternative {given} does not go with {kind}; it takes {', '.join(GO_WITH[kind])}"
                yield Finding("R012", (*path, "alternatives", k), message, "choose one of these, or leave them out")
        dm = view.file.decision_makers.get(factor.reading or "")
        if dm is not None and len(dm.all_readings) < 2:
            message = f"{factor.reading} has one reading only, so it has no alternative"
            yield Finding("R012", (*path, "reading"), message, "give it another reading, or leave the factor out")


def doubled_factors(view: View) -> Iterator[Finding]:
    """R012: a factor or an alternative that stands twice, or a state that is compared with itself."""
    seen: dict[str, set[str]] = {}
    for path, factor in factors(view.file):
        about = factor.model_dump_json(include={*GO_WITH, "statement"}, exclude_none=True)
        if about in seen.setdefault(str(path[0]), set()):
            yield Finding("R012", path, "this factor stands twice", "name it once, with all its alternatives")
        seen[str(path[0])].add(about)
        ways = [way.model_dump_json(exclude={"label"}, exclude_none=True) for way in factor.alternatives or ()]
        for k in (k for k, way in enumerate(ways) if way in ways[:k]):
            yield Finding("R012", (*path, "alternatives", k), "this alternative stands twice", "leave one of them out")
        if factor.pair is not None and factor.pair.state == factor.pair.to:
            yield Finding("R012", (*path, "pair", "to"), f"{factor.pair.to} is compared with itself", "name two states")


FACTOR_CHECKS = (unknown_in_factors, ill_matched_alternatives, doubled_factors)
