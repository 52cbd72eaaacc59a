"""Asking about the sets of one conflict: a child process does the work, within bounds, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from types import TracebackType
from typing import Any, Protocol, Self

from detente.concepts import concept
from detente.engines.symbolic.asked import Attained, Move, Plain, Progress, StateSet, formula_tree, plain, start_number
from detente.engines.symbolic.bounds import Bounds
from detente.engines.symbolic.here import Here
from detente.engines.symbolic.link import Link
from detente.engines.symbolic.problem import Problem
from detente.engines.symbolic.translate import kind, number, pattern, problem
from detente.errors import UnknownName, did_you_mean
from detente.model.conflict import Conflict
from detente.model.formula import Constant, Formula
from detente.model.moves import coalitions

PAGE = 1000
YES = Constant(True)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one piece of work took.

    Attributes
    ----------
    doing, player : str
        A concept (or another phase), and for whom.
    seconds : float
    nodes : int
        The size of the set that was found.
    peak : int
        The most nodes of all diagrams together, among them those that nobody needs any more.
    """

    doing: str
    player: str
    seconds: float
    nodes: int
    peak: int


class _Worker(Protocol):
    """Who answers: a child process, or this one."""

    alive: bool

    def ask(self, question: str, details: tuple[Any, ...]) -> tuple[Any, list[Any]]: ...

    def close(self) -> None: ...


