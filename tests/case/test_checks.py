"""Cross-checks: names wherever names stand, the model, and warnings."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.finding import Known, nearest
from detente.case.lookup import Lookup
from detente.case.read import examine
from detente.errors import Problem

GOOD = """\
detente: 1
title: A dam upstream
sources: {memo: {title: Joint memo}}
voices:
  envoy: {name: The envoy, for: up}
  commission: {name: The commission, for: null}
let: {treaty: up.sign & down.sign}
outcome: treaty
decision_makers:
  up:
    name: Upstream state
    options: {dam: fill the dam, sign: sign the treaty}
    prefers: {assumed: {by: me, why: it is said nowhere}, statements: [treaty, up.dam]}
  down:
    name: Downstream state
    options: {sign: sign the treaty}
    prefers: {assumed: {by: me, why: it is said nowhere}, statements: ["!up.dam", treaty]}
"""
UP = "prefers: {assumed: {by: me, why: it is said nowhere}, statements: [treaty, up.dam]}"


def problems(text: str) -> tuple[Problem, ...]:
    return examine(text.encode(), "a.yaml").problems


def codes(text: str) -> list[str]:
    return [problem.code for problem in problems(text)]


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def test_a_sound_file_has_no_problem() -> None:
    assert not problems(GOOD)


# ------------------------------------------------------------------------------------------------- undeclared names


@pytest.mark.parametrize(
    ("more", "code", "name"),
    [
        ("classes: {a: treaty | NAME, b: '!treaty & !NAME'}", "R001", "nope.x"),
        ("constraints: [{when: NAME}]", "R001", "up.nope"),
        ("freezes: [{while: NAME, options: [up.dam]}]", "R001", "nope"),
        ("claims: {a: {test: {attainable: NAME}}}", "R001", "nope"),
        ("claims: {a: {test: {unattainable: NAME}}}", "R001", "nope"),
        ("claims: {a: {test: {in_every_equilibrium: NAME}}}", "R001", "nope"),
        ("claims: {a: {test: {in_some_equilibrium: NAME}}}", "R001", "nope"),
        ("claims: {a: {test: {reachable: NAME}}}", "R001", "nope"),
        ("claims: {a: {test: {ranks: up, every: NAME, above: treaty}}}", "R001", "nope"),
        ("claims: {a: {test: {ranks: up, every: treaty, above: NAME}}}", "R001", "nope"),
        ("claims: {a: {test: {ranks: NAME, every: treaty, above: treaty}}}", "R002", "nope"),
        ("claims: {a: {test: {stable: status_quo, for: NAME}}}", "R002", "nope"),
        ("claims: {a: {test: {reachable: treaty, by: [up, NAME]}}}", "R002", "nope"),
        ("coalitions: [[up, NAME]]", "R002", "nope"),
        ("constraints: [{when: treaty & up.dam, by: [NAME]}]", "R002", "nope"),
        ("constraints: [{when: treaty & up.dam, revocable_by: [NAME]}]", "R002", "nope"),
        ("directions: {NAME: Y->N}", "R003", "up.nope"),
        ("freezes: [{while: treaty, options: [NAME]}]", "R003", "up.nope"),
        ("status_quo: {NAME: Y}", "R003", "up.nope"),
        ("worlds: {w: {do: {NAME: Y}}}", "R003", "up.nope"),
        ("worlds: {w: {open: [NAME]}}", "R003", "up.nope"),
        ("asked_in: NAME", "R004", "nope"),
        ("claims: {a: {voice: NAME, test: {attainable: treaty}}}", "R004", "nope"),
        ("claims: {a: {source: NAME, test: {attainable: treaty}}}", "R004", "nope"),
        ("constraints: [{when: treaty & up.dam, cite: {source: NAME}}]", "R004", "nope"),
        ("constraints: [{when: treaty & up.dam, cite: [{source: memo}, {source: memo, voice: NAME}]}]", "R004", "nope"),
        ("status_quo: {up.dam: {is: Y, cite: {source: NAME}}}", "R004", "nope"),
        ("directions: {up.dam: {only: Y->N, cite: {source: NAME}}}", "R004", "nope"),
        ("worlds: {w: {do: {up.dam: Y}, cite: {source: NAME}}}", "R004", "nope"),
        ("published: [{concept: Nash, equilibria: [NNN], cite: {source: NAME}}]", "R004", "nope"),
        ("worlds: {w: {lift: [NAME]}}", "R005", "nope"),
        ("claims: {a: {test: {attainable: treaty, in: NAME}}}", "R005", "nope"),
        ("claims: {a: {test: {attainable: treaty, not_in: NAME}}}", "R005", "nope"),
        ("claims: {a: {test: {stable: NNN, concept: NAME}}}", "R005", "nope"),
        ("published: [{concept: NAME, equilibria: [NNN]}]", "R005", "nope"),
        ("published: [{concept: Nash, equilibria: [NNN], variant: NAME}]", "R005", "nope"),
        ("published_counts: [{concept: NAME, state: NNN, vary: up, satisfying: 1}]", "R005", "nope"),
        ("published_counts: [{concept: Nash, state: NNN, vary: up, satisfying: 1, variant: NAME}]", "R005", "nope"),
        ("published_counts: [{concept: Nash, state: NNN, vary: NAME, satisfying: 1}]", "R002", "nope"),
        ("published_counts: [{concept: Nash, state: NAME, vary: up, satisfying: 1}]", "M006", "YYYY"),
        (
            "published_counts: [{concept: Nash, state: NNN, vary: up, satisfying: 1, cite: {source: NAME}}]",
            "R004",
            "nope",
        ),
        ("labels: {NAME: a state}", "M006", "NNY-"),
        ("claims: {a: {test: {stable: NAME}}}", "M006", "YYYY"),
        ("published: [{concept: Nash, equilibria: [NAME]}]", "M006", "YYYY"),
        ("published: [{concept: Nash, equilibria: [NNN], ours: [NAME], differs: so}]", "M006", "YYYY"),
    ],
)
def test_a_name_that_is_not_there_is_told_where_it_stands(more: str, code: str, name: str) -> None:
    line = more.replace("NAME", name)
    found = [p for p in problems(GOOD + line + "\n") if p.severity == "error"]
    assert [p.code for p in found][:1] == [code]
    assert found[0].line == GOOD.count("\n") + 1
    assert line[found[0].column - 1 :].startswith(name)
    assert name.rpartition(".")[2] in found[0].message


def test_the_place_of_a_name_is_that_of_the_whole_name() -> None:
    found = problems(GOOD.replace("outcome: treaty", "outcome: treaty & (treat | treaty_2)"))
    assert [(p.line, p.column) for p in found] == [(8, 20), (8, 28)]
    found = problems(GOOD.replace("outcome: treaty", "outcome: up.dam & up.da | up.damm"))
    assert [(p.column, p.message) for p in found] == [(19, "up has no option da"), (27, "up has no option damm")]


def test_a_bare_option_is_told_with_its_owner() -> None:
    assert only(GOOD.replace("outcome: treaty", "outcome: dam")).hint == "write up.dam"


def test_what_is_declared_wrongly_counts_as_declared() -> None:
    wrong = GOOD.replace("dam: fill the dam", "dam: [fill]").replace("memo: {title: Joint memo}", "memo: {}")
    assert codes(wrong + "constraints: [{when: treaty & up.dam, cite: {source: memo}}]\n") == ["S002", "S003"]
    assert codes(GOOD.replace("{dam: fill the dam, sign: sign the treaty}", "[dam, sign]")) == ["S003"]
    assert codes(GOOD.replace("{treaty: up.sign & down.sign}", "[treaty]")) == ["S003"]


def test_names_of_states_are_names_where_there_are_no_options() -> None:
    text = """\
