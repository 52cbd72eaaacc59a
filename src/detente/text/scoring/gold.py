"""Gold annotations: an article with everything that a reading ought to find in it.

The format is told in ``docs/reference/annotation.md``: ``NAME.txt`` beside ``NAME.yaml``. A loaded annotation is a
ledger, so that it can be compared with the ledger of a reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from detente.errors import CaseError, DetenteError, Problem
from detente.text.ledger import Ledger, Source
from detente.text.scoring.annotated import Annotated
from detente.text.scoring.marked_yaml import MarkedFile

GENRES = ("wire", "interview", "british", "liveblog", "communique", "op-ed", "transcript", "analysis", "web-page")
KEYS = ("genre", "document_date", "paragraphs", "statements", "attitudes", "mentions", "dates")


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated article."""

    name: str
    genre: str
    ledger: Ledger


def load_folder(folder: Path) -> list[Gold]:
    """Return the annotated articles of a folder, in the order of their names.

    Raises
    ------
    CaseError
        With all problems of all annotations: words that do not stand where they should, unknown classes, keys and
        references.
    DetenteError
        If there is no annotated article in the folder.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise DetenteError(f"{folder}: there is no annotated article here; wanted are NAME.txt and NAME.yaml")
    problems: list[Problem] = []
    found = [gold for path in paths if (gold := _loaded(path, problems))]
    if problems:
        raise CaseError(problems)
    return found


def load(path: Path) -> Gold:
    """Return one annotated article, by the path of its text.

    Raises
    ------
    CaseError
        With all problems of the annotation.
    """
    problems: list[Problem] = []
    found = _loaded(path, problems)
    if problems or found is None:
        raise CaseError(problems)
    return found


def _loaded(path: Path, problems: list[Problem]) -> Gold | None:
    annotation = path.with_suffix(".yaml")
    file = MarkedFile(str(annotation))
    try:
        raw, words = path.read_bytes(), annotation.read_text("utf-8")
        source = Source(path.name, raw, sha256(raw).hexdigest(), raw.decode("utf-8"))
        return read_gold(path.stem, source, words, file)
    except FileNotFoundError:
        file.problems.append(Problem(str(path), 0, 0, "N001", f"its annotation {annotation.name} is missing"))
    except UnicodeDecodeError as error:
        file.problems.append(Problem(str(path), 0, 0, "N001", f"this is not text in UTF-8: {error.reason}"))
    finally:
        problems += file.problems
    return None


def read_gold(name: str, source: Source, words: str, file: MarkedFile) -> Gold | None:
    """Return an annotation given as text; its problems are noted in ``file``, and it is None where there are some."""
    root = file.root(words)
    if file.problems:
        return None
    given = file.fields(root, KEYS)
    day = _day(file, given.get("document_date"))
    source = Source(
        source.name, source.raw, source.sha256, source.text, document_date=day, date_basis="given" if day else "none"
    )
    genre = file.one_of(given.get("genre"), GENRES) or ""
    parts = Annotated(file, source.text)
    paragraphs = parts.paragraphs(given.get("paragraphs"))
    statements = parts.statements(given.get("statements"))
    ledger = Ledger(
        source,
        paragraphs,
        statements,
        parts.attitudes(given.get("attitudes")),
        parts.mentions(given.get("mentions")),
        parts.dates(given.get("dates")),
    )
    return None if file.problems else Gold(name, genre, ledger)


def _day(file: MarkedFile, node: object) -> date | None:
    word = file.word(node)
    try:
        return None if word is None else date.fromisoformat(word)
    except ValueError:
        file.note(node, "N002", f"{word} is no date; wanted is a day such as 2024-05-03, or null")
        return None


def folders(paths: Sequence[Path]) -> dict[Path, list[Gold]]:
    """Return the annotated articles of several folders.

    Raises
    ------
    CaseError
        With the problems of all folders.
    """
    found: dict[Path, list[Gold]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            found[path] = load_folder(path)
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    return found
