"""PolNeAR, a corpus of attributions in American news, in brat's stand-off format, read from a folder of the user's.

A folder holds articles ``NAME.txt`` and annotations ``NAME.ann`` or ``NAME_ANNOTATOR.ann``, beside each other or, as in
PolNeAR, in the folders ``text`` and ``attributions``. Where several people annotated an article, the first in the order
of names counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.errors import DetenteError
from detente.text.scoring.attribution import Attribution
from detente.text.scoring.matching import Counted
from detente.text.scoring.quoted import Quoted
from detente.text.span import Span

ENTITY = re.compile(r"(T\d+)\t(\S+) (\d[\d ;]*)\t")
EVENT = re.compile(r"E\d+\t(.*)")
ARGUMENT = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, slots=True)
class Article:
    """The files of an article and of its annotation."""

    name: str
    text: Path
    annotation: Path

    def read(self) -> tuple[bytes, str]:
        """Return the bytes of the article and its text, with its line ends as they are."""
        raw = self.text.read_bytes()
        try:
            return raw, raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DetenteError(f"{self.text}: this is not text in UTF-8: {error.reason}") from error

    def gold(self, text: str) -> list[Attribution]:
        """Return the attributions that somebody marked in it, in the order of the text."""
        try:
            return list(parsed(self.annotation.read_text("utf-8"), text))
        except (UnicodeDecodeError, ValueError) as error:
            raise DetenteError(f"{self.annotation}: this is no annotation of {self.text.name}: {error}") from error


def articles(folder: Path) -> list[Article]:
    """Return the annotated articles of a folder, in the order of their names.

    Raises
    ------
    DetenteError
        If the folder is missing or holds no article with an annotation.
    """
    texts = {path.stem: path for path in _files(folder, "text", ".txt")}
    annotations: dict[str, Path] = {}
    for path in _files(folder, "attributions", ".ann"):
        name = path.stem if path.stem in texts else path.stem.rpartition("_")[0]
        annotations.setdefault(name, path)
    found = [Article(name, path, annotations[name]) for name, path in sorted(texts.items()) if name in annotations]
    if not found:
        raise DetenteError(
            f"{folder}: there is no article with an annotation here; wanted are NAME.txt with NAME.ann or "
            "NAME_ANNOTATOR.ann, or the folders text and attributions, such as data/dev of PolNeAR"
        )
    return found


def _files(folder: Path, part: str, ending: str) -> list[Path]:
    place = folder / part if (folder / part).is_dir() else folder
    return sorted(place.glob(f"*{ending}"))


def parsed(annotation: str, text: str) -> Iterator[Attribution]:
    """Yield the attributions of an annotation; what has no content is none.

    Raises
    ------
    ValueError
        If a place lies outside of the text.
    """
    entities = {m[1]: _pieces(m[3], text) for m in map(ENTITY.match, annotation.split("\n")) if m}
    events = [m[1] for m in map(EVENT.match, annotation.split("\n")) if m]
    quoted, counted = Quoted(text), Counted(text)
    made = []
    for event in events:
        parts = _parts(ARGUMENT.findall(event), entities)
        if content := parts["Content"]:
            kind = quoted.kind(counted.normal(content))
            made.append(Attribution(kind, content, parts["Source"], parts["Cue"]))
    yield from sorted(made, key=lambda a: a.content)


def _pieces(places: str, text: str) -> list[Span]:
    pieces = [Span(*map(int, piece.split())) for piece in places.split(";")]
    for piece in pieces:
        if not piece.start < piece.end <= len(text):
            raise ValueError(f"there is no place {piece.start} {piece.end} in it; it has {len(text)} characters")
    return pieces


def _parts(arguments: Iterable[tuple[str, str]], entities: dict[str, list[Span]]) -> dict[str, tuple[Span, ...]]:
    """Return the pieces of each role, merged where they overlap."""
    found: dict[str, list[Span]] = defaultdict(list)
    for role, name in arguments:
        found[role] += entities.get(name, [])
    return defaultdict(tuple, {role: tuple(sorted(set(pieces))) for role, pieces in found.items()})
