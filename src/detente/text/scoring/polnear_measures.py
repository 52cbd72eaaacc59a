"""The measures of attributions with places only: found or not, by kind, and with the right words for the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from detente.text.scoring.attribution import Attribution, pieces, same_source
from detente.text.scoring.comparison import Check, Comparison, words
from detente.text.scoring.cue import is_speech
from detente.text.scoring.score import DocumentScore
from detente.text.scoring.tally import Tally

KINDS = ("direct", "mixed", "indirect")


def score(name: str, text: str, gold: Sequence[Attribution], found: Sequence[Attribution], iou: float) -> DocumentScore:
    """Return the tallies and errors of one article.

    A direct quote is right with its speaker when it is matched and the words for the source overlap, or when neither
    side has any.
    """
    compared = Comparison(text, gold, found, pieces, iou)
    source = Check("speaker", same_source, lambda a: words(text, a.source))
    errors = compared.errors(lambda a: a.kind, lambda a: words(text, a.cue), (source,))
    return DocumentScore(name, dict(tallies(compared, text)), tuple(sorted(errors, key=lambda e: e.span)))


def tallies(
    compared: Comparison[Attribution], text: str, among: Callable[[Attribution], bool] = lambda _: True
) -> Iterator[tuple[str, Tally]]:
    """Yield each measure, of the attributions that are asked for."""
    yield "all", compared.tally(among)
    for kind in KINDS:
        yield kind, compared.tally(_of_kind(kind, among))
    yield (
        "indirect_speech",
        compared.tally(lambda a: among(a) and a.kind == "indirect" and is_speech(words(text, a.cue))),
    )
    yield "direct_and_speaker", compared.tally(_of_kind("direct", among), same_source)
    for kind in KINDS:
        yield f"speaker_of_{kind}", compared.share(same_source, _of_kind(kind, among))


def _of_kind(kind: str, among: Callable[[Attribution], bool]) -> Callable[[Attribution], bool]:
    return lambda attribution: attribution.kind == kind and among(attribution)
