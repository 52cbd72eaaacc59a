"""Which colour a speaker has: those who say most have one each, all others share one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.text.heard import Voice

OWN = 7
SHARED = OWN + 1
NOBODY = 0


def colours(voices: Iterable[Voice]) -> Mapping[str, int]:
    """Return the number of each speaker's colour; 0 is left for words that nobody is named for.

    Examples
    --------
    >>> one = Voice("A", None, None, "party", None, ("s1",), ())
    >>> two = Voice("B", None, None, "party", None, ("s2", "s3"), ())
    >>> colours([one, two])
    {'B': 1, 'A': 2}
    """
    ordered = sorted(voices, key=lambda v: -(2 * len(v.statements) + len(v.nested)))
    return {voice.name: min(n, SHARED) for n, voice in enumerate(ordered, 1)}
