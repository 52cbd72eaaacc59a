"""The laws of stability, by the numbers of the theory pages, on random conflicts and with each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise, permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.conflict import Conflict, Constraint, Structure
from detente.model.formula import And, Name, Not, Or
from detente.model.moves import legal_reach
from detente.model.options import DecisionMaker
from detente.model.states import States
from tests.build import (
    WITHOUT_SIM,
    any_conflicts,
    by_rank,
    concepts_of,
    conflicts,
    equilibria,
    explicit_conflicts,
    graph,
    is_legal_path,
    named_graphs,
    parties,
    ranking,
    ranks,
    stable,
    stable_states,
    with_each_engine,
    with_ranks,
)

some_models = settings(max_examples=70)
METARATIONAL = ("Nash", "GMR", "SMR")


def within(smaller: list[bool], larger: list[bool]) -> bool:
    """Is whatever is in the first also in the second?"""
    return all(b for a, b in zip(smaller, larger, strict=True) if a)


def players(conflict: Conflict) -> range:
    """Return the decision makers' indices."""
    return range(len(conflict.decision_makers))


def all_stable(conflict: Conflict, by: str, names: Iterable[str] | None = None) -> dict[tuple[str, int], list[bool]]:
    """Return every flag, by concept and decision maker."""
    wanted = concepts_of(conflict, by) if names is None else names
    return {(name, i): stable(conflict, name, i, by) for name in wanted for i in players(conflict)}


def chains_hold(conflict: Conflict, by: str, *chains: tuple[str, ...]) -> bool:
    """Is each concept of a chain within the next, for everybody?"""
    found = all_stable(conflict, by, {name for chain in chains for name in chain})
    links = {link for chain in chains for link in pairwise(chain)}
    return all(within(found[a, i], found[b, i]) for a, b in links for i in players(conflict))


# ------------------------------------------------------------------------------------------ inclusions


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_p1_nash_is_within_sseq_within_seq_within_gmr(conflict: Conflict, by: str) -> None:
    """Each answer that deters in one concept deters in the next."""
    assert chains_hold(conflict, by, ("Nash", "SSEQ", "SEQ", "GMR"))


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_p2_sseq_is_within_smr_within_gmr(conflict: Conflict, by: str) -> None:
    """A sanction that survives a counter-move is a sanction."""
    assert chains_hold(conflict, by, ("SSEQ", "SMR", "GMR"))


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_p3_nash_is_within_smr(conflict: Conflict, by: str) -> None:
    """Whoever has no improvement needs no sanction."""
    assert chains_hold(conflict, by, ("Nash", "SMR"))


@with_each_engine
def test_p4_a_state_can_be_seq_and_smr_and_yet_not_sseq(by: str) -> None:
    """One sanction is credible but a can go on from it; the other is final, but b would not carry it out."""
    arcs = {"a": [("start", "better")], "b": [("better", "start"), ("better", "ruin")]}
    wishes = {"a": ranking("better", "start", "ruin"), "b": ranking("start", "better", "ruin")}
    conflict = graph(arcs, wishes, ["start", "better", "ruin"])
    flags = {name: "start" in stable_states(conflict, name, 0, by) for name in WITHOUT_SIM}
    assert flags == {"Nash": False, "GMR": True, "SMR": True, "SEQ": True, "SSEQ": False}


@with_each_engine
def test_p4_has_a_witness_in_option_form_too(by: str) -> None:
    """Two decision makers with three options and strict preferences suffice."""
    conflict = Conflict(
        Structure(parties({"a": "x", "b": "yz"})),
        (
            ranking("YNY", "NNY", "NNN", "YYY", "YNN", "NYY", "YYN", "NYN"),
            ranking("NYY", "NNY", "YNN", "YYY", "NNN", "YYN", "YNY", "NYN"),
        ),
    )
    flags = {name: "YNN" in stable_states(conflict, name, 0, by) for name in WITHOUT_SIM}
    assert flags == {"Nash": False, "GMR": True, "SMR": True, "SEQ": True, "SSEQ": False}


