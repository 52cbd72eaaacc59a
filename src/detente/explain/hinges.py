"""Hinges in words: which single change of preference flips a verdict, or that none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.analysis.claims import Verdict
from detente.analysis.hinge import LEVELS, Change, Hinge
from detente.case.build import Case
from detente.explain.words import capital, code, counted, listed, quoted, readings
from detente.model.preferences import Prioritised

MOST_FLIPS = 4


def level_words(case: Case, level: int) -> str:
    """Name a level of changes; where no reading has statements, in the words of direct rankings."""
    stated = any(isinstance(p, Prioritised) for of_dm in case.preferences.values() for p in of_dm.values())
    ranked = {1: "one swap of neighbouring classes of states", 2: "one class of states moved"}
    return LEVELS[level] if stated else ranked.get(level, LEVELS[level])


def change(case: Case, made: Change) -> str:
    """Say one change of preference."""
    who = case.dm_called(made.dm)
    if made.kind == "reading":
        return f"{who} is read as {quoted(case.reading_label(made.dm, made.what))}"
    if made.kind == "drop":
        return f"{who} does not care about {code(made.what)}"
    if made.kind == "negate":
        return f"{who} wants the contrary of {code(made.what)}"
    side = "above" if made.upwards else "below"
    return f"{who} puts {code(made.what)} {side} {code(made.passed)}"


def flips(case: Case, hinge: Hinge) -> str:
    """List the changes that flip a verdict; the first few of them where there are many."""
    shown = [" and ".join(change(case, c) for c in together) for together in hinge.flips[:MOST_FLIPS]]
    more = len(hinge.flips) - len(shown)
    rest = [f"{counted(more, 'other change')} of this kind"] if more > 0 else []
    return listed([*shown, *rest], "or")


def one_hinge(case: Case, hinge: Hinge) -> str:
    """Say the hinge of a verdict in one combination of readings."""
    if hinge.flips:
        return f"{level_words(case, hinge.level)} {_flip(hinge.level)} it: {flips(case, hinge)}"
    if hinge.level >= 4:
        return "no two changes flip it"
    return f"no single change flips it ({_levels_searched(case, hinge.level)})"


def _flip(level: int) -> str:
    return "flip" if level >= 4 else "flips"


def _levels_searched(case: Case, level: int) -> str:
    return "searched: " + "; ".join(level_words(case, k) for k in range(1, level + 1))


def hinge_lines(case: Case, verdict: Verdict) -> tuple[str, ...]:
    """Say the hinge of a verdict: in the first readings, and how often each kind of change flips it elsewhere."""
    if not verdict.hinges:
        return ()
    first = verdict.hinges[0]
    several = any(len(r) > 1 for r in case.preferences.values())
    where = f"With {readings(case, first.readings, short=True)}: " if several else ""
    lines = [capital(f"{where}{one_hinge(case, first)}.")]
    if len(verdict.hinges) > 1:
        lines.append(capital(_overall(case, verdict.hinges)) + ".")
    elif not verdict.hinges_complete:
        lines.append(
            "The hinge was searched in the first readings only; the model is too large to search them all at once."
        )
    easiest = _easiest(verdict.hinges)
    if easiest is not None and easiest is not first:
        lines.append(
            f"It turns most easily with {readings(case, easiest.readings, short=True)}: {one_hinge(case, easiest)}."
        )
    return tuple(lines)


def _overall(case: Case, hinges: Sequence[Hinge]) -> str:
    kinds = Counter(h.level if h.flips else 0 for h in hinges)
    parts = [
        f"{level_words(case, level)} {_flip(level)} it in {kinds[level]}" for level in sorted(LEVELS) if kinds[level]
    ]
    if kinds[0]:
        parts.append(f"no single change flips it in {kinds[0]}")
    return f"of the {len(hinges)} readings, {listed(parts)}"


def _easiest(hinges: Sequence[Hinge]) -> Hinge | None:
    able = [h for h in hinges if h.flips]
    return min(able, key=lambda h: (h.level, len(h.flips))) if able else None
