"""What goes out: text that every terminal can show, JSON as the same bytes everywhere, quiet when nobody reads."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 120
_PLAIN = {
    "“": '"',
    "”": '"',
    "’": "'",
    "‘": "'",
    "—": "-",
    "–": "-",
    "…": "...",
    "·": ".",
    "→": "->",
    "↔": "<->",
    "≥": ">=",
}
# What could steer a terminal or turn the direction of text round; case files come from anywhere.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class ClosedPipe(Exception):
    """Whoever read the output wants no more of it."""


def prepare() -> None:
    """Let every character be written on every terminal, in plainer letters where need be."""
    codecs.register_error("detente.plain", _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="detente.plain")


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return _PLAIN.get(letter) or decomposed or "?"


def clean(text: str) -> str:
    r"""Return text without characters that steer a terminal; each is replaced by a visible sign.

    Examples
    --------
    >>> clean("a\x1b[31mb") == "a\ufffd[31mb"
    True
    """
    return _UNSEEN.sub("\ufffd", text)


def say(line: str) -> None:
    """Write a line for the user to the standard error stream."""
    try:
        print(clean(line), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        silence()


def silence() -> None:
    """Send what is still to come nowhere, so that the interpreter does not complain at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = io.StringIO()


def write_json(data: dict[str, Any]) -> None:
    """Write an answer as JSON: ASCII, indented, lines ended by LF on every system."""
    import json

    write_text(json.dumps(data, indent=2) + "\n")


def write_text(text: str) -> None:
    """Write text as it is; line ends stay LF where the stream lets them."""
    try:
        sys.stdout.flush()
        binary = getattr(sys.stdout, "buffer", None)
        if binary is None:
            sys.stdout.write(text)
        else:
            binary.write(text.encode(sys.stdout.encoding or "utf-8", "detente.plain"))
            binary.flush()
    except BrokenPipeError:
        raise ClosedPipe from None


def screen() -> Console:
    """Return the console that answers are shown on; as wide as the terminal, but never too wide to read."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            raise ClosedPipe

    made = Screen(highlight=False, markup=False, emoji=False, soft_wrap=False)
    made.width = min(made.width, WIDEST)
    return made


def show(make: Callable[[int], Iterable[Text]]) -> None:
    """Show an answer: parts made for the width of the terminal, with an empty line between them."""
    from rich.text import Text

    console = screen()
    console.print(Text("\n\n").join(make(console.width)), soft_wrap=True)
