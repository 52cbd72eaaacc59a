"""The feasible states, as packed bits (theory A1): how they are built, found, and written.

Three kinds of state sets share one interface: the feasible states of an option form, states listed as patterns
(where ``-`` merges states that differ only there), and states that only have names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np

from detente.errors import ModelError, TooLarge, UnknownName, did_you_mean
from detente.model.formula import Formula, Mask, Truth, brief, kleene, names
from detente.model.options import WORD, Words, bit_mask, word_count

MOST_STATES = 1 << 22
MOST_HINTED = 2_000
MOST_WRITTEN = 10**30
BLOCK = 1 << 16


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
        ``(states, words) uint64``: bit ``o`` is set where option ``o`` is merged (``-``).
    slugs : tuple of str
        The names of the states, where the case names them; otherwise empty.
    """

    options: tuple[str, ...]
    words: Words
    open_bits: Words
    slugs: tuple[str, ...] = ()
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
        return bool(self.open_bits.any())

    def column(self, name: str) -> Truth:
        """Return where an option is surely Y and where it is surely N; for a state's name, where it is that state."""
        if name in self.bits:
            word, shift = divmod(self.bits[name], WORD)
            yes = _bit(self.words[:, word], shift)
            return yes, ~yes & ~_bit(self.open_bits[:, word], shift)
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
        """
        if id(formula) not in self._kept:
            self._kept[id(formula)] = (formula, self._truth(formula))
        return self._kept[id(formula)][1]

    def _truth(self, formula: Formula) -> Mask:
        holds, fails = kleene(formula, self.column, len(self))
        open_states = np.flatnonzero(~(holds | fails))
        if open_states.size:
            raise ModelError(f"{brief(formula)} is left open by the merged state {self.pattern(int(open_states[0]))}")
        return holds

    def pattern(self, state: int) -> str:
        """Return the state as ``Y``, ``N`` and ``-`` in option order; the name where there are no options."""
        return self.patterns[state] if "patterns" in self.__dict__ else self._written(slice(state, state + 1))[0]

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """All patterns, in the order of the states."""
        return self._written(slice(None))

    def _written(self, states: slice) -> tuple[str, ...]:
        if not self.options:
            return (self.slugs or ("",) * len(self))[states]
        letters = np.where(_unpacked(self.words[states]), ord("Y"), ord("N"))
        letters[_unpacked(self.open_bits[states])] = ord("-")
        text = letters[:, : len(self.options)].astype(np.uint8).tobytes().decode("ascii")
        return tuple(text[k : k + len(self.options)] for k in range(0, len(text), len(self.options)))

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
            here = np.flatnonzero(((self.words == yes) & (self.open_bits == open_)).all(axis=1))
            if here.size:
                return int(here[0])
        hint = did_you_mean(state, self.slugs or self.patterns[:MOST_HINTED])
        raise UnknownName(f"there is no feasible state {state}; {hint}")

    def find(self, words: Words) -> int | None:
        """Return the index of the state with these bits, or None if it is not feasible."""
        here = np.flatnonzero((self.words == words).all(axis=1))
        return int(here[0]) if here.size else None

    def only(self, keep: Mask) -> States:
        """Return the subset where ``keep`` is true, in the same order."""
        slugs = tuple(s for s, k in zip(self.slugs, keep, strict=True) if k) if self.slugs else ()
        return States(self.options, self.words[keep], self.open_bits[keep], slugs)


def _bit(words: Words, shift: int) -> Mask:
    return np.asarray((words >> np.uint64(shift)) & np.uint64(1) != 0)


def _unpacked(words: Words) -> Mask:
    """Return ``(states, 64 * words) bool``, one column for each bit."""
    octets = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little").astype(bool)


def named(slugs: Sequence[str]) -> States:
    """Return states that only have names: nothing is known about them but the moves and preferences."""
    index = np.arange(len(slugs), dtype=np.uint64)[:, None]
    return States((), index, np.zeros_like(index), tuple(slugs))


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
    limit: int = MOST_STATES,
) -> States:
    """Build the states that fulfil none of the forbidden formulas.

    Options are decided one after the other, and a partial state is dropped as soon as a formula surely holds of it;
    so the work follows the number of feasible states and not ``2 ** len(options)``.

    Parameters
    ----------
    options : sequence of str
        Dotted names in bit order.
    forbidden : sequence of Formula
        A state where one of them holds is infeasible.
    fixed : mapping, optional
        Options that can only have one value.
    limit : int
        The most states, finished or partial, that may be held at once.

    Raises
    ------
    TooLarge
        Before more than ``limit`` states are held; the message has the count where it can be had.

    Examples
    --------
    >>> from detente.model.formula import And, Name
    >>> feasible(["a.x", "b.y"], [And((Name("a.x"), Name("b.y")))]).patterns
    ('NN', 'YN', 'NY')
    """
    fixed = dict(fixed or {})
    blocks = _blocks(options, forbidden)
    parts: list[States] = []
    free = [o for o in options if not any(o in members for members, _ in blocks)]
    sizes = [1 if o in fixed else 2 for o in free]
    complete = True
    for members, formulas in blocks:
        part = _grown(options, members, formulas, fixed, limit)
        complete = complete and part is not None
        sizes.append(len(part) if part is not None else limit)
        if part is not None:
            parts.append(part)
        if part is not None and not len(part):
            return _nothing(options)
    if not complete or prod(sizes) > limit:
        raise TooLarge(_too_large(prod(sizes), exact=complete, limit=limit, free=len(free)))
    parts += [_grown(options, [o], (), fixed, limit) or _nothing(options) for o in free]
    return _sorted(_product(options, parts))


def _too_large(count: int, *, exact: bool, limit: int, free: int) -> str:
    number = f"{count:,}" if count < MOST_WRITTEN else f"about 2^{count.bit_length() - 1:,}"
    size = number if exact else f"more than {number}"
    loose = f"{free} options stand in no constraint and double the states each; " if free else ""
    return (
        f"the case has {size} feasible states and {limit:,} is the most that are listed one by one; {loose}"
        "leave out or merge options, or add constraints (mutually exclusive options are cheap)"
    )


def _blocks(options: Sequence[str], forbidden: Sequence[Formula]) -> list[tuple[list[str], list[Formula]]]:
    """Split the constraints into groups that share no option; the groups multiply."""
    groups: list[tuple[set[str], list[Formula]]] = []
    for formula in forbidden:
        mentioned, formulas = set(names(formula)), [formula]
        apart = []
        for group in groups:
            if group[0] & mentioned:
                mentioned |= group[0]
                formulas = group[1] + formulas
            else:
                apart.append(group)
        groups = [*apart, (mentioned, formulas)]
    return [(_order([o for o in options if o in group], formulas), formulas) for group, formulas in groups]


def _order(members: list[str], forbidden: Sequence[Formula]) -> list[str]:
    """Order options so that formulas are completed, and states dropped, as early as can be."""
    open_names = [set(names(f)) for f in forbidden]
    left, order = list(members), []
    while left:
        nearest = min((n for n in open_names if n), key=len, default=set(left))
        option = next(o for o in left if o in nearest)
        order.append(option)
        left.remove(option)
        for mentioned in open_names:
            mentioned.discard(option)
    return order


def _nothing(options: Sequence[str]) -> States:
    empty = np.zeros((0, word_count(len(options))), dtype=np.uint64)
    return States(tuple(options), empty, empty)


def _grown(
    options: Sequence[str],
    members: Sequence[str],
    forbidden: Sequence[Formula],
    fixed: Mapping[str, bool],
    limit: int,
) -> States | None:
    """Return the assignments of ``members`` that break no formula, or None where there are too many."""
    n_words = word_count(len(options))
    place = {o: bit for bit, o in enumerate(options)}
    words = np.zeros((1, n_words), dtype=np.uint64)
    undecided = set(members)
    touching = {o: [f for f in forbidden if o in names(f)] for o in members}
    for formula in (f for f in forbidden if not names(f)):
        holds, _ = kleene(formula, lambda _name: (np.zeros(1, bool), np.zeros(1, bool)), 1)
        words = words[~holds]
    for option in members:
        undecided.discard(option)
        values = [fixed[option]] if option in fixed else [False, True]
        breakable = [f for f in touching[option] if _can_hold(f, undecided)]
        if not breakable and len(words) * len(values) > limit:
            return None
        words = _extended(words, bit_mask([place[option]], n_words), values)
        still = bit_mask([place[o] for o in undecided], n_words)
        for formula in breakable:
            words = words[~_surely(formula, options, words, still)]
        if len(words) > limit:
            return None
    return States(tuple(options), words, np.zeros_like(words))


def _can_hold(formula: Formula, undecided: set[str]) -> bool:
    """Whether a formula may hold whatever becomes of the undecided options; True if in doubt."""
    known, unknown = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)
    holds, _ = kleene(formula, lambda name: (unknown, unknown) if name in undecided else (known, known), 1)
    return bool(holds[0])


def _surely(formula: Formula, options: Sequence[str], words: Words, still: Words) -> Mask:
    """Return ``(states,) bool``: where a formula holds whatever the bits in ``still`` become; a block at a time."""
    holds = np.zeros(len(words), dtype=bool)
    for start in range(0, len(words), BLOCK):
        block = words[start : start + BLOCK]
        partial = States(tuple(options), block, np.broadcast_to(still, block.shape))
        holds[start : start + BLOCK], _ = kleene(formula, partial.column, len(block))
    return holds


def _extended(words: Words, bit: Words, values: Sequence[bool]) -> Words:
    return np.concatenate([words | bit if value else words for value in values])


def _product(options: Sequence[str], parts: Iterable[States]) -> States:
    words = np.zeros((1, word_count(len(options))), dtype=np.uint64)
    for part in parts:
        words = (words[:, None, :] | part.words[None, :, :]).reshape(-1, words.shape[1])
    return States(tuple(options), words, np.zeros_like(words))


def _sorted(states: States) -> States:
    order = np.lexsort(tuple(states.words[:, w] for w in range(states.words.shape[1])))
    return States(states.options, states.words[order], states.open_bits)
