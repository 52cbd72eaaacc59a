"""The paths in words: for each world how the outcome is attained, or what stops it; worlds that agree share a text."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.analysis.attainment import AttainAnswer
from detente.case.build import Case


@dataclass(frozen=True, slots=True)
class Example:
    """A path in another combination of readings."""

    readings: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How the outcome is attained in some worlds, or what stops it there.

    Attributes
    ----------
    worlds : tuple of str
        Their labels.
    verdict : str
    attainable : bool
    lines : tuple of str
    example : Example or None
    """

    worlds: tuple[str, ...]
    verdict: str
    attainable: bool
    lines: tuple[str, ...]
    example: Example | None


def ways(answer: Answer) -> tuple[Way, ...]:
    """Return the paths of all worlds; worlds with the same text are told together, in the order of the file."""
    told: dict[tuple[object, ...], list[str]] = {}
    made: dict[tuple[object, ...], Way] = {}
    for world, found in answer.attainments.items():
        way = _way(answer, world, found)
        key = (way.verdict, way.lines, way.example)
        told.setdefault(key, []).append(answer.case.world_label(world))
        made.setdefault(key, way)
    return tuple(
        Way(tuple(told[key]), way.verdict, way.attainable, way.lines, way.example) for key, way in made.items()
    )


def _way(answer: Answer, world: str, found: AttainAnswer) -> Way:
    case = answer.case
    other = answer.examples.get(world)
    example = Example(_other_readings(case, found, other), _lines(case, other)) if other is not None else None
    return Way((case.world_label(world),), _verdict(found), found.attainable, _lines(case, found), example)


def _lines(case: Case, found: AttainAnswer) -> tuple[str, ...]:
    """Return what an explanation says after its first line, which names the world and the verdict."""
    from detente import explain

    return tuple(explain.attainment(case, found)[1:])


def _verdict(found: AttainAnswer) -> str:
    if found.path is None:
        return "not attainable"
    if not found.path:
        return "holds already"
    return "attainable in one step" if len(found.path) == 1 else f"attainable in {len(found.path)} steps"


def _other_readings(case: Case, first: AttainAnswer, other: AttainAnswer) -> str:
    from detente import explain

    differing = {s: r for s, r in other.readings.items() if r != first.readings[s]}
    return explain.readings(case, differing)


def first_readings(answer: Answer) -> str:
    """Name the readings under which the paths are told."""
    from detente import explain

    chosen = answer.case.reading(**dict(answer.fixed))
    several = any(len(r) > 1 for r in answer.case.preferences.values())
    return explain.readings(answer.case, chosen, short=True) if several else ""
