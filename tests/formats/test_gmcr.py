"""Files of GMCR+: both generations are read, the newer one is written, and nothing is lost in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.case.build import Case
from detente.case.read import examine, read
from detente.case.schema import CaseFile
from detente.case.write import write_file
from detente.errors import CaseError, DetenteError, TooLarge
from detente.formats.gmcr import WouldLose, from_case, losses, to_case_text
from detente.model.conflict import Conflict
from detente.model.formula import Constant, text
from detente.model.preferences import Preference, Prioritised, Ranking, Weighted
from tests.build import conflicts, formulas, holds, listed_conflicts

# Our own small model: two neighbours and a hedge. The options stand in an order of their own.
HEDGE: dict[str, Any] = {
    "program": "gmcr-py",
    "version": "0.4.1",
    "options": [
        {"name": "Cut the hedge", "permittedDirection": "fwd"},
        {"name": "Go to court", "permittedDirection": "both"},
        {"name": "Let it grow", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "Ms Ash", "options": [0, 2], "preferences": [[[1, "N"]], [[0, "N"], [2, "Y"]]], "misperceptions": []},
        {"name": "Mr Yew", "options": [1], "preferences": [[[0, "Y"]]], "misperceptions": []},
    ],
    "infeasibles": [[[0, "Y"], [2, "Y"]]],
    "useManualPreferenceRanking": False,
    "coalitions": [0, 1],
}


def hedge(**changes: Any) -> dict[str, Any]:
    """Return a copy of the model with other keys; None takes a key away."""
    made = json.loads(json.dumps(HEDGE)) | changes
    return {key: value for key, value in made.items() if value is not None}


def ranked(first: list[Any], second: list[Any], *, old: bool = False) -> dict[str, Any]:
    """Return the model with rankings, in the keys of one of the generations."""
    made = hedge(useManualPreferenceRanking=None)
    made["useManualPreferenceVectors" if old else "useManualPreferenceRanking"] = True
    for dm, ranking in zip(made["decisionMakers"], (first, second), strict=True):
        dm["preferenceVector" if old else "preferenceRanking"] = ranking
    if old:
        del made["coalitions"], made["program"], made["version"]
        for dm in made["decisionMakers"]:
            del dm["misperceptions"]
    return made


def case_of(data: Any, name: str = "hedge.gmcr", *, lossy: bool = False) -> Case:
    """Return the case in a file, read back from its text."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return read(to_case_text(content, name, lossy=lossy).encode(), name)


def problems_of(data: Any) -> list[tuple[str, str]]:
    """Return the codes and messages of a file that cannot be read."""
    content = data if isinstance(data, bytes) else json.dumps(data, indent=1).encode()
    with pytest.raises(CaseError) as caught:
        to_case_text(content, "wrong.gmcr")
    assert all(p.line >= 1 and p.column >= 1 and p.file == "wrong.gmcr" for p in caught.value.problems)
    return [(p.code, p.message) for p in caught.value.problems]


def codes(data: Any) -> list[str]:
    """Return the codes of a file that cannot be read."""
    return [code for code, _ in problems_of(data)]


# ------------------------------------------------------------------------------------------------------ reading


def test_a_file_becomes_a_case_in_its_own_words() -> None:
    written = to_case_text(json.dumps(HEDGE).encode(), "some/where/hedge.gmcr")
    assert written == (
        "detente: 1\n"
        "title: hedge\n"
        "note: Read from a file of GMCR+ (gmcr-py 0.4.1).\n"
        "\n"
        "decision_makers:\n"
        "  ms_ash:\n"
        "    name: Ms Ash\n"
        "    options: {cut_the_hedge: Cut the hedge, let_it_grow: Let it grow}\n"
        '    prefers: ["!mr_yew.go_to_court", "!ms_ash.cut_the_hedge & ms_ash.let_it_grow"]\n'
        "\n"
        "  mr_yew:\n"
        "    name: Mr Yew\n"
        "    options: {go_to_court: Go to court}\n"
        "    prefers: [ms_ash.cut_the_hedge]\n"
        "\n"
        "constraints:\n"
        "  - {name: infeasible_1, when: ms_ash.cut_the_hedge & ms_ash.let_it_grow, by: [modeller]}\n"
        "\n"
        "directions: {ms_ash.cut_the_hedge: N->Y, ms_ash.let_it_grow: Y->N}\n"
    )


