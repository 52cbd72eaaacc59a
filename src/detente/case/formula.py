"""From the text of a formula to its tree; every error has a position."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from detente.errors import DetenteError, ModelError
from detente.model.formula import And, Constant, Formula, Iff, Implies, Name, Not, Or, checked_depth


class FormulaError(DetenteError):
    """A formula cannot be read; ``position`` counts characters from 0."""

    def __init__(self, message: str, position: int, hint: str = "") -> None:
        super().__init__(message)
        self.position = position
        self.hint = hint


class _Build(Transformer[Any, Formula]):
    def iff(self, parts: list[Formula]) -> Formula:
        left, *rest = parts
        for part in rest:
            left = Iff(left, part)
        return left

    def implies(self, parts: list[Formula]) -> Formula:
        return Implies(parts[0], parts[1])

    def any(self, parts: list[Formula]) -> Formula:
        return Or(tuple(parts))

    def all(self, parts: list[Formula]) -> Formula:
        return And(tuple(parts))

    def negation(self, parts: list[Formula]) -> Formula:
        return Not(parts[0])

    def yes(self, _parts: list[Formula]) -> Formula:
        return Constant(True)

    def no(self, _parts: list[Formula]) -> Formula:
        return Constant(False)

    def name(self, parts: list[Any]) -> Formula:
        return Name(str(parts[0]))


@cache
def _parser() -> Lark:
    grammar = files("detente.case").joinpath("formula.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_Build())


def parse(text: str) -> Formula:
    """Return the tree of a formula; names are not looked up.

    Raises
    ------
    FormulaError
        With the position of the first character that does not fit, and what was expected there.

    Examples
    --------
    >>> parse("a.x -> !b.y")
    Implies(condition=Name(name='a.x'), consequence=Not(operand=Name(name='b.y')))
    """
    try:
        tree: Formula = _parser().parse(text)  # type: ignore[assignment]
        return checked_depth(tree)
    except UnexpectedInput as error:
        raise _explained(text, error) from None
    except ModelError as error:
        raise FormulaError(str(error), 0, "give parts of it a name under let") from None


_HABITS = {
    "=": "write russia.ban for Y and !russia.ban for N; formulas have no =",
    "~": "write ! for not",
    "-": "write -> for if-then, ! for not; names have no hyphens",
    ",": "join formulas with & or |",
    "∧": "write &",
    "∨": "write |",
    "¬": "write !",
    "→": "write ->",
}


def _explained(text: str, error: UnexpectedInput) -> FormulaError:
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        message = "the formula is empty" if not text.strip() else "the formula ends too early"
        return FormulaError(message, len(text.rstrip()), "a name, ! or ( is expected here" + _open_brackets(text))
    position = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters):
        character = text[position]
        return FormulaError(f"the character {character!r} has no meaning in a formula", position, _HABITS.get(character, ""))
    word = str(getattr(error, "token", text[position : position + 1]))
    expected = "a name, ! or (" if word in {"&", "|", "->", "<->", ")", "and", "or"} else "&, |, ->, <-> or the end"
    return FormulaError(f"{word!r} does not fit here", position, f"{expected} is expected here")


def _open_brackets(text: str) -> str:
    missing = text.count("(") - text.count(")")
    return f"; {missing} bracket(s) are still open" if missing > 0 else ""
