"""What a case rests on: who is cited, what is assumed, who has been heard."""

from __future__ import annotations

import pytest

from detente.case.evidence import (
    Footing,
    all_cites,
    footing,
    hearings,
    hearsay_only,
    is_sourced,
    reading_cites,
    reading_is_assumed,
    speaks_for,
)
from detente.case.read import read
from detente.case.schema import CaseFile, Reading

TEXT = """\
detente: 1
title: A dam upstream
asked_in: paper
sources:
  paper: {title: A newspaper}
  memo: {title: Joint memo}
voices:
  envoy: {name: The envoy, for: up}
  minister: {name: The minister, for: down}
  reporter: {name: The reporter, for: null}
outcome: up.sign & down.sign
decision_makers:
  up:
    name: Upstream state
    options:
      dam: {meaning: fill the dam, cite: {source: paper, voice: reporter}}
      sign: {meaning: sign, assumed: {by: me, why: it could}}
    readings:
      said: [{want: up.dam, cite: {source: memo, voice: envoy}}, up.sign]
      told: {cite: {source: paper, voice: reporter}, statements: [up.dam]}
      unsigned: [{want: up.dam, cite: {source: memo}}]
      guessed: {assumed: {by: me, why: nobody says so}, statements: [{want: up.sign, cite: {source: memo}}]}
      piecewise: [{want: up.dam, assumed: {by: me, why: so}}, {want: up.sign, assumed: {by: me, why: so}}]
      bare: [up.sign]
  down:
    name: Downstream state
    options: {sign: sign}
    prefers: [{want: "!up.dam", cite: [{source: paper, voice: envoy}, {source: paper, voice: reporter}]}]
  river:
    name: The river commission
    prefers: []
constraints: [{when: up.dam & up.sign, cite: {source: memo}, note: by treaty}]
status_quo: {up.dam: {is: N, cite: {source: paper}}}
claims:
  a: {voice: minister, test: {attainable: up.sign}}
"""


@pytest.fixture(scope="module")
def file() -> CaseFile:
    return read(TEXT.encode(), "a.yaml").file


def reading(file: CaseFile, name: str) -> Reading:
    return file.decision_makers["up"].all_readings[name]


@pytest.mark.parametrize(
    ("name", "sourced", "assumed", "hearsay", "n_cites"),
    [
        ("said", True, False, False, 1),
        ("told", True, False, True, 1),
        ("unsigned", True, False, True, 1),
        ("guessed", False, True, True, 1),
        ("piecewise", False, True, False, 0),
        ("bare", False, False, False, 0),
    ],
)
def test_a_reading_is_sourced_assumed_or_hearsay(
    file: CaseFile, name: str, *, sourced: bool, assumed: bool, hearsay: bool, n_cites: int
) -> None:
    said = reading(file, name)
    assert is_sourced(said) is sourced
    assert reading_is_assumed(said) is assumed
    assert hearsay_only(file, "up", said) is hearsay
    assert len(list(reading_cites(said))) == n_cites


def test_a_voice_of_another_party_is_hearsay(file: CaseFile) -> None:
    wanted = file.decision_makers["down"].all_readings["default"]
    assert hearsay_only(file, "down", wanted)
    assert not hearsay_only(file, "up", wanted)


def test_a_voice_speaks_for_one_party_or_for_none(file: CaseFile) -> None:
    assert [speaks_for(file, v) for v in ("envoy", "reporter", "nobody")] == ["up", None, None]


def test_every_citation_is_found_with_its_path(file: CaseFile) -> None:
    paths = [path for path, _ in all_cites(file)]
    assert len(paths) == len(set(paths)) == TEXT.count("{source:")
    assert ("decision_makers", "up", "options", "dam", "cite", 0) in paths
    assert ("decision_makers", "down", "prefers", "statements", 0, "cite", 1) in paths
    assert ("status_quo", "up.dam", "cite", 0) in paths


def test_who_is_heard_and_in_which_source(file: CaseFile) -> None:
    heard = {h.slug: h for h in hearings(file)}
    assert list(heard) == ["up", "down", "river"]
    assert heard["up"].sources == ("paper", "memo")
    assert heard["up"].in_question is True
    assert heard["down"].sources == ("paper",)
    assert heard["river"].sources == ()
    assert [h.is_heard for h in heard.values()] == [True, True, False]
    assert heard["river"].in_question is False


def test_without_a_source_of_the_question_nobody_is_heard_or_unheard_in_it() -> None:
    file = read(TEXT.replace("asked_in: paper\n", "").encode(), "a.yaml").file
    assert {h.in_question for h in hearings(file)} == {None}
    assert {h.slug: h.is_heard for h in hearings(file)} == {"up": True, "down": False, "river": False}


def test_the_footing_counts_every_element_once(file: CaseFile) -> None:
    found = footing(file)
    assert found == Footing(cited=8, assumed=4, silent=4)