def test_a_file_reads_back_without_an_error() -> None:
    found = examine(to_case_text(json.dumps(HEDGE).encode(), "hedge.gmcr").encode(), "hedge.gmcr")
    assert found.case is not None
    assert {p.severity for p in found.problems} <= {"warning"}


@pytest.mark.parametrize("old", [False, True])
def test_ordinals_count_the_feasible_states_once_the_options_are_sorted_by_owner(old: bool) -> None:  # noqa: FBT001
    # Ash owns the options 0 and 2, so a pattern is cut, grow, court; YY- is infeasible and 1 to 6 are:
    patterns = ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]
    case = case_of(ranked([3, [1, 2], 4, 6, 5], [6, 5, 4, 3, 2, 1], old=old))
    assert list(case.structure.states.patterns) == patterns
    first = case.file.decision_makers["ms_ash"].all_readings["ranking"].ranking
    assert first == ("NYN", ("NNN", "YNN"), "NNY", "NYY", "YNY")
    second = case.file.decision_makers["mr_yew"].all_readings["ranking"].ranking
    assert second == ("NYY", "YNY", "NNY", "NYN", "YNN", "NNN")


def test_statements_that_a_file_keeps_beside_its_rankings_are_a_second_reading() -> None:
    case = case_of(ranked([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]))
    assert [*case.preferences["ms_ash"]] == ["ranking", "statements"]
    assert isinstance(case.conflict().orders[0].ranks.tolist(), list)


def test_rankings_do_not_count_where_the_statements_hold() -> None:
    data = ranked([99, "x"], []) | {"useManualPreferenceRanking": False}
    assert [*case_of(data).preferences["ms_ash"]] == ["default"]


def compound(*members: Any) -> dict[str, Any]:
    """Return a statement that holds where one of its members does."""
    return {"compound": True, "members": list(members)}


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ([], "true"),
        (compound(), "false"),
        (compound([[0, "Y"]], [[1, "N"], [2, "Y"]]), "a.x | !a.y & b.z"),
        (compound([[0, "Y"], [1, "Y"]], [[0, "N"], [1, "Y"]], [[0, "N"], [1, "N"]]), "a.x -> a.y"),
        (compound([[1, "N"], [2, "N"]], [[2, "Y"], [1, "Y"]]), "a.y <-> b.z"),
        (compound([[0, "N"], [2, "Y"]], [[0, "Y"], [2, "N"]]), "a.x <-> !b.z"),
        (compound([[0, "N"], [2, "Y"]], [[0, "N"], [2, "N"]]), "!a.x & b.z | !a.x & !b.z"),
    ],
)
def test_statements_become_formulas(statement: Any, words: str) -> None:
    assert case_of(xyz(statement)).file.decision_makers["a"].all_readings["default"].statements[0].want == words  # type: ignore[index]


def xyz(*statements: Any) -> dict[str, Any]:
    """Return a file with the options a.x, a.y, b.z and the statements of a."""
    return {
        "options": [{"name": n, "permittedDirection": "both"} for n in "xyz"],
        "decisionMakers": [
            {"name": "a", "options": [0, 1], "preferences": list(statements)},
            {"name": "b", "options": [2], "preferences": []},
        ],
        "infeasibles": [],
        "useManualPreferenceVectors": False,
    }


LITERALS = st.dictionaries(st.integers(0, 2), st.sampled_from("YN")).map(lambda d: [list(pair) for pair in d.items()])


