from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.text.dates import date_mentions
from detente.text.ledger import DateMention
from detente.text.span import Span
from detente.text.times import calendar

WEDNESDAY = date(2024, 4, 10)
FLAGSHIP = Path(__file__).parents[3] / "shared" / "flagship" / "000_96baff8385027241.txt"


def dates(text: str, day: date | None = WEDNESDAY) -> list[tuple[str, str | None]]:
    return [(found.span.of(text), found.value) for found in date_mentions(text, [Span(0, len(text))], day)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met in 1956.", "in 1956", "1956"),
        ("It goes back to the late 1950s, he said.", "the late 1950s", "1956/1959"),
        ("It began in the early 1980s.", "in the early 1980s", "1980/1983"),
        ("He fell in the mid-1980s.", "in the mid-1980s", "1984/1986"),
        ("Music of the '60s", "of the '60s", "1960/1969"),
        ("the eighties were loud", "the eighties", "1980/1989"),
        ("A war of the 19th century", "of the 19th century", "1801/1900"),
        ("since the early twentieth century", "since the early twentieth century", "1901/1933"),
        ("a vote on 3 May 2024", "on 3 May 2024", "2024-05-03"),
        ("a vote on May 3, 2024, then", "on May 3, 2024", "2024-05-03"),
        ("a vote on May 3 2024 then", "on May 3 2024", "2024-05-03"),
        ("dated 2024-05-03", "2024-05-03", "2024-05-03"),
        ("dated 13/05/2024", "13/05/2024", "2024-05-13"),
        ("dated 5/13/2024", "5/13/2024", "2024-05-13"),
        ("on the 3rd of May 2024", "on the 3rd of May 2024", "2024-05-03"),
        ("on Tuesday, June 4, 2024", "on Tuesday, June 4, 2024", "2024-06-04"),
        ("on 5 and 6 March 2019", "on 5 and 6 March 2019", "2019-03-05/2019-03-06"),
        ("in June 1976 it ended", "in June 1976", "1976-06"),
        ("in the summer of 2020", "in the summer of 2020", "2020-06/2020-08"),
        ("winter 2020", "winter 2020", "2020-12/2021-02"),
        ("in early 1995", "in early 1995", "1995-01/1995-04"),
        ("the 1939-45 war", "1939-45", "1939/1945"),
        ("between 1952 and 1975", "between 1952 and 1975", "1952/1975"),
        ("from 2015 to 2018", "from 2015 to 2018", "2015/2018"),
        ("from 3 to 5 May 2021", "from 3 to 5 May 2021", "2021-05-03/2021-05-05"),
        ("since 2016 they have", "since 2016", "2016"),
        ("the treaty of 1977", "of 1977", "1977"),
        ("the 2016 election", "2016", "2016"),
        ("in the first quarter of 2023", "in the first quarter of 2023", "2023-01/2023-03"),
        ("in the second half of May 2019", "in the second half of May 2019", "2019-05-16/2019-05-31"),
        ("by the end of 2025", "by the end of 2025", "2025"),
    ],
)
def test_absolute_expressions_need_no_document_date(text: str, words: str, value: str) -> None:
    for day in (None, WEDNESDAY):
        found = date_mentions(text, [Span(0, len(text))], day)
        assert [(each.span.of(text), each.value, each.basis) for each in found] == [(words, value, "absolute")]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("He spoke today.", "today", "2024-04-10"),
        ("He spoke yesterday.", "yesterday", "2024-04-09"),
        ("He will speak tomorrow.", "tomorrow", "2024-04-11"),
        ("shots were heard last night", "last night", "2024-04-09"),
        ("The minister arrived on Monday.", "on Monday", "2024-04-08"),
        ("Talks begin on Thursday.", "on Thursday", "2024-04-11"),
        ("Talks ended on Thursday.", "on Thursday", "2024-04-04"),
        ("It was signed on Wednesday.", "on Wednesday", "2024-04-10"),
        ("It will be signed on Wednesday.", "on Wednesday", "2024-04-10"),
        ("They are due to meet on Tuesday.", "on Tuesday", "2024-04-16"),
        ("They had been due to meet on Tuesday.", "on Tuesday", "2024-04-09"),
        ("They must reply by Monday.", "by Monday", "2024-04-15"),
        ("shut since Friday", "since Friday", "2024-04-05"),
        ("Talks Friday", "Friday", "2024-04-12"),
        ("Monday's talks", "Monday", "2024-04-08"),
        ("It fell last Friday.", "last Friday", "2024-04-05"),
        ("It fell last Monday.", "last Monday", "2024-04-08"),
        ("Wait for next Friday.", "next Friday", "2024-04-19"),
        ("on Monday of last week", "on Monday of last week", "2024-04-01"),
        ("this week’s talks", "this week", "2024-04-08/2024-04-14"),
        ("earlier this month", "earlier this month", "2024-04"),
        ("late last month", "late last month", "2024-03"),
        ("next month", "next month", "2024-05"),
        ("last year", "last year", "2023"),
        ("an election before next year", "before next year", "2025"),
        ("last weekend", "last weekend", "2024-04-06/2024-04-07"),
        ("over the weekend", "over the weekend", "2024-04-06/2024-04-07"),
        ("next spring", "next spring", "2025-03/2025-05"),
        ("last summer", "last summer", "2023-06/2023-08"),
        ("last winter", "last winter", "2023-12/2024-02"),
        ("this quarter", "this quarter", "2024-04/2024-06"),
        ("two days ago", "two days ago", "2024-04-08"),
        ("three weeks ago", "three weeks ago", "2024-03-18/2024-03-24"),
        ("three years ago", "three years ago", "2021"),
        ("a decade ago", "a decade ago", "2014"),
        ("half a century ago", "half a century ago", "1974"),
        ("ten days from now", "ten days from now", "2024-04-20"),
        ("for the last 79 years", "the last 79 years", "1945/2024"),
        ("over the past two years", "the past two years", "2022-04/2024-04"),
        ("in the next two weeks", "the next two weeks", "2024-04-10/2024-04-24"),
        ("The vote is on 3 May.", "on 3 May", "2024-05-03"),
        ("He was born on 3 May.", "on 3 May", "2023-05-03"),
        ("It was signed in January.", "in January", "2024-01"),
        ("It was signed in November.", "in November", "2023-11"),
        ("It will be signed in March.", "in March", "2025-03"),
        ("last July", "last July", "2023-07"),
        ("next June", "next June", "2024-06"),
        ("by March of next year", "by March of next year", "2025-03"),
        ("on the 4th, he left", "on the 4th", "2024-04-04"),
        ("at the end of the year", "at the end of the year", "2024"),
        ("Shelling began at noon.", "at noon", "2024-04-10"),
        ("to this day", "to this day", "2024-04-10"),
    ],
)
def test_relative_expressions_count_from_the_document_date(text: str, words: str, value: str) -> None:
    found = date_mentions(text, [Span(0, len(text))], WEDNESDAY)
    assert [(each.span.of(text), each.value, each.basis) for each in found] == [(words, value, "document date")]
    bare = date_mentions(text, [Span(0, len(text))], None)
    assert [(each.span.of(text), each.value, each.basis) for each in bare] == [(words, None, "unresolved")]


