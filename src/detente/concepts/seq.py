"""Sequential stability: every improvement meets an answer that those who give it want to give."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="SEQ",
    title="Sequential stability",
    replies=Replies.CREDIBLE,
    definition="each of its improvements is answered by improvements of the others so that it ends no better off",
    number="C4",
    implies=("GMR",),
    sources=("Fraser & Hipel 1979", "Fraser & Hipel 1984"),
    foresight="its own move and answers that the others profit from",
)
