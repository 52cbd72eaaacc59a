"""Ways out, in sentences."""

from __future__ import annotations

from detente.analysis.causes.ways_out import WayOut, WaysOut
from detente.case.build import ACTUAL, Case
from detente.explain.blame import solved
from detente.explain.words import capital, code, counted, listed, outcome_name, parties, readings


def goal(case: Case, found: WaysOut) -> str:
    """Name what is aimed at."""
    is_outcome = case.file.outcome is not None and found.aim.goal == case.file.outcome.when
    return outcome_name(case) if is_outcome else code(found.aim.goal)


def opening(case: Case, found: WaysOut) -> str:
    """Say what does not hold as things are, and what the list holds."""
    where = "As things are" if found.world == ACTUAL else f"With {case.world_label(found.world)}"
    several = any(len(r) > 1 for r in case.preferences.values())
    joint = ", with" if found.world == ACTUAL else ", and with"
    read = f"{joint} {readings(case, found.readings, short=True)}" if several else ""
    if found.aim.kind == "missing":
        lacks, then = f"{goal(case, found)} cannot be attained", "it can be"
    else:
        lacks, then = f"{goal(case, found)} holds in no equilibrium by {found.aim.concept}", "it holds in one"
    if not found.ways:
        return f"{where}{read}, {lacks}, and {_nothing(found)}."
    size, part = ("The smallest sets", "one") if len(found.ways) > 1 else ("The one smallest set", "it")
    return f"{where}{read}, {lacks}. {size} of changes after which {then} (no part of {part} is enough):"


def _nothing(found: WaysOut) -> str:
    if found.complete:
        return "no combination of the changes below alters that"
    return f"no {counted(found.searched, 'change')} at once alter that; more were not tried"


def changes(way: WayOut) -> str:
    """Say what is changed."""
    return listed([choice.words for _, choice in way.changes])


def whose(case: Case, way: WayOut) -> str:
    """Say whose changes these are."""
    return parties(case, way.owners) if way.owners else "nobody of the case"


def then(case: Case, found: WaysOut, way: WayOut) -> str:
    """Say who then gets there; whether it lasts, where that is not the same for all ways out."""
    lasts = "" if len({w.is_stable for w in found.ways}) == 1 else f"; {_stable(found, way)}"
    if not way.is_attainable:
        return "Merely stable: nobody gets there from the status quo."
    if not way.path:
        return f"It then holds at once{lasts}."
    together = " together" if len(way.movers) > 1 else ""
    return f"{capital(parties(case, way.movers))} then get{_s(way)} there{together} in {_steps(way)}{lasts}."


def _s(way: WayOut) -> str:
    return "" if len(way.movers) > 1 else "s"


def _steps(way: WayOut) -> str:
    return counted(len(way.path), "step")


def _stable(found: WaysOut, way: WayOut) -> str:
    which = "some state with it is" if way.is_stable else "no state with it is"
    return f"{which} an equilibrium by {found.concept}"


def lasting(found: WaysOut) -> str:
    """Say whether what is reached lasts, where that is the same for all ways out; empty where it is not."""
    if not found.ways or len({w.is_stable for w in found.ways}) > 1:
        return ""
    each = "In each of them" if len(found.ways) > 1 else "Then"
    return f"{each} {_stable(found, found.ways[0])}."


def search(found: WaysOut) -> str:
    """Say how far was searched."""
    n = solved(found.evaluated, found.not_evaluated)
    if found.is_monotone:
        rest = (
            ""
            if found.complete
            else f" Sets of up to {counted(found.searched, 'change')} were looked for; {found.why}."
        )
        return f"Taken as monotone, further changes undoing nothing, as was asked ({n}).{rest}"
    if found.complete:
        return f"Every combination of the changes below was considered ({n}), so the list is complete."
    why = found.why or "larger ones were not looked for"
    return f"All sets of up to {counted(found.searched, 'change')} were considered ({n}); {why}."
