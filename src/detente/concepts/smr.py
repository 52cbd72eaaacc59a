"""Symmetric metarationality: as GMR, and the answer also holds against a counter-move."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="SMR",
    title="Symmetric metarationality",
    replies=Replies.ANY,
    survives_countermove=True,
    definition="each of its improvements can be answered so that it ends no better off, whatever it then does",
    number="C3",
    implies=("GMR",),
    sources=("Howard 1971",),
    foresight="its own move, any answer, and its own counter-move",
)
