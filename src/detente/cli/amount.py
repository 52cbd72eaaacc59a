"""Amounts on the command line: what is wrong with one is said before any work is done."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from detente.cli.ending import WrongUsage

if TYPE_CHECKING:
    from detente.model.conflict import Conflict


def amount(argument: str, text: str) -> Fraction:
    """Return an amount that an argument of the command line gives.

    Raises
    ------
    WrongUsage
        If it is no number, or not more than zero.

    Examples
    --------
    >>> amount("--budget", "2.5")
    Fraction(5, 2)
    """
    try:
        made = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise WrongUsage(f"{argument} wants a number, such as 3, 2.5 or 5/2, and not {text}") from None
    if made < 0:
        raise WrongUsage(f"{argument} wants more than zero, and not {text}")
    if not made:
        raise WrongUsage(f"{argument} 0 buys nothing; leave it out to see the prices, or give an amount above zero")
    return made


def budget_of(text: str | None, conflict: Conflict, argument: str = "--budget") -> Fraction | None:
    """Return a budget, which only makes sense where somebody gave numbers.

    Raises
    ------
    ModelError
        If no reading gives numbers.
    """
    from detente.analysis.incentives.amounts import numbers
    from detente.errors import ModelError

    if text is None:
        return None
    made = amount(argument, text)
    if all(values is None for values in numbers(conflict).values):
        raise ModelError(
            f"{argument} is an amount, and every reading here gives an order only; "
            "payoffs or weights in the case would make a price of it"
        )
    return made
