"""How verdicts fare over all completions as plain data, in the shape that scripts may rely on."""

from __future__ import annotations

from typing import Any

from detente.analysis.robust.hinges import Hinge
from detente.analysis.robust.verdicts import ButFor, Dropped, Robust, Tally
from detente.case.build import Case
from detente.case.comparison_checks import cited

Plain = dict[str, Any]


def robust(case: Case, found: Robust) -> Plain:
    """Return the answer; counts are whole numbers, shares and bits are rounded to six places."""
    return {
        "goal": found.goal,
        "completions": {s.dm: s.order.count for s in found.spreads},
        "open": {s.dm: {"kind": s.kind, "reading": s.reading, "items": list(s.items)} for s in found.spreads},
        "total": found.total,
        "counted": found.of,
        "worlds": {world: tally(t) for world, t in found.worlds.items()},
        "trivial": dict(found.trivial),
        "but_for": [_but_for(b) for b in found.but_for],
        "claims": [{"claim": slug, **tally(t)} for slug, t in found.claims.items()],
        "hinges": [_hinge(h) for h in found.hinges],
        "idle": None if found.idle is None else list(found.idle),
        "citations": None if found.citations is None else [_dropped(case, found, d) for d in found.citations],
        "sampled": found.sampled,
        "seed": found.seed,
        "confidence": found.confidence,
        "complete": found.complete,
    }


def tally(found: Tally) -> Plain:
    """Return one count; ``yes`` and ``of`` are null where the question could not be answered."""
    if found.why_not:
        return {"yes": None, "of": None, "verdict": "not answered", "interval": None, "why_not": found.why_not}
    ends = None if found.interval is None else [round(end, 6) for end in found.interval]
    return {"yes": found.yes, "of": found.of, "verdict": found.verdict, "interval": ends, "why_not": None}


def _but_for(found: ButFor) -> Plain:
    return {"in": found.world, "not_in": found.not_in, **tally(found.tally)}


def _hinge(found: Hinge) -> Plain:
    return {
        "verdict": found.verdict,
        "dm": found.dm,
        "better": found.better,
        "than": found.than,
        "bits": round(found.bits, 6),
        "if": {"yes": found.yes_if, "of": found.of_if},
        "if_not": {"yes": found.yes_else, "of": found.of_else},
    }


def _dropped(case: Case, found: Robust, dropped: Dropped) -> Plain:
    worlds = None if dropped.worlds is None else {w: tally(t) for w, t in dropped.worlds.items()}
    entry = found.entry(case, dropped)
    kind = "priority" if found.spread(dropped.dm).kind == "statements" else "comparison"
    return {
        "dm": dropped.dm,
        "kind": kind,
        "entry": dropped.entry + 1,
        "says": entry.words,
        "cited": cited(entry),
        "without": {"total": dropped.total, "worlds": worlds},
    }
