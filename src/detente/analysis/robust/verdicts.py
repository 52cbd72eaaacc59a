"""How every verdict fares over all preference orders that the citations allow: always, never, or in k of n of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from math import prod
from typing import Literal

import numpy as np

from detente.analysis.attain import Rules
from detente.analysis.judging import Judge, half
from detente.analysis.many import Outcome
from detente.analysis.robust.completions import Completions, Drawn, Every, completions, every
from detente.analysis.robust.hinges import Hinge, hinges_of
from detente.analysis.robust.intervals import interval
from detente.analysis.robust.settled import Settled, settled_by_moves
from detente.analysis.robust.spread import Spread, spreads
from detente.case.build import Case, Readings
from detente.case.schema import Attainable, Comparison, Priority, Strict, Unattainable
from detente.engines import Progress
from detente.errors import DetenteError, ModelError
from detente.model.conflict import Structure
from detente.model.formula import Mask

Word = Literal["always", "never", "some", "unsettled", "not answered"]
CONFIDENCE = 0.95
MOST_WITHOUT = 50_000


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many completions something holds.

    Attributes
    ----------
    yes, of : int
        Counted in all completions, or in those drawn.
    interval : tuple of float or None
        Where the share of all completions lies, at the stated confidence; None if all were counted.
    why_not : str
        Why it could not be answered; empty if it was.
    """

    yes: int
    of: int
    interval: tuple[float, float] | None = None
    why_not: str = ""

    @property
    def verdict(self) -> Word:
        """The verdict: ``unsettled`` where all that were drawn agree, since others may not."""
        if self.why_not:
            return "not answered"
        if 0 < self.yes < self.of:
            return "some"
        if self.interval is not None:
            return "unsettled"
        return "always" if self.yes else "never"


@dataclass(frozen=True, slots=True)
class ButFor:
    """In how many completions the outcome can be attained in one world and not in another."""

    world: str
    not_in: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Dropped:
    """How the verdicts fare if one comparison, or priority, is dropped.

    Attributes
    ----------
    dm : str
    entry : int
        The comparison or priority, numbered as in the file from 0.
    total : int
        How many completions there are without it.
    worlds : mapping or None
        For each world, in how many of them the goal can be attained; None if there are too many to go through.
    """

    dm: str
    entry: int
    total: int
    worlds: Mapping[str, Tally] | None


@dataclass(frozen=True, eq=False)
class Robust:
    """How the verdicts of a case fare over all completions of what is known of its preferences.

    Attributes
    ----------
    goal : str
        The formula that is to be attained.
    spreads : tuple of Spread
        What is open, for each decision maker.
    total : int
        How many completions there are.
    worlds : mapping
        For each world, in how many completions the goal can be attained.
    trivial : mapping
        The worlds where that follows from the moves alone, whatever anybody prefers, and how; see ``settled_by_moves``.
    but_for : tuple of ButFor
        The same for every ordered pair of worlds: in the one and not in the other.
    claims : mapping
        For each claim of the case, in how many completions it holds.
    hinges : tuple of Hinge
        The open pairs that decide something, verdict by verdict, the most telling first.
    idle : tuple of str or None
        The decision makers of whom much is open and whose completion changes no verdict; None if they were drawn.
    citations : tuple of Dropped or None
        What each comparison or priority decides; None if that was not asked, or the completions were drawn.
    sampled : bool
        Whether the completions were drawn and not all gone through.
    seed : int or None
        What they were drawn with.
    confidence : float or None
        Of each interval by itself.
    """

    goal: str
    spreads: tuple[Spread, ...]
    total: int
    worlds: Mapping[str, Tally]
    trivial: Mapping[str, Settled]
    but_for: tuple[ButFor, ...]
    claims: Mapping[str, Tally]
    hinges: tuple[Hinge, ...]
    idle: tuple[str, ...] | None
    citations: tuple[Dropped, ...] | None
    sampled: bool
    seed: int | None
    confidence: float | None

    @property
    def complete(self) -> bool:
        """Whether every completion was counted and every world answered; claims that cannot be tested do not count."""
        return not self.sampled and not any(t.why_not for t in self.worlds.values())

    @property
    def of(self) -> int:
        """How many completions were counted."""
        tallies = [*self.worlds.values(), *self.claims.values()]
        return max((t.of for t in tallies), default=0)

    def spread(self, dm: str) -> Spread:
        """Return what is open of a decision maker."""
        return next(s for s in self.spreads if s.dm == dm)

    def entry(self, case: Case, dropped: Dropped) -> Comparison | Priority:
        """Return the comparison or priority that was dropped, as the file has it."""
        party, spread = case.file.decision_makers[dropped.dm], self.spread(dropped.dm)
        if spread.reading is None:
            return (party.comparisons or ())[dropped.entry]
        return (party.all_readings[spread.reading].priorities or ())[dropped.entry]


