"""Solution concepts: the table of all, and the frame of each one's page."""

from __future__ import annotations

from detente.concepts import Concept, all_concepts, concept

from .markdown import table


def _page(made: Concept) -> str:
    return f"[{made.name}]({made.name.lower()}.md)"


def concept_table() -> str:
    """Return all solution concepts in one table."""
    rows = [
        [c.number, _page(c), c.title, c.replies.value, "yes" if c.survives_countermove else "no", c.foresight]
        for c in all_concepts().values()
    ]
    head = ["no.", "concept", "name", "replies that count", "must survive a counter-move", "what the DM looks at"]
    return table(head, rows)


def concept_frame(name: str) -> str:
    """Return the frame of one concept's page."""
    made = concept(name)
    known = all_concepts()
    narrower = [c for c in known.values() if name in c.implies]
    rows = [
        ["number", made.number],
        ["name", f"**{made.title}**"],
        ["short name", f"`{made.name}`"],
        ["a state is stable for a DM if", f"**{made.definition}**"],
        ["replies that count", made.replies.value],
        ["must the sanction survive a counter-move?", "yes" if made.survives_countermove else "no"],
        ["what the DM looks at", made.foresight],
        ["implies", ", ".join(_page(known[n]) for n in made.implies)],
        ["is implied by", ", ".join(map(_page, narrower))],
        ["also called", "; ".join(made.also_called)],
        ["defined by", "; ".join(made.sources) + " (see [sources](sources.md))"],
    ]
    return table(["", ""], ([key, value] for key, value in rows if value))
