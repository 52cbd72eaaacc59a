"""What must hold and what is aimed at, computed from the rows of one run: the worst row of each work decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from benchmarks.measuring import Row
from benchmarks.parts import batch, coalitions, explicit, reading, shapes, start, stop, sweep, symbolic
from benchmarks.running import duration, three
from benchmarks.trials import GIB

Rows = Mapping[str, Row]
SOME = 0.05


@dataclass(frozen=True)
class Finding:
    """How one work stands.

    Attributes
    ----------
    shown : str
        What was measured, or why it was not.
    must, aim : bool or None
        Whether it is met; None if it was not measured, or there is none.
    note : str
        What else a reader wants to know.
    """

    shown: str
    must: bool | None = None
    aim: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Target:
    """A line of what must hold: the work, the limits in words, and how it is found in the rows."""

    work: str
    must: str
    aim: str
    find: Callable[[Rows], Finding]


class Missing(Exception):
    """A row was not measured; the message says why."""


def time(rows: Rows, key: str, run: str) -> float:
    """Return the median seconds of a row's question."""
    row = rows.get(key, {"not_run": "not part of this run"})
    if "runs" not in row:
        raise Missing(row.get("not_run") or f"failed: {row['failed']}")
    return float(row["runs"][run]["median"])


def key(part: str, model: str, way: str) -> str:
    """Return the name of a row."""
    return f"{part}: {model} [{way}]"


def seconds(work: str, must: float | None, aim: float | None, places: Sequence[tuple[str, str]]) -> Target:
    """Return a target on the slowest of some rows, each a key and a question."""

    def find(rows: Rows) -> Finding:
        taken, missing = [], []
        for place, run in places:
            try:
                taken.append((time(rows, place, run), rows[place]["runs"][run]["cpu"]))
            except Missing as why:
                missing.append(str(why))
        if not taken:
            return Finding(missing[0])
        most, cpu = max(taken)
        said = [f"CPU {duration(cpu)}"] if cpu > SOME and cpu != most else []
        said += [f"all rows: {', '.join(duration(wall) for wall, _ in sorted(taken))}"] if len(places) > 1 else []
        within = [None if limit is None else most <= limit for limit in (must, aim)]
        if missing:  # what was not measured can only make it worse
            within = [False if met is False else None for met in within]
        return Finding(duration(most), within[0], within[1], "; ".join([*said, *missing[:1]]))

    must_words, aim_words = ("" if limit is None else duration_words(limit) for limit in (must, aim))
    return Target(work, must_words, aim_words, find)


def duration_words(seconds: float) -> str:
    """Return a limit as it is written by hand."""
    if seconds >= 60 and seconds % 60 == 0:
        return f"{seconds / 60:g} min"
    return f"{seconds:g} s" if seconds >= 0.25 else f"{1000 * seconds:g} ms"


def _five(model: str, way: str = explicit.KERNEL, part: str = "explicit") -> tuple[str, str]:
    return key(part, model, way), "five"


def over_the_baseline(rows: Rows, model: str) -> float | None:
    """Return how many times as long the matrix method takes, where it was measured."""
    try:
        return time(rows, *_five(model, explicit.MATRIX)) / time(rows, *_five(model))
    except Missing:
        return None


def beside_baseline(target: Target, model: str) -> Target:
    """Return a target that notes the ratio to the matrix method."""

    def find(rows: Rows) -> Finding:
        found, ratio = target.find(rows), over_the_baseline(rows, model)
        words = [] if ratio is None else [f"{three(ratio)} times as fast as the matrix baseline"]
        return replace(found, note="; ".join([*([found.note] if found.note else []), *words]))

    return Target(target.work, target.must, target.aim, find)


def exponent(rows: Rows) -> float:
    """Return the exponent ``e`` that fits ``seconds per decision maker = c * states ** e`` best, K = 16 to 24."""
    points = []
    for cube in explicit.GROWING.values():
        place, run = _five(explicit.name_of(cube))
        points.append((log(rows.get(place, {}).get("states", 1)), log(time(rows, place, run) / cube.players)))
    mean_x, mean_y = (sum(v) / len(points) for v in zip(*points, strict=True))
    return float(sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points))


