"""The command line: one command per file under ``commands``, each a thin call of the API.

Exit codes: 0 good, 1 the file has problems, 2 wrong usage, 3 not answered in full, 130 cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; ``arguments`` are those of the process if not given."""
    try:
        from detente.cli.ending import run

        return run(arguments)
    except KeyboardInterrupt:  # before anything could be set up
        return 130
