"""Two annotations of one text side by side: which of their items belong together, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from detente.text.scoring.matching import Pieces, matched
from detente.text.scoring.score import Error, Fault
from detente.text.scoring.tally import Tally, share
from detente.text.span import hull

Item = TypeVar("Item")
Wanted = Callable[[Item], bool]
Right = Callable[[Item, Item], bool]


@dataclass(frozen=True, slots=True)
class Check(Generic[Item]):
    """What else has to be the same in a pair: how that is told, and how it is shown where it is not."""

    name: str
    same: Right[Item]
    shown: Callable[[Item], str]


class Comparison(Generic[Item]):
    """Gold items and found ones, matched one to one by their pieces of text.

    Parameters
    ----------
    text : str
        What all places count in.
    gold, found : sequence
        The items of both sides.
    pieces : callable
        The places of an item.
    least : float
        The intersection over union that a pair needs.
    allowed : callable, optional
        Whether a gold and a found item may be a pair at all.
    """

    def __init__(
        self,
        text: str,
        gold: Sequence[Item],
        found: Sequence[Item],
        pieces: Callable[[Item], Pieces],
        least: float,
        *,
        allowed: Right[Item] = lambda _gold, _found: True,
    ) -> None:
        self._text, self._gold, self._found, self._pieces = text, gold, found, pieces
        self._to_found = matched(
            text, list(map(pieces, gold)), list(map(pieces, found)), least, lambda i, j: allowed(gold[i], found[j])
        )
        self._to_gold = {j: i for i, j in self._to_found.items()}

    def tally(self, wanted: Wanted[Item] = lambda _: True, right: Right[Item] = lambda _gold, _found: True) -> Tally:
        """Return how many of the wanted items of each side are matched, and right with their partner.

        Every item counts by what its own side says of it: a direct quote that is found as a mixed one is found.
        """
        fine = {i for i, j in self._to_found.items() if right(self._gold[i], self._found[j])}
        gold = [i in fine for i, item in enumerate(self._gold) if wanted(item)]
        found = [self._to_gold.get(j, -1) in fine for j, item in enumerate(self._found) if wanted(item)]
        return Tally(len(found), sum(found), len(gold), sum(gold))

    def share(self, right: Right[Item], wanted: Wanted[Item] = lambda _: True) -> Tally:
        """Return how many of the matched pairs, of wanted gold items, are right."""
        pairs = [(g, f) for g, f in self.pairs() if wanted(g)]
        return share(sum(right(g, f) for g, f in pairs), len(pairs))

    def pairs(self) -> Iterator[tuple[Item, Item]]:
        """Yield the pairs in the order of the gold items."""
        for i, j in self._to_found.items():
            yield self._gold[i], self._found[j]

    def errors(
        self, label: Callable[[Item], str], note: Callable[[Item], str], checks: Sequence[Check[Item]] = ()
    ) -> Iterator[Error]:
        """Yield what was missed, what is false, and where a check of a pair fails."""
        for i, item in enumerate(self._gold):
            if i not in self._to_found:
                yield self._error("missed", item, label(item), note(item))
        for j, item in enumerate(self._found):
            if j not in self._to_gold:
                yield self._error("false", item, label(item), note(item))
        for gold, found in self.pairs():
            for check in checks:
                if not check.same(gold, found):
                    said = f"{check.name}: {check.shown(found) or 'none'}, not {check.shown(gold) or 'none'}"
                    yield self._error("wrong", gold, label(gold), said)

    def _error(self, fault: Fault, item: Item, label: str, note: str) -> Error:
        pieces = self._pieces(item)
        return Error(label, fault, hull(pieces), line_of(self._text, pieces[0].start), words(self._text, pieces), note)


def words(text: str, pieces: Pieces) -> str:
    """Return the words of the pieces on one line, with dots between pieces."""
    return " ... ".join(" ".join(piece.of(text).split()) for piece in pieces)


def line_of(text: str, at: int) -> int:
    """Return the line of a place, counted from 1."""
    return text.count("\n", 0, at) + 1
