"""Preferences: what a decision maker wants, and the order that follows on the states (theory B1, B2, B11).

A *preference* is what the analyst wrote (statements, a ranking, weights, payoffs); ``order(states)`` makes it an
*order* of the states. Stability asks an order three questions only (theory B11): does a state tempt, is a sanctioning
move credible, does a state deter. For a weak order all three follow from the ranks; a higher rank is better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError
from detente.model.formula import Formula, Mask, Name, text
from detente.model.states import States

Ranks = npt.NDArray[np.signedinteger[Any]]
SMALL_TABLE = 1 << 10
MOST_AT_ONCE = 16
SORTED = 1 << 22
LOOKED_UP = 1 << 18
Where = int | npt.NDArray[np.int64] | slice


class Order(Protocol):
    """The three predicates of theory B11, each on arrays of states."""

    def tempts(self, target: Where, start: int) -> Mask:
        """Would the decision maker move from ``start`` to ``target``?"""

    def credible(self, target: Where, start: int) -> Mask:
        """Would it really move so when it sanctions another?"""

    def deters(self, target: Where, start: int) -> Mask:
        """Is ``target`` a sanction for a decision maker that left ``start``? True of ``start`` itself."""


@dataclass(frozen=True, eq=False)
class WeakOrder:
    """A complete ranking with ties.

    Attributes
    ----------
    ranks : ndarray
        ``(states,)``, higher is better, equal is indifferent. Dense: 0, 1, 2, ... without gaps. The type is the
        narrowest of int8, int16, int32 and int64 that holds the greatest rank; it has a sign, so that a difference of
        two ranks is right in it too.
    """

    ranks: Ranks

    def tempts(self, target: Where, start: int) -> Mask:
        """Return whether ``target`` is strictly better than ``start``."""
        return np.asarray(self.ranks[target] > self.ranks[start])

    credible = tempts

    def deters(self, target: Where, start: int) -> Mask:
        """Return whether ``target`` is not strictly better than ``start``."""
        return np.asarray(self.ranks[target] <= self.ranks[start])


def dense(values: npt.NDArray[np.integer[Any]]) -> Ranks:
    """Return the dense ranks of values, the greatest last, in the narrowest type that holds them.

    Notes
    -----
    Cost: linear where the values span no more than a few times their number, otherwise that of sorting.

    Examples
    --------
    >>> dense(np.array([10, -3, 10])).tolist()
    [1, 0, 1]
    """
    if not values.size:
        return np.zeros(0, dtype=np.int8)
    least, greatest = int(values.min()), int(values.max())
    if greatest - least < max(SMALL_TABLE, 2 * values.size):
        return _by_table(values, least, greatest)
    return _by_sorting(values)


def narrowest(greatest: int) -> type[np.signedinteger[Any]]:
    """Return the narrowest signed type that holds a rank.

    Examples
    --------
    >>> [narrowest(rank).__name__ for rank in (127, 128, 40_000)]
    ['int8', 'int16', 'int32']
    """
    kinds: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32, np.int64)
    return next(kind for kind in kinds if greatest <= np.iinfo(kind).max)


def _by_table(values: npt.NDArray[np.integer[Any]], least: int, greatest: int) -> Ranks:
    """Rank values by looking up which ones occur; in blocks, since numpy widens what indexes an array."""
    occurs = np.zeros(greatest - least + 1, dtype=np.bool_)
    for k in range(0, len(values), LOOKED_UP):
        occurs[values[k : k + LOOKED_UP].astype(np.intp) - least] = True
    places = np.cumsum(occurs, dtype=np.int64 if len(occurs) >= 1 << 31 else np.int32) - 1
    table = places.astype(narrowest(int(places[-1])))
    ranks: Ranks = np.empty(len(values), dtype=narrowest(int(places[-1])))
    for k in range(0, len(values), LOOKED_UP):
        ranks[k : k + LOOKED_UP] = table.take(values[k : k + LOOKED_UP].astype(np.intp) - least)
    return ranks


def _by_sorting(values: npt.NDArray[np.integer[Any]]) -> Ranks:
    """Rank values by the sorted list of those that occur; a block at a time, so that only that list is sorted."""
    pieces = [np.unique(values[k : k + SORTED]) for k in range(0, len(values), SORTED)]
    occurring = pieces[0] if len(pieces) == 1 else np.unique(np.concatenate(pieces))
    ranks: Ranks = np.empty(len(values), dtype=narrowest(len(occurring) - 1))
    for k in range(0, len(values), SORTED):
        ranks[k : k + SORTED] = np.searchsorted(occurring, values[k : k + SORTED])
    return ranks


class Preference(Protocol):
    """What the analyst wrote of one decision maker's preferences."""

    def order(self, states: States) -> WeakOrder:
        """Return the order of the states that follows from it."""


