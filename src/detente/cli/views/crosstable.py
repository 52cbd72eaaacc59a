"""The cross table on a terminal: readings down, worlds across, as few rows as say the same as all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from detente.analysis.claims import sourced
from detente.analysis.crosstable import CrossTable
from detente.case.build import ACTUAL, Case
from detente.case.evidence import is_sourced
from detente.cli.streams import clean
from detente.cli.views.layout import centred, columns, heading, joined, paragraph, stacked

ANY = "any reading"
NARROW = 4
WIDEST_HEAD = 14
GAP = 2
SIGNS = {True: "T", False: ".", None: "?"}
STYLES = {"T": "bold green", ".": "dim", "?": "bold yellow"}
Cells = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row that stands for one combination of readings, or for several that have the same cells."""

    readings: tuple[str, ...]
    cells: Cells


def parts(case: Case, table: CrossTable, width: int, *, full: bool = False) -> list[Text]:
    """Return the cross table with its counts, what its signs mean, and why a cell is empty.

    With ``full`` also the short names for ``--reading`` and ``--world`` with what they stand for.
    """
    order, same = arranged(case, table)
    grid, numbered = _grid(case, table, order, width)
    made = [grid]
    if numbered and not full:
        made.append(columns([[str(n), case.world_label(w)] for n, w in enumerate(table.worlds, 1)], width, right=[0]))
    said = [f"T: {case.outcome_label} is attainable; .: it is not"]
    if table.why_not:
        said[0] += "; ?: not evaluated"
    if any(not _is_sourced(case, s, r) for s in order for r in _names(table, s)):
        said.append("*: nobody is cited for this reading")
    made.append(paragraph("; ".join(said) + ".", width))
    made += [paragraph(_without(case, slugs, table), width) for slugs in [same] if slugs]
    made += [paragraph(f"? {case.world_label(w)}: {why}.", width, hanging=2) for w, why in table.why_not.items()]
    return [*made, *_legend(case, table, width, numbered=numbered)] if full else made


def _without(case: Case, slugs: Sequence[str], table: CrossTable) -> str:
    parties = " and ".join(case.dm_called(s) for s in slugs)
    number = " x ".join(str(len(_names(table, s))) for s in slugs)
    verb = "is read changes" if len(slugs) == 1 else "are read changes"
    return f"How {parties} {verb} no cell, so the rows leave it out ({number} readings)."


def arranged(case: Case, table: CrossTable) -> tuple[list[str], list[str]]:
    """Return the decision makers that rows are about, those with most readings first, and those that change no cell."""
    several = [s for s in case.preferences if len(_names(table, s)) > 1]
    cells = {_key(row.readings): tuple(row.attainable.values()) for row in table.rows}
    same = [s for s in several if _changes_nothing(cells, table, s)]
    about = [s for s in several if s not in same]
    return sorted(about, key=lambda s: -len(_names(table, s))), same


def _names(table: CrossTable, slug: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.readings[slug] for row in table.rows))