@given(st.one_of(LITERALS, st.lists(LITERALS, max_size=4).map(lambda members: compound(*members))))
def test_a_formula_holds_where_its_statement_does(statement: Any) -> None:
    case = case_of(xyz(statement))
    members = statement["members"] if isinstance(statement, dict) else [statement]
    reading = case.file.decision_makers["a"].all_readings["default"]
    assert reading.statements is not None
    truth = case.structure.states.truth(case.formula(reading.statements[0].want))
    for pattern, said in zip(case.structure.states.patterns, truth.tolist(), strict=True):
        assert said == any(all(pattern[o] == letter for o, letter in member) for member in members)


def test_names_become_short_names_that_are_unique() -> None:
    data = xyz()
    for option, name in zip(data["options"], ["Full", "Full!", "谷"], strict=True):
        option["name"] = name
    for dm, name in zip(data["decisionMakers"], ["not", "NOT"], strict=True):
        dm["name"] = name
    case = case_of(data)
    assert case.structure.option_names == ("not_.full", "not_.full_2", "not__2.option3")
    assert [o.meaning for dm in case.structure.decision_makers for o in dm.options] == ["Full", "Full!", "谷"]


@settings(max_examples=50)
@given(st.lists(st.text(max_size=40), min_size=5, max_size=5), st.text(max_size=20))
def test_any_name_can_be_read(names: list[str], file_name: str) -> None:
    data = xyz([[0, "Y"], [2, "N"]])
    for owner, name in zip([*data["options"], *data["decisionMakers"]], names, strict=True):
        owner["name"] = name
    assert len(case_of(data, f"{file_name}.gmcr").structure.states) == 8


# --------------------------------------------------------------------------------------------------- what is lost


def test_misperceptions_and_merged_decision_makers_are_never_dropped_in_silence() -> None:
    data = hedge(coalitions=[[0, 1]])
    data["decisionMakers"][1]["misperceptions"] = [[[1, "Y"]]]
    found = problems_of(data)
    assert [code for code, _ in found] == ["G020", "G020"]
    assert any("misperceptions of Mr Yew (1 condition " in message for _, message in found)
    assert any("(Ms Ash and Mr Yew)" in message for _, message in found)
    assert len(case_of(data, lossy=True).structure.states) == 6
    assert case_of(data, lossy=True).file.coalitions == "all"


@pytest.mark.parametrize("coalitions", [[0, 1], [[0], [1]], [1, 0], [], [0]])
def test_decision_makers_on_their_own_are_no_coalition(coalitions: Any) -> None:
    assert case_of(hedge(coalitions=coalitions)).structure.slugs == ("ms_ash", "mr_yew")


# --------------------------------------------------------------------------------------------------- wrong files


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (b"", "G001", 1, 1),
        (b"\n {", "G001", 2, 3),
        (b'{"options": [1,]}', "G001", 1, None),
        (b'{"options": NaN}', "G001", 1, 1),
        (b"[" * 100_000, "G001", 1, 41),
        (b'{"a": 1,\n "a": 2}', "G001", 2, 2),
        (b"[]", "G003", 1, 1),
        (b'{"options": 7, "decisionMakers": [],\n "infeasibles": [], "useManualPreferenceVectors": 1}', "G003", 1, 13),
        (b"\xff", "Y001", 1, 1),
        (b'{"x": "\x00"}', "Y001", 1, 8),
        (b" " * 2_000_001, "Y007", 1, 1),
    ],
)
def test_what_is_no_file_of_the_kind_is_said_with_its_place(
    content: bytes, code: str, line: int, column: int | None
) -> None:
    with pytest.raises(CaseError) as caught:
        to_case_text(content, "wrong.gmcr")
    first = caught.value.problems[0]
    assert (first.code, first.line) == (code, line)
    assert column in {None, first.column}