@dataclass(frozen=True, eq=False, slots=True)
class Ordered:
    """An order that is known already, whatever it came from."""

    known: WeakOrder

    def order(self, states: States) -> WeakOrder:  # noqa: ARG002 - the protocol's signature
        """Return the order."""
        return self.known


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is wanted: the formula, and the words of the file."""

    formula: Formula
    wording: str


@dataclass(frozen=True, slots=True)
class Prioritised:
    """Statements, the most important first; states compare lexicographically by what they fulfil (theory B2)."""

    statements: tuple[Statement, ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by ``(first statement true, second statement true, ...)``, true being better.

        Notes
        -----
        Any number of statements: a few at a time refine the dense ranks found so far, so nothing overflows and nothing
        is sorted. Cost: about 0.2 ns for each state and statement; beside the ranks, 4 bytes for each state at most.
        """
        formulas = [statement.formula for statement in self.statements]
        ranks: Ranks | None = None
        while formulas:
            n_levels = 1 if ranks is None else int(ranks.max(initial=0)) + 1
            room = max(SMALL_TABLE, 2 * len(states)) // n_levels
            now = max(1, min(room.bit_length() - 1, MOST_AT_ONCE))
            ranks = dense(_scores(states, formulas[:now], ranks))
            formulas = formulas[now:]
        return WeakOrder(ranks if ranks is not None else np.zeros(len(states), dtype=np.int8))


def _scores(states: States, formulas: Sequence[Formula], ranks: Ranks | None) -> npt.NDArray[np.integer[Any]]:
    """Return a number for each state that refines its rank by which formulas hold, the first one weighing most."""
    greatest = (0 if ranks is None else int(ranks.max(initial=0))) + 1 << len(formulas)
    kinds: tuple[tuple[int, type[np.integer[Any]]], ...] = (
        (8, np.uint8),
        (16, np.uint16),
        (31, np.int32),
        (63, np.int64),
    )
    kind = next(k for n_bits, k in kinds if greatest <= 1 << n_bits)
    scores = np.zeros(len(states), dtype=kind)
    for start, stop in states.blocks():
        made = scores[start:stop]
        if ranks is not None:
            made[:] = ranks[start:stop]
        for eight in (formulas[k : k + 8] for k in range(0, len(formulas), 8)):
            np.left_shift(made, len(eight), out=made)
            np.bitwise_or(made, _octet(states, eight, start, stop), out=made)
    return scores


def _octet(states: States, formulas: Sequence[Formula], start: int, stop: int) -> npt.NDArray[np.uint8]:
    """Return ``(stop - start,) uint8``: up to eight truth values as one number, the first formula the highest bit."""
    made = np.zeros(stop - start, dtype=np.uint8)
    held = (
        states.flags(formulas, start, stop)
        if states.is_plain
        else [states.truth(f)[start:stop].view(np.uint8) for f in formulas]
    )
    for holds in held:
        made <<= 1
        made |= holds
    return made


