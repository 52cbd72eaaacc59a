"""What a model is told: the instructions, which never change, and one paragraph as fenced data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

MOST_NAMES = 40


@cache
def instructions() -> str:
    """Return the instructions."""
    return files("detente.drafting.model").joinpath("prompt.txt").read_text("utf-8")


@cache
def prompt_sha256() -> str:
    """Return the SHA-256 of the instructions."""
    return sha256(instructions().encode()).hexdigest()


def data_of(paragraph: str, title: str, speakers: Sequence[str]) -> str:
    r"""Return a paragraph as the data of a message: JSON, in which no sign of the article can end the fence.

    Examples
    --------
    >>> data_of('He said "no".', "Talks", ["Ana Belo"])
    '{"title": "Talks", "speakers": ["Ana Belo"], "paragraph": "He said \\"no\\"."}'
    """
    data = {"title": title, "speakers": list(speakers[:MOST_NAMES]), "paragraph": paragraph}
    return json.dumps(data, ensure_ascii=True)


def body_of(model: str, data: str) -> bytes:
    """Return the body of a request for chat completions; the temperature is 0."""
    messages = [{"role": "system", "content": instructions()}, {"role": "user", "content": data}]
    body: dict[str, Any] = {"model": model, "temperature": 0, "stream": False, "messages": messages}
    return json.dumps(body).encode()
