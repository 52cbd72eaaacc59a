"""``python benchmarks``: the command; see ``command.py``."""

import sys
from pathlib import Path

if not __package__:  # started as a folder: let the modules be found under their names
    sys.path[0] = str(Path(__file__).parents[1])

if __name__ == "__main__":
    from benchmarks.command import main

    sys.exit(main())
