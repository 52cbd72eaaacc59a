"""A YAML text as a tree that remembers where everything stands.

Only the part of YAML that a case needs is read: one document of mappings, lists and scalars. Aliases and tags are
errors, since they can make a small file large or run code; so are duplicate keys and deep nesting.
Scalars are resolved as in YAML 1.2: only ``true``, ``false``, ``null`` and numbers are special, so ``no`` is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.case.raw import index_in_raw
from detente.case.syntax import printable, shown, syntax_error
from detente.errors import CaseError, Problem

LARGEST = 2_000_000
LONGEST_LINE = 200_000
DEEPEST = 40
MOST_EVENTS = 100_000
MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column are counted from 1."""

    file: str
    line: int
    column: int

    def problem(self, code: str, message: str, hint: str = "", severity: str = "error") -> Problem:
        """Return a problem at this place; signs that a terminal would obey are written out in its words."""
        return Problem(self.file, self.line, self.column, code, printable(message), printable(hint), severity)


@dataclass(slots=True)
class Scalar:
    """A piece of text.

    Attributes
    ----------
    text : str
        What it says.
    plain : bool
        Whether it stands without quotes and is no block.
    mark : Mark
        Where it begins, the opening quote included.
    raw : str
        How it stands in the file, with quotes, escapes and line breaks.
    is_lost : bool
        Whether it could not be read (an alias, a tag); the problem has been told already.
    """

    text: str
    plain: bool
    mark: Mark
    raw: str = ""
    is_lost: bool = False

    def place(self, text: str, offset: int) -> Mark:
        """Return where in the file a character of the text stands, also in quotes, escapes and folded lines.

        Parameters
        ----------
        text : str
            The text of this scalar, with or without the white space around it.
        offset : int
            The character, counted from 0; the length of the text is the place right after it.
        """
        before = len("".join(text[:offset].split()))
        on_character = offset < len(text) and not text[offset].isspace()
        index = index_in_raw(self.raw, before, on_character=on_character)
        line_start = self.raw.rfind("\n", 0, index) + 1
        column = index - line_start + (1 if line_start else self.mark.column)
        return Mark(self.mark.file, self.mark.line + self.raw.count("\n", 0, index), column)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order of the file; ``flow`` where they stand in braces."""

    items: dict[str, tuple[Scalar, Node]]
    mark: Mark
    flow: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    mark: Mark


Node = Scalar | Mapping | Sequence


# ------------------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class _Reader:
    file: str
    text: str
    events: Iterator[Any]
    problems: list[Problem] = field(default_factory=list)
    n_events: int = 0
    line_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", self.text))]

    def problem(self, code: str, mark: Mark, message: str, hint: str = "") -> None:
        self.problems.append(mark.problem(code, message, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            raise CaseError(self.problems)

    def mark_at(self, index: int) -> Mark:
        line = bisect_right(self.line_starts, index)
        return Mark(self.file, line, index - self.line_starts[line - 1] + 1)

    def mark(self, event: Any) -> Mark:
        return self.mark_at(event.start_mark.index)

    def raw(self, event: Any) -> str:
        return self.text[event.start_mark.index : event.end_mark.index]


def read_document(text: str, file: str) -> Node:
    """Return the tree of a YAML text.

    Raises
    ------
    CaseError
        If it is not YAML (then the first place only, nothing more is promised), or has duplicate keys, aliases, tags
        or too deep nesting (all of them).
    """
    root, problems = examine_document(text, file)
    if root is None or problems:
        raise CaseError(problems)
    return root


def examine_document(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text as far as it can be used, and every problem; no tree if it is not YAML.

    Of two equal keys the first is kept; an alias or a tagged value becomes a scalar that ``is_lost``.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if long := _overlong_line(text, file):
        return None, [long]
    reader = _Reader(file, text, iter(YAML(typ="safe", pure=True).parse(text)))
    try:
        return _document(reader), reader.problems
    except CaseError as error:
        return None, list(dict.fromkeys([*reader.problems, *error.problems]))
    except MarkedYAMLError as error:
        code, index, message, hint = syntax_error(text, error)
        return None, [*reader.problems, reader.mark_at(index).problem(code, message, hint)]
    except (YAMLError, ValueError) as error:
        return None, [*reader.problems, Mark(file, 1, 1).problem("Y002", f"this is not YAML: {shown(str(error))}")]


def _overlong_line(text: str, file: str) -> Problem | None:
    """Return a problem for the first line that no person wrote; long runs of some signs take YAML parsers hours."""
    if len(text) <= LONGEST_LINE:
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            message = f"the line has {len(line):,} characters; {LONGEST_LINE:,} is the limit"
            return Problem(file, number, 1, "Y007", message, "break it into several lines")
    return None


def _document(reader: _Reader) -> Node:
    node: Node | None = None
    for event in reader.events:
        kind = type(event).__name__
        if kind == "DocumentStartEvent" and node is not None:
            hint = "one file holds one case: put the second into a file of its own"
            reader.problem("Y009", reader.mark(event), "a second document starts here", hint)
            break
        if kind in {"ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"}:
            node = _node(reader, event, 1)
    if node is None or (isinstance(node, Scalar) and not node.text.strip() and not node.is_lost):
        raise CaseError([Problem(reader.file, 1, 1, "Y008", "the file is empty", "detente new FILE writes a starter")])
    return node


def _node(reader: _Reader, event: Any, depth: int) -> Node:
    mark, kind = reader.mark(event), type(event).__name__
    _refuse_too_much(reader, mark, depth, is_scalar=kind in {"ScalarEvent", "AliasEvent"})
    _refuse_anchor(reader, event, mark)
    if kind == "AliasEvent":
        return Scalar("", plain=False, mark=mark, is_lost=True)
    is_tagged = _refuse_tag(reader, event, mark)
    if kind == "ScalarEvent":
        is_plain = event.style in (None, "")
        return Scalar(event.value, plain=is_plain, mark=mark, raw=reader.raw(event), is_lost=is_tagged)
    if kind == "MappingStartEvent":
        made: Node = _mapping(reader, mark, depth, flow=bool(event.flow_style))
    else:
        made = _sequence(reader, mark, depth)
    return Scalar("", plain=False, mark=mark, is_lost=True) if is_tagged else made


def _refuse_too_much(reader: _Reader, mark: Mark, depth: int, *, is_scalar: bool) -> None:
    reader.n_events += 1 if is_scalar else 2
    if depth > DEEPEST:
        hint = "a case needs about ten levels; is a bracket or an indentation wrong?"
        raise CaseError([mark.problem("Y006", f"nested more than {DEEPEST} levels deep", hint)])
    if reader.n_events > MOST_EVENTS:
        message = "the file has very many entries; this one is beyond the limit"
        raise CaseError([mark.problem("Y007", message, "a case is a few kilobytes; is this the right file?")])


def _refuse_anchor(reader: _Reader, event: Any, mark: Mark) -> None:
    anchor = getattr(event, "anchor", None)
    if anchor and type(event).__name__ == "AliasEvent":
        hint = "write the value out; quote a text that begins with *"
        reader.problem("Y005", mark, f"*{shown(str(anchor))} is an alias of YAML; aliases are not read", hint)
    elif anchor:
        hint = "leave it out; quote a text that begins with &"
        reader.problem("Y005", mark, f"&{shown(str(anchor))} is an anchor of YAML; anchors are not read", hint)


def _refuse_tag(reader: _Reader, event: Any, mark: Mark) -> bool:
    raw = reader.raw(event)
    if not getattr(event, "tag", None):
        return False
    tag = next((word.rstrip(",{[") for word in raw.split() if word.startswith("!")), "!")
    hint = "leave it out" if tag.startswith("!!") else 'put a formula that begins with ! in quotes: "!a.b"'
    reader.problem("Y010", mark, f"{shown(tag)} is a tag of YAML; tags are not read", hint)
    return True


def _mapping(reader: _Reader, mark: Mark, depth: int, *, flow: bool) -> Mapping:
    made = Mapping({}, mark, flow)
    for event in reader.events:
        if type(event).__name__ == "MappingEndEvent":
            break
        key = _node(reader, event, depth + 1)
        value = _node(reader, next(reader.events), depth + 1)
        if not isinstance(key, Scalar):
            hint = "put text that begins with [ or { in quotes, and leave out ?"
            reader.problem("Y011", key.mark, "a key must be a word", hint)
        elif not key.is_lost:
            _add(reader, made, key, value)
    return made


def _add(reader: _Reader, made: Mapping, key: Scalar, value: Node) -> None:
    if key.text in made.items:
        first = made.items[key.text][0].mark.line
        message = f"the key {shown(key.text)} stands twice, first in line {first}"
        reader.problem("Y003", key.mark, message, "keep one of them, or rename one")
        return
    if made.flow and isinstance(value, Scalar) and value.plain and not value.raw and not value.is_lost:
        message = f"the key {shown(key.text)} has no value; inside {{ }} every comma starts a new key"
        hint = "put the whole text with its comma in quotes; for an empty value write null"
        reader.problem("S005", key.mark, message, hint)
        value = Scalar("", plain=False, mark=key.mark, is_lost=True)
    made.items[key.text] = (key, value)


def _sequence(reader: _Reader, mark: Mark, depth: int) -> Sequence:
    made = Sequence([], mark)
    for event in reader.events:
        if type(event).__name__ == "SequenceEndEvent":
            break
        made.items.append(_node(reader, event, depth + 1))
    return made


# ----------------------------------------------------------------------------------------------- work on the tree


_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")


def plain(node: Node) -> Any:
    """Return the tree as dicts, lists and scalars, resolved as in YAML 1.2; numbers that are not whole stay text."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.items.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if not node.plain:
        return None if node.is_lost else node.text
    if node.text in {"", "~", "null", "Null", "NULL"}:
        return None
    if node.text in {"true", "True", "TRUE", "false", "False", "FALSE"}:
        return node.text.lower() == "true"
    return int(node.text) if _INTEGER.fullmatch(node.text) else node.text