@with_each_engine
def test_seq_and_smr_are_incomparable(by: str) -> None:
    """A credible sanction that a can leave is SEQ, not SMR; a final one that costs b is SMR, not SEQ."""
    wishes = {"a": ranking("better", "start", "ruin"), "b": ranking("start", "better", "ruin")}
    states = ["start", "better", "ruin"]
    returned = graph({"a": [("start", "better")], "b": [("better", "start")]}, wishes, states)
    ruined = graph({"a": [("start", "better")], "b": [("better", "ruin")]}, wishes, states)
    assert "start" in stable_states(returned, "SEQ", 0, by) - stable_states(returned, "SMR", 0, by)
    assert "start" in stable_states(ruined, "SMR", 0, by) - stable_states(ruined, "SEQ", 0, by)


# ---------------------------------------------------------------------------------------- monotonicity


@st.composite
def graphs_and_one_more_arc(draw: st.DrawFn) -> tuple[Conflict, Conflict, int]:
    """Draw a graph, the graph with one more arc, and the decision maker who owns the arc."""
    conflict = draw(named_graphs())
    owner = draw(st.sampled_from(list(players(conflict))))
    labels = conflict.states.slugs
    slug = conflict.decision_makers[owner].slug
    explicit = dict(conflict.structure.explicit or {})
    start, end = draw(st.sampled_from(labels)), draw(st.sampled_from(labels))
    if start != end and (start, end) not in explicit[slug]:
        explicit[slug] = (*explicit[slug], (start, end))
    structure = Structure(conflict.structure.decision_makers, listing=labels, explicit=explicit)
    return conflict, replace(conflict, structure=structure), owner


@with_each_engine
@some_models
@given(drawn=graphs_and_one_more_arc())
def test_p19_another_move_of_an_opponent_never_destroys_stability(
    drawn: tuple[Conflict, Conflict, int], by: str
) -> None:
    """More moves of others are more sanctions."""
    fewer, more, owner = drawn
    before, after = all_stable(fewer, by), all_stable(more, by)
    assert all(within(flags, after[name, i]) for (name, i), flags in before.items() if i != owner)


@with_each_engine
@some_models
@given(drawn=graphs_and_one_more_arc())
def test_p19_another_move_of_ones_own_never_creates_stability(drawn: tuple[Conflict, Conflict, int], by: str) -> None:
    """More moves of one's own are more improvements and more counter-moves."""
    fewer, more, owner = drawn
    before, after = all_stable(fewer, by), all_stable(more, by)
    assert all(within(flags, before[name, i]) for (name, i), flags in after.items() if i == owner)


def choice(data: st.DataObject, conflict: Conflict) -> tuple[int, int]:
    """Draw a decision maker and a state."""
    player = data.draw(st.sampled_from(list(players(conflict))), label="decision maker")
    return player, data.draw(st.integers(0, len(conflict.states) - 1), label="state")


