"""Inverse analysis: which preferences make a state an equilibrium, and which are nearest.

For Nash, GMR and SMR the answer is a condition on what each decision maker ranks above the state (``conditions``), so
rankings are counted without listing them (``counting``), told by their extremes (``upper_sets``), and the nearest one
is found at once (``promotion``). For SEQ and SSEQ what one decision maker wants decides how it answers another: where
that matters, rankings are counted one by one (``enumeration``) and the nearest ones are searched (``search``).
"""

from detente.analysis.inverse.answer import SECONDS, Change, Inverse, inverse, named
from detente.analysis.inverse.goal import Goal, How

__all__ = ["SECONDS", "Change", "Goal", "How", "Inverse", "inverse", "named"]