def test_missing_keys_are_all_named() -> None:
    assert [m for c, m in problems_of({}) if c == "G002"] == [
        "the key decisionMakers is missing in the file",
        "the key infeasibles is missing in the file",
        "the key options is missing in the file",
        "the key useManualPreferenceRanking is missing (before version 0.3.6: useManualPreferenceVectors)",
    ]
    data = ranked([1], [1]) | {"useManualPreferenceRanking": None}
    del data["useManualPreferenceRanking"], data["decisionMakers"][0]["name"], data["options"][1]["name"]
    assert codes(data) == ["G002"] * 3


def test_a_ranking_that_should_hold_and_is_not_there_is_missing() -> None:
    assert codes(hedge(useManualPreferenceRanking=True)) == ["G002", "G002"]


def test_an_option_with_two_owners_or_none_is_an_error() -> None:
    data = hedge()
    data["decisionMakers"][1]["options"] = [1, 2]
    assert problems_of(data) == [("G004", "the option number 2 belongs to Ms Ash and to Mr Yew")]
    data["decisionMakers"][1]["options"] = [1, 1]
    assert problems_of(data) == [("G004", "the option number 1 stands twice with Mr Yew")]
    data["decisionMakers"][1]["options"] = []
    assert problems_of(data) == [("G005", "the option Go to court (number 1) belongs to nobody")]


def test_wrong_conditions_are_all_found_at_once() -> None:
    data = hedge()
    data["decisionMakers"][0]["preferences"] = [[[0, "y"]], [[3, "Y"]], [[0, "Y"], [0, "N"]], [[1]], 5, {"members": []}]
    data["infeasibles"] = [compound([[0, "Y"]]), [[-1, "N"]]]
    data["coalitions"] = [[0, 1], 1, 7]
    data["options"][2]["permittedDirection"] = "up"
    assert sorted(codes(data)) == [
        "G003", "G003", "G003", "G003", "G006", "G006", "G006", "G007", "G008", "G012", "G013",
    ]  # fmt: skip


def test_wrong_rankings_are_all_found_at_once_with_the_states_that_are_left_out() -> None:
    found = problems_of(ranked([7, 1, [1, 0]], [True, "2", 3.5, [], 6]))
    assert sorted(c for c, _ in found) == ["G003", "G003", "G003", "G009", "G009", "G010", "G011", "G011"]
    assert any("leaves out 5 of 6 states: 2 (YNN), 3 (NYN)" in message for _, message in found)


def test_a_problem_stands_where_it_is_in_the_file() -> None:
    content = json.dumps(hedge(infeasibles=[[[0, "Q"]]]), indent=1)
    with pytest.raises(CaseError) as caught:
        to_case_text(content.encode(), "wrong.gmcr")
    problem = caught.value.problems[0]
    line = content.splitlines()[problem.line - 1]
    assert (problem.code, line[problem.column - 1 : problem.column + 2]) == ("G007", '"Q"')


def test_a_file_with_nothing_right_in_it_is_given_up_after_some_problems() -> None:
    content = b'{"options": [' + b"1," * 9_000 + b"1]}"
    with pytest.raises(CaseError) as caught:
        to_case_text(content, "wrong.gmcr")
    assert len(caught.value.problems) == 200


def test_a_file_without_a_feasible_state_is_an_error() -> None:
    assert codes(hedge(infeasibles=[[]])) == ["G015"]
    assert codes(hedge(infeasibles=[[[0, "Y"]], [[0, "N"]]])) == ["G015"]


def test_many_options_without_rankings_are_left_to_the_reader_of_the_case() -> None:
    data = hedge(options=[{"name": f"o{k}"} for k in range(70)], infeasibles=[])
    data["decisionMakers"][0]["options"] = list(range(70))
    data["decisionMakers"][1] |= {"options": [], "preferences": []}
    data["decisionMakers"][0]["preferences"] = []
    with pytest.raises(TooLarge):
        len(case_of(data).structure.states)
    data["useManualPreferenceRanking"] = True
    for dm in data["decisionMakers"]:
        dm["preferenceRanking"] = [1, 2]
    assert codes(data) == ["G014"]


