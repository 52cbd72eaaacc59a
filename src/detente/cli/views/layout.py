"""Headings, paragraphs and columns: lines without a space at their end, in styles that say nothing by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from textwrap import wrap

from rich.cells import cell_len
from rich.text import Text

from detente.cli.streams import clean

CODE = re.compile(r"`[^`]*`")
GAP = 2


def heading(text: str, width: int) -> Text:
    """Return a heading."""
    return Text("\n".join(wrap(clean(text), width)), style="bold")


def paragraph(text: str, width: int, *, indent: int = 0, hanging: int = 0) -> Text:
    """Return a paragraph; formulas in backquotes are told apart."""
    first, rest = " " * indent, " " * (indent + hanging)
    lines = wrap(
        clean(text), width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return coded("\n".join(lines))


def bullets(texts: Iterable[str], width: int, *, indent: int = 2) -> list[Text]:
    """Return a list, each entry with a hyphen."""
    return [paragraph(f"- {text}", width, indent=indent, hanging=2) for text in texts]


def coded(text: str) -> Text:
    """Return text in which formulas in backquotes are told apart."""
    made = Text(text)
    made.highlight_regex(CODE, "cyan")
    return made


def columns(rows: Sequence[Sequence[str]], width: int, *, indent: int = 2, right: Iterable[int] = ()) -> Text:
    """Return rows in columns; the last column takes the rest of the line and goes on below itself.

    Parameters
    ----------
    rows : sequence of sequence of str
        All of the same length.
    width, indent : int
    right : iterable of int
        The columns that are set flush right.
    """
    cleaned = [[clean(cell) for cell in row] for row in rows]
    if not cleaned:
        return Text("")
    widths = [max(cell_len(row[k]) for row in cleaned) for k in range(len(cleaned[0]))]
    left = indent + sum(w + GAP for w in widths[:-1])
    room = max(width - left, 20)
    flush = set(right)
    lines = []
    for row in cleaned:
        cells = [_set(cell, widths[k], flush_right=k in flush) for k, cell in enumerate(row[:-1])]
        start = " " * indent + "".join(cell + " " * GAP for cell in cells)
        last = _set(row[-1], widths[-1], flush_right=True) if len(row) - 1 in flush else row[-1]
        folded = wrap(last, room, break_long_words=False, break_on_hyphens=False) or [""]
        lines.append((start + folded[0]).rstrip())
        lines += [" " * left + line for line in folded[1:]]
    return coded("\n".join(lines))


def _set(text: str, width: int, *, flush_right: bool = False) -> str:
    space = " " * (width - cell_len(text))
    return space + text if flush_right else text + space


def centred(text: str, width: int) -> str:
    """Return text in the middle of a column."""
    space = width - cell_len(text)
    return " " * (space // 2) + text + " " * (space - space // 2)


def stacked(texts: Sequence[str], width: int) -> list[list[str]]:
    """Return heads of columns as lines of cells; each head is folded to the width and stands at the bottom."""
    folded = [wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""] for text in texts]
    deepest = max(map(len, folded), default=0)
    padded = [[""] * (deepest - len(lines)) + lines for lines in folded]
    return [list(line) for line in zip_longest(*padded, fillvalue="")]


def joined(parts: Iterable[Text]) -> Text:
    """Return texts one below the other."""
    return Text("\n").join(parts)
