"""Whether a name describes the noun behind it ("US troops"), or a verb follows ("US says")."""

from __future__ import annotations

from detente.text.gazetteer.gazetteer import gazetteer
from detente.text.gazetteer.grammar import mixed, verbs, words
from detente.text.uses.site import Site

_LY_NOUNS = frozenset({"ally", "family", "assembly", "supply", "monopoly", "anomaly", "bully", "folly"})
_PARTICLES = frozenset(
    [
        "to",
        "that",
        "it",
        "them",
        "him",
        "her",
        "us",
        "itself",
        "themselves",
        "back",
        "up",
        "out",
        "off",
        "down",
        "into",
        "how",
        "why",
        "whether",
    ]
)
_PLURAL_AS_IT_STANDS = ("ese", "sh", "ch", "ss")
_HEADS_OF_CLAUSES = frozenset(
    ["", ",", ":", ";", "“", '"', "'", "(", "that", "and", "but", "as", "while", "if", "when"]
)
_ASKING = frozenset(["will", "would", "could", "can", "should", "does", "did", "do", "may", "might", "must"])
_MATTERS = frozenset(["talks", "forces", "sanctions", "tariffs", "exports", "imports", "shares"])
_MAKING = frozenset(
    [
        "that",
        "let",
        "lets",
        "make",
        "makes",
        "made",
        "making",
        "help",
        "helps",
        "helped",
        "helping",
        "see",
        "saw",
        "watch",
        "lest",
    ]
)


def describes_noun(site: Site) -> bool:
    """Return whether a noun follows that the name describes."""
    word = site.after()
    if site.possessive or not word or not (word[0].isalnum() or word in {'"', "“", "'"}):
        return False
    if not word[0].isalnum():
        return site.name.kind == "demonym" and site.after(2)[:1].islower()
    if word[0].isdigit():
        return site.describes and site.name.kind != "state"
    return _small(site, word) if word[0].islower() or site.titled else _capital(site, word)


def verb_follows(site: Site) -> bool:
    """Return whether a finite verb follows at once."""
    word = site.after()
    return word.lower() in verbs() or (word.lower() in mixed() and _verbal(site, word.lower()))


def _capital(site: Site, word: str) -> bool:
    if word in words("weekdays") or word.lower() in words("function") or word in {"I", "He", "She"}:
        return False
    if word.lower() in verbs() and word not in words("organs"):
        return False
    return site.name.kind != "capital" or word in words("organs")


def _small(site: Site, word: str) -> bool:
    low = word.lower()
    if _adverbial(site):
        return False
    if low in words("function") or low in words("adverbs") or low in words("predicates"):
        return False
    if low in verbs() or (word in words("weekdays") and site.titled):
        return False
    if low in mixed() or low in words("mixed"):
        return not _verbal(site, low)
    if low.endswith("ing"):
        return _ing(site, low)
    if (low.endswith("ed") and len(low) > 4) or (low.endswith("ly") and len(low) > 4 and low not in _LY_NOUNS):
        return low in {"red", "embed", "united"}
    return not _bare_verb(site, low) and not _given(site) and not _subject(site, low)


def _ing(site: Site, low: str) -> bool:
    if site.name.kind == "demonym":
        return low in words("ing_nouns") or not collective(site)
    articled = site.before().lower() in words("determiners")
    return low in words("ing_nouns") and (site.describes or articled)


def collective(site: Site) -> bool:
    """Return whether a demonym may mean the whole people as it stands: the Chinese, the French."""
    return site.name.people and (not site.name.adjective or site.spelt.endswith(_PLURAL_AS_IT_STANDS))


def _verbal(site: Site, low: str) -> bool:
    # "US strikes on Iran" is a noun, "US strikes Iran" a verb; of a full name the verb is likelier.
    second = site.after(2)
    verb = second.lower() in words("determiners") | _PARTICLES or second[:1].isupper() or second[:1] in {"“", '"', "'"}
    verb = verb or (low in {"calls", "votes", "claims"} and second in {"for", "on", "against"})
    if site.name.kind == "demonym":
        return collective(site) and verb and low in words("mixed")
    if low in words("mixed"):
        return _two_act(site) or _bare_verb(site, low)
    if site.describes:
        return verb
    if low in _MATTERS and (second.lower() in verbs() | words("verbs") | words("mixed") | {"on", "over", "in"}):
        return False  # "Cyprus talks collapse"
    return verb or site.before().lower() not in {"the", "these", "those", "of", "amid"}


def _two_act(site: Site) -> bool:
    # "Berlin and Paris hope that ..."; in a headline "UK, EU reach deal".
    other = gazetteer().lookup(site.before(2))
    if site.before() == "and":
        return site.before(2)[:1].isupper() and not site.describes
    return site.before() == "," and other is not None and site.before(3) in _HEADS_OF_CLAUSES


def _bare_verb(site: Site, low: str) -> bool:
    # "proposed that Japan become neutral", "Will Russia attack?", "help Ukraine win"
    governor, at, _ = site.governed()
    if governor in _MAKING:
        return not site.describes or low in words("verbs")
    asking = governor in _ASKING and (at == site.start or not site.tokens.keys[at - 1][:1].islower())
    return asking and not site.describes


def _adverbial(site: Site) -> bool:
    # "In Moscow officials said": a place, then the subject.
    return not site.describes and site.name.kind != "demonym" and site.before().lower() in words("place_before")


def _subject(site: Site, low: str) -> bool:
    # "Tehran attributes the drought ...": a full name at the head of a clause, and a word in s that is no known plural.
    if site.describes or site.name.kind not in {"state", "capital"} or low in words("plural_nouns"):
        return False
    return low.endswith("s") and not low.endswith(("ss", "us", "is")) and site.before().lower() in _HEADS_OF_CLAUSES


def _given(site: Site) -> bool:
    # "promised Iran aircraft parts": who gets it, then what.
    return not site.describes and site.name.kind == "state" and site.before() in words("giving")
