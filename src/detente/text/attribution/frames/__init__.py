"""The frames in which a cue attributes content to a source: one file a frame, and their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.text.attribution.frames.according import according
from detente.text.attribution.frames.after import after
from detente.text.attribution.frames.as_said import as_said
from detente.text.attribution.frames.cues import cues
from detente.text.attribution.frames.dash import dash
from detente.text.attribution.frames.final import final
from detente.text.attribution.frames.found import Found
from detente.text.attribution.frames.inverted import inverted
from detente.text.attribution.frames.leading import leading
from detente.text.attribution.frames.nominal import nominal
from detente.text.syntax.phrases import Row

__all__ = ["WITHOUT_VERB", "Found", "frames"]

WITHOUT_VERB = (according, dash, leading, as_said)
"""The frames that look for themselves where they stand; the others go by the cues of the sentence."""


def frames(row: Row) -> list[Found]:
    """Return what attributes in a sentence, in order; none within the content of another.

    Parameters
    ----------
    row : sequence of Token
        A sentence; the cost grows with the square of its length, so a longer one is read in pieces.

    Examples
    --------
    >>> from detente.text.span import Span
    >>> from detente.text.syntax.tokens import tokens
    >>> words = "The dam is safe, the minister said."
    >>> [(each.rule, each.source, each.content) for each in frames(tokens(words, Span(0, len(words))))]
    [('final', (5, 7), ((0, 4),))]
    """
    found = [each for frame in WITHOUT_VERB for each in frame(row)]
    candidates = list(cues(row))
    found += [each for cue in candidates if (each := final(row, cue) or inverted(row, cue)) is not None]
    found += nominal(row)
    taken = {at for each in found for at in range(*each.cue)}
    found += [each for cue in candidates if cue.at not in taken and (each := after(row, cue)) is not None]
    return _with_shared_sources(_outermost(found))


def _with_shared_sources(found: Iterable[Found]) -> list[Found]:
    """Give ", adding that ..." the source of the attribution before it."""
    made: list[Found] = []
    source = None
    for each in found:
        made.append(replace(each, source=source) if each.shared and source is not None else each)
        source = made[-1].source or source
    return made


def _outermost(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in found:
        if not any(_inside(each, other) for other in kept):
            kept = [other for other in kept if not _inside(other, each)] + [each]
    return sorted(kept, key=lambda each: each.cue)


def _inside(one: Found, other: Found) -> bool:
    return any(start <= one.cue[0] < end for start, end in other.content)
