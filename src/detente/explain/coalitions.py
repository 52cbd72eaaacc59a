"""What coalitions would do together, in sentences."""

from __future__ import annotations

from detente.analysis.coalitions import Coalitions, Jump, Slugs
from detente.case.build import Case
from detente.explain.words import capital, listed, parties, state_name, what_changes
from detente.model.conflict import Conflict


def jump(case: Case, conflict: Conflict, found: Coalitions, told: Jump) -> str:
    """Say which equilibrium a coalition would leave for which other one, and that all its members gain.

    What changes is said in words where the case has options.
    """
    states = conflict.states
    start, end = (states.pattern(s) for s in (told.start, told.end))
    both = listed(told.concepts)
    sentence = (
        f"{capital(parties(case, told.by))} together would go from {state_name(case, start)} to "
        f"{state_name(case, end)}: {gain(found, told.by)}. Both are equilibria under {both}."
    )
    changed = _changes(case, start, end)
    return f"{sentence} {capital(changed)}." if changed else sentence


def gain(found: Coalitions, members: Slugs) -> str:
    """Say for whom an improvement of a coalition is better."""
    if found.improvement == "pareto":
        return "better for some of them and worse for none"
    return "better for both" if len(members) == 2 else f"better for all {len(members)}"


def _changes(case: Case, start: str, end: str) -> str:
    names = case.structure.option_names
    if not names:
        return ""
    pairs = zip(names, start, end, strict=True)
    return what_changes(case, [(o, f"{a}->{b}") for o, a, b in pairs if a != b])
