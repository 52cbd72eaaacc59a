"""How the verdicts fare over every order that the citations allow, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.analysis.robust.hinges import Hinge
from detente.analysis.robust.verdicts import Robust
from detente.case.build import Case
from detente.report.text import capital

MOST_HINGES = 2
LEAST_BITS = 0.005


@dataclass(frozen=True, slots=True)
class RobustView:
    """The verdicts in words and counts.

    Attributes
    ----------
    scope : tuple of str
        Which orders are gone through, and how they count.
    question : str
    worlds : tuple of (str, str)
        The label of a world and in how many orders the outcome can be attained there.
    pairs : tuple of (str, str, int, int)
        Two worlds, in how many orders the outcome can be attained in the first only, and in the second only.
    claims : tuple of (str, str)
    hinges : tuple of (str, tuple of str)
        A verdict, and the pairs that decide most of it.
    citations : tuple of str
        What hangs on one citation: settled verdicts that fall without it.
    idle : str
        Of whom nothing that is open matters; empty if there is nobody.
    """

    scope: tuple[str, ...]
    question: str
    worlds: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str, int, int], ...]
    claims: tuple[tuple[str, str], ...]
    hinges: tuple[tuple[str, tuple[str, ...]], ...]
    citations: tuple[str, ...]
    idle: str


def robust(answer: Answer) -> RobustView | None:
    """Return the verdicts of an answer over every allowed order; None if the case has no comparisons."""
    from detente.explain import robust as said

    case, found = answer.case, answer.robust
    if found is None:
        return None
    return RobustView(
        tuple(said.scope(case, found)),
        f"Can {said.goal(case, found)} be attained?",
        tuple((case.world_label(w), said.share(t)) for w, t in found.worlds.items()),
        _pairs(case, found),
        tuple((_claim(case, slug), said.share(t)) for slug, t in found.claims.items() if not t.why_not),
        _hinges(case, found),
        tuple(capital(t) for d in found.citations or () if (t := said.dropped(case, found, d))),
        said.idle(case, found),
    )


def _claim(case: Case, slug: str) -> str:
    label = case.file.claims[slug].label
    return f"{slug}: {label}" if label else slug


def _pairs(case: Case, found: Robust) -> tuple[tuple[str, str, int, int], ...]:
    """Return the pairs of worlds each of which attains what the other does not, each pair once."""
    counts = {(b.world, b.not_in): b.tally.yes for b in found.but_for}
    names = list(found.worlds)
    pairs = [(a, b) for k, a in enumerate(names) for b in names[k + 1 :]]
    told = [(a, b, counts.get((a, b), 0), counts.get((b, a), 0)) for a, b in pairs]
    return tuple((case.world_label(a), case.world_label(b), n, m) for a, b, n, m in told if n and m)


def _hinges(case: Case, found: Robust) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return for each world and claim with an open verdict the pairs that decide most of it."""
    from detente.explain import robust as said

    by_verdict: dict[str, list[Hinge]] = {}
    for hinge in found.hinges:
        if hinge.bits >= LEAST_BITS:
            by_verdict.setdefault(hinge.verdict, []).append(hinge)
    told: dict[tuple[str, ...], list[str]] = {}
    for verdict, hinges in by_verdict.items():
        if not verdict.startswith("but_for:"):
            lines = tuple(said.hinge(case, h) for h in hinges[:MOST_HINGES])
            told.setdefault(lines, []).append(said.verdict_name(case, found, verdict))
    return tuple(("; ".join(worlds), lines) for lines, worlds in told.items())
