"""Small random cases as files, with everything in them that a sweep can vary."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from hypothesis import strategies as st

from detente.case.build import Case
from detente.case.read import read

OPTIONS = {"a": ("x", "y"), "b": ("x",), "c": ("x",)}


def literal(draw: st.DrawFn, names: list[str]) -> str:
    return draw(st.sampled_from(["", "!"])) + draw(st.sampled_from(names))


def formula(draw: st.DrawFn, names: list[str]) -> str:
    parts = [literal(draw, names) for _ in range(draw(st.integers(1, 2)))]
    return draw(st.sampled_from([" & ", " | ", " -> "])).join(parts)


@st.composite
def cases(draw: st.DrawFn, *, most_readings: int = 2) -> str:
    """Draw the text of a case of two or three decision makers and at most 16 patterns."""
    slugs = draw(st.sampled_from([("a", "b"), ("a", "b", "c")]))
    names = [f"{s}.{o}" for s in slugs for o in OPTIONS[s]]
    patterns = ["".join(letters) for letters in product("NY", repeat=len(names))]
    made: dict[str, Any] = {"detente": 1, "title": "T", "outcome": formula(draw, names)}
    kept = draw(st.sampled_from(patterns))
    values = dict(zip(names, kept, strict=True))
    made["status_quo"] = {name: value for name, value in values.items() if value == "Y"}
    forbidden = [_forbidding(draw, values) for _ in range(draw(st.integers(0, 3)))]
    made["constraints"] = [
        {"when": " & ".join(parts), **({"name": f"c{k}"} if draw(st.booleans()) else {})}
        for k, parts in enumerate(forbidden)
    ]
    feasible = [p for p in patterns if not any(_holds(parts, dict(zip(names, p, strict=True))) for parts in forbidden)]
    made["decision_makers"] = {s: _party(draw, s, names, feasible, most_readings) for s in slugs}
    named = [c["name"] for c in made["constraints"] if "name" in c]
    made["worlds"] = {"other": {"do": {names[0]: draw(st.sampled_from("YN"))}}}
    if named:
        made["worlds"]["lifted"] = {"lift": [named[0]]}
    if draw(st.booleans()):
        made["directions"] = {names[-1]: "N->Y"}
    if len(slugs) == 3 and draw(st.booleans()):
        made["coalitions"] = [["a", "b"]]
    return json.dumps(made)


def loaded(text: str) -> Case:
    """Return the case of a text."""
    return read(text.encode(), "random.yaml")


def _holds(parts: list[str], values: dict[str, str]) -> bool:
    return all(values[part.removeprefix("!")] == ("N" if part.startswith("!") else "Y") for part in parts)


def _forbidding(draw: st.DrawFn, values: dict[str, str]) -> list[str]:
    """Return the literals of a conjunction that does not hold in the status quo."""
    first, *rest = draw(st.lists(st.sampled_from(sorted(values)), min_size=2, max_size=3, unique=True))
    return [("!" if values[first] == "Y" else "") + first, *(literal(draw, [name]) for name in rest)]


def _party(draw: st.DrawFn, slug: str, names: list[str], patterns: list[str], most: int) -> dict[str, Any]:
    readings = {f"r{k}": _reading(draw, names, patterns) for k in range(draw(st.integers(1, most)))}
    return {"name": slug.upper(), "options": {o: o for o in OPTIONS[slug]}, "readings": readings}


def _reading(draw: st.DrawFn, names: list[str], patterns: list[str]) -> dict[str, Any]:
    if draw(st.integers(0, 2)):
        return {"statements": [formula(draw, names) for _ in range(draw(st.integers(1, 3)))]}
    of = draw(st.binary(min_size=len(patterns), max_size=len(patterns)))
    classes = [[p for p, byte in zip(patterns, of, strict=True) if byte % 3 == k] for k in range(3)]
    return {"ranking": [tied for tied in classes if tied]}
