"""``python -m detente``: the same as the command ``detente``."""

import sys

from detente.cli import main

sys.exit(main())
