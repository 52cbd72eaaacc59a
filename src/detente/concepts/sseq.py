"""Symmetric sequential stability: as SEQ, and the answer also holds against a counter-move."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="SSEQ",
    title="Symmetric sequential stability",
    replies=Replies.CREDIBLE,
    survives_countermove=True,
    definition="each of its improvements is answered by improvements of the others so that it ends no better off, "
    "whatever it then does",
    number="C5",
    implies=("SEQ", "SMR", "GMR"),
    also_called=("sym_seq here; not the strong sequential stability that other texts abbreviate SSEQ",),
    sources=("Rêgo & Vieira 2017, Group Decision and Negotiation 26",),
    foresight="its own move, answers that the others profit from, and its own counter-move",
)
