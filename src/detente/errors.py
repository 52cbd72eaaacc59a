"""What can go wrong, as data: a problem in a file, and the one tree of exceptions.

Every exception knows the exit code that the command line ends with, so that no other room has to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, or doubtful, in a file.

    Attributes
    ----------
    file : str
        The name of the file as the user gave it.
    line, column : int
        Where it stands, both counted from 1; 0 when no place can be named.
    code : str
        A stable code: ``Y`` YAML, ``S`` shape, ``R`` references, ``F`` formulas, ``M`` the model, ``W`` warnings.
    message : str
        What is wrong and what was expected, in one sentence.
    hint : str
        What to do about it; may be empty.
    severity : str
        ``error`` or ``warning``.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        """Return ``file:line:column CODE message``, with the hint on a line of its own."""
        first = f"{self.file}:{self.line}:{self.column} {self.code} {self.message}"
        return f"{first}\n    hint: {self.hint}" if self.hint else first

    def as_dict(self) -> dict[str, object]:
        """Return the problem as plain data, in the order that scripts may rely on."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "hint": self.hint,
        }


class DetenteError(Exception):
    """Whatever Détente raises on purpose; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class CaseError(DetenteError):
    """A case file has problems; all of them are in ``problems``, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class ModelError(DetenteError, ValueError):
    """A model cannot be built or asked as it stands (an infeasible status quo, no state at all)."""


class UnknownName(DetenteError, LookupError):
    """Somebody asked for a decision maker, reading, world, concept or state that the case does not have."""

    exit_code = 2

    def __str__(self) -> str:
        """Return the message without the quotes that ``LookupError`` would put around it."""
        return str(self.args[0]) if self.args else ""


class TooLarge(DetenteError):
    """The work is larger than the limit; the message names the size and the way out."""

    exit_code = 3


class NotAnswered(DetenteError):
    """The question cannot be answered in full here; the message says why."""

    exit_code = 3


class NotTaken(NotAnswered):
    """The engine does not take this kind of model or question; the message says which one does."""


class SourceError(DetenteError):
    """A file cannot be read as an article; the message says what it seems to be and what to do."""


class MissingExtra(DetenteError):
    """An optional dependency is not installed; the message says how to install it."""

    exit_code = 3


class Cancelled(DetenteError):
    """The user stopped the work before it was done."""

    exit_code = 130


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or lists a few of them, or is empty.

    Examples
    --------
    >>> did_you_mean("rusia.sign", ["russia.sign", "japan.sign"])
    'did you mean russia.sign?'
    """
    from difflib import get_close_matches

    names = list(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    return f"known here: {shown}" if names else ""