@with_each_engine
@some_models
@given(conflict=any_conflicts(), data=st.data())
def test_p20_demoting_states_below_a_state_never_destroys_its_stability(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """A state that was worse before, or becomes so, tempts no more and deters no less."""
    player, state = choice(data, conflict)
    demoted = data.draw(st.sets(st.integers(0, len(conflict.states) - 1)), label="demoted") - {state}
    values = 2 * conflict.orders[player].ranks
    values[sorted(demoted)] = np.minimum(values[sorted(demoted)], values[state] - 1)
    lowered = with_ranks(conflict, player, values)
    for name in WITHOUT_SIM:
        assert stable(conflict, name, player, by)[state] <= stable(lowered, name, player, by)[state]


@with_each_engine
@some_models
@given(conflict=any_conflicts(), data=st.data())
def test_p21_metarational_stability_depends_on_which_states_are_better_only(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """Nash, GMR and SMR at a state do not change if the better states, or the others, change places."""
    player, state = choice(data, conflict)
    old = conflict.orders[player].ranks
    drawn = np.array(data.draw(ranks(len(old)), label="ranks"))
    values = np.where(np.arange(len(old)) == state, 0, np.where(old > old[state], drawn + 1, -drawn))
    reordered = with_ranks(conflict, player, values)
    for name in METARATIONAL:
        assert stable(conflict, name, player, by)[state] == stable(reordered, name, player, by)[state]


# ------------------------------------------------------------------------------------------ invariance


def done_in(states: States) -> list[frozenset[str]]:
    """Return each state as the set of options that are done there."""
    return [frozenset(o for o, v in zip(states.options, p, strict=True) if v == "Y") for p in states.patterns]


def relabelled(conflict: Conflict, order: list[int], turn: Callable[[DecisionMaker], list[str]]) -> Conflict:
    """Return the conflict with decision makers in another order, and their options as ``turn`` says."""
    old = conflict.structure
    people = parties({old.slugs[i]: turn(old.decision_makers[i]) for i in order})
    new = Structure(people, old.constraints, old.directions, old.freezes)
    places = {done: s for s, done in enumerate(done_in(conflict.states))}
    wishes = []
    for i in order:
        values = [int(conflict.orders[i].ranks[places[done]]) for done in done_in(new.states)]
        wishes.append(by_rank(new.states.patterns, values))
    return Conflict(new, tuple(wishes))


@with_each_engine
@some_models
@given(conflict=conflicts(most=5), data=st.data())
def test_p22_the_order_of_decision_makers_and_options_does_not_matter(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """Names carry no meaning, and neither do bits."""
    order = data.draw(st.permutations(list(players(conflict))), label="order")
    other = relabelled(conflict, order, lambda dm: [o.name.split(".")[1] for o in reversed(dm.options)])
    for name in concepts_of(conflict, by):
        for new, old in enumerate(order):
            before = {
                d for d, here in zip(done_in(conflict.states), stable(conflict, name, old, by), strict=True) if here
            }
            after = {d for d, here in zip(done_in(other.states), stable(other, name, new, by), strict=True) if here}
            assert before == after


@with_each_engine
@some_models
@given(conflict=explicit_conflicts(), data=st.data())
def test_p22_the_order_of_states_does_not_matter(conflict: Conflict, data: st.DataObject, by: str) -> None:
    """A state is the same wherever it stands in the list."""
    states = conflict.states
    labels = list(states.slugs or states.patterns)
    order = data.draw(st.permutations(range(len(states))), label="order")
    listing: object = (
        {labels[s]: states.patterns[s] for s in order} if states.options else tuple(labels[s] for s in order)
    )
    old = conflict.structure
    structure = Structure(old.decision_makers, listing=listing, explicit=old.explicit)  # type: ignore[arg-type]
    moved = replace(conflict, structure=structure)
    for name in concepts_of(conflict, by):
        for i in players(conflict):
            assert stable_states(conflict, name, i, by) == stable_states(moved, name, i, by)


@with_each_engine
@some_models
@given(conflict=any_conflicts(), data=st.data())
def test_p23_stretching_the_scale_of_a_preference_changes_nothing(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """Only the order of payoffs counts."""
    stretched = conflict
    for i in players(conflict):
        steps = data.draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=4), label="steps")
        scale = np.cumsum([steps[r % len(steps)] for r in range(int(conflict.orders[i].ranks.max()) + 1)])
        stretched = with_ranks(stretched, i, scale[conflict.orders[i].ranks])
    assert all_stable(stretched, by) == all_stable(conflict, by)


@with_each_engine
@some_models
@given(conflict=any_conflicts(), data=st.data())
def test_p24_a_decision_maker_without_moves_changes_nothing_for_the_others(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """A bystander neither tempts nor deters, and is itself stable everywhere."""
    old = conflict.structure
    bystander = DecisionMaker("z", "Z")
    explicit = None if old.explicit is None else {**old.explicit, "z": ()}
    structure = Structure(
        (*old.decision_makers, bystander), old.constraints, old.directions, old.freezes, old.listing, explicit
    )
    watched = with_ranks(
        Conflict(structure, (*conflict.preferences, ranking()), conflict.start),
        len(old.decision_makers),
        data.draw(ranks(len(conflict.states)), label="ranks"),
    )
    before, after = all_stable(conflict, by), all_stable(watched, by)
    assert {key: after[key] for key in before} == before
    assert all(all(flags) for (_, i), flags in after.items() if i == len(old.decision_makers))


@with_each_engine
@some_models
@given(conflict=conflicts(most=4), data=st.data())
def test_p25_a_constraint_that_says_nothing_new_changes_nothing(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """Said twice, or true of no pattern, a constraint removes nothing more."""
    old = conflict.structure
    said = [Constraint("again", Not(Or((Not(c.forbids), Not(c.forbids))))) for c in old.constraints]
    said += [Constraint("never", And((Name(o), Not(Name(o))))) for o in old.option_names[:1]]
    added = data.draw(st.lists(st.sampled_from(said), min_size=1), label="added")
    structure = Structure(old.decision_makers, (*old.constraints, *added), old.directions, old.freezes)
    same = replace(conflict, structure=structure)
    assert same.states.patterns == conflict.states.patterns
    assert all_stable(same, by) == all_stable(conflict, by)


# ----------------------------------------------------------------------------------------------- reach


@some_models
@given(conflict=any_conflicts(), data=st.data())
def test_p26_what_improvements_reach_moves_reach(conflict: Conflict, data: st.DataObject) -> None:
    """An improvement is a move."""
    _, state = choice(data, conflict)
    coalition = tuple(players(conflict))
    by_moves = legal_reach(conflict.moves.leaving, coalition, state, len(conflict.states))
    by_improvements = legal_reach(conflict.improvements, coalition, state, len(conflict.states))
    assert within(by_improvements.tolist(), by_moves.tolist())


def paths(conflict: Conflict, state: int, *, improving: bool) -> dict[int, list[tuple[int, int]]]:
    """Return a path to each state that a search over states and last movers comes to."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    todo: list[tuple[int, list[tuple[int, int]]]] = [(state, [])]
    for here, path in todo:
        for mover in players(conflict):
            if path and path[-1][0] == mover:
                continue
            step = conflict.improvements if improving else conflict.moves.leaving
            for target in step(mover, here).tolist():
                if (mover, target) not in found:
                    found[mover, target] = [*path, (mover, target)]
                    todo.append((target, found[mover, target]))
    return {path[-1][1]: path for path in found.values()}


@some_models
@given(conflict=any_conflicts(), data=st.data(), improving=st.booleans())
def test_p26_every_state_that_is_reached_ends_a_legal_path_and_no_other_does(
    conflict: Conflict,
    data: st.DataObject,
    improving: bool,  # noqa: FBT001
) -> None:
    """Every step of a path is a move, or an improvement, of somebody who did not move just before."""
    _, state = choice(data, conflict)
    found = paths(conflict, state, improving=improving)
    assert all(is_legal_path(conflict, path, state, improving=improving) for path in found.values())
    step = conflict.improvements if improving else conflict.moves.leaving
    reached = legal_reach(step, tuple(players(conflict)), state, len(conflict.states))
    assert set(np.flatnonzero(reached).tolist()) == set(found)


# ----------------------------------------------------------------------------------------------- 2 x 2


def two_by_two(first: tuple[int, ...], second: tuple[int, ...]) -> Conflict:
    """Return the game with these payoffs at NN, YN, NY, YY."""
    return with_ranks(with_ranks(SQUARE, 0, first), 1, second)


SQUARE = Conflict(Structure(parties({"a": "x", "b": "y"})), (ranking(), ranking()))


def classically_simultaneous(first: tuple[int, ...], second: tuple[int, ...]) -> list[bool]:
    """Return for each state whether SIM holds for the first decision maker, as the hand method says.

    Its one other state must be better to matter; then, if the other's one move is an improvement too, both
    move, and the opposite corner must not be better.
    """
    corners = range(4)
    tempted = [first[s ^ 1] > first[s] for s in corners]
    answered = [second[s ^ 2] > second[s] and first[s ^ 3] <= first[s] for s in corners]
    return [not tempted[s] or answered[s] for s in corners]


@with_each_engine
def test_p35_sim_on_two_by_two_is_what_the_hand_method_finds(by: str) -> None:
    """All 576 games with strict preferences, and all 256 with two levels of preference."""
    strict, two_levels = list(permutations(range(4))), list(product((0, 1), repeat=4))
    games = [*product(strict, strict), *product(two_levels, two_levels)]
    for first, second in games:
        game = two_by_two(first, second)
        mirrored = [(first[s], second[s]) for s in (0, 2, 1, 3)]
        turned = classically_simultaneous(tuple(b for _, b in mirrored), tuple(a for a, _ in mirrored))
        assert stable(game, "SIM", 0, by) == classically_simultaneous(first, second)
        assert stable(game, "SIM", 1, by) == [turned[s] for s in (0, 2, 1, 3)]


def test_the_strict_two_by_two_games_with_an_equilibrium_at_yy_are_as_many_as_counted_by_hand() -> None:
    """Of the 576 strict games, for each concept (vector ``inverse_2x2``)."""
    strict = list(permutations(range(4)))
    counts = dict.fromkeys(WITHOUT_SIM, 0)
    for first, second in product(strict, strict):
        game = two_by_two(first, second)
        for name in WITHOUT_SIM:
            counts[name] += stable(game, name, 0)[3] and stable(game, name, 1)[3]
    assert counts == {"Nash": 144, "GMR": 256, "SMR": 196, "SEQ": 193, "SSEQ": 169}


# -------------------------------------------------------------------------------------------- extremes


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_c10_whoever_cannot_move_is_stable_under_everything(conflict: Conflict, by: str) -> None:
    """Without a move there is no improvement."""
    for (_, i), flags in all_stable(conflict, by).items():
        assert all(here or conflict.moves.leaving(i, s).size for s, here in enumerate(flags))


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_c10_a_state_that_somebody_ranks_best_is_stable_for_it_under_everything(conflict: Conflict, by: str) -> None:
    """Nothing is better than the best."""
    for (_, i), flags in all_stable(conflict, by).items():
        order = conflict.orders[i].ranks
        assert all(here for s, here in enumerate(flags) if order[s] == order.max())


@with_each_engine
@some_models
@given(conflict=any_conflicts(), data=st.data())
def test_c10_if_all_want_the_same_the_best_state_is_an_equilibrium_of_everything(
    conflict: Conflict, data: st.DataObject, by: str
) -> None:
    """Nobody has a reason to leave what all like best."""
    order = data.draw(st.permutations(range(len(conflict.states))), label="order")
    for i in players(conflict):
        conflict = with_ranks(conflict, i, order)
    best = (conflict.states.slugs or conflict.states.patterns)[order.index(len(order) - 1)]
    assert all(best in equilibria(conflict, name, by) for name in concepts_of(conflict, by))


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_nash_is_within_sim(conflict: Conflict, by: str) -> None:
    """Whoever has no improvement fails at none."""
    if conflict.structure.has_joint_moves:
        assert chains_hold(conflict, by, ("Nash", "SIM"))


@with_each_engine
@some_models
@given(conflict=any_conflicts())
def test_alone_every_concept_is_nash(conflict: Conflict, by: str) -> None:
    """Where nobody else can move nobody can answer."""
    old = conflict.structure
    first = old.slugs[0]
    arcs = conflict.moves.arcs(0)
    labels = conflict.states.slugs or conflict.states.patterns
    pairs = tuple((labels[a], labels[b]) for a, b in zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True))
    explicit = {slug: pairs if slug == first else () for slug in old.slugs}
    structure = Structure(old.decision_makers, old.constraints, listing=old.listing, explicit=explicit)
    alone = replace(conflict, structure=structure)
    nash = stable(alone, "Nash", 0, by)
    assert all(stable(alone, name, 0, by) == nash for name in concepts_of(alone, by))
