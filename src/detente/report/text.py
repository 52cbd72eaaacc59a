"""Texts on their way into HTML: what case files hold is untrusted, and what explanations say has code in backquotes."""

from __future__ import annotations

import re
from pathlib import PurePath, PureWindowsPath

from markupsafe import Markup, escape

# Controls, single surrogates, and the signs that turn the direction of text: none of them is ever shown as it is.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Return text without characters that steer or cannot be written; each is replaced by a visible sign.

    Examples
    --------
    >>> clean("a\u202eb")
    'a�b'
    """
    return _UNSEEN.sub("\ufffd", text)


def prose(text: str) -> Markup:
    """Return a sentence as markup: what stands in backquotes becomes code, all the rest is escaped.

    Examples
    --------
    >>> prose("because `!treaty` holds <now>")
    Markup('because <code>!treaty</code> holds &lt;now&gt;')
    """
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:
        return escape("`".join(parts))
    coded = (Markup("<code>{}</code>").format(p) if k % 2 else escape(p) for k, p in enumerate(parts))
    return Markup("").join(coded)


def plain(text: str) -> str:
    """Return a sentence without its backquotes, for titles of a page."""
    return clean(text).replace("`", "")


def file_name(name: str) -> str:
    r"""Return the last part of a path, however it is written.

    Examples
    --------
    >>> file_name("cases/dam.yaml"), file_name(r"C:\cases\dam.yaml"), file_name("-")
    ('dam.yaml', 'dam.yaml', 'standard input')
    """
    if name == "-":
        return "standard input"
    return PureWindowsPath(PurePath(name).name).name


def web_address(url: str | None) -> str:
    """Return an address that may be followed, or nothing: only the web's own two schemes are."""
    cleaned = clean(url or "").strip()
    return cleaned if re.match(r"https?://[^\s]+$", cleaned, re.IGNORECASE) else ""


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
