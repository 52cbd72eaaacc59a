"""A scalar as it stands in the file: in quotes, with escapes, folded over lines; where each character of its text is.

Only characters that are not white space are counted, since folding changes white space and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\n[ \t]*|.)")
_WHITE_ESCAPES = frozenset("tnvfr _NLP\n\t")


def index_in_raw(raw: str, before: int, *, on_character: bool) -> int:
    r"""Return the index of the character that has so many others in front of it, white space not counted.

    Parameters
    ----------
    raw : str
        A scalar as it stands in the file.
    before : int
        How many characters of its text stand in front, white space not counted.
    on_character : bool
        Whether the character itself is meant; otherwise the place right behind the last one in front.

    Examples
    --------
    >>> index_in_raw(r'"\x61 & b"', 1, on_character=True)
    6
    """
    end = 0
    for start, stop in _characters(raw):
        if before == 0:
            return start if on_character or not end else end
        before, end = before - 1, stop
    return end


def _characters(raw: str) -> Iterator[tuple[int, int]]:
    """Yield where each character stands that is not white space; an escape is one character."""
    style = raw[:1]
    at, stop = (1, len(raw) - 1) if style in {'"', "'"} else (0, len(raw))
    if style in {"|", ">"}:
        at = raw.find("\n") + 1 or stop
    while at < stop:
        width = 1
        if style == '"' and (escape := _ESCAPE.match(raw, at)):
            width = escape.end() - at
        elif style == "'" and raw.startswith("''", at):
            width = 2
        is_white = _is_white_escape(raw[at : at + width]) if width > 1 else raw[at].isspace()
        if not is_white:
            yield at, at + width
        at += width


def _is_white_escape(escape: str) -> bool:
    if escape[1] in "xuU" and (digits := escape[2:]):
        return chr(min(int(digits, 16), 0x10FFFF)).isspace()
    return escape != "''" and escape[1] in _WHITE_ESCAPES
