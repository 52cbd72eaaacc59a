"""What is wrong with the shape of a file, in words: a key that is not known, a value of the wrong kind.

pydantic finds these errors; here they are said in the words of the case file, with what was expected and found.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from detente.case.document import Mapping, Node, Scalar, Sequence, is_null
from detente.case.schema import TESTS, CaseFile
from detente.case.syntax import shown
from detente.errors import did_you_mean

Path = tuple[str | int, ...]
Words = tuple[str, str, str]

ASCII = "ASCII letters, digits and _, beginning with a letter"

# What a key that is missing is for.
_MISSING = {
    "detente": "detente: 1, the number of the format",
    "title": "title: one line that names the dispute",
    "decision_makers": "decision_makers: who can do what, and what each of them wants",
    "name": "name: how to call it in words",
    "meaning": "meaning: what it is to do this, in words",
    "want": "want: a formula",
    "when": "when: a formula",
    "while": "while: a formula",
    "why": "why: the reason, in words",
    "by": "by: who assumes it",
    "source": "source: one of the names under sources",
    "only": 'only: "N->Y" or "Y->N"',
    "is": "is: Y or N",
    "test": "test: what the claim says of the model; {not_testable: why} if a model cannot tell",
    "change": "change: what is different in this variant",
    "options": "options: the options that cannot change",
    "equilibria": "equilibria: the list of states",
    "concept": "concept: Nash, GMR, SMR, SEQ, SSEQ or SIM",
    "every": "every: a formula",
    "above": "above: a formula",
    "order": "order: the places of statements in the list, the more important first",
}

# What is expected where a mapping stands, if something shorter may stand there too.
_SHORTER = {
    "Option": "what the option means, in words, or a mapping with meaning",
    "Statement": "a formula, or a mapping with want",
    "Reading": "a list of statements, or a mapping with statements, ranking, weights or payoffs",
    "Outcome": "a formula, or a mapping with when and label",
    "Direction": '"N->Y" or "Y->N", or a mapping with only',
    "Cite": "a mapping with source, at, words, voice, or a list of such",
    "Position": "Y or N",
    "Factor": "a mapping that names an option, constraint, direction, freeze, preference, pair or reading",
    "Alternative": "Y, N, drop, negate, absent, or a mapping with one of do, start, reading, place",
    "Priority": "a list of places such as [1, 2], or a mapping with order",
}

_CHOICE = {
    "states": "a list of names, or a mapping from names to patterns",
    "coalitions": "all, or a list of lists of decision makers",
    "status_quo": "a state, or a mapping from options to Y or N",
    "ranking": "a state, or a list of states that are tied",
    "factors": "a list of factors, or a mapping with without and also",
    "levers": "a list of factors, or a mapping with without and also",
}

_DATES = {"date", "as_of", "since"}

# What to do where the keys of a mapping do not go together, by a part of what the schema says of it.
_TOGETHER = {
    "exactly one of statements": "statements: [a formula, ...]",
    "at least one reading": "readings: {name: [a formula, ...]}",
    "better and than": "better: class, than: class; or prefer: formula, over: formula, all_else: [formula, ...]",
    "all_else": "better: class, than: class; or prefer: formula, over: formula, all_else: [formula, ...]",
    "priorities are about": "say what is important by statements, or leave the priorities out",
    "option, constraint": "for instance {option: owner.option}, {constraint: name} or {reading: decision maker}",
    "preference: DM": "write both, for instance {preference: russia, statement: 2}",
    "do, start": "write each alternative as an entry of its own",
    "ours": "write both, or neither",
    "do, lift, open": "do: {owner.option: Y or N}, lift: [constraint], open: [owner.option]",
}

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "tuple_type": "a list",
    "list_type": "a list",
}


def words(item: Any, path: Path, node: Node, *, on_key: bool) -> Words:
    """Return the code, the message and the hint for one error.

    Parameters
    ----------
    item : dict
        The error as pydantic tells it.
    path : tuple
        Where it is in the file, without steps that the file does not have.
    node : Node
        What stands there.
    on_key : bool
        Whether it is about the last key of the path itself.
    """
    kind = item["type"]
    if kind == "extra_forbidden":
        return _unknown_key(item, path)
    if on_key:
        return "S004", *_bad_name(path)
    if kind == "missing":
        key = str(item["loc"][-1])
        return "S002", f"the key {key} is missing in {where(path)}", f"add {_MISSING.get(key, key)}"
    if kind == "value_error":
        return "S004", *_contradiction(str(item["ctx"]["error"]), path, node)
    if kind == "string_pattern_mismatch":
        return "S004", *_bad_text(item, path, node)
    if kind in {"string_too_long", "string_too_short", "too_short"}:
        return "S003", *_bad_length(item, path, node)
    if path[-1:] == ("test",):
        return "S003", *_bad_test(path, node)
    expected = _expected(item, path)
    return "S003", f"{where(path)}: expected {expected}, found {found(node)}", _habit(node, expected)


def _unknown_key(item: Any, path: Path) -> Words:
    last = str(path[-1])
    hint = did_you_mean(last, known_keys(tuple(item["loc"])))
    return "S001", f"the key {shown(last)} is not known in {where(path[:-1])}", hint


def _expected(item: Any, path: Path) -> str:
    kind, ctx = item["type"], item.get("ctx", {})
    if kind == "literal_error" and path != ("coalitions",):
        return str(ctx["expected"]).replace("'", "")
    if kind in {"literal_error", "union_tag_not_found", "union_tag_invalid"}:
        keys = [str(step) for step in reversed(path) if isinstance(step, str)]
        return next((_CHOICE[key] for key in keys if key in _CHOICE), "another kind of value")
    if kind == "greater_than_equal":
        return f"a whole number, {ctx['ge']} or more"
    if kind in {"string_type", "int_type", "int_parsing"} and item["loc"][-1] != path[-1] and path[-1] in _DATES:
        return "text or a whole number"
    return _SHORTER.get(ctx.get("class_name", ""), _EXPECTED.get(kind, "another kind of value"))


def _contradiction(error: str, path: Path, node: Node) -> tuple[str, str]:
    """Return the words for a mapping whose keys do not go together."""
    if "either prefers" in error:
        parts = node.items.values() if isinstance(node, Mapping) else ()
        given = {key.text for key, value in parts if not is_null(value)}
        if {"prefers", "readings"} <= given:
            hint = "move what stands under prefers to readings, and give it a name"
            return f"{where(path)}: prefers and readings stand side by side; one of them is enough", hint
        message = f"{where(path)}: nothing says what {path[-1]} wants; prefers, readings or comparisons is missing"
        return message, "prefers: [the most important formula, the next, ...]"
    if "exactly one of statements" in error and " and " in error:
        return f"{where(path)}: {error}", "put every spelling into a reading of its own"
    hint = next((hint for part, hint in _TOGETHER.items() if part in error), "")
    return f"{where(path)}: {error}", hint


def _bad_name(path: Path) -> tuple[str, str]:
    last = str(path[-1])
    parent = path[-2] if len(path) > 1 else ""
    if "." in last and parent == "options" and len(path) > 2:
        owner = last.split(".", 1)[0]
        return (
            f"the option {shown(last)} stands under {path[-3]} and is named after {owner}; an option has one owner",
            "declare it under its owner, by its own name without a dot",
        )
    if parent in {"directions", "status_quo", "do", "weights"}:
        return f"{shown(last)} is not an option: write its owner, a dot and its name", "for instance russia.sign"
    if parent in {"states", "labels", "payoffs"}:
        return f"{shown(last)} cannot be the name of a state", "use a shorter one that is not empty"
    return f"{shown(last)} cannot be a name here", f"a name has up to 64 {ASCII}"


def _bad_text(item: Any, path: Path, node: Node) -> tuple[str, str]:
    pattern, said = str(item["ctx"]["pattern"]), found(node)
    if r"\d" in pattern:
        return f"{where(path)}: expected a number, found {said}", "write 3, -1 or 0.5"
    if r"\." in pattern:
        return f"{where(path)}: expected an option, found {said}", "write its owner, a dot and its name: russia.sign"
    return f"{where(path)}: {said} cannot be a name", f"a name has up to 64 {ASCII}"


def _bad_length(item: Any, path: Path, node: Node) -> tuple[str, str]:
    if item["type"] == "too_short":
        least = "one is" if item["ctx"]["min_length"] == 1 else "two are"
        return f"{where(path)}: at least {least} needed", f"add {_MISSING.get(str(path[-1]), 'one')}"
    if item["type"] == "string_too_short":
        return f"{where(path)}: expected some text, found nothing", "write something, or leave it out"
    n_characters = len(node.text) if isinstance(node, Scalar) else 0
    most = item["ctx"]["max_length"]
    is_quote = path[-1:] == ("words",)
    hint = "cite a few words only; the rest is found by its place (at)" if is_quote else "make it shorter"
    return f"{where(path)}: {n_characters:,} characters, and {most:,} is the limit", hint


def _bad_test(path: Path, node: Node) -> tuple[str, str]:
    known = f"known tests: {', '.join(TESTS)}"
    if not isinstance(node, Mapping) or not node.items:
        return f"{where(path)}: expected a mapping that names a test, found {found(node)}", known
    first = next(iter(node.items))
    near = did_you_mean(first, TESTS)
    return f"{where(path)}: there is no test {shown(first)}", near if near.startswith("did") else known


def _habit(node: Node, expected: str) -> str:
    """Return a hint for the usual slips."""
    if isinstance(node, Scalar) and not node.text and node.plain:
        return "a value is missing after the colon"
    if expected == "1":
        return "write detente: 1, without quotes"
    if "Y or N" in expected and isinstance(node, Scalar):
        return "write Y or N; versions of YAML disagree about yes, no, on and off"
    if expected == "a list" and isinstance(node, Scalar):
        return f"write [{shown(node.text)}]"
    if isinstance(node, Scalar) and node.plain and expected.startswith(("text", "what the option means")):
        return f'put it in quotes: "{shown(node.text)}"'
    return ""


def where(path: Path) -> str:
    """Return a path as it is read aloud."""
    return " / ".join(shown(step) if isinstance(step, str) else f"entry {step + 1}" for step in path) or "the file"


def found(node: Node) -> str:
    """Return what stands somewhere, as the user wrote it."""
    if isinstance(node, Mapping):
        return "a mapping" if node.items else "an empty mapping"
    if isinstance(node, Sequence):
        return "a list" if node.items else "an empty list"
    if node.plain:
        return shown(node.text) if node.text else "nothing"
    quoted = shown(node.text)
    return quoted if quoted.startswith('"') else f'"{quoted}"'


# ---------------------------------------------------------------------------------------------------- known keys


def known_keys(path: Path) -> list[str]:
    """Return the keys that the schema knows where ``path`` ends."""
    schema = _schema()
    nodes = [schema]
    for step in path[:-1]:
        nodes = [d for node in nodes for d in _descend(schema, node, step)] or nodes
    keys = [key for node in nodes for option in _options(schema, node) for key in option.get("properties", {})]
    return list(dict.fromkeys(keys))


def _descend(schema: Any, node: Any, step: str | int) -> list[Any]:
    deeper = []
    for option in _options(schema, node):
        if isinstance(step, int) and "items" in option:
            deeper.append(option["items"])
        elif step in option.get("properties", {}):
            deeper.append(option["properties"][step])
        elif isinstance(step, str) and isinstance(option.get("additionalProperties"), dict):
            deeper.append(option["additionalProperties"])
        elif isinstance(step, str) and "patternProperties" in option:
            deeper.extend(option["patternProperties"].values())
    return deeper


def _options(schema: Any, node: Any) -> list[Any]:
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    parts = node.get("anyOf", []) + node.get("oneOf", [])
    return [node] + [deeper for part in parts for deeper in _options(schema, part)]


@cache
def _schema() -> Any:
    return CaseFile.model_json_schema(by_alias=True)
