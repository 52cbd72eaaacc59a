"""From the text of a case file to a checked :class:`~detente.case.build.Case`; all problems at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from detente.case.build import Case, build
from detente.case.checks import check_doubts, check_file, check_model
from detente.case.document import (
    LARGEST,
    MOST_PROBLEMS,
    Mapping,
    Mark,
    Node,
    examine_document,
    find,
    merged,
    plain,
)
from detente.case.finding import View
from detente.case.schema import FORMAT
from detente.case.shape import shaped
from detente.case.syntax import shown
from detente.case.wording import found
from detente.errors import CaseError, Problem, TooLarge, UnknownName, did_you_mean

Bases = Callable[[str], tuple[str, bytes]]
LONGEST_CHAIN = 8
VARIANTS_BUDGET = 4_000_000


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
    UnknownName
        If the file declares no such variant.
    """
    result = examine(data, name, variant=variant, bases=bases)
    if result.case is None:
        raise CaseError(p for p in result.problems if p.severity == "error")
    return result.case


def examine(data: bytes, name: str, *, variant: str | None = None, bases: Bases | None = None) -> Reading:
    """Return the case and all problems, or no case and the problems; no bad file makes it raise, but for its size.

    Without a ``variant`` all variants of the file are looked at too.

    Raises
    ------
    TooLarge
        If the states cannot be listed one by one.
    UnknownName
        If the file declares no such variant.
    """
    problems: list[Problem] = []
    try:
        text = decoded(data, name)
        root = _read_tree(text, name, problems, bases, (name,))
        _refuse_other_formats(root)
    except CaseError as error:
        return Reading(None, _in_order([*problems, *error.problems]))
    root = _with_variant(root, variant)
    origin = _Origin(name, text, hashlib.sha256(data).hexdigest(), variant)
    case, looked = _examined(root, origin, is_sound=not problems)
    problems += looked
    if variant is None:
        problems += _in_variants(root, origin, problems)
    usable = not any(p.severity == "error" for p in problems)
    return Reading(case if usable else None, _in_order(problems))


@dataclass(frozen=True, slots=True)
class _Origin:
    name: str
    text: str
    sha256: str
    variant: str | None


