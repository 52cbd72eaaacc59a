"""The shape of a file: every error in it, and what is left when the wrong parts are taken out.

A wrong part is taken out, or a missing one filled in, and the rest is looked at again, so that one slip hides no
other. What is left serves for further checks only: a file with errors never becomes a case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from detente.case.document import MOST_PROBLEMS, Mapping, Mark, Node, Scalar, Sequence, is_null, plain
from detente.case.schema import CaseFile
from detente.case.wording import Path, words
from detente.errors import Problem

MOST_ROUNDS = 12
TAGGED = (["states"], ["status_quo"], ["coalitions"], ["factors"], ["levers"])
PREFERENCES = ("statements", "ranking", "weights", "payoffs")


@dataclass(frozen=True, slots=True)
class Shape:
    """What looking at the shape of a file gave.

    Attributes
    ----------
    file : CaseFile or None
        What is left of it; None if too little is left.
    root : Node
        The tree of what is left.
    problems : tuple of Problem
        What was wrong.
    is_whole : bool
        Whether nothing had to be taken out or filled in.
    """

    file: CaseFile | None
    root: Node
    problems: tuple[Problem, ...]
    is_whole: bool


def shaped(root: Node) -> Shape:
    """Return what a tree is as a case file, with every error in its shape."""
    work = _Work(_copied(root))
    work.drop_lost()
    for _ in range(MOST_ROUNDS):
        try:
            file = CaseFile.model_validate(plain(work.root), by_alias=True, by_name=False)
        except ValidationError as error:
            if not work.repair(error.errors(include_url=False)):
                break
        else:
            return Shape(file, work.root, tuple(work.problems), is_whole=not work.touched)
    return Shape(None, work.root, tuple(work.problems), is_whole=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an error is: the steps of its path that the file has, and what stands there."""

    path: Path
    node: Node
    above: tuple[Mapping | Sequence, ...]
    mark: Mark
    on_key: bool

    @property
    def parent(self) -> Mapping | Sequence | None:
        return self.above[-1] if self.above else None

    @property
    def is_decision_maker(self) -> bool:
        return self.path[:1] == ("decision_makers",) and not self.path[2:]

    @property
    def is_reading(self) -> bool:
        return self.path[:1] == ("decision_makers",) and self.path[2:3] in {("prefers",), ("readings",)}


