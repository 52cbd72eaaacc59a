"""How a case file looks when it is laid out anew: short mappings on one line, the rest in blocks.

A file is first brought into its *long form*: dicts, lists and scalars, without the keys that have their
default, and with a note of where a shorter spelling exists (a bare formula for a statement). The long form is
also how two files are compared, order included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from pydantic import BaseModel

from detente.case.schema import (
    Claim,
    Comparison,
    DecisionMaker,
    Direction,
    Evidence,
    Option,
    Outcome,
    Position,
    Priority,
    Published,
    PublishedCount,
    Reading,
    Source,
    Statement,
    Voice,
)

WIDTH = 110
_BARE: dict[type[BaseModel], str] = {
    Option: "meaning",
    Statement: "want",
    Reading: "statements",
    Outcome: "when",
    Direction: "only",
    Position: "is",
    Priority: "order",
}
_FIRST: dict[type[BaseModel], tuple[str, ...]] = {
    Source: ("title", "author"),
    DecisionMaker: ("name", "note", "cite", "assumed", "drafted"),
    Reading: ("label", "cite", "assumed", "note"),
    Claim: ("label", "voice", "date", "source", "at"),
    Published: ("concept", "variant"),
    PublishedCount: ("concept", "variant", "state", "vary"),
}


class Long(dict[str, Any]):
    """A mapping with a model's keys; where ``bare`` is its only key, the value alone may stand for it."""

    bare: str | None = None


class Many(list[Any]):
    """A list that may be written as its one entry."""


class _Number(str):
    """Text of a number; it is written without quotes."""

    __slots__ = ()


def long_form(value: Any) -> Any:
    """Return a value of the schema as dicts, lists and scalars, without the keys that have their default."""
    if isinstance(value, BaseModel):
        return _model_data(value)
    if isinstance(value, dict):
        return {key: long_form(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [long_form(item) for item in value]
    return value


def _model_data(model: BaseModel) -> Long:
    made = Long()
    for name in _field_order(type(model)):
        info, value = type(model).model_fields[name], getattr(model, name)
        said = info.is_required() or value != info.get_default(call_default_factory=True)
        if said or (isinstance(model, Voice) and name == "speaks_for"):
            made[info.alias or name] = long_form(value)
    made.bare = _BARE.get(type(model))
    if isinstance(model, Evidence) and "cite" in made:
        made["cite"] = Many(made["cite"])
    if isinstance(model, Comparison):
        made.update({key: Many(made[key]) for key in made.keys() & {"better", "than"}})
    if isinstance(model, Reading):
        for key in made.keys() & {"weights", "payoffs"}:
            made[key] = {name: _number(amount) for name, amount in made[key].items()}
    return made


def _field_order(kind: type[BaseModel]) -> list[str]:
    """Return the fields of a model in the order in which a person reads them: names first, evidence last."""
    fields = list(kind.model_fields)
    first = [name for name in _FIRST.get(kind, ()) if name in fields]
    last = [name for name in Evidence.model_fields if issubclass(kind, Evidence) and name not in first]
    return [*first, *(name for name in fields if name not in {*first, *last}), *last]


def _number(amount: str) -> str:
    whole = re.fullmatch(r"[-+]?\d{1,30}", amount)
    return amount if whole and str(int(amount)) != amount else _Number(amount)


def is_same(a: Any, b: Any) -> bool:
    """Whether two values are equal, and in the same order."""
    return json.dumps(a) == json.dumps(b)


def whole(data: dict[str, Any]) -> str:
    """Return a whole file laid out anew, its sections set apart by blank lines."""
    text, before = "", 1
    for key, value in data.items():
        lines = entry_lines(f"{scalar(key, flow=True)}:", value, 0, (key,))
        text += "\n" if text and max(len(lines), before) > 1 else ""
        text += "\n".join(lines) + "\n"
        before = len(lines)
    return text


def entry_lines(head: str, value: Any, indent: int, path: Sequence[str | int] = ("", "", "")) -> list[str]:
    """Return the lines of one entry: ``head`` is ``key:`` or ``-``, ``indent`` its column."""
    value = _bare(value)
    room = WIDTH - indent - len(head) - 1
    start = " " * indent + head
    if not isinstance(value, dict | list):
        return _scalar_lines(start, value, indent, room)
    if not value or (len(on_one_line(value)) <= room and _is_simple(value, path)):
        return [f"{start} {on_one_line(value)}"]
    inside = _block(value, indent + 2, path)
    if head == "-":
        return [start + " " + inside[0].lstrip(), *inside[1:]]
    return [start, *inside]


def _block(value: Any, indent: int, path: Sequence[str | int]) -> list[str]:
    if isinstance(value, list):
        return [line for item in value for line in entry_lines("-", item, indent, (*path, 0))]
    lines: list[str] = []
    for key, item in value.items():
        if lines and path == ("decision_makers",):
            lines.append("")
        lines += entry_lines(f"{scalar(key, flow=True)}:", item, indent, (*path, key))
    return lines


def _bare(value: Any) -> Any:
    """Return the short spelling of a value, where it has one."""
    if isinstance(value, Long) and value.bare is not None and set(value) == {value.bare}:
        return value[value.bare]
    return value[0] if isinstance(value, Many) and len(value) == 1 else value


def _is_simple(value: Any, path: Sequence[str | int]) -> bool:
    """Whether a value that is short enough reads well on one line."""
    if path[0] == "decision_makers" and len(path) == 2:
        return False
    return _nesting(value) <= (1 if len(path) == 1 else 2)


def _nesting(value: Any) -> int:
    value = _bare(value)
    if not isinstance(value, dict | list):
        return 0
    parts = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_nesting, parts), default=0)


