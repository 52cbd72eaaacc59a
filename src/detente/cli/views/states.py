"""Lists of states on a terminal."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from detente.case.build import Case
from detente.cli.views.layout import columns, heading, paragraph
from detente.explain import state


def parts(case: Case, data: dict[str, Any], width: int) -> list[Text]:
    """Return the feasible states of a case, each with what holds in it."""
    count, shown = data["count"], data["states"]
    made = [heading(f"{case.file.title}: {count:,} feasible {'state' if count == 1 else 'states'}", width)]
    if data["options"]:
        made.append(order(case, width))
    here = data["status_quo"]
    rows = [[pattern, "*" if pattern == here else "", words(case, pattern)] for pattern in shown]
    if rows:
        made.append(columns(rows, width))
    if here in shown:
        made.append(paragraph("*: the status quo.", width))
    if len(shown) < count:
        made.append(paragraph(f"{count - len(shown):,} more are not shown; --limit N shows N of them.", width))
    return made


def words(case: Case, pattern: str) -> str:
    """Say what holds in a state, without repeating its pattern."""
    said = state(case, pattern).removeprefix(f"{pattern}: ").removeprefix(f"{pattern} ")
    return said[1:].replace(")", "", 1) if said.startswith("(") else said


def order(case: Case, width: int) -> Text:
    """Say which letter of a pattern stands for which option."""
    names = " ".join(case.structure.option_names)
    return paragraph(f"Letters in this order: {names}", width, hanging=2)
