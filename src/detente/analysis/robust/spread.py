"""What is open of one decision maker's preferences: a partial order, and the preference that each completion gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from detente.case.build import Case, Readings
from detente.case.comparing import Classes, all_links, class_order, priority_pairs
from detente.errors import DetenteError, ModelError, UnknownName, did_you_mean
from detente.model.classes import ByClass
from detente.model.conflict import Structure
from detente.model.extensions import PartialOrder
from detente.model.preferences import Preference, Prioritised

Kind = Literal["classes", "statements", "fixed"]
Orders = npt.NDArray[np.int64]
MOST_TOLD_APART = 62
BLOCK = 1 << 12
NOTHING = PartialOrder(0, ())
CLOSED = (
    "nothing of anybody's preferences is open here; give a decision maker comparisons (of the classes of the case) or "
    "a reading priorities, or ask over every order of the statements with --orders (in Python, orders=True)"
)
ORDERS_CLOSED = "nobody is read by statements here, so there are no orders of statements to go through"


@dataclass(frozen=True, eq=False)
class Spread:
    """All preferences that one decision maker may have.

    Attributes
    ----------
    dm : str
    kind : str
        What is ordered: ``classes`` of states, the ``statements`` of a reading, or nothing (``fixed``).
    reading : str or None
        The reading whose statements are ordered, or that is kept as it is.
    items : tuple of str
        The classes, or the statements in their own words.
    order : PartialOrder
        What is known of the order of the items, best first; its linear extensions are the completions.
    make : callable
        From an order of the items to the preference.
    links : tuple of (int, int, int)
        What the order rests on: which item is better than which, and the comparison or priority that says so.
    """

    dm: str
    kind: Kind
    reading: str | None
    items: tuple[str, ...]
    order: PartialOrder
    make: Callable[[tuple[int, ...]], Preference]
    links: tuple[tuple[int, int, int], ...] = ()

    @property
    def entries(self) -> tuple[int, ...]:
        """The comparisons, or priorities, that say something, numbered as in the file from 0."""
        return tuple(dict.fromkeys(entry for _, _, entry in self.links))

    def without(self, entry: int) -> Spread:
        """Return what is open if one comparison, or priority, is dropped."""
        kept = tuple(link for link in self.links if link[2] != entry)
        order = PartialOrder.of(self.order.size, [(a, b) for a, b, _ in kept])
        return replace(self, order=order, links=kept)

    def alike(self, orders: Orders, structures: Iterable[Structure]) -> tuple[npt.NDArray[np.int64], list[int]]:
        """Return for each order the number of its group, and one order of each group.

        Two orders are in one group if they rank the states of every structure alike. Some that do may still be told
        apart; that costs time and changes no answer.

        Parameters
        ----------
        orders : ndarray
            ``(orders, items) int64``: items, best first.
        structures : iterable of Structure
        """
        marks: npt.NDArray[Any] = orders
        if self.kind == "statements" and len(self.items) <= MOST_TOLD_APART:
            truths = self._truths(structures)
            marks = np.concatenate([_ranked(orders[k : k + BLOCK], truths) for k in range(0, len(orders), BLOCK)])
        if not marks.shape[1]:
            return np.zeros(len(orders), dtype=np.int64), [0]
        _, first, which = np.unique(marks, axis=0, return_index=True, return_inverse=True)
        return which.reshape(-1).astype(np.int64), first.tolist()

    def _truths(self, structures: Iterable[Structure]) -> npt.NDArray[np.bool_]:
        """Return ``(kinds, items) bool``: the different ways in which states fulfil the statements."""
        stated = self.make(tuple(range(len(self.items))))
        formulas = [s.formula for s in stated.statements] if isinstance(stated, Prioritised) else []
        found = {bytes(len(formulas)): None}
        for structure in structures:
            try:
                states = structure.states
            except DetenteError:
                continue
            rows = np.stack([states.truth(f) for f in formulas], axis=1)
            found.update(dict.fromkeys(map(bytes, np.unique(rows, axis=0).view(np.uint8))))
        return np.array([list(row) for row in found], dtype=np.bool_).reshape(len(found), len(formulas))


def _ranked(orders: Orders, truths: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Return ``(orders, kinds) int32``: the rank of each kind of state under each order of the statements."""
    scores = np.zeros((len(orders), len(truths)), dtype=np.int64)
    for k in range(orders.shape[1]):
        scores = 2 * scores + truths.T[orders[:, k]]
    return np.argsort(np.argsort(scores, axis=1), axis=1).astype(np.int32)


