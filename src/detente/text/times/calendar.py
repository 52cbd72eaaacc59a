"""Days, weeks, months and years as ISO values, counted from the day of the document."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month that a season begins with, in the north."""


def month_of(year: int, month: int) -> str:
    """Return a month, which may lie outside 1 to 12, as ``YYYY-MM``.

    Examples
    --------
    >>> month_of(2024, 0)
    '2023-12'
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04}-{month:02}"


def week_of(day: date) -> str:
    """Return the week of a day, Monday to Sunday, as an interval."""
    first = day - timedelta(days=day.weekday())
    return f"{first}/{first + timedelta(days=6)}"


def weekend_of(day: date) -> str:
    """Return Saturday and Sunday of a day's week."""
    first = day - timedelta(days=day.weekday())
    return f"{first + timedelta(days=5)}/{first + timedelta(days=6)}"


def season_of(year: int, season: str) -> str:
    """Return the three months of a season that begins in that year."""
    first = SEASONS[season.lower()]
    return f"{month_of(year, first)}/{month_of(year, first + 2)}"


def decade_of(year: int, part: str = "", part_to: str = "") -> str:
    """Return the decade that begins with a year, or its early, middle or late years.

    Examples
    --------
    >>> decade_of(1950, "late")
    '1956/1959'
    """
    bounds = {"": (0, 9), "early": (0, 3), "mid": (4, 6), "late": (6, 9)}
    first, last = bounds[part.lower()]
    last = bounds[part_to.lower()][1] if part_to else last
    return f"{year + first}/{year + last}"


def century_of(number: int, part: str = "") -> str:
    """Return the years of a century, or its early, middle or late third."""
    first, last = {"": (1, 100), "early": (1, 33), "mid": (34, 66), "late": (67, 100)}[part.lower()]
    start = (number - 1) * 100
    return f"{start + first}/{start + last}"


def part_of_year(year: int, part: str) -> str:
    """Return the first, middle or last four months of a year."""
    first = {"early": 1, "mid": 5, "late": 9}[part.lower()]
    return f"{month_of(year, first)}/{month_of(year, first + 3)}"


def days_of(year: int, month: int, piece: tuple[int, int]) -> str:
    """Return the days of a month from one number to another, no further than its end."""
    last = min(piece[1], monthrange(year, month)[1])
    return f"{date(year, month, piece[0])}/{date(year, month, last)}"


def back(day: date, number: int, unit: str) -> str | None:
    """Return what lies that many units before a day (after it, when negative), as exact as the unit.

    Examples
    --------
    >>> back(date(2024, 4, 10), 3, "month")
    '2024-01'
    """
    try:
        if unit in {"day", "hour", "minute"}:
            return str(day - timedelta(days=number if unit == "day" else 0))
        if unit in {"week", "fortnight"}:
            return week_of(day - timedelta(days=7 * number * (2 if unit == "fortnight" else 1)))
        if unit == "month":
            return month_of(day.year, day.month - number)
    except OverflowError:
        return None
    year = day.year - number * {"year": 1, "decade": 10, "century": 100}[unit]
    return f"{year:04}" if 0 < year < 10_000 else None


def stretch(day: date, number: int, unit: str) -> str | None:
    """Return the interval of the last units up to a day; the coming ones when the number is negative."""
    if unit == "year" and abs(number) < 10:
        ends = [month_of(day.year, day.month), month_of(day.year - number, day.month)]
    elif unit in {"week", "fortnight"}:
        ends = [str(day), str(day - timedelta(days=7 * number * (2 if unit == "fortnight" else 1)))]
    else:
        here, there = back(day, 0, unit), back(day, number, unit)
        if here is None or there is None:
            return None
        ends = [here, there]
    return "/".join(sorted(ends))