def merged(base: Node, patch: Node) -> Node:
    """Return ``base`` changed by ``patch`` as by a JSON merge patch (RFC 7396); every part keeps its place."""
    if not isinstance(patch, Mapping):
        return patch
    if not isinstance(base, Mapping):
        return _without_nulls(patch)
    items = dict(base.items)
    for key, (key_node, value) in patch.items.items():
        if is_null(value):
            items.pop(key, None)
        elif key in items:
            items[key] = (key_node, merged(items[key][1], value))
        else:
            items[key] = (key_node, _without_nulls(value))
    return Mapping(items, patch.mark, base.flow)


def _without_nulls(node: Node) -> Node:
    if not isinstance(node, Mapping):
        return node
    kept = {k: (kn, _without_nulls(v)) for k, (kn, v) in node.items.items() if not is_null(v)}
    return Mapping(kept, node.mark, node.flow)


def is_null(node: Node) -> bool:
    """Whether a node says that there is no value."""
    return isinstance(node, Scalar) and not node.is_lost and plain(node) is None


def find(root: Node, path: tuple[str | int, ...], *, key: bool = False) -> Node:
    """Return the node at a path as far as it leads; with ``key`` the key that the path ends in.

    Steps that do not fit are passed over: short spellings leave out keys that the full one has.
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
