"""Whether a name acts, says where, or describes the noun behind it.

A possessive before what a state has or does, a subject or object, and a name after "with" or "against" is a party.
After "in", or "from" and "to" with a verb of motion, and before "campus" it is a place; before a noun a modifier.
"""

from __future__ import annotations

from detente.text.gazetteer.grammar import verbs, words
from detente.text.ledger import Use
from detente.text.uses.demonyms import demonym_use
from detente.text.uses.followers import describes_noun
from detente.text.uses.others import american, is_other
from detente.text.uses.prepositions import by_preposition
from detente.text.uses.site import Site

__all__ = ["Site", "american", "is_other", "use_of"]


def use_of(site: Site) -> tuple[Use | None, bool]:
    """Return the use of a name by itself, None where it is no mention, and whether a word near it settles that."""
    compound = _compound(site)
    if compound is not None:
        return compound, True
    if site.name.kind == "demonym":
        return demonym_use(site), True
    if site.possessive:
        return _possessive(site), True
    if _dateline(site) or _site_noun(site):
        return "place", True
    if describes_noun(site):
        return "modifier", True
    found = by_preposition(site) or _with_a_day(site)
    return (found, True) if found is not None else ("actor", False)


def _compound(site: Site) -> Use | None:
    tokens = site.tokens
    joined = tokens.key(site.last) in {"-", "–"} and tokens.touches(site.last) and tokens.touches(site.last + 1)
    if joined and tokens.key(site.last + 1) == "based":
        return "place"
    behind = tokens.key(site.first - 1) in {"-", "–"} and tokens.touches(site.first) and tokens.touches(site.first - 1)
    return "modifier" if joined or behind else None


def _possessive(site: Site) -> Use:
    following = site.after()
    if following[:1].isupper() and not site.titled and not following.isupper():
        return _owner_of_name(site, following)
    phrase = _phrase(site)
    where = words("thing_of_place") | (words("site_nouns") if site.name.kind == "capital" else frozenset())
    return "place" if phrase and phrase[-1] in where else "actor"


def _owner_of_name(site: Site, following: str) -> Use:
    # "Tokyo's Kokushikan University" says where; "Russia's Foreign Ministry" and "Turkey's Erdogan said" do not.
    if following in words("organs") | words("weekdays"):
        return "actor"
    if site.name.kind == "state" and not site.after(2)[:1].isupper():
        return "place" if site.after(2)[:1].islower() and site.after(2) not in verbs() else "actor"
    return "place" if site.name.kind in {"state", "capital"} else "actor"


def _phrase(site: Site) -> list[str]:
    # The small words of the noun phrase behind the 's, up to a verb, a mark or a word of grammar.
    found: list[str] = []
    for steps in range(1, 5):
        word = site.after(steps)
        if word in {"“", "”", '"', "'", "-"}:
            continue
        stops = word in words("function") or word in words("adverbs") or word in verbs()
        if not word[:1].islower() or (stops and word not in words("thing_of_place")):
            break
        found.append(word)
    return found


def _dateline(site: Site) -> bool:
    # "MOSCOW, May 3 (Wire) - ..." at the start of a paragraph
    if site.first > 3 or site.name.kind not in {"capital", "state"}:
        return False
    for at in range(site.last, min(site.last + 12, len(site.tokens) - 1)):
        word = site.tokens.keys[at]
        if word in {"-", "–", "—"} and at > 0 and not site.tokens.touches(at):
            return not site.tokens.touches(at + 1) or site.tokens.key(at + 1) == "-"
        if word[0].islower() or word in {'"', "“", "?", "!", "'", ":"}:
            return False
    return False


def _site_noun(site: Site) -> bool:
    return site.name.kind == "capital" and site.after() in words("site_nouns")


def _with_a_day(site: Site) -> Use | None:
    # "talks at last, Washington on Thursday": a capital with a day, where no verb makes it the subject.
    day = site.after() == "on" and site.after(2) in words("weekdays")
    if not day or site.name.kind != "capital" or site.first == site.start:
        return None
    return "place" if not site.after(3)[:1].isalnum() and site.before()[:1].isupper() else None