detente: 1
title: War and peace
states: [war, peace]
outcome: peace
decision_makers: {a: {name: A, prefers: [peace]}}
arcs: {a: [war <-> peace]}
constraints: [{when: "!war & !peace"}]
status_quo: war
"""
    assert not problems(text)
    assert [p.message for p in problems(text.replace("outcome: peace", "outcome: pax"))] == [
        "nothing called pax is declared under let"
    ]


def test_a_long_list_of_known_names_is_not_searched_to_the_end() -> None:
    start = time.process_time()
    assert nearest("names0", (f"name{k}" for k in range(10**9))) == "did you mean name0?"
    assert time.process_time() - start < 1


def test_an_open_list_of_names_knows_every_name() -> None:
    assert "b" not in Known(["a"])
    assert "b" in Known(["a"], is_open=True)
    assert "b" in Known(["a"]) | Known((), is_open=True)
    assert (Known(["a"]) | ["b"]).nearest("bb") == "did you mean b?"


# ------------------------------------------------------------------------------------------------------ definitions


@given(st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=3), max_size=7))
def test_circles_among_definitions_are_found_and_nothing_else(uses: dict[str, list[str]]) -> None:
    lets = {n: " & ".join(["up.dam", *(u for u in used if u in uses)]) for n, used in uses.items()}
    written = "".join(f", {n}: {text}" for n, text in lets.items())
    found = [p for p in problems(GOOD.replace("down.sign}", f"down.sign{written}}}", 1)) if p.code == "R006"]
    reach = {n: {u for u in used if u in uses} for n, used in uses.items()}
    for _ in uses:
        reach = {n: r | {v for u in r for v in reach[u]} for n, r in reach.items()}
    assert bool(found) == any(n in r for n, r in reach.items())
    for problem in found:
        names = problem.message.partition(": ")[2].split(" -> ")
        assert names[0] == names[-1]
        assert all(b in uses[a] for a, b in pairwise(names))


def test_a_long_row_of_definitions_may_be_as_deep_as_a_formula() -> None:
    def row(n: int) -> str:
        lets = "".join(f'  l{k}: "!l{k + 1}"\n' for k in range(n))
        return GOOD.replace("let: {treaty:", f"let:\n{lets}  l{n}: up.dam\n  treaty:").replace(
            "down.sign}", "down.sign", 1
        )

    assert not problems(row(150))
    assert codes(row(250)) == ["F002"]


def test_what_follows_from_an_overgrown_definition_is_not_told_again() -> None:
    lets = "".join(f"  l{k}: l{k + 1} & l{k + 1}\n" for k in range(60))
    text = GOOD.replace("let: {treaty:", f"let:\n{lets}  l60: up.dam\n  treaty:").replace("down.sign}", "down.sign", 1)
    assert codes(text.replace("outcome: treaty", "outcome: l0 & treaty")) == ["F002"]


# ------------------------------------------------------------------------------------------------------------ the model


def test_an_infeasible_status_quo_names_every_constraint_that_it_breaks() -> None:
    text = GOOD + (
        "constraints:\n  - {name: ban, when: up.dam & up.sign}\n  - {when: up.dam & !down.sign}\n"
        "  - {name: held, when: down.sign & up.dam}\nstatus_quo: {up.dam: Y, up.sign: Y}\n"
    )
    errors = [p.message for p in problems(text) if p.severity == "error"]
    assert errors == ['the status quo YYN is not feasible: it breaks ban, "up.dam & !down.sign"']


def test_the_first_constraint_after_which_no_state_is_left_is_named() -> None:
    text = GOOD + 'constraints: [{when: up.sign}, {when: "!up.sign & up.dam"}, {when: "!up.sign"}, {when: up.dam}]\n'
    problem = next(p for p in problems(text) if p.code == "M002")
    assert text.splitlines()[problem.line - 1][problem.column - 1 :].startswith('{when: "!up.sign"}')


def test_of_very_many_constraints_none_is_named() -> None:
    loose = "".join(
        f"  - when: up.dam & down.sign & up.sign | up.dam & {k % 2 and '!'}down.sign & !up.sign\n" for k in range(50)
    )
    text = GOOD + f"constraints:\n{loose}".replace("0down", "down") + "  - when: up.dam | !up.dam\n"
    problem = next(p for p in problems(text) if p.code == "M002")
    assert problem.message == "no state is feasible: the constraints exclude every one"


def test_a_search_for_the_last_constraint_passes_over_what_is_too_large() -> None:
    options = ", ".join(f"o{k}: option" for k in range(40))
    text = f"""\
