"""How the feasible states are found: in a cube of packed bits where many are feasible, by growth where few are.

Constraints that share options form a *knot*; the states are the product of the knots and of the options that stand in
no constraint. A knot of few options, or of which growth finds too much, is a *cube*: every constraint is evaluated on
all assignments, 64 to a word and a block at a time. A larger knot is *grown*: options are decided one after the other,
and a partial state is dropped as soon as a constraint surely holds of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np
import numpy.typing as npt

from detente.errors import TooLarge
from detente.model import bits as packed
from detente.model.bits import Bits, Column
from detente.model.formula import Formula, Mask, kleene, names
from detente.model.memory import short_of, written
from detente.model.options import Words, bit_mask, word_count
from detente.model.states import States, nothing_open

SMALL_CUBE = 12
CUBE = 20
LARGEST_CUBE = 32
QUICKLY_COUNTED = 28
SPARSE = 64
FEW_GROWN = 1 << 16
MOST_GROWN = 1 << 24
BLOCK = 1 << 16
MOST_WRITTEN = 10**18
WAY_OUT = (
    "leave out or merge options, or add constraints (mutually exclusive options are cheap); detente plan tells what "
    "can be answered as it is, and detente equilibria and detente attain answer without a list where that is possible"
)

Fixed = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Knot:
    """Options that constraints tie together, in bit order, and the constraints."""

    members: tuple[str, ...]
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many states are feasible; if not ``exact``, there are at most so many."""

    value: int
    exact: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """The states of one knot, or what could be found out about their number."""

    options: tuple[str, ...]
    size: int | None
    words: Words | None = None


def built(options: tuple[str, ...], forbidden: tuple[Formula, ...], fixed: Fixed, limit: int | None) -> States:
    """Return the feasible states; see :func:`detente.model.states.feasible`."""
    free = [o for o in options if o not in fixed]
    _check_names(options, forbidden)
    if len(free) <= SMALL_CUBE:
        return _of_small_cube(options, free, forbidden, fixed, limit)
    knots = _knots(options, forbidden)
    parts = [_looked_at(options, knot, fixed, MOST_GROWN if limit is None else limit) for knot in knots]
    tied = {o for knot in knots for o in knot.members}
    loose = [o for o in free if o not in tied]
    total = prod(part.size for part in parts if part.size is not None) << len(loose)
    if not total:
        return _nothing(options)
    if any(part.size is None for part in parts):
        raise TooLarge(_uncounted(parts, len(free), len(loose)))
    _check(total, options, limit, len(loose))
    if len(free) <= LARGEST_CUBE and SPARSE * total >= 1 << len(free):
        return _sorted_states(options, _of_cube(options, free, forbidden, fixed, total))
    listed = [_listed(options, part, knot, fixed) for part, knot in zip(parts, knots, strict=True)]
    listed += [_Part((o,), 2, _both(options, o)) for o in loose]
    return _sorted_states(options, _product(options, listed, fixed))


def counted(options: tuple[str, ...], forbidden: tuple[Formula, ...], fixed: Fixed) -> Count:
    """Return how many states are feasible without listing them, or a bound where that would take long.

    Examples
    --------
    >>> from detente.model.formula import And, Name
    >>> names = tuple(f"a.o{k}" for k in range(70))
    >>> counted(names, (And((Name("a.o0"), Name("a.o1"))),), {}).value == 3 * 2**68
    True
    """
    knots = _knots(options, forbidden)
    parts = [_looked_at(options, knot, fixed, FEW_GROWN, QUICKLY_COUNTED) for knot in knots]
    tied = {o for knot in knots for o in knot.members}
    n_loose = sum(o not in tied and o not in fixed for o in options)
    bounds = [1 << sum(o not in fixed for o in part.options) for part in parts if part.size is None]
    total = prod(part.size for part in parts if part.size is not None) * prod(bounds) << n_loose
    return Count(total, exact=not bounds or not total)


def _check_names(options: Sequence[str], forbidden: Sequence[Formula]) -> None:
    """Refuse a formula about an option that does not exist, as evaluating it would."""
    unknown = frozenset().union(*map(names, forbidden)) - set(options) if forbidden else frozenset()
    if unknown:
        _nothing(options).column(min(unknown))


def _check(total: int, options: Sequence[str], limit: int | None, n_loose: int) -> None:
    need = total * 8 * word_count(len(options)) * 2
    if limit is not None and total > limit:
        size = f"the case has {_number(total)} feasible states"
        raise TooLarge(f"{size} and {limit:,} is the most that are listed; {WAY_OUT}")
    if limit is None and (free := short_of(need)) is not None:
        double = f"{n_loose} options stand in no constraint and double the states each; " if n_loose else ""
        raise TooLarge(
            f"the case has {_number(total)} feasible states: a list of them takes {written(need)} of memory and "
            f"{written(free)} are at hand; {double}{WAY_OUT}"
        )


