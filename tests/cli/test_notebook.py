"""The same from Python, and how answers look in a notebook."""

from __future__ import annotations

from dataclasses import replace

import pytest

import detente


def test_the_whole_way_from_python_in_a_handful_of_lines() -> None:
    case = detente.load("chicken")
    found = detente.answer(case)
    assert detente.html(found).startswith("<!doctype html>")
    assert detente.headline(found)
    assert detente.attainment(case).attainable is False or detente.attainment(case).path is not None
    assert detente.difference(case, case).is_empty


@pytest.mark.parametrize("slug", ["peace-treaty", "elmira", "chicken"])
def test_answers_show_themselves_as_html(slug: str) -> None:
    case = detente.load(slug)
    shown = [
        case,
        detente.cross_table(case),
        detente.attainment(case),
        detente.equilibria(case.conflict()),
        detente.answer(case),
        *detente.verdicts(case, hinges=False),
    ]
    for item in shown:
        made = item._repr_html_()
        assert "<table>" in made
        assert "<script" not in made


def test_what_is_left_out_or_not_answered_is_shown_with_the_reason() -> None:
    """A concept that does not exist, one that an engine did not answer, and a part of a whole answer."""
    conflict = detente.load("chicken").conflict()
    found = replace(detente.equilibria(conflict, ["Nash"]), not_answered={"SEQ": "no answer <in> time"})
    shown = found._repr_html_()
    assert "<td>Nash</td><td>2</td>" in shown
    assert "<p>SEQ is not answered: no answer &lt;in&gt; time.</p>" in shown
    assert "<p>SIM is left out: " in detente.equilibria(detente.load("elmira").conflict())._repr_html_()
    whole = replace(detente.answer(detente.load("chicken")), why_not={"idle": "it took too long"})
    assert "<p>idle is not answered: it took too long.</p>" in whole._repr_html_()


def test_what_a_case_says_is_escaped() -> None:
    from detente.case.notebook import html_table

    assert "<b>" not in html_table(["<b>"], [["<b>"]], "<b>")
