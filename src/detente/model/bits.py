"""Truth on many states at once, packed: bit ``s`` of a *column* says something of state ``s``.

A column is a Python integer where there are few states, which makes small models quick, or ``uint64`` words of a block
of states where there are many, so that no formula ever needs a byte for each state. Both know ``&``, ``|`` and ``^``,
and one evaluator serves both. This is two-valued logic: for states that leave nothing open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.model.formula import And, Constant, Formula, Iff, Implies, Mask, Name, Not, Or

Bits = npt.NDArray[np.uint64]
Octets = npt.NDArray[np.uint8]
Column = Any  # an int, a uint64, or an array of them: whatever knows &, | and ^

FEW = 1 << 12
BLOCK = 1 << 16
CUBE_BLOCK = 1 << 21
WORD = 64
ALL = np.uint64(2**64 - 1)


def classical(formula: Formula, column: Callable[[str], Column], everything: Column) -> Column:
    """Evaluate a formula in two-valued logic on packed states.

    Parameters
    ----------
    formula : Formula
    column : callable
        From a name to the packed states where it holds.
    everything : int or uint64
        All states: the value of a formula that always holds.

    Notes
    -----
    Cost: one operation on packed states for each distinct part of the formula.

    Examples
    --------
    >>> bin(classical(Not(And((Name("a"), Name("b")))), {"a": 0b0110, "b": 0b0011}.__getitem__, 0b1111))
    '0b1101'
    """
    known: dict[int, Column] = {}

    def walk(part: Formula) -> Column:
        if isinstance(part, Name):
            return column(part.name)
        if id(part) not in known:
            known[id(part)] = _combined(part, walk, everything)
        return known[id(part)]

    return walk(formula)


def _combined(part: Formula, walk: Callable[[Formula], Column], everything: Column) -> Column:
    match part:
        case Constant(value):
            return everything if value else everything ^ everything
        case Not(operand):
            return everything ^ walk(operand)
        case And(operands):
            return _folded(operands, walk, everything, conjunctive=True)
        case Or(operands):
            return _folded(operands, walk, everything ^ everything, conjunctive=False)
        case Implies(a, b):
            return (everything ^ walk(a)) | walk(b)
        case Iff(a, b):
            return everything ^ walk(a) ^ walk(b)
    raise TypeError(part)


def _folded(operands: Iterable[Formula], walk: Callable[[Formula], Column], start: Column, *, conjunctive: bool) -> Any:
    value, is_first = start, True
    for operand in operands:
        other = walk(operand)
        value = other if is_first else value & other if conjunctive else value | other
        is_first = False
    return value


# ----------------------------------------------------------------------------------------------------- from states


def integer_columns(words: Bits, n_options: int) -> list[int]:
    """Return a column for each option as an integer; for few states."""
    octets = np.ascontiguousarray(words.astype("<u8", copy=False)).view(np.uint8)
    flags = np.unpackbits(octets, axis=1, bitorder="little")[:, :n_options]
    packed = np.packbits(flags.T, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def packed_columns(words: Bits, n_options: int) -> Bits:
    """Return ``(options, ceil(states / 64)) uint64``: a column for each option; for many states.

    Notes
    -----
    Cost: about 0.2 ns and a bit of memory for each state and option, a block of states at a time.
    """
    size = len(words)
    made = np.zeros((n_options, -(-size // WORD)), dtype="<u8")
    filled = made.view(np.uint8)
    for start in range(0, size, BLOCK):
        octets = np.ascontiguousarray(words[start : start + BLOCK].astype("<u8", copy=False)).view(np.uint8)
        for first in range(0, n_options, 8):
            eight = np.ascontiguousarray(octets[:, first // 8])
            for option in range(first, min(first + 8, n_options)):
                piece = np.packbits(eight & np.uint8(1 << (option - first)), bitorder="little")
                filled[option, start // 8 : start // 8 + len(piece)] = piece
    return made.astype(np.uint64, copy=False)


def integer_flags(columns: Sequence[int], size: int) -> Octets:
    """Return ``(columns, states) uint8``, one for each state where a column holds."""
    width = -(-size // 8)
    data = b"".join(column.to_bytes(width, "little") for column in columns)
    octets = np.frombuffer(data, dtype=np.uint8).reshape(len(columns), width)
    return np.unpackbits(octets, axis=1, count=size, bitorder="little") if size else np.zeros((len(columns), 0), "u1")


def flags(column: Bits, size: int) -> Octets:
    """Return ``(size,) uint8``, one where the packed column holds."""
    return np.unpackbits(column.astype("<u8", copy=False).view(np.uint8), count=size, bitorder="little")


def spread(column: Column, n_words: int) -> Bits:
    """Return ``(words,) uint64``: a column that may be one word for all of a block, written out."""
    return np.ascontiguousarray(np.broadcast_to(np.asarray(column, dtype=np.uint64), (n_words,)))


# ------------------------------------------------------------------------------------------------------- of a cube


@lru_cache(maxsize=32)
def integer_cube(n: int) -> tuple[int, ...]:
    """Return for each of ``n`` options its column on all ``2 ** n`` states, in the order of their number.

    Examples
    --------
    >>> [bin(column) for column in integer_cube(2)]
    ['0b1010', '0b1100']
    """
    size = 1 << n
    return tuple((((1 << size) - 1) // ((1 << (2 << j)) - 1)) * (((1 << (1 << j)) - 1) << (1 << j)) for j in range(n))


def cube_blocks(n: int) -> Iterator[tuple[int, int, list[Column]]]:
    """Yield the cube of ``n`` options (at least 6) in blocks: the first state, the words, a column for each option.

    A column is one ``uint64`` where it is the same in all of the block's words.
    """
    inner = min(n, CUBE_BLOCK.bit_length() - 1)
    n_words = (1 << inner) // WORD
    within = np.arange(n_words, dtype=np.uint64)
    low = [np.uint64(column) for column in integer_cube(6)]
    middle = [np.where((within >> np.uint64(j - 6)) & np.uint64(1), ALL, np.uint64(0)) for j in range(6, inner)]
    for block in range(1 << (n - inner)):
        high = [ALL if block >> j & 1 else np.uint64(0) for j in range(n - inner)]
        yield block << inner, n_words, [*low, *middle, *high]


def places(column: Bits) -> npt.NDArray[np.int64]:
    """Return the numbers of the bits that are set, ascending."""
    return np.flatnonzero(np.unpackbits(column.astype("<u8", copy=False).view(np.uint8), bitorder="little").view(bool))


def states_where(column: Column, size: int) -> Mask:
    """Return ``(size,) bool`` of an integer column."""
    return np.asarray(integer_flags([column], size)[0], dtype=np.bool_)
