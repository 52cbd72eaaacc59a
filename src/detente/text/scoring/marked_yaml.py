"""YAML whose every value knows its line and column, so that all problems of a file are told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.errors import Problem

NULL = "tag:yaml.org,2002:null"


@dataclass
class MarkedFile:
    """A YAML file of which one part after the other is asked for; what does not fit is noted and answered with None."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def root(self, text: str) -> Any:
        """Return the root of the file's tree, or None when it is not YAML or is empty."""
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            return YAML(typ="safe").compose(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            self.problems.append(Problem(self.name, line, column, "N001", f"this is not YAML: {error.problem}"))
        except YAMLError as error:
            self.problems.append(Problem(self.name, 0, 0, "N001", f"this is not YAML: {' '.join(str(error).split())}"))
        return None

    def note(self, node: Any, code: str, message: str, hint: str = "") -> None:
        """Note a problem at the place of a part of the file."""
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (0, 0)
        self.problems.append(Problem(self.name, line, column, code, message, hint))

    def fields(self, node: Any, needed: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
        """Return the parts of a mapping by their keys; unknown, missing and double keys are problems."""
        if node is None or node.id != "mapping":
            self.note(node, "N002", f"a mapping is wanted here, with the keys {', '.join(needed)}")
            return {}
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                self.note(key, "N002", f"the key {name} stands twice")
            elif name not in needed and name not in optional:
                self.note(key, "N002", f"the key {name} is not known here", f"known: {', '.join((*needed, *optional))}")
            found[name] = value
        if missing := [name for name in needed if name not in found]:
            self.note(node, "N002", f"missing here: {', '.join(missing)}")
        return found

    def items(self, node: Any) -> Iterator[Any]:
        """Yield the items of a list; null is an empty one."""
        if node is None or self.is_null(node):
            return
        if node.id == "sequence":
            yield from node.value
        else:
            self.note(node, "N002", "a list is wanted here")

    def word(self, node: Any) -> str | None:
        """Return a text, or None for null."""
        if node is None or self.is_null(node):
            return None
        if node.id != "scalar":
            self.note(node, "N002", "a text is wanted here")
            return None
        return str(node.value)

    def one_of(self, node: Any, known: Collection[str]) -> str | None:
        """Return a text that is one of these."""
        word = self.word(node)
        if node is not None and node.id == "scalar" and word not in known:
            self.note(node, "N002", f"{word or 'null'} is none of {', '.join(known)}")
            return None
        return word

    def number(self, node: Any) -> int | None:
        """Return a whole number of 1 or more."""
        word = self.word(node)
        if word is not None and word.isascii() and word.isdigit() and int(word):
            return int(word)
        if node is not None:
            self.note(node, "N002", "a whole number is wanted here, counted from 1")
        return None

    def truth(self, node: Any) -> bool:
        """Return true or false; false where nothing is said."""
        return node is not None and self.one_of(node, ("true", "false")) == "true"

    @staticmethod
    def is_null(node: Any) -> bool:
        """Say whether nothing is given."""
        return bool(node.tag == NULL)
