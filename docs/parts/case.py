"""The case file: its keys, and the problems that it can have; the words come from files under ``reference``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .markdown import sentence, table

REFERENCE = Path(__file__).parents[1] / "reference"


def words(name: str) -> dict[str, Any]:
    """Return a file of words under ``reference``."""
    from ruamel.yaml import YAML

    found: dict[str, Any] = YAML(typ="safe").load((REFERENCE / name).read_text("utf-8"))
    return found


def case_keys() -> str:
    """Return every key of the case file, by the part in which it stands."""
    from detente.case import schema

    said = words("keys.yaml").items()
    return "\n\n".join(_part_of_file(getattr(schema, name), entry["title"], entry["keys"]) for name, entry in said)


def _part_of_file(model: Any, title: str, meanings: dict[str, str]) -> str:
    rows = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        needed = "yes" if info.is_required() else ""
        rows.append([f"`{key}`", needed, meanings[key]])
    said = " ".join((model.__doc__ or "").split()).replace("``", "`")
    return f"## {title}\n\n{said}\n\n" + table(["key", "needed", "meaning"], rows)


def problems() -> str:
    """Return every problem code with its meaning, a line that causes it, and what is then said."""
    said = words("problems.yaml")
    parts = []
    for letter, group in said["groups"].items():
        parts.append(f"## {group}")
        parts += [_problem(c, entry) for c, entry in said["codes"].items() if c[0] == letter]
    return "\n\n".join(parts)


def _problem(name: str, entry: dict[str, Any]) -> str:
    head = f"### {name}\n\n{sentence(entry['means'])}"
    if "example" not in entry:
        return head
    shown, found = example(name, entry)
    return f"{head}\n\n```text\n{shown}\n{found}\n```"


def example(name: str, entry: dict[str, Any]) -> tuple[str, str]:
    """Return the line of an example that causes a problem, with a mark below it, and the problem."""
    from detente.case.read import examine
    from detente.errors import CaseError
    from detente.formats.gmcr import to_case_text

    file = entry.get("file", "case.yaml")
    text = str(entry["example"]).replace("<TAB>", "\t")
    try:
        data = to_case_text(text.encode(), file).encode() if file.endswith(".gmcr") else text.encode()
        found = list(examine(data, file).problems)
    except CaseError as error:
        found = list(error.problems)
    problem = next((p for p in found if p.code == name), None)
    if problem is None:
        raise ValueError(f"the example of {name} causes {[p.code for p in found]}")
    line = text.splitlines()[problem.line - 1] if problem.line else ""
    margin = f"{problem.line} | "
    return f"{margin}{line}\n{' ' * (len(margin) - 2)}| {' ' * (problem.column - 1)}^", str(problem)