def _place(root: Node, item: Any) -> _Place:
    loc = item["loc"]
    on_key = item["type"] == "extra_forbidden" or loc[-1:] == ("[key]",)
    node: Node = root
    above: list[Mapping | Sequence] = []
    mark = root.mark
    path: list[str | int] = []
    for step in _untagged(loc):
        if isinstance(node, Mapping) and str(step) in node.items:
            above.append(node)
            key, node = node.items[str(step)]
            mark = key.mark if on_key else node.mark
            path.append(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            above.append(node)
            node = node.items[step]
            mark = node.mark
            path.append(step)
    return _Place(tuple(path), node, tuple(above), mark, on_key)


def _untagged(loc: Path) -> Path:
    """Return the path of an error without what pydantic adds: the kind of a value that may be of several kinds."""
    steps = list(loc[:-1] if loc[-1:] == ("[key]",) else loc)
    place = 3 if steps[:1] == ["claims"] and steps[2:3] == ["test"] else 1
    if place == len(("claims", "name", "test")) or steps[:1] in TAGGED:
        del steps[place : place + 1]
    return tuple(steps)


@dataclass(slots=True)
class _Work:
    """A tree under repair; ``touched`` are the containers that were changed, by identity."""

    root: Node
    problems: dict[Problem, None] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    removals: list[tuple[Mapping | Sequence, str | int]] = field(default_factory=list)

    def drop_lost(self) -> None:
        """Take out what could not be read at all; that has been told already."""
        self._drop_lost((), self.root)
        self.apply()

    def _drop_lost(self, above: tuple[Mapping | Sequence, ...], node: Node) -> None:
        if isinstance(node, Scalar):
            return
        for step, part in _parts(node):
            if isinstance(part, Scalar) and part.is_lost:
                self.remove(node, step)
                self.touched.update(map(id, above))
            self._drop_lost((*above, node), part)

    def repair(self, errors: list[Any]) -> bool:
        """Note the errors and take out what they are about; False if nothing can be done."""
        is_changed = False
        told = [item for item in errors[: MOST_PROBLEMS * 10] if not _is_emptied(item, errors)]
        places = [(item, _place(self.root, item)) for item in told]
        for item, place in places:
            if not self._follows(item, place):
                code, message, hint = words(item, place.path, place.node, on_key=place.on_key)
                self.problems[place.mark.problem(code, message, hint)] = None
        for item, place in places:
            is_changed = self._repair_one(item, place) or is_changed
        return self.apply() or is_changed

    def _follows(self, item: Any, place: _Place) -> bool:
        """Whether the error is only there because something was taken out before."""
        if isinstance(place.node, Scalar) or id(place.node) not in self.touched:
            return False
        if item["type"] == "value_error" and isinstance(place.node, Mapping):
            given = _given(place.node)
            return not ({"prefers", "readings"} <= given or len(given & set(PREFERENCES)) > 1)
        return item["type"] in {"missing", "too_short", "union_tag_not_found"}

    def _repair_one(self, item: Any, place: _Place) -> bool:
        key, node = str(item["loc"][-1]) if item["loc"] else "", place.node
        if item["type"] == "missing" and isinstance(node, Mapping) and (value := _filling(key, node.mark)):
            return self.fill(node, key, value)
        if item["type"] == "value_error" and isinstance(node, Mapping) and place.is_decision_maker:
            return self._one_spelling(node)
        if item["type"] == "value_error" and isinstance(node, Mapping) and place.is_reading:
            return self._one_preference(node)
        if place.parent is not None:
            self.remove(place.parent, place.path[-1])
            self.touched.update(map(id, place.above))
        return False

    def _one_spelling(self, node: Mapping) -> bool:
        """Move ``prefers`` under ``readings`` if both are there; give an empty one if neither is."""
        prefers, named = (node.items.pop(key, (None, None))[1] for key in ("prefers", "readings"))
        if prefers is not None and isinstance(named, Mapping) and named.items:
            self.fill(named, "prefers", prefers)
            return self.fill(node, "readings", named)
        return self.fill(node, "prefers", Sequence([], node.mark))

    def _one_preference(self, node: Mapping) -> bool:
        """Keep the first of several spellings; give an empty list if there is none."""
        given = [key for key in PREFERENCES if key in _given(node)]
        for key in set(PREFERENCES) - set(given[:1]):
            node.items.pop(key, None)
        if given[:1] != ["statements"]:
            node.items.pop("priorities", None)
        return bool(given) or self.fill(node, "statements", Sequence([], node.mark))

    def fill(self, node: Mapping, key: str, value: Node) -> bool:
        """Put a value where a key is missing."""
        self.touched.add(id(node))
        if key in node.items:
            return False
        node.items[key] = (Scalar(key, plain=True, mark=node.mark), value)
        return True

    def remove(self, node: Mapping | Sequence, step: str | int) -> None:
        """Take something out of a container at the next :meth:`apply`."""
        self.touched.add(id(node))
        self.removals.append((node, step))

    def apply(self) -> bool:
        """Take out what was marked; False if there is nothing."""
        places: dict[int, tuple[Sequence, set[str | int]]] = {}
        for node, step in self.removals:
            if isinstance(node, Mapping):
                node.items.pop(str(step), None)
            else:
                places.setdefault(id(node), (node, set()))[1].add(step)
        for listing, gone in places.values():
            listing.items[:] = [item for k, item in enumerate(listing.items) if k not in gone]
        is_changed = bool(self.removals)
        self.removals.clear()
        return is_changed


def _is_emptied(item: Any, errors: list[Any]) -> bool:
    """Whether a list is only too short because none of its entries is right."""
    loc = item["loc"]
    return item["type"] == "too_short" and any(e["loc"][: len(loc)] == loc and e["loc"] != loc for e in errors)


def _filling(key: str, mark: Mark) -> Node | None:
    """Return what may stand for a missing value, so that the rest can be looked at."""
    if key in {"title", "name", "meaning", "why", "by"}:
        return Scalar("?", plain=False, mark=mark)
    if key == "detente":
        return Scalar("1", plain=True, mark=mark)
    if key == "decision_makers":
        nobody = _mapping(mark, name=Scalar("?", plain=False, mark=mark), prefers=Sequence([], mark))
        return _mapping(mark, nobody=nobody)
    return None


def _mapping(mark: Mark, **entries: Node) -> Mapping:
    return Mapping({key: (Scalar(key, plain=True, mark=mark), value) for key, value in entries.items()}, mark)


def _given(node: Mapping) -> set[str]:
    """Return the keys of a mapping that have a value."""
    return {key for key, (_, value) in node.items.items() if not is_null(value)}


def _parts(node: Node) -> list[tuple[str | int, Node]]:
    if isinstance(node, Mapping):
        return [(key, value) for key, (_, value) in node.items.items()]
    return list(enumerate(node.items)) if isinstance(node, Sequence) else []


def _copied(node: Node) -> Node:
    """Return a tree whose containers can be changed without changing the first; scalars are shared."""
    if isinstance(node, Mapping):
        return Mapping({k: (key, _copied(v)) for k, (key, v) in node.items.items()}, node.mark, node.flow)
    return Sequence([_copied(item) for item in node.items], node.mark) if isinstance(node, Sequence) else node
