"""Which kind of file bytes seem to be, when they are no text: by the marks that such files begin with."""

from __future__ import annotations

CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b") | {0x7F})
MOST_CONTROLS = 0.05

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "a PDF"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document (DOC, XLS, PPT)"),
    (0, b"%!PS", "PostScript"),
    (0, b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
    (0, b"\xff\xd8\xff", "an image (JPEG)"),
    (0, b"GIF87a", "an image (GIF)"),
    (0, b"GIF89a", "an image (GIF)"),
    (0, b"II*\0", "an image (TIFF)"),
    (0, b"MM\0*", "an image (TIFF)"),
    (8, b"WEBP", "an image (WebP)"),
    (4, b"ftypheic", "an image (HEIC)"),
    (4, b"ftypavif", "an image (AVIF)"),
    (4, b"ftyp", "a video (MP4)"),
    (0, b"\x1aE\xdf\xa3", "a video (Matroska or WebM)"),
    (0, b"OggS", "a sound (Ogg)"),
    (0, b"ID3", "a sound (MP3)"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh9", "a bzip2 archive"),
    (0, b"\xfd7zXZ\0", "an xz archive"),
    (0, b"(\xb5/\xfd", "a Zstandard archive"),
    (0, b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"bplist00", "a property list or a web archive (Safari)"),
)

# What a ZIP archive holds says which document it is; the names stand near its beginning, or in the list at its end.
ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (DOCX)"),
    (b"opendocument.text", "an OpenDocument text (ODT)"),
    (b"application/epub", "an e-book (EPUB)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
)

DOCUMENTS = ("PDF", "Word", "ODT", "RTF", "EPUB", "Office", "PostScript")


def binary_kind(raw: bytes) -> str | None:
    """Return what the bytes seem to be, in words, when a mark says that they are no text; else None.

    Examples
    --------
    >>> binary_kind(b"%PDF-1.7 ...")
    'a PDF'
    >>> binary_kind(b"A ferry was late.") is None
    True
    """
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        ends = raw[:4096] + raw[-65536:]
        return next((kind for mark, kind in ZIPPED if mark in ends), "a ZIP archive")
    return next((kind for at, mark, kind in MAGIC if raw.startswith(mark, at)), None)


def is_mostly_controls(raw: bytes) -> bool:
    """Return whether so many bytes are control characters that no text in an 8-bit encoding or UTF-8 has them."""
    return len(raw) - len(raw.translate(None, CONTROLS)) > MOST_CONTROLS * len(raw)


def remedy(kind: str) -> str:
    """Return what to do with such a file.

    Examples
    --------
    >>> remedy("an image (PNG)")
    'read the words in it with a program for that (OCR), and save them as plain text'
    """
    if "image" in kind:
        return "read the words in it with a program for that (OCR), and save them as plain text"
    if any(each in kind for each in DOCUMENTS):
        return "open it, and save its words as plain text (.txt), or copy them into a text file"
    if "archive" in kind:
        return "unpack it, and name the article in it"
    return "an article is plain text or HTML"
