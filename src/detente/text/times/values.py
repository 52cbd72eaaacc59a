"""What a time expression means: one rule for each way it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detente.text.times import calendar
from detente.text.times.patterns import MONTHS, NUMBERS, ORDINALS, TENS, WEEKDAYS
from detente.text.times.tense import Tense

Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class When:
    """The day of the document, the tense of the clause, and the value of the expression before this one."""

    day: date | None
    tense: Tense
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An ISO value, and whether the document's day was needed for it."""

    iso: str | None
    relative: bool = True


Rule = Callable[[Groups, When], Value]


def value(name: str, groups: Groups, when: When) -> Value:
    """Return what an expression of that pattern means; its ``iso`` is None where nothing fixes it."""
    return _RULES[name](groups, when)


def _iso(groups: Groups, _: When) -> Value:
    return Value(_day(int(groups["year"] or 0), int(groups["month"] or 0), int(groups["day"] or 0)), relative=False)


def _slashes(groups: Groups, _: When) -> Value:
    # 03/05/2024 is May in London and March in Washington: only a number above 12 tells.
    one, two, year = (int(groups[key] or 0) for key in ("one", "two", "year"))
    if one == two or one > 12:
        return Value(_day(year, two, one), relative=False)
    return Value(_day(year, one, two) if two > 12 else None, relative=False)


def _dated(groups: Groups, when: When) -> Value:
    month, first = _month(groups["month"]), _number(groups["day"])
    year = groups["year"]
    if year is None and when.day is None:
        return Value(None)
    number = int(year) if year else _that_year(groups, month, first, when)
    start = _day(number, month, first)
    end = _day(number, month, _number(groups["to"])) if groups["to"] else None
    return Value(f"{start}/{end}" if start and end else start, relative=year is None)


def _month_year(groups: Groups, _: When) -> Value:
    return Value(calendar.month_of(int(groups["year"] or 0), _month(groups["month"])), relative=False)


def _season_year(groups: Groups, _: When) -> Value:
    return Value(calendar.season_of(int(groups["year"] or 0), groups["season"] or ""), relative=False)


def _piece(groups: Groups, when: When) -> Value:
    named = groups["year"] or groups["only"]
    if named is None and when.day is None:
        return Value(None)
    if groups["month"]:
        month = _month(groups["month"])
        year = int(named) if named else _year_of(month, 15, when)
        return Value(_piece_of_month(year, month, groups), relative=named is None)
    year = int(named) if named else _whole(groups["which"], when).year
    return Value(_piece_of_year(year, groups), relative=named is None)


def _piece_of_month(year: int, month: int, groups: Groups) -> str | None:
    pieces = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}
    at = pieces[groups["piece"] or ""]
    if groups["kind"] == "week":
        return calendar.days_of(year, month, (7 * at + 1, 7 * at + 7) if at >= 0 else (22, 31))
    if groups["kind"] == "half" and at in {0, 1}:
        return calendar.days_of(year, month, ((1, 15), (16, 31))[at])
    return None


