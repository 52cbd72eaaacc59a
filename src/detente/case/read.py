"""From the text of a case file to a checked :class:`~detente.case.build.Case`; all problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from detente.case.build import Case, build
from detente.case.checks import check_file, check_model
from detente.case.document import LARGEST, Mapping, Node, Scalar, find, merged, plain, read_document
from detente.case.schema import FORMAT, CaseFile
from detente.errors import CaseError, Problem, UnknownName, did_you_mean

Bases = Callable[[str], tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave: the case, if it can be used, and every problem, warnings among them."""

    case: Case | None
    problems: tuple[Problem, ...]


def read(data: bytes, name: str, *, variant: str | None = None, bases: Bases | None = None) -> Case:
    """Return the case in the bytes of a file.

    Parameters
    ----------
    data : bytes
        UTF-8 text of at most 2 MB.
    name : str
        What to call the file in messages.
    variant : str, optional
        A variant that the file declares.
    bases : callable, optional
        From the name under ``base`` to that file's name and bytes.

    Raises
    ------
    CaseError
        With every problem of the file.
    TooLarge
        If the states cannot be listed one by one.
    """
    result = examine(data, name, variant=variant, bases=bases)
    if result.case is None:
        raise CaseError(p for p in result.problems if p.severity == "error")
    return result.case


def examine(data: bytes, name: str, *, variant: str | None = None, bases: Bases | None = None) -> Reading:
    """Return the case and all problems, or no case and the errors; never raises for a bad file."""
    try:
        root = _with_base(read_document(decoded(data, name), name), name, bases, ())
        _refuse_other_formats(root, name)
        root = _with_variant(root, variant)
    except CaseError as error:
        return Reading(None, error.problems)
    file, problems = _validated(root)
    if file is not None:
        problems += check_file(file, root)
    if file is None or any(p.severity == "error" for p in problems):
        return Reading(None, tuple(sorted(problems)))
    case = build(file, root, name=name, text=decoded(data, name), sha256=hashlib.sha256(data).hexdigest(), variant=variant)
    problems += check_model(case)
    usable = not any(p.severity == "error" for p in problems)
    return Reading(case if usable else None, tuple(sorted(problems)))


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file, or raise :class:`CaseError` if it is too long or not UTF-8 text."""
    if len(data) > LARGEST:
        advice = "a case is a few kilobytes; is this the right file?"
        raise CaseError([Problem(name, 1, 1, "Y007", f"the file has {len(data):,} bytes; {LARGEST:,} is the limit", advice)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise CaseError([Problem(name, line, column, "Y001", "this is not UTF-8 text", "save the file as UTF-8")]) from None
    control = next((i for i, c in enumerate(text) if c < " " and c not in "\t\n\r"), None)
    if control is not None:
        line, column = text.count("\n", 0, control) + 1, control - text.rfind("\n", 0, control)
        raise CaseError([Problem(name, line, column, "Y001", "this is not text: it holds control characters")])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_other_formats(root: Node, name: str) -> None:
    if not isinstance(root, Mapping):
        mark = root.mark
        message = "a case is a mapping of keys such as title and decision_makers"
        raise CaseError([Problem(name, mark.line, mark.column, "S003", message, "start the file with detente: 1")])
    if "detente" not in root.items:
        mark = root.mark
        hint = f"start the file with detente: {FORMAT}"
        raise CaseError([Problem(name, mark.line, mark.column, "S002", "the key detente (the format's number) is missing", hint)])
    node = root.items["detente"][1]
    number = plain(node)
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        mark = node.mark
        message = f"this case is written in format {number}; this version of Détente reads format {FORMAT}"
        hint = f"a version of Détente with format {number} reads it: pip install --upgrade detente"
        raise CaseError([Problem(mark.file, mark.line, mark.column, "S006", message, hint)])


def _with_base(root: Node, name: str, bases: Bases | None, seen: tuple[str, ...]) -> Node:
    if not isinstance(root, Mapping) or "base" not in root.items:
        return root
    node = root.items["base"][1]
    base = plain(node)
    mark = node.mark
    if base is None:
        return root
    if bases is None or not isinstance(base, str):
        raise CaseError([Problem(name, mark.line, mark.column, "R010", "the base of this case cannot be read from here")])
    if base in seen or len(seen) > 8:
        raise CaseError([Problem(name, mark.line, mark.column, "R010", f"the base {base} leads back to itself")])
    try:
        base_name, data = bases(base)
    except (OSError, UnknownName) as error:
        raise CaseError([Problem(name, mark.line, mark.column, "R010", f"the base {base} cannot be read: {error}")]) from None
    below = _with_base(read_document(decoded(data, base_name), base_name), base_name, bases, (*seen, base))
    return merged(below, root)


def _with_variant(root: Node, variant: str | None) -> Node:
    if variant is None:
        return root
    declared = plain(find(root, ("variants",))) if isinstance(root, Mapping) and "variants" in root.items else {}
    if not isinstance(declared, dict) or variant not in declared:
        raise UnknownName(f"there is no variant {variant}; {did_you_mean(variant, declared or [])}")
    patched = merged(root, find(root, ("variants", variant, "change")))
    return patched


def _validated(root: Node) -> tuple[CaseFile | None, list[Problem]]:
    try:
        return CaseFile.model_validate(plain(root)), []
    except ValidationError as error:
        problems: dict[tuple[int, int], Problem] = {}
        for item in error.errors(include_url=False):
            made = _problem(root, item)
            problems.setdefault((made.line, made.column), made)
        return None, list(problems.values())


_KEY_ERRORS = {"extra_forbidden", "string_pattern_mismatch"}


def _problem(root: Node, item: Any) -> Problem:
    """Return one of pydantic's errors in our words, with its place in the file."""
    path, kind, given = tuple(item["loc"]), item["type"], item["input"]
    on_key = kind == "extra_forbidden" or path[-1:] == ("[key]",)
    path = tuple(step for step in path if step != "[key]")
    node = find(root, path, key=on_key)
    code, message, hint = _words(root, path, kind, given, item, on_key=on_key)
    return Problem(node.mark.file, node.mark.line, node.mark.column, code, message, hint)


