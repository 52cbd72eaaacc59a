"""Equilibria on a terminal: how many there are by concept, which states they are, and what others published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.text import Text

from detente.analysis.equilibria import Equilibria, Stability
from detente.analysis.plain_large import made_by
from detente.case.schema import Published
from detente.cli.asking import Question
from detente.cli.views.layout import GAP, columns, heading, joined, paragraph
from detente.cli.views.states import order, words
from detente.concepts import all_concepts
from detente.errors import DetenteError
from detente.explain.words import listed, readings
from detente.model.conflict import Conflict
from detente.model.formula import Mask

MOST_SHOWN = 24
ROOM_FOR_TITLES = 20


def parts(asked: Question, conflict: Conflict, found: Equilibria, limit: int | None, width: int) -> list[Text]:
    """Return equilibria by concept, the states that are one, and the published answers beside ours."""
    shown = {**found.concepts, **found.derived}
    made = [
        heading(f"{asked.case.file.title}: equilibria", width),
        paragraph(situation(asked), width),
        _counts(conflict, shown, width),
    ]
    made += [paragraph(f"{name} is left out: {why}.", width, hanging=2) for name, why in found.left_out.items()]
    made += [paragraph(f"{name} is not answered: {why}.", width, hanging=2) for name, why in found.not_answered.items()]
    made += _states(asked, conflict, shown, MOST_SHOWN if limit is None else limit, width)
    made += _published(asked, conflict, shown, width)
    made.append(paragraph(made_line(made_by(found.engine, found.engines, found.exactness)), width))
    return made


def situation(asked: Question) -> str:
    """Say in one sentence in which world and reading the case was asked."""
    case = asked.case
    several = any(len(r) > 1 for r in case.preferences.values())
    where = "as things are" if asked.world == "actual" else f"with {case.world_label(asked.world)}"
    read = f", {readings(case, asked.readings, short=True)}" if several else ""
    return f"{where[0].upper()}{where[1:]}{read}."


def made_line(made: Mapping[str, Any]) -> str:
    """Say how exact an answer is, and which engine of which version gave it."""
    main, version = made["engine"], made["version"]
    others = [f"{name} by {by}" for name, by in made["engines"].items() if by != main]
    also = f" ({', '.join(others)})" if others else ""
    kernel = f", kernel {version['kernel']}" if main == "kernel" else ""
    exactness = str(made["exactness"])
    return f"{exactness[0].upper()}{exactness[1:]}, by the engine {main}{also} of Détente {version['detente']}{kernel}."


def _counts(conflict: Conflict, shown: Mapping[str, Stability], width: int) -> Text:
    slugs = conflict.structure.slugs
    head = ["", "all", *slugs, ""]
    rows = [
        [name, f"{int(s.equilibria.sum()):,}", *(f"{int(s.by_dm[slug].sum()):,}" for slug in slugs), _title(name)]
        for name, s in shown.items()
    ]
    size = f"Of {len(conflict.states):,} states, this many are stable for all (equilibria), and for each party:"
    return joined([paragraph(size, width), counts_table([head, *rows], width)])


def counts_table(rows: list[list[str]], width: int) -> Text:
    """Return counts in columns, the names of the concepts in full at the end of the line where there is room.

    Where there is not even room for the columns, each concept has its counts one after the other.
    """
    n_counts = len(rows[0]) - 2
    taken = sum(max(len(row[k]) for row in rows) + GAP for k in range(n_counts + 1))
    if taken <= width:
        shown = rows if taken + GAP + ROOM_FOR_TITLES <= width else [row[:-1] for row in rows]
        return columns(shown, width, right=range(1, n_counts + 1))
    counts = (", ".join(map(" ".join, zip(rows[0][1:-1], row[1:-1], strict=True))) for row in rows[1:])
    lines = (f"{row[0]}: {said}" for row, said in zip(rows[1:], counts, strict=True))
    return joined([paragraph(line, width, indent=2, hanging=2) for line in lines])


def _title(name: str) -> str:
    known = all_concepts()
    return known[name].title if name in known else "each party by one or the other"


def _states(
    asked: Question, conflict: Conflict, shown: Mapping[str, Stability], limit: int, width: int
) -> Iterator[Text]:
    """Yield the states that are equilibria under some concept, those under most of them first."""
    masks = {name: s.equilibria for name, s in shown.items()}
    held = np.add.reduce([m.view(np.int8) for m in masks.values()], dtype=np.int8) if masks else np.zeros(0, np.int8)
    n_found = int(np.count_nonzero(held))
    if not n_found or not limit:
        return
    found = _first(conflict, held, limit)
    here = _status_quo(conflict)
    rows = [_row(asked, conflict, masks, state, is_here=state == here) for state in found]
    head = paragraph("States that are an equilibrium, and under which concepts:", width)
    yield joined([head, columns(rows, width)])
    if conflict.states.options:
        yield order(asked.case, width)
    if here in found:
        yield paragraph("*: the status quo.", width)
    if n_found > limit:
        yield paragraph(f"{n_found - limit:,} more are not shown; --limit N shows N of them.", width)


def _first(conflict: Conflict, held: npt.NDArray[np.int8], limit: int) -> list[int]:
    """Return the states that are an equilibrium under most concepts, sorted as text among equals."""
    found: list[int] = []
    for n_concepts in range(int(held.max()), 0, -1):
        found += conflict.states.first_as_text(held == n_concepts, limit - len(found)).tolist()
        if len(found) >= limit:
            break
    return found


def _row(asked: Question, conflict: Conflict, masks: Mapping[str, Mask], state: int, *, is_here: bool) -> list[str]:
    pattern = conflict.states.pattern(state)
    under = [name for name, mask in masks.items() if mask[state] and name in all_concepts()]
    names = "all" if len(under) == sum(n in all_concepts() for n in masks) else " ".join(under) or "SEQ or SIM"
    return [pattern, "*" if is_here else "", names, words(asked.case, pattern)]


def _status_quo(conflict: Conflict) -> int:
    try:
        return conflict.status_quo
    except DetenteError:
        return -1


def _published(asked: Question, conflict: Conflict, shown: Mapping[str, Stability], width: int) -> Iterator[Text]:
    """Yield the published answers about this variant beside ours, and what differs."""
    case = asked.case
    here = [p for p in case.file.published if p.variant == case.variant]
    is_plain = asked.world == "actual" and not asked.fixed
    if here and is_plain:
        lines = [_beside(conflict, p, shown, width) for p in here if p.concept in shown]
        yield joined([heading("Published answers", width), *(line for line in lines if line)])
    elsewhere = dict.fromkeys(p.variant or "the base case" for p in case.file.published if p.variant != case.variant)
    if elsewhere and is_plain:
        yield paragraph(f"There are published answers for {listed(elsewhere)} too.", width)


def _beside(conflict: Conflict, said: Published, shown: Mapping[str, Stability], width: int) -> Text:
    stable = shown[said.concept].equilibria
    theirs = [conflict.states.index(s) for s in said.equilibria]
    ours = np.flatnonzero(stable).tolist()
    given = ", ".join(said.equilibria) or "none"
    if set(theirs) == set(ours):
        return paragraph(f"{said.concept}: {given}; the same here.", width, indent=2, hanging=2)
    by_us = ", ".join(_called(conflict, s) for s in ours) or "none"
    why = f" {said.differs}" if said.differs else ""
    return paragraph(f"{said.concept}: {given}; here {by_us}.{why}", width, indent=2, hanging=2)


def _called(conflict: Conflict, state: int) -> str:
    return conflict.states.slugs[state] if conflict.states.slugs else conflict.states.pattern(state)
