"""Simultaneous stability: every improvement fails because the others improve at the same moment."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="SIM",
    title="Simultaneous stability",
    replies=Replies.JOINT,
    definition="each of its improvements, made at the same time as some improvements of the others from the same "
    "state, leaves it no better off",
    number="C6",
    also_called=("simultaneous sanctioning (Fraser & Hipel 1984)",),
    sources=("Fraser & Hipel 1979", "Fraser & Hipel 1984"),
    foresight="moves that others make at the same moment",
)
