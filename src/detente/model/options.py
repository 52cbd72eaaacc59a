"""Decision makers and their options (theory A1): who owns what, and which bit it is.

Bits are given in the order in which decision makers, and their options, stand in the file;
the first option is the lowest bit and the leftmost letter of a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
WORD = 64


@dataclass(frozen=True, slots=True)
class Option:
    """Something that one decision maker can do (Y) or not do (N).

    Attributes
    ----------
    name : str
        Dotted, ``owner.option``.
    meaning : str
        One line in words.
    bit : int
        Its place, counted from 0, in states and patterns.
    """

    name: str
    meaning: str
    bit: int

    @property
    def owner(self) -> str:
        """Return the decision maker to whom the option belongs."""
        return self.name.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """A party: its slug, its name in words, and its options."""

    slug: str
    name: str
    options: tuple[Option, ...] = ()


def word_count(n_options: int) -> int:
    """Return how many 64-bit words a state takes; at least one."""
    return max(1, -(-n_options // WORD))


def bit_mask(bits: Iterable[int], n_words: int) -> Words:
    """Return ``(n_words,) uint64`` with the given bits set.

    Examples
    --------
    >>> bit_mask([0, 2, 65], 2).tolist()
    [5, 2]
    """
    words = [0] * n_words
    for bit in bits:
        words[bit // WORD] |= 1 << (bit % WORD)
    return np.array(words, dtype=np.uint64)
