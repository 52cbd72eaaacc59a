"""The plain way to say who speaks: every quote goes to the name that stands nearest to it in its paragraph."""

from __future__ import annotations

import re

_QUOTE = re.compile(r"“([^”\n]+)”")
_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+|(?<=[ \n])[A-Z][a-z]+")


def speakers(text: str) -> list[tuple[str, str | None]]:
    """Return each quote of a text with the words that begin with capital letters and stand nearest to it.

    Examples
    --------
    >>> speakers("“We will not sign,” said Ana Belo, who had met Kari Holm.")
    [('We will not sign,', 'Ana Belo')]
    """
    found: list[tuple[str, str | None]] = []
    for line in text.splitlines():
        quotes = [*_QUOTE.finditer(line)]
        outside = _QUOTE.sub(lambda quote: " " * len(quote[0]), line)
        names = [(name.start(), name.end(), name[0]) for name in _NAME.finditer(outside)]
        for quote in quotes:
            near = min(names, key=lambda n: max(n[0] - quote.end(), quote.start() - n[1]), default=None)
            found.append((quote[1], near[2] if near else None))
    return found
