"""A JSON text as a tree that remembers where everything stands, in the nodes of case files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.document import DEEPEST, Mapping, Mark, Node, Scalar, Sequence
from detente.errors import CaseError, Problem

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:,"\s]+')


def read_json(text: str, file: str) -> Node:
    """Return the tree of a JSON text.

    Raises
    ------
    CaseError
        ``G001`` with the first place that is not JSON, or where it is nested too deep; all duplicate keys.

    Examples
    --------
    >>> from detente.case.document import plain
    >>> plain(read_json('{"options": [1, "x", true]}', "a.gmcr"))
    {'options': [1, 'x', True]}
    """
    _refuse_deep(text, file)
    try:
        json.loads(text, parse_int=len, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        words = f"this is not JSON: {error.msg[0].lower()}{error.msg[1:]}"
        raise CaseError([Problem(file, error.lineno, error.colno, "G001", words)]) from None
    except ValueError as error:
        raise CaseError([Problem(file, 1, 1, "G001", f"this is not JSON: {error}")]) from None
    reader = _Reader(text, file)
    node = reader.node()
    if reader.problems:
        raise CaseError(reader.problems)
    return node


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not a value")


def _refuse_deep(text: str, file: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            line, column = _place(text, token.start())
            raise CaseError([Problem(file, line, column, "G001", f"nested more than {DEEPEST} levels deep")])


def _place(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


@dataclass
class _Token:
    text: str
    mark: Mark


class _Reader:
    """Reads tokens of a text that is known to be JSON."""

    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Problem] = []
        self._tokens = _tokens(text, file)
        self._next: _Token | None = next(self._tokens, None)

    def node(self) -> Node:
        """Read the value that comes next."""
        token = self._take()
        if token.text == "{":
            return self._mapping(token.mark)
        if token.text == "[":
            return self._sequence(token.mark)
        return _scalar(token)

    def _take(self) -> _Token:
        token, self._next = self._next, next(self._tokens, None)
        assert token is not None  # noqa: S101 - the text is JSON
        return token

    def _ends(self, bracket: str) -> bool:
        """Whether a list or mapping ends here; passes over its bracket, or the comma before the next entry."""
        if self._next is not None and self._next.text in {bracket, ","}:
            return self._take().text == bracket
        return False

    def _mapping(self, mark: Mark) -> Mapping:
        made = Mapping({}, mark, flow=True)
        while not self._ends("}"):
            key = _scalar(self._take())
            self._take()
            value = self.node()
            if key.text in made.items:
                place = key.mark
                words = f"the key {key.text[:60]} stands twice"
                self.problems.append(Problem(place.file, place.line, place.column, "G001", words, "keep one"))
            made.items[key.text] = (key, value)
        return made

    def _sequence(self, mark: Mark) -> Sequence:
        made = Sequence([], mark)
        while not self._ends("]"):
            made.items.append(self.node())
        return made


def _tokens(text: str, file: str) -> Iterator[_Token]:
    line, before, start = 1, -1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", start, found.start())
        before = max(before, text.rfind("\n", start, found.start()))
        start = found.start()
        yield _Token(found[0], Mark(file, line, start - before))


def _scalar(token: _Token) -> Scalar:
    quoted = token.text.startswith('"')
    return Scalar(json.loads(token.text) if quoted else token.text, plain=not quoted, mark=token.mark)
