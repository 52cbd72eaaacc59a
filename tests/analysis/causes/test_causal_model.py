"""Actual causes: published examples, and the definition of modified Halpern-Pearl by force on random models."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.causes.causal_model import CausalModel, Variable, actual_causes, is_cause
from detente.analysis.causes.flips import minimal_changes
from detente.errors import Cancelled, ModelError, UnknownName
from tests.analysis.causes.by_force import Toy, subsets, toys


def rocks() -> CausalModel:
    """Return Suzy's and Billy's stones."""
    return CausalModel(
        (
            Variable("ST", lambda _: True),
            Variable("BT", lambda _: True),
            Variable("SH", lambda v: v["ST"], ("ST",)),
            Variable("BH", lambda v: v["BT"] and not v["SH"], ("BT", "SH")),
            Variable("BS", lambda v: v["SH"] or v["BH"], ("SH", "BH")),
        )
    )


def test_suzy_is_a_cause_of_the_broken_bottle_and_billy_is_not() -> None:
    """Halpern 2015: her stone hits; his would have."""
    suzy = is_cause(rocks(), ["ST"], lambda v: v["BS"])
    assert suzy is not None
    assert (suzy.values, suzy.instead, suzy.witness) == ((("ST", True),), (("ST", False),), (("BH", False),))
    assert is_cause(rocks(), ["BT"], lambda v: v["BS"]) is None
    assert is_cause(rocks(), ["ST", "BT"], lambda v: v["BS"]) is None
    found = actual_causes(rocks(), lambda v: v["BS"])
    assert [found.responsibility(n) for n in ("ST", "BT", "SH")] == [Fraction(1, 2), Fraction(0), Fraction(1, 2)]


def test_without_her_stone_his_is_a_but_for_cause() -> None:
    late = CausalModel((Variable("ST", lambda _: False), *rocks().variables[1:]))
    billy = is_cause(late, ["BT"], lambda v: v["BS"])
    assert billy is not None
    assert billy.witness == ()
    assert actual_causes(late, lambda v: v["BS"], among=["ST", "BT"]).responsibility("BT") == 1


@pytest.mark.parametrize(("needed", "sets"), [(any, [{"L", "M"}]), (all, [{"L"}, {"M"}])])
def test_a_fire_by_either_has_one_joint_cause_and_a_fire_by_both_has_two(needed: object, sets: list[set[str]]) -> None:
    """The forest fire, disjunctive and conjunctive (Halpern and Pearl 2005)."""
    fire = CausalModel(
        (
            Variable("L", lambda v: v["u"], ("u",)),
            Variable("M", lambda v: v["u"], ("u",)),
            Variable("F", lambda v: needed((v["L"], v["M"])), ("L", "M")),  # type: ignore[operator]
        ),
        {"u": True},
    )
    found = actual_causes(fire, lambda v: v["F"], among=["L", "M"])
    assert [{n for n, _ in c.values} for c in found.causes] == sets
    assert found.responsibility("L") == Fraction(1, len(sets[0]))


def test_a_bogus_prevention_is_no_cause() -> None:
    """The guard took the antidote, but nobody poisoned the cup: holding values shows nothing."""
    cup = CausalModel(
        (
            Variable("poison", lambda _: False),
            Variable("antidote", lambda _: True),
            Variable("survives", lambda v: v["antidote"] or not v["poison"], ("poison", "antidote")),
        )
    )
    assert is_cause(cup, ["antidote"], lambda v: v["survives"]) is None
    assert is_cause(cup, ["poison", "antidote"], lambda v: v["survives"]) is not None


# ------------------------------------------------------------------------------------------ by force


@st.composite
def models(draw: st.DrawFn, most: int = 4) -> CausalModel:
    """Draw a model whose equations are any tables at all."""
    variables: list[Variable] = []
    for k in range(draw(st.integers(1, most))):
        values = draw(st.sampled_from([(0, 1), (0, 1), (0, 1, 2)]))
        earlier = [v for v in variables if draw(st.booleans())]
        rows = list(product(*(v.range for v in earlier)))
        told = draw(st.lists(st.sampled_from(values), min_size=len(rows), max_size=len(rows)))
        table, names = dict(zip(rows, told, strict=True)), tuple(v.name for v in earlier)
        equation = lambda v, table=table, names=names: table[tuple(v[n] for n in names)]  # noqa: E731
        variables.append(Variable(f"v{k}", equation, names, values))
    return CausalModel(tuple(draw(st.permutations(variables))))


def literally(model: CausalModel, name: str) -> dict[frozenset[str], int]:
    """Return all causes of a variable's value, with the size of a smallest witness, as AC1 to AC3 are written."""
    actual = model.solve()

    def witness(some: tuple[str, ...]) -> int | None:
        for held in subsets([n for n in actual if n not in some]):
            for values in product(*(model.by_name[n].range for n in some)):
                changed = {**{n: actual[n] for n in held}, **dict(zip(some, values, strict=True))}
                if model.solve(changed)[name] != actual[name]:
                    return len(held)
        return None

    met = {frozenset(x): witness(x) for x in subsets(list(actual), least=1)}
    return {x: w for x, w in met.items() if w is not None and not any(y < x and met[y] is not None for y in met)}


