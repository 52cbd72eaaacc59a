"""The models that are measured are what their names say, and the same every time."""

from __future__ import annotations

import re

import numpy as np
import pytest
from benchmarks.models import Cube
from benchmarks.parts import shapes
from benchmarks.parts.explicit import digest

from benchmarks import models
from detente.concepts import concept
from detente.engines import engine

pytestmark = pytest.mark.tree

CUBES = {
    "all feasible": Cube(6, 3),
    "patterns": Cube(9, 3, infeasible=1 / 3),
    "single states": Cube(8, 4, infeasible=0.6, scattered=True),
    "one way and frozen": Cube(9, 2, infeasible=1 / 3, one_way=0.4, freezes=2),
    "ranks": Cube(6, 3, wants="ranks"),
    "ties": Cube(6, 3, wants="ties"),
}


@pytest.mark.parametrize("name", CUBES)
def test_a_seed_gives_the_same_model(name: str) -> None:
    first, second = CUBES[name].made(), CUBES[name].made()
    other = Cube(**{**vars(CUBES[name]), "seed": 2}).made()
    assert np.array_equal(first.states.words, second.states.words)
    assert all(np.array_equal(a.ranks, b.ranks) for a, b in zip(first.orders, second.orders, strict=True))
    assert any(
        len(a.ranks) != len(b.ranks) or (a.ranks != b.ranks).any()
        for a, b in zip(first.orders, other.orders, strict=True)
    )


@pytest.mark.parametrize("name", CUBES)
def test_a_cube_has_what_it_says(name: str) -> None:
    cube = CUBES[name]
    conflict = cube.made()
    structure = conflict.structure
    assert len(structure.option_names) == cube.options
    assert len(conflict.decision_makers) == len(conflict.orders) == cube.players
    assert len(conflict.states) == pytest.approx((1 - cube.infeasible) * 2**cube.options, rel=0.02)
    assert len(structure.directions) == round(cube.one_way * cube.options)
    assert len(structure.freezes) == cube.freezes
    for order in conflict.orders:
        classes = int(order.ranks.max()) + 1
        assert cube.wants != "ranks" or classes == len(conflict.states)
        assert cube.wants != "ties" or classes <= 8


def test_a_fresh_conflict_remembers_nothing_and_is_the_same() -> None:
    conflict = CUBES["one way and frozen"].made()
    five = [concept(name) for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")]
    answer = digest(engine("edges").stabilities(conflict, five))
    made = models.fresh(conflict)
    assert "moves" in conflict.structure.__dict__
    assert set(made.structure.__dict__) & {"moves", "walk"} == set()
    assert made.states is not conflict.states
    assert digest(engine("edges").stabilities(made, five)) == answer


def test_exclusive_options_take_one_position_on_each_issue() -> None:
    conflict = models.exclusive(players=3, issues=1, positions=3, cross=1)
    patterns = conflict.states.patterns
    assert len(patterns) == 3**3 - 1
    assert all(p[k : k + 3].count("Y") == 1 for p in patterns for k in (0, 3, 6))


def test_a_snake_is_one_long_way() -> None:
    """From the tail, replies reach everything; each cell but the two ends has one neighbour for each opponent."""
    conflict = models.snake(3, free=1)
    size = len(conflict.states)
    assert size == 2 * (2 * 8 - 1)
    ways = [np.diff(conflict.moves.arcs(player).starts) for player in range(3)]
    assert ways[0].tolist() == [1] * size
    assert sorted(ways[1] + ways[2]) == [1] * 4 + [2] * (size - 4)
    gains = [conflict.orders[player].ranks for player in range(3)]
    further = gains[1][:, None] > gains[1]
    assert (further <= (gains[0][:, None] < gains[0])).all()
    assert np.array_equal(gains[1], gains[2])
    tail = int(np.argmin(gains[1]))
    reached = {tail}
    for _ in range(size):
        reached |= {int(q) for s in reached for j in (1, 2) for q in conflict.improvements(j, s)}
    assert len(reached) == size // 2


@pytest.mark.parametrize("name", shapes.SNAKES)
def test_a_snake_has_the_cells_and_states_in_its_name(name: str) -> None:
    each, free = shapes.SNAKES[name]
    cells, states, power = (int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d(?= )", name.replace("2^", "")))
    assert len(models.snake(each, free).states) == states == cells << free
    assert power == free + 2 * each


def test_the_first_profiles_are_the_same_however_many_there_are() -> None:
    structure = Cube(4, 2).structure()
    few, many = (models.profiles(structure, number) for number in (3, 20))
    assert np.array_equal(few, many[:3])
    assert few.shape == (3, 2, 16)
    assert many.max() < 16


def test_in_an_opposed_model_no_state_is_better_for_all() -> None:
    ranks = np.stack([order.ranks for order in models.opposed(6, 3).orders])
    better = (ranks[:, None, :] > ranks[:, :, None]).all(axis=0)
    assert not better.any()


def test_a_symbolic_model_is_not_listed() -> None:
    conflict = models.symbolic(100, 5, 6)
    assert "states" not in conflict.structure.__dict__
    assert len(conflict.structure.option_names) == 100
    assert [len(p.statements) for p in conflict.preferences] == [6] * 5  # type: ignore[attr-defined]
    assert len(conflict.structure.constraints) == 4


@pytest.mark.parametrize(
    ("name", "states", "moves"), [("64 states, 4 DMs, 512 moves", 64, 512), ("256 states, 4 DMs", 256, 3072)]
)
def test_the_structures_of_the_batches_have_the_size_in_their_name(name: str, states: int, moves: int) -> None:
    structure = models.STRUCTURES[name].structure()
    assert len(structure.states) == states
    assert sum(len(structure.moves.arcs(i).targets) for i in range(4)) == moves


def test_the_sparse_structures_of_the_batches_have_the_states_in_their_name() -> None:
    sizes = {int(name.split(" ")[0]): len(cube.structure().states) for name, cube in models.STRUCTURES.items()}
    assert all(said == counted for said, counted in sizes.items())
