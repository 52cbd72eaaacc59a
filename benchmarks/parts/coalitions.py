"""Every coalition of a model: from a conflict with ranks to the states that are stable for each of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any

from benchmarks import models
from benchmarks.models import Cube
from benchmarks.parts.explicit import KERNEL, NUMPY, THIRD, sizes
from benchmarks.trials import GIB, NotRun, Trial, Work
from detente.model.conflict import Conflict

PLACE = 5
TITLE = "All coalitions"
WORDS = (
    "All coalitions of all decision makers, strict improvements. *Opposed*: what everybody gets adds up to the same, "
    "so that no state dominates another and nothing can be left out."
)
RANDOM = "K=20, n=5, all feasible, random ranks"
LARGE: dict[str, Callable[[], Conflict]] = {
    RANDOM: Cube(20, 5, wants="ranks").made,
    "K=20, n=5, a third infeasible": Cube(20, 5, infeasible=THIRD).made,
}
OPPOSED = "K=20, n=5, opposed"
SMALL: dict[str, Callable[[], Conflict]] = {
    "K=12, n=4, a third infeasible": Cube(12, 4, infeasible=THIRD).made,
    "K=12, n=4, opposed": partial(models.opposed, 12, 4),
}
MANY = "K=16, n=4, a third infeasible"
CNASH, MOST = ("CNash",), ("CNash", "CGMR", "CSEQ")


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = [_row(name, way, make, MOST, quick=True) for name, make in SMALL.items() for way in (KERNEL, NUMPY)]
    made.append(_row(MANY, KERNEL, Cube(16, 4, infeasible=THIRD).made, MOST))
    made += [_row(name, KERNEL, make, CNASH, seconds=20) for name, make in LARGE.items()]
    made.append(_row(RANDOM, NUMPY, LARGE[RANDOM], CNASH, seconds=120, least=1, need=4 * GIB))
    return [*made, _row(OPPOSED, KERNEL, partial(models.opposed, 20, 5), CNASH, seconds=60, least=2)]


def _row(model: str, way: str, make: Callable[[], Conflict], names: Sequence[str], **settings: Any) -> Trial:
    return Trial("coalitions", model, way, partial(work, make, way, names), **settings)


def work(make: Callable[[], Conflict], way: str, names: Sequence[str]) -> Work:
    """Return the stability of all states for all coalitions as something to time."""
    from detente.engines import native

    if way == KERNEL and (reason := native.absent()):
        raise NotRun(reason)
    start = time.perf_counter()
    conflict = make()
    _ = conflict.orders
    facts = sizes(conflict) | {"built": time.perf_counter() - start, "groups": 2 ** len(conflict.decision_makers) - 1}

    @contextmanager
    def fresh() -> Iterator[Conflict]:
        yield models.fresh(conflict)

    return Work({name: partial(_asked, name, way) for name in names}, fresh, digest, facts)


def _asked(name: str, way: str, conflict: Conflict) -> Mapping[Any, Any]:
    from detente.concepts.coalitional import coalition_concept
    from detente.engines import coalitions

    return coalitions.stabilities(conflict, [coalition_concept(name)], engine=way).masks[coalition_concept(name).name]


def digest(answer: Mapping[Any, Any]) -> str:
    """Return a few letters that stand for all masks of an answer."""
    found = sha256()
    for group in sorted(answer):
        found.update(repr(group).encode() + answer[group].tobytes())
    return found.hexdigest()[:12]
