"""What can be blamed, and what can be changed: the factors of a case and their alternatives (theory E2)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from detente.case.grounds import Evidence, OptionName, Slug, StateName, Strict, YesNo, kind_of

KINDS = ("option", "constraint", "direction", "freeze", "preference", "pair", "reading")
WAYS = ("do", "start", "reading", "place", "drop", "negate", "absent")


class Alternative(Strict):
    """What a factor could be instead, in exactly one way."""

    do: YesNo | None = None
    start: YesNo | None = None
    reading: Slug | None = None
    place: Annotated[int | None, Field(ge=1)] = None
    drop: Literal[True] | None = None
    negate: Literal[True] | None = None
    absent: Literal[True] | None = None
    label: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Alternative:
        given = [way for way in WAYS if getattr(self, way) is not None]
        if len(given) != 1:
            raise ValueError(f"needs exactly one of {', '.join(WAYS)}; found {' and '.join(given) or 'none of them'}")
        return self


def _alternative(value: Any) -> Any:
    if isinstance(value, bool) or value in ("Y", "N"):
        return {"do": value}
    return {value: True} if value in ("drop", "negate", "absent") else value


BareAlternative = Annotated[
    Alternative,
    BeforeValidator(
        _alternative, json_schema_input_type=Alternative | Literal["Y", "N", "drop", "negate", "absent"] | bool
    ),
]


class Pair(Strict):
    """How one decision maker ranks one state against another."""

    dm: Slug
    state: StateName
    to: StateName


class Factor(Evidence):
    """Something that could have been otherwise: what it is, whose it is, what it could be, and what that costs."""

    option: OptionName | None = None
    constraint: Slug | None = None
    direction: OptionName | None = None
    freeze: Slug | None = None
    preference: Slug | None = None
    statement: Annotated[int | None, Field(ge=1)] = None
    pair: Pair | None = None
    reading: Slug | None = None
    label: str | None = None
    owner: Slug | None = None
    since: str | int | None = None
    cost: Annotated[int, Field(ge=1)] = 1
    alternatives: Annotated[tuple[BareAlternative, ...] | None, Field(min_length=1)] = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Factor:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"needs exactly one of {', '.join(KINDS)}; found {' and '.join(given) or 'none of them'}")
        if (self.statement is None) != (self.preference is None):
            raise ValueError("preference: DM and statement: NUMBER go together")
        return self


class ChangedMenu(Strict):
    """The menu that the case itself gives, without some factors and with others."""

    without: tuple[str, ...] = ()
    also: tuple[Factor, ...] = ()


Menu = Annotated[
    Annotated[tuple[Factor, ...], Tag("list")] | Annotated[ChangedMenu, Tag("mapping")], Discriminator(kind_of)
]
