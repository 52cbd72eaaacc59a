"""Which words an article attributes to whom, and by which word."""

from detente.text.attribution.attribute import statements

__all__ = ["statements"]
