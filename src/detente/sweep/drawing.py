"""Drawing whole numbers and rankings, uniformly and the same on every machine.

Only the raw words of PCG64 are used, whose stream numpy keeps for good; what numpy's own methods make of them may
change from version to version. Each chunk of draws has a stream of its own, so that any of them can be made alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Stream = np.random.PCG64
Keys = npt.NDArray[np.unsignedinteger[Any]]
SHORT_KEYS = 512
WORD = 64


def stream(seed: int, chunk: int, purpose: int) -> Stream:
    """Return the random words of one chunk of draws, for one purpose.

    Examples
    --------
    >>> int(stream(1, 0, 0).random_raw()) == int(stream(1, 0, 0).random_raw())
    True
    """
    return np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(chunk, purpose)))


def below(words: Stream, limit: int, count: int) -> npt.NDArray[np.int64]:
    """Return ``(count,) int64``: independent uniform whole numbers from 0 to below ``limit``, at most ``2**63``.

    Notes
    -----
    Words that would make some numbers likelier are thrown away.

    Examples
    --------
    >>> drawn = below(stream(7, 0, 0), 10, 1000)
    >>> sorted(set(drawn.tolist())) == list(range(10))
    True
    """
    last = (1 << WORD) - (1 << WORD) % limit - 1
    found = words.random_raw(count)
    while (again := np.flatnonzero(found > np.uint64(last))).size:
        found[again] = words.random_raw(again.size)
    return np.asarray(found % np.uint64(limit), dtype=np.int64)


def rankings(words: Stream, count: int, size: int) -> npt.NDArray[np.unsignedinteger]:
    """Return ``(count, size)``: independent uniform strict rankings, a number from 0 for each state, higher is better.

    Notes
    -----
    Each row is a random key for each place with the place in its lowest bits, sorted; a row in which two keys are equal
    is drawn again, so that every ranking is exactly as likely as every other. The type is the least unsigned one.
    Cost: about 4 ns for each state, with numpy's vectors.

    Examples
    --------
    >>> drawn = rankings(stream(7, 0, 0), 100, 5)
    >>> bool((np.sort(drawn, axis=1) == np.arange(5)).all())
    True
    """
    bits = max(1, (size - 1).bit_length())
    made = _sorted_keys(words, count, size, bits)
    while (again := np.flatnonzero(_has_ties(made, bits))).size:
        made[again] = _sorted_keys(words, again.size, size, bits)
    kind = np.uint8 if size <= 1 << 8 else np.uint16 if size <= 1 << 16 else np.uint32
    return np.asarray(made & made.dtype.type((1 << bits) - 1), dtype=kind)


def _sorted_keys(words: Stream, count: int, size: int, bits: int) -> npt.NDArray[np.unsignedinteger]:
    """Return keys, random above and the place below, each row sorted: 32 bits where few of them will be equal."""
    if size <= SHORT_KEYS:
        raw = words.random_raw(-(-count * size // 2)).astype("<u8", copy=False)
        keys: Keys = raw.view("<u4")[: count * size].astype(np.uint32, copy=False).reshape(count, size)
    else:
        keys = words.random_raw(count * size).reshape(count, size)
    kind = keys.dtype.type
    keys &= ~kind((1 << bits) - 1)
    keys |= np.arange(size, dtype=keys.dtype)
    keys.sort(axis=1)
    return keys


def _has_ties(keys: npt.NDArray[np.unsignedinteger], bits: int) -> npt.NDArray[np.bool_]:
    """Return ``(rows,) bool``: whether two keys of a row differ in their places only."""
    limit = keys.dtype.type(1 << bits)
    return np.asarray(((keys[:, 1:] ^ keys[:, :-1]) < limit).any(axis=1))
