"""Time expressions of a text, and the days they mean, counted from the document's day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from detente.text.ledger import DateBasis, DateMention
from detente.text.span import Span
from detente.text.times.patterns import compiled, detailed
from detente.text.times.tense import tense
from detente.text.times.values import Value, When, value

_BEFORE = re.compile(
    r"(?<!\w)(?P<word>(?i:on|in|at|by|since|from|until|till|before|after|of|during|around|about|over|for|between"
    r"|throughout|through))"
    r"[ \u00a0](?P<the>the[ \u00a0])?$"
)
_DAYS = frozenset(["on", "by", "since", "from", "until", "till", "before", "after"])
_MONTHS = frozenset(
    ["in", "of", "by", "since", "from", "until", "till", "before", "after", "during", "between", "throughout"]
)
_PERIODS = frozenset(["by", "since", "until", "till", "before", "after", "from", "during", "over"])
_CLOCKS = frozenset(["at", "since", "before", "after", "by", "until", "till", "around", "from"])
_TAKES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("iso", "slashes", "day_first", "month_first", "weekday"), _DAYS),
    **dict.fromkeys(("month_year", "season_year", "decade", "tens", "century", "years"), _MONTHS),
    **dict.fromkeys(("part_year", "part_month", "month", "season", "year", "piece"), _MONTHS),
    "day_word": _PERIODS - {"over", "during"},
    "which": _PERIODS - {"over"} | {"of", "in"},
    "numbered": _DAYS,
    "weekday_of": _DAYS,
    "end_of": _DAYS | {"at"},
    "weekend": _DAYS | {"at", "over", "during"},
    "clock": _CLOCKS,
    "ago": frozenset({"since", "until"}),
}
_TENSED = frozenset(
    {"day_first", "month_first", "weekday", "month", "part_month", "season", "weekend", "numbered", "piece", "end_of"}
)
_COUNTED = re.compile(
    r"[ \u00a0](?:(?:\w{2,12}[ \u00a0])?(?:people|troops|soldiers|men|women|children|tonnes|tons|barrels|miles"
    r"|kilometres|kilometers|km|metres|meters|hectares|acres|feet|dollars|euros|pounds|roubles|cases|deaths|civilians|refugees|jobs"
    r"|homes|ships|tanks|drones|missiles|warheads|rockets|prisoners|hours|fighters|families|words|pages|rounds|workers"
    r"|members|points|degrees|degree|mph|kph|votes|seats|staff|police|officers|others|more|or|per|percent)\b)"
)
_FIRM = frozenset(
    [
        "in",
        "of",
        "by",
        "since",
        "from",
        "until",
        "till",
        "before",
        "after",
        "during",
        "between",
        "throughout",
        "and",
        "to",
        "early",
        "late",
        "mid",
    ]
)
_JOINS = re.compile(r"(?:[ \u00a0](?:to|and|until|till|through)[ \u00a0]|[ \u00a0]?[-–—][ \u00a0]?)")


def date_mentions(text: str, spans: Sequence[Span], document_date: date | None) -> tuple[DateMention, ...]:
    """Return the time expressions in some stretches of a text, in order and apart; the cost is linear.

    Parameters
    ----------
    text : str
        The untouched text.
    spans : sequence of Span
        Where to look, as a rule the paragraphs that are read.
    document_date : datetime.date or None
        The day that "today" means; it is never guessed. Without it "on Monday" has no value and is ``unresolved``.

    Notes
    -----
    A span takes its preposition in ("on Monday", "since 2016", "in the late 1950s") and leaves a possessive out. A
    value is a day, month, year or ``first/last``: weeks run from Monday to Sunday, "late 1950s" is 1956/1959, "early
    1995" the first four months, spring March to May.

    A weekday by itself, or a month or day without its year, is the latest one where the clause looks back and the next
    one where it looks ahead (today itself both ways); where nothing tells, the nearest. "Last Friday" is the latest
    before today, "next Friday" that of next week.

    Examples
    --------
    >>> text = "They met on Monday and will meet again on Friday."
    >>> [(found.span.of(text), found.value) for found in date_mentions(text, [Span(0, 49)], date(2024, 4, 10))]
    [('on Monday', '2024-04-08'), ('on Friday', '2024-04-12')]
    """
    found: list[DateMention] = []
    for span in spans:
        found += _merged(text, list(_within(text, span, document_date)))
    return tuple(found)


def _within(text: str, span: Span, day: date | None) -> Iterator[DateMention]:
    end, told = span.start, None
    for match in compiled().finditer(text, span.start, span.end):
        name = match.lastgroup or ""
        core = Span(*match.span())
        word, start = _preposition(text, core, max(end, span.start))
        if not _is_time(text, name, core, word):
            continue
        parts = detailed(name).match(text, core.start)
        groups = parts.groupdict() if parts is not None else {}
        meant = value(name, groups, When(day, tense(text, core, word) if name in _TENSED else "none", told))
        whole = Span(start, core.end) if word in _TAKES.get(name, ()) else core
        end, told = core.end, meant.iso or told
        yield DateMention(whole, meant.iso, _basis(meant))


def _preposition(text: str, core: Span, first: int) -> tuple[str, int]:
    match = _BEFORE.search(text, max(first, core.start - 15), core.start)
    return (match["word"].lower(), match.start()) if match is not None else ("", core.start)


def _is_time(text: str, name: str, core: Span, word: str) -> bool:
    if name == "year":
        return _is_year(text, core, word)
    if name == "month":
        return _is_month(text, core, word)
    if name == "clock":
        return word in _CLOCKS
    if name == "day_word":  # USA Today
        return not (text[core.start] == "T" and text[max(0, core.start - 2) : core.start].strip().isalpha())
    if name == "numbered":
        return word in _DAYS
    return name != "season" or word in _MONTHS


def _is_year(text: str, core: Span, word: str) -> bool:
    # "2000 soldiers" is a count; before 1500 only "in 1066" is a year.
    if _COUNTED.match(text, core.end, core.end + 40):
        return False
    return word in _FIRM or int(text[core.start : core.start + 4]) >= 1500


def _is_month(text: str, core: Span, word: str) -> bool:
    owned = text[core.end : core.end + 2] in {"'s", "’s"}
    if core.of(text).rstrip(".") in {"May", "March", "Mar", "Jan", "June", "April", "August"}:
        return word in _FIRM - {"and", "to", "of"} or (owned and core.of(text) in {"May", "March", "June"})
    return word in _FIRM or owned or text[max(0, core.start - 4) : core.start].lower() in {"the ", " to ", "and "}


def _basis(meant: Value) -> DateBasis:
    if meant.iso is None:
        return "unresolved"
    return "document date" if meant.relative else "absolute"


def _merged(text: str, found: list[DateMention]) -> list[DateMention]:
    # "from 2015 to 2018" and "between 1952 and 1975" are one expression.
    merged: list[DateMention] = []
    open_ended: DateMention | None = None
    for item in found:
        if open_ended is not None and _one_stretch(text, open_ended, item):
            merged[-1] = _both(open_ended, item)
            open_ended = None
        else:
            merged.append(item)
            open_ended = item
    return merged


def _one_stretch(text: str, left: DateMention, right: DateMention) -> bool:
    joined = text[left.span.end : right.span.start]
    opening = text[left.span.start : left.span.start + 8].lower()
    if right.span.start - left.span.end > 9 or not opening.startswith(("from ", "between ")):
        return False
    if _JOINS.fullmatch(joined):
        return True
    return joined in {" ", "\u00a0"} and right.span.of(text).lower().startswith(("until ", "till "))


def _both(left: DateMention, right: DateMention) -> DateMention:
    span = Span(left.span.start, right.span.end)
    if left.value is None or right.value is None:
        return DateMention(span, None, "unresolved")
    ends = left.value.split("/")[0], right.value.split("/")[-1]
    relative = "document date" in {left.basis, right.basis}
    return DateMention(span, "/".join(ends), "document date" if relative else "absolute")