def agrees(model: CausalModel) -> None:
    """Assert that the causes of the last variable are those by force, and that their evidence holds."""
    name = f"v{len(model.variables) - 1}"
    actual = model.solve()
    found = actual_causes(model, lambda v: v[name] == actual[name])
    assert {frozenset(dict(c.values)): len(c.witness) for c in found.causes} == literally(model, name)
    assert found.complete
    for cause in found.causes:
        assert dict(cause.values).items() <= actual.items()
        assert dict(cause.witness).items() <= actual.items()
        assert model.solve({**dict(cause.witness), **dict(cause.instead)})[name] != actual[name]


@settings(max_examples=100)
@given(models())
def test_causes_are_those_of_the_definition(model: CausalModel) -> None:
    agrees(model)


@pytest.mark.long
@settings(max_examples=2000)
@given(models(most=5))
def test_causes_in_thousands_of_models_are_those_of_the_definition(model: CausalModel) -> None:
    agrees(model)


@settings(max_examples=80)
@given(toys(most_factors=3, most_alternatives=2, gaps=False))
def test_root_factors_need_no_witness_and_their_causes_are_the_minimal_sets_of_factors(toy: Toy) -> None:
    """Theorem E3: the general definition on a model of root factors and one outcome."""

    def outcome(values: dict[str, object]) -> bool:
        changes = tuple((f, int(values[f"f{f}"])) for f in toy.factors if values[f"f{f}"] != -1)  # type: ignore[call-overload]
        return bool(toy.table[changes])

    roots = [Variable(f"f{f}", lambda _: -1, (), (-1, *range(toy.alternatives[f]))) for f in toy.factors]
    last = Variable("O", outcome, tuple(v.name for v in roots))  # type: ignore[arg-type]
    actual = toy.table[()]
    found = actual_causes(CausalModel((*roots, last)), lambda v: v["O"] == actual, among=[v.name for v in roots])
    assert {tuple(int(n[1:]) for n, _ in c.values) for c in found.causes} == set(
        minimal_changes(toy.outcomes()).factors
    )
    assert all(c.witness == () for c in found.causes)


@settings(max_examples=80)
@given(models(), st.integers(1, 40), st.integers(1, 3))
def test_within_limits_every_cause_is_one_and_up_to_the_size_searched_all_are_there(
    model: CausalModel, budget: int, size: int
) -> None:
    name = f"v{len(model.variables) - 1}"
    actual, truth = model.solve(), literally(model, name)
    found = actual_causes(model, lambda v: v[name] == actual[name], most_size=size, most_solved=budget)
    told = {frozenset(dict(c.values)) for c in found.causes}
    assert told <= set(truth)
    assert {x for x in truth if len(x) <= found.searched} <= told
    assert found.solved <= budget
    assert bool(found.why) is not found.complete


# -------------------------------------------------------------------------------------------- wrong


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: CausalModel((Variable("a", lambda _: 1), Variable("a", lambda _: 1))), ModelError, "called a"),
        (lambda: CausalModel((Variable("a", lambda _: 1, ("b",)),)), ModelError, "depends on b, which is not there"),
        (lambda: CausalModel((Variable("a", lambda _: 1, (), (1,)),)), ModelError, "one value only"),
        (
            lambda: CausalModel((Variable("a", lambda v: v["b"], ("b",)), Variable("b", lambda v: v["a"], ("a",)))),
            ModelError,
            "run in a circle: ",
        ),
        (lambda: CausalModel((Variable("a", lambda _: 7),)).solve(), ModelError, "a cannot be 7; its values are False"),
        (lambda: rocks().solve({"SX": True}), UnknownName, "no variable SX"),
        (lambda: rocks().solve({"ST": 3}), ModelError, "ST cannot be 3"),
        (lambda: actual_causes(rocks(), lambda v: not v["BS"]), ModelError, "not there, so nothing causes it"),
        (lambda: actual_causes(rocks(), lambda v: v["BS"], among=["S"]), UnknownName, "no variable S"),
        (lambda: actual_causes(rocks(), lambda v: v["BS"], most_size=0), ModelError, "at most 0 variables"),
        (lambda: actual_causes(rocks(), lambda v: v["BS"], most_solved=0), ModelError, "a budget of 0"),
        (lambda: is_cause(rocks(), [], lambda v: v["BS"]), ModelError, "one at least"),
        (lambda: is_cause(rocks(), ["ST"], lambda v: v["BS"], most_solved=1), ModelError, "cannot be told"),
    ],
)
def test_what_cannot_be_asked_is_said(make: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        make()  # type: ignore[operator]


def test_the_search_for_causes_can_be_cancelled() -> None:
    def stop(done: int, total: int) -> None:
        assert done < total
        if done > 1:
            raise Cancelled

    many = CausalModel(
        (
            *(Variable(f"r{k}", lambda _: True) for k in range(12)),
            Variable("o", lambda v: any(v.values()), tuple(f"r{k}" for k in range(12))),
        )
    )
    with pytest.raises(Cancelled):
        actual_causes(many, lambda v: v["o"], progress=stop)
