"""Attainability once more, as plain loops over sets of state names: the oracle of ``detente.analysis.attain``.

Nothing of the package's moves or searches is used here; only what a conflict holds as data is read: who owns which
option, what is forbidden, one way or frozen, explicit arcs, and the rank of each state. Every definition is spelled out
as the glossary says it, in the same order: a joint move, an improvement, an answer, an unanswered step, a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from detente.model.conflict import Conflict
from tests.build import assignments, holds, is_move, pattern_of

Members = tuple[int, ...]
Step = tuple[Members, str]


@dataclass(frozen=True)
class Variant:
    """One way to read the definition; the fields are the questions that it leaves open."""

    joint: str = "both"
    answers: str = "credible"
    improvement: str = "strict"


EVERY_VARIANT = tuple(
    Variant(joint, answers, improvement)
    for joint in ("both", "sequences", "at_once")
    for answers in ("credible", "any", "none", "joint")
    for improvement in ("strict", "pareto")
)


def every_coalition(n: int) -> tuple[Members, ...]:
    """Return all nonempty coalitions of ``n`` decision makers, the smaller ones first."""
    return tuple(c for size in range(1, n + 1) for c in combinations(range(n), size))


class Literal:
    """A conflict as sets of names of states."""

    def __init__(
        self, conflict: Conflict, variant: Variant = Variant(), allowed: Sequence[Members] | None = None
    ) -> None:
        self.structure = conflict.structure
        self.variant = variant
        self.n = len(conflict.decision_makers)
        self.players = tuple(range(self.n))
        self.allowed = tuple(allowed) if allowed is not None else every_coalition(self.n)
        self.conflict = conflict
        self.memory: dict[object, frozenset[str]] = {}

    @cached_property
    def rank(self) -> list[dict[str, int]]:
        """The rank of each state, for each decision maker; not asked for where only moves count."""
        labels = self.conflict.states.slugs or self.conflict.states.patterns
        return [dict(zip(labels, map(int, order.ranks), strict=True)) for order in self.conflict.orders]

    # ------------------------------------------------------------------------------------ states and moves

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The feasible states: those listed, or every pattern that no constraint forbids."""
        structure = self.structure
        if structure.listing is not None:
            return tuple(structure.listing)
        names = structure.option_names
        return tuple(
            pattern_of(values)
            for values in assignments(names)
            if not any(holds(c.forbids, values) for c in structure.constraints)
            and all(values[o] == value for o, value in structure.fixed.items())
        )

    def pattern(self, state: str) -> str:
        """The letters of a state that the case may list by name."""
        listing = self.structure.listing
        return listing[state] if isinstance(listing, dict) else state

    @cached_property
    def arcs(self) -> list[frozenset[tuple[str, str]]] | None:
        """Explicit arcs of each decision maker, if the case has them."""
        if self.structure.explicit is None:
            return None
        known = set(self.states)
        return [
            frozenset((a, b) for a, b in self.structure.explicit.get(slug, ()) if {a, b} <= known)
            for slug in self.structure.slugs
        ]

    def kept(self, key: object, make: Callable[[], Iterable[str]]) -> frozenset[str]:
        """Work a set out once."""
        if key not in self.memory:
            self.memory[key] = frozenset(make())
        return self.memory[key]

    def moves(self, i: int, s: str) -> frozenset[str]:
        """R_i(s): where one move of one decision maker leads."""
        if self.arcs is not None:
            arcs = self.arcs[i]
            return self.kept(("move", i, s), lambda: (b for a, b in arcs if a == s))
        return self.at_once((i,), s)

    def at_once(self, members: Members, s: str) -> frozenset[str]:
        """Where the members can go by changing options of their own, all in one step; some may stay passive."""
        if self.arcs is not None:
            return frozenset()
        return self.kept(
            ("at once", members, s),
            lambda: (q for q in self.states if is_move(self.structure, members, self.pattern(s), self.pattern(q))),
        )

    def sequences(self, members: Members, s: str, *, improving: bool = False) -> frozenset[str]:
        """R_H(s), or R_H+(s): the ends of legal sequences of at least one move, nobody twice in a row."""
        return self.kept(("sequence", members, s, improving), lambda: self._walk(members, s, improving=improving))

    def _walk(self, members: Members, s: str, *, improving: bool) -> set[str]:
        seen: set[tuple[str, int]] = set()
        todo = [(s, -1)]
        while todo:
            here, last = todo.pop()
            for i in members:
                if i == last:
                    continue
                for q in self.moves(i, here):
                    if improving and not self.better(i, q, here):
                        continue
                    if (q, i) not in seen:
                        seen.add((q, i))
                        todo.append((q, i))
        return {q for q, _ in seen}

    def together(self, members: Members, s: str) -> frozenset[str]:
        """Where a coalition can go from ``s`` by one joint move; one decision maker only by a move of its own."""
        if len(members) == 1:
            return self.moves(members[0], s) - {s}
        reached: set[str] = set()
        if self.variant.joint in ("both", "sequences"):
            reached |= self.sequences(members, s)
        if self.variant.joint in ("both", "at_once"):
            reached |= self.at_once(members, s)
        return frozenset(reached - {s})

    # -------------------------------------------------------------------------- improvements and answers

    def better(self, i: int, q: str, s: str) -> bool:
        """Whether ``i`` strictly prefers ``q`` to ``s``."""
        return self.rank[i][q] > self.rank[i][s]

    def gains(self, members: Members, q: str, s: str) -> bool:
        """Whether going from ``s`` to ``q`` is an improvement of the coalition."""
        if self.variant.improvement == "strict":
            return all(self.better(i, q, s) for i in members)
        nobody_worse = not any(self.better(i, s, q) for i in members)
        return nobody_worse and any(self.better(i, q, s) for i in members)

    def improvements(self, members: Members, s: str) -> frozenset[str]:
        """CI_H(s): the joint moves that are improvements."""
        return self.kept(
            ("CI", members, s), lambda: (q for q in self.together(members, s) if self.gains(members, q, s))
        )

    def answers(self, members: Members, q: str) -> frozenset[str]:
        """Where the outsiders may take things, once the coalition has come to ``q``."""
        outside = tuple(j for j in self.players if j not in members)
        match self.variant.answers:
            case "none":
                return frozenset()
            case "any":
                return self.sequences(outside, q)
            case "credible":
                return self.sequences(outside, q, improving=True)
            case "joint":
                return self.kept(("R++", outside, q), lambda: self._walk_together(outside, q))
        raise AssertionError(self.variant.answers)

    def _walk_together(self, outside: Members, q: str) -> set[str]:
        """R++(q): each step is an improvement of some coalition of outsiders, no coalition twice in a row."""
        teams = [c for c in self.allowed if set(c) <= set(outside)]
        seen: set[tuple[str, Members]] = set()
        todo: list[tuple[str, Members]] = [(q, ())]
        while todo:
            here, last = todo.pop()
            for team in teams:
                if team == last:
                    continue
                for t in self.improvements(team, here):
                    if (t, team) not in seen:
                        seen.add((t, team))
                        todo.append((t, team))
        return {t for t, _ in seen}

    def deterring(self, members: Members, s: str, q: str) -> set[str]:
        """The answers after which the coalition is no longer better off than where its step began."""
        return {y for y in self.answers(members, q) if not self.gains(members, y, s)}

    def unanswered(self, members: Members, s: str, q: str) -> bool:
        """Whether the coalition may take things from ``s`` to ``q``: it can, it gains, and nothing deters it."""
        return q in self.improvements(members, s) and not self.deterring(members, s, q)

    # --------------------------------------------------------------------------------------------- chains

    def steps(self, s: str) -> list[Step]:
        """Every unanswered improvement from ``s``."""
        return [
            (members, q)
            for members in self.allowed
            for q in sorted(self.improvements(members, s))
            if not self.deterring(members, s, q)
        ]

    def distance(self, start: str, ends: set[str]) -> int | None:
        """The length of the shortest chain from ``start`` to one of ``ends``; None if there is none."""
        reached, frontier, length = {start}, {start}, 0
        while frontier:
            if frontier & ends:
                return length
            frontier = {q for s in frontier for _, q in self.steps(s)} - reached
            reached |= frontier
            length += 1
        return None
