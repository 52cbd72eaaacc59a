"""What is different between two cases: in what they say, and in what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Any, Literal, TypeVar

from detente.analysis.causes.factors import slug_of
from detente.analysis.crosstable import Progress, cross_table
from detente.analysis.equilibria import Equilibria, equilibria
from detente.case.build import Case
from detente.case.layout import is_same, long_form, on_one_line
from detente.case.menu import ChangedMenu, Menu
from detente.case.schema import CaseFile, Constraint, Freeze, Published, PublishedCount, Statement
from detente.errors import DetenteError

T = TypeVar("T")
How = Literal["added", "dropped", "changed", "moved", "reworded"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the second case says otherwise.

    Attributes
    ----------
    kind : str
        What it is: ``decision maker``, ``option``, ``reading``, ``statement``, ``constraint``, ...
    name : str
        Which one, as in the file: ``up.dam``, ``up / guarded``; empty where there is only one.
    how : str
        ``added``, ``dropped``, ``changed``, ``moved`` (a statement in another place) or ``reworded`` (other words
        that mean the same).
    before, after : str or None
        What the first and the second case say, in short.
    """

    kind: str
    name: str
    how: How
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the cross table that differs; None stands for a cell that cannot be evaluated."""

    readings: Mapping[str, str]
    world: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Two numbers; None where there is none, and then ``why_not`` of the difference says why."""

    before: int | None
    after: int | None

    @property
    def differ(self) -> bool:
        """Whether the numbers differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between two cases.

    Attributes
    ----------
    changes : tuple of Change
        What is said otherwise, in the order of a file.
    states : Counts
        How many states are feasible.
    cells : tuple of Cell
        The cells of the cross table that differ, of the readings and worlds that both have.
    compared : int
        How many cells were compared.
    equilibria : mapping
        From a concept to the number of equilibria under the first readings, in the actual world.
    why_not : tuple of str
        What could not be compared, and why.
    """

    changes: tuple[Change, ...]
    states: Counts
    cells: tuple[Cell, ...]
    compared: int
    equilibria: Mapping[str, Counts]
    why_not: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything could be compared."""
        return not self.why_not

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        counts = [self.states, *self.equilibria.values()]
        return not (self.changes or self.cells or any(c.differ for c in counts))


def difference(a: Case, b: Case, *, progress: Progress | None = None) -> Difference:
    """Return what is different in ``b`` from ``a``.

    Parameters
    ----------
    a, b : Case
    progress : callable, optional
        Called with the cells done and the cells in all, of both cross tables together.

    Notes
    -----
    Decision makers, options, readings and worlds are matched by their short names; a statement in other words that
    holds in the same states is reworded and not changed.

    Examples
    --------
    >>> import detente
    >>> base, other = (detente.load("korea-2017", variant=v) for v in (None, "invasion_irreversible"))
    >>> found = difference(base, other)
    >>> [(c.kind, c.name, c.how) for c in found.changes]
    [('direction', 'nk.invade', 'added')]
    >>> found.equilibria["Nash"]
    Counts(before=2, after=2)
    """
    changes = tuple(_changes(a, b))
    why_not: list[str] = []
    sizes = [_asked(partial(_size, case), why_not) for case in (a, b)]
    states = Counts(sizes[0], sizes[1])
    if None in {states.before, states.after}:
        return Difference(changes, states, (), 0, {}, tuple(dict.fromkeys(why_not)))
    cells, compared = _cells(a, b, why_not, progress)
    stable = _equilibria(a, b, why_not)
    return Difference(changes, states, cells, compared, stable, tuple(dict.fromkeys(why_not)))


def _size(case: Case) -> int:
    return len(case.structure.states)


def _asked(question: Callable[[], T], why_not: list[str]) -> T | None:
    """Return the answer to a question, or None and note why there is none."""
    try:
        return question()
    except DetenteError as error:
        why_not.append(str(error))
        return None


# -------------------------------------------------------------------------------------------------------- words

_BEFORE = {"sources": "source", "voices": "voice", "let": "name"}
_AFTER = {"labels": "label", "directions": "direction", "classes": "class", "worlds": "world", "claims": "claim"}


def _changes(a: Case, b: Case) -> Iterator[Change]:
    """Yield what the files say differently, in the order of a file."""
    old, new = a.file, b.file
    for key in ("title", "question", "as_of", "asked_in", "note"):
        yield from _one(key.replace("_", " "), "", getattr(old, key), getattr(new, key))
    for key, kind in _BEFORE.items():
        yield from _each(kind, getattr(old, key), getattr(new, key))
    yield from _one("outcome", "", old.outcome, new.outcome)
    yield from _decision_makers(a, b)
    yield from _one("states", "", old.states, new.states)
    yield from _each("constraint", _by_name(old.constraints), _by_name(new.constraints))
    yield from _each("freeze", _by_name(old.freezes), _by_name(new.freezes))
    yield from _each("arcs", old.arcs or {}, new.arcs or {})
    yield from _one("coalitions", "", old.coalitions, new.coalitions)
    yield from _status_quo(old.status_quo, new.status_quo)
    for key, kind in _AFTER.items():
        yield from _each(kind, getattr(old, key), getattr(new, key))
    yield from _menu("factor", old.factors, new.factors)
    yield from _menu("lever", old.levers, new.levers)
    yield from _each("published answer", _answers(old), _answers(new))
    yield from _each("published count", _counts(old), _counts(new))
    yield from _each("variant", old.variants, new.variants)


def _one(kind: str, name: str, before: object, after: object) -> Iterator[Change]:
    """Yield how one thing changed, if it did; None is not there."""
    one, other = long_form(before), long_form(after)
    if is_same(one, other):
        return
    how: How = "added" if before is None else "dropped" if after is None else "changed"
    yield Change(kind, name, how, _shown(before), _shown(after))


def _shown(value: object) -> str | None:
    return None if value is None else value if isinstance(value, str) else on_one_line(long_form(value))


def _each(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        yield from _one(kind, name, before.get(name), after.get(name))


def _by_name(entries: Iterable[Constraint | Freeze]) -> dict[str, Constraint | Freeze]:
    """Return constraints or freezes by name; those without one by their formula."""
    return {e.name or (e.when if isinstance(e, Constraint) else e.holds_while): e for e in entries}


def _menu(kind: str, before: Menu | None, after: Menu | None) -> Iterator[Change]:
    """Yield the factors that differ, by their identifiers; a changed menu of the case itself is compared as a whole."""
    if isinstance(before, ChangedMenu) or isinstance(after, ChangedMenu):
        yield from _one(f"{kind}s", "", before, after)
        return
    yield from _each(kind, *({slug_of(f): f for f in menu or ()} for menu in (before, after)))


def _answers(file: CaseFile) -> dict[str, Published]:
    return {f"{p.concept} ({p.variant})" if p.variant else p.concept: p for p in file.published}


def _counts(file: CaseFile) -> dict[str, PublishedCount]:
    return {" ".join((c.concept, c.state, c.vary, c.variant or "")).strip(): c for c in file.published_counts}


def _status_quo(before: Any, after: Any) -> Iterator[Change]:
    """Yield the options that stand otherwise; what is not named is N."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        yield from _one("status quo", "", before, after)
        return
    for option in dict.fromkeys([*before, *after]):
        one, other = before.get(option), after.get(option)
        letters = [position.value if position else "N" for position in (one, other)]
        if letters[0] != letters[1]:
            yield Change("status quo", option, "changed", letters[0], letters[1])
        elif one is not None and other is not None:
            yield from _one("status quo", option, one, other)


