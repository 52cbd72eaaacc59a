"""Sweeps: very many variants of a case worked out and kept, planned first, resumable, and asked in SQL.

>>> from detente.sweep import open_sweep, plan, run
"""

from detente.sweep.asking import plan, run
from detente.sweep.results import Sweep, open_sweep

__all__ = ["Sweep", "open_sweep", "plan", "run"]
