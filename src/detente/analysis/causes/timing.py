"""Which of two dates is later: a cause comes before its effect. Dates may be a day, a month or a year."""

from __future__ import annotations

import re

DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
Span = tuple[tuple[int, int, int], tuple[int, int, int]]


def span(text: str) -> Span | None:
    """Return the first and the last day that a date can mean; None if it is no date.

    Examples
    --------
    >>> span("2020-07"), span("some time ago"), span("1956-13")
    (((2020, 7, 1), (2020, 7, 31)), None, None)
    """
    found = DATE.match(text.strip())
    if found is None:
        return None
    year, month, day = (None if part is None else int(part) for part in found.groups())
    if month not in {None, *range(1, 13)} or day not in {None, *range(1, 32)}:
        return None
    return (year or 0, month or 1, day or 1), (year or 0, month or 12, day or 31)


def is_later(cause: str | None, effect: str | None) -> bool:
    """Whether a cause is certainly dated after its effect; not where a date is missing, unreadable or overlaps.

    Examples
    --------
    >>> is_later("2020-07", "1956"), is_later("1956-08-19", "1956"), is_later(None, "1956")
    (True, False, False)
    """
    late, early = span(cause or ""), span(effect or "")
    return late is not None and early is not None and late[0] > early[1]