def robust(  # noqa: PLR0913
    case: Case,
    *,
    goal: str | None = None,
    worlds: Sequence[str] | None = None,
    readings: Readings | None = None,
    vary: Collection[str] | None = None,
    orders: bool = False,
    most: int | None = None,
    seed: int = 0,
    rules: Rules | None = None,
    citations: bool = False,
    progress: Progress | None = None,
) -> Robust:
    """Return how every verdict fares over all completions of the preferences.

    Parameters
    ----------
    case : Case
    goal : str, optional
        A formula to attain; the outcome of the case if left out.
    worlds : sequence of str, optional
        The worlds to ask about; all of them if left out.
    readings : mapping, optional
        Decision makers that are read in a named reading, and not by their comparisons.
    vary : collection of str, optional
        The decision makers whose preferences vary; all of whom something is open if left out.
    orders : bool
        Go through the orders of the statements of each reading, and not through the orders of classes.
    most : int, optional
        Go through all profiles if there are at most so many, and otherwise draw so many completions. Left out,
        up to 200,000 are gone through, and 10,000 are drawn.
    seed : int
        For what is drawn.
    rules : Rules, optional
    citations : bool
        Ask also what would be if each comparison, or priority, were dropped, one at a time.
    progress : callable, optional
        Called with the profiles done and in all, over all questions; an exception that it raises ends the work.

    Raises
    ------
    ModelError
        If nothing is open, or there is neither a goal nor an outcome.
    UnknownName
        If there is no such world, decision maker or reading.
    TooLarge
        If the completions cannot even be counted.

    Notes
    -----
    Every completion is counted once; nobody gave weights, so a share is no probability. Cost: that of a cross table
    with as many rows as there are different profiles; counting is exact in whole numbers.

    Examples
    --------
    >>> import detente
    >>> found = robust(detente.load("peace-treaty"))
    >>> {w: (t.yes, t.of) for w, t in found.worlds.items() if t.yes}["both_gone"]
    (864, 1728)
    """
    if goal is None and case.file.outcome is None:
        raise ModelError("the case has no outcome; name a goal")
    aim = goal if goal is not None else case.file.outcome.when if case.file.outcome else ""
    case.formula(aim)
    asked = tuple(dict.fromkeys(worlds if worlds is not None else case.worlds))
    for world in asked:
        case.world(world)
    open_ = spreads(case, readings=readings, vary=vary, orders=orders)
    judge = Judge(case, rules or Rules())
    structures = [judge.structure(world) for world in case.worlds]
    found = completions(open_, structures, most=most, seed=seed)
    work = _Counting(case, judge, found, aim, asked, seed)
    answered = _counted(work, half(progress, 0) if citations else progress)
    if not citations or found.sampled:
        return answered
    return replace(answered, citations=tuple(_dropped(work, structures, half(progress, 1))))


@dataclass(frozen=True, eq=False)
class _Counting:
    """What is asked, and of which completions."""

    case: Case
    judge: Judge
    found: Every | Drawn
    goal: str
    worlds: tuple[str, ...]
    seed: int
    known: dict[tuple[str, str], Mask | DetenteError] = field(default_factory=dict)

    def attained(self, world: str, goal: str, progress: Progress | None) -> Mask | DetenteError:
        """Return for each profile whether a formula can be attained in a world; asked once for each."""
        if (world, goal) not in self.known:
            try:
                self.known[world, goal] = self.judge.attainable_among(
                    goal, world, self.found.choices, self.found.rows, progress
                )
            except DetenteError as error:
                self.known[world, goal] = error
        return self.known[world, goal]

    def trivial(self) -> dict[str, Settled]:
        """Return the worlds where the moves alone settle whether the goal can be attained."""
        goal = self.case.formula(self.goal)
        found = {world: settled_by_moves(self.judge.structure(world), goal, self.case.start) for world in self.worlds}
        return {world: how for world, how in found.items() if how is not None}

    def held(self, test: Strict, progress: Progress | None) -> Mask | DetenteError:
        """Return for each profile whether the test of a claim holds."""
        match test:
            case Attainable(attainable=goal, world=world, not_in=None):
                return self.attained(world, goal, progress)
            case Attainable(attainable=goal, world=world, not_in=str(other)):
                here = self.attained(world, goal, half(progress, 0))
                return _and_not(here, self.attained(other, goal, half(progress, 1)))
            case Unattainable(unattainable=goal, world=world):
                holds = self.attained(world, goal, progress)
                return holds if isinstance(holds, DetenteError) else ~holds
        return _known(self.judge.each(test, self.found.profiles, progress))

    def tally(self, holds: Mask | DetenteError) -> Tally:
        """Return the tally of something that is known for every profile."""
        if isinstance(holds, DetenteError):
            return Tally(0, 0, None, str(holds))
        yes = self.found.count(holds)
        return Tally(yes, self.found.of, interval(yes, self.found.of, CONFIDENCE) if self.found.sampled else None)