def _decision_makers(a: Case, b: Case) -> Iterator[Change]:
    old, new = a.file.decision_makers, b.file.decision_makers
    for slug in dict.fromkeys([*old, *new]):
        if slug not in old or slug not in new:
            names = [dms[slug].name if slug in dms else None for dms in (old, new)]
            yield from _one("decision maker", slug, *names)
            continue
        one, other = old[slug], new[slug]
        yield from _one("decision maker", slug, one.name, other.name)
        yield from _one("note of decision maker", slug, one.note, other.note)
        options = [{f"{slug}.{o}": said for o, said in dm.options.items()} for dm in (one, other)]
        yield from _each("option", *options)
        yield from _order("order of options", slug, one.options, other.options)
        yield from _readings(a, b, slug)
        compared = [{f"{slug}: {said.words}": said for said in dm.comparisons or ()} for dm in (one, other)]
        yield from _each("comparison", *compared)
    yield from _order("order of decision makers", "", old, new)


def _order(kind: str, name: str, before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Yield a change of order among the names that are in both."""
    old, new = list(before), list(after)
    one, other = [n for n in old if n in new], [n for n in new if n in old]
    if one != other:
        yield Change(kind, name, "moved", ", ".join(one), ", ".join(other))


def _readings(a: Case, b: Case, slug: str) -> Iterator[Change]:
    old, new = (case.file.decision_makers[slug].all_readings for case in (a, b))
    for name in dict.fromkeys([*old, *new]):
        label = f"{slug} / {name}"
        one, other = old.get(name), new.get(name)
        if one is None or other is None or one.statements is None or other.statements is None:
            yield from _one("reading", label, one, other)
            continue
        bare = [reading.model_copy(update={"statements": ()}) for reading in (one, other)]
        if not is_same(*map(long_form, bare)):
            yield from _one("reading", label, *({**long_form(r), "statements": "..."} for r in bare))
        yield from _statements(label, one.statements, other.statements, lambda x, y: _means_same(a, b, x, y))
    yield from _order("order of readings", slug, old, new)


def _statements(
    name: str, old: tuple[Statement, ...], new: tuple[Statement, ...], same: Callable[[str, str], bool]
) -> Iterator[Change]:
    """Yield the statements that were added, dropped, moved, reworded, or rest on something else."""
    pairs, gone, come = _matched([_wording(s) for s in old], [_wording(s) for s in new])
    for i, j in pairs:
        if i in gone:
            yield Change("statement", f"{name}: {old[i].want}", "moved", f"place {i + 1}", f"place {j + 1}")
        yield from _one("statement", f"{name}: {old[i].want}", old[i], new[j])
    left = [j for j in come if j not in {j for _, j in pairs}]
    for i in (i for i in gone if i not in {i for i, _ in pairs}):
        twin = next((j for j in left if same(old[i].want, new[j].want)), None)
        if twin is None:
            yield Change("statement", name, "dropped", _shown(old[i]), None)
        else:
            left.remove(twin)
            yield Change("statement", name, "reworded", _shown(old[i]), _shown(new[twin]))
    yield from (Change("statement", name, "added", None, _shown(new[j])) for j in left)


def _wording(statement: Statement) -> str:
    return " ".join(statement.want.split())


def _matched(old: list[str], new: list[str]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return the places of equal texts, and the places that are out of order or without a twin."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    pairs = [(m.a + k, m.b + k) for m in blocks for k in range(m.size)]
    gone = [i for i in range(len(old)) if i not in {i for i, _ in pairs}]
    come = [j for j in range(len(new)) if j not in {j for _, j in pairs}]
    free = list(come)
    for i in gone:
        twin = next((j for j in free if old[i] == new[j]), None)
        if twin is not None:
            free.remove(twin)
            pairs.append((i, twin))
    return sorted(pairs), gone, come


def _means_same(a: Case, b: Case, before: str, after: str) -> bool:
    """Whether a formula of one case holds in the same states as a formula of the other."""
    try:
        one, other = a.formula(before), b.formula(after)
        return all((s.truth(one) == s.truth(other)).all() for s in (a.structure.states, b.structure.states))
    except DetenteError:
        return False


# ------------------------------------------------------------------------------------------------- consequences


def _cells(a: Case, b: Case, why_not: list[str], progress: Progress | None) -> tuple[tuple[Cell, ...], int]:
    """Return the cells that differ and how many were compared."""
    if a.outcome is None and b.outcome is None:
        return (), 0
    if set(a.preferences) != set(b.preferences):
        why_not.append("the decision makers are not the same, so the readings cannot be matched")
        return (), 0
    if not all(readings for case in (a, b) for readings in case.preferences.values()):
        why_not.append("a decision maker has comparisons and no reading, so there is no cross table")
        return (), 0
    sizes = [len(case.worlds) * len(list(case.combinations())) for case in (a, b)]
    reports = [_shifted(progress, before, sum(sizes)) for before in (0, sizes[0])]
    asked = [partial(cross_table, case, progress=report) for case, report in zip((a, b), reports, strict=True)]
    one, other = (_asked(question, why_not) for question in asked)
    if one is None or other is None:
        return (), 0
    common = [w for w in one.worlds if w in other.worlds]
    for world in common:
        why_not += [f"{world}: {table.why_not[world]}" for table in (one, other) if world in table.why_not]
    rows = {frozenset(row.readings.items()): row for row in other.rows}
    twins = [(row, rows[key]) for row in one.rows if (key := frozenset(row.readings.items())) in rows]
    cells = [Cell(r.readings, w, r.attainable[w], t.attainable[w]) for r, t in twins for w in common]
    return tuple(c for c in cells if c.before is not c.after), len(cells)


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return a report of progress for a part of the work."""
    if progress is None:
        return None
    report = progress
    return lambda done, _total: report(before + done, total)


def _stable(case: Case) -> Equilibria:
    return equilibria(case.conflict())


def _equilibria(a: Case, b: Case, why_not: list[str]) -> dict[str, Counts]:
    """Return how many equilibria each concept has; concepts that exist in neither case are left out."""
    counts: list[dict[str, int]] = []
    for case in (a, b):
        found = _asked(partial(_stable, case), why_not)
        known = {**found.concepts, **found.derived} if found else {}
        counts.append({name: int(s.equilibria.sum()) for name, s in known.items()})
    one, other = counts
    lone = [name for name in one if name not in other] + [name for name in other if name not in one]
    why_not += [f"{name} exists in one of the two cases only" for name in lone if one and other]
    return {name: Counts(one.get(name), other.get(name)) for name in dict.fromkeys([*one, *other])}