def _uncounted(parts: Sequence[_Part], n_free: int, n_loose: int) -> str:
    largest = max(len(part.options) for part in parts if part.size is None)
    double = f"{n_loose} options stand in no constraint and double the states each; " if n_loose else ""
    return (
        f"the case has too many feasible states to list them (at most 2^{n_free:,}): {largest} of its options hang "
        f"together by constraints that leave too much open; {double}{WAY_OUT}"
    )


def _number(count: int) -> str:
    return f"{count:,}" if count < MOST_WRITTEN else f"about 2^{count.bit_length() - 1:,}"


def _nothing(options: Sequence[str]) -> States:
    return _sorted_states(options, np.zeros((0, word_count(len(options))), dtype=np.uint64))


def _sorted_states(options: Sequence[str], words: Words) -> States:
    return States(tuple(options), words, nothing_open(words), in_order=True)


# ---------------------------------------------------------------------------------------------------------- knots


def _knots(options: Sequence[str], forbidden: Sequence[Formula]) -> list[Knot]:
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
    place = {o: bit for bit, o in enumerate(options)}
    return [Knot(tuple(sorted(group, key=place.__getitem__)), tuple(formulas)) for group, formulas in groups]


def _looked_at(options: Sequence[str], knot: Knot, fixed: Fixed, most: int, largest_cube: int = LARGEST_CUBE) -> _Part:
    """Return the states of a knot, or their number alone, or nothing where it can be had neither way."""
    free = [o for o in knot.members if o not in fixed]
    if len(free) <= CUBE:
        return _Part(knot.members, _cube_count(free, knot.formulas, fixed))
    is_cube = len(free) <= largest_cube
    words = _grown(options, knot, fixed, min(most, FEW_GROWN) if is_cube else most)
    if words is not None:
        return _Part(knot.members, len(words), words)
    return _Part(knot.members, _cube_count(free, knot.formulas, fixed) if is_cube else None)


def _listed(options: Sequence[str], part: _Part, knot: Knot, fixed: Fixed) -> _Part:
    if part.words is not None:
        return part
    free = [o for o in knot.members if o not in fixed]
    words = _of_cube(options, free, knot.formulas, fixed, part.size or 0)
    return _Part(part.options, part.size, words)


def _both(options: Sequence[str], option: str) -> Words:
    n_words = word_count(len(options))
    return np.stack([bit_mask([], n_words), bit_mask([options.index(option)], n_words)])


def _product(options: Sequence[str], parts: Sequence[_Part], fixed: Fixed) -> Words:
    """Return one word for each choice of a state from every part, sorted; no sort where the parts stand in order."""
    place = {o: bit for bit, o in enumerate(options)}
    with_bits = [p for p in parts if p.options]
    in_order = sorted(with_bits, key=lambda p: place[p.options[0]])
    words = bit_mask([place[o] for o, value in fixed.items() if value], word_count(len(options)))[None, :]
    for part in in_order:
        if part.words is not None:
            words = (part.words[:, None, :] | words[None, :, :]).reshape(-1, words.shape[1])
    if all(place[a.options[-1]] < place[b.options[0]] for a, b in pairwise(in_order)):
        return words
    if words.shape[1] == 1:
        words[:, 0].sort()
        return words
    return np.asarray(words[np.lexsort(tuple(words.T))])


# ----------------------------------------------------------------------------------------------------------- cubes


def _of_small_cube(
    options: Sequence[str], free: Sequence[str], forbidden: Sequence[Formula], fixed: Fixed, limit: int | None
) -> States:
    allowed = _allowed_integer(free, forbidden, fixed)
    if limit is not None:
        _check(allowed.bit_count(), options, limit, 0)
    codes = np.flatnonzero(packed.states_where(allowed, 1 << len(free)))
    return _sorted_states(options, _deposit(options, free, fixed)(codes))


def _allowed_integer(free: Sequence[str], forbidden: Sequence[Formula], fixed: Fixed) -> int:
    everything = (1 << (1 << len(free))) - 1
    columns: dict[str, int] = dict(zip(free, packed.integer_cube(len(free)), strict=True))
    columns |= {o: everything if value else 0 for o, value in fixed.items()}
    left = everything
    for formula in forbidden:
        left &= ~packed.classical(formula, columns.__getitem__, everything)
    return left


def _cube_count(free: Sequence[str], forbidden: Sequence[Formula], fixed: Fixed) -> int:
    if len(free) <= SMALL_CUBE:
        return _allowed_integer(free, forbidden, fixed).bit_count()
    return sum(int(np.bitwise_count(left).sum()) for _, left in _allowed_blocks(free, forbidden, fixed))