def _words(
    root: Node, path: tuple[str | int, ...], kind: str, given: Any, item: Any, *, on_key: bool
) -> tuple[str, str, str]:
    where = _where(path)
    last = str(path[-1]) if path else "the file"
    if on_key and _is_comma_key(root, path):
        hint = "put the whole text in quotes: inside { } YAML starts a new key at every comma"
        return "S005", f"the key {_quoted(last)} has no value; a comma in the text before it made it a key", hint
    if kind == "extra_forbidden":
        return "S001", f"the key {_quoted(last)} is not known in {_where(path[:-1])}", did_you_mean(last, _known_keys(path))
    if on_key:
        return "S004", *_bad_name(last, path)
    if kind == "missing":
        return "S002", f"the key {last} is missing in {_where(path[:-1])}", "every case needs it"
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        return "S003", *_bad_choice(where, path, given)
    if kind == "value_error":
        return "S004", f"{where} {item['ctx']['error']}", ""
    expected = _EXPECTED.get(kind, item["msg"][0].lower() + item["msg"][1:])
    if kind == "literal_error":
        expected = "expected " + str(item["ctx"]["expected"]).replace("'", "")
    if kind == "string_pattern_mismatch":
        return "S004", *_bad_pattern(where, item, given)
    return "S003", f"{where}: {expected}, found {_quoted(given)}", _habit(given, expected)


_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "dict_type": "expected a mapping of keys and values",
    "model_type": "expected a mapping of keys and values",
    "model_attributes_type": "expected a mapping of keys and values",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "too_short": "expected at least one entry",
    "string_too_short": "expected some text",
    "string_too_long": "expected a shorter text; a citation is at most a few words",
}


def _bad_name(last: str, path: tuple[str | int, ...]) -> tuple[str, str]:
    if "." in last and len(path) > 1 and path[-2] == "options":
        owner = last.split(".", 1)[0]
        return (
            f"the option {_quoted(last)} is declared under {path[-3]} but named after {owner}; an option has one owner",
            "declare it under its owner, by its own name without a dot",
        )
    return (
        f"{_quoted(last)} cannot be a name here: ASCII letters, digits and _, beginning with a letter",
        "use _ for - and spaces; options are written owner.option",
    )


def _bad_pattern(where: str, item: Any, given: Any) -> tuple[str, str]:
    pattern = str(item.get("ctx", {}).get("pattern", ""))
    if r"\d" in pattern:
        return f"{where}: expected a number, found {_quoted(given)}", "write 3, -1 or 0.5"
    if r"\." in pattern:
        return f"{where}: expected an option such as russia.sign, found {_quoted(given)}", "write owner.option"
    return f"{where}: {_quoted(given)} cannot be a name", "use ASCII letters, digits and _, beginning with a letter"


def _bad_choice(where: str, path: tuple[str | int, ...], given: Any) -> tuple[str, str]:
    if path and path[-1] == "test":
        from detente.case.schema import TESTS

        known = ", ".join(TESTS)
        wrong = next(iter(given), "") if isinstance(given, dict) else ""
        return f"{where}: this test is not known", did_you_mean(str(wrong), TESTS) if wrong else f"known tests: {known}"
    return f"{where}: this kind of value is not expected here, found {_quoted(given)}", "see detente schema"


def _habit(given: Any, expected: str) -> str:
    if isinstance(given, str) and "Y or N" in expected:
        return "write Y or N; YAML versions disagree about yes, no, on and off"
    if given is None:
        return "a value is missing after the colon"
    if isinstance(given, bool | int):
        return "put it in quotes if text is meant"
    return ""


def _where(path: tuple[str | int, ...]) -> str:
    named = [str(step) if isinstance(step, str) else f"entry {step + 1}" for step in path if step not in _TAGS]
    return " / ".join(named) if named else "the file"


_TAGS = {"mapping", "list", "text"}


def _quoted(value: Any) -> str:
    text = str(value) if not isinstance(value, dict | list | tuple) else ("a mapping" if isinstance(value, dict) else "a list")
    return text if len(text) <= 60 else text[:57] + "..."


def _is_comma_key(root: Node, path: tuple[str | int, ...]) -> bool:
    parent, value = find(root, path[:-1]), find(root, path)
    inside = isinstance(parent, Mapping) and parent.flow
    return inside and isinstance(value, Scalar) and value.plain and value.text == ""


def _known_keys(path: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the schema knows where ``path`` ends."""
    schema = _schema()
    node: Any = schema
    for step in path[:-1]:
        node = _descend(schema, node, step)
    keys: list[str] = []
    for option in _options(schema, node):
        keys += list(option.get("properties", {}))
    return keys


def _descend(schema: Any, node: Any, step: str | int) -> Any:
    for option in _options(schema, node):
        if isinstance(step, int) and "items" in option:
            return option["items"]
        if step in option.get("properties", {}):
            return option["properties"][step]
        if isinstance(option.get("additionalProperties"), dict) and isinstance(step, str):
            return option["additionalProperties"]
        if "patternProperties" in option:
            return next(iter(option["patternProperties"].values()))
    return node


def _options(schema: Any, node: Any) -> list[Any]:
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    parts = node.get("anyOf", []) + node.get("oneOf", [])
    return [node] + [deeper for part in parts for deeper in _options(schema, part)]


def _schema() -> Any:
    return CaseFile.model_json_schema(by_alias=True)
