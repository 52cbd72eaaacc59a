"""Names that only look like a state's: the Washington Post, Michael Jordan, the University of Tokyo, Georgia (US)."""

from __future__ import annotations

from functools import cache

from detente.text.gazetteer.grammar import verbs, words
from detente.text.gazetteer.loading import blocks, listed
from detente.text.uses.site import Site


@cache
def _listed(block: str) -> frozenset[str]:
    return frozenset(listed(blocks("others")[block]))


def is_other(site: Site, *, american_georgia: bool) -> bool:
    """Return whether the name belongs to somebody or something else here."""
    if site.name.kind in {"organisation", "government"}:
        return False
    if site.name.entity == "GEO" and site.name.kind == "state" and american_georgia:
        return True
    return _heads_a_name(site) or _part_of_a_name(site) or _person(site)


def american(text_words: frozenset[str]) -> bool:
    """Return whether Georgia is the American state in a text of these words, as far as they tell."""
    return bool(text_words & words("american_georgia")) and not text_words & words("caucasian_georgia")


def _heads_a_name(site: Site) -> bool:
    following, second = site.after(), site.after(2)
    if site.possessive or not following[:1].isupper() or (site.describes and site.name.kind == "state"):
        return False
    if following in _listed("heads"):
        return not site.titled or following not in {"Summit", "Conference", "Watch", "Press", "Wall"}
    return site.name.kind != "state" and second in _listed("heads") and following not in words("organs")


def _part_of_a_name(site: Site) -> bool:
    if site.name.kind == "demonym" or site.before() != "of":
        return False
    union = site.spelt == "America" and site.before(2)[:1].isupper() and site.before(2) not in words("organs")
    return union or site.before(2) in words("of_name")


def _person(site: Site) -> bool:
    if site.last - site.first > 1:
        return False
    if site.name.kind == "demonym":
        return site.name.adjective and site.before() in words("forenames")  # Mark Cuban
    return _surname(site) or _surname_first(site) or _forename(site)


def _surname(site: Site) -> bool:
    if site.spelt not in _listed("surnames"):
        return False
    initial = site.before() == "." and len(site.before(2)) == 1 and site.before(3)[:1].isupper()
    return site.before() in words("forenames") or (initial and site.before(2).isupper())


def _surname_first(site: Site) -> bool:
    # "Washington, George (1732-1799)", but "in Washington, George Smith said".
    if site.spelt not in _listed("surnames") or site.after() != "," or site.after(2) not in words("forenames"):
        return False
    return site.first == site.start and not site.after(3)[:1].isalpha()


def _forename(site: Site) -> bool:
    following = site.after()
    if site.possessive or site.spelt not in _listed("given") or not following[:1].isupper() or site.titled:
        return False
    if following.isupper() or following in words("organs") | words("weekdays"):
        return False
    return following.lower() not in verbs() and site.tokens.touches(site.follow) is False