def _counted(work: _Counting, progress: Progress | None) -> Robust:
    parts = len(work.worlds) + len(work.case.file.claims)
    attained: dict[str, Mask | DetenteError] = {}
    for k, world in enumerate(work.worlds):
        step = _share(progress, k, parts)
        attained[world] = work.attained(world, work.goal, step)
    held: dict[str, Mask | DetenteError] = {}
    for k, (slug, claim) in enumerate(work.case.file.claims.items(), len(work.worlds)):
        held[slug] = work.held(claim.test, _share(progress, k, parts))
    lost = {(a, b): _and_not(attained[a], attained[b]) for a, b in permutations(work.worlds, 2)}
    verdicts = {f"world:{world}": holds for world, holds in attained.items()}
    verdicts |= {f"claim:{slug}": holds for slug, holds in held.items()}
    verdicts |= {f"but_for:{a}/{b}": holds for (a, b), holds in lost.items() if _is_open(attained[b])}
    return Robust(
        goal=work.goal,
        spreads=work.found.spreads,
        total=work.found.total,
        worlds={world: work.tally(holds) for world, holds in attained.items()},
        trivial=work.trivial(),
        but_for=tuple(ButFor(a, b, work.tally(holds)) for (a, b), holds in lost.items()),
        claims={slug: work.tally(holds) for slug, holds in held.items()},
        hinges=tuple(h for name, holds in verdicts.items() for h in _hinges(work.found, name, holds)),
        idle=_idle(work.found, [holds for holds in verdicts.values() if not isinstance(holds, DetenteError)]),
        citations=None,
        sampled=work.found.sampled,
        seed=work.seed if work.found.sampled else None,
        confidence=CONFIDENCE if work.found.sampled else None,
    )


def _idle(found: Every | Drawn, verdicts: Sequence[Mask]) -> tuple[str, ...] | None:
    if isinstance(found, Drawn):
        return None
    spreads = list(enumerate(found.spreads))
    return tuple(s.dm for k, s in spreads if s.order.count > 1 and all(found.is_idle(holds, k) for holds in verdicts))


def _dropped(work: _Counting, structures: Sequence[Structure], progress: Progress | None) -> Iterator[Dropped]:
    """Yield how the worlds fare without each comparison; what is too much to go through is not drawn but left open."""
    tried = [(k, spread, entry) for k, spread in enumerate(work.found.spreads) for entry in spread.entries]
    parts = len(tried) * len(work.worlds)
    for part, (k, spread, entry) in enumerate(tried):
        changed = [*work.found.spreads[:k], spread.without(entry), *work.found.spreads[k + 1 :]]
        total = prod(s.order.count for s in changed)
        found = every(changed, structures, MOST_WITHOUT)
        tallies = None
        if found is not None:
            counting = replace(work, found=found, known={})
            tallies = {
                world: counting.tally(
                    counting.attained(world, work.goal, _share(progress, part * len(work.worlds) + n, parts))
                )
                for n, world in enumerate(work.worlds)
            }
        yield Dropped(spread.dm, entry, total, tallies)


def _is_open(holds: Mask | DetenteError) -> bool:
    """Return whether something holds in some profiles only; if not, a but-for is the other world's verdict again."""
    return not isinstance(holds, DetenteError) and bool(holds.any()) and not holds.all()


def _hinges(found: Completions, name: str, holds: Mask | DetenteError) -> tuple[Hinge, ...]:
    return () if isinstance(holds, DetenteError) else hinges_of(found, name, holds)


def _known(outcomes: Sequence[Outcome]) -> Mask | DetenteError:
    """Return what holds for each profile, or the error that any of them gave."""
    error = next((o for o in outcomes if isinstance(o, DetenteError)), None)
    return error if error is not None else np.array([o is True for o in outcomes], dtype=np.bool_)


def _and_not(here: Mask | DetenteError, there: Mask | DetenteError) -> Mask | DetenteError:
    if isinstance(here, DetenteError):
        return here
    return there if isinstance(there, DetenteError) else here & ~there


def _share(progress: Progress | None, part: int, parts: int) -> Progress | None:
    """Return a progress that counts within one of equal parts of a work."""
    if progress is None:
        return None
    return lambda done, of: progress(part * of + done, parts * of)
