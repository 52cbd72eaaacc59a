"""What a text names as the cause of something: by whom, by which words, and of what."""

from detente.text.causes.claim import CausalClaim
from detente.text.causes.finding import causal_claims

__all__ = ["CausalClaim", "causal_claims"]