def test_a_statement_that_is_too_long_for_a_formula_is_an_error() -> None:
    members = [[[0, "Y"], [1, "N"], [2, "YN"[k % 2]]] for k in range(3000)]
    assert codes(xyz(compound(*members))) == ["G016"]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 9), st.text(max_size=3), st.sampled_from(["Y", "N"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["name", "options"]), inner)),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_never_breaks_anything(data: st.DataObject) -> None:
    damaged = ranked([1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1])
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = damaged
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(place[key], dict | list) and data.draw(st.booleans()):
                place = place[key]
                continue
            place[key] = data.draw(JSON)
            break
    content = json.dumps(damaged).encode()
    try:
        written = to_case_text(content, "damaged.gmcr", lossy=True)
    except CaseError as error:
        assert error.problems  # noqa: PT017
    else:
        assert examine(written.encode(), "damaged.gmcr").case is not None


# ------------------------------------------------------------------------------------------------------ writing


def test_a_file_is_written_with_the_keys_of_the_newer_generation_and_those_of_the_older() -> None:
    data = json.loads(from_case(detente.load("chicken"), lossy=True))
    assert data["program"] == "Détente"
    assert data["useManualPreferenceRanking"] is data["useManualPreferenceVectors"] is True
    assert data["coalitions"] == [0, 1]
    for dm in data["decisionMakers"]:
        assert dm["misperceptions"] == []
        assert dm["preferenceRanking"] == dm["preferenceVector"]


def test_statements_are_written_as_statements() -> None:
    readings = {"us": "statements", "ussr": "statements"}
    data = json.loads(from_case(detente.load("cuban-missile-crisis"), readings=readings, lossy=True))
    assert data["useManualPreferenceRanking"] is False
    assert data["decisionMakers"][0]["preferences"][:3] == [
        [[2, "Y"]],
        [[3, "N"]],
        {"compound": True, "members": [[[0, "Y"]], [[3, "N"]]]},
    ]


def test_one_ranking_turns_the_statements_of_all_others_into_rankings_and_keeps_them() -> None:
    case = detente.load("cuban-missile-crisis")
    data = json.loads(from_case(case, readings={"us": "statements"}, lossy=True))
    assert data["useManualPreferenceRanking"] is True
    assert len(data["decisionMakers"][0]["preferences"]) == 7
    again = case_of(data)
    assert ranks_of(again.conflict()) == ranks_of(case.conflict({"us": "statements"}))


def test_what_cannot_be_held_is_named_and_stops_the_writing() -> None:
    case = detente.load("peace-treaty")
    with pytest.raises(WouldLose) as caught:
        from_case(case, readings={"russia": "brown_stall"})
    assert caught.value.exit_code == 1
    said = str(caught.value)
    for words in (
        "the worlds (troops_gone,", "the claims (C1,", "citations", "the sources", "the freezes", "the status quo",
        "the outcome", "notes", "the question", "other readings of russia (peskov_wide,", "assumptions", "--lossy",
    ):  # fmt: skip
        assert words in said
    assert "brown_stall" not in said
    assert list(caught.value.lost) == losses(case, {"russia": "brown_stall"})


def small(**changes: Any) -> Case:
    """Return a small case that a file can hold in full, with changes."""
    people = {"a": {"name": "A", "options": {"x": "do x"}, "prefers": ["a.x"]}}
    people["b"] = {"name": "B", "options": {"y": "do y"}, "prefers": ["a.x -> b.y"]}
    data = {"detente": 1, "title": "Small", "decision_makers": people, "constraints": [{"when": "a.x & b.y"}]}
    return read(write_file(CaseFile.model_validate({**data, **changes})).encode(), "small.yaml")