class Session:
    """Questions about the sets of states of one conflict, as many as one likes.

    Parameters
    ----------
    conflict : Conflict
        In option form; its states are never listed.
    bounds : Bounds, optional
    progress : callable, optional
        Called about ten times a second with what is being done, how much of it is done and how much there is (0, 0:
        unknown); an exception that it raises ends the work.
    in_process : bool
        Whether the work is done in this process: no start-up cost, but an operation that has begun cannot be
        stopped, and the memory bound counts the diagrams only.

    Raises
    ------
    NotTaken
        If the symbolic engine does not take this kind of model.

    Notes
    -----
    Every question can raise :class:`TooLarge` (the memory bound), :class:`NotAnswered` (the time limit),
    :class:`Cancelled` (Ctrl-C) and :class:`ModelError` (no feasible state, an infeasible start, a ranking that leaves
    out a state). The session can be asked again after that; sets found before may then be computed anew.

    Examples
    --------
    >>> import detente
    >>> from detente.engines.symbolic import Equilibria, Session
    >>> with Session(detente.load("prisoners-dilemma").conflict()) as session:
    ...     session.count(Equilibria("SEQ")), session.first(Equilibria("SEQ"))
    (2, ('NN', 'YY'))
    """

    def __init__(
        self,
        conflict: Conflict,
        bounds: Bounds | None = None,
        progress: Progress | None = None,
        *,
        in_process: bool = False,
    ) -> None:
        self._conflict, self._bounds, self._progress = conflict, bounds or Bounds(), progress
        self._problem = problem(conflict)
        self._size = len(self._problem.options)
        self._start: Callable[[Problem, Bounds, Callable[[str], None]], _Worker] = Here if in_process else Link
        self._worker: _Worker | None = None
        self._figures: list[Figures] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind_: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process; a further question starts another one."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()

    @property
    def figures(self) -> tuple[Figures, ...]:
        """What was computed so far."""
        return tuple(self._figures)

    def _ask(self, question: str, *details: Any) -> Any:
        if self._worker is None:
            self._worker = self._start(self._problem, self._bounds, self._told)
        try:
            answer, figures = self._worker.ask(question, details)
        finally:
            if not self._worker.alive:
                self._worker = None
        self._figures += (Figures(*f) for f in figures)
        return answer

    def _told(self, name: str) -> None:
        if self._progress is not None:
            self._progress(name, 0, 0)

    def _plain(self, which: StateSet) -> Plain:
        return plain(which, self._conflict)

    # --------------------------------------------------------------------------------------- what is in a set

    def count(self, which: StateSet) -> int:
        """Return how many states a set has, exactly."""
        counted: int = self._ask("count", self._plain(which))
        return counted

    def first(self, which: StateSet, most: int = 10, after: str | None = None) -> tuple[str, ...]:
        """Return the first states of a set, as patterns in the order of the conflict's states.

        Parameters
        ----------
        which : StateSet
        most : int
        after : str, optional
            A pattern, in the set or not; only states that come later are returned.
        """
        since = None if after is None else number(after, self._size)
        found = self._ask("first", self._plain(which), most, since)
        return tuple(pattern(s, self._size) for s in found)

    def each(self, which: StateSet) -> Iterator[str]:
        """Yield all states of a set, as patterns in the order of the conflict's states."""
        last: str | None = None
        for _ in repeat(None):
            page = self.first(which, PAGE, last)
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]

    def contains(self, which: StateSet, state: str) -> bool:
        """Return whether a state, given as a pattern, is in a set."""
        inside: bool = self._ask("contains", self._plain(which), number(state, self._size))
        return inside

    def settled(self, which: StateSet) -> dict[str, bool | None]:
        """Return for each option the value that it has in all states of a set; None where it differs (or no state)."""
        values = self._ask("settled", self._plain(which))
        return dict(zip(self._problem.options, values, strict=True))

    def projected(self, which: StateSet, options: Iterable[str]) -> tuple[str, ...]:
        """Return the different patterns that the states of a set have on some options.

        Raises
        ------
        TooLarge
            If there are more than 10,000.
        """
        wanted = tuple(dict.fromkeys(options))
        places = {name: bit for bit, name in enumerate(self._problem.options)}
        for name in wanted:
            if name not in places:
                raise UnknownName(f"there is no option {name}; {did_you_mean(name, places)}")
        found = self._ask("projected", self._plain(which), tuple(places[o] for o in wanted))
        return tuple(pattern(s, len(wanted)) for s in found)

    def patterns(self, which: StateSet, most: int = 1000) -> tuple[str, ...]:
        """Return disjoint patterns of Y, N and - (either) that together are the set.

        Raises
        ------
        TooLarge
            If there are more than ``most``.
        """
        return tuple(self._ask("patterns", self._plain(which), most))

    def diagram(self, which: StateSet) -> dict[str, Any]:
        """Return a set as a decision diagram in plain data.

        Returns
        -------
        dict
            ``order``: the options from the top of the diagram to the bottom; ``nodes``: lists ``[option, no, yes]``,
            where ``no`` and ``yes`` are places in this list, or -1 for the empty set and -2 for everything; parts
            stand before the nodes that they are part of; ``root``: the place of the set itself.
        """
        found: dict[str, Any] = self._ask("diagram", self._plain(which))
        names = self._problem.options
        nodes = [[names[o], no, yes] for o, no, yes in found["nodes"]]
        return {"order": [names[o] for o in found["order"]], "nodes": nodes, "root": found["root"]}

    # -------------------------------------------------------------------------------------- without full sets

    def stable_for(self, concept_name: str, state: str) -> dict[str, bool]:
        """Return for each decision maker whether one state is stable under a concept.

        For SEQ and SSEQ only what this state needs is computed, unless the full set is known already.
        """
        asked = kind(concept(concept_name))
        found = self._ask("stable_for", *asked, number(state, self._size))
        return dict(zip(self._problem.slugs, found, strict=True))

    def any_equilibrium(self, concept_name: str, formula: Formula = YES) -> str | None:
        """Return an equilibrium where a formula holds; None if there surely is none.

        For SEQ and SSEQ the full sets are not computed: candidates are tried, and each try settles all states that
        the decision maker in question likes as much.
        """
        asked = kind(concept(concept_name))
        found = self._ask("any_equilibrium", *asked, formula_tree(formula, self._conflict))
        return None if found is None else pattern(found, self._size)

    def attain(
        self,
        goal: Formula,
        groups: Iterable[tuple[int, ...]] = (),
        *,
        joint: str = "both",
        answers: str = "credible",
        improvement: str = "strict",
        start: str | None = None,
    ) -> Attained:
        """Return whether a formula can be attained, with a shortest chain; see :mod:`detente.analysis.attain`.

        Parameters
        ----------
        goal : Formula
        groups : iterable of tuple of int, optional
            The coalitions that can act; all of them if not given.
        joint, answers, improvement : str
            The rules; see :class:`detente.analysis.attain.Rules`.
        start : str, optional
            Where the chain begins; the status quo if not given.
        """
        able = tuple(groups) or tuple(coalitions(range(len(self._problem.slugs))))
        begin = start_number(self._conflict, start)
        rules = (joint, answers, improvement)
        path, visited = self._ask("attain", formula_tree(goal, self._conflict), begin, able, rules)
        return Attained(None if path is None else tuple(self._move(*step) for step in path), visited)

    def _move(self, by: tuple[int, ...], start: int, end: int) -> Move:
        return Move(tuple(self._problem.slugs[i] for i in by), pattern(start, self._size), pattern(end, self._size))
