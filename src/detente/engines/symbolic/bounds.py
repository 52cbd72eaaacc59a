"""How much a question may take, and what is said when that was not enough."""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import NotAnswered, TooLarge

NODE_BYTES, NODES_SHARE = 48, 16
CACHE_BYTES, CACHE_PART = 24, 1024
LEAST_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a question may take.

    Attributes
    ----------
    memory : int
        Bytes for the sets; the child process takes about 40 MB beside them.
    seconds : float or None
        Wall-clock time for each question; None for no limit.
    """

    memory: int = 2 << 30
    seconds: float | None = None

    @property
    def nodes(self) -> int:
        """The most nodes of all diagrams together."""
        return max(self.memory, LEAST_MEMORY) // NODE_BYTES

    @property
    def cache(self) -> int:
        """How many results of operations are remembered; a power of two."""
        return 1 << (max(self.memory, LEAST_MEMORY) // CACHE_PART).bit_length() - 1

    @property
    def rest(self) -> int:
        """How much of the memory is left once the tables themselves are there: what grows with them."""
        return max(self.memory, LEAST_MEMORY) - self.nodes * NODES_SHARE - self.cache * CACHE_BYTES

    def too_large(self, doing: str) -> TooLarge:
        """Return the error for sets that do not fit."""
        size = f"{self.memory / (1 << 20):,.0f} MiB"
        return TooLarge(
            f"the sets of states do not fit into {size}{_at(doing)}; allow more memory, or ask for less: one state, "
            "any equilibrium with a formula, a concept without credible replies, fewer statements"
        )

    def too_long(self, doing: str) -> NotAnswered:
        """Return the error for a question that took too long."""
        return NotAnswered(
            f"no answer within {self.seconds:g} seconds{_at(doing)}; allow more time, or ask for less: one state, any "
            "equilibrium with a formula, a concept without credible replies"
        )


def _at(doing: str) -> str:
    return f" (while computing {doing})" if doing else ""
