"""Coalition Nash stability: the coalition cannot bring about anything that is better for all its members."""

from detente.concepts.coalitional.declaration import CoalitionConcept, CoalitionReplies

CONCEPT = CoalitionConcept(
    name="CNash",
    title="Coalition Nash stability",
    replies=CoalitionReplies.NONE,
    individual="Nash",
    definition="its members cannot together bring about a state that is better for each of them",
    number="C15.1",
    implies=("CSMR", "CGMR", "CSEQ"),
    sources=("Kilgour, Hipel, Fang & Peng 2001", "Inohara & Hipel 2008"),
    foresight="its own joint move only",
)
