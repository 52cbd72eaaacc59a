"""What a model answered, in the one shape that is taken; everything else is refused."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from detente.text.ledger import CueClass, Stance

Words = Annotated[str, Field(min_length=1, max_length=4000)]
FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n\s*```\s*", re.DOTALL)
MOST_ITEMS = 60


class NoReply(Exception):
    """An answer that is not in the shape that was asked for."""


class Part(BaseModel):
    """A frozen mapping; keys that nobody asked for are passed over, and nothing in it is ever run."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Proposed(Part):
    """An attitude that a model proposes."""

    actor: Words
    stance: Stance
    thing: Words
    condition: Words | None = None
    negated: bool = False
    hedged: bool = False


class Item(Part):
    """Something that is said, as a model proposes it."""

    speaker: Words | None = None
    cue: Words | None = None
    act: CueClass = "say"
    words: Annotated[list[Words], Field(max_length=20)] = []
    attitude: Proposed | None = None


class Reply(Part):
    """All that a model proposes for one paragraph."""

    items: Annotated[list[Item], Field(max_length=MOST_ITEMS)]


def content_of(data: bytes) -> str:
    """Return what the model said in an answer to chat completions.

    Raises
    ------
    NoReply
        If it is no such answer.
    """
    try:
        answer: Any = json.loads(data)
        content = answer["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise NoReply("its answer is no chat completion in JSON") from None
    if not isinstance(content, str):
        raise NoReply("its answer has no text")
    return content


def items_of(content: str) -> tuple[Item, ...]:
    """Return the items of what a model said.

    Raises
    ------
    NoReply
        If it is not JSON, or not in the shape that was asked for.

    Examples
    --------
    >>> items_of('{"items": [{"words": ["no"], "speaker": "Ana Belo"}]}')[0].speaker
    'Ana Belo'
    """
    inside = FENCE.fullmatch(content)
    try:
        return tuple(Reply.model_validate_json(inside[1] if inside else content).items)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise NoReply(f"what it says is not in the shape that was asked for ({where or 'JSON'})") from None
