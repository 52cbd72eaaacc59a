"""The feasible states, as packed bits (theory A1): how they are built, found, and written.

Three kinds of state sets share one interface: the feasible states of an option form, states listed as patterns
(where ``-`` merges states that differ only there), and states that only have names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError, UnknownName, did_you_mean
from detente.model import bits as packed
from detente.model.bits import Bits, Octets
from detente.model.formula import Formula, Mask, Truth, brief, kleene
from detente.model.memory import require
from detente.model.options import WORD, Words, bit_mask, word_count

MOST_HINTED = 2_000
MOST_KEPT = 1 << 26
BYTES_OF_A_PATTERN = 60
TABLED = 24
COMPARED = 1 << 20
SPARSE = 64
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class States:
    """A set of states, in a fixed order; a state is its index in it.

    Attributes
    ----------
    options : tuple of str
        The options in bit order; empty where states only have names.
    words : ndarray
        ``(states, words) uint64``: bit ``o`` is set where option ``o`` is Y. Sorted by value, the first option lowest,
        unless the case lists its states.
    open_bits : ndarray
        ``(states, words) uint64``: bit ``o`` is set where option ``o`` is merged (``-``). Where nothing is merged this
        is one row of zeros shown for every state; it takes no memory and cannot be written to.
    slugs : tuple of str
        The names of the states, where the case names them; otherwise empty.
    in_order : bool
        Whether the states are known to be sorted by value, so that one is found by bisection.
    """

    options: tuple[str, ...]
    words: Words
    open_bits: Words
    slugs: tuple[str, ...] = ()
    in_order: bool = False
    _kept: dict[int, tuple[Formula, Mask]] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        """Return the number of states."""
        return len(self.words)

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """From an option's name to its bit."""
        return {name: bit for bit, name in enumerate(self.options)}

    @cached_property
    def is_merged(self) -> bool:
        """Whether some state stands for several patterns."""
        rows = self.open_bits[:1] if self.open_bits.strides[0] == 0 else self.open_bits
        return bool(rows.any())

    def column(self, name: str) -> Truth:
        """Return where an option is surely Y and where it is surely N; for a state's name, where it is that state."""
        if name in self.bits:
            word, shift = divmod(self.bits[name], WORD)
            yes = _bit(self.words[:, word], shift)
            return yes, ~yes if not self.is_merged else ~yes & ~_bit(self.open_bits[:, word], shift)
        if not self.options and name in self.slugs:
            here = np.arange(len(self)) == self.slugs.index(name)
            return here, ~here
        known = self.options or self.slugs
        raise UnknownName(f"{name} is neither an option nor a state; {did_you_mean(name, known)}")

    def truth(self, formula: Formula) -> Mask:
        """Return ``(states,) bool``: where the formula holds.

        Raises
        ------
        ModelError
            If a merged state leaves it open.

        Notes
        -----
        Cost: an operation on packed bits for each part of the formula, and a byte for each state of the answer. Answers
        are kept, but no more than 64 MiB of them.
        """
        if id(formula) not in self._kept:
            if (len(self._kept) + 1) * len(self) > MOST_KEPT:
                self._kept.clear()
            self._kept[id(formula)] = (formula, self._truth(formula))
        return self._kept[id(formula)][1]

    def _truth(self, formula: Formula) -> Mask:
        if self.is_plain:
            return self.flags([formula])[0].view(np.bool_) if self.is_small else self._truth_in_blocks(formula)
        holds, fails = kleene(formula, self.column, len(self))
        open_states = np.flatnonzero(~(holds | fails))
        if open_states.size:
            raise ModelError(f"{brief(formula)} is left open by the merged state {self.pattern(int(open_states[0]))}")
        return holds

    def _truth_in_blocks(self, formula: Formula) -> Mask:
        made = np.empty(len(self), dtype=np.bool_)
        for start, stop in self.blocks():
            made[start:stop] = self.flags([formula], start, stop)[0].view(np.bool_)
        return made

    @cached_property
    def is_plain(self) -> bool:
        """Whether every state fixes every option, so that formulas have two values only."""
        return bool(self.options) and not self.is_merged

    @property
    def is_small(self) -> bool:
        """Whether all states are looked at in one piece."""
        return len(self) <= packed.FEW

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Yield the first state of each block and the one after its last; one block where there are few states."""
        step = packed.FEW if self.is_small else packed.BLOCK
        yield from ((start, min(start + step, len(self))) for start in range(0, len(self), step))

    def flags(self, formulas: Sequence[Formula], start: int = 0, stop: int | None = None) -> list[Octets]:
        """Return for each formula ``(stop - start,) uint8``: one where it holds; for plain states.

        Parameters
        ----------
        formulas : sequence of Formula
        start, stop : int
            A block as :meth:`blocks` gives it.
        """
        size = (len(self) if stop is None else stop) - start
        if self.is_small:
            ones = (1 << len(self)) - 1
            known = [packed.classical(f, self._integer, ones) for f in formulas]
            return list(packed.integer_flags(known, len(self))) if known else []
        first, last = start // WORD, -(-(start + size) // WORD)

        def column(name: str) -> Bits:
            return np.asarray(self._packed[self._option(name), first:last])

        found = (packed.classical(f, column, packed.ALL) for f in formulas)
        return [packed.flags(packed.spread(c, last - first), size) for c in found]

    @cached_property
    def _integers(self) -> list[int]:
        return packed.integer_columns(self.words, len(self.options))

    def _integer(self, name: str) -> int:
        return self._integers[self._option(name)]

    @cached_property
    def _packed(self) -> Bits:
        return packed.packed_columns(self.words, len(self.options))

    def _option(self, name: str) -> int:
        if name not in self.bits:
            raise UnknownName(f"{name} is neither an option nor a state; {did_you_mean(name, self.options)}")
        return self.bits[name]

    def pattern(self, state: int) -> str:
        """Return the state as ``Y``, ``N`` and ``-`` in option order; the name where there are no options."""
        return self.patterns[state] if "patterns" in self.__dict__ else self._written(slice(state, state + 1))[0]

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """All patterns, in the order of the states.

        Raises
        ------
        TooLarge
            If there is not enough memory to write them all.
        """
        need = len(self) * (3 * len(self.options) + BYTES_OF_A_PATTERN)
        require(need, f"this question writes out each of the {len(self):,} states", FEWER)
        return self._written(slice(None))

    def _written(self, states: slice | Indices) -> tuple[str, ...]:
        if not self.options and isinstance(states, slice):
            return (self.slugs or ("",) * len(self))[states]
        letters = np.where(_unpacked(self.words[states]), ord("Y"), ord("N"))
        if self.is_merged:
            letters[_unpacked(self.open_bits[states])] = ord("-")
        text = letters[:, : len(self.options)].astype(np.uint8).tobytes().decode("ascii")
        return tuple(text[k : k + len(self.options)] for k in range(0, len(text), len(self.options)))

    def patterns_of(self, states: Indices) -> tuple[str, ...]:
        """Return the patterns of some states, or their names where there are no options."""
        if not self.options:
            return tuple(self.pattern(state) for state in states.tolist())
        return self._written(states)

    def first_as_text(self, mask: Mask, most: int) -> Indices:
        """Return the states where a mask is true, in the order of their patterns as text; the first ``most`` only.

        Notes
        -----
        Where there are many, the patterns are compared as numbers, a block of states at a time, and never written.
        """
        if self.options and not self.is_merged and self.words.shape[1] == 1:
            return self._first_by_bits(mask, most)
        found = np.flatnonzero(mask)
        texts = self.patterns_of(found)
        return np.asarray(found[sorted(range(len(found)), key=texts.__getitem__)[:most]], dtype=np.int64)

    def _first_by_bits(self, mask: Mask, most: int) -> Indices:
        kept, keys = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
        for start in range(0, len(self), COMPARED):
            found = np.flatnonzero(mask[start : start + COMPARED]) + start
            kept = np.concatenate([kept, found])
            keys = np.concatenate([keys, _reversed(self.words[found, 0])])
            if len(kept) > most:
                least = np.argpartition(keys, most - 1)[:most] if most else np.zeros(0, dtype=np.int64)
                kept, keys = kept[least], keys[least]
        return kept[np.argsort(keys)]

    def index(self, state: str) -> int:
        """Return the index of a state given as a pattern or by its name.

        Raises
        ------
        UnknownName
            If there is no such feasible state.
        """
        if state in self.slugs:
            return self.slugs.index(state)
        if self.options and len(state) == len(self.options) and not set(state) - set("YN-"):
            width = self.words.shape[1]
            yes, open_ = (bit_mask(_where(state, letter), width) for letter in "Y-")
            here = self._place(yes, open_)
            if here is not None:
                return here
        known = self.slugs or self._written(slice(0, MOST_HINTED))
        raise UnknownName(f"there is no feasible state {state}; {did_you_mean(state, known)}")

    def find(self, words: Words) -> int | None:
        """Return the index of the state with these bits, or None if it is not feasible."""
        return self._place(words, None)

    def _place(self, yes: Words, open_: Words | None) -> int | None:
        if self.in_order:
            return self._bisected(yes) if open_ is None or not open_.any() else None
        same = (self.words == yes).all(axis=1)
        if open_ is not None:
            same &= (self.open_bits == open_).all(axis=1)
        here = np.flatnonzero(same)
        return int(here[0]) if here.size else None

    def _bisected(self, yes: Words) -> int | None:
        """Return the place of a state among sorted ones; the last word weighs most."""
        first, last = 0, len(self)
        for word in reversed(range(self.words.shape[1])):
            column = self.words[first:last, word]
            left, right = (int(np.searchsorted(column, yes[word], side=side)) for side in ("left", "right"))
            first, last = first + left, first + right
        return first if first < last else None

    def places(self, words: Words) -> Indices:
        """Return for each row of ``(rows, words) uint64`` the index of the state with these bits; -1 for none.

        Notes
        -----
        A look into a table where the states fill much of a small cube, a bisection otherwise; both are kept.
        """
        if self._table is not None:
            return np.asarray(self._table[words[:, 0].astype(np.int64)], dtype=np.int64)
        keys, order = self._sorted_keys
        sought = _key(words)
        if not len(keys):
            return np.full(len(words), -1)
        at = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
        return np.where(keys[at] == sought, at if order is None else order[at], -1)

    @cached_property
    def _table(self) -> npt.NDArray[np.int32] | None:
        """The index of each assignment of the options, where that is not much more than the states themselves."""
        n_options = len(self.options)
        if n_options > TABLED or self.is_merged or 1 << n_options > max(SPARSE * len(self), packed.FEW):
            return None
        table = np.full(1 << n_options, -1, dtype=np.int32)
        table[self.words[:, 0].astype(np.int64)] = np.arange(len(self), dtype=np.int32)
        return table

    @property
    def has_table(self) -> bool:
        """Whether a state is found by one look into a table."""
        return self._table is not None

    @cached_property
    def _sorted_keys(self) -> tuple[npt.NDArray[Any], Indices | None]:
        keys = _key(self.words)
        if self.in_order and self.words.shape[1] == 1:
            return keys, None
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def only(self, keep: Mask) -> States:
        """Return the subset where ``keep`` is true, in the same order."""
        slugs = tuple(s for s, k in zip(self.slugs, keep, strict=True) if k) if self.slugs else ()
        words = self.words[keep]
        open_bits = self.open_bits[keep] if self.is_merged else nothing_open(words)
        return States(self.options, words, open_bits, slugs, self.in_order)


def _key(words: Words) -> npt.NDArray[Any]:
    """Return one sortable key for each row."""
    if words.shape[1] == 1:
        return words[:, 0]
    wide = np.ascontiguousarray(words[:, ::-1].astype(">u8"))
    return np.asarray(wide.view(f"S{8 * words.shape[1]}").reshape(-1))


FEWER = (
    "ask a question that needs no list (detente equilibria and detente plan answer without one), leave out or merge "
    "options, or add constraints"
)


def nothing_open(words: Words) -> Words:
    """Return open bits for states of which none is merged: one row of zeros shown for all, which takes no memory."""
    return np.broadcast_to(np.zeros((1, words.shape[1]), dtype=np.uint64), words.shape)


def _bit(words: Words, shift: int) -> Mask:
    return np.asarray((words >> np.uint64(shift)) & np.uint64(1) != 0)


def _reversed(words: Bits) -> Bits:
    """Return the words with their 64 bits in reversed order, so that the first option weighs most."""
    made = words
    for shift, mask in ((1, 0x5555555555555555), (2, 0x3333333333333333), (4, 0x0F0F0F0F0F0F0F0F)):
        low, by = np.uint64(mask), np.uint64(shift)
        made = ((made >> by) & low) | ((made & low) << by)
    return np.asarray(made.byteswap(), dtype=np.uint64)


def _unpacked(words: Words) -> Mask:
    """Return ``(states, 64 * words) bool``, one column for each bit."""
    octets = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little").astype(bool)


def named(slugs: Sequence[str]) -> States:
    """Return states that only have names: nothing is known about them but the moves and preferences."""
    index = np.arange(len(slugs), dtype=np.uint64)[:, None]
    return States((), index, nothing_open(index), tuple(slugs))


def listed(options: Sequence[str], patterns: Mapping[str, str]) -> States:
    """Return states listed by name and pattern; ``-`` merges the states that differ only there.

    Raises
    ------
    ModelError
        If two of them overlap.
    """
    n_words = word_count(len(options))
    yes = np.array([bit_mask(_where(p, "Y"), n_words) for p in patterns.values()], dtype=np.uint64)
    open_ = np.array([bit_mask(_where(p, "-"), n_words) for p in patterns.values()], dtype=np.uint64)
    states = States(tuple(options), yes.reshape(-1, n_words), open_.reshape(-1, n_words), tuple(patterns))
    for clash in _overlaps(states):
        a, b = (states.slugs[k] for k in clash)
        raise ModelError(f"the states {a} and {b} overlap: {states.pattern(clash[0])}")
    return states


def _overlaps(states: States) -> Iterator[tuple[int, int]]:
    """Yield pairs of listed states that have a pattern in common; only merged states need to be compared one by one."""
    keys = np.concatenate([states.words, states.open_bits], axis=1)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    for k in np.flatnonzero(first[inverse.reshape(-1)] != np.arange(len(states))).tolist():
        yield int(first[inverse.reshape(-1)[k]]), k
    for m in np.flatnonzero(states.open_bits.any(axis=1)).tolist():
        differ = (states.words ^ states.words[m]) & ~(states.open_bits | states.open_bits[m])
        yield from ((min(m, k), max(m, k)) for k in np.flatnonzero(~differ.any(axis=1)).tolist() if k != m)


def _where(pattern: str, letter: str) -> list[int]:
    return [place for place, char in enumerate(pattern) if char == letter]


def feasible(
    options: Sequence[str],
    forbidden: Sequence[Formula] = (),
    *,
    fixed: Mapping[str, bool] | None = None,
    limit: int | None = None,
) -> States:
    """Build the states that fulfil none of the forbidden formulas, sorted by value.

    Parameters
    ----------
    options : sequence of str
        Dotted names in bit order.
    forbidden : sequence of Formula
        A state where one of them holds is infeasible.
    fixed : mapping, optional
        Options that can only have one value.
    limit : int, optional
        The most states that may be listed; as many as memory holds if not given.

    Raises
    ------
    TooLarge
        Before the memory is taken; the message has the count where it can be had.

    Notes
    -----
    The work follows the number of feasible states, or ``2 ** len(options) / 64`` where that is little; see
    :mod:`detente.model.building`.

    Examples
    --------
    >>> from detente.model.formula import And, Name
    >>> feasible(["a.x", "b.y"], [And((Name("a.x"), Name("b.y")))]).patterns
    ('NN', 'YN', 'NY')
    """
    from detente.model.building import built

    return built(tuple(options), tuple(forbidden), dict(fixed or {}), limit)
