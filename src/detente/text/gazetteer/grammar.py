"""The words by which the use of a name is told, with the verbs in all their forms."""

from __future__ import annotations

from functools import cache

from detente.text.gazetteer.loading import blocks


@cache
def words(block: str) -> frozenset[str]:
    """Return the words of a block of ``grammar.yaml``."""
    return frozenset(blocks("grammar")[block].split())


@cache
def verbs() -> frozenset[str]:
    """Return the forms that are a finite verb wherever they follow a name: "said", "insists", "became"."""
    doing = words("verbs") - words("mixed")
    return words("irregular") | words("modal") | frozenset(form for verb in doing for form in (verb, *_finite(verb)))


@cache
def mixed() -> frozenset[str]:
    """Return the forms that may be a verb or a noun in the plural: "strikes", "claims", "offers"."""
    return frozenset(_third(verb) for verb in words("mixed"))


def _finite(verb: str) -> tuple[str, str]:
    return _third(verb), _past(verb)


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}ed"
