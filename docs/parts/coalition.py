"""Solution concepts for coalitions: the table of all."""

from __future__ import annotations

from detente.concepts.coalitional import coalition_concepts

from .markdown import table


def coalition_table() -> str:
    """Return all solution concepts for coalitions in one table."""
    rows = [
        [
            f"`{c.name}`",
            c.title,
            f"[{c.individual}]({c.individual.lower()}.md)",
            c.definition,
            c.replies.value,
            "yes" if c.survives_countermove else "no",
            ", ".join(c.implies),
        ]
        for c in coalition_concepts().values()
    ]
    head = [
        "concept",
        "name",
        "for one DM",
        "a state is stable for a coalition if",
        "replies that count",
        "must survive a counter-move",
        "implies",
    ]
    return table(head, rows)