def _allowed_blocks(free: Sequence[str], forbidden: Sequence[Formula], fixed: Fixed) -> Iterator[tuple[int, Bits]]:
    """Yield the first assignment of each block of the cube, and which of the block's assignments break nothing."""
    constants = {o: packed.ALL if value else np.uint64(0) for o, value in fixed.items()}
    for first, n_words, columns in packed.cube_blocks(len(free)):
        known: dict[str, Column] = {**constants, **dict(zip(free, columns, strict=True))}
        broken: Column = np.uint64(0)
        for formula in forbidden:
            broken = broken | packed.classical(formula, known.__getitem__, packed.ALL)
        yield first, packed.spread(~broken, n_words)


def _of_cube(
    options: Sequence[str], free: Sequence[str], forbidden: Sequence[Formula], fixed: Fixed, total: int
) -> Words:
    """Return the ``total`` words of a cube, ascending; nothing else of their size is made."""
    if len(free) <= SMALL_CUBE:
        allowed = _allowed_integer(free, forbidden, fixed)
        codes = np.flatnonzero(packed.states_where(allowed, 1 << len(free)))
        return _deposit(options, free, fixed)(codes)
    deposit = _deposit(options, free, fixed)
    words = np.empty((total, word_count(len(options))), dtype=np.uint64)
    done = 0
    for first, left in _allowed_blocks(free, forbidden, fixed):
        codes = packed.places(left)
        words[done : done + len(codes)] = deposit(codes + first)
        done += len(codes)
    return words


def _deposit(options: Sequence[str], free: Sequence[str], fixed: Fixed) -> Callable[[npt.NDArray[np.int64]], Words]:
    """Return a function from assignments of the free options, counted in bit order, to words."""
    place = {o: bit for bit, o in enumerate(options)}
    n_words = word_count(len(options))
    base = bit_mask([place[o] for o, value in fixed.items() if value], n_words)
    bits = [place[o] for o in free]
    if n_words == 1 and bits == list(range(len(bits))):
        return lambda codes: (codes.astype(np.uint64) | base[0]).reshape(-1, 1)
    tables = [_table(bits[k : k + 16], n_words) for k in range(0, len(bits), 16)]

    def deposit(codes: npt.NDArray[np.int64]) -> Words:
        words = np.broadcast_to(base, (len(codes), n_words))
        for k, table in enumerate(tables):
            words = words | table[(codes >> (16 * k)) & (len(table) - 1)]
        return np.array(words)

    return deposit


def _table(bits: Sequence[int], n_words: int) -> Words:
    """Return ``(2 ** bits, words) uint64``: each assignment of these bits, in the order of its number."""
    table = np.zeros((1, n_words), dtype=np.uint64)
    for bit in bits:
        table = np.concatenate([table, table | bit_mask([bit], n_words)])
    return table


# ---------------------------------------------------------------------------------------------------------- growth


def _grown(options: Sequence[str], knot: Knot, fixed: Fixed, most: int) -> Words | None:
    """Return the states of a knot, sorted, or None where more than ``most`` partial ones would have to be held."""
    n_words = word_count(len(options))
    place = {o: bit for bit, o in enumerate(options)}
    order = _order(knot)
    steps = _steps(order, knot.formulas)
    words = np.zeros((1, n_words), dtype=np.uint64)
    for k, option in enumerate(order):
        ahead = next((j for j in range(k, len(order)) if steps[j]), len(order) - 1)
        doubling = sum(o not in fixed for o in order[k : ahead + 1])
        if len(words) << min(doubling, 64) > 2 * most:
            return None
        values = [fixed[option]] if option in fixed else [False, True]
        words = _extended(words, bit_mask([place[option]], n_words), values)
        still = bit_mask([place[o] for o in order[k + 1 :]], n_words)
        for formula in steps[k]:
            words = words[~_surely(formula, options, words, still)]
        if len(words) > most:
            return None
    return words[np.lexsort(tuple(words.T))]


def _order(knot: Knot) -> list[str]:
    """Order options so that formulas are completed, and states dropped, as early as can be."""
    open_names = [set(names(f)) for f in knot.formulas]
    left, order = list(knot.members), []
    while left:
        nearest = min((n for n in open_names if n), key=len, default=set(left))
        option = next(o for o in left if o in nearest)
        order.append(option)
        left.remove(option)
        for mentioned in open_names:
            mentioned.discard(option)
    return order


def _steps(order: Sequence[str], formulas: Sequence[Formula]) -> list[list[Formula]]:
    """Return for each option the formulas that may surely hold once it is decided."""
    touching = [[f for f in formulas if option in names(f)] for option in order]
    return [[f for f in fs if _can_hold(f, set(order[k + 1 :]))] for k, fs in enumerate(touching)]


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
