"""Nash stability, also called rationality: nobody can do better by a move of its own."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="Nash",
    title="Nash stability",
    replies=Replies.NONE,
    definition="no move of its own leads to a state that it prefers",
    number="C1",
    implies=("SSEQ", "SEQ", "SMR", "GMR", "SIM"),
    also_called=("R, rational (Kilgour, Hipel & Fang 1987)",),
    sources=("Nash 1950", "Kilgour, Hipel & Fang 1987, Automatica 23"),
    foresight="its own next move only",
)
