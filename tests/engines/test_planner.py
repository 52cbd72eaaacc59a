"""The plan: which engine for which kind and size, and what is said about time, memory and what is out of reach."""

from __future__ import annotations

from itertools import combinations

import pytest

from detente.concepts import all_concepts, concept
from detente.engines import ENGINES, planner
from detente.engines.kernel import bytes_needed
from detente.engines.planner import Plan, Size, plan, written_count, written_seconds
from detente.errors import NotTaken, TooLarge, UnknownName
from detente.model.building import Count
from detente.model.conflict import Conflict, Constraint, Structure
from detente.model.formula import And, Formula, Name, Not
from tests.build import Given, graph, parties, ranking, wants

EVERY = tuple(all_concepts().values())
FIVE = tuple(c for c in EVERY if c.name != "SIM")
GIB = 1 << 30


def model(n: int, each: int, *, loose: bool = True, statements: int = 3) -> Conflict:
    """Return a conflict of ``n`` decision makers with ``each`` options, exclusive unless ``loose``."""
    owned = {f"d{i}": [f"o{j}" for j in range(each)] for i in range(n)}
    forbidden: list[Formula] = []
    if not loose:
        forbidden = [
            And((Name(f"{d}.{a}"), Name(f"{d}.{b}"))) for d, own in owned.items() for a, b in combinations(own, 2)
        ]
    said = wants(*(Name(f"d{k % n}.o0") for k in range(statements)))
    structure = Structure(parties(owned), tuple(Constraint("", f) for f in forbidden))
    return Conflict(structure, (said,) * n, "N" * (n * each))


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test 16 GiB, a compiled kernel, two processors, and sets of states as formulas."""
    monkeypatch.setenv("DETENTE_MEMORY", "16GiB")
    monkeypatch.setattr(planner, "module", object)
    monkeypatch.setattr(planner, "processors", lambda: 2)
    monkeypatch.setattr(planner, "why_not_symbolic", lambda _: "")


def chosen(made: Plan) -> dict[str, str]:
    """Return the engine of each concept."""
    return {name: choice.engine for name, choice in made.choices.items()}


def test_a_small_model_goes_to_the_kernel_and_sim_to_numpy() -> None:
    made = plan(model(3, 2), EVERY)
    assert chosen(made) == {c.name: "edges" if c.name == "SIM" else "kernel" for c in EVERY}
    assert (made.states, made.engine, made.is_listed, made.is_long) == (Count(64, exact=True), "kernel", True, False)
    assert "the compiled kernel is the fastest" in made.why
    assert made.instead == ()


def test_without_a_kernel_numpy_answers_and_the_plan_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "module", lambda: None)
    monkeypatch.setattr(planner, "absent", lambda: "no compiler was found")
    made = plan(model(3, 2), EVERY)
    assert set(chosen(made).values()) == {"edges"}
    assert "numpy does that without the compiled kernel (no compiler was found)" in made.why


def test_twenty_eight_options_fit_into_sixteen_gibibytes_and_take_minutes() -> None:
    """The states are not listed to find that out."""
    conflict = model(7, 4)
    made = plan(conflict, FIVE)
    assert set(chosen(made).values()) == {"kernel"}
    assert made.states.value == 2**28
    assert made.memory < 16 * GIB
    assert made.seconds is not None
    assert 30 < made.seconds < 3600
    assert made.is_long
    assert made.instead
    assert "states" not in conflict.structure.__dict__


def test_what_does_not_fit_is_kept_as_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same model with less memory, and one with 2^100 states."""
    monkeypatch.setenv("DETENTE_MEMORY", "4GiB")
    made = plan(model(7, 4), EVERY)
    assert set(chosen(made).values()) == {"symbolic"}
    assert not made.is_listed
    assert "of memory, and 4 GiB are at hand, so sets of states are kept as formulas" in made.why
    assert made.memory <= 4 * GIB
    far = plan(model(5, 20), EVERY)
    assert far.states == Count(2**100, exact=True)
    assert set(chosen(far).values()) == {"symbolic"}
    assert far.seconds is None
    assert far.choices["Nash"].seconds is not None
    assert far.choices["SEQ"].seconds is None
    assert far.is_long
    assert any("--where" in line for line in far.instead)
    assert any("--state" in line for line in far.instead)


def test_few_states_among_very_many_patterns_are_listed() -> None:
    """Forty exclusive options have 9^5 states: the options do not matter, the states do."""
    made = plan(model(5, 8, loose=False), FIVE)
    assert made.states == Count(9**5, exact=True)
    assert made.engine == "kernel"
    assert made.memory < GIB


def test_sim_of_very_many_states_is_refused_with_the_way_out() -> None:
    made = plan(model(6, 4), EVERY)
    assert set(made.refused) == {"SIM"}
    why = "for 16,777,216 states there are too many combinations of simultaneous answers to try; --engine symbolic"
    assert made.refused["SIM"].startswith(why)
    assert "SIM" not in made.choices


def test_what_no_engine_can_do_names_the_need_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "why_not_symbolic", lambda _: "some preference is a ranking")
    with pytest.raises(TooLarge) as caught:
        plan(model(5, 20), EVERY)
    said = str(caught.value)
    assert "about 2^100 feasible states" in said
    assert "16 GiB are at hand" in said
    assert "as formulas they cannot be kept: some preference is a ranking; leave out or merge options" in said