def growth(rows: Rows) -> Finding:
    """Return how the exponent stands."""
    try:
        found = exponent(rows)
    except Missing as why:
        return Finding(str(why))
    return Finding(f"{found:.3f}", found <= 1.1, found <= 1.05, "time per decision maker over feasible states")


def largest(rows: Rows) -> Finding:
    """Return how the largest listed model stands: its time, and all the memory of its process."""
    place, run = _five(explicit.name_of(explicit.LARGEST))
    try:
        taken = time(rows, place, run)
    except Missing as why:
        return Finding(str(why))
    most = rows[place]["memory"]["peak"]
    fits = most <= 16 * GIB
    return Finding(f"{duration(taken)}, {most / GIB:.1f} GiB", fits and taken <= 300, fits and taken <= 120)


def per_core(rows: Rows) -> Finding:
    """Return how many profiles a second of one core answers for all five concepts."""
    place = key("batch", batch.MAIN, batch.KERNEL)
    try:
        time(rows, place, batch.PACKED)
    except Missing as why:
        return Finding(str(why))
    packed, flags = (rows[place]["items"] / rows[place]["runs"][name]["cpu"] for name in (batch.PACKED, "five"))
    note = f"by CPU time; no order is shared; a bit for each profile, with a byte {flags / 1e6:.2f} M/s"
    return Finding(f"{packed / 1e6:.2f} M/s", flags >= 1e6, packed >= 3e6, note)


def imported(rows: Rows) -> Finding:
    """Return what the import takes beyond bare Python."""
    place = key("start", start.IMPORT, "process")
    try:
        added = time(rows, place, start.IMPORT) - time(rows, place, "bare Python")
    except Missing as why:
        return Finding(str(why))
    return Finding(duration(max(added, 1e-6)), added <= 0.15)


def sequential(rows: Rows) -> Finding:
    """Return how SEQ and SSEQ stand: the smaller models must, the larger ones are aimed at."""
    must = _symbolic(symbolic.EVERYDAY, symbolic.CREDIBLE, 10)
    aim = _symbolic(symbolic.LARGE, symbolic.CREDIBLE, 60)
    near, far = must.find(rows), aim.find(rows)
    return Finding(near.shown, near.must, far.must, f"{near.note}; K=100, n=5: {far.shown} {far.note}".strip("; "))


def plain(rows: Rows) -> Finding:
    """Return how Nash, GMR and SMR stand, and what starting the engine's process adds."""
    target = _symbolic(symbolic.LARGE, symbolic.PLAIN, 1, 0.1)
    found = target.find(rows)
    places = [
        key("symbolic", symbolic.name_of(symbolic.LARGE, s, symbolic.PLAIN), symbolic.SYMBOLIC) for s in symbolic.SEEDS
    ]
    try:
        most = max(time(rows, place, symbolic.WHOLE) for place in places)
    except Missing:
        return found
    return replace(found, note=f"{found.note}; {symbolic.WHOLE} {duration(most)}")


def _symbolic(size: tuple[int, int, int], names: Sequence[str], must: float, aim: float | None = None) -> Target:
    models = [symbolic.name_of(size, seed, names) for seed in symbolic.SEEDS]
    options, players, statements = size
    work = f"symbolic {', '.join(names)}, K={options} n={players}, {statements} statements each"
    return seconds(work, must, aim, [(key("symbolic", m, symbolic.SYMBOLIC), "equilibria") for m in models])


def workers(rows: Rows) -> Finding:
    """Return how many times as fast two workers of a cluster are as one."""
    try:
        one, two = (time(rows, key("sweep", sweep.MINUTE, way), sweep.QUESTION) for way in (sweep.ONE, sweep.TWO))
    except Missing as why:
        return Finding(str(why))
    return Finding(f"{one / two:.2f} times", one / two >= 1.7, one / two >= 1.9, f"{duration(one)} and {duration(two)}")


