"""Whatever is measured gives the right answer, on models small enough for the definitions."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from benchmarks.models import Cube
from benchmarks.parts import attaining, batch, coalitions, explicit, memory, reading, start, stop, symbolic
from benchmarks.trials import NotRun, Trial, Work
from hypothesis import given, settings
from tests.build import any_conflicts

from benchmarks import articles, matrix, measuring, models, nearest, roofline
from detente.concepts import concept
from detente.engines import engine, native, reference
from detente.model.conflict import Conflict
from detente.model.moves import coalitions as every_coalition

pytestmark = pytest.mark.tree
FIVE = [concept(name) for name in explicit.FIVE]
WAYS = (explicit.KERNEL, explicit.ONE_THREAD, explicit.NUMPY, explicit.LOOPS, explicit.MATRIX)
SMALL: dict[str, Callable[[], Conflict]] = {
    "cube": Cube(5, 3, infeasible=1 / 3, one_way=0.2, freezes=1).made,
    "random ranks": Cube(5, 2, infeasible=0.4, scattered=True, wants="ranks").made,
    "snake": lambda: models.snake(3, free=1),
    "exclusive": lambda: models.exclusive(3, 1, 3, 1),
    "opposed": lambda: models.opposed(5, 3),
}
OFTEN = ("cube", "snake")


def measured(work: Callable[[], Work]) -> measuring.Row:
    """Return the row of a work, two rounds of it."""
    return measuring.row(Trial("part", "model", "way", work), 0, 2)


def there(way: str, ask: Callable[[], Any]) -> Any:
    """Return an answer; where the kernel is absent, check that the row says so and return None."""
    if way.startswith(explicit.KERNEL) and (reason := native.absent()):
        with pytest.raises(NotRun, match=re.escape(reason[:20])):
            ask()
        return None
    return ask()


@settings(max_examples=150)
@given(any_conflicts())
def test_the_matrix_baseline_gives_the_answer_of_the_definitions(conflict: Conflict) -> None:
    found, right = (solve(conflict, FIVE) for solve in (matrix.stabilities, reference.ENGINE.stabilities))
    for name in explicit.FIVE:
        for mask, expected in zip(found[name], right[name], strict=True):
            assert mask.tolist() == expected.tolist(), name


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [n if n in OFTEN else pytest.param(n, marks=pytest.mark.long) for n in SMALL])
def test_every_way_gives_the_answer_of_the_definitions(name: str, way: str) -> None:
    right = explicit.digest(reference.ENGINE.stabilities(SMALL[name](), FIVE))
    row = there(way, lambda: measured(lambda: explicit.work(SMALL[name], way)))
    if row is not None:
        assert row["digest"] == right
        assert list(row["runs"]) == ["five", *explicit.FIVE]
        assert row["states"] == len(SMALL[name]().states)


def test_a_digest_tells_every_flag() -> None:
    answer = dict(reference.ENGINE.stabilities(SMALL["cube"](), FIVE))
    digests = {explicit.digest(answer)}
    for player in range(3):
        changed = [mask.copy() for mask in answer["SEQ"]]
        changed[player][-1] ^= True
        digests.add(explicit.digest({**answer, "SEQ": tuple(changed)}))
    assert len(digests) == 4


@pytest.mark.slow
@pytest.mark.parametrize("way", [batch.KERNEL, batch.NUMPY])
def test_a_batch_gives_the_answer_of_the_definitions(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(models.STRUCTURES, "small", Cube(4, 3, infeasible=0.25, scattered=True, one_way=0.3))
    structure = models.STRUCTURES["small"].structure()
    right: dict[str, Any] = {name: [] for name in explicit.FIVE}
    for profile in models.profiles(structure, 6):
        conflict = Conflict(structure, tuple(models.Known(models.dense(r.astype(np.int64))) for r in profile))
        for name, masks in reference.ENGINE.stabilities(conflict, FIVE).items():
            right[name].append(np.stack(masks))
    row = there(way, lambda: measured(lambda: batch.apart("small", 6, way)))
    if row is not None:
        assert row["digest"] == batch.digest({name: np.stack(masks) for name, masks in right.items()})
        assert row["items"] == 6


@pytest.mark.slow
@pytest.mark.parametrize("way", [batch.KERNEL, batch.NUMPY])
def test_a_batch_of_readings_takes_every_combination(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(models.STRUCTURES, "small", Cube(4, 2))
    row = there(way, lambda: measured(lambda: batch.combined("small", 3, way)))
    assert row is None or row["items"] == 9


@pytest.mark.slow
@pytest.mark.parametrize("way", [explicit.KERNEL, explicit.NUMPY])
@pytest.mark.parametrize("name", ["CNash", "CGMR", "CSEQ"])
@pytest.mark.parametrize("model", ["cube", "opposed"])
def test_coalitions_get_the_answer_of_the_definitions(model: str, name: str, way: str) -> None:
    from detente.concepts.coalitional import coalition_concept

    conflict, asked = SMALL[model](), coalition_concept(name)
    states = range(len(conflict.states))
    right: Mapping[Any, Any] = {
        group: np.array([reference.is_coalition_stable(conflict, asked, group, s) for s in states])
        for group in every_coalition(range(len(conflict.decision_makers)))
    }
    row = there(way, lambda: measured(lambda: coalitions.work(SMALL[model], way, [name])))
    if row is not None:
        assert row["digest"] == coalitions.digest(right)
        assert row["groups"] == len(right)


def test_diagrams_count_what_the_definitions_count() -> None:
    names = symbolic.PLAIN + symbolic.CREDIBLE
    make = symbolic.partial(models.symbolic, 6, 3, 3)
    conflict = make()
    masks = engine("edges").stabilities(conflict, [concept(n) for n in names])
    counts = [len(conflict.states), *(int(np.logical_and.reduce(masks[n]).sum()) for n in names)]
    assert measured(lambda: symbolic.diagrams(make, names))["digest"] == symbolic.counts(counts)
    row = there(explicit.KERNEL, lambda: measured(lambda: symbolic.listed(make, names)))
    assert row is None or row["digest"] == symbolic.counts(counts)


def test_the_passes_over_memory_do_their_work() -> None:
    target, first, second = (np.full(1 << 15, float(k)) for k in range(3))
    assert roofline.copy(target, first, second) == 2 * target.nbytes
    assert (target == 1).all()
    assert roofline.triad(target, first, second) == 3 * target.nbytes
    assert (target == 7).all()
    row = measured(lambda: memory.bandwidth(1 << 12))
    assert row["runs"].keys() == row["moved"].keys()
    assert set(row["moved"].values()) == {2 << 12, 3 << 12}


@pytest.mark.parametrize(("wants", "width"), [("ties", 1), ("ranks", 2)])
def test_the_roof_counts_every_rank_and_answer_once(wants: models.Wants, width: int) -> None:
    conflict = Cube(10, 4, wants=wants).made()
    assert roofline.least_bytes(conflict) == 1024 * 4 * (width + 1) + 1024 / 8


def test_whole_processes_run_and_the_cases_are_good(tmp_path: Any) -> None:
    row = measured(start.imported)
    assert set(row["runs"]) == {start.IMPORT, "with numpy and engines", "bare Python"}
    assert len(row["imports"]) == start.MOST_NAMED
    assert all(seconds >= 0 for seconds in row["imports"].values())
    for model in start.ATTAIN:
        (tmp_path / "large.yaml").write_text(start.case_text(model), "utf-8")
        assert start.process(start.DETENTE, "check", "large.yaml")(tmp_path).strip() == "no problems"


@pytest.mark.parametrize(
    ("model", "steps"), [*zip(start.ATTAIN, ("1 steps", "3 steps", "none"), strict=True)], ids=("one", "three", "none")
)
def test_chains_have_the_length_in_their_name(model: str, steps: str) -> None:
    row = measuring.row(Trial("part", "model", "way", lambda: attaining.attained(model)), 0, 1)
    assert row["digest"] == steps
    assert row["options"] == 16


def test_what_the_kernel_adds_is_measured_inside_its_process() -> None:
    """The time of the import, without that of the process around it."""
    begin = time.perf_counter()
    row = there(explicit.KERNEL, lambda: measured(start.kernel_added))
    assert row is None or 0 < row["runs"]["import"]["first"] < time.perf_counter() - begin


def test_ctrl_c_is_measured_from_the_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stop, "LATER", 0.05)
    before = signal.getsignal(signal.SIGINT)
    try:
        row = measured(lambda: stop.interrupted(lambda: lambda: time.sleep(60)))
        assert row["runs"]["Ctrl-C"]["rounds"] == 1
        with pytest.raises(RuntimeError, match="ended within"):
            measured(lambda: stop.interrupted(lambda: lambda: None))
    finally:
        signal.signal(signal.SIGINT, before)


def test_articles_are_the_same_for_a_seed_and_as_long_as_asked_for() -> None:
    assert articles.article(3000) == articles.article(3000) != articles.article(3000, seed=6)
    assert 3000 <= len(articles.article(3000).text) < 4000
    assert "\n" not in articles.HARD["one giant line"](3000).strip()
    assert all(abs(len(make(size)) - size) < 500 for size in (1000, 4000) for make in articles.HARD.values())


def test_the_nearest_name_is_taken_for_the_speaker() -> None:
    text = "“No,” said Ana Belo. Kari Holm had met Ana Belo: “It is late.”\n“Nobody,” it went on."
    assert nearest.speakers(text) == [("No,", "Ana Belo"), ("It is late.", "Ana Belo"), ("Nobody,", None)]


def test_reading_is_measured_beside_the_nearest_name() -> None:
    rules, plain = measured(reading.by_rules), measured(reading.by_nearest)
    right = [int(row["right"].split()[0]) for row in (rules, plain)]
    assert right[0] > 0.8 * len(articles.article(10_000).speakers) > right[1] > 0
    assert list(measured(lambda: reading.growing("brackets", 500))["runs"]) == [reading.ONCE, reading.TWICE]
