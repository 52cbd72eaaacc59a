"""How the program ends: whatever happens becomes an exit code and one clear line, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from detente.cli.streams import ClosedPipe, prepare, say, silence
from detente.errors import Cancelled, CaseError, DetenteError

USAGE, UNANSWERED, CANCELLED = 2, 3, 130


class WrongUsage(DetenteError):
    """The command was called in a way that cannot work; the message says what would."""

    exit_code = USAGE


def run(arguments: Sequence[str] | None) -> int:
    """Run a command and return the exit code of the process."""
    prepare()
    try:
        code = _invoked(arguments)
        sys.stdout.flush()
    except (ClosedPipe, BrokenPipeError):
        silence()
        return 0
    except KeyboardInterrupt:
        code = CANCELLED
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        code = ended(error)
    if code == CANCELLED:
        say("detente: stopped")
    return code


def _invoked(arguments: Sequence[str] | None) -> int:
    from detente.cli.app import command

    try:
        code = command().main(args=arguments, prog_name="detente", standalone_mode=False)
    except SystemExit as end:  # the shell's completion ends like this
        code = end.code
    return code if isinstance(code, int) else 0


def ended(error: Exception) -> int:
    """Say what went wrong and return the exit code for it."""
    if isinstance(error, Cancelled):
        return error.exit_code
    if isinstance(error, CaseError):
        say("\n".join(map(str, error.problems)))
        return error.exit_code
    if isinstance(error, DetenteError):
        say(f"detente: {error}")
        return error.exit_code
    if type(error).__name__ == "Abort":
        return CANCELLED
    if hasattr(error, "format_message"):
        return _misused(error)
    if isinstance(error, OSError):
        say(f"detente: {_of_the_system(error)}")
        return USAGE
    if isinstance(error, MemoryError):
        say(
            "detente: there is not enough memory for this; detente plan tells what it takes, and what else can be asked"
        )
        return UNANSWERED
    words = f"{type(error).__name__}: {error}".splitlines()[0]
    say(f"detente: this should not have happened ({words}); DETENTE_DEBUG=1 shows where. Please report it.")
    return UNANSWERED


def _misused(error: Exception) -> int:
    """Say what the parser of the command line did not understand, and where to read on."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "detente"
    message = str(error.format_message()).strip().replace("Value error, ", "")  # type: ignore[attr-defined]
    say(f"detente: {message[:1].lower()}{message[1:].rstrip('.')}; see {path} --help")
    return USAGE


def _of_the_system(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}"
