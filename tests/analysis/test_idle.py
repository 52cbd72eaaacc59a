"""Idle: what could be left as it stands in the status quo without changing a single answer."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings

import detente
from detente.analysis.idle import idle
from detente.analysis.judging import Judge
from detente.case.build import Case
from detente.case.read import examine
from detente.case.schema import NotTestable
from detente.errors import DetenteError, ModelError
from tests.analysis.small import Data, case_files, case_of

DRAFT = {"russia": "draft", "japan": "draft"}


def test_in_the_large_case_china_and_the_philippines_are_idle() -> None:
    """Nobody's ranking of treaties mentions them; Russia and Japan are what the question is about."""
    found = idle(detente.load("peace-treaty-large"), readings=DRAFT)
    assert {"china", "philippines"} <= set(found.decision_makers)
    assert not {"russia", "japan"} & set(found.decision_makers)
    assert {"china.back", "philippines.join"} <= set(found.options)
    assert found.complete


@pytest.mark.parametrize("slug", ["peace-treaty", "peace-treaty-large"])
def test_an_option_that_the_worlds_are_about_is_not_idle(slug: str) -> None:
    """Fixing the troops where they stand would leave nothing of the world in which they are gone."""
    found = idle(detente.load(slug), readings=DRAFT if slug.endswith("large") else None)
    assert "us.station" not in found.options
    assert "us" not in found.decision_makers


def test_in_the_flagship_nobody_is_idle() -> None:
    """The offer is: words alone bind nobody here."""
    found = idle(detente.load("peace-treaty"))
    assert found.decision_makers == ()
    assert "russia.offer" in found.options
    assert not {"russia.sign", "russia.cede", "japan.sign", "japan.host"} & set(found.options)


def test_progress_counts_options_and_parties() -> None:
    """Eight options and three parties."""
    seen: list[tuple[int, int]] = []
    idle(detente.load("peace-treaty"), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k, 11) for k in range(1, 12)]


# ----------------------------------------------------------------------------- against the definition


def answers(case: Case) -> dict[object, bool | None]:
    """Return every cell of the cross table and every testable claim."""
    judge, made = Judge(case), {}
    for number, readings in zip(count(), case.combinations()):
        preferences = judge.preferences(readings)
        for world in case.worlds:
            made[number, world] = _or_none(
                lambda w=world, p=preferences: judge.attainable(case.file.outcome.when, w, p)
            )  # type: ignore[misc, union-attr]
        for slug, claim in case.file.claims.items():
            if not isinstance(claim.test, NotTestable):
                made[number, "claim", slug] = _or_none(lambda t=claim.test, p=preferences: judge.holds(t, p))  # type: ignore[misc]
    return made


def _or_none(ask: Any) -> bool | None:
    try:
        return bool(ask())
    except DetenteError:
        return None


def rebuilt(data: Data, options: tuple[str, ...]) -> Case | None:
    """Return the case with a constraint that keeps options where they stand; None if nothing is feasible then."""
    new = json.loads(json.dumps(data))
    for option in options:
        letter = data["status_quo"][option]
        new["constraints"].append({"when": option if letter == "N" else f"!{option}"})
    return examine(json.dumps(new).encode(), "fixed.yaml").case


@pytest.mark.slow
@settings(max_examples=80)
@given(case_files(most=3, kinds=("statements", "weights")))
def test_what_is_idle_is_so_when_the_case_is_built_anew_with_the_option_fixed(data: Data) -> None:
    """For options that no world sets; the rebuilt case has the same answers if and only if they are idle."""
    case = case_of(data)
    found, usual = idle(case), answers(case)
    taken = {option for world in data["worlds"].values() for option in world.get("do", {})}
    trials = {o: (o,) for o in case.structure.option_names}
    trials |= {dm.slug: tuple(o.name for o in dm.options) for dm in case.structure.decision_makers}
    for name, options in trials.items():
        if taken & set(options):
            continue
        fixed = rebuilt(data, options)
        same = fixed is not None and answers(fixed) == usual
        assert (name in found.options or name in found.decision_makers) == same, name


# -------------------------------------------------------------------------------------------- its edges


def test_without_a_status_quo_nothing_can_be_left_as_it_is() -> None:
    """An error, and not an empty answer."""
    file = {
        "detente": 1,
        "title": "t",
        "outcome": "a.x",
        "decision_makers": {"a": {"name": "A", "options": {"x": "x"}, "prefers": ["a.x"]}},
    }
    with pytest.raises(ModelError):
        idle(case_of(file))


def test_an_option_that_the_status_quo_leaves_open_is_not_idle() -> None:
    """There is no value to fix it at."""
    case = case_of(
        {
            "detente": 1,
            "title": "t",
            "outcome": "a.x & b.y",
            "decision_makers": {
                "a": {"name": "A", "options": {"x": "x"}, "prefers": {"ranking": ["s3", "s2", "s1"]}},
                "b": {"name": "B", "options": {"y": "y"}, "prefers": {"ranking": ["s3", "s2", "s1"]}},
            },
            "states": {"s1": "N-", "s2": "YN", "s3": "YY"},
            "arcs": {"a": ["s1 -> s2"], "b": ["s2 -> s3"]},
            "status_quo": "s1",
        }
    )
    assert "b.y" not in idle(case).options