def on_one_line(value: Any) -> str:
    """Return a value of the long form as YAML on one line.

    Examples
    --------
    >>> on_one_line({"when": "!a.x", "by": ["a", "b"]})
    '{when: "!a.x", by: [a, b]}'
    """
    value = _bare(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k, flow=True)}: {on_one_line(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(on_one_line, value)) + "]"
    return scalar(value, flow=True)


def _scalar_lines(start: str, value: Any, indent: int, room: int) -> list[str]:
    """Return the lines of a scalar: long text is folded, text of several lines stands as it is."""
    below = " " * (indent + 2)
    if isinstance(value, str) and "\n" in value and all(map(_is_literal, value.split("\n"))) and value[-1] != "\n":
        return [f"{start} |-", *(below + line if line else "" for line in value.split("\n"))]
    if isinstance(value, str) and len(value) > room and _is_foldable(value):
        return [f"{start} >-", *(below + line for line in _folded(value, WIDTH - indent - 2))]
    return [f"{start} {scalar(value)}"]


def _folded(text: str, width: int) -> list[str]:
    return wrap(text, max(width, 40), break_long_words=False, break_on_hyphens=False)


def _is_literal(line: str) -> bool:
    return _is_visible(line) and line == line.strip()


def _is_foldable(text: str) -> bool:
    return _is_visible(text) and " " in text and all(text.split(" "))


def _is_visible(text: str) -> bool:
    return all(map(_shows, text))


def _shows(character: str) -> bool:
    return character.isprintable()


_MISREAD = re.compile(
    r"(?i)(null|true|false|yes|no|on|off|~|=|<<|[-+]?\.(inf|nan)|0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+]?[0-9][0-9_]*|[-+]?([0-9][0-9_]*)?\.?[0-9_]+(e[-+]?[0-9]+)?)\.?"
)


def scalar(value: Any, *, flow: bool = False) -> str:
    """Return a scalar as YAML; text is quoted where some reader would take it for something else."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, _Number) or not isinstance(value, str):
        return str(value)
    return value if _is_plain(value, flow=flow) else quoted(value)


def _is_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or not _is_visible(text) or _MISREAD.fullmatch(text):
        return False
    if text[0] in "-?:,[]{}#&*!|>'\"%@`" or text.startswith("...") or ": " in text or " #" in text or text[-1] == ":":
        return False
    return not (flow and set(text) & set(",[]{}"))


def quoted(text: str) -> str:
    """Return text in double quotes.

    Examples
    --------
    >>> print(quoted("say no"))
    "say no"
    """
    made = [c if _shows(c) and c not in '"\\' else json.dumps(c)[1:-1] if c < "\x7f" else _escape(c) for c in text]
    return '"' + "".join(made) + '"'


def _escape(character: str) -> str:
    return f"\\U{ord(character):08x}" if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"
