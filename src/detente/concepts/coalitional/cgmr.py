"""Coalition general metarationality: every coalition improvement can be answered."""

from detente.concepts.coalitional.declaration import CoalitionConcept, CoalitionReplies

CONCEPT = CoalitionConcept(
    name="CGMR",
    title="Coalition general metarationality",
    replies=CoalitionReplies.ANY,
    individual="GMR",
    definition="each of its improvements can be answered by the others so that some member ends no better off",
    number="C15.2",
    sources=("Kilgour, Hipel, Fang & Peng 2001", "Inohara & Hipel 2008"),
    foresight="its own joint move and any answer, credible or not",
)
