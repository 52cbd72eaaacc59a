"""What every part of the case file is made of: names, formulas, amounts, and the evidence that an element rests on."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

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


Level = Literal["statement", "nested", "inference"]
Standing = Literal["party", "third party", "outlet", "unknown"]
Chain = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=8)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$")]
CHARACTERS = re.compile(r"char=(\d{1,12}),(\d{1,12})")


def characters(at: str | None) -> tuple[int, int] | None:
    """Return the code points that a place ``char=start,end`` names, as in RFC 5147; None for any other place.

    Examples
    --------
    >>> characters("char=1721,1866"), characters("paragraph 4")
    ((1721, 1866), None)
    """
    found = CHARACTERS.fullmatch(at or "")
    if found is None or int(found[1]) > int(found[2]):
        return None
    return int(found[1]), int(found[2])


def check_hash(sha256: str | None, at: str | None) -> None:
    """Refuse the hash of words without the exact place where they stand.

    Raises
    ------
    ValueError
        If there is a hash and no such place.
    """
    if sha256 is not None and characters(at) is None:
        raise ValueError("sha256 is the hash of the words at a place, so it needs one: at: char=start,end")


class Cite(Strict):
    """Where something was said: a source, a place in it, at most a few words, and by whom."""

    source: Slug
    at: str | None = None
    words: Annotated[str | None, Field(max_length=120)] = None
    voice: Slug | None = None
    sha256: Digest | None = None
    level: Level | None = None
    chain: Chain = ()
    standing: Standing | None = None

    @model_validator(mode="after")
    def _hash_has_a_place(self) -> Self:
        check_hash(self.sha256, self.at)
        return self


class Assumed(Strict):
    """What nobody said, owned up to: who assumes it, and why."""

    by: str
    why: str


class Drafted(Strict):
    """What a language model proposed: which one, where it ran, and whether a person has accepted it."""

    host: str
    model: str
    prompt: Digest
    accepted: bool = False
    status: Literal["proposed", "disputed"] = "proposed"


class Evidence(Strict):
    """What an element of the model rests on."""

    cite: Annotated[
        tuple[Cite, ...], BeforeValidator(_one_or_many, json_schema_input_type=Cite | tuple[Cite, ...])
    ] = ()
    assumed: Assumed | None = None
    drafted: Drafted | None = None
    note: str | None = None