def _examined(root: Node, origin: _Origin, *, is_sound: bool) -> tuple[Case | None, list[Problem]]:
    """Return the case of a tree, if its shape, names and formulas are in order, and every problem.

    Doubts are told of a file without errors only: a misspelt name would cast doubt on what is not to blame.
    """
    shape = shaped(root)
    problems = list(shape.problems)
    if shape.file is None:
        return None, problems
    view = View(shape.file, shape.root, root)
    problems += check_file(view)
    if not is_sound or problems:
        return None, problems
    problems += check_doubts(view)
    case = build(shape.file, root, name=origin.name, text=origin.text, sha256=origin.sha256, variant=origin.variant)
    return case, problems + check_model(case)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems in the order of the file, each once; of very many the first."""
    ordered = sorted(dict.fromkeys(problems))
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    last = ordered[MOST_PROBLEMS - 1]
    message = f"there are more than {MOST_PROBLEMS} problems; only the first are shown"
    more = Problem(last.file, last.line, last.column, "Y012", message, "mend these and check again")
    return (*ordered[:MOST_PROBLEMS], more)


# ------------------------------------------------------------------------------------------------- bytes and text


_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_OTHER_FILES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a compressed file",
    b"\xd0\xcf\x11\xe0": "an old office document",
}


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file, or raise :class:`CaseError` if it is too long or not UTF-8 text."""
    if len(data) > LARGEST:
        advice = "a case is a few kilobytes; is this the right file?"
        message = f"the file has more than {LARGEST:,} bytes, which is the limit"
        raise CaseError([Problem(name, 1, 1, "Y007", message, advice)])
    for start, kind in _OTHER_FILES.items():
        if data.startswith(start):
            hint = "give the .yaml file of a case"
            raise CaseError([Problem(name, 1, 1, "Y001", f"this is {kind} and not text", hint)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _with_line_feeds(data[: error.start].decode("utf-8-sig", "replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        encoding = _OTHER_ENCODINGS.get(data[:2])
        message = f"this is {encoding} and not UTF-8" if encoding else "this is not UTF-8 text"
        raise CaseError([Problem(name, line, column, "Y001", message, "save the file as UTF-8")]) from None
    text = _with_line_feeds(text)
    if text.count("\0") > len(text) // 4:
        raise CaseError([Problem(name, 1, 1, "Y001", "this is UTF-16 and not UTF-8", "save the file as UTF-8")])
    if control := _CONTROL.search(text):
        at = control.start()
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        message = f"the control character {shown(control[0])} stands here, which no text has"
        hint = "save the file as UTF-8 text" if control[0] == "\0" else "delete it"
        raise CaseError([Problem(name, line, column, "Y001", message, hint)])
    return text


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# ----------------------------------------------------------------------------------------- format, base and variants


def _refuse_other_formats(root: Node) -> None:
    if not isinstance(root, Mapping):
        message = f"expected a mapping of keys such as title and decision_makers, found {found(root)}"
        raise CaseError([root.mark.problem("S003", message, f"start the file with detente: {FORMAT}")])
    node = root.items["detente"][1] if "detente" in root.items else None
    number = plain(node) if node is not None else None
    if node is not None and isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        message = f"this case is written in format {number}; this version of Détente reads format {FORMAT}"
        hint = f"a version of Détente that has format {number} reads it: pip install --upgrade detente"
        raise CaseError([node.mark.problem("S006", message, hint)])


def _read_tree(text: str, name: str, problems: list[Problem], bases: Bases | None, seen: tuple[str, ...]) -> Node:
    """Return the tree of a text, laid over that of its base; what is wrong with either is added to ``problems``."""
    root, wrong = examine_document(text, name)
    problems += wrong
    if root is None:
        raise CaseError([])
    if not isinstance(root, Mapping) or "base" not in root.items:
        return root
    node = root.items["base"][1]
    base = plain(node)
    if base is None:
        return root
    if bases is None or not isinstance(base, str):
        message = f"base: expected the name of a case, found {found(node)}"
        if isinstance(base, str):
            message = f"the base {shown(base)} cannot be read from here"
        raise CaseError([node.mark.problem("R010", message, "name a case of the catalogue, or a file beside this one")])
    base_name, data = _base(base, node.mark, bases, seen)
    below = _read_tree(decoded(data, base_name), base_name, problems, bases, (*seen, base_name))
    return merged(below, root)


def _base(base: str, mark: Mark, bases: Bases, seen: tuple[str, ...]) -> tuple[str, bytes]:
    try:
        name, data = bases(base)
    except (OSError, ValueError, UnknownName) as error:
        said = getattr(error, "strerror", None) or "there is no such case or file"
        hint = "name a case of the catalogue, or a file beside this one"
        raise CaseError([mark.problem("R010", f"the base {shown(base)} cannot be read: {said}", hint)]) from None
    if name in seen:
        circle = " -> ".join([*seen, name])
        message = f"the base {shown(base)} leads back here: {circle}"
        raise CaseError([mark.problem("R010", message, "name another case")])
    if len(seen) > LONGEST_CHAIN:
        message = f"more than {LONGEST_CHAIN} cases stand on each other"
        raise CaseError([mark.problem("R010", message, "base this one on the lowest of them")])
    return name, data


def _changes(root: Node) -> dict[str, Mapping]:
    """Return what each variant changes, those left out that are not well-formed."""
    declared = root.items["variants"][1] if isinstance(root, Mapping) and "variants" in root.items else None
    slugs = declared.items if isinstance(declared, Mapping) else ()
    found_at = {slug: find(root, ("variants", slug, "change")) for slug in slugs}
    changes = {slug: node for slug, node in found_at.items() if isinstance(node, Mapping)}
    return {s: node for s, node in changes.items() if node is not find(root, ("variants", s))}


def _with_variant(root: Node, variant: str | None) -> Node:
    if variant is None:
        return root
    changes = _changes(root)
    if variant not in changes:
        raise UnknownName(f"there is no variant {variant}; {did_you_mean(variant, changes)}")
    return merged(root, changes[variant])


def _in_variants(root: Node, origin: _Origin, known: list[Problem]) -> list[Problem]:
    """Return the errors that only variants have; a warning where there are too many to look at all of them."""
    changes, problems = _changes(root), []
    most = max(1, VARIANTS_BUDGET // max(1, len(origin.text)))
    is_sound = not any(p.severity == "error" for p in known)
    for slug, change in list(changes.items())[:most]:
        looked: list[Problem] = []
        with suppress(TooLarge):
            _, looked = _examined(merged(root, change), replace(origin, variant=slug), is_sound=is_sound)
        fresh = [p for p in looked if p.severity == "error" and p not in known]
        problems += [replace(p, message=f"in the variant {slug}: {p.message}") for p in fresh]
    if len(changes) > most:
        node = find(root, ("variants",), key=True)
        message = f"only the first {most} of {len(changes)} variants were looked at"
        problems.append(node.mark.problem("W007", message, "load each of the others once", "warning"))
    return problems
