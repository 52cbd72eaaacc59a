"""Factors (such as ``option:us.station=N``), weights and effects as they are named on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.analysis.causes.effects import Effect, Kind
    from detente.case.menu import Factor
    from detente.cli.asking import Question

SHAPE = (
    "option:DM.OPTION, constraint:NAME, direction:DM.OPTION, freeze:NAME, preference:DM:NUMBER, pair:DM:STATE:STATE "
    "or reading:DM, each with =ALTERNATIVE,ALTERNATIVE where not all are meant"
)


TAKES = {
    "option": "Y, N, start_Y or start_N",
    "constraint": "absent",
    "direction": "absent",
    "freeze": "absent",
    "preference": "drop, negate, place_NUMBER or a reading",
    "pair": "absent",
    "reading": "a reading",
}


def factors(given: Sequence[str] | None) -> list[Factor] | None:
    """Return the factors that arguments name; None if there are no arguments.

    Raises
    ------
    WrongUsage
        If one cannot be read, with the shape that is expected.

    Examples
    --------
    >>> [f.option for f in factors(["option:us.station=N"])]
    ['us.station']
    """
    return [_factor(text) for text in given] if given else None


def _factor(text: str) -> Factor:
    from pydantic import ValidationError

    from detente.case.menu import Factor
    from detente.cli.ending import WrongUsage

    named, _, instead = text.partition("=")
    kind, _, rest = named.partition(":")
    if kind in TAKES and (odd := [a.strip() for a in instead.split(",") if instead and not _fits(kind, a.strip())]):
        raise WrongUsage(f"{odd[0]} is no alternative of {named}; it takes {TAKES[kind]}")
    try:
        keys: dict[str, Any] = _keys(kind, rest)
        if instead:
            keys["alternatives"] = tuple(_alternative(a.strip()) for a in instead.split(","))
        return Factor.model_validate(keys)
    except (ValidationError, ValueError):
        raise WrongUsage(f"{text} names no factor; write {SHAPE}") from None


def _keys(kind: str, rest: str) -> dict[str, Any]:
    if kind == "preference":
        dm, _, place = rest.partition(":")
        return {"preference": dm, "statement": int(place)}
    if kind == "pair":
        dm, state, other = rest.split(":")
        return {"pair": {"dm": dm, "state": state, "to": other}}
    return {kind: rest}


def _fits(kind: str, text: str) -> bool:
    """Return whether an alternative, as it is written on the command line, goes with a kind of factor."""
    from detente.case.factor_checks import GO_WITH

    given = _alternative(text)
    way = next(iter(given)) if isinstance(given, dict) else "do" if text in {"Y", "N"} else text
    return way in GO_WITH[kind]


def _alternative(text: str) -> Any:
    """Return one alternative in the spelling of a case file."""
    if text in {"Y", "N", "drop", "negate", "absent"}:
        return text
    way, _, value = text.partition("_")
    if way == "start" and value in {"Y", "N"}:
        return {"start": value}
    if way == "place" and value.isdigit():
        return {"place": int(value)}
    return {"reading": text}


def weights(given: Sequence[str] | None) -> dict[str, dict[str, Fraction]] | None:
    """Return the weights of readings that arguments give, by decision maker; None if there are none.

    Examples
    --------
    >>> weights(["japan.brown_two=3", "japan.four_only=1/2"])["japan"]["four_only"]
    Fraction(1, 2)
    """
    from detente.cli.ending import WrongUsage

    found: dict[str, dict[str, Fraction]] = {}
    for text in given or ():
        named, _, amount = text.partition("=")
        dm, _, reading = named.partition(".")
        try:
            found.setdefault(dm, {})[reading] = Fraction(amount)
        except (ValueError, ZeroDivisionError):
            message = f"--weight wants DM.READING=NUMBER, such as japan.brown_two=3, and not {text}"
            raise WrongUsage(message) from None
    return found or None


def effect_asked(
    asked: Question, kind: Kind, *, goal: str | None, state: str | None, concept: str, dm: str | None
) -> Effect:
    """Return the effect that arguments ask about, with every name checked.

    Raises
    ------
    WrongUsage, UnknownName
        If the goal cannot be read, or the state, concept or decision maker is not there.
    """
    from detente.analysis.causes.effects import ABOUT_A_STATE, effect_of
    from detente.cli.asking import formula
    from detente.cli.ending import WrongUsage
    from detente.cli.state import pattern
    from detente.concepts import concept as named

    is_about_state = kind in ABOUT_A_STATE
    if goal is not None and is_about_state:
        raise WrongUsage(f"--goal does not go with --effect {kind}, which is about a state; name it with --state")
    if state is not None and not is_about_state:
        raise WrongUsage(f"--state goes with --effect {', '.join(ABOUT_A_STATE)}, and not with {kind}")
    if dm is not None and kind not in {"stable", "unstable"}:
        raise WrongUsage(f"--dm goes with --effect stable or unstable, and not with {kind}")
    if goal is not None:
        formula(asked.case, "--goal", goal)
    if state is not None:
        pattern(asked.case.conflict(asked.readings, asked.world), state)
    if dm is not None:
        asked.case.structure.player(dm)
    return effect_of(asked.case, kind, goal=goal, concept=named(concept).name, state=state, dm=dm)
