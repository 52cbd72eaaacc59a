"""What states, organisations and their leaders want, refuse, offer, demand, threaten, can, must and believe."""

from detente.text.attitudes.findings import Findings
from detente.text.attitudes.reading import attitudes

__all__ = ["Findings", "attitudes"]
