"""Capability wedges: which options of members, kept as they are, put what is feared out of their reach (theory F4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.analysis.attain import Step
from detente.analysis.incentives.least import Clause, Clauses, Smallest, one_of, smallest_sets
from detente.analysis.incentives.prices import Pressure
from detente.engines import Progress
from detente.model.moves import Coalition, Indices, legal_reach
from detente.model.options import Words, bit_mask, word_count

Element = tuple[Any, ...]
MOST_PATHS = 32


@dataclass(frozen=True, eq=False)
class Capability:
    """What has to be taken from members so that they cannot bring about together what is feared.

    Attributes
    ----------
    by : str
        ``options``: options that keep the value that they have; ``moves``: single moves, where moves do not follow
        from options.
    smallest : Smallest
        The smallest sets, whoever owns what is in them: an option is ``(member, name)``, a move is
        ``(member, start, end)``.
    by_member : mapping
        From a member to the smallest sets that take from it alone.
    verified : bool
        Whether every set of options was checked by fixing it in the case and asking again.
    """

    by: str
    smallest: Smallest[Element]
    by_member: Mapping[int, Smallest[Element]]
    verified: bool


def capability(pressure: Pressure, progress: Progress | None = None) -> Capability:
    """Return the smallest sets of options, or of moves, without which a coalition cannot bring about what is feared.

    Parameters
    ----------
    pressure : Pressure
    progress : callable, optional

    Notes
    -----
    Exact. Each way to a feared state must lose something, so the sets are the smallest that hit all ways; ways are
    found one after the other, each time without what is already taken.
    """
    by_options = pressure.conflict.structure.has_joint_moves
    ways = _Ways(pressure, by_options=by_options)
    found = smallest_sets(ways.clauses(pressure.coalition), each=len(pressure.feared), progress=progress)
    alone = {
        i: smallest_sets(ways.clauses((i,)), each=len(pressure.feared), progress=progress) for i in pressure.coalition
    }
    every = [made for one in (found, *alone.values()) for made in one.sets]
    verified = not by_options or all(_is_gone(pressure, made) for made in every)
    return Capability("options" if by_options else "moves", found, alone, verified)


def _is_gone(pressure: Pressure, made: frozenset[Element]) -> bool:
    """Return whether nothing feared can be brought about once options are fixed at the values that they have."""
    before = pressure.conflict
    here = before.states.pattern(pressure.state)
    values = {name: here[before.states.bits[name]] == "Y" for _, name in made}
    after = before.structure.do(**values) if values else before.structure
    reached = legal_reach(after.walk, pressure.coalition, after.states.index(here), len(after.states))
    patterns = after.states.patterns_of(np.flatnonzero(reached))
    return {before.states.index(p) for p in patterns}.isdisjoint(pressure.improvements.tolist())


@dataclass(eq=False)
class _Ways:
    """Shortest ways of a coalition to what is feared, without what is taken from it."""

    pressure: Pressure
    by_options: bool

    def clauses(self, owners: Coalition) -> Clauses[Element]:
        """Return what each way that is left uses, of what some members own."""

        def lacking(made: frozenset[Element]) -> list[Clause[Element]]:
            used = (frozenset(e for step in path for e in self._elements(step)) for path in self._paths(made))
            return [one_of(e for e in elements if e[0] in owners) for elements in used]

        return lacking

    def _elements(self, step: Step) -> Iterator[Element]:
        member = step.by[0]
        if not self.by_options:
            yield member, step.start, step.end
            return
        states = self.pressure.conflict.states
        before, after = states.pattern(step.start), states.pattern(step.end)
        yield from ((member, o) for o, a, b in zip(states.options, before, after, strict=True) if a != b)

    def _paths(self, made: frozenset[Element]) -> list[tuple[Step, ...]]:
        """Return shortest ways to some of the feared states that are still reached."""
        wanted = set(self.pressure.improvements.tolist())
        ahead: list[tuple[Step, ...]] = [()]
        seen: set[tuple[int, int]] = set()
        found: list[tuple[Step, ...]] = []
        fixed = self._bits(made) if self.by_options else None
        for path in ahead:
            here, last = (path[-1].end, path[-1].by[0]) if path else (self.pressure.state, -1)
            for mover in (j for j in self.pressure.coalition if j != last):
                for end in self._leaving(mover, here, made, fixed).tolist():
                    if (end, mover) in seen:
                        continue
                    seen.add((end, mover))
                    ahead.append((*path, Step((mover,), here, end)))
                    if end in wanted:
                        wanted.discard(end)
                        found.append(ahead[-1])
                        if len(found) >= MOST_PATHS:
                            return found
        return found

    def _leaving(self, mover: int, here: int, made: frozenset[Element], fixed: Words | None) -> Indices:
        ends = self.pressure.conflict.moves.leaving(mover, here)
        if fixed is not None:
            words = self.pressure.conflict.states.words
            return np.asarray(ends[~((words[ends] ^ words[here]) & fixed).any(axis=1)])
        return np.array([end for end in ends.tolist() if (mover, here, end) not in made], dtype=np.int64)

    def _bits(self, made: frozenset[Element]) -> Words:
        states = self.pressure.conflict.states
        return bit_mask((states.bits[name] for _, name in made), word_count(len(states.options)))
