"""Coalitions on a terminal: what is stable for whom and for all, and who would leave which equilibrium."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from rich.text import Text

from detente.analysis.coalitions import Coalitions
from detente.cli.asking import Question
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.cli.views.states import order, words
from detente.concepts.coalitional import coalition_concept
from detente.errors import DetenteError
from detente.explain.coalitions import jump
from detente.explain.words import capital, counted, listed, readings
from detente.model.conflict import Conflict
from detente.model.formula import Mask

MOST_SHOWN = 24
MOST_JUMPS = 8
MOST_ROWS = 40


def parts(asked: Question, conflict: Conflict, found: Coalitions, limit: int | None, width: int) -> list[Text]:
    """Return the counts, the states that are stable for every coalition, and the jumps between equilibria."""
    case = asked.case
    several = any(len(r) > 1 for r in case.preferences.values())
    where = "as things are" if asked.world == "actual" else f"with {case.world_label(asked.world)}"
    read = f", {readings(case, asked.readings, short=True)}" if several else ""
    return [
        heading(f"{case.file.title}: coalitions", width),
        paragraph(f"{where[0].upper()}{where[1:]}{read}. {_meaning(found)}", width),
        *_counts(conflict, found, width),
        *_universal(asked, conflict, found, MOST_SHOWN if limit is None else limit, width),
        *_jumps(asked, conflict, found, MOST_JUMPS if limit is None else limit, width),
    ]


def _meaning(found: Coalitions) -> str:
    better = "better for all its members"
    if found.improvement == "pareto":
        better = "worse for none of its members and better for one"
    return (
        "A state is stable for a coalition if its members, moving in turn, cannot bring about a state that is "
        f"{better}, or if the others can answer so that it is not."
    )


def _counts(conflict: Conflict, found: Coalitions, width: int) -> Iterator[Text]:
    """Yield how many states are stable: for each coalition (a row) under each concept (a column)."""
    names = list(found.concepts)
    every = "every coalition" if found.covers_all else "all of these"
    rows = [["", *names]]
    rows.append([every, *(f"{int(c.universal.sum()):,}" for c in found.concepts.values())])
    rows.append(["each party alone", *(f"{int(c.equilibria.sum()):,}" for c in found.concepts.values())])
    for group in found.coalitions[:MOST_ROWS]:
        counts = [f"{int(c.by_coalition[group].sum()):,}" for c in found.concepts.values()]
        rows.append([" + ".join(group), *counts])
    size = f"Of {len(conflict.states):,} states, this many are stable:"
    yield joined([paragraph(size, width), columns(rows, width, right=range(1, len(names) + 1))])
    if len(found.coalitions) > MOST_ROWS:
        more = len(found.coalitions) - MOST_ROWS
        yield paragraph(
            f"{more:,} more {_are(more)} not shown; --coalition DM,DM asks about one, --json has all.", width
        )
    alone = listed(dict.fromkeys(f"{c.individual} beside {name}" for name, c in found.concepts.items()))
    yield paragraph(f"Alone, each party is judged by the concept for one party: {alone}.", width)


def _universal(asked: Question, conflict: Conflict, found: Coalitions, limit: int, width: int) -> Iterator[Text]:
    """Yield the states that are stable for every coalition under some concept, those under most of them first."""
    masks = {name: c.universal for name, c in found.concepts.items()}
    held = np.add.reduce([m.astype(np.int64) for m in masks.values()])
    states = sorted(np.flatnonzero(held).tolist(), key=lambda s: (-held[s], conflict.states.pattern(s)))
    whom = "every coalition" if found.covers_all else "all these coalitions"
    if not states:
        yield paragraph(f"No state is stable for {whom}.", width)
    if not states or not limit:
        return
    here = _status_quo(conflict)
    rows = [_row(asked, conflict, masks, state, is_here=state == here) for state in states[:limit]]
    head = paragraph(f"States that are stable for {whom}, and under which concepts:", width)
    yield joined([head, columns(rows, width)])
    if conflict.states.options:
        yield order(asked.case, width)
    if here in states[:limit]:
        yield paragraph("*: the status quo.", width)
    if len(states) > limit:
        yield paragraph(f"{len(states) - limit:,} more are not shown; --limit N shows N of them.", width)


def _row(asked: Question, conflict: Conflict, masks: Mapping[str, Mask], state: int, *, is_here: bool) -> list[str]:
    pattern = conflict.states.pattern(state)
    under = [name for name, mask in masks.items() if mask[state]]
    names = "all" if len(under) == len(masks) > 1 else " ".join(under)
    return [pattern, "*" if is_here else "", names, words(asked.case, pattern)]


def _status_quo(conflict: Conflict) -> int:
    try:
        return conflict.status_quo
    except DetenteError:
        return -1


def _jumps(asked: Question, conflict: Conflict, found: Coalitions, limit: int, width: int) -> Iterator[Text]:
    """Yield the equilibria that a coalition would leave for another one."""
    yield heading("Equilibria that a coalition would leave for another one", width)
    needed = [j for j in found.jumps if j.needed]
    if shown := needed[:limit]:
        yield joined(bullets([jump(asked.case, conflict, found, j) for j in shown], width))
    if more := len(needed) - len(shown):
        yield paragraph(f"{capital(counted(more, 'other'))} {_are(more)} not shown; --limit N shows N of them.", width)
    if larger := len(found.jumps) - len(needed):
        some = f"{capital(counted(larger, 'jump'))} of coalitions in which a member need not do anything"
        yield paragraph(f"{some} {_are(larger)} left out; --json has them.", width)
    if not found.jumps_complete:
        yield paragraph("There are too many equilibria to compare them all; there may be others.", width)
    elif not found.jumps:
        individual = listed(dict.fromkeys(coalition_concept(name).individual for name in found.concepts), "or")
        yield paragraph(f"None: from no equilibrium ({individual}) can a coalition of these go to a better one.", width)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
