"""Whom the words of a source mean by themselves: a state, an organisation, a role, anybody as they stand."""

from __future__ import annotations

import re

from detente.text.gazetteer import Name, gazetteer
from detente.text.ledger import Basis, Speaker
from detente.text.span import Span
from detente.text.speakers.role_phrases import standing_of, state_of
from detente.text.speakers.roles import role_noun, roles

ARTICLE = re.compile(
    r"^(?:the|an?|his|her|its|their|one|another|this|that|these|those|some|several|many|most|other|two|three)\s+",
    re.IGNORECASE,
)
_NO_SOURCE = re.compile(
    r"(?:was|were|is|are|has|had|will|would|about|in|on|at|of|to|with|from|by|for|and|or|that|which|than|not)\b"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_GOVERNMENT = re.compile(
    r"\s(?:government|administration|authorities|side)$"
    r"|^(?:(?:[Hh]eads\sof\s(?:[Ss]tate\s(?:and|or)\s(?:of\s)?)?)?[Gg]overnments?|administration|authorities"
    r"|[Mm]ember\s[Ss]tates)\s(?:of|in)\s(?:the\s)?"
)
_SHORT_NAME = re.compile(
    r"(?:(?!(?:of|for|at|in|from|to|with|by|on)\b)[a-z][\w-]*[ \xa0])*"
    r"(?P<name>[A-Z][\w-]*(?:[ \xa0](?:of|for|the|and|[A-Z][\w-]*))*)(?:[ \xa0]\([^)]*\))?$"
)


def state_or_body(words: str, span: Span) -> Speaker | None:
    """Return the state or organisation that words name by any of its names: Peru, its government, the bloc ECOWAS.

    Parameters
    ----------
    words : str
        The words of the source.
    span : Span
        Where they stand.
    """
    plain = _POSSESSIVE.sub("", ARTICLE.sub("", words))
    bare = _GOVERNMENT.sub("", plain)
    short = _SHORT_NAME.match(bare)
    name = gazetteer().lookup(bare) or _organisation(short["name"] if short else "")
    if name is None:
        return None
    office = name.kind == "government" and roles().organisations & set(words.lower().split()) - {"house"}
    whole = name.kind == "organisation" and gazetteer().lookup(plain) is not None
    said = words if office or whole else name.actor
    return Speaker(said, None, None, "party", span, name.actor, "explicit")


def by_words(words: str, span: Span) -> Speaker:
    """Return a speaker whom nothing but these words names: a news outlet, a role, anybody."""
    if _NO_SOURCE.match(words):
        return Speaker(None, span=span)
    bare = ARTICLE.sub("", words)
    if bare in roles().outlets:
        return Speaker(bare, standing="outlet", span=span, basis="explicit")
    noun = role_noun(words)
    standing = standing_of(words) if noun else "unknown"
    basis: Basis = "role" if noun else "explicit"
    return Speaker(words, None, None, standing, span, state_of(words) if standing == "party" else None, basis)


def _organisation(short: str) -> Name | None:
    """Return the organisation of a short name behind what it is: the regional bloc ECOWAS."""
    name = gazetteer().lookup(short) if short else None
    return name if name is not None and name.kind == "organisation" else None
