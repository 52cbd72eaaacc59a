"""``detente coalitions`` as a person uses it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from detente import catalog
from tests.cli.running import Runner

SMALL = [slug for slug in catalog.slugs() if slug != "peace-treaty-large"]


def said(run: Runner, *arguments: str, columns: int = 80) -> str:
    """Return what a command says, its lines joined."""
    done = run("coalitions", *arguments, columns=columns)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_it_tells_the_jump_of_elmira_in_words(run: Runner) -> None:
    out = said(run, "elmira")
    assert "The Ministry of the Environment and Uniroyal together would go from s5 to s8: better for both." in out
    assert "States that are stable for every coalition" in out
    assert "every coalition 2 4 4 2" in out
    assert "moe + ur 6 6 6 6" in out


def test_some_coalitions_and_concepts(run: Runner) -> None:
    out = said(run, "elmira", "--coalition", "ur,moe", "--concept", "cnash")
    assert "all of these" in out
    assert "lg" not in out.split("Letters")[0].split()
    assert "CGMR" not in out


def test_the_pareto_sense_says_what_it_means(run: Runner) -> None:
    out = said(run, "elmira", "--improvement", "pareto")
    assert "worse for none of its members and better for one" in out
    assert run("coalitions", "elmira", "--json", "--improvement", "pareto").json["improvement"] == "pareto"


def test_where_nobody_jumps_it_says_so(run: Runner) -> None:
    assert "None: from no equilibrium" in said(run, "chicken")


def test_lists_are_cut_at_the_limit(run: Runner) -> None:
    out = said(run, "peace-treaty", "--limit", "2")
    assert "more are not shown; --limit N shows N of them" in out
    assert "others are not shown" in out
    assert "States that are stable" not in said(run, "elmira", "--limit", "0")


@pytest.mark.parametrize("slug", SMALL)
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(run: Runner, slug: str, columns: int) -> None:
    done = run("coalitions", slug, columns=columns)
    assert (done.code, done.err) == (0, "")
    for line in done.out.splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()


@pytest.mark.parametrize("slug", SMALL)
def test_json_has_every_coalition_and_counts_that_fit(run: Runner, slug: str) -> None:
    found = run("coalitions", slug, "--json").json
    assert found["coalitions"]
    assert found["engine"] in {"kernel", "edges"}
    assert found["complete"] is found["jumps_complete"] is True
    for name, by in found["weak"].items():
        assert list(by) == found["coalitions"]
        assert all(len(entry["states"]) == entry["count"] for entry in by.values())
        universal = set(found["universal"][name]["states"])
        assert universal == set.intersection(*(set(entry["states"]) for entry in by.values()))
        for group, entry in found["strong"][name].items():
            inside = [g for g in by if set(g.split("+")) <= set(group.split("+"))]
            assert set(entry["states"]) == set.intersection(*(set(by[g]["states"]) for g in inside))


def test_json_tells_jumps(run: Runner) -> None:
    found = run("coalitions", "elmira", "--json", "--concept", "CNash").json
    assert found["jumps"] == [
        {
            "by": ["moe", "ur"],
            "coalition": "moe+ur",
            "from": "NYNNY",
            "to": "YNYNY",
            "equilibria": ["Nash"],
            "needed": True,
        }
    ]
    assert found["rules"]["joint"] == "sequences"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("elmira", "--coalition", "moe,urr"), "did you mean ur?"),
        (("elmira", "--coalition", "moe,"), "with commas between them"),
        (("elmira", "--concept", "SEQ"), "did you mean CSEQ?"),
        (("elmira", "--improvement", "better"), "pareto"),
    ],
)
def test_wrong_usage_is_told_in_one_line_and_ends_with_2(run: Runner, arguments: Any, expected: str) -> None:
    done = run("coalitions", *arguments)
    assert (done.code, done.out) == (2, "")
    assert expected in done.err
    assert done.err.count("\n") == 1


def test_each_engine_says_the_same(run: Runner) -> None:
    answers = [run("coalitions", "elmira", "--json", "--engine", name).json for name in ("edges", "reference")]
    assert [a.pop("engine") for a in answers] == ["edges", "reference"]
    assert answers[0] == answers[1]


@pytest.mark.tree
def test_every_json_key_is_explained(run: Runner) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z0-9_]+)`", page))
    found = run("coalitions", "elmira", "--json").json
    assert found.keys() | found["jumps"][0].keys() | found["universal"]["CNash"].keys() <= explained
