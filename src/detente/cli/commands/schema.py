"""``detente schema``: the formats of the case file and of the ledger as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

What = Annotated[
    Literal["case", "ledger"],
    typer.Argument(help="The case file, or the JSON of detente read."),
]


def command(what: What = "case") -> int:
    """Print the JSON Schema of the case file, for editors that complete and check as you type, or of a ledger."""
    from detente.cli.streams import write_json

    if what == "ledger":
        from detente.formats.ledgers.shape import json_schema

        write_json(json_schema())
    else:
        write_json(_case())
    return 0


def _case() -> dict[str, Any]:
    from detente.case.schema import FORMAT, CaseFile

    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:detente:case:{FORMAT}",
        "title": f"A case file of Détente, format {FORMAT}",
    }
    return {**head, **{k: v for k, v in CaseFile.model_json_schema(by_alias=True).items() if k not in head}}
