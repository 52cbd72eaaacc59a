"""What every part of the case file is made of: names, formulas, amounts, and the evidence that an element rests on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
OptionName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*\.[A-Za-z][A-Za-z0-9_]*$", max_length=130)]
Formula = Annotated[str, Field(min_length=1, max_length=20_000)]
StateName = Annotated[str, Field(min_length=1, max_length=4096)]
Number = Annotated[str, Field(pattern=r"^[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?$", max_length=64)]


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _yes_no(value: Any) -> Any:
    return {True: "Y", False: "N"}.get(value, value) if isinstance(value, bool) else value


def _number_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def as_position(value: Any) -> Any:
    """Let a bare Y or N stand for a position."""
    return value if isinstance(value, dict) else {"is": value}


def short(key: str, accepted: Any) -> BeforeValidator:
    """Let a bare value stand for a mapping with one key; ``accepted`` is what the JSON Schema says may be written."""

    def expand(value: Any) -> Any:
        return {key: value} if isinstance(value, str | list) else value

    return BeforeValidator(expand, json_schema_input_type=accepted)


def kind_of(value: Any) -> str:
    """Tell a mapping, a list and text apart, so that a union has one error and not one for each member."""
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list | tuple) else "text"


YesNo = Annotated[Literal["Y", "N"], BeforeValidator(_yes_no, json_schema_input_type=Literal["Y", "N"] | bool)]
Amount = Annotated[Number, BeforeValidator(_number_text, json_schema_input_type=Number | int | float)]


class Strict(BaseModel):
    """A frozen mapping that knows every one of its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, str_strip_whitespace=True)


class Cite(Strict):
    """Where something was said: a source, a place in it, at most a few words, and by whom."""

    source: Slug
    at: str | None = None
    words: Annotated[str | None, Field(max_length=120)] = None
    voice: Slug | None = None


class Assumed(Strict):
    """What nobody said, owned up to: who assumes it, and why."""

    by: str
    why: str


class Evidence(Strict):
    """What an element of the model rests on."""

    cite: Annotated[
        tuple[Cite, ...], BeforeValidator(_one_or_many, json_schema_input_type=Cite | tuple[Cite, ...])
    ] = ()
    assumed: Assumed | None = None
    note: str | None = None
