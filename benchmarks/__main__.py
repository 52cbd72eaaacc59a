"""Times of the everyday commands as whole processes, the best of several, beside what they may take."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

IMPORT = "import detente"
DETENTE = "import sys; from detente.cli import main; sys.exit(main())"
# what runs, its Python and arguments, the seconds it may take, how often it is tried
TRIALS: tuple[tuple[str, str, tuple[str, ...], float, int], ...] = (
    ("import detente (beyond bare Python)", IMPORT, (), 0.15, 10),
    ("detente --version", DETENTE, ("--version",), 0.3, 10),
    ("detente table peace-treaty", DETENTE, ("table", "peace-treaty"), 1, 5),
    ("detente report peace-treaty", DETENTE, ("report", "peace-treaty"), 3, 5),
    ("detente table peace-treaty-large", DETENTE, ("table", "peace-treaty-large"), 10, 2),
)


def seconds(code: str, arguments: Sequence[str], tries: int) -> float:
    """Return the time of the fastest of some runs, in a folder of its own."""
    best = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(tries):
            start = time.perf_counter()
            command = [sys.executable, "-c", code, *arguments]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            best = min(best, time.perf_counter() - start)
    return best


def main() -> int:
    """Print a line for each trial; return 1 if one of them takes too long."""
    bare = seconds("", (), 10)
    slow = False
    print(f"{'':38}{'takes':>8}{'may take':>10}")
    for name, code, arguments, limit, tries in TRIALS:
        taken = seconds(code, arguments, tries) - (bare if code is IMPORT else 0)
        slow |= taken > limit
        print(f"{name:38}{taken:7.2f}s{limit:9.2f}s{'  too slow' if taken > limit else ''}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
