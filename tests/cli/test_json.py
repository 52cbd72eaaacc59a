"""JSON that scripts may rely on: the documented keys and types, the same bytes each time."""

from __future__ import annotations

from typing import Any

import pytest

from detente import catalog
from tests.cli.running import Runner, process

LARGE = "peace-treaty-large"
DRAFT = ("--reading", "russia=draft", "--reading", "japan=draft")
SMALL = [slug for slug in catalog.slugs() if slug != LARGE]
ASKED = {"case", "variant", "readings", "world", "rules"}


def is_pattern(state: str) -> bool:
    return bool(state) and not set(state) - set("YN-")


@pytest.mark.parametrize("slug", catalog.slugs())
def test_states_are_patterns_in_the_order_of_the_options(run: Runner, slug: str) -> None:
    said = run("states", slug, "--json", "--limit", 300)
    found = said.json
    assert said.code == 0
    assert found.keys() >= ASKED | {"options", "count", "status_quo", "states"}
    assert type(found["count"]) is int
    assert found["states"] == sorted(found["states"])
    assert len(found["states"]) == min(found["count"], 300)
    assert all(is_pattern(s) and len(s) == len(found["options"]) for s in found["states"])


@pytest.mark.parametrize(
    ("slug", "count"),
    [
        ("peace-treaty", 136),
        ("peace-treaty-1956", 156),
        ("peace-treaty-2016", 288),
        ("peace-treaty-2024", 240),
        (LARGE, 22_272),
    ],
)
def test_counts_of_states_are_exact_even_where_none_is_listed(run: Runner, slug: str, count: int) -> None:
    found = run("states", slug, "--json", "--limit", 0).json
    assert (found["count"], found["states"], found["complete"]) == (count, [], False)


@pytest.mark.parametrize("slug", SMALL)
def test_equilibria_are_stable_for_everybody(run: Runner, slug: str) -> None:
    found = run("equilibria", slug, "--json").json
    assert found.keys() >= ASKED | {"options", "count", "equilibria", "counts", "stable", "complete"}
    assert found["complete"] is True
    for name, states in found["equilibria"].items():
        everybody = set.intersection(*(set(s) for s in found["stable"][name].values()))
        assert states == sorted(everybody)
        assert found["counts"][name] == len(states)


def test_a_limit_cuts_lists_and_not_counts(run: Runner) -> None:
    whole, cut = (run("equilibria", "peace-treaty", "--json", *more).json for more in ((), ("--limit", 3)))
    assert cut["counts"] == whole["counts"]
    assert cut["equilibria"]["Nash"] == whole["equilibria"]["Nash"][:3]
    assert (whole["complete"], cut["complete"]) == (True, False)
    assert run("equilibria", "peace-treaty", "--json", "--limit", 0).json["equilibria"]["Nash"] == []


def test_a_concept_that_does_not_exist_in_a_case_is_left_out_with_the_reason(run: Runner) -> None:
    found = run("equilibria", "elmira", "--json").json
    assert "SIM" not in found["equilibria"]
    assert "merge" in found["left_out"]["SIM"]


def test_sim_does_not_exist_where_states_have_only_names(run: Runner, tmp_path: Any) -> None:
    file = tmp_path / "named.yaml"
    file.write_text(NAMED, "utf-8")
    found = run("equilibria", file, "--json")
    assert found.code == 0
    assert "SIM" not in found.json["equilibria"]
    assert found.json["equilibria"]["Nash"] == ["peace"]
    assert run("states", file, "--json").json["states"] == ["peace", "war"]
    said = run("report", file, "--json")
    assert (said.code, said.json["idle"]["options"]) == (0, None)
    assert said.json["idle"]["why_not"]


NAMED = """\
detente: 1
title: Named states
outcome: peace
decision_makers:
  a: {name: A, prefers: {ranking: [peace, war]}}
  b: {name: B, prefers: {ranking: [war, peace]}}
states: [war, peace]
arcs: {a: [war -> peace], b: []}
status_quo: war
"""


@pytest.mark.parametrize("slug", catalog.slugs())
def test_attain_tells_a_chain_or_none(run: Runner, slug: str) -> None:
    said = run("attain", slug, "--json")
    found = said.json
    assert said.code == 0
    assert found.keys() >= ASKED | {"attainable", "path", "complete"}
    assert found["attainable"] is (found["path"] is not None)
    here = found["status_quo"]
    for step in found["path"] or []:
        assert step["by"] == sorted(step["by"])
        assert step["from"] == here
        here = step["to"]


