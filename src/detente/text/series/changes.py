"""Where one voice's claims do not fit together over time: another cause, a denial, an "always" against earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from detente.text.series.entry import Entry, Line
from detente.text.series.gathering import Series
from detente.text.series.same import Features, Relation, SameAs

ChangeKind = Literal["shift", "reversal", "always", "only", "none"]
Sureness = Literal["same speaker", "same side", "reported by a third party"]
_LOOK_BACK = 200
_POINTING = frozenset({"this", "that", "these", "those", "it", "they", "he", "she", "we"})


@dataclass(frozen=True, slots=True)
class Change:
    """Two or three claims of one voice that do not fit together as they stand.

    Attributes
    ----------
    kind : str
        ``shift``: another cause is named than before. ``reversal``: what was named is denied, or the other way round.
        ``always`` and ``only``: it is said to have always been the cause, or to be the only one, and an earlier claim
        names another, or says that there is none. ``none``: it is said that there is none; before or later one is.
    line : Line
        Whose.
    entries : tuple of Entry
        Two or three, in the order of time.
    sureness : str
        Whether one person says both, two who speak for one side do, or a third party reports at least one of them.
    effect : str
        ``same`` where the words tell that both are about the same thing, ``unclear`` where one does not say of what.
    """

    kind: ChangeKind
    line: Line
    entries: tuple[Entry, ...]
    sureness: Sureness
    effect: Literal["same", "unclear"]


def changes(found: Series) -> tuple[Change, ...]:
    """Return where claims of one voice do not fit together, line by line, in the order of time.

    Claims are compared only where both are dated, and where the words do not tell that they are about other things. It
    says what was said, and not why: a cause may have changed in fact.
    """
    return tuple(change for line in found.lines for change in _of_line(line, asked=found.asked is not None))


def _of_line(line: Line, *, asked: bool) -> Iterator[Change]:
    if line.kind not in {"side", "person"} or (line.kind == "person" and not line.name[:1].isupper()):
        return
    entries = [entry for entry in line.entries if entry.names or entry.claim.polarity in {"denied", "none"}]
    entries = [entry for entry in entries if _is_comparable(entry)]
    comparing = _Comparing(line, entries, asked=asked)
    made = [
        *comparing.shifts(),
        *comparing.reversals(),
        *comparing.always(),
        *comparing.none_between(),
    ]
    yield from sorted(made, key=lambda change: [(e.day or "", e.claim.cue.start) for e in reversed(change.entries)])


class _Comparing:
    """Compares the claims of one line."""

    def __init__(self, line: Line, entries: Sequence[Entry], *, asked: bool) -> None:
        self._line, self._entries, self._asked = line, entries, asked

    def _effect(self, one: Entry, two: Entry) -> Relation:
        if self._asked:
            return "same"
        if one.about.is_bare or two.about.is_bare:
            return "unclear"
        first, second = (self._with_others(entry.about) for entry in (one, two))
        return "same" if SameAs.relation(first, second) == "same" else "other"

    def _with_others(self, about: Features) -> Features:
        """Return features without the side itself: to Russia, a treaty with Japan is that of Japan with Russia."""
        return replace(about, states=about.states - {self._line.name})

    def _before(self, at: int) -> list[Entry]:
        """Return earlier claims that are not about another thing, the latest first."""
        entry = self._entries[at]
        earlier = self._entries[max(0, at - _LOOK_BACK) : at]
        return [e for e in reversed(earlier) if _day(e) < _day(entry) and self._effect(e, entry) != "other"]

    def shifts(self) -> Iterator[Change]:
        done: set[tuple[str, str]] = set()
        for at, entry in enumerate(self._entries):
            before = [e for e in self._before(at) if e.names] if entry.names and not _is_one_of_several(entry) else []
            last = [e for e in before if _day(e) == _day(before[0])]
            rivals = [e for e in last if not _is_one_of_several(e)]
            others = [e for e in rivals if SameAs.relation(e.issue, entry.issue) == "other"]
            if not others or (_day(last[0]), _day(entry)) in done or self._stays(last, entry):
                continue
            done.add((_day(last[0]), _day(entry)))
            yield self._change("shift", (others[-1], entry))

    def _stays(self, last: Sequence[Entry], entry: Entry) -> bool:
        """Return whether anything that was named last is named again on the day of a claim."""
        today = [e for e in self._entries if e.names and _day(e) == _day(entry)][:_LOOK_BACK]
        return any(self._is_same(old, new) for old in last for new in today)

    def reversals(self) -> Iterator[Change]:
        for at, entry in enumerate(self._entries):
            wanted = {"named": "denied", "denied": "named"}.get(entry.claim.polarity)
            for old in self._before(at):
                is_same = old.claim.polarity == entry.claim.polarity and self._is_same(old, entry)
                if is_same:
                    break
                is_over = "no longer" in {*old.claim.quantifiers, *entry.claim.quantifiers}
                if old.claim.polarity == wanted and not is_over and self._is_same(old, entry):
                    yield self._change("reversal", (old, entry))
                    break

    def always(self) -> Iterator[Change]:
        for at, entry in enumerate(self._entries):
            kind: ChangeKind = "always" if "always" in entry.claim.quantifiers else "only"
            if not entry.names or kind not in entry.claim.quantifiers:
                continue
            against = [e for e in self._before(at) if self._is_against(e, entry)]
            if against:
                named = [e for e in against if e.names] or against
                yield self._change(kind, (named[-1], entry))

    def _is_against(self, old: Entry, entry: Entry) -> bool:
        relation = SameAs.relation(old.issue, entry.issue)
        if old.claim.polarity == "none":
            return True
        return relation == ("other" if old.claim.polarity == "named" else "same")

    def none_between(self) -> Iterator[Change]:
        for at, entry in enumerate(self._entries):
            if entry.claim.polarity != "none":
                continue
            before = self._surest([e for e in self._before(at) if e.names], entry)
            later = [e for e in self._entries[at + 1 : at + _LOOK_BACK] if e.names and _day(e) > _day(entry)]
            after = self._surest([e for e in later if self._effect(entry, e) != "other"], entry)
            if before is not None or after is not None:
                yield self._change("none", tuple(e for e in (before, entry, after) if e is not None))

    def _surest(self, found: Sequence[Entry], entry: Entry) -> Entry | None:
        """Return the first claim on the first day there, one about the same thing if there is any that day."""
        that_day = [e for e in found if _day(e) == _day(found[0])]
        return next((e for e in that_day if self._effect(e, entry) == "same"), that_day[0] if that_day else None)

    def _is_same(self, old: Entry, entry: Entry) -> bool:
        return SameAs.relation(old.issue, entry.issue) == "same"

    def _change(self, kind: ChangeKind, entries: tuple[Entry, ...]) -> Change:
        people = {entry.person for entry in entries}
        is_one = len(people) == 1 and None not in people
        sureness: Sureness = "same speaker" if is_one else "same side"
        if any(entry.claim.nested for entry in entries):
            sureness = "reported by a third party"
        pairs = pairwise(entries)
        is_same = all(self._effect(one, two) == "same" for one, two in pairs)
        return Change(kind, self._line, entries, sureness, "same" if is_same else "unclear")


def _is_comparable(entry: Entry) -> bool:
    """Return whether it is said plainly what the cause is: what "may be" one contradicts nothing."""
    return entry.claim.kind != "aim" and not entry.claim.hedged and not _only_points(entry)


def _is_one_of_several(entry: Entry) -> bool:
    """Return whether it is named beside others: "also an obstacle", "one of the reasons"."""
    return "one of" in entry.claim.quantifiers


def _only_points(entry: Entry) -> bool:
    """Return whether the cause is only "this" or "it", and nothing tells what that is."""
    return entry.cause.lower() in _POINTING and not entry.referred


def _day(entry: Entry) -> str:
    return (entry.day or "").split("/")[0]
