"""The ledger: its keys in JSON, and its JSON Schema."""

from __future__ import annotations

import json
from typing import Any, get_args

from .markdown import code, table


def ledger_keys() -> str:
    """Return every key of a ledger's JSON, by the part in which it stands."""
    from detente.formats.ledgers.shape import PARTS

    return "\n\n".join(map(_part, PARTS))


def _part(part: Any) -> str:
    said = " ".join((part.__doc__ or "").split())
    rows = [[f"`{info.alias or name}`", _meaning(info)] for name, info in part.model_fields.items()]
    return f"### {TITLES[part.__name__]}\n\n{said}\n\n" + table(["key", "meaning"], rows)


TITLES = {
    "LedgerFile": "The ledger",
    "SourcePart": "source",
    "ParagraphPart": "paragraphs",
    "StatementPart": "statements",
    "SpeakerPart": "speaker",
    "AttitudePart": "attitudes",
    "MentionPart": "mentions",
    "DatePart": "dates",
    "DoubtPart": "doubts",
    "QuotedPlace": "Places",
}


def _meaning(info: Any) -> str:
    words = [value for value in get_args(info.annotation) if isinstance(value, str)]
    return f"{info.description}: {code(words)}" if words else str(info.description)


def schemas() -> dict[str, str]:
    """Return the JSON Schema files, by their place under ``docs``."""
    from detente.formats.ledgers.shape import json_schema

    return {"reference/ledger.schema.json": json.dumps(json_schema(), indent=2) + "\n"}
