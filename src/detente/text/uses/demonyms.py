"""The use of a demonym: before a noun it describes (Russian troops), else it means persons (the Russians)."""

from __future__ import annotations

from detente.text.gazetteer.grammar import verbs, words
from detente.text.ledger import Use
from detente.text.uses.followers import describes_noun
from detente.text.uses.site import Site

_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being", "not"])


def demonym_use(site: Site) -> Use | None:
    """Return the use of a demonym; None where it is a language ("in Russian")."""
    if not site.name.adjective or site.possessive:
        return "actor"
    if describes_noun(site):
        return "modifier"
    before = site.before().lower()
    spoken = before in words("speaking")
    if _coordinated(site) and (not spoken or before in {"in", "into"}):
        return "modifier"
    if spoken:
        return None
    if before in _BEING or not site.name.people:
        return "modifier"
    return "actor"


def _coordinated(site: Site) -> bool:
    # "Russian and other officials", but "a Russian and an American"
    if site.after().lower() not in {"and", "or"} or site.before().lower() in {"a", "an", "one"}:
        return False
    second = site.after(2).lower()
    return second not in words("determiners") | verbs() and second[:1].isalpha() and site.after(3)[:1].isalpha()
