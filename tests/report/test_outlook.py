"""What the report says of prices and wedges."""

from __future__ import annotations

from dataclasses import replace

import detente
from detente.analysis.incentives import outlook as incentives
from detente.analysis.incentives.outlook import Outlook
from detente.report.outlook import OutlookView, outlook
from tests.report.answers import answered


def shown(slug: str, **changed: object) -> OutlookView:
    """Return the prices and wedges of a case of the catalogue, some counts changed."""
    answer = answered(slug)
    assert answer.outlook is not None
    view = outlook(replace(answer, outlook=replace(answer.outlook, **changed)))  # type: ignore[arg-type]
    assert view is not None
    return view


def test_states_that_have_names_keep_them_as_they_are_written() -> None:
    assert [p.state.partition(":")[0] for p in shown("elmira").prices] == ["s4", "s8"]
    assert shown("chicken").prices[0].state == "YY (both swerve): driver A: swerve; driver B: swerve"


def test_what_was_not_counted_says_so() -> None:
    rows = {row[0]: row[3] for row in shown("chicken").prices[0].rows}
    assert (rows["Nash"], rows["SEQ"]) == ("144 of 576", "not counted here")


def test_coalitions_that_were_not_asked_about_are_not_told_to_stay() -> None:
    whole = shown("peace-treaty", wedges=()).no_wedge
    assert whole == ("None of the 4 coalitions wants to leave the status quo together, so nothing there can be split.")
    part = shown("peace-treaty", wedges=(), coalitions=26).no_wedge
    assert part.startswith("None of the 4 coalitions that were asked about, of 26, wants to leave the status quo")
    assert "nothing there can be split" not in part
    assert shown("elmira", coalitions=26).no_wedge == "Asked about were 4 of 26 coalitions."


def test_coalitions_are_counted() -> None:
    case = detente.load("elmira")
    found = incentives.outlook(case, case.reading())
    assert isinstance(found, Outlook)
    assert (found.asked, found.coalitions) == (4, 4)