def test_a_case_without_more_is_written_without_a_word() -> None:
    assert losses(small()) == []
    assert same_model(small(), case_of(json.loads(from_case(small()))))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"coalitions": [["a", "b"]]}, "who can act together"),
        ({"status_quo": {}}, "the status quo"),
        ({"let": {"z": "a.x"}}, "the names for formulas"),
        ({"labels": {"NN": "nothing"}}, "the labels of states"),
        ({"constraints": [{"when": "a.x", "by": ["a"]}]}, "the names, reasons and owners of constraints"),
        ({"directions": {"a.x": {"only": "N->Y", "why": "so"}}}, "the reasons of directions"),
        ({"freezes": [{"while": "a.x", "options": ["a.x"]}]}, "the freezes"),
        ({"variants": {"v": {"change": {}}}}, "the variants (v)"),
        ({"factors": [{"option": "a.x"}]}, "the factors"),
        ({"levers": [{"option": "a.x"}]}, "the levers"),
        ({"states": {"s": "NN", "t": "YY"}, "constraints": []}, "the names of states"),
        ({"arcs": {"a": ["NN -> YN"]}}, "the moves that are listed one by one"),
    ],
)
def test_each_thing_that_cannot_be_held_is_named(changes: dict[str, Any], words: str) -> None:
    (lost,) = losses(small(**changes))
    assert words in lost


def test_listed_moves_that_follow_from_the_options_anyway_are_not_lost() -> None:
    assert losses(small(arcs={"a": ["NN <-> YN"], "b": ["NN <-> NY"]})) == []


def test_the_numbers_of_weights_and_payoffs_are_lost_and_their_order_is_not() -> None:
    people: dict[str, Any] = {
        "a": {"name": "A", "options": {"x": "X"}, "prefers": {"weights": {"a.x": 2, "b.y": "-0.5"}}},
        "b": {"name": "B", "options": {"y": "Y"}, "prefers": {"payoffs": {"NN": 1, "YN": 1, "NY": 3}}},
    }
    case = small(decision_makers=people)
    assert [words.split(" (")[0] for words in losses(case)] == ["the weights of a", "the payoffs of b"]
    assert same_model(case, case_of(json.loads(from_case(case, lossy=True))))


@pytest.mark.parametrize("slug", ["elmira"])
def test_merged_states_cannot_be_written_at_all(slug: str) -> None:
    with pytest.raises(DetenteError, match="merged"):
        from_case(detente.load(slug), lossy=True)


def test_states_that_only_have_names_cannot_be_written_at_all() -> None:
    people = {"a": {"name": "A", "prefers": {"ranking": ["s", "t"]}}}
    case = small(decision_makers=people, states=["s", "t"], arcs={"a": ["s -> t"]}, constraints=[])
    with pytest.raises(DetenteError, match="only have names"):
        from_case(case, lossy=True)


def test_more_than_63_statements_are_written_as_a_ranking() -> None:
    people: dict[str, Any] = {"a": {"name": "A", "options": {"x": "X"}, "prefers": ["a.x"] * 64}}
    case = small(decision_makers=people, constraints=[])
    assert losses(case) == ["the statements of a, too many or too long (the order that they give is kept)"]
    assert json.loads(from_case(case, lossy=True))["decisionMakers"][0]["preferenceRanking"] == [2, 1]


def test_a_formula_with_too_many_conjunctions_is_written_as_a_ranking() -> None:
    options = {f"x{k}": "X" for k in range(10)}
    odd = "a.x0"
    for k in range(1, 10):
        odd = f"({odd}) <-> a.x{k}"
    case = small(
        decision_makers={"a": {"name": "A", "options": options, "prefers": [odd]}}, constraints=[{"when": odd}]
    )
    again = case_of(json.loads(from_case(case, lossy=True)))
    assert len(again.structure.states) == 512
    assert same_model(case, again)


