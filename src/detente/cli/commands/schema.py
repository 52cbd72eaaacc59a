"""``detente schema``: the case file's format as JSON Schema."""

from __future__ import annotations


def command() -> int:
    """Print the JSON Schema of the case file, for editors that complete and check as you type."""
    from detente.case.schema import FORMAT, CaseFile
    from detente.cli.streams import write_json

    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:detente:case:{FORMAT}",
        "title": f"A case file of Détente, format {FORMAT}",
    }
    write_json({**head, **{k: v for k, v in CaseFile.model_json_schema(by_alias=True).items() if k not in head}})
    return 0
