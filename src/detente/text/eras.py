"""The time of a name: Moscow in a clause about 1956 is the Soviet Union, and Prague before 1993 Czechoslovakia."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from detente.text.gazetteer import Former, Tokens, gazetteer
from detente.text.gazetteer.grammar import words
from detente.text.ledger import DateMention, Mention, Use
from detente.text.span import Span
from detente.text.uses.site import Site

_PAST = ("n the past", "t the time", "back then", "in those days", "once ", "uring the Cold War")
_REACH = 60


class Eras:
    """Which state a name stood for, by the dates of a text.

    A date counts for a name when both stand in the same clause: no "that", "which", "while" between them, unless the
    date opens the sentence; "since 1956" reaches to today and does not count. Without a date, "in the past" with the
    former state's own name in the sentence does. Names that say themselves which state they mean (Russia, Soviet) are
    never moved.
    """

    def __init__(self, text: str, dates: Sequence[DateMention]) -> None:
        self._text = text
        self._dates = sorted((date for date in dates if date.value), key=lambda date: date.span)
        self._starts = [date.span.start for date in self._dates]

    def dated(self, tokens: Tokens, site: Site, use: Use) -> Mention:
        """Return the mention of a name in its use, with the state of its time."""
        name = site.name
        span = Span(tokens.starts[site.first], tokens.ends[site.last - 1])
        entity = name.entity if use == "place" else name.actor
        former = gazetteer().former(entity)
        if former is None and name.kind in {"capital", "government"}:
            states = gazetteer().stood_for(site.spelt)
            former = next((state for state in states if self._in_its_time(tokens, site, state)), None)
        if former is None:
            return Mention(span, entity, use, name.kind)
        return Mention(span, former.entity, use, name.kind, former.successor)

    def _in_its_time(self, tokens: Tokens, site: Site, state: Former) -> bool:
        if site.before() == "Soviet" and state.entity == "SUN":
            return True
        if site.after() in words("present_tense"):
            return False
        first, last = tokens.starts[site.start], tokens.ends[site.end - 1]
        here = bisect_left(self._starts, tokens.starts[site.first])
        for date in self._dates[max(0, here - 3) : here + 3]:
            near = first <= date.span.start < last
            if near and self._within(date, state) and self._same_clause(tokens, site, date.span):
                return True
        return self._long_ago(tokens, site, state)

    def _within(self, date: DateMention, state: Former) -> bool:
        first, _, last = (date.value or "").partition("/")
        open_ended = date.span.of(self._text)[:5].lower() in {"since", "after"}
        year = (last or first)[:4]
        begun = first[:4].isdigit() and int(first[:4]) >= state.first.year
        return begun and year.isdigit() and int(year) < state.last.year + _partly(state) and not open_ended

    def _same_clause(self, tokens: Tokens, site: Site, date: Span) -> bool:
        opening = date.start <= tokens.starts[site.start] + 4
        low, high = sorted((date.start, tokens.starts[site.first]))
        between = self._text[low:high].lower().split()
        return len(between) < _REACH and ((opening and date.start == low) or not words("clause_breaks") & set(between))

    def _long_ago(self, tokens: Tokens, site: Site, state: Former) -> bool:
        low = max(tokens.starts[site.start], tokens.starts[site.first] - 400)
        sentence = self._text[low : min(tokens.ends[site.end - 1], tokens.ends[site.last - 1] + 400)]
        names = {"SUN": ("Soviet Union", "USSR", "Soviets"), "YUG": ("Yugoslavia",), "CSK": ("Czechoslovakia",)}
        named = any(name in sentence for name in names.get(state.entity, ()))
        return named and any(phrase in sentence for phrase in _PAST)


def _partly(state: Former) -> int:
    # A state that lived to the end of a year had that whole year.
    return 1 if state.last.month == 12 else 0