@pytest.mark.parametrize("name", [name for name in ENGINES if name not in {"auto", "symbolic"}])
def test_an_engine_that_is_asked_for_is_taken(name: str) -> None:
    made = plan(model(2, 2), FIVE, name)
    assert set(chosen(made).values()) == {name}
    assert made.why == "it was asked for"


def test_symbolic_that_is_asked_for_is_taken_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(model(2, 2), EVERY, "symbolic")
    assert set(chosen(made).values()) == {"symbolic"}
    assert not made.is_long
    monkeypatch.setattr(planner, "why_not_symbolic", lambda _: "merged states are not taken")
    with pytest.raises(NotTaken, match="merged states are not taken"):
        plan(model(2, 2), EVERY, "symbolic")


def test_the_kernel_that_is_asked_for_sim_says_who_answers_it() -> None:
    made = plan(model(2, 2), [concept("SIM")], "kernel")
    assert made.choices == {}
    assert made.engine == ""
    assert "the engines edges and symbolic do" in made.refused["SIM"]


def test_the_kernel_that_is_not_there_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "module", lambda: None)
    monkeypatch.setattr(planner, "absent", lambda: "no compiler was found")
    with pytest.raises(NotTaken, match="the engine kernel is not there: no compiler was found; the engine edges"):
        plan(model(2, 2), FIVE, "kernel")


def test_an_engine_that_does_not_exist_is_refused_with_a_hint() -> None:
    with pytest.raises(UnknownName, match="there is no engine kernal; did you mean kernel"):
        plan(model(2, 2), EVERY, "kernal")


def test_explicit_arcs_are_listed_and_have_no_sim_where_it_is_not_defined() -> None:
    conflict = graph({"a": [("s", "t")]}, {"a": ranking("t", "s")}, ["s", "t"])
    made = plan(conflict, EVERY)
    assert "SIM" in made.left_out
    assert set(chosen(made)) == {c.name for c in FIVE}
    assert made.states == Count(2, exact=True)


def test_listed_states_stay_listed_whatever_memory_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file can only list so many, and sets as formulas do not take them."""
    monkeypatch.setenv("DETENTE_MEMORY", "1KiB")
    conflict = graph({"a": [("s", "t")]}, {"a": ranking("t", "s")}, ["s", "t"])
    assert plan(conflict, FIVE).engine == "kernel"


def test_freezes_and_directions_change_nothing_in_the_choice() -> None:
    from dataclasses import replace

    from detente.model.conflict import Freeze

    plain = model(3, 2)
    frozen = replace(plain.structure, freezes=(Freeze(Not(Name("d0.o0")), ("d1.o0",)),), directions={"d2.o1": "N->Y"})
    assert chosen(plan(replace(plain, structure=frozen), EVERY)) == chosen(plan(plain, EVERY))


def test_the_bytes_of_ranks_follow_from_the_statements() -> None:
    def of(n_statements: int) -> int:
        return Size(model(2, 10, statements=n_statements), Count(2**20, exact=True)).rank_bytes

    assert [of(k) for k in (0, 6, 7, 8, 14, 15, 16, 40)] == [1, 1, 1, 2, 2, 2, 4, 4]
    other = Conflict(model(2, 2).structure, (Given((0,) * 16), Given((0,) * 16)))
    assert Size(other, Count(2**20, exact=True)).rank_bytes == 4


def test_memory_covers_the_model_the_kernel_and_the_answer() -> None:
    conflict = model(7, 4)
    made = plan(conflict, FIVE)
    kernel = bytes_needed(2**28, 28, [4] * 7, 7, 1, 2)
    model_bytes = 2**28 * (8 + 28 // 8 + 7)
    assert kernel + model_bytes < made.memory < 1.3 * (kernel + model_bytes)


def test_more_of_anything_never_takes_less() -> None:
    """Estimates grow with the states, the decision makers and the concepts, for every engine."""
    for name in ("kernel", "edges", "reference"):
        small, large, fewer = (
            plan(c, cs, name) for c, cs in ((model(4, 3), FIVE), (model(5, 3), FIVE), (model(5, 3), FIVE[:1]))
        )
        assert small.seconds is not None
        assert large.seconds is not None
        assert fewer.seconds is not None
        assert small.seconds < large.seconds
        assert fewer.seconds < large.seconds
        assert small.memory < large.memory


def test_a_bound_is_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "why_not_symbolic", lambda _: "oxidd is not installed")
    loose = model(2, 40)
    tied = Conflict(
        Structure(
            loose.decision_makers,
            (Constraint("", And(tuple(Name(o.name) for dm in loose.decision_makers for o in dm.options))),),
        ),
        loose.preferences,
    )
    assert planner.count(tied) == Count(2**80, exact=False)
    with pytest.raises(TooLarge, match=r"at most about 2\^80 feasible states"):
        plan(tied, EVERY)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count(1, exact=True), "1"),
        (Count(10**14, exact=True), "100,000,000,000,000"),
        (Count(2**64, exact=True), "about 2^64"),
        (Count(2**64, exact=False), "at most about 2^64"),
    ],
)
def test_counts_are_written_so_that_they_can_be_read(count: Count, text: str) -> None:
    assert written_count(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.99, "less than a second"),
        (1.2, "about 1 second"),
        (17.0, "about 20 seconds"),
        (89.0, "about 90 seconds"),
        (91.0, "about 2 minutes"),
        (3000.0, "about 50 minutes"),
        (7200.0, "about 2 hours"),
        (200_000.0, "more than a day"),
        (None, "cannot be told"),
    ],
)
def test_times_are_no_more_precise_than_estimates(seconds: float | None, text: str) -> None:
    assert written_seconds(seconds) == text