# ------------------------------------------------------------------------------------------------- there and back


def ranks_of(conflict: Conflict) -> list[dict[str, int]]:
    """Return each decision maker's ranks by pattern."""
    patterns = conflict.states.patterns
    return [dict(zip(patterns, order.ranks.tolist(), strict=True)) for order in conflict.orders]


def arcs_of(conflict: Conflict) -> list[set[tuple[str, str]]]:
    """Return each decision maker's moves by pattern."""
    patterns, made = conflict.states.patterns, []
    for player in range(len(conflict.decision_makers)):
        arcs = conflict.moves.arcs(player)
        pairs = zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True)
        made.append({(patterns[a], patterns[b]) for a, b in pairs})
    return made


def same_model(a: Case, b: Case) -> bool:
    """Whether two cases have the same states, moves and orders under their first readings."""
    one, other = a.conflict(), b.conflict()
    return (
        set(one.states.patterns) == set(other.states.patterns)
        and arcs_of(one) == arcs_of(other)
        and ranks_of(one) == ranks_of(other)
    )


def reading_of(preference: Preference) -> dict[str, Any]:
    """Return a preference as a case file has it."""
    if isinstance(preference, Prioritised):
        return {"statements": [{"want": text(s.formula)} for s in preference.statements]}
    if isinstance(preference, Ranking):
        return {"ranking": [list(c) for c in preference.classes]}
    if isinstance(preference, Weighted):
        return {"weights": {o: amount(w) for o, w in preference.weights}}
    return {"payoffs": {s: amount(v) for s, v in preference.values}}  # type: ignore[attr-defined]


def amount(value: Any) -> str:
    """Return a fraction with a decimal that keeps the order of the others."""
    return f"{float(value):.6f}"


def as_case(conflict: Conflict) -> Case:
    """Return a conflict in option form as a case."""
    structure = conflict.structure
    people = {
        dm.slug: {
            "name": dm.name,
            "options": {o.name.split(".")[1]: o.meaning for o in dm.options},
            "prefers": reading_of(preference),
        }
        for dm, preference in zip(structure.decision_makers, conflict.preferences, strict=True)
    }
    data: dict[str, Any] = {"detente": 1, "title": "Random", "decision_makers": people}
    data["directions"] = structure.directions
    data["constraints"] = [{"when": text(c.forbids)} for c in structure.constraints]
    if structure.listing is not None:
        data["states"] = structure.listing
    return read(write_file(CaseFile.model_validate(data)).encode(), "random.yaml")


@pytest.mark.slow
@settings(max_examples=150)
@given(st.one_of(conflicts(most=5, frozen=False), listed_conflicts()))
def test_a_random_model_survives_the_way_there_and_back(conflict: Conflict) -> None:
    case = as_case(conflict)
    assert same_model(case, case_of(from_case(case, lossy=True).encode()))


@given(formulas(("a.x", "a.y", "b.z"), 8))
def test_conjunctions_hold_where_their_formula_does(formula: Any) -> None:
    from detente.formats.gmcr_export import _terms

    terms = _terms(formula, 500)
    for row in range(8):
        values = {name: bool(row >> bit & 1) for bit, name in enumerate(("a.x", "a.y", "b.z"))}
        assert holds(formula, values) == any(all(values[n] == yes for n, yes in term) for term in terms)
    assert _terms(Constant(value=True), 1) == [frozenset()]


@pytest.mark.parametrize("slug", ["peace-treaty", "chicken", "assurance", "prisoners-dilemma", "korea-2017"])
def test_cases_of_the_catalogue_survive_but_for_what_is_named(slug: str) -> None:
    case = detente.load(slug)
    again = case_of(from_case(case, lossy=True).encode())
    assert set(again.structure.states.patterns) == set(case.structure.states.patterns)
    assert ranks_of(again.conflict()) == ranks_of(case.conflict())
