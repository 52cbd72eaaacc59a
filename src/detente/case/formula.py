"""From the text of a formula to its tree; every error has a position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput

from detente.case.syntax import shown
from detente.errors import DetenteError, ModelError
from detente.model.formula import And, Constant, Formula, Iff, Implies, Name, Not, Or, checked_depth, children

RESERVED = frozenset({"true", "false", "not", "and", "or"})
LARGEST = 100_000


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
        return Constant(value=True)

    def no(self, _parts: list[Formula]) -> Formula:
        return Constant(value=False)

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
        raise FormulaError(str(error), 0, "split it into several statements or constraints") from None


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?")


def name_places(text: str) -> Iterator[tuple[str, int]]:
    """Yield every name in the text of a formula that can be read, with its position.

    Examples
    --------
    >>> list(name_places("a.xy and !a.x"))
    [('a.xy', 0), ('a.x', 10)]
    """
    for found in _NAME.finditer(text):
        if found.group() not in RESERVED:
            yield found.group(), found.start()


# ---------------------------------------------------------------------------------------------------- what is wrong


_SIGNS = {
    "=": "write russia.ban for Y and !russia.ban for N; there is no = in formulas",
    "=>": "write ->",
    "==": "write <-> for if and only if",
    "~": "write ! for not",
    "-": "write -> for if-then and ! for not; names have _ and no hyphens",
    "<": "write <-> for if and only if",
    ",": "join formulas with & or |",
    ";": "join formulas with & or |",
    "+": "join formulas with & or |",
    "*": "join formulas with &",
    "^": "join formulas with &",
    ".": "an option is its owner, one dot and its name: russia.sign",
    "∧": "write &",
    "∨": "write |",
    "¬": "write !",
    "→": "write ->",
    "⇒": "write ->",
    "↔": "write <->",
    "⇔": "write <->",
    "–": "write -> for if-then",
    "\u00a0": "this is a space that does not break the line; type a plain one",
    "[": "use round brackets",
    "{": "use round brackets",
    "'": "names stand without quotes",
    '"': "names stand without quotes",
    "“": "names stand without quotes",
    "”": "names stand without quotes",
    "#": "a comment of YAML needs a space in front of it",
}
_WORDS = {
    "xor": "write !(a <-> b) for either-or",
    "iff": "write <->",
    "implies": "write a -> b",
    "if": "write a -> b for if a then b",
    "then": "write a -> b for if a then b",
    "unless": "write !b -> a for a unless b",
    "but": "write &",
    "AND": "write and, in small letters",
    "OR": "write or, in small letters",
    "NOT": "write not, in small letters",
    "And": "write and, in small letters",
    "Or": "write or, in small letters",
    "Not": "write not, in small letters",
}
_ENDS = "a name, ! or ( is expected here"
_GOES_ON = re.compile(r"(?:[&|>!(]|(?:^|[^\w.])(?:and|or|not))$")
_BEFORE_A_NAME = {"&", "|", "->", "<->", ")", "and", "or"}


def _explained(text: str, error: UnexpectedInput) -> FormulaError:
    token = getattr(error, "token", None)
    if not isinstance(error, UnexpectedCharacters) and (token is None or token.type == "$END"):
        return _ended(text)
    position: int = error.pos_in_stream  # type: ignore[assignment]
    if isinstance(error, UnexpectedCharacters):
        character = text[position]
        hint = _SIGNS.get(text[position : position + 2]) or _SIGNS.get(character) or _letters(character)
        return FormulaError(f"{shown(character)} has no meaning in a formula", position, hint)
    return _misplaced(text, str(token), position)


def _letters(character: str) -> str:
    if character.isdigit():
        return "a name begins with a letter"
    return "names are written with ASCII letters, digits and _" if character.isalpha() else ""


def _ended(text: str) -> FormulaError:
    if not text.strip():
        return FormulaError("it is empty", 0, "write a formula, or true")
    n_open = text.count("(") - text.count(")")
    if n_open > 0 and not _GOES_ON.search(text.rstrip()):
        brackets = "a bracket is" if n_open == 1 else f"{n_open} brackets are"
        return FormulaError(f"{brackets} not closed", len(text.rstrip()), "write ) at the end")
    return FormulaError("it ends too early", len(text.rstrip()), _ENDS)


def _misplaced(text: str, word: str, position: int) -> FormulaError:
    if hint := _WORDS.get(word) or _WORDS.get(_word_before(text, position)):
        return FormulaError(f"{word} does not fit here", position, hint)
    if word in {"&", "|"} and text[:position].endswith(word):
        return FormulaError(f"{word}{word} has no meaning in a formula", position - 1, f"write {word}")
    if word == ")" and text.count(")", 0, position + 1) > text.count("(", 0, position):
        return FormulaError("this bracket was never opened", position, "leave it out, or open it")
    expected = _ENDS if word in _BEFORE_A_NAME else "&, |, ->, <-> or the end is expected here"
    return FormulaError(f"{word} does not fit here", position, expected)


def _word_before(text: str, position: int) -> str:
    words = text[:position].split()
    return words[-1] if words else ""


# ------------------------------------------------------------------------------------------------ names written out


@dataclass(frozen=True, slots=True)
class Extent:
    """How deep and how large a formula is when the names under ``let`` are written out."""

    levels: int
    n_parts: int


def extent(formula: Formula, of_names: Mapping[str, Extent]) -> Extent:
    """Return the extent of a formula, given that of the names in it; the work follows the formula as it is written.

    Examples
    --------
    >>> extent(parse("a & !a"), {"a": Extent(10, 1000)})
    Extent(levels=12, n_parts=2002)
    """
    known: dict[int, Extent] = {}
    todo: list[tuple[Formula, bool]] = [(formula, False)]
    while todo:
        part, ready = todo.pop()
        if isinstance(part, Name):
            known[id(part)] = of_names.get(part.name, Extent(1, 1))
        elif ready:
            inner = [known[id(c)] for c in children(part)]
            known[id(part)] = Extent(1 + max((e.levels for e in inner), default=0), 1 + sum(e.n_parts for e in inner))
        elif id(part) not in known:
            todo.append((part, True))
            todo.extend((c, False) for c in children(part))
    return known[id(formula)]
