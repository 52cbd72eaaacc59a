"""Plans, and equilibria that are not listed, as plain data; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente import __version__
from detente.analysis.large import LargeEquilibria
from detente.engines.native import module
from detente.engines.planner import Plan

Plain = dict[str, Any]
MOST_BITS = 4096


def made_by(engine: str, engines: Mapping[str, str], exactness: str) -> Plain:
    """Return what answered, in which version, and how exact it is."""
    return {
        "engine": engine,
        "engines": dict(engines),
        "version": versions(),
        "exactness": exactness,
    }


def versions() -> dict[str, str | None]:
    """Return the version of the program and of its compiled kernel, None where that is absent."""
    kernel = module()
    return {"detente": __version__, "kernel": None if kernel is None else str(kernel.version)}


def large(found: LargeEquilibria, options: Sequence[str], limit: int) -> Plain:
    """Return equilibria that were counted; the lists hold the first ones only, the counts are exact."""
    engines = dict.fromkeys(found.concepts, found.engine)
    return {
        "options": list(options),
        "count": found.count,
        "equilibria": {name: list(c.examples[:limit]) for name, c in found.concepts.items()},
        "counts": {name: c.count for name, c in found.concepts.items()},
        "stable": {},
        "stable_counts": {name: dict(c.by_dm) for name, c in found.concepts.items()},
        "derived": {},
        "settled": {name: dict(c.settled) for name, c in found.concepts.items()},
        "left_out": dict(found.left_out),
        "not_answered": dict(found.not_answered),
        **made_by(found.engine, engines, found.exactness),
        "complete": not found.not_answered and all(c.count <= len(c.examples[:limit]) for c in found.concepts.values()),
    }


def question(
    answers: Mapping[str, object], left_out: Mapping[str, str], not_answered: Mapping[str, str], made: Plain
) -> Plain:
    """Return the answers, by concept, to a question about single states."""
    return {
        "answers": dict(answers),
        "left_out": dict(left_out),
        "not_answered": dict(not_answered),
        **made,
        "complete": not not_answered,
    }


def plan(made: Plan) -> Plain:
    """Return what a question will take; times and sizes are estimates, null where none can be made."""
    return {
        "states": {"count": _readable(made.states.value), "exact": made.states.exact},
        "engine": made.engine or None,
        "why": made.why,
        "listed": made.is_listed,
        "concepts": {
            name: {"engine": choice.engine, "seconds": _rounded(choice.seconds)}
            for name, choice in made.choices.items()
        },
        "left_out": dict(made.left_out),
        "not_answered": dict(made.refused),
        "seconds": _rounded(made.seconds),
        "memory": {"needed": made.memory, "at_hand": made.at_hand},
        "instead": list(made.instead),
        "version": versions(),
        "complete": not made.refused,
    }


def _readable(count: int) -> int | None:
    """Return a count that JSON can carry, None for one of thousands of digits."""
    return count if count.bit_length() <= MOST_BITS else None


def _rounded(seconds: float | None) -> float | None:
    """Return an estimate with two digits that count."""
    return None if seconds is None else float(f"{seconds:.2g}")
