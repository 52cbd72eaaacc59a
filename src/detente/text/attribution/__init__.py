"""Which words an article attributes to whom, and by which word."""

from detente.text.attribution.attributing import statements

__all__ = ["statements"]
