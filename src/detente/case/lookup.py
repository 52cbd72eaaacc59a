"""Whether a state that a file mentions is feasible, and if not, what it breaks.

States are judged by the formulas one by one and never looked for in a list of all patterns, so that a few mentions
cost little where there are many states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from detente.case.build import Case
from detente.case.finding import nearest
from detente.case.schema import World
from detente.case.syntax import shown
from detente.model.formula import Mask
from detente.model.options import bit_mask, word_count
from detente.model.states import States, named

Words = tuple[str, str]


class Lookup:
    """The states of a case, by name or pattern.

    Parameters
    ----------
    case : Case
        A case whose names and formulas are in order.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.n_options = len(case.structure.option_names)

    def feasible(self, said: Iterable[str], world: World | None = None) -> dict[str, str]:
        """Return those of the names and patterns that are feasible, each with the one name or pattern of its state."""
        states, rows = self._candidates(list(said))
        broken = [wrong for _, wrong in self._broken(states, world)]
        infeasible = np.logical_or.reduce([np.zeros(len(states), dtype=bool), *broken])
        return {text: states.slugs[row] for text, row in rows.items() if not infeasible[row]}

    def why_not(self, said: str, world: World | None = None) -> Words:
        """Return the words for why a name or pattern is no feasible state, and a hint."""
        states, rows = self._candidates([said])
        if said not in rows:
            return self._unknown(said, states)
        broken = [name for name, wrong in self._broken(states, world) if wrong[rows[said]]]
        return f"{said} is not feasible: it breaks {', '.join(broken)}", "change it, or loosen what it breaks"

    def _unknown(self, said: str, states: States) -> Words:
        if self.case.file.states is not None:
            return f"{shown(said)} is not a state of this case", nearest(said, states.slugs)
        message = f"{shown(said)} is not a state: it needs one letter Y or N for each of the {self.n_options} options"
        return message, "write the letters in the order in which the options stand in the file"

    @cached_property
    def _listed(self) -> States | None:
        listing = self.case.file.states
        if listing is None:
            return None
        return named(listing) if isinstance(listing, tuple) else packed(self.case.structure.option_names, listing)

    def _candidates(self, said: list[str]) -> tuple[States, dict[str, int]]:
        if self._listed is not None:
            known = {pattern: row for row, pattern in enumerate(self._listed.patterns)}
            known |= {slug: row for row, slug in enumerate(self._listed.slugs)}
            return self._listed, {text: known[text] for text in said if text in known}
        sound = {s: s for s in said if len(s) == self.n_options and not set(s) - set("YN")}
        return packed(self.case.structure.option_names, sound), {text: row for row, text in enumerate(sound)}

    def _broken(self, states: States, world: World | None) -> Iterable[tuple[str, Mask]]:
        """Yield what is in force in a world, by name or formula, with the states that break it."""
        lifted = set(world.lift) if world is not None else set()
        for constraint in self.case.file.constraints:
            if constraint.name not in lifted:
                yield constraint.name or f'"{shown(constraint.when)}"', states.truth(self.case.formula(constraint.when))
        for option, value in world.do.items() if world is not None else ():
            yes, no = states.column(option)
            yield f"{option}={value}", no if value == "Y" else yes


def packed(options: tuple[str, ...], patterns: Mapping[str, str]) -> States:
    """Return states with these names and patterns, as they are."""
    n_words = word_count(len(options))

    def words(letter: str) -> list[object]:
        return [bit_mask((i for i, c in enumerate(p) if c == letter), n_words) for p in patterns.values()]

    yes, either = (np.array(words(letter), dtype=np.uint64).reshape(-1, n_words) for letter in "Y-")
    return States(options, yes, either, tuple(patterns))
