"""Stability of coalitions as plain data, in the shape that scripts may rely on; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from typing import Any

from detente.analysis.coalitions import Coalitions, CoalitionStability, Jump, Slugs
from detente.analysis.plain import patterns
from detente.model.formula import Mask
from detente.model.states import States

Plain = dict[str, Any]


def coalitions(found: Coalitions, among: States, limit: int) -> Plain:
    """Return what is stable for whom, and the jumps; lists are cut at ``limit``, counts are exact."""
    longest = max((int(mask.sum()) for mask in _masks(found)), default=0)
    return {
        "options": list(among.options),
        "count": len(among),
        "improvement": found.improvement,
        "coalitions": list(map(_written, found.coalitions)),
        "covers_all": found.covers_all,
        "universal": {name: _states(c.universal, among, limit) for name, c in found.concepts.items()},
        "alone": {name: _states(c.equilibria, among, limit) for name, c in found.concepts.items()},
        "weak": {name: _weak(c, among, limit) for name, c in found.concepts.items()},
        "strong": {name: _strong(c, found.coalitions, among, limit) for name, c in found.concepts.items()},
        "vulnerable": {_written(g): _states(mask, among, limit) for g, mask in found.vulnerable.items()},
        "jumps": [_jump(jump, among) for jump in found.jumps[:limit]],
        "jumps_complete": found.jumps_complete and len(found.jumps) <= limit,
        "engine": found.engine,
        "ways": {_written(g): way for g, way in found.ways.items()},
        "complete": found.jumps_complete and max(longest, len(found.jumps)) <= limit,
    }


def _masks(found: Coalitions) -> list[Mask]:
    stable = [mask for c in found.concepts.values() for mask in (c.equilibria, *c.by_coalition.values())]
    return [*stable, *found.vulnerable.values()]


def _written(group: Slugs) -> str:
    return "+".join(group)


def _states(mask: Mask, among: States, limit: int) -> Plain:
    return {"count": int(mask.sum()), "states": patterns(among, mask, limit)}


def _weak(found: CoalitionStability, among: States, limit: int) -> Plain:
    return {_written(group): _states(mask, among, limit) for group, mask in found.by_coalition.items()}


def _strong(found: CoalitionStability, groups: tuple[Slugs, ...], among: States, limit: int) -> Plain:
    return {_written(g): _states(found.strong(g), among, limit) for g in groups if len(g) > 1}


def _jump(jump: Jump, among: States) -> Plain:
    return {
        "by": list(jump.by),
        "coalition": _written(jump.by),
        "from": among.pattern(jump.start),
        "to": among.pattern(jump.end),
        "equilibria": list(jump.concepts),
        "needed": jump.needed,
    }