detente: 1
title: Many options
decision_makers:
  a: {{name: A, options: {{{options}}}, prefers: [a.o0]}}
constraints:
  - when: a.o0 & a.o1
  - when: a.o0 | !a.o0
"""
    (problem,) = (p for p in problems(text) if p.severity == "error")
    assert (problem.code, problem.line) == ("M002", 7)


@given(st.data())
def test_a_mention_of_a_state_is_judged_as_by_the_list_of_all_states(data: st.DataObject) -> None:
    formulas = st.sampled_from(
        ["up.dam & up.sign", "down.sign & !up.sign", "up.dam <-> down.sign", "!up.dam & !up.sign"]
    )
    drawn = data.draw(st.lists(formulas, max_size=2, unique=True))
    constraints = "".join(f"  - {{name: c{k}, when: '{text}'}}\n" for k, text in enumerate(drawn))
    text = GOOD + (f"constraints:\n{constraints}" if drawn else "")
    case = examine(text.encode(), "a.yaml").case
    assert case is not None
    every = ["".join("NY"[int(bit)] for bit in np.binary_repr(k, 3)) for k in range(8)]
    assert set(Lookup(case).feasible(every)) == set(case.structure.states.patterns)


def test_a_ranking_must_name_every_feasible_state_once() -> None:
    def ranking(text: str) -> list[str]:
        ranked = GOOD.replace("statements: [treaty, up.dam]", f"ranking: {text}")
        return [p.message for p in problems(ranked + "constraints: [{name: ban, when: up.dam & up.sign}]\n")]

    good = "[NNN, YNN, [NYN, NNY], YNY, NYY]"
    assert not ranking(good)
    assert ranking(good.replace(", YNY", "")) == ["the ranking leaves out YNY"]
    assert ranking(good.replace("NYY", "NYY, NNN")) == ["the ranking names the state NNN twice"]
    assert ranking(good.replace("NYY", "NYY, YYN")) == ["YYN is not feasible: it breaks ban"]
    assert ranking("[NNN]") == ["the ranking leaves out YNN, NYN, NNY, YNY, NYY"]


def test_checks_stay_quick_where_there_are_many_states() -> None:
    options = ", ".join(f"o{k}: option" for k in range(18))
    text = f"""\