def test_attain_echoes_the_first_readings_and_the_world(run: Runner) -> None:
    found = run("attain", "peace-treaty", "--json").json
    assert found["readings"] == {"russia": "peskov_wide", "japan": "brown_two", "us": "benign"}
    assert found["world"] == "actual"
    other = run("attain", "peace-treaty", "--json", "--world", "both_gone", "--reading", "us=spoiler").json
    assert (other["world"], other["readings"]["us"]) == ("both_gone", "spoiler")
    assert [step["by"] for step in other["path"]] == [["japan", "russia"]]


def test_the_path_is_empty_where_the_outcome_holds_already(run: Runner) -> None:
    found = run("attain", "peace-treaty", "--json", "--goal", "japan.host").json
    assert (found["attainable"], found["path"]) == (True, [])


def test_a_question_that_cannot_be_evaluated_is_null_with_the_reason(run: Runner, tmp_path: Any) -> None:
    file = tmp_path / "gone.yaml"
    file.write_text(INFEASIBLE_WORLD, "utf-8")
    said = run("attain", file, "--json", "--world", "stuck")
    assert said.code == 3
    assert said.json["attainable"] is None
    assert "feasible" in said.json["why_not"]
    table = run("table", file, "--json")
    assert table.code == 3
    assert table.json["rows"][0]["attainable"] == {"actual": True, "stuck": None}
    assert "stuck" in table.json["why_not"]
    shown = run("table", file)
    assert shown.code == 3
    assert "?" in shown.out


INFEASIBLE_WORLD = """\
detente: 1
title: A world without its start
outcome: {when: a.x, label: x}
decision_makers:
  a: {name: A, options: {x: do x, y: do y}, prefers: [a.x]}
constraints: [{when: "a.y & !a.x", why: y needs x}]
status_quo: {}
worlds: {stuck: {do: {a.y: Y}}}
"""


@pytest.mark.parametrize("slug", SMALL)
def test_every_row_of_a_table_answers_for_every_world(run: Runner, slug: str) -> None:
    said = run("table", slug, "--json")
    found = said.json
    assert said.code == 0
    assert found.keys() >= ASKED | {"worlds", "rows", "idle"}
    for row in found["rows"]:
        assert list(row["attainable"]) == found["worlds"]
        assert all(type(cell) is bool for cell in row["attainable"].values())


def test_the_flagship_table_has_the_known_counts(run: Runner) -> None:
    found = run("table", "peace-treaty", "--json").json
    worlds = ("actual", "troops_gone", "ban_gone", "both_gone")
    assert [sum(row["attainable"][w] for row in found["rows"]) for w in worlds] == [8, 10, 17, 22]
    assert [found["counts"][w]["sourced"] for w in worlds] == [{"yes": n, "of": 24} for n in (0, 0, 1, 6)]


def test_who_is_idle_in_the_large_case_under_its_own_readings(run: Runner) -> None:
    found = run("table", LARGE, "--json", *DRAFT).json
    assert {"china", "philippines"} <= set(found["idle"]["decision_makers"])
    assert [w for w, cell in found["rows"][0]["attainable"].items() if cell] == ["all_gone"]


@pytest.mark.parametrize("slug", SMALL)
def test_verdicts_are_whole_numbers_and_say_what_they_are_worth(run: Runner, slug: str) -> None:
    said = run("claims", slug, "--json")
    assert said.code == 0
    for claim in said.json["claims"]:
        assert claim.keys() >= {"id", "yes", "no", "of", "hinges", "trivial", "put_in"}
        assert claim["yes"] + claim["no"] == claim["of"]
        assert claim["testable"] is (claim["of"] > 0)
        assert claim["trivial"] in {None, "by structure", "by agreement"}
        assert type(claim["put_in"]) is bool
        assert isinstance(claim["hinges"], list)


def test_the_claims_that_are_put_in(run: Runner) -> None:
    found = {c["id"]: c["put_in"] for c in run("claims", "peace-treaty", "--json").json["claims"]}
    assert (found["C2a"], found["C5"], found["C1"], found["C4"]) == (True, True, False, False)


