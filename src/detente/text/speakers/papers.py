"""Whose paper speaks: the statement, its reply, the Kenyan note; a paper says what the state that issued it says."""

from __future__ import annotations

import re

from detente.text.speakers.narrative import Named, Narrative
from detente.text.speakers.roles import role_noun, roles

PAPERS = r"(?:statement|letter|note|communiqu[eé]|declaration|memorandum|message|reply|notice)"
PAPER_OF = re.compile(
    rf"(?:an?|the|its|their) (?:\w+ ){{0,2}}?{PAPERS} (?:from|by|of|issued by) (?=the |its |[A-Z])", re.IGNORECASE
)
PAPER = re.compile(
    r"(?:the|its|their) (?:written )?(?:statement|letter|note|reply|text|notice)"
    r"|the (?:first|second|third|next|last|final|opening|closing) (?:part|section|paragraph|point|sentence|line)",
    re.IGNORECASE,
)
OWN_PAPER = re.compile(
    r"(?:(?:the |an? )?(?P<owner>its|[A-Z]\w+(?: [A-Z]\w+)*?)(?:[’']s?)? )(?:\w+ )?"
    rf"{PAPERS}(?: (?:of|from) \d.{{0,20}})?"
)
_BROUGHT_IN = re.compile(
    r"\b(?:(?:published|issued|released|sent|delivered|circulated|handed over|put out|posted|addressed|answered with)"
    rf"\b[^.“”\"\n]{{0,30}}?\b(?:an?|its|the)|[Ii]n (?:an?|its)) (?:[\w-]+ ){{0,3}}?{PAPERS}\b"
)
_SEARCHED = 4000


def who_issued(text: str, narrative: Narrative, place: int) -> Named | None:
    """Return who the article last said to have issued a paper before a place: Belarus published a long reply.

    Parameters
    ----------
    text : str
        The article; the few thousand characters before the place are read.
    narrative : Narrative
        Who is named where.
    place : int
        Where the paper speaks.
    """
    for found in reversed(list(_BROUGHT_IN.finditer(text, max(0, place - _SEARCHED), place))):
        number = narrative.sentence(found.start())
        named = [each for each in narrative.before(found.end()) if each.sentence == number]
        issuer = next((each for each in named if _may_issue(text, each)), None)
        if issuer is not None:
            return issuer
    return None


def _may_issue(text: str, named: Named) -> bool:
    if named.subject is None:
        return named.entity is not None
    return role_noun(named.subject.of(text)) in roles().collective