detente: 1
title: Many states
decision_makers:
  a: {{name: A, options: {{{options}}}, prefers: {{ranking: [{"N" * 18}, {"Y" * 18}]}}}}
labels: {{{", ".join("Y" * k + "N" * (18 - k) + ": some" for k in range(19))}}}
status_quo: {{}}
worlds: {{{", ".join(f"w{k}: {{do: {{a.o{k}: Y}}}}" for k in range(18))}}}
"""
    start = time.process_time()
    found = problems(text)
    assert time.process_time() - start < 3
    assert [p.code for p in found] == ["M004"]
    assert "and 262,136 more" in found[0].message


MERGED = """\
detente: 1
title: Merged states
states: {s1: NNN, s2: NYN, s3: "Y--"}
decision_makers:
  up: {name: Up, options: {dam: fill, sign: sign}, prefers: [up.dam, "!up.dam & up.sign"]}
  down: {name: Down, options: {sign: sign}, prefers: {ranking: [s1, s2, "Y--"]}}
arcs: {up: [s1 -> s2, NYN <-> s3], down: []}
labels: {s3: the dam is filled, NNN: as it is}
status_quo: s1
"""


def test_merged_states_go_by_name_and_by_pattern() -> None:
    assert not problems(MERGED)
    assert codes(MERGED.replace('s2, "Y--"', 's2, "Y--", s3')) == ["M005"]
    assert codes(MERGED.replace("NYN <-> s3", "NYN <-> YNN")) == ["M006"]
    assert codes(MERGED.replace("status_quo: s1", "status_quo: NNY")) == ["M003"]


def test_a_formula_that_a_merged_state_leaves_open_is_told_before_anything_is_built_on_it() -> None:
    assert codes(MERGED + "outcome: up.sign\n") == ["M008"]
    assert codes(MERGED + "constraints: [{when: up.sign & down.sign}]\n") == ["M008"]
    assert codes(MERGED.replace('{ranking: [s1, s2, "Y--"]}', "{weights: {down.sign: 1}}")) == ["M008"]


def test_merged_states_that_overlap_are_told_by_their_names() -> None:
    assert [p.message for p in problems(MERGED.replace('"Y--"}', '"Y--", s4: YYN}'))] == [
        "s3 and s4 overlap: both stand for YYN"
    ]
    assert codes(MERGED.replace("NYN,", "NYN, s0: --N,")) == ["M009"]


def test_overlaps_are_found_where_there_are_too_many_states_to_compare_them_all() -> None:
    def pattern(k: int) -> str:
        return np.binary_repr(k, 13).replace("0", "N").replace("1", "Y") + "-"

    options = ", ".join(f"o{k}: option" for k in range(14))
    states = "".join(f"  s{k}: {pattern(k)}\n" for k in range(1600))
    text = f"""\
