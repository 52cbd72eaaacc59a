"""The command line: one command per file under ``commands``, each a thin call of the API.

Exit codes: 0 good, 1 the file has problems, 2 wrong usage, 3 not answered in full, 130 cancelled.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence

SELDOM = 100_000  # objects: looking for cycles while the libraries are imported takes a twentieth of a short run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; ``arguments`` are those of the process if not given."""
    if arguments is None:
        gc.set_threshold(SELDOM)
    try:
        from detente.cli.ending import run

        return run(arguments)
    except KeyboardInterrupt:  # before anything could be set up
        return 130
