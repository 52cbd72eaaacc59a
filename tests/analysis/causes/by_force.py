"""The definitions of theory E1 and E3 as loops over a whole table of outcomes: slow, obvious, the oracle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product

from hypothesis import strategies as st

from detente.analysis.causes.outcomes import Outcomes, Switches

Table = Mapping[Switches, bool | None]


def subsets(items: Sequence[object], least: int = 0, most: int | None = None) -> Iterator[tuple[object, ...]]:
    """Yield every subset, the smaller first."""
    top = len(items) if most is None else most
    return chain.from_iterable(combinations(items, n) for n in range(least, top + 1))


def assignments(alternatives: Sequence[int]) -> list[Switches]:
    """Return every set of changes: each factor as it is, or one of its alternatives."""
    choices = product(*([None, *range(n)] for n in alternatives))
    return [tuple((f, a) for f, a in enumerate(c) if a is not None) for c in choices]


@dataclass(frozen=True)
class Toy:
    """An outcome given by its whole table."""

    alternatives: tuple[int, ...]
    table: Table

    def outcomes(self, **settings: object) -> Outcomes:
        """Return it as the functions under test take it."""

        def evaluate(asked: list[Mapping[int, int]]) -> list[bool | None]:
            return [self.table[tuple(sorted(a.items()))] for a in asked]

        return Outcomes(evaluate, self.alternatives, **settings)  # type: ignore[arg-type]

    def flips(self, switches: Switches) -> bool:
        """Is the outcome evaluable and another one?"""
        value = self.table[switches]
        return value is not None and value != self.table[()]

    @property
    def factors(self) -> range:
        """The factors."""
        return range(len(self.alternatives))

    def minimal_changes(self) -> set[Switches]:
        """Return the sets of changes that flip and of which no proper part flips."""
        return {a for a in self.table if self.flips(a) and not any(self.flips(b) for b in subsets(a, most=len(a) - 1))}

    def can_flip(self, factors: Sequence[int]) -> bool:
        """Does some change of exactly these factors flip?"""
        return any(self.flips(a) for a in self.table if {f for f, _ in a} == set(factors))

    def minimal_factors(self) -> set[tuple[int, ...]]:
        """Return the sets of factors that can flip and of which no proper part can."""
        return {
            c
            for c in subsets(self.factors)
            if self.can_flip(c) and not any(self.can_flip(b) for b in subsets(c, most=len(c) - 1))
        }

    def degree(self, factor: int) -> Fraction:
        """Return the responsibility: over all sets of changes with the factor that flip, while the others do not."""
        sizes = [
            len(a)
            for a in self.table
            if factor in dict(a) and self.flips(a) and not self.flips(tuple(c for c in a if c[0] != factor))
        ]
        return Fraction(1, min(sizes)) if sizes else Fraction(0)

    def is_sufficient(self, factors: Sequence[int]) -> bool:
        """Does the outcome stay whatever is made of all other factors?"""
        return not any(self.flips(a) for a in self.table if not {f for f, _ in a} & set(factors))

    def reasons(self) -> set[tuple[int, ...]]:
        """Return the minimal sufficient reasons."""
        return {
            r
            for r in subsets(self.factors)
            if self.is_sufficient(r) and not any(self.is_sufficient(b) for b in subsets(r, most=len(r) - 1))
        }

    def is_monotone(self) -> bool:
        """Does every assignment that holds one that flips flip?"""
        return all(self.flips(b) for a in self.table if self.flips(a) for b in self.table if set(a) <= set(b))


@st.composite
def toys(draw: st.DrawFn, *, most_factors: int = 4, most_alternatives: int = 3, gaps: bool = True) -> Toy:
    """Draw any outcome at all, some assignments not evaluable; the actual one is."""
    alternatives = draw(st.lists(st.integers(1, most_alternatives), min_size=1, max_size=most_factors))
    wanted = assignments(alternatives)
    drawn = draw(st.binary(min_size=len(wanted), max_size=len(wanted)))
    rarity = draw(st.sampled_from([16, 64, 128, 230]))
    unknown = draw(st.sampled_from([0, 0, 60])) if gaps else 0
    values = [None if byte % 64 * 4 < unknown else byte < rarity for byte in drawn]
    values[0] = draw(st.booleans())
    return Toy(tuple(alternatives), dict(zip(wanted, values, strict=True)))


@st.composite
def monotone_toys(draw: st.DrawFn, *, most_factors: int = 4, most_alternatives: int = 3) -> Toy:
    """Draw an outcome that further changes never bring back."""
    alternatives = draw(st.lists(st.integers(1, most_alternatives), min_size=1, max_size=most_factors))
    wanted = assignments(alternatives)
    enough = draw(st.lists(st.sampled_from(wanted[1:]), max_size=4))
    was = draw(st.booleans())
    turned = {a: any(set(e) <= set(a) for e in enough) for a in wanted}
    return Toy(tuple(alternatives), {a: was is not turned[a] for a in wanted})