@dataclass(frozen=True, slots=True)
class Ranking:
    """Tie classes of states, the best first, each state given by its pattern or name."""

    classes: tuple[tuple[str, ...], ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states.

        Raises
        ------
        ModelError
            If a feasible state is left out.
        """
        rank_of = {state: -place for place, tied in enumerate(self.classes) for state in tied}
        if len(states) > len(rank_of):
            _left_out(states, rank_of)
        slugs = states.slugs or ("",) * len(states)
        found = (rank_of.get(pattern, rank_of.get(slug)) for pattern, slug in zip(states.patterns, slugs, strict=True))
        ranks = [rank if rank is not None else _left_out(states, rank_of) for rank in found]
        return WeakOrder(dense(np.array(ranks, dtype=np.int64)))


def _left_out(states: States, rank_of: Mapping[str, int]) -> int:
    """Raise the error that names the first state which is not ranked."""
    for state in range(len(states)):
        slug = states.slugs[state] if states.slugs else ""
        if states.pattern(state) not in rank_of and slug not in rank_of:
            raise ModelError(f"the ranking leaves out the feasible state {slug or states.pattern(state)}")
    raise AssertionError(rank_of)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weight per option (theory B2): a state scores the sum of the weights of its Y options."""

    weights: tuple[tuple[str, Fraction], ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by score, exactly: weights are fractions, brought to whole numbers."""
        common = lcm(*(w.denominator for _, w in self.weights))
        whole = [(option, int(weight * common)) for option, weight in self.weights]
        if states.is_merged:
            _check_that_weights_are_decided(states, whole)
        reach = sum(abs(w) for _, w in whole)
        if reach >= 1 << 63:
            return WeakOrder(dense_exact(_score(states, whole, object)))
        return WeakOrder(dense(_score(states, whole, np.int32 if reach < 1 << 31 else np.int64)))


def _score(states: States, weights: Sequence[tuple[str, int]], kind: type) -> npt.NDArray[Any]:
    """Return for each state the sum of the weights of its Y options, a block at a time."""
    score: npt.NDArray[Any] = np.zeros(len(states), dtype=kind)
    for start, stop in states.blocks():
        for option, weight in weights:
            score[start:stop] += _held(states, option, start, stop).astype(kind) * weight
    return score


def _held(states: States, option: str, start: int, stop: int) -> npt.NDArray[np.uint8]:
    """Return ``(stop - start,) uint8``: one where an option is Y."""
    if states.is_plain:
        return states.flags([Name(option)], start, stop)[0]
    return states.column(option)[0][start:stop].view(np.uint8)


def _check_that_weights_are_decided(states: States, weights: Sequence[tuple[str, int]]) -> None:
    for option, _ in weights:
        holds, fails = states.column(option)
        if not (holds | fails).all():
            raise ModelError(f"the weight of {option} is left open by a merged state")


@dataclass(frozen=True, slots=True)
class Payoffs:
    """A number per state, given by pattern or name; higher is better, only the order matters (theory B1)."""

    values: tuple[tuple[str, Fraction], ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by payoff."""
        by_value: dict[Fraction, list[str]] = {}
        for state, value in self.values:
            by_value.setdefault(value, []).append(state)
        return Ranking(tuple(tuple(by_value[v]) for v in sorted(by_value, reverse=True))).order(states)


def dense_exact(values: npt.NDArray[np.object_]) -> Ranks:
    """Return dense ranks of Python numbers of any size, the greatest last."""
    place = {v: r for r, v in enumerate(sorted(set(values.tolist())))}
    return np.array([place[v] for v in values.tolist()], dtype=narrowest(len(place)))


def as_ranking(order: WeakOrder, states: States) -> Ranking:
    """Return an order as tie classes of states, the best first."""
    classes: list[list[str]] = [[] for _ in range(int(order.ranks.max(initial=-1)) + 1)]
    for state, rank in enumerate(order.ranks.tolist()):
        classes[rank].append(states.slugs[state] if states.slugs else states.pattern(state))
    return Ranking(tuple(tuple(c) for c in reversed(classes) if c))


def wordings(statements: Sequence[Statement]) -> str:
    """Return statements in one line, best first."""
    return " > ".join(s.wording or text(s.formula) for s in statements)
