"""Plans and results as plain data, in the shape that scripts may rely on; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from typing import Any

from detente.analysis.plain import short_name
from detente.sweep.manifest import Manifest
from detente.sweep.planning import Plan
from detente.sweep.results import Sweep
from detente.sweep.summary import Share, Summary

Plain = dict[str, Any]


def plan(made: Plan) -> Plain:
    """Return what a sweep will take."""
    return {
        **_asked(made.manifest),
        "varies": dict(made.varies),
        "possible": made.possible,
        "engine": made.engine,
        "executor": made.executor,
        "seconds": float(f"{made.seconds:.2g}"),
        "bytes": int(float(f"{made.bytes:.2g}")),
        "stored": made.stored,
        "complete": made.stored == made.manifest.blocks,
    }


def sweep(done: Sweep) -> Plain:
    """Return what a sweep holds, with how many variants have what."""
    found = done.summary
    return {
        **_asked(done.manifest),
        "stored": found.blocks,
        "summary": _summary(found),
        "complete": found.complete,
    }


def _asked(made: Manifest) -> Plain:
    asked = made.asked.as_dict()
    varies = any(text == "worlds" for text in asked["vary"])
    return {
        "case": short_name(made.case["name"]),
        "variant": made.case["variant"],
        "sha256": made.case["sha256"],
        "readings": asked["readings"],
        "world": None if varies else asked["world"],
        "rules": asked["rules"],
        "vary": asked["vary"],
        "concepts": asked["concepts"],
        "columns": dict(made.columns),
        "states": None if made.states is None else list(made.states),
        "sample": asked["sample"],
        "seed": asked["seed"],
        "variants": made.variants,
        "block": made.block,
        "blocks": made.blocks,
    }


def _summary(found: Summary) -> Plain:
    return {
        "total": _share(found.total),
        "by": [{"column": s.column, "value": s.value, **_share(s)} for s in found.shares],
        "left_out": list(found.left_out),
        "why_not": dict(found.why_not),
    }


def _share(share: Share) -> Plain:
    counts = {name: {"true": count.true, "of": count.answered} for name, count in share.counts.items()}
    return {"variants": share.variants, "counts": counts}
