"""The encoding of bytes that are text: what a mark of byte order says, UTF-8, and else what the text reads best in."""

from __future__ import annotations

import codecs
import re

from detente.errors import SourceError, UnknownName, did_you_mean

SAMPLE = 1 << 16
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
USUAL = ("utf-8", "utf-16", "cp1252", "latin-1", "iso8859-15", "mac-roman", "shift_jis", "gb18030")
WESTERN = "cp1252"
MOST_FOREIGN = 0.3
TYPOGRAPHIC = re.compile("[‐-†…]")
"""Quote marks, dashes and dots whose three bytes of UTF-8 are no words in any other encoding."""

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
DECLARABLE = ("iso", "latin", "windows", "cp", "koi8", "mac", "shift", "sjis", "euc", "gb", "big5")


def declared(raw: bytes) -> str | None:
    """Return the encoding that a web page declares in its first lines, as browsers understand it.

    Examples
    --------
    >>> declared(b'<meta charset="ISO-8859-1">')
    'cp1252'
    """
    found = DECLARED.search(raw, 0, 4096)
    said = found[1].decode("ascii").lower() if found else ""
    if said in {"iso-8859-1", "latin1", "latin-1"}:
        return WESTERN
    return said if said.startswith(DECLARABLE) else None


def decode(name: str, raw: bytes, encoding: str | None = None, likely: str | None = None) -> tuple[str, str]:
    r"""Return the text and the encoding that gives it: ``text == raw.decode(encoding)``, nothing added or mended.

    Parameters
    ----------
    name : str
        The name of the file, for the words of an error.
    raw : bytes
        What was read.
    encoding : str, optional
        What the user says it is; otherwise it is found out.
    likely : str, optional
        What is tried after UTF-8, before anything is found by how the text reads.

    Raises
    ------
    SourceError
        If the bytes are no text in that encoding, or in none that can be found.
    UnknownName
        If there is no encoding of that name.

    Examples
    --------
    >>> decode("a.txt", b"na\xefve")
    ('naïve', 'cp1252')
    """
    if encoding is not None:
        return _decoded_as(name, raw, encoding), encoding
    for mark, marked in MARKS:
        if raw.startswith(mark) and (text := _attempt(raw, marked)) is not None:
            return text, marked
    _refuse_broken_wide(name, raw)
    wide = without_mark(raw)
    if wide and (text := _attempt(raw, wide)) is not None:
        return text, wide
    if (text := _attempt(raw, "utf-8")) is not None:
        return text, "utf-8"
    if likely and (text := _attempt(raw, likely)) is not None:
        return text, likely
    _refuse_broken_utf8(name, raw)
    return _guessed(name, raw)


def _attempt(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _decoded_as(name: str, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        at = f"byte {error.start + 1} (0x{raw[error.start]:02x})" if error.start < len(raw) else "its end"
        raise SourceError(f"{name} is not text in {encoding}: {at} does not fit; name the encoding it is in") from None
    except (LookupError, ValueError):
        hint = did_you_mean(encoding, USUAL)
        raise UnknownName(f"there is no encoding of text called {encoding!r}; {hint}") from None
    return text


def may_be_wide(raw: bytes) -> bool:
    """Return whether zero bytes may be halves of characters: after a mark of byte order, or at every other place."""
    return raw.startswith(tuple(mark for mark, _ in MARKS)) or without_mark(raw) is not None


def without_mark(raw: bytes) -> str | None:
    """Return UTF-16 where every other byte is zero and the rest is not, as in western text without a mark.

    Examples
    --------
    >>> without_mark("No deal.".encode("utf-16-be"))
    'utf-16-be'
    """
    sample = raw[:SAMPLE]
    half = len(sample) // 2
    if not half or len(raw) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd >= 0.4 * half and even <= 0.05 * half:
        return "utf-16-le"
    if even >= 0.4 * half and odd <= 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_broken_wide(name: str, raw: bytes) -> None:
    """Refuse what starts with the mark of UTF-16 or UTF-32 and holds zero bytes, but does not go on like that."""
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), None)
    if marked is not None and 0 in raw:
        raise SourceError(
            f"{name} begins with the mark of {marked.upper()}, and does not go on in it: it was cut short, or "
            "put together from several files; save it again as UTF-8"
        )


def _refuse_broken_utf8(name: str, raw: bytes) -> None:
    """Refuse what is UTF-8 but for some bytes: any other encoding would garble every quote mark in it."""
    mended = raw.decode("utf-8", "replace")
    lost = mended.count("\ufffd")
    foreign = sum(map(len, mended.split("\ufffd"))) - len(mended.encode("ascii", "ignore"))
    if foreign <= lost and not TYPOGRAPHIC.search(mended):
        return
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{name} is UTF-8 with {lost} broken place(s), the first in line {line} (byte {error.start + 1}); "
            "save it again as UTF-8, or name the encoding it is in"
        ) from None


def _guessed(name: str, raw: bytes) -> tuple[str, str]:
    """Return the text in the encoding that it reads best in; mostly ASCII letters speak for the western one."""
    foreign = len(raw.translate(None, bytes(range(128))))
    if foreign <= MOST_FOREIGN * len(raw) and (text := _attempt(raw, WESTERN)) is not None:
        return text, WESTERN
    best = _best(raw)
    if best and (text := _attempt(raw, best)) is not None:
        return text, best
    raise SourceError(f"{name} is text in no encoding that could be told; name it (usual ones: {', '.join(USUAL)})")


def _best(raw: bytes) -> str | None:
    """Return what a sample of whole lines reads best in."""
    from charset_normalizer import from_bytes

    sample = raw[:SAMPLE]
    if len(raw) > SAMPLE and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n") + 1]
    best = from_bytes(sample, cp_exclusion=["utf_16_be", "utf_16_le", "utf_32_be", "utf_32_le", "utf_7"]).best()
    return best.encoding if best else None
