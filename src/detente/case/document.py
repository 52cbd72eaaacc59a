"""A YAML text as a tree that remembers where everything stands.

Only the part of YAML that a case needs is read: one document of mappings, lists and scalars. Aliases and tags are
errors, since they can make a small file large or run code; so are duplicate keys and deep nesting.
Scalars are resolved as in YAML 1.2: only ``true``, ``false``, ``null`` and numbers are special, so ``no`` is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.errors import CaseError, Problem

LARGEST = 2_000_000
DEEPEST = 40
MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column are counted from 1."""

    file: str
    line: int
    column: int


@dataclass(slots=True)
class Scalar:
    """A piece of text."""

    text: str
    plain: bool
    mark: Mark
    single_line: bool = True


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order of the file."""

    items: dict[str, tuple[Scalar, Node]]
    mark: Mark
    flow: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    mark: Mark


Node = Scalar | Mapping | Sequence


@dataclass(slots=True)
class _Reader:
    file: str
    events: Iterator[Any]
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: str, mark: Mark, message: str, hint: str = "") -> None:
        self.problems.append(Problem(mark.file, mark.line, mark.column, code, message, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            raise CaseError(self.problems)

    def mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)


def read_document(text: str, file: str) -> Node:
    """Return the tree of a YAML text.

    Raises
    ------
    CaseError
        If it is not YAML (then the first place only, nothing more is promised), or has duplicate keys, aliases, tags
        or too deep nesting (all of them).
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    _refuse_tabs(text, file)
    yaml = YAML(typ="safe", pure=True)
    try:
        reader = _Reader(file, iter(yaml.parse(text)))
        node = _document(reader)
    except MarkedYAMLError as error:
        raise CaseError([_syntax_problem(error, file)]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise CaseError([Problem(file, 1, 1, "Y002", f"this is not YAML: {_one_line(str(error))}")]) from None
    if reader.problems:
        raise CaseError(reader.problems)
    return node


def _refuse_tabs(text: str, file: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            column = indent.index("\t") + 1
            raise CaseError([Problem(file, number, column, "Y004", "a tab cannot indent YAML", "use spaces")])


def _syntax_problem(error: Any, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = _one_line(error.problem or error.context or "it cannot be read")
    context = f" ({_one_line(error.context)})" if error.problem and error.context else ""
    hint = "put text that holds : # { } [ ] , & * ! or quotes inside quotes, and check the indentation"
    return Problem(file, line, column, "Y002", f"this is not YAML: {said}{context}", hint)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _document(reader: _Reader) -> Node:
    node: Node | None = None
    for event in reader.events:
        kind = type(event).__name__
        if kind == "DocumentStartEvent" and node is not None:
            reader.problem("Y009", reader.mark(event), "a second document starts here", "one case, one file")
            break
        if kind in {"ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"}:
            node = _node(reader, event, 1)
    if node is None or (isinstance(node, Scalar) and not node.text.strip()):
        raise CaseError([Problem(reader.file, 1, 1, "Y008", "the file is empty", "detente new FILE writes a starter")])
    return node


def _node(reader: _Reader, event: Any, depth: int) -> Node:
    mark, kind = reader.mark(event), type(event).__name__
    if depth > DEEPEST:
        raise CaseError([Problem(mark.file, mark.line, mark.column, "Y006", f"nested more than {DEEPEST} levels deep")])
    _refuse_extras(reader, event, mark)
    if kind == "MappingStartEvent":
        return _mapping(reader, mark, depth, flow=bool(event.flow_style))
    if kind == "SequenceStartEvent":
        return _sequence(reader, mark, depth)
    if kind == "AliasEvent":
        return Scalar("", plain=False, mark=mark)
    single = event.start_mark.line == event.end_mark.line
    return Scalar(event.value, plain=event.style in (None, ""), mark=mark, single_line=single)


def _refuse_extras(reader: _Reader, event: Any, mark: Mark) -> None:
    if getattr(event, "anchor", None):
        reader.problem("Y005", mark, f"anchors and aliases are not read ({event.anchor})", "write the value out")
    tag = getattr(event, "tag", None)
    if tag and not getattr(event, "implicit", (True,))[0:1] == (True,) and str(tag) not in {"!", "None"}:
        reader.problem("Y010", mark, f"tags are not read ({tag})", "leave it out")


def _mapping(reader: _Reader, mark: Mark, depth: int, *, flow: bool) -> Mapping:
    made = Mapping({}, mark, flow)
    for event in reader.events:
        if type(event).__name__ == "MappingEndEvent":
            break
        key = _node(reader, event, depth + 1)
        value = _node(reader, next(reader.events), depth + 1)
        if not isinstance(key, Scalar):
            reader.problem("Y011", key.mark, "a key must be a word", "put the text in quotes")
        elif key.text in made.items:
            first = made.items[key.text][0].mark.line
            reader.problem("Y003", key.mark, f"the key {_short(key.text)} stands twice, first in line {first}", "keep one")
        else:
            made.items[key.text] = (key, value)
    return made


def _sequence(reader: _Reader, mark: Mark, depth: int) -> Sequence:
    made = Sequence([], mark)
    for event in reader.events:
        if type(event).__name__ == "SequenceEndEvent":
            break
        made.items.append(_node(reader, event, depth + 1))
    return made


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.?[0-9]+)([eE][-+]?[0-9]{1,3})?")


def plain(node: Node) -> Any:
    """Return the tree as dicts, lists and scalars, resolved as in YAML 1.2; numbers that are not whole stay text."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.items.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if not node.plain:
        return node.text
    if node.text in {"", "~", "null", "Null", "NULL"}:
        return None
    if node.text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return node.text.lower() == "true"
    return int(node.text) if _INTEGER.fullmatch(node.text) else node.text


def merged(base: Node, patch: Node) -> Node:
    """Return ``base`` changed by ``patch`` as by a JSON merge patch (RFC 7396); every part keeps its place."""
    if not isinstance(patch, Mapping) or not isinstance(base, Mapping):
        return patch
    items = dict(base.items)
    for key, (key_node, value) in patch.items.items():
        if isinstance(value, Scalar) and plain(value) is None:
            items.pop(key, None)
        elif key in items:
            items[key] = (key_node, merged(items[key][1], value))
        else:
            items[key] = (key_node, _without_nulls(value))
    return Mapping(items, base.mark, base.flow)


def _without_nulls(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    kept = {k: (kn, _without_nulls(v)) for k, (kn, v) in node.items.items() if plain(v) is not None}
    return Mapping(kept, node.mark, node.flow)


def find(root: Node, path: tuple[str | int, ...], *, key: bool = False) -> Node:
    """Return the node at a path as far as it leads; with ``key`` the key that the path ends in.

    Elements of the path that do not fit (pydantic puts the names of union members into its paths) are passed over.
    """
    node: Node = root
    found: Node = root
    for step in path:
        if isinstance(node, Mapping) and str(step) in node.items:
            key_node, node = node.items[str(step)]
            found = key_node if key else node
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = found = node.items[step]
    return found
