"""General metarationality: every improvement can be answered, at whatever cost to those who answer."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="GMR",
    title="General metarationality",
    replies=Replies.ANY,
    definition="each of its improvements can be answered by the others so that it ends no better off",
    number="C2",
    sources=("Howard 1971",),
    foresight="its own move and any answer, credible or not",
)
