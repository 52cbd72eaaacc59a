"""Coalition symmetric metarationality: as CGMR, and the answer also holds against the coalition's counter-move."""

from detente.concepts.coalitional.declaration import CoalitionConcept, CoalitionReplies

CONCEPT = CoalitionConcept(
    name="CSMR",
    title="Coalition symmetric metarationality",
    replies=CoalitionReplies.ANY,
    individual="SMR",
    definition="each of its improvements can be answered by the others so that some member ends no better off, "
    "whatever the coalition then does",
    number="C15.3",
    survives_countermove=True,
    implies=("CGMR",),
    sources=("Kilgour, Hipel, Fang & Peng 2001", "Inohara & Hipel 2008"),
    foresight="its own joint move, any answer, and its own joint counter-move",
)
