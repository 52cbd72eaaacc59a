"""Ways out and blame as plain data, in the shape that scripts may rely on; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.analysis.causes.effects import Effect
from detente.analysis.causes.factors import Factor, Listed
from detente.analysis.causes.ways_out import WayOut, WaysOut

Plain = dict[str, Any]


def effect(asked: Effect) -> Plain:
    """Return what is to be explained, or aimed at."""
    about = {"goal": asked.goal} if asked.goal else {"state": asked.state}
    by = {"concept": asked.concept} if asked.kind not in {"missing", "attainable", "drift"} else {}
    return {"kind": asked.kind, **about, **by, **({"for": asked.dm} if asked.dm is not None else {})}


def menu(listed: Listed) -> list[Plain]:
    """Return the factors that were asked about, each with its alternatives."""
    return [_factor(f) for f in listed.factors]


def _factor(factor: Factor) -> Plain:
    return {
        "factor": factor.slug,
        "kind": factor.kind,
        "owner": factor.owner,
        "owners": list(factor.owners),
        "label": factor.label,
        "actual": factor.actual,
        "alternatives": [
            {"name": c.name, "change": f"{factor.slug}={c.name}", "words": c.words} for c in factor.choices
        ],
        "cost": factor.cost,
        "since": factor.since,
        "self_imposed": factor.is_self_imposed,
    }


def ways_out(found: WaysOut) -> Plain:
    """Return the smallest sets of changes."""
    return {
        "aim": {**effect(found.aim), "kind": "attainable" if found.aim.kind == "missing" else "equilibrium"},
        "sets": _sets(found.ways),
        "menu": menu(found.listed),
        "left_out": dict(found.listed.left_out),
        "concept": found.concept,
        "searched": found.searched,
        "evaluated": found.evaluated,
        "complete": found.complete,
        "why_not": found.why or None,
    }


def _sets(ways: Iterable[WayOut]) -> list[Plain]:
    return [
        {
            "changes": list(way.slugs),
            "factors": [factor.slug for factor, _ in way.changes],
            "owners": list(way.owners),
            "cost": way.cost,
            "attainable": way.is_attainable,
            "stable": way.is_stable,
            "steps": len(way.path),
            "movers": list(way.movers),
        }
        for way in ways
    ]
