"""Ways out and blame as plain data, in the shape that scripts may rely on; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.analysis.causes.blame import Blame, Degree
from detente.analysis.causes.effects import Effect
from detente.analysis.causes.factors import Factor
from detente.analysis.causes.menus import Listed
from detente.analysis.causes.rivals import Rivals
from detente.analysis.causes.shares import OwnerDegree
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
        "note": factor.note,
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
        "not_evaluated": found.not_evaluated,
        "monotone": found.is_monotone,
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


def blame(found: Blame, rivals: Rivals | None) -> Plain:
    """Return which factors cause an effect, in what degree."""
    shares = found.shared.shares
    return {
        "outcome": {**effect(found.effect), "at": found.at},
        "factors": [_degree(found, k, told) for k, told in enumerate(found.degrees)],
        "causes": [list(members) for members in found.sets],
        "changes": [[f"{slug}={name}" for slug, name in changes] for changes in found.causes],
        "sufficient": None if found.reasons is None else [list(members) for members in found.reasons],
        "owners": [_owner(told) for told in found.owners],
        "menu": menu(found.listed),
        "baseline": found.shared.baseline,
        "shapley": {
            "exact": shares.exact,
            "whole": float(shares.whole),
            "nothing": float(shares.nothing),
            "samples": shares.samples,
            "seed": None if shares.exact else shares.seed,
            "not_evaluated": found.shared.not_evaluated,
            "is_baseline_a_model": found.shared.is_baseline_a_model,
        },
        "blame": None if rivals is None or rivals.why_not else _rivals(rivals),
        "blame_why_not": None if rivals is None else rivals.why_not or None,
        "refused": dict(found.refused),
        "left_out": dict(found.listed.left_out),
        "searched": found.searched,
        "evaluated": found.evaluated,
        "not_evaluated": found.not_evaluated,
        "monotone": found.is_monotone,
        "complete": found.complete and (rivals is None or rivals.complete),
        "why_not": found.why or None,
    }


def _degree(found: Blame, place: int, told: Degree) -> Plain:
    shares = found.shared.shares
    return {
        "factor": told.factor.slug,
        "kind": told.factor.kind,
        "owner": told.factor.owner,
        "owners": list(told.factor.owners),
        "label": told.factor.label,
        "but_for": told.is_but_for,
        "responsibility": str(told.responsibility),
        "at_most": str(told.at_most),
        "shapley": float(shares.values[place]),
        "standard_error": None if shares.exact else shares.standard_errors[place],
        "alternative": told.alternative,
        "contingency": [slug for slug, _ in told.contingency],
        "contingency_changes": [f"{slug}={name}" for slug, name in told.contingency],
    }


def _owner(told: OwnerDegree) -> Plain:
    return {
        "owners": list(told.owners),
        "critical_change": str(told.critical_change),
        "critical_change_at_most": str(told.critical_at_most),
        "as_variable": None if told.as_variable is None else str(told.as_variable),
        "as_variable_at_most": str(told.as_variable_at_most),
        "shapley": None if told.share is None else float(told.share),
    }


def _rivals(told: Rivals) -> Plain:
    return {
        "over": told.over,
        "of": told.of,
        "explained": told.explained,
        "sourced_only": told.sourced_only,
        "weights": None
        if told.weights is None
        else {dm: {reading: str(w) for reading, w in of_dm.items()} for dm, of_dm in told.weights.items()},
        "factors": {
            share.factor: {
                "mean": str(share.mean),
                "least": str(share.least),
                "greatest": str(share.greatest),
                "interval": None if share.interval is None else list(share.interval),
                "counts": [{"degree": str(d), "count": n} for d, n in sorted(share.counts.items(), reverse=True)],
                "off_menu": share.off_menu,
            }
            for share in told.shares
        },
        "left_out": dict(told.left_out),
        "complete": told.complete,
    }