def _key(readings: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(readings.values())


def _changes_nothing(cells: Mapping[tuple[str, ...], Cells], table: CrossTable, slug: str) -> bool:
    seen: dict[tuple[str, ...], Cells] = {}
    for row in table.rows:
        rest = tuple(r for s, r in row.readings.items() if s != slug)
        if seen.setdefault(rest, cells[_key(row.readings)]) != cells[_key(row.readings)]:
            return False
    return True


def lines(table: CrossTable, order: Sequence[str]) -> list[Line]:
    """Return the rows; where a decision maker's readings all give the same cells they become one."""

    def below(place: int, chosen: dict[str, str]) -> list[Line]:
        if place == len(order):
            row = next(r for r in table.rows if chosen.items() <= r.readings.items())
            return [Line((), tuple(row.attainable[w] for w in table.worlds))]
        slug = order[place]
        found = {name: below(place + 1, {**chosen, slug: name}) for name in _names(table, slug)}
        first = next(iter(found.values()))
        if len(found) > 1 and place and all(f == first for f in found.values()):
            found = {ANY: first}
        return [Line((name, *line.readings), line.cells) for name, f in found.items() for line in f]

    return below(0, {})


def _grid(case: Case, table: CrossTable, order: Sequence[str], width: int) -> tuple[Text, bool]:
    """Return the rows under the heads of the worlds, and whether the worlds are numbered."""
    rows = lines(table, order)
    shown = [[_label(case, s, r) for s, r in zip(order, row.readings, strict=True)] for row in rows]
    inner = [clean(case.dm_name(s)) for s in order[-max(len(order) - 1, 1) :]]
    foot = _foot(case, table)
    names = [label[-len(inner) :] if inner else [] for label in shown]
    widths = [max(map(cell_len, column)) for column in zip(inner, *names, strict=True)]
    indent = 2 if len(order) > 1 else 0
    left = max(indent + sum(w + GAP for w in widths), *(cell_len(name) + GAP for name, _ in foot), 0, 0)
    tops, each = _tops(case, table, width - left)
    made = Text()
    for top in tops[:-1]:
        _append(made, "", left, top, each, "bold")
    _append(made, _padded(inner, widths, indent), left, tops[-1], each, "bold")
    group = ""
    for row, label, within in zip(rows, shown, names, strict=True):
        if len(order) > 1 and label[0] != group:
            group = label[0]
            made.append(f"{clean(case.dm_name(order[0]))}: {group}\n", "bold")
        _append(made, _padded(within, widths, indent), left, [SIGNS[c] for c in row.cells], each)
    for name, counts in foot:
        _append(made, name, left, counts, each)
    made.rstrip()
    return made, each == NARROW


def _padded(cells: Sequence[str], widths: Sequence[int], indent: int) -> str:
    return " " * indent + "".join(c + " " * (w + GAP - cell_len(c)) for c, w in zip(cells, widths, strict=True))


def _append(made: Text, start: str, left: int, cells: Sequence[str], each: int, style: str = "") -> None:
    """Append one line: what stands at the left, then the cells of the worlds."""
    made.append(start + " " * (left - cell_len(start)), style)
    for place, cell in enumerate(cells):
        text = centred(cell, each)
        made.append(text.rstrip() if place == len(cells) - 1 else text, STYLES.get(cell, style))
    made.append("\n")


def _label(case: Case, slug: str, reading: str) -> str:
    if reading == ANY:
        return ANY
    mark = "" if _is_sourced(case, slug, reading) else "*"
    return clean(case.reading_label(slug, reading)) + mark


def _is_sourced(case: Case, slug: str, reading: str) -> bool:
    return is_sourced(case.file.decision_makers[slug].all_readings[reading])


def _tops(case: Case, table: CrossTable, room: int) -> tuple[list[list[str]], int]:
    """Return the heads of the worlds and the width of their columns; numbers where the labels have no room."""
    labels = [clean(case.world_label(w)) for w in table.worlds]
    longest = max(cell_len(word) for label in labels for word in label.split())
    each = min(room // len(labels), WIDEST_HEAD)
    if each > longest:
        return stacked(labels, each - 1), each
    return [[str(n) for n in range(1, len(labels) + 1)]], NARROW


def _foot(case: Case, table: CrossTable) -> list[tuple[str, list[str]]]:
    kept = [row for row in table.rows if sourced(case, row.readings)]
    every = [str(table.count(w)[0]) for w in table.worlds]
    if len(table.rows) == 1:
        return []
    found = [(f"T in all {len(table.rows)}", every)]
    if 0 < len(kept) < len(table.rows):
        found.append((f"T in the {len(kept)} sourced", [str(table.count(w, kept)[0]) for w in table.worlds]))
    return found


def _legend(case: Case, table: CrossTable, width: int, *, numbered: bool) -> list[Text]:
    number = [[f"{n}"] if numbered else [] for n in range(1, len(table.worlds) + 1)]
    worlds = [[*n, w, _what(case, w)] for n, w in zip(number, table.worlds, strict=True)]
    rows = [
        [f"{slug}={name}", case.reading_label(slug, name)]
        for slug in case.preferences
        for name in _names(table, slug)
        if len(case.preferences[slug]) > 1
    ]
    made = [joined([heading("Worlds, for --world", width), columns(worlds, width)])]
    return [*made, joined([heading("Readings, for --reading", width), columns(rows, width)])] if rows else made


def _what(case: Case, world: str) -> str:
    """Say what a world changes; the three kinds of change are told apart."""
    said = case.world(world)
    if said is None:
        return case.world_label(ACTUAL)
    changes = [f"`{o}` fixed at {v}" for o, v in said.do.items()]
    changes += [f"constraint `{name}` lifted" for name in said.lift]
    changes += [f"`{option}` can change both ways" for option in said.open]
    return f"{case.world_label(world)}: {', '.join(changes)}"
