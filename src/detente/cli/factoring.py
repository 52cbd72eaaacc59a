"""Factors as they are named on the command line, such as ``option:us.station=N`` or ``reading:japan``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.case.menu import Factor

SHAPE = (
    "option:DM.OPTION, constraint:NAME, direction:DM.OPTION, freeze:NAME, preference:DM:NUMBER, pair:DM:STATE:STATE "
    "or reading:DM, each with =ALTERNATIVE,ALTERNATIVE where not all are meant"
)


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