def spreads(
    case: Case, *, readings: Readings | None = None, vary: Collection[str] | None = None, orders: bool = False
) -> tuple[Spread, ...]:
    """Return what is open of the preferences of every decision maker.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        Decision makers that are read in a named reading, and not by their comparisons.
    vary : collection of str, optional
        The decision makers whose preferences vary; all of them if left out. The others keep a reading.
    orders : bool
        Vary the order of the statements of each reading: every order that its priorities allow, or every one.

    Raises
    ------
    ModelError
        If nothing is open, or somebody is to vary of whom nothing is open.
    UnknownName
        If there is no such decision maker or reading.
    """
    for slug in vary or ():
        case.structure.player(slug)
    _check_readings(case, readings or {})
    classes = Classes.of(case) if case.file.classes else None
    found = []
    for slug in case.file.decision_makers:
        chosen = (readings or {}).get(slug)
        varies = vary is None or slug in vary
        made = _spread(case, slug, chosen, classes, orders=orders) if varies else _fixed(case, slug, chosen)
        if vary is not None and slug in vary and made.kind == "fixed":
            raise ModelError(f"{_nothing_open(case, slug, orders=orders)}; leave {slug} out of what varies")
        found.append(made)
    if all(spread.kind == "fixed" for spread in found):
        raise ModelError(ORDERS_CLOSED if orders else CLOSED)
    return tuple(found)


def _spread(case: Case, slug: str, chosen: str | None, classes: Classes | None, *, orders: bool) -> Spread:
    has_readings = bool(case.preferences[slug])
    if case.file.decision_makers[slug].comparisons is not None and chosen is None and not (orders and has_readings):
        return _of_classes(case, slug, classes)
    return _of_statements(case, slug, chosen, orders=orders)


def _of_classes(case: Case, slug: str, classes: Classes | None) -> Spread:
    if classes is None:
        raise ModelError(f"{slug} has comparisons, which are about classes of states, and the case declares no classes")
    partition, occurring = classes.partition, classes.occurring
    known = all_links(case, classes, slug)
    place = {number: k for k, number in enumerate(occurring)}
    return Spread(
        slug,
        "classes",
        None,
        tuple(partition.names[k] for k in occurring),
        class_order(classes, known),
        lambda best: ByClass(partition, tuple(occurring[k] for k in best)),
        tuple((place[link.better], place[link.than], link.entry) for link in known),
    )


def _of_statements(case: Case, slug: str, chosen: str | None, *, orders: bool) -> Spread:
    name = chosen or next(iter(case.preferences[slug]))
    stated, reading = case.preferences[slug][name], case.file.decision_makers[slug].all_readings[name]
    if not isinstance(stated, Prioritised) or (reading.priorities is None and not orders):
        return _fixed(case, slug, name)
    said = stated.statements
    known = tuple(priority_pairs(reading))
    order = PartialOrder.of(len(said), [(a, b) for a, b, _ in known])
    wordings = tuple(s.wording for s in said)
    return Spread(
        slug, "statements", name, wordings, order, lambda best: Prioritised(tuple(said[k] for k in best)), known
    )


def _fixed(case: Case, slug: str, chosen: str | None) -> Spread:
    if not case.preferences[slug]:
        raise ModelError(f"{slug} has comparisons and no reading that could be kept; let it vary too")
    name = chosen or next(iter(case.preferences[slug]))
    preference = case.preferences[slug][name]
    return Spread(slug, "fixed", name, (), NOTHING, lambda _: preference)


def _nothing_open(case: Case, slug: str, *, orders: bool) -> str:
    if orders:
        return f"{slug} is not read by statements, so it has no order of them to vary"
    if case.file.decision_makers[slug].comparisons is not None:
        return f"{slug} is read in one reading and not by its comparisons, so nothing of its preferences is open"
    return f"{slug} has neither comparisons nor priorities, so nothing of its preferences is open"


def _check_readings(case: Case, readings: Readings) -> None:
    for slug, name in readings.items():
        case.structure.player(slug)
        if name not in case.preferences[slug]:
            raise UnknownName(f"{slug} has no reading {name}; {did_you_mean(name, case.preferences[slug])}")
