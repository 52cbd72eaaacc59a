"""Coalition sequential stability: coalitions of the others answer every coalition improvement by improving."""

from detente.concepts.coalitional.declaration import CoalitionConcept, CoalitionReplies

CONCEPT = CoalitionConcept(
    name="CSEQ",
    title="Coalition sequential stability",
    replies=CoalitionReplies.IMPROVEMENTS,
    individual="SEQ",
    definition="each of its improvements is answered by improvements of coalitions of the others so that some member "
    "ends no better off",
    number="C15.4",
    sources=("Kilgour, Hipel, Fang & Peng 2001", "Inohara & Hipel 2008"),
    foresight="its own joint move and answers that the others, alone or together, profit from",
)
