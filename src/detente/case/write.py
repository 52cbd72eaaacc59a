"""From a case to the text of its file; what was not changed keeps its words, its comments and its place.

A text is seen as entries, each with the comments above it and beside it. A changed case is written by putting
the entries of the original text together again: those that are the same verbatim, the others patched as deep
inside as can be. What has no original text is laid out anew (:mod:`detente.case.layout`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from secrets import token_hex
from typing import Any

from pydantic import TypeAdapter, ValidationError

from detente.case.build import Case
from detente.case.document import plain, read_document
from detente.case.layout import WIDTH, Long, Many, entry_lines, is_same, long_form, quoted, scalar, whole
from detente.case.schema import CaseFile
from detente.errors import DetenteError


class NotWritten(DetenteError):
    """A file was not written; the message says why."""

    exit_code = 2


def write(case: Case) -> str:
    """Return the text of a case's file: the text it was read from, if nothing was changed since.

    Parameters
    ----------
    case : Case
        Of a changed case (another ``file`` than the one that was read, or a variant that was applied) only
        the changes are made in its text. One that has a ``base`` is then written out in full, without it.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("peace-treaty")
    >>> write(case) == case.text
    True
    """
    if case.variant is None and is_same(_read_data(plain(case.root)), long_form(case.file)):
        return case.text
    return write_file(case.file, case.text)


def write_file(case_file: CaseFile, original: str | None = None) -> str:
    """Return the text of a case file; with an ``original`` text, that text with what is different changed.

    Raises
    ------
    CaseError
        If the original is not YAML.

    Examples
    --------
    >>> from detente.case.schema import CaseFile
    >>> made = {"detente": 1, "title": "A game", "decision_makers": {"a": {"name": "A", "prefers": ["a.x"]}}}
    >>> file = CaseFile.model_validate(made)
    >>> print(write_file(file), end="")
    detente: 1
    title: A game
    <BLANKLINE>
    decision_makers:
      a:
        name: A
        prefers: [a.x]
    >>> text = write_file(file).replace("A game", "A game  # still short of a better title")
    >>> write_file(file.model_copy(update={"title": "Chicken"}), text).splitlines()[1]
    'title: Chicken  # still short of a better title'
    """
    if original is None:
        return whole(long_form(case_file.model_copy(update={"base": None})))
    old, new = _read_data(plain(read_document(original, "the original"))), long_form(case_file)
    if is_same(old, new):
        return original
    new = long_form(case_file.model_copy(update={"base": None}))
    text = _Original(original if original.endswith("\n") else original + "\n").changed(old, new)
    return text if text is not None and _reads_as(text, new) else whole(new)


def atomic_write(path: str | Path, text: str, *, overwrite: bool = False) -> None:
    """Write a file so that it is there in full or not at all; UTF-8, line ends as they are.

    Raises
    ------
    NotWritten
        If the file exists and ``overwrite`` is false, or the folder cannot be written to.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not overwrite:
        raise NotWritten(f"{path} exists already and is not overwritten; choose another name")
    temporary = target.with_name(f".{target.name[:80]}.{token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(temporary, target, overwrite=overwrite)
    except FileExistsError:
        raise NotWritten(f"{path} exists already and is not overwritten; choose another name") from None
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _put_in_place(temporary: Path, target: Path, *, overwrite: bool) -> None:
    """Give the finished file its name; without ``overwrite`` the name is taken first."""
    if overwrite:
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
        return
    with target.open("xb"):
        pass
    try:
        temporary.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise


_UNREAD = "\0"


def _read_data(given: Any) -> Any:
    """Return the long form of a file's own keys; what is not valid without its base is unread."""
    try:
        return long_form(CaseFile.model_validate(given))
    except ValidationError:
        made = Long()
        for name, info in CaseFile.model_fields.items():
            if name in given:
                adapter = TypeAdapter[Any](info.annotation or Any).validate_python
                made[name] = _valid(adapter, given[name])
        return made


def _valid(validate: Callable[[Any], Any], value: Any) -> Any:
    try:
        return long_form(validate(value))
    except ValidationError:
        return _UNREAD


def _reads_as(text: str, data: Any) -> bool:
    try:
        return is_same(long_form(CaseFile.model_validate(plain(read_document(text, "")))), data)
    except (DetenteError, ValidationError):
        return False


# ----------------------------------------------------------------------------------------- the original


@dataclass(frozen=True)
class _Entry:
    """One entry of a block: what stands above it, its key or dash, its value, and what stands beside it.

    ``loose`` is blank lines and comments that stay when the entry goes; ``own`` the comments right above.
    """

    loose: str
    own: str
    head: str
    key: str
    node: Any
    start: int
    tail: str


class _Original:
    """The text that is to be changed, by its nodes."""

    def __init__(self, text: str) -> None:
        from ruamel.yaml import YAML

        self.text = text
        self.root = YAML(typ="safe", pure=True).compose(text)

    def changed(self, old: Any, new: Any) -> str | None:
        """Return the whole text with the root's value changed; None if it has to be laid out anew."""
        start = self._line_start(self.root.start_mark.index)
        body = self.value(self.root, start, old, new)
        return None if body is None else self.text[:start] + body + self.text[self._region_end(self.root) :]

    def value(self, node: Any, start: int, old: Any, new: Any) -> str | None:
        """Return the text of a value changed from ``old`` to ``new``; None if it has to be laid out anew."""
        if is_same(old, new):
            return self.text[start : self._region_end(node)]
        if type(old) is not type(new) and not _are_scalars(old, new):
            return None
        if isinstance(new, Long) and node.id != "mapping":
            if new.bare is None or not set(old) == set(new) == {new.bare}:
                return None
            return self.value(node, start, old[new.bare], new[new.bare])
        if isinstance(new, Many) and node.id != "sequence":
            return self.value(node, start, old[0], new[0]) if len(old) == len(new) == 1 else None
        if node.id == "scalar":
            return self._scalar(node, new)
        if node.flow_style:
            return self._flow(node, old, new)
        return self._block(node, start, old, new) if new else None

    def _scalar(self, node: Any, new: Any) -> str | None:
        if isinstance(new, dict | list) or node.style in ("|", ">") or node.start_mark.index == node.end_mark.index:
            return None
        if isinstance(new, str) and (len(new) > WIDTH or "\n" in new):
            return None
        return quoted(new) if isinstance(new, str) and node.style else scalar(new, flow=True)

    def _flow(self, node: Any, old: Any, new: Any) -> str | None:
        """Return a value within brackets if parts of it are changed, none added and none dropped."""
        pairs = _children(node)
        keys: list[Any] = [key.value for key, _ in pairs] if node.id == "mapping" else list(range(len(pairs)))
        known = list(new) if isinstance(new, dict) else list(range(len(new)))
        if (list(old) if isinstance(old, dict) else list(range(len(old)))) != known or set(known) - set(keys):
            return None
        if not isinstance(new, Long) and keys != known:
            return None
        made, position = "", node.start_mark.index
        for key, (_, child) in zip(keys, pairs, strict=True):
            begin, end = child.start_mark.index, self._end(child)
            body = self.value(child, begin, old[key], new[key]) if key in known else self.text[begin:end]
            if body is None:
                return None
            made += self.text[position:begin] + body
            position = end
        return made + self.text[position : self._end(node)]

    def _block(self, node: Any, start: int, old: Any, new: Any) -> str:
        """Return a block with its entries put together anew."""
        column = node.start_mark.column
        entries = list(self._entries(node, start))
        order = _list_order(old, new) if isinstance(new, list) else _mapping_order(entries, old, new)
        kept = _with_loose(entries, {place for place, _ in order})
        apart = len(entries) > 1 and all(e.loose.strip(" ") for e in entries[1:])
        made = ""
        for place, key in order:
            if place is None:
                head = "-" if isinstance(new, list) else f"{scalar(key, flow=True)}:"
                lines = entry_lines(head, new[key], column)
                made += "\n" if made and (apart or (not column and len(lines) > 1)) else ""
                made += "\n".join(lines) + "\n"
            else:
                made += self._entry_text(kept[place], column, *_sides(old, new, place, key))
        made += kept[len(entries)].loose
        if start != node.start_mark.index or self._is_line_start(start):
            return made
        first = made[:column].isspace() and made[column] not in "#\n" and not made[:column].count("\n")
        return made[column:] if first else "\n" + made

    def _entry_text(self, entry: _Entry, column: int, old: Any, new: Any) -> str:
        above = entry.loose + entry.own
        body = self.value(entry.node, entry.start, old, new)
        if body is not None:
            return above + entry.head + body + entry.tail
        comments = "".join(f"{' ' * column}{c}\n" for c in self._comments(entry))
        head = "-" if entry.key == "-" else f"{scalar(entry.key, flow=True)}:"
        first, *more = entry_lines(head, new, column)
        return above + comments + "\n".join([first + (entry.tail.rstrip() if entry.tail.strip() else ""), *more]) + "\n"

    def _entries(self, node: Any, start: int) -> Iterator[_Entry]:
        """Yield the entries of a block; ``start`` is where its first line, or its first entry, begins."""
        position, column = start, node.start_mark.column
        for key, child in _children(node):
            begin = position if position == start and not self._is_line_start(start) else self._first_line(position)
            loose, own = _parted(self.text[position:begin], column)
            mark = key.end_mark.index if key is not None else self.text.index("-", begin) + 1
            value = self._value_start(child, mark)
            end = self._region_end(child)
            end = max(end, value)
            line_end = end if self._is_line_start(end) and end > value else self.text.index("\n", end) + 1
            head = (" " * column if not self._is_line_start(begin) else "") + self.text[begin:value]
            name = key.value if key is not None else "-"
            yield _Entry(loose, own, head, name, child, value, self.text[end:line_end])
            position = line_end

    def _value_start(self, child: Any, mark: int) -> int:
        """Return where a value begins: its first line for a block below its key, else its first character."""
        if _is_empty(child):
            colon = self.text.find(":", mark, self.text.index("\n", mark))
            return mark if colon < 0 else colon + 1
        is_block = child.id != "scalar" and not child.flow_style
        line_end = self.text.index("\n", mark)
        below = is_block and child.start_mark.index > line_end
        return line_end + 1 if below else int(child.start_mark.index)

    def _end(self, node: Any) -> int:
        """Return where the text of a node ends, comments and line ends after it left out."""
        if node.id != "scalar" and not node.flow_style:
            key, child = _children(node)[-1]
            if _is_empty(child):
                return self._value_start(child, key.end_mark.index if key is not None else child.start_mark.index)
            return self._end(child)
        begin, end = node.start_mark.index, node.end_mark.index
        return int(begin + len(self.text[begin:end].rstrip())) if node.id == "scalar" else int(end)

    def _region_end(self, node: Any) -> int:
        """Return where a value ends that may be a block: a block ends with its last line."""
        end = self._end(node)
        is_block = node.id != "scalar" and not node.flow_style
        return self.text.index("\n", end) + 1 if is_block else end

    def _comments(self, entry: _Entry) -> list[str]:
        """Return the comments inside the value of an entry."""
        found, position = [], entry.start
        for begin, end in [*self._leaves(entry.node), (self._end(entry.node), 0)]:
            found += re.findall(r"(?m)(?:^|(?<=\s))#.*$", self.text[position:begin])
            position = end
        return [comment.rstrip() for comment in found]

    def _leaves(self, node: Any) -> Iterator[tuple[int, int]]:
        if node.id == "scalar":
            yield node.start_mark.index, self._end(node)
            return
        for key, child in _children(node):
            if key is not None:
                yield key.start_mark.index, key.end_mark.index
            yield from self._leaves(child)

    def _first_line(self, position: int) -> int:
        """Return where the first line begins that is neither blank nor a comment."""
        while re.match(r"[ \t]*(#|$)", self.text[position : self.text.index("\n", position)]):
            position = self.text.index("\n", position) + 1
        return position

    def _line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def _is_line_start(self, position: int) -> bool:
        return position == 0 or self.text[position - 1] == "\n"


def _children(node: Any) -> list[tuple[Any, Any]]:
    """Return the keys and values of a mapping, or the entries of a list with None for a key."""
    return [(key, child) for key, child in node.value] if node.id == "mapping" else [(None, c) for c in node.value]


def _is_empty(node: Any) -> bool:
    return bool(node.id == "scalar" and node.start_mark.index == node.end_mark.index)


def _are_scalars(a: Any, b: Any) -> bool:
    return not isinstance(a, dict | list) and not isinstance(b, dict | list)


def _parted(above: str, column: int) -> tuple[str, str]:
    """Part the lines above an entry into what is loose and the comments that belong to it."""
    lines = above.splitlines(keepends=True)
    first = len(lines)
    while first and lines[first - 1].startswith(" " * column + "#"):
        first -= 1
    return "".join(lines[:first]), "".join(lines[first:])


def _with_loose(entries: list[_Entry], staying: set[int | None]) -> dict[int, _Entry]:
    """Return the entries that stay, with the loose comments of those that go; last of all what is left."""
    kept, waiting = {}, ""
    for place, entry in enumerate(entries):
        if place in staying:
            kept[place] = replace(entry, loose=waiting + entry.loose)
            waiting = ""
        elif "#" in entry.loose:
            waiting += entry.loose
    end = replace(entries[-1], loose=waiting)
    return {**kept, len(entries): end}


Order = list[tuple[int | None, Any]]


def _list_order(old: list[Any], new: list[Any]) -> Order:
    """Return for each new entry the place of the old one that it is made from, if any, and its own place."""
    was, becomes = [json.dumps(v) for v in old], [json.dumps(v) for v in new]
    source: dict[int, int] = {}
    edits = SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes()
    for tag, a, b, c, d in edits:
        if tag == "equal":
            source.update(zip(range(c, d), range(a, b), strict=True))
    for place in (p for p in range(len(new)) if p not in source):
        same = next((k for k, text in enumerate(was) if text == becomes[place] and k not in source.values()), None)
        if same is not None:
            source[place] = same
    for tag, a, b, c, d in edits:
        free = [k for k in range(a, b) if k not in source.values()]
        if tag == "replace":
            source.update(zip((p for p in range(c, d) if p not in source), free, strict=False))
    return [(source.get(place), place) for place in range(len(new))]


def _mapping_order(entries: list[_Entry], old: dict[str, Any], new: dict[str, Any]) -> Order:
    """Return for each key that is written the place of its old entry, if any, and the key."""
    places = {entry.key: place for place, entry in enumerate(entries)}
    kept = [key for key in places if key in new or key not in old]
    added = [key for key in new if key not in places and not (key in old and is_same(old[key], new[key]))]
    wanted = list(new)
    if not isinstance(new, Long) and [k for k in kept if k in new] != [k for k in wanted if k in places]:
        return [(places.get(key), key) for key in wanted]
    for key in added:
        before = [kept.index(k) for k in wanted[: wanted.index(key)] if k in kept]
        kept.insert(before[-1] + 1 if before else 0, key)
    return [(places.get(key), key) for key in kept]


def _sides(old: Any, new: Any, place: int, key: Any) -> tuple[Any, Any]:
    """Return the old and the new value of an entry; a key with its default value said is the same in both."""
    if isinstance(new, list):
        return old[place], new[key]
    return old.get(key, None if key not in new else _UNREAD), new.get(key)
