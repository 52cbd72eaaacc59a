"""What a user sets right: a small file of corrections that find a paragraph by its words, replayed on every run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from detente.errors import CaseError, Problem
from detente.text.digest import sha256
from detente.text.ledger import PARAGRAPH_CLASSES, Doubt, Paragraph, ParagraphClass
from detente.text.paragraphs.line import BULLET
from detente.text.scoring.marked_yaml import MarkedFile

LARGEST = 1_000_000
SHORTEST_HASH = 12
Anchor = Literal["starts", "text", "sha256"]
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)
PARTS = ("paragraphs",)
_FOLDED = str.maketrans("‘’‚“”„«»–—\xa0", '\'\'\'"""""-- ')


@dataclass(frozen=True, slots=True)
class ParagraphOverride:
    """The class of a paragraph as the user sets it.

    Attributes
    ----------
    anchor : str
        What finds it: ``starts`` its first words, ``text`` all of its words, ``sha256`` the hash of them.
    words : str
        These words, or the first 12 or more digits of the hash.
    label : str
        The class.
    because : str
        Why, as the user puts it; may be empty.
    every : bool
        Whether several paragraphs may be meant.
    line, column : int
        Where it stands in the file, counted from 1.
    """

    anchor: Anchor
    words: str
    label: ParagraphClass
    because: str = ""
    every: bool = False
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Overrides:
    """The corrections of one file."""

    name: str
    paragraphs: tuple[ParagraphOverride, ...] = ()


def load_overrides(name: str, text: str) -> Overrides:
    r"""Return the corrections that a file holds.

    Parameters
    ----------
    name : str
        The name of the file, for its problems.
    text : str
        Its YAML: under ``paragraphs`` a list, each item with one of ``starts``, ``text`` and ``sha256``, and ``class``;
        ``because`` says why, ``every: true`` lets it hold for several paragraphs.

    Raises
    ------
    CaseError
        If it is not such a file; with all that is wrong, each at its line and column.

    Examples
    --------
    >>> load_overrides("fixes.yaml", "paragraphs:\n- {starts: Story so far, class: boilerplate}").paragraphs[0].words
    'Story so far'
    """
    if len(text) > LARGEST:
        raise CaseError([Problem(name, 0, 0, "N001", f"it has more than {LARGEST:,} characters; is it an article?")])
    file = MarkedFile(name)
    try:
        root = file.root(text)
    except RecursionError:
        root = None
        file.problems.append(Problem(name, 0, 0, "N001", "this is nested too deeply; corrections need three levels"))
    given = file.fields(root, (), PARTS) if root is not None else {}
    found = [_override(file, node) for node in file.items(given.get("paragraphs"))]
    if file.problems:
        raise CaseError(file.problems)
    return Overrides(name, tuple(each for each in found if each is not None))


def _override(file: MarkedFile, node: Any) -> ParagraphOverride | None:
    fields = file.fields(node, ("class",), (*ANCHORS, "because", "every"))
    named = [anchor for anchor in ANCHORS if anchor in fields]
    label = file.one_of(fields.get("class"), PARAGRAPH_CLASSES)
    if fields and len(named) != 1:
        file.note(node, "N002", "one of starts, text and sha256 is wanted, to find the paragraph by")
    if not fields or len(named) != 1 or label is None:
        return None
    words = file.word(fields[named[0]]) or ""
    if not words.strip() or (named[0] == "sha256" and not _is_hash(words)):
        file.note(fields[named[0]], "N002", f"words are wanted here, or at least {SHORTEST_HASH} hexadecimal digits")
        return None
    mark = node.start_mark
    because = file.word(fields.get("because")) or ""
    every = file.truth(fields.get("every"))
    known: ParagraphClass = next(each for each in get_args(ParagraphClass) if each == label)
    return ParagraphOverride(named[0], words, known, because, every, mark.line + 1, mark.column + 1)


def _is_hash(words: str) -> bool:
    return SHORTEST_HASH <= len(words) <= 64 and all(digit in "0123456789abcdef" for digit in words)


def with_overrides(
    text: str, paragraphs: Sequence[Paragraph], overrides: Overrides
) -> tuple[tuple[Paragraph, ...], tuple[Problem, ...]]:
    """Return the paragraphs with the classes that the user set, and which corrections found none, or too many.

    Parameters
    ----------
    text : str
        The text that the paragraphs count in.
    paragraphs : sequence of Paragraph
        As `detente.text.paragraphs.paragraphs` gives them.
    overrides : Overrides
        Replayed in the order of the file; a later one wins.

    Notes
    -----
    Quote marks, dashes, white space and the sign of a list do not count when words are compared. A correction that
    finds no paragraph, or several without ``every``, is left out and told.
    """
    table = _Table(text, paragraphs)
    result = list(paragraphs)
    problems: list[Problem] = []
    for each in overrides.paragraphs:
        found = table.find(each)
        if len(found) == 1 or (found and each.every):
            for number in found:
                reason = f"{overrides.name}:{each.line}" + (f": {each.because}" if each.because else "")
                result[number] = replace(result[number], label=each.label, reason=reason, score=1.0)
        else:
            problems.append(_missed(overrides.name, each, found))
    return tuple(result), tuple(problems)


def doubts_of(problems: Iterable[Problem]) -> tuple[Doubt, ...]:
    """Return problems as doubts of a ledger, each with its place in the file of corrections."""
    return tuple(
        Doubt("correction", f"{each.file}:{each.line}:{each.column} {each.code} {each.message}: {each.hint}")
        for each in problems
    )


def _missed(name: str, each: ParagraphOverride, found: Sequence[int]) -> Problem:
    words = each.words if len(each.words) <= 40 else f"{each.words[:40]}..."
    if not found:
        message = f"no paragraph is found by {each.anchor} {words!r}; the correction is left out"
        hint = "give words as they stand in the article; was it changed?"
    else:
        places = ", ".join(str(number + 1) for number in found[:5])
        message = f"{len(found)} paragraphs ({places}) are found by {each.anchor} {words!r}; the correction is left out"
        hint = "give more words, or say every: true"
    return Problem(name, each.line, each.column, "N010", message, hint, "warning")


def _folded(words: str) -> str:
    return " ".join(words.translate(_FOLDED).split())


class _Table:
    """The paragraphs of a text, to be found by their words; made once, each search takes logarithmic time."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph]) -> None:
        words = [each.span.of(text) for each in paragraphs]
        bare = [(_folded(each), number) for number, each in enumerate(words)]
        bare += [
            (_folded(each[sign.end() :]), number) for number, each in enumerate(words) if (sign := BULLET.match(each))
        ]
        self.by_words = sorted(bare)
        self.by_hash = sorted((sha256(each), n) for n, each in enumerate(words))

    def find(self, override: ParagraphOverride) -> list[int]:
        """Return the numbers of the paragraphs that a correction means."""
        is_hash = override.anchor == "sha256"
        table = self.by_hash if is_hash else self.by_words
        wanted = override.words if is_hash else _folded(override.words)
        found: set[int] = set()
        for index in range(bisect_left(table, (wanted, -1)), len(table)):
            held, number = table[index]
            if not held.startswith(wanted):
                break
            if override.anchor != "text" or held == wanted:
                found.add(number)
        return sorted(found)
