"""Counts of what was found and what there was to find, and the rates that follow from them."""

from __future__ import annotations

from typing import NamedTuple


class Tally(NamedTuple):
    """How many were found, how many of those are right, how many there are, and how many of those were found.

    Two counts of what is right are kept because a kind is counted on its own side: a direct quote may be found as a
    mixed one. For an accuracy, both sides count the same cases.

    Examples
    --------
    >>> made = Tally(found=4, found_right=3, gold=5, gold_right=3)
    >>> made.precision, made.recall, round(made.f1, 3)
    (0.75, 0.6, 0.667)
    """

    found: int = 0
    found_right: int = 0
    gold: int = 0
    gold_right: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.found_right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 where there is nothing."""
        return self.gold_right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plus(self, other: Tally) -> Tally:
        """Return the counts of both."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))


def share(right: int, of: int) -> Tally:
    """Return an accuracy as a tally: so many of these cases are right.

    Examples
    --------
    >>> share(3, 4).f1
    0.75
    """
    return Tally(of, right, of, right)
