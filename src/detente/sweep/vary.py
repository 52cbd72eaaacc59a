"""What varies in a sweep, as it is written: ``readings``, ``orders:russia``, ``rankings=1000``, ``constraints:2``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from detente.errors import DetenteError, UnknownName, did_you_mean

Kind = Literal["readings", "worlds", "constraints", "orders", "swaps", "rankings"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OF_A_PARTY: tuple[Kind, ...] = ("readings", "orders", "swaps", "rankings")


class WrongPlan(DetenteError):
    """A sweep cannot be planned like this; the message says what would do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Vary:
    """One thing that varies.

    Attributes
    ----------
    kind : str
        ``readings``, ``worlds``, ``constraints``, ``orders``, ``swaps`` or ``rankings``.
    decision_maker : str or None
        Whose readings, orders, swaps or rankings; None for everybody's.
    number : int or None
        For ``rankings`` how many are drawn, for ``constraints`` how many are dropped at once at most.
    """

    kind: Kind
    decision_maker: str | None = None
    number: int | None = None

    def __str__(self) -> str:
        """Return it as it is written."""
        if self.kind == "constraints":
            return self.kind if self.number in {None, 1} else f"{self.kind}:{self.number}"
        whose = f":{self.decision_maker}" if self.decision_maker else ""
        return f"{self.kind}{whose}" + ("" if self.number is None else f"={self.number}")


def read(text: str, parties: Collection[str]) -> Vary:
    """Return what a text says shall vary.

    Parameters
    ----------
    text : str
    parties : collection of str
        The decision makers that there are.

    Raises
    ------
    UnknownName
        If there is no such kind or decision maker.
    WrongPlan
        If a number is missing, not wanted or no number.

    Examples
    --------
    >>> read("rankings:russia=1000", ["russia", "japan"])
    Vary(kind='rankings', decision_maker='russia', number=1000)
    >>> str(read("constraints:2", []))
    'constraints:2'
    """
    front, equals, after = text.partition("=")
    name, colon, whose = front.partition(":")
    kind = next((k for k in KINDS if k == name), None)
    if kind is None:
        raise UnknownName(f"--vary {text}: there is no {name or 'such thing'} to vary; {did_you_mean(name, KINDS)}")
    if equals and kind != "rankings":
        raise WrongPlan(f"--vary {text}: {kind} takes no number; only rankings are drawn, as rankings=1000")
    if kind == "constraints":
        return Vary(kind, None, _number(text, whose) if colon else 1)
    if colon and kind not in OF_A_PARTY:
        raise WrongPlan(f"--vary {text}: worlds stand for all of them, without anything behind the word")
    if colon and whose not in parties:
        raise UnknownName(f"--vary {text}: there is no decision maker {whose}; {did_you_mean(whose, parties)}")
    return Vary(kind, whose or None, _number(text, after) if equals else None)


def _number(text: str, digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and int(digits) > 0):
        raise WrongPlan(f"--vary {text}: wants a whole number, 1 or more, and not {digits or 'nothing'}")
    return int(digits)


def read_all(texts: Iterable[str], parties: Collection[str]) -> tuple[Vary, ...]:
    """Return what several texts say shall vary, in the order of the kinds; nothing may be said twice.

    Raises
    ------
    WrongPlan
        If nothing varies, or one thing is said twice.
    """
    found = [read(text, parties) for text in texts]
    if not found:
        raise WrongPlan(f"a sweep needs something that varies: --vary {', '.join(KINDS[:-1])} or rankings=N")
    said = [(v.kind, v.decision_maker) for v in found]
    if twice := next((v for v in found if said.count((v.kind, v.decision_maker)) > 1), None):
        raise WrongPlan(f"--vary {twice.kind} is given twice")
    return tuple(sorted(found, key=lambda v: (KINDS.index(v.kind), v.decision_maker or "")))
