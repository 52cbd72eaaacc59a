"""How wide a text is, roughly and on the generous side, and how it breaks into lines."""

from __future__ import annotations

import unicodedata

_NARROW = set("iljtfrI.,:;'|!()[]{} `’‘")
_WIDE = set("mwMWQOG@%&—…ÄÖÜ")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most in a usual sans-serif face of that size.

    Examples
    --------
    >>> width("ill", 10) < width("www", 10)
    True
    """
    total = sum(_share(char) for char in text) * size
    return total * (1.09 if bold else 1.0)


def _share(char: str) -> float:
    """Return the width of a letter as a share of the size."""
    if char in _NARROW:
        return 0.42
    if char in _WIDE:
        return 0.99
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.70 if char.isupper() else 0.64


def wrapped(text: str, room: float, size: float, *, most: int, bold: bool = False) -> list[str]:
    """Break a text into at most ``most`` lines that fit; a text that is cut ends in an ellipsis.

    Examples
    --------
    >>> wrapped("sign a peace treaty", 80, 12, most=2)
    ['sign a', 'peace…']
    """
    lines: list[str] = []
    left = text.split()
    while left and len(lines) < most:
        line, left = _line(left, room, size, bold=bold)
        lines.append(line)
    if left:
        lines[-1] = _cut(lines[-1], room, size, bold=bold)
    return lines


def _line(words: list[str], room: float, size: float, *, bold: bool) -> tuple[str, list[str]]:
    """Return one line and the words that are left; a word that fits on no line is broken."""
    line = words[0]
    if width(line, size, bold=bold) > room:
        fits = _fitting(line, room, size, bold=bold)
        return line[:fits], [line[fits:], *words[1:]]
    taken = 1
    while taken < len(words) and width(f"{line} {words[taken]}", size, bold=bold) <= room:
        line = f"{line} {words[taken]}"
        taken += 1
    return line, words[taken:]


def _fitting(word: str, room: float, size: float, *, bold: bool) -> int:
    """Return how many letters of a word fit, at least one."""
    fits = 1
    while fits < len(word) and width(word[: fits + 1], size, bold=bold) <= room:
        fits += 1
    return fits


def _cut(line: str, room: float, size: float, *, bold: bool) -> str:
    while len(line) > 1 and width(f"{line}…", size, bold=bold) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
