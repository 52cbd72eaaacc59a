"""Claims and their verdicts: in which readings each holds, on what it hinges, and whether it was trivial or put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from detente.analysis.attain import Rules
from detente.analysis.hinge import Hinge, HingeSearch
from detente.analysis.judging import Judge
from detente.analysis.put_in import count_put_in
from detente.analysis.trivial import How, trivial_claim
from detente.case.build import Case, Readings
from detente.case.evidence import is_sourced
from detente.case.schema import NotTestable, Strict
from detente.engines import Progress
from detente.errors import DetenteError, ModelError, NotAnswered

Box = Mapping[str, tuple[str, ...]]
MOST_HINGE_WORK = 100_000_000
"""The most changes of preference, times states, that are tried in the search for the hinges of one claim."""
STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of one claim; never a bare yes or no.

    Attributes
    ----------
    slug : str
    why_not : str
        Why the claim cannot be tested, or cannot be evaluated here; empty if it can.
    cells : tuple of (Readings, bool)
        For every combination of readings, whether the claim holds.
    sourced : tuple of bool
        For every combination, whether every reading in it is sourced.
    hinges : tuple of Hinge
        For the combinations that were searched.
    hinges_complete : bool
        Whether the hinges of all combinations were searched; if not, those of the first one were.
    trivial : str or None
        ``by structure``, ``by agreement`` or None.
    put_in : int
        In how many combinations the verdict restates an assumption.
    """

    slug: str
    why_not: str = ""
    cells: tuple[tuple[Readings, bool], ...] = ()
    sourced: tuple[bool, ...] = ()
    hinges: tuple[Hinge, ...] = ()
    hinges_complete: bool = True
    trivial: How | None = None
    put_in: int = 0

    def count(self, holds: bool, *, sourced_only: bool = False) -> int:  # noqa: FBT001 - the verdict to count
        """Return in how many combinations the claim holds, or fails."""
        cells = zip(self.cells, self.sourced, strict=True)
        return sum(1 for (_, h), s in cells if h == holds and (s or not sourced_only))

    def total(self, *, sourced_only: bool = False) -> int:
        """Return how many combinations were evaluated."""
        return sum(self.sourced) if sourced_only else len(self.cells)

    def boxes(self, holds: bool) -> tuple[Box, ...]:  # noqa: FBT001 - the verdict to describe
        """Return when the claim holds, or fails, as few conditions of the form "this reading of that party"."""
        return boxes([r for r, h in self.cells if h == holds])

    @property
    def testable(self) -> bool:
        """Whether the claim was evaluated."""
        return not self.why_not

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import verdicts_html

        return verdicts_html(self)


def verdicts(
    case: Case,
    *,
    readings: Readings | None = None,
    rules: Rules | None = None,
    deep: bool = False,
    hinges: bool = True,
    progress: Progress | None = None,
) -> tuple[Verdict, ...]:
    """Return the verdict on every claim of a case.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        Decision makers whose reading is fixed.
    rules : Rules, optional
    deep : bool
        Search hinges of two changes too, where no single change flips the verdict.
    hinges : bool
        Whether to search hinges at all.
    progress : callable, optional
        Called with the steps done and the steps in all.

    Examples
    --------
    >>> import detente
    >>> found = {v.slug: v for v in verdicts(detente.load("peace-treaty"))}
    >>> found["C1"].count(True), found["C1"].total()
    (2, 48)
    """
    combinations = list(case.combinations(**dict(readings or {})))
    judge = Judge(case, rules or Rules())
    search = HingeSearch(judge, deep) if hinges else None
    made = []
    for number, (slug, claim) in enumerate(case.file.claims.items()):
        step = _onward(progress, number, len(case.file.claims))
        made.append(_verdict(case, slug, claim.test, combinations, judge, search, step))
        step(1, 1)
    return tuple(made)


def _onward(progress: Progress | None, before: int, claims: int) -> Progress:
    """Return a progress that counts within one claim; a claim is many steps."""

    def step(done: int, of: int) -> None:
        if progress is not None:
            progress(STEPS * before + STEPS * done // max(1, of), STEPS * claims)

    return step


def _verdict(  # noqa: PLR0913, PLR0917 - what all claims have in common
    case: Case,
    slug: str,
    test: Strict,
    combinations: list[dict[str, str]],
    judge: Judge,
    search: HingeSearch | None,
    progress: Progress,
) -> Verdict:
    if isinstance(test, NotTestable):
        return Verdict(slug, test.not_testable)
    outcomes = judge.each(test, [judge.preferences(r) for r in combinations])
    error = next((o for o in outcomes if isinstance(o, DetenteError)), None)
    if isinstance(error, (NotAnswered, ModelError)):
        return Verdict(slug, str(error))
    if error is not None:
        raise error
    cells = tuple(zip(combinations, (o is True for o in outcomes), strict=True))
    searched = _searched(case, test, combinations, search) if search else []
    return Verdict(
        slug,
        cells=cells,
        sourced=tuple(sourced(case, r) for r in combinations),
        hinges=search.hinges(test, searched, progress) if search else (),
        hinges_complete=len(searched) == len(combinations),
        trivial=trivial_claim(case, test, {h: sum(1 for _, c in cells if c is h) for h in (True, False)}),
        put_in=count_put_in(case, test, combinations),
    )


def _searched(
    case: Case, test: Strict, combinations: list[dict[str, str]], search: HingeSearch
) -> list[dict[str, str]]:
    """Return the combinations whose hinges are searched: all of them, or the first where that is too much work."""
    every = search.work(test, combinations) * len(case.structure.states) <= MOST_HINGE_WORK
    return combinations if every else combinations[:1]


def sourced(case: Case, readings: Readings) -> bool:
    """Return whether every reading of a combination is one that somebody is cited for."""
    parties = case.file.decision_makers
    return all(is_sourced(parties[slug].all_readings[name]) for slug, name in readings.items())


def boxes(combinations: Iterable[Readings]) -> tuple[Box, ...]:
    """Cover combinations of readings by few products of sets of readings, none of which covers anything else.

    Examples
    --------
    >>> boxes([{"a": "x", "b": "u"}, {"a": "y", "b": "u"}])
    ({'a': ('x', 'y'), 'b': ('u',)},)
    """
    given = list(combinations)
    if not given:
        return ()
    slugs = tuple(given[0])
    wanted = {tuple(c.values()) for c in given}
    values = [tuple(dict.fromkeys(c[s] for c in given)) for s in slugs]
    left, made = dict.fromkeys(tuple(c.values()) for c in given), []
    while left:
        box = _largest_box(next(iter(left)), wanted, values)
        made.append(dict(zip(slugs, box, strict=True)))
        for cell in product(*box):
            left.pop(cell, None)
    return tuple(made)


def _largest_box(
    seed: tuple[str, ...], wanted: set[tuple[str, ...]], values: list[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Grow a box from one cell, one reading at a time, as long as all of it is wanted."""
    box: list[tuple[str, ...]] = [(v,) for v in seed]
    for place in sorted(range(len(seed)), key=lambda k: -len(values[k])):
        for value in values[place]:
            wider = [*box[:place], (*box[place], value), *box[place + 1 :]]
            if value not in box[place] and all(cell in wanted for cell in product(*wider)):
                box = wider
    return [tuple(v for v in values[k] if v in box[k]) for k in range(len(box))]