def growth_of(row: Row) -> float | None:
    """Return how many times as long a text of twice the length takes at best; None of a row that does not grow."""
    runs = row.get("runs", {})
    return float(runs[reading.TWICE]["best"] / runs[reading.ONCE]["best"]) if reading.TWICE in runs else None


def texts(rows: Rows) -> Finding:
    """Return how the worst of the growing texts stands."""
    found = {row["model"]: ratio for row in rows.values() if (ratio := growth_of(row)) is not None}
    if not found:
        return Finding("not part of this run")
    worst = max(found, key=found.__getitem__)
    return Finding(f"{found[worst]:.2f}", found[worst] <= 3, found[worst] <= 2.5, f"the worst of {len(found)}: {worst}")


def targets() -> list[Target]:
    """Return every line of what must hold."""
    small = [
        beside_baseline(seconds(f"{model}: built conflict to five concepts", must, aim, [_five(model)]), model)
        for model, (must, aim) in zip(explicit.SMALL, ((0.002, 0.0002), (0.012, 0.001), (0.005, 0.0016)), strict=True)
    ]
    cubes = [
        seconds(
            f"K={k}, n={explicit.GROWING[k].players}, a third infeasible, five concepts",
            must,
            aim,
            [_five(explicit.name_of(cubes[k])) for cubes in (explicit.GROWING, explicit.RANDOM)],
        )
        for k, must, aim in ((20, 0.6, 0.25), (24, 12, 4))
    ]
    whole = {
        "detente table peace-treaty-large, whole process": (2.0, None, ["detente table peace-treaty-large"]),
        "detente attain, 16 options, whole process": (None, 0.5, [f"detente attain, {m}" for m in start.ATTAIN]),
    }
    return [
        *small,
        *cubes,
        Target("growth, K=16 to 24", "exponent <= 1.1", "1.05", growth),
        Target("K=28, n=7, a third infeasible, five concepts, within 16 GiB", "5 min", "2 min", largest),
        seconds("40 options, 10^6 feasible states, n=5", 3, 1, [_five(shapes.SPARSE, part="shapes")]),
        Target("batch, 64 states, 4 DMs, five concepts, per core", "1 M profiles/s", "3 M", per_core),
        seconds(
            "all 31 coalitions CNash, K=20 n=5",
            3,
            1,
            [(key("coalitions", m, explicit.KERNEL), "CNash") for m in (*coalitions.LARGE, coalitions.OPPOSED)],
        ),
        Target("symbolic Nash, GMR, SMR, K=100 n=5, 6 statements each", "1 s", "0.1 s", plain),
        Target("symbolic SEQ, SSEQ, K=40 n=4, 5 statements", "10 s", "K=100, n=5, 6 statements: 60 s", sequential),
        Target("import detente, over bare Python", "150 ms", "", imported),
        seconds("the compiled kernel adds", 0.005, None, [(key("start", "the compiled kernel", "process"), "import")]),
        seconds("attain, 16 options", 0.5, None, [(key("attaining", m, "attain"), "attain") for m in start.ATTAIN]),
        *(
            seconds(work, must, aim, [(key("start", words, "process"), "process") for words in rows])
            for work, (must, aim, rows) in whole.items()
        ),
        seconds(
            "a million variants of 64 states, 4 DMs, drawn, solved and stored",
            10,
            4,
            [(key("sweep", sweep.MILLION, sweep.HERE), sweep.QUESTION)],
        ),
        Target("two workers on loopback over one, a job of a minute", "1.7 times", "1.9", workers),
        seconds(f"{reading.ARTICLE} read", 0.1, 0.05, [(key("reading", reading.ARTICLE, reading.RULES), reading.ONCE)]),
        seconds(
            f"{reading.ARTICLE}, whole process",
            1.5,
            None,
            [(key("reading", reading.ARTICLE, reading.PROCESS), "process")],
        ),
        Target("a text of twice the length", "3 times the time", "2.5 times", texts),
        seconds("Ctrl-C, to the exception", 1, None, [(t.key, "Ctrl-C") for t in stop.trials()]),
    ]
