"""Preferences of which only a part is known: comparisons of classes of states, priorities among statements."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from detente.case.grounds import Evidence, Formula, Slug

PAIRS = (("better", "than"), ("prefer", "over"))


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Classes = Annotated[
    tuple[Slug, ...],
    BeforeValidator(_one_or_many, json_schema_input_type=Slug | tuple[Slug, ...]),
    Field(min_length=1),
]


class Comparison(Evidence):
    """Some classes are better than others, by name; or, with all else equal, what is preferred over what."""

    better: Classes | None = None
    than: Classes | None = None
    prefer: Formula | None = None
    over: Formula | None = None
    all_else: tuple[Formula, ...] = ()

    @model_validator(mode="after")
    def _one_pair(self) -> Comparison:
        given = [key for pair in PAIRS for key in pair if getattr(self, key) is not None]
        if tuple(given) not in PAIRS:
            seen = ", ".join(given) or "none of them"
            raise ValueError(f"needs either better and than (classes), or prefer and over (formulas); found {seen}")
        if self.all_else and self.prefer is None:
            raise ValueError("all_else goes with prefer and over; classes are compared as they are")
        return self

    @property
    def words(self) -> str:
        """What is compared, in one line."""
        if self.better is not None:
            return f"{', '.join(self.better)} over {', '.join(self.than or ())}"
        rest = f", all else equal: {', '.join(self.all_else)}" if self.all_else else ""
        return f"{self.prefer} over {self.over}{rest}"


class Priority(Evidence):
    """Statements from more to less important, by their places in the reading, counted from 1."""

    order: Annotated[tuple[int, ...], Field(min_length=2)]

    @property
    def words(self) -> str:
        """The places in one line."""
        return " before ".join(map(str, self.order))
