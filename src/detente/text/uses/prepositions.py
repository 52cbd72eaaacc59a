"""What the word before a name says of it: a place ("in Moscow", "visited Moscow") or a party ("with Moscow")."""

from __future__ import annotations

from collections.abc import Callable

from detente.text.gazetteer.gazetteer import gazetteer
from detente.text.gazetteer.grammar import words
from detente.text.ledger import Use
from detente.text.uses.site import Site

Rule = Callable[[Site, int], Use | None]


def by_preposition(site: Site) -> Use | None:
    """Return the use that what governs the name gives it, or None where it gives none."""
    governor, at, turned = site.governed()
    rule = _RULES.get(governor)
    found = rule(site, at) if rule is not None else None
    if found is None and governor in words("place_before"):
        found = _inside(site, at)
    if found is None and turned:
        found = "place"
    return found if found is not None else _without(site, governor, at)


def _without(site: Site, governor: str, at: int) -> Use | None:
    if site.name.kind == "organisation":
        return None
    if governor in words("motion_objects") and site.after() not in {"to", "with"}:
        return "place"
    if governor in words("struck") and site.name.kind == "capital":
        return "place"
    if governor == "capital" or (governor == "," and site.tokens.key(at - 1) == "capital"):
        return "place"
    return _after_town(site, governor, at)


def _after_town(site: Site, governor: str, at: int) -> Use | None:
    # "in Kharkiv, Ukraine,": the state says where the town is.
    if governor != "," or site.name.kind != "state" or site.after()[:1].isalnum():
        return None
    town = site.tokens.key(at - 1)
    known = gazetteer().lookup(town)
    if known is not None and known.kind != "capital":
        return None  # "the leaders of Brazil, China"
    near = site.near(at, 4)
    return "place" if town[:1].isupper() and near & (words("place_before") | {"from", "to", "of"}) else None


def _inside(site: Site, at: int) -> Use | None:
    if site.near(at, 2) & words("confidence"):
        return "actor"
    return "place"


def _at(site: Site, _: int) -> Use | None:
    # "at the Kremlin" is a place, "anger at Israel" has a target.
    return "actor" if site.name.kind == "state" else "place"


def _to(site: Site, at: int) -> Use | None:
    before = site.tokens.key(at - 1).lower()
    if before in {"return", "returns", "returned", "returning", "back"}:
        return "place"
    near = site.near(at, 4)
    near = site.near(at, 8) if "to" in near else near  # "travel to Hanoi and then to Tokyo"
    moving = near & words("to_place") and not near & words("to_actor")
    return "place" if moving and site.name.kind != "organisation" else "actor"


def _from(site: Site, at: int) -> Use | None:
    if site.name.kind in {"organisation", "government"}:
        return "actor"
    return "actor" if site.near(at, 4) & words("from_actor") else "place"


def _of(site: Site, at: int) -> Use | None:
    if site.tokens.key(at - 1) == "out":
        said = words("from_actor") | {"news", "rhetoric", "voices"}
        return "actor" if site.near(at - 1, 3) & said or site.name.kind == "organisation" else "place"
    if site.name.kind == "organisation":
        return "actor"
    return "place" if site.tokens.key(at - 1).lower() in words("of_place") else "actor"


def _on(site: Site, at: int) -> Use | None:
    physical = site.name.kind == "capital" and site.near(at, 3) & words("on_place")
    return "place" if physical else "actor"


def _over(site: Site, at: int) -> Use | None:
    return "place" if site.near(at, 5) & words("over_place") else "actor"


def _for(site: Site, at: int) -> Use | None:
    near = site.near(at, 3)
    return "place" if near & words("for_place") and site.name.kind in {"state", "capital"} else "actor"


def _between(site: Site, at: int) -> Use | None:
    return "place" if site.near(at, 4) & words("travel") else "actor"


def _through(site: Site, _: int) -> Use | None:
    return "actor" if site.name.kind == "organisation" else "place"


def _towards(site: Site, at: int) -> Use | None:
    return "place" if site.near(at, 4) & (words("over_place") | words("to_place")) else "actor"


def _with(site: Site, at: int) -> Use | None:
    return "place" if site.tokens.key(at - 1) in {"border", "borders", "frontier", "boundary"} else "actor"


def _party(_site: Site, _at: int) -> Use | None:
    return "actor"


_RULES: dict[str, Rule] = {
    "at": _at,
    "to": _to,
    "from": _from,
    "of": _of,
    "on": _on,
    "upon": _on,
    "over": _over,
    "for": _for,
    "between": _between,
    "through": _through,
    "via": _through,
    "with": _with,
    "toward": _towards,
    "towards": _towards,
    **dict.fromkeys(("against", "by", "like", "than", "without", "among", "about", "versus", "as"), _party),
}