detente: 1
title: Many merged states
decision_makers: {{a: {{name: A, options: {{{options}}}, prefers: [a.o1]}}}}
arcs: {{a: []}}
states:
{states}  last: {pattern(7)[:-1]}Y
"""
    (problem,) = (p for p in problems(text) if p.severity == "error")
    assert problem.code == "M009"
    assert "s7 and last overlap" in problem.message


# ------------------------------------------------------------------------------------------------------------ warnings


def test_an_option_that_nothing_mentions_is_doubtful() -> None:
    text = GOOD.replace("dam: fill the dam,", "dam: fill the dam, talk: talk,")
    problem = only(text)
    assert (problem.code, problem.severity) == ("W001", "warning")
    assert "up.talk" in problem.message
    mentions = [
        "let: {talks: up.talk, ",
        "constraints: [{when: up.talk & up.dam}]\n",
        "worlds: {w: {do: {up.talk: Y}}}\n",
        "claims: {a: {test: {unattainable: up.talk}}}\n",
        "freezes: [{while: up.talk, options: [up.dam]}]\n",
    ]
    assert codes(text.replace("let: {", mentions[0])) == ["W001"]
    assert not codes(text.replace("let: {", mentions[0]).replace("outcome: treaty", "outcome: talks & treaty"))
    for mention in mentions[1:]:
        assert not codes(text + mention)


@pytest.mark.parametrize(
    "spelling", ["weights: {up.dam: 1, up.sign: 2, up.talk: 1}", "payoffs: {PAYOFFS}"], ids=["weights", "payoffs"]
)
def test_an_option_that_a_preference_weighs_is_mentioned(spelling: str) -> None:
    every = [np.binary_repr(k, 4).replace("0", "N").replace("1", "Y") for k in range(16)]
    spelled = spelling.replace("PAYOFFS", ", ".join(f"{state}: {k}" for k, state in enumerate(every)))
    text = GOOD.replace("dam: fill the dam,", "dam: fill the dam, talk: talk,")
    assert not problems(text.replace("statements: [treaty, up.dam]", spelled))


def test_a_preference_that_nobody_is_cited_for_is_doubtful() -> None:
    bare = GOOD.replace(UP, "prefers: [treaty, up.dam]")
    assert [(p.code, p.line, p.column) for p in problems(bare)] == [("W002", 13, 5)]
    for spelled in (
        "prefers: [{want: treaty, cite: {source: memo, voice: envoy}}, up.dam]",
        "prefers: [{want: treaty, assumed: {by: me, why: so}}, {want: up.dam, assumed: {by: me, why: so}}]",
        "prefers: {cite: {source: memo, voice: envoy}, weights: {up.dam: 1}}",
        "prefers: {assumed: {by: me, why: so}, statements: [treaty, up.dam]}",
    ):
        assert not problems(GOOD.replace(UP, spelled))
    half = "prefers: [{want: treaty, assumed: {by: me, why: so}}, up.dam]"
    assert codes(GOOD.replace(UP, half)) == ["W002"]
    assert not problems(bare.replace("sources: {memo: {title: Joint memo}}\n", ""))


def test_a_preference_that_rests_on_third_parties_only_is_doubtful() -> None:
    def cited(*voices: str) -> str:
        said = ", ".join(f"{{source: memo{', voice: ' + v if v else ''}}}" for v in voices)
        return GOOD.replace(UP, f"prefers: {{cite: [{said}], statements: [treaty, up.dam]}}")

    assert codes(cited("commission")) == ["W003"]
    assert codes(cited("")) == ["W003"]
    assert codes(cited("commission", "")) == ["W003"]
    assert not problems(cited("envoy"))
    assert not problems(cited("commission", "envoy"))
    assert "up" in only(cited("commission")).message


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("voice: commission, test: {ranks: up, every: treaty, above: '!treaty'}", ["W004"]),
        ("voice: envoy, test: {ranks: up, every: treaty, above: '!treaty'}", []),
        ("voice: envoy, test: {ranks: down, every: treaty, above: '!treaty'}", ["W004"]),
        ("source: memo, test: {ranks: down, every: treaty, above: '!treaty'}", ["W004"]),
        ("test: {ranks: down, every: treaty, above: '!treaty'}", []),
        ("voice: commission, test: {stable: NNN, for: up}", ["W004"]),
        ("voice: commission, test: {stable: NNN}", []),
        ("voice: commission, test: {reachable: treaty, by: [up, down]}", ["W004", "W004"]),
        ("voice: envoy, test: {reachable: treaty, by: [up, down]}", ["W004"]),
        ("voice: commission, test: {attainable: treaty}", []),
        ("voice: commission, test: {not_testable: it is about an aim}", []),
    ],
)
def test_a_claim_about_a_party_by_somebody_else_is_doubtful(claim: str, expected: list[str]) -> None:
    assert codes(f"{GOOD}claims: {{a: {{{claim}}}}}\n") == expected


def test_a_world_that_rules_out_the_status_quo_is_doubtful() -> None:
    text = GOOD + (
        "constraints: [{name: ban, when: up.dam & up.sign}]\nstatus_quo: {up.sign: Y}\n"
        "worlds: {a: {do: {up.dam: Y}}, b: {do: {up.dam: Y}, lift: [ban]}, c: {do: {up.dam: Y, up.sign: N}}}\n"
    )
    problem = only(text)
    assert (problem.code, problem.severity) == ("W005", "warning")
    assert "in the world a the status quo YYN is not feasible: it breaks ban" in problem.message


def test_a_world_that_fixes_what_a_named_status_quo_has_otherwise_is_doubtful() -> None:
    text = MERGED + "worlds: {filled: {do: {up.dam: Y}}, dry: {do: {up.dam: N}}}\n"
    assert [p.message for p in problems(text)] == [
        "in the world filled the status quo s1 is not feasible: it breaks up.dam=Y"
    ]


@pytest.mark.parametrize(("outcome", "expected"), [("up.dam | !up.dam", "every"), ("up.dam & !up.dam", "no feasible")])
def test_an_outcome_that_holds_everywhere_or_nowhere_is_doubtful(outcome: str, expected: str) -> None:
    problem = only(GOOD.replace("outcome: treaty", f'outcome: "{outcome}"'))
    assert (problem.code, problem.severity) == ("W006", "warning")
    assert expected in problem.message


def test_doubts_wait_until_the_errors_are_mended() -> None:
    text = GOOD.replace("dam: fill the dam,", "dam: fill the dam, talk: talk,")
    assert codes(text.replace("outcome: treaty", "outcome: up.tlk")) == ["R001"]
