from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.text.gazetteer import gazetteer, offices
from detente.text.gazetteer.loading import all_names, blocks, former_states, listed
from detente.text.span import Span

GONE = {"SUN", "YUG", "SCG", "CSK", "DDR", "RHO", "VDR", "YMD", "ZAR", "HVO", "DHY"}


def found(text: str) -> list[tuple[str, str]]:
    return [(place.span.of(text), place.name.entity) for place in gazetteer().find(text)]


def test_there_are_all_states_of_iso_and_kosovo() -> None:
    codes = {line.partition(":")[0] for line in blocks("states")["states"].splitlines()}
    assert len(codes) == 250
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_a_state_of_the_united_nations_has_a_people_and_a_seat() -> None:
    for line in blocks("states")["states"].splitlines():
        code, fields = line[:3], line[4:].split("|")
        assert len(fields) == 4, line
        if code in {"FRA", "JPN", "KEN", "CHL", "IRQ", "UKR", "FJI"}:
            assert all(field.strip() for field in fields), line


@pytest.mark.parametrize(
    ("phrase", "entity"),
    [
        ("U.S.", "USA"),
        ("the US", "USA"),
        ("UAE", "ARE"),
        ("DPRK", "PRK"),
        ("Pyongyang", "PRK"),
        ("Quai d’Orsay", "FRA"),
        ("Élysée", "FRA"),
        ("Elysee Palace", "FRA"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Bosnia-Herzegovina", "BIH"),
        ("São Tomé", "STP"),
        ("Foggy Bottom", "USA"),
        ("Zhongnanhai", "CHN"),
        ("Blue House", "KOR"),
        ("No. 10", "GBR"),
        ("Guinea-Bissau", "GNB"),
        ("South Sudanese", "SSD"),
        ("New Zealanders", "NZL"),
        ("the Security Council", "UN"),
        ("Nato", "NATO"),
        ("the Soviets", "SUN"),
        ("Brussels", "BEL"),
    ],
)
def test_a_phrase_by_itself(phrase: str, entity: str) -> None:
    name = gazetteer().lookup(phrase)
    assert name is not None
    assert name.entity == entity


@pytest.mark.parametrize(
    "phrase", ["us", "turkey", "polish", "china", "who", "South China Sea", "Japan now", "", "the"]
)
def test_what_is_no_name(phrase: str) -> None:
    assert gazetteer().lookup(phrase) is None


def test_brussels_acts_for_the_union() -> None:
    name = gazetteer().lookup("Brussels")
    assert name is not None
    assert (name.entity, name.actor) == ("BEL", "EU")


def test_the_longest_name_wins_and_words_are_whole() -> None:
    text = "South Korea, Papua New Guinea and Nigerians; Malian; USAF; Omanis; Chadwick; U.S.A.F."
    assert found(text) == [
        ("South Korea", "KOR"),
        ("Papua New Guinea", "PNG"),
        ("Nigerians", "NGA"),
        ("Malian", "MLI"),
        ("Omanis", "OMN"),
    ]


def test_names_of_other_things_are_nothing() -> None:
    assert (
        found("the South China Sea, Bank of Japan, New Mexico, Paris, Texas, Guinea pigs and African-Americans") == []
    )


def test_a_headline_in_capitals_is_read() -> None:
    assert found("MOSCOW AND NORTH KOREA SIGN") == [("MOSCOW", "RUS"), ("NORTH KOREA", "PRK")]
    assert found("JOIN US NOW AND SAVE") == []
    assert found("LEADERS URGE THE US TO ACT") == [("US", "USA")]


def test_decomposed_accents_are_read() -> None:
    assert found("The E\u0301lyse\u0301e said") == [("E\u0301lyse\u0301e", "FRA")]


def test_former_states_know_their_days_and_heirs() -> None:
    codes, seats = former_states()
    assert set(codes) == GONE
    assert (codes["SUN"].last, codes["SUN"].successor) == (date(1991, 12, 26), "RUS")
    assert all(state.first < state.last for state in codes.values())
    assert [state.entity for state in seats["Moscow"]] == ["SUN"]


def test_every_successor_and_seat_is_a_known_entity() -> None:
    states = {line.partition(":")[0] for line in blocks("states")["states"].splitlines()}
    organisations = {line.partition(":")[0] for line in blocks("organisations")["organisations"].splitlines()}
    seats = {line.partition(":")[0] for line in blocks("seats")["seats"].splitlines()}
    assert seats <= states | organisations
    assert {state.successor for state in former_states()[0].values()} <= states


def test_no_name_is_also_on_the_list_of_other_things() -> None:
    others = set(listed(blocks("others")["names"]))
    assert not others & {phrase for phrase, _ in all_names()}


def test_offices() -> None:
    text = "US President Ana Belo, the Kenyan foreign minister, Chile's king and the ambassador of Peru"
    assert [(office.span.of(text), office.title, office.entity) for office in offices(text)] == [
        ("US President", "president", "USA"),
        ("Kenyan foreign minister", "foreign minister", "KEN"),
        ("Chile's king", "king", "CHL"),
        ("ambassador of Peru", "ambassador", "PER"),
    ]
    assert not list(offices("a Russian-born minister in Japan, king of nowhere"))


PIECES = [*"US.'’- \n,", "Moscow", "the U.S.", "Côte d’Ivoire", "é", "🙂", "\u0301"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_spans_slice_back_and_stay_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for place in gazetteer().find(text):
        assert end <= place.span.start < place.span.end <= len(text)
        assert place.span.of(text).strip() == place.span.of(text)
        end = place.span.end


def test_a_part_of_a_text_is_read_by_its_own_places() -> None:
    text = "Japan and Peru"
    assert [place.span for place in gazetteer().find(text, Span(6, len(text)))] == [Span(10, 14)]


def test_the_cost_is_linear() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        assert sum(1 for _ in gazetteer().find(text)) > 0
        return time.process_time() - begin

    small, large = "Moscow, U.S. U. S. Papua New " * 500 + "Chad", "Moscow, U.S. U. S. Papua New " * 4000 + "Chad"
    assert min(seconds(large) for _ in range(2)) < 24 * max(min(seconds(small) for _ in range(3)), 1e-3)
