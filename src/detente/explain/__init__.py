"""Answers in words: plain text without markup, in which statements and formulas stand in backquotes."""

from detente.explain.findings import findings
from detente.explain.headline import headline
from detente.explain.hinges import change, hinge_lines
from detente.explain.paths import attainment
from detente.explain.stability import witness
from detente.explain.verdicts import VerdictWords, verdict
from detente.explain.words import move, readings, state, what_changes

__all__ = [
    "VerdictWords",
    "attainment",
    "change",
    "findings",
    "headline",
    "hinge_lines",
    "move",
    "readings",
    "state",
    "verdict",
    "what_changes",
    "witness",
]
