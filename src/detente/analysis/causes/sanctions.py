"""Which answers deter a decision maker from each improvement, and how much hangs on each of them (theory E4).

In the layered model an improvement is deterred if one answer or another deters it. Its actual causes by the modified
definition of Halpern and Pearl, among the answers, are therefore all of them *together*: one answer alone is a
but-for cause, and of several any one would do, so each has the responsibility 1 over their number. That is
*overdetermination*.

It is *preemption* if answers come one at a time and the shortest first: then those of the fewest moves are the cause,
the longer ones are only held in reserve, and have no responsibility. Both are told; a model says nothing about time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from detente.analysis.attain import Step
from detente.analysis.causes.duality import dual_changes
from detente.analysis.causes.layered import require_layers
from detente.analysis.causes.outcomes import Outcomes
from detente.analysis.causes.responsibility import by_minimal_sets
from detente.analysis.told import Reason, ToldMove, reason, told_move
from detente.analysis.witness import reply_paths
from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.engines.reference import improvements, is_sanction, sequence_ends
from detente.errors import ModelError
from detente.model.conflict import Conflict

Path = tuple[Step, ...]
Slugs = tuple[str, ...]
MOST_REPLIES = 1 << 16
MOST_TOLD = 6
MOST_OPPONENTS = 12


@dataclass(frozen=True, slots=True)
class Sanction:
    """One answer that deters.

    Attributes
    ----------
    end : str
        Where it leaves the decision maker, as a pattern or name.
    moves : tuple of ToldMove
        A shortest legal sequence of the opponents that leads there.
    then : Reason
        How the decision maker compares that end with where it started.
    responsibility : Fraction
        If all answers stand side by side: 1 over their number.
    nearest_first : Fraction
        If only the shortest answers come: the same for those of the fewest moves, and 0 for the others.
    """

    end: str
    moves: tuple[ToldMove, ...]
    then: Reason
    responsibility: Fraction
    nearest_first: Fraction

    @property
    def preempted(self) -> bool:
        """Whether a shorter answer deters too, so that this one need not come."""
        return not self.nearest_first


@dataclass(frozen=True, slots=True)
class Deterrence:
    """One improvement, and what deters from it.

    Attributes
    ----------
    move : ToldMove
    sanctions : tuple of Sanction
        The answers that deter, the shortest first; as many as are told.
    number : int
        How many answers deter in all, each end counted once.
    nearest : int
        How many of them take the fewest moves.
    replies : int
        How many answers were looked at, those that do not deter included.
    opponents : mapping
        From each opponent to its responsibility: 1 if without its moves nothing deters, 1/2 if it takes one other
        opponent's silence too, and 0 if its moves do not matter. Empty where nothing deters, or where it was not
        asked.
    without : tuple of tuple of str
        The smallest sets of opponents without whose moves nothing deters.
    complete : bool
        Whether all answers were looked at.
    """

    move: ToldMove
    sanctions: tuple[Sanction, ...]
    number: int
    nearest: int
    replies: int
    opponents: Mapping[str, Fraction]
    without: tuple[Slugs, ...]
    complete: bool

    @property
    def deterred(self) -> bool:
        """Whether some answer deters."""
        return self.number > 0

    @property
    def overdetermined(self) -> bool:
        """Whether several answers deter, any of which would do."""
        return self.number > 1

    @property
    def preempting(self) -> bool:
        """Whether longer answers stand behind the shortest ones."""
        return self.number > self.nearest


@dataclass(frozen=True, slots=True)
class DeterredBy:
    """What deters one decision maker at one state from each of its improvements.

    Attributes
    ----------
    dm, concept, state : str
    stable : bool or None
        Whether the state is stable for it; None where not all answers were looked at and none of those deters.
    improvements : tuple of Deterrence
    complete : bool
        Whether all answers to all improvements were looked at. Otherwise responsibilities are upper bounds.
    why : str
        Why not; empty if they were.
    """

    dm: str
    concept: str
    state: str
    stable: bool | None
    improvements: tuple[Deterrence, ...]
    complete: bool
    why: str = ""


def deterred_by(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    concept: Concept,
    player: int,
    state: int,
    *,
    most_replies: int = MOST_REPLIES,
    most_told: int = MOST_TOLD,
    progress: Progress | None = None,
) -> DeterredBy:
    """Return which answers deter a decision maker from each improvement.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
        Nash, GMR, SMR, SEQ or SSEQ.
    player, state : int
    most_replies : int
        How many answers to one improvement are looked at.
    most_told : int
        How many of those that deter are told in full; all are counted.
    progress : callable, optional
        Called with the improvements done and in all; an exception that it raises ends the work.

    Raises
    ------
    NotAnswered
        For simultaneous stability.
    ModelError
        If ``most_replies`` is less than 1.

    Notes
    -----
    Exact: that the closed form is what the definition of actual causes gives in the layered model is shown by the
    tests. Cost: for each improvement, the states that answers reach; for its opponents, a few times that.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("elmira").conflict()
    >>> (found,) = deterred_by(conflict, concept("GMR"), 2, conflict.states.index("s1")).improvements
    >>> [(s.end, str(s.responsibility), s.preempted) for s in found.sanctions]
    [('YYNNY', '1/3', False), ('---Y-', '1/3', False), ('YNYNY', '1/3', True)]
    >>> found.without
    (('moe', 'ur'),)
    """
    require_layers(concept)
    if most_replies < 1:
        raise ModelError(f"a budget of {most_replies} answers cannot show what deters; allow one answer at least")
    asked = _Asked(conflict, concept, player, state, most_replies, most_told)
    found: list[Deterrence] = []
    moves = improvements(conflict, player, state)
    for done, move in enumerate(moves):
        if progress is not None:
            progress(done, len(moves))
        found.append(asked.deterrence(move))
    complete = all(d.complete for d in found)
    sure = [d.deterred or None if not d.complete else d.deterred for d in found]
    stable = False if False in sure else None if None in sure else True
    why = "" if complete else f"only the first {most_replies:,} answers to each improvement were looked at"
    slug = conflict.structure.slugs[player]
    return DeterredBy(slug, concept.name, conflict.states.pattern(state), stable, tuple(found), complete, why)


@dataclass(frozen=True, eq=False)
class _Asked:
    """The question, once for each improvement."""

    conflict: Conflict
    concept: Concept
    player: int
    state: int
    most_replies: int
    most_told: int

    def deterrence(self, move: int) -> Deterrence:
        """Return what deters from one improvement."""
        paths = reply_paths(self.conflict, self.concept, self.player, self.state, move)
        looked = list(islice(paths, self.most_replies))
        complete = len(looked) < self.most_replies or next(paths, None) is None
        sanctions = [path for path in looked if self._deters(path[-1].end)]
        shortest = min(map(len, sanctions), default=0)
        nearest = sum(len(path) == shortest for path in sanctions)
        told = tuple(self._told(p, len(sanctions), shortest) for p in sanctions[: self.most_told])
        opponents, without = self._opponents(move) if sanctions and complete else ({}, ())
        step = told_move(self.conflict, Step((self.player,), self.state, move))
        return Deterrence(step, told, len(sanctions), nearest, len(looked), opponents, without, complete)

    def _deters(self, end: int) -> bool:
        return is_sanction(self.conflict, self.concept, self.player, self.state, end)

    def _told(self, path: Path, number: int, shortest: int) -> Sanction:
        end, share = path[-1].end, Fraction(1, number)
        return Sanction(
            self.conflict.states.pattern(end),
            tuple(told_move(self.conflict, step) for step in path),
            reason(self.conflict, self.player, self.state, end),
            share,
            share if len(path) == shortest else Fraction(0),
        )

    def _opponents(self, move: int) -> tuple[Mapping[str, Fraction], tuple[Slugs, ...]]:
        """Return each opponent's responsibility and the smallest sets of them without whom nothing deters.

        Fewer movers have fewer sequences, so the outcome is monotone.
        """
        others = [j for j in range(len(self.conflict.decision_makers)) if j != self.player]
        if len(others) > MOST_OPPONENTS:
            return {}, ()

        def evaluate(asked: list[Mapping[int, int]]) -> list[bool | None]:
            return [self._deterred(move, [j for k, j in enumerate(others) if k not in silent]) for silent in asked]

        outcomes = Outcomes(evaluate, [1] * len(others))
        flips = dual_changes(outcomes)
        slugs = [self.conflict.structure.slugs[j] for j in others]
        degrees = {slugs[r.factor]: r.degree for r in by_minimal_sets(outcomes, flips)}
        return degrees, tuple(tuple(slugs[k] for k in factors) for factors in flips.factors)

    def _deterred(self, move: int, movers: list[int]) -> bool:
        credible = self.concept.replies is Replies.CREDIBLE
        return any(map(self._deters, sequence_ends(self.conflict, movers, move, credible=credible)))
