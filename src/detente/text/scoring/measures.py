"""The measures of attributions: found or not, of each kind, and with the right source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from detente.text.scoring.attribution import Attribution
from detente.text.scoring.cue import is_speech
from detente.text.scoring.matching import matched
from detente.text.scoring.score import DocumentScore, Error
from detente.text.scoring.tally import Tally, share
from detente.text.span import Span, hull

KINDS = ("direct", "mixed", "indirect")
Wanted = Callable[[Attribution], bool]


def document(
    name: str, text: str, gold: Sequence[Attribution], found: Sequence[Attribution], least: float
) -> DocumentScore:
    """Return the tallies and errors of one article.

    Every attribution counts with the kind that its own side gives it: a direct quote that is found as a mixed one is
    found. A quote is right with its speaker when it is matched and the words for the source overlap, or when neither
    side has any.
    """
    pairs = matched(text, [g.content for g in gold], [f.content for f in found], least)
    compared = Comparison(text, gold, found, pairs)
    return DocumentScore(name, dict(compared.tallies()), tuple(sorted(compared.errors(), key=lambda e: e.span)))


class Comparison:
    """Two annotations of one text, and which of their attributions belong together."""

    def __init__(
        self, text: str, gold: Sequence[Attribution], found: Sequence[Attribution], pairs: Mapping[int, int]
    ) -> None:
        self._text, self._gold, self._found = text, gold, found
        self._to_found = dict(pairs)
        self._to_gold = {j: i for i, j in pairs.items()}
        self._lines = [at for at, letter in enumerate(text) if letter == "\n"]

    def tallies(self) -> Iterator[tuple[str, Tally]]:
        """Yield each measure."""
        yield "all", self._tally(lambda _: True)
        for kind in KINDS:
            yield kind, self._tally(_of_kind(kind))
        yield "indirect, speech cue", self._tally(self._indirect_speech)
        for kind in ("all", *KINDS):
            yield f"speaker of matched {kind}", self._speakers(_of_kind(kind))
        yield "direct and speaker", self._tally(_of_kind("direct"), with_speaker=True)

    def errors(self) -> Iterator[Error]:
        """Yield what was missed, what is false, and the wrong speakers."""
        for i, attribution in enumerate(self._gold):
            if i not in self._to_found:
                yield self._error("missed", attribution, self._words(attribution.cue))
            elif not attribution.same_source(other := self._found[self._to_found[i]]):
                note = f"{self._words(other.source) or 'nobody'} instead of {self._words(attribution.source) or 'nobody'}"
                yield self._error("wrong", attribution, note)
        for j, attribution in enumerate(self._found):
            if j not in self._to_gold:
                yield self._error("false", attribution, self._words(attribution.cue))

    def _error(self, fault: str, attribution: Attribution, note: str) -> Error:
        span = hull(attribution.content)
        line = bisect_right(self._lines, span.start - 1) + 1
        return Error(attribution.kind, fault, span, line, self._words(attribution.content), note)  # type: ignore[arg-type]

    def _words(self, pieces: Sequence[Span]) -> str:
        return " ".join(" ".join(piece.of(self._text).split()) for piece in pieces)

    def _indirect_speech(self, attribution: Attribution) -> bool:
        return attribution.kind == "indirect" and is_speech(self._words(attribution.cue))

    def _tally(self, wanted: Wanted, *, with_speaker: bool = False) -> Tally:
        gold = [i for i, a in enumerate(self._gold) if wanted(a)]
        found = [j for j, a in enumerate(self._found) if wanted(a)]
        right = {i for i, j in self._to_found.items() if not with_speaker or self._same_source(i, j)}
        found_right = sum(self._to_gold.get(j, -1) in right for j in found)
        return Tally(len(found), found_right, len(gold), sum(i in right for i in gold))

    def _speakers(self, wanted: Wanted) -> Tally:
        pairs = [(i, j) for i, j in self._to_found.items() if wanted(self._gold[i])]
        return share(sum(self._same_source(i, j) for i, j in pairs), len(pairs))

    def _same_source(self, i: int, j: int) -> bool:
        return self._gold[i].same_source(self._found[j])


def _of_kind(kind: str) -> Wanted:
    return lambda attribution: kind in {"all", attribution.kind}