@pytest.mark.parametrize("text", ["in recent weeks", "in the past", "the past few years", "03/05/2024", "31 June 2024"])
def test_some_expressions_have_no_value(text: str) -> None:
    assert dates(text) == [(text, None)]


@pytest.mark.parametrize(
    "text",
    [
        "about 2000 soldiers, 1500 km and $1999",
        "May I march on? They may.",
        "in the past nine elections",
        "USA Today",
        "a 45-day truce",
        "Resolution 2231",
        "from noon prayers the fall of man",
        "1,956 people",
        "Fridays",
        "1234567",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert [words for words, _ in dates(text) if words != "from noon"] == []


def test_the_following_year_counts_from_the_year_told_before() -> None:
    text = "It fell in 2020 and closed the following year; a war had come the year before."
    assert [value for _, value in dates(text)] == ["2020", "2021", "2020"]
    assert dates("the following year") == [("the following year", None)]


def test_two_months_share_a_year() -> None:
    assert dates("in May and June 2023") == [("in May", "2023-05"), ("June 2023", "2023-06")]


def test_every_date_of_the_flagship() -> None:
    if not FLAGSHIP.is_file():
        pytest.skip("the flagship article is not beside the project: it is under copyright")
    text = FLAGSHIP.read_text(encoding="utf-8")
    found = date_mentions(text, [Span(0, len(text))], WEDNESDAY)
    assert [(each.span.start, each.span.end, each.value) for each in found] == [
        (1112, 1129, "1945/2024"),
        (1347, 1359, "2024-04-08/2024-04-14"),
        (1560, 1572, "2024-04-08/2024-04-14"),
        (2212, 2219, "1945"),
        (2292, 2299, "2016"),
        (2889, 2906, "1956/1959"),
        (3016, 3027, None),
        (3357, 3368, "2024-04-10"),
        (3933, 3942, "2024-04-08"),
        (4847, 4860, "2024-04-10"),
        (4987, 4998, "2024-04-11"),
        (5591, 5609, "2024-04"),
        (5694, 5709, None),
        (6049, 6060, None),
    ]


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "on",
                    "Monday",
                    "31",
                    "May",
                    "2024",
                    "the",
                    "last",
                    "two",
                    "years",
                    "ago",
                    "1990s",
                    "from",
                    "to",
                    ",",
                ),
                *("century", "20th", "-", "99", "spring", "of", "early", "🙂", "\n", "January", "29", "February", "'s"),
            ]
        ),
        max_size=12,
    ),
    st.dates() | st.none(),
)
def test_any_words_on_any_day(words: list[str], day: date | None) -> None:
    text = " ".join(words)
    end = 0
    for found in date_mentions(text, [Span(0, len(text))], day):
        assert end <= found.span.start < found.span.end <= len(text)
        assert (found.value is None) == (found.basis == "unresolved")
        end = found.span.end


@given(st.text(max_size=60), st.dates())
def test_any_text_on_any_day(text: str, day: date) -> None:
    found: tuple[DateMention, ...] = date_mentions(text, [Span(0, len(text))], day)
    assert all(each.span.of(text) for each in found)


def test_the_edges_of_the_calendar() -> None:
    assert calendar.back(date(1, 1, 1), 1, "day") is None
    assert calendar.back(date(9999, 12, 31), -1, "century") is None
    assert calendar.month_of(2024, 13) == "2025-01"


def test_the_cost_is_linear() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        date_mentions(text, [Span(0, len(text))], WEDNESDAY)
        return time.process_time() - begin

    for piece in ("on Monday and ", "from 1999 to ", "the last "):
        small = max(seconds(piece * 500) for _ in range(2))
        assert min(seconds(piece * 4000) for _ in range(3)) < 24 * max(small, 2e-3), piece