@pytest.mark.parametrize("slug", SMALL)
def test_a_report_as_json_holds_every_part(run: Runner, slug: str, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("report", slug, "--json")
    parts = {"headline", "table", "claims", "paths", "equilibria", "trivial", "idle", "put_in", "not_heard", "why_not"}
    assert said.code == 0
    assert said.json.keys() >= ASKED | parts
    assert not list(tmp_path.iterdir())


def test_who_was_not_heard_in_the_article(run: Runner) -> None:
    assert run("report", "peace-treaty", "--json").json["not_heard"] == ["japan", "us"]


def test_explain_gives_what_deters_for_every_decision_maker_and_concept(run: Runner) -> None:
    said = run("explain", "elmira", "s1", "--sanctions", "--json")
    found = said.json
    assert said.code == 0
    assert found.keys() >= ASKED | {"state", "deterrence", "left_out"}
    assert {(d["dm"], d["concept"]) for d in found["deterrence"]} == {
        (dm, c) for dm in ("moe", "ur", "lg") for c in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
    }
    assert "at the same moment" in found["left_out"]["SIM"]
    stable = {(w["dm"], w["concept"]): w["stable"] for w in run("explain", "elmira", "s1", "--json").json["witnesses"]}
    assert {(d["dm"], d["concept"]): d["stable"] for d in found["deterrence"]} == stable


def test_explain_ends_with_3_where_no_concept_that_was_asked_for_has_sanctions(run: Runner) -> None:
    assert run("explain", "chicken", "YY", "--sanctions", "--concept", "SIM").code == 3


def test_explain_gives_a_witness_for_every_decision_maker_and_concept(run: Runner) -> None:
    found = run("explain", "elmira", "s1", "--json").json
    assert {(w["dm"], w["concept"]) for w in found["witnesses"]} == {
        (dm, name) for dm in ("moe", "ur", "lg") for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
    }
    (told,) = run("explain", "elmira", "NYNNN", "--dm", "lg", "--concept", "gmr", "--json").json["witnesses"]
    assert told["stable"] is True
    assert told["improvements"][0]["sanction"]


@pytest.mark.parametrize("slug", catalog.slugs())
def test_check_finds_no_error_in_the_catalogue(run: Runner, slug: str) -> None:
    said = run("check", slug, "--json")
    assert said.code == 0
    keys = ["code", "severity", "file", "line", "column", "message", "hint"]
    assert all(list(p) == keys and p["severity"] == "warning" for p in said.json["problems"])


@pytest.mark.parametrize(
    "command",
    [
        ("table", "peace-treaty"),
        ("claims", "peace-treaty-1956"),
        ("report", "korea-2017", "--variant", "pacifist"),
        ("equilibria", "elmira"),
        ("schema",),
        ("diff", "korea-2017", "korea-2017", "--variant-b", "deterrence"),
    ],
    ids=lambda c: c[0],
)
def test_json_is_the_same_bytes_each_time(command: tuple[str, ...]) -> None:
    more = () if command[0] == "schema" else ("--json",)
    first = process(*command, *more, PYTHONHASHSEED="1")
    second = process(*command, *more, PYTHONHASHSEED="2", PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert first.stdout == second.stdout
    assert first.stdout.isascii()
    assert b"\r" not in first.stdout


def test_json_holds_no_folder(run: Runner, tmp_path: Any) -> None:
    file = tmp_path / "copy.yaml"
    file.write_bytes(catalog.case_bytes("chicken"))
    said = run("report", file, "--json")
    assert said.json["case"] == "copy.yaml"
    assert str(tmp_path) not in said.out


def test_every_case_of_the_catalogue_and_the_starter_follow_the_schema(run: Runner) -> None:
    from jsonschema import Draft202012Validator

    from detente.case.document import plain, read_document
    from detente.case.starter import starter

    schema = run("schema").json
    assert {"$schema", "$id", "title"} <= schema.keys()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    texts = {slug: catalog.case_bytes(slug).decode() for slug in catalog.slugs()} | {"new": starter("")}
    found = {n: [e.json_path for e in validator.iter_errors(plain(read_document(t, n)))] for n, t in texts.items()}
    assert not any(found.values()), found
    assert list(validator.iter_errors({"detente": 1, "title": "no parties"}))