def _piece_of_year(year: int, groups: Groups) -> str | None:
    pieces = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}
    at = pieces[groups["piece"] or ""]
    size = {"half": 6, "quarter": 3}.get(groups["kind"] or "", 0)
    if not size or at >= 12 // size:
        return None
    first = (at if at >= 0 else 12 // size - 1) * size + 1
    return f"{calendar.month_of(year, first)}/{calendar.month_of(year, first + size - 1)}"


def _decade(groups: Groups, _: When) -> Value:
    written = groups["decade"] or ""
    year = int(written) if written.isdigit() else 1900 + int(written[1:])
    if year % 100 == 0 and not groups["part"] and year < 2000:
        return Value(f"{year}/{year + 99}", relative=False)
    return Value(calendar.decade_of(year, groups["part"] or "", groups["part_to"] or ""), relative=False)


def _tens(groups: Groups, _: When) -> Value:
    return Value(calendar.decade_of(1900 + TENS[groups["tens"] or ""], groups["part"] or ""), relative=False)


def _century(groups: Groups, _: When) -> Value:
    return Value(calendar.century_of(_number(groups["ordinal"]), groups["part"] or ""), relative=False)


def _years(groups: Groups, _: When) -> Value:
    first, last = groups["year"] or "", groups["to"] or ""
    last = last if len(last) == 4 else first[:2] + last
    return Value(f"{first}/{last}" if first < last else first, relative=False)


def _ago(groups: Groups, when: When) -> Value:
    amount, unit = (groups["number"] or "").lower(), _unit(groups["unit"])
    sign = 1 if groups["way"] == "ago" else -1
    if amount == "half a" or unit.startswith("half"):
        number = {"century": 50, "decade": 5}.get(unit.removeprefix("half").strip("- "), 0)
        return Value(calendar.back(when.day, sign * number, "year") if when.day and number else None)
    count = _amount(amount)
    return Value(calendar.back(when.day, sign * count, unit) if when.day and count else None)


def _span(groups: Groups, when: When) -> Value:
    amount = groups["number"]
    count = _amount(amount.lower()) if amount else 1
    ahead = groups["way"] in {"next", "coming"}
    if amount is None and (groups["unit"] or "").endswith("s"):
        count = None
    known = when.day is not None and count is not None
    return Value(calendar.stretch(when.day, -count if ahead else count, _unit(groups["unit"])) if known else None)  # type: ignore[arg-type, operator]


def _end_of(groups: Groups, when: When) -> Value:
    if groups["only"]:
        return Value(groups["only"], relative=False)
    if groups["month"]:
        return _month_year(groups, when) if groups["year"] else _month_alone(groups, when)
    way = {"the": "this"}.get(groups["which"] or "", groups["which"] or "")
    return Value(_period(way, groups["unit"] or "", when))


def _day_word(groups: Groups, when: When) -> Value:
    word = (groups["word"] or "").lower()
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
    return Value(str(when.day + timedelta(days=steps.get(word, 0))) if when.day else None)


def _which(groups: Groups, when: When) -> Value:
    way = (groups["way"] or "").lower().split()[-1].replace("past", "last")
    if (groups["way"] or "").lower().startswith("the"):
        return _counted_on(way, groups["unit"] or "", when)
    if groups["part_of_day"]:
        return _day_word({"word": "yesterday" if way == "last" else "today"}, when)
    if groups["weekday"]:
        return Value(_named_weekday(way, groups["weekday"], when))
    if groups["month"]:
        return Value(_named_month(way, _month(groups["month"]), when))
    return Value(_period(way, groups["unit"] or "", when))


def _after_that(groups: Groups, when: When) -> Value:
    return _counted_on("next" if groups["way"] == "after" else "previous", groups["unit"] or "", when)


def _counted_on(way: str, unit: str, when: When) -> Value:
    """Return "the following year" and the like, which count from the time that was told before."""
    told = (when.told or "").split("/")[0]
    step = -1 if way == "previous" else 1
    if unit == "day" and len(told) == 10:
        return Value(calendar.back(date.fromisoformat(told), -step, "day"), relative=False)
    if unit == "month" and len(told) >= 7:
        return Value(calendar.month_of(int(told[:4]), int(told[5:7]) + step), relative=False)
    if unit == "year" and told:
        return Value(f"{int(told[:4]) + step:04}", relative=False)
    if unit in calendar.SEASONS and len(told) >= 7:
        return Value(calendar.season_of(_next_season(told, unit, step), unit), relative=False)
    return Value(None)


def _next_season(told: str, season: str, step: int) -> int:
    year, month, first = int(told[:4]), int(told[5:7]), calendar.SEASONS[season]
    return year - (month <= first) if step < 0 else year + (month >= first)


def _numbered(groups: Groups, when: When) -> Value:
    # "on the 4th": of this month, or the one before or after as the clause goes.
    if when.day is None:
        return Value(None)
    number = _number(groups["day"])
    step = -1 if when.tense == "past" and number > when.day.day else 0
    step = 1 if when.tense == "future" and number < when.day.day else step
    month = calendar.month_of(when.day.year, when.day.month + step)
    return Value(_day(int(month[:4]), int(month[5:]), number))


def _weekday(groups: Groups, when: When) -> Value:
    if when.day is None:
        return Value(None)
    ahead = (WEEKDAYS.index(groups["weekday"] or "") - when.day.weekday()) % 7
    behind = (7 - ahead) % 7
    steps = {"past": -behind, "future": ahead, "none": ahead if ahead < behind else -behind}[when.tense]
    return Value(str(when.day + timedelta(days=steps)))


def _part_year(groups: Groups, _: When) -> Value:
    return Value(calendar.part_of_year(int(groups["year"] or 0), groups["part"] or ""), relative=False)


def _month_alone(groups: Groups, when: When) -> Value:
    month = _month(groups["month"])
    if groups.get("year"):
        return Value(calendar.month_of(int(groups["year"] or 0), month), relative=False)
    return Value(calendar.month_of(_that_year(groups, month, None, when), month) if when.day else None)


def _weekday_of(groups: Groups, when: When) -> Value:
    if when.day is None:
        return Value(None)
    monday = when.day - timedelta(days=when.day.weekday())
    weeks = {"last": -1, "this": 0, "next": 1}[groups["way"] or ""]
    return Value(str(monday + timedelta(days=WEEKDAYS.index(groups["weekday"] or "") + 7 * weeks)))


def _that_year(groups: Groups, month: int, day: int | None, when: When) -> int:
    if groups.get("which"):
        return _whole(groups["which"], when).year
    return _year_of(month, day, when)


def _season(groups: Groups, when: When) -> Value:
    if when.day is None:
        return Value(None)
    season = groups["season"] or ""
    return Value(calendar.season_of(_year_of(calendar.SEASONS[season.lower()], None, when), season))


def _document(_: Groups, when: When) -> Value:
    return Value(str(when.day) if when.day else None)


def _weekend(_: Groups, when: When) -> Value:
    if when.day is None:
        return Value(None)
    begun = when.day.weekday() >= 5
    day = when.day if begun or when.tense == "future" else when.day - timedelta(days=7)
    return Value(calendar.weekend_of(day))


def _never(_: Groups, __: When) -> Value:
    return Value(None)


def _year(groups: Groups, _: When) -> Value:
    return Value(groups["year"], relative=False)


def _named_weekday(way: str, weekday: str, when: When) -> str | None:
    # "last Friday" is the latest one before today, "next Friday" that of next week.
    if when.day is None:
        return None
    number = WEEKDAYS.index(weekday)
    if way == "last":
        return str(when.day - timedelta(days=(when.day.weekday() - number - 1) % 7 + 1))
    monday = when.day - timedelta(days=when.day.weekday())
    return str(monday + timedelta(days=number + (7 if way == "next" else 0)))


def _named_month(way: str, month: int, when: When) -> str | None:
    if when.day is None:
        return None
    year = when.day.year
    if way == "last":
        year -= month >= when.day.month
    elif way == "next":
        year += month <= when.day.month
    return calendar.month_of(year, month)


def _period(way: str, unit: str, when: When) -> str | None:
    if when.day is None:
        return None
    steps = {"this": 0, "last": 1, "next": -1}[way]
    if unit in calendar.SEASONS:
        return calendar.season_of(_season_year_of(way, unit, when.day), unit)
    if unit == "weekend":
        return calendar.weekend_of(when.day - timedelta(days=7 * steps))
    if unit == "quarter":
        first = (when.day.month - 1) // 3 * 3 + 1 - 3 * steps
        return f"{calendar.month_of(when.day.year, first)}/{calendar.month_of(when.day.year, first + 2)}"
    if unit in {"decade", "century"}:
        size = {"decade": 10, "century": 100}[unit]
        start = (when.day.year // size - steps) * size
        return f"{start}/{start + size - 1}"
    return calendar.back(when.day, steps, unit)


def _season_year_of(way: str, season: str, day: date) -> int:
    # "Last spring" is the latest that is over; the winter of a year begins in its December.
    if way == "last":
        going_on = day.month <= calendar.SEASONS[season] + 2
        return day.year - going_on - (season == "winter" and day.month < 3)
    if way == "next":  # "this spring" is still to come in February, so "next spring" is that of next year
        return day.year + (season != "winter" or day.month >= 3)
    return day.year - (season == "winter" and day.month < 3)


def _year_of(month: int, day: int | None, when: When) -> int:
    """Return the year in which a month, or a day of it, is meant: the latest, the next, or the nearest one."""
    today = when.day or date.min
    here = (today.month, today.day) if day is not None else (today.month, 0)
    there = (month, day or 0)
    if when.tense == "past":
        return today.year - (there > here)
    if when.tense == "future":
        return today.year + (there < here)
    apart = (month - today.month) * 30 + ((day or today.day) - today.day)
    return today.year + (apart < -182) - (apart > 182)


def _whole(which: str | None, when: When) -> date:
    today = when.day or date.min
    steps = {"last": -1, "next": 1}.get(which or "", 0)
    return date(today.year + steps, 1, 1)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return str(date(year, month, day))
    except ValueError:
        return None


def _month(written: str | None) -> int:
    return MONTHS[(written or "").rstrip(".")]


def _number(written: str | None) -> int:
    text = written or ""
    return ORDINALS[text] if text in ORDINALS else int("".join(sign for sign in text if sign.isdigit()) or 0)


def _amount(written: str) -> int | None:
    return int(written) if written.isdigit() else NUMBERS.get(written)


def _unit(written: str | None) -> str:
    unit = (written or "").rstrip("s")
    return "century" if unit == "centurie" else unit


_RULES: dict[str, Rule] = {
    "iso": _iso,
    "slashes": _slashes,
    "day_first": _dated,
    "month_first": _dated,
    "month_year": _month_year,
    "season_year": _season_year,
    "piece": _piece,
    "decade": _decade,
    "tens": _tens,
    "century": _century,
    "years": _years,
    "ago": _ago,
    "span": _span,
    "recent": _never,
    "end_of": _end_of,
    "day_word": _day_word,
    "which": _which,
    "weekday_of": _weekday_of,
    "after_that": _after_that,
    "numbered": _numbered,
    "weekday": _weekday,
    "part_year": _part_year,
    "part_month": _month_alone,
    "month": _month_alone,
    "season": _season,
    "clock": _document,
    "weekend": _weekend,
    "present": _document,
    "past": _never,
    "year": _year,
}
