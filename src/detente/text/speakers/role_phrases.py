"""Roles as they stand beside names: before them, in an apposition, with the employer and the state they speak for."""

from __future__ import annotations

import re

from detente.text.gazetteer import gazetteer
from detente.text.ledger import Standing
from detente.text.lexicon import lexicon
from detente.text.span import Span
from detente.text.speakers.names import name_runs
from detente.text.speakers.roles import role_noun, roles
from detente.text.speakers.words import NO_NAMES, without_possessive
from detente.text.syntax.words import COORDINATORS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, is_verb

NO_APPOSITIONS = SUBORDINATORS | COORDINATORS | PREPOSITIONS | (PRONOUNS - {"one"})
_BEFORE_WITHIN = 80
_COMMA_WITHIN = 4
_NAMED_WITHIN = 8
_BEHIND_WITHIN = 240
_NOUN_WITHIN = 8
_BEFORE = re.compile(r"((?:[\w’'\-]++(?:[ \xa0]|,$|$)){1,8})$")
_COMMA_BEFORE = re.compile(r",[ \xa0]$")
_APPOSITION = re.compile(
    r"\s*(?:\([^)]{1,40}\))?,[ \xa0]+(?:who is |now |currently )?"
    r"((?:an?|the|one of|his|her|its|their|[A-Z][\w’'\-]+(?:’s|'s))?[ \xa0]?[^,;.“”\"()–—\n]{3,160})"
)
_EMPLOYER = re.compile(
    r"\b(?:at|of|for|from|with)[ \xa0](?:the[ \xa0])?(?:[A-Z][\w’'\-]*\w[’']s?[ \xa0](?=[A-Z]))?"
    r"((?:[A-Z][\w’'\-&]*)(?:[ \xa0](?:of|for|and|on|the|in|[A-Z][\w’'\-&]*))*[ \xa0][A-Z][\w’'\-&]*|[A-Z][\w’'\-&]+)"
)
_ARTICLE = re.compile(r"^(?:an?|the|one of|his|her|its|their)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"\s(?:who|which|that|at|with|from)\s")
_RELATIVE = re.compile(r"\b(?:who|which|that|whose)\b")
_NAMED = re.compile(r"[ \xa0](?:named|called)[ \xa0]$")
_CLOSES = re.compile(r"[,.:;]|[ \xa0](?:of|from)[ \xa0](?:the[ \xa0])?[A-Z]")
_EXPLAINED_WITHIN = 110
_EXPLAINS = re.compile(
    r"(?:^|(?<=[.!?…\n”»’\"';:—–][ \n])|(?<=\n)|(?<=, )"
    r"|(?<=[Aa]nd )|(?<=[Bb]ut )|(?<=Yet )|(?<=that )|(?<=by )|(?<=to )|(?<=[a-z] )(?=[A-Z][\w-]+[’']s ))"
    r"((?:The|Its|His|Her|Their|A|An|the|its|his|her|their|(?:[A-Z][\w-]+[ \xa0])?[A-Z][\w-]+[’']s)"
    r"[ \xa0][^,.;:“”\"‘’\n]{3,90}),[ \xa0]$"
)
_LEADS = re.compile(
    r"(?:,[ \xa0]who)?[ \xa0](?:has[ \xa0]|had[ \xa0]|now[ \xa0])?"
    r"(?:(?P<as>serve[sd]?[ \xa0]as|works?[ \xa0]as|worked[ \xa0]as|acts[ \xa0]as)[ \xa0]|"
    r"(?P<verb>leads|led|heads|headed|runs?|ran|chairs|chaired|commands|commanded|represents|governs|directs"
    r"|negotiated[ \xa0]for)[ \xa0])"
    r"(?P<what>(?:(?:the|its|his|her|an?|[A-Z][\w-]*[’']s)[ \xa0]|(?=[A-Z]))[^,.;:“”\"\n]{3,80})"
)
_LEADER_OF = {
    "commands": "commander",
    "commanded": "commander",
    "represents": "representative",
    "governs": "governor",
    "negotiated for": "negotiator",
}
_INTRODUCES = re.compile(
    r"(?:^|(?<=[.!?…\n”»][ \n]))((?:The|Its|His|Her|Their|That)(?:[ \xa0][\w’'\-]+){1,7})"
    r"[ \xa0](?:is|was)(?:[ \xa0]called)?[ \xa0]$"
)
_HEADS = frozenset({"head", "director", "chief", "coordinator"})
_OF_STATE = frozenset({"ministry", "government", "delegation", "navy", "army", "embassy", "negotiations", "commission"})
_FORMER = frozenset({"former", "ex", "retired", "opposition", "shadow", "exiled", "dissident"})


def role_before(text: str, start: int, floor: int) -> str:
    """Return the role in small letters right before a name: Kremlin spokesman, former prime minister.

    Parameters
    ----------
    text : str
        The article.
    start, floor : int
        Where the name begins, and before where no role does: the start of its paragraph.
    """
    named = _NAMED.search(text, max(floor, start - _NAMED_WITHIN), start)
    start = named.start() if named else start
    comma = _COMMA_BEFORE.search(text, max(floor, start - _COMMA_WITHIN), start)
    found = _BEFORE.search(text, max(floor, start - _BEFORE_WITHIN), comma.start() + 1 if comma else start)
    if found is None:
        return ""
    kept: list[str] = []
    for word in reversed(found.group().split()):
        if (word.endswith(",") and kept) or not _in_role(word, last=not kept):
            break
        kept.append(word.strip(","))
    role = " ".join(reversed(kept))
    return role if role_noun(role) else ""


def _in_role(word: str, *, last: bool) -> bool:
    bare = word.lower().strip(",")
    return (
        bare in roles().standing
        or bare in roles().modifiers
        or gazetteer().lookup(without_possessive(word)) is not None
        or (not last and word[0].isupper() and bare not in NO_NAMES)
    )


def introduced(text: str, name: Span, floor: int) -> str:
    """Return the role that a sentence gives a name: The minister in question is ...

    Parameters
    ----------
    text : str
        The article.
    name : Span
        Where the name stands.
    floor : int
        Before where no role begins: the start of its paragraph.
    """
    start, place = name.start, max(floor, name.start - _EXPLAINED_WITHIN)
    found = _INTRODUCES.search(text, place, start)
    if found is None and _CLOSES.match(text, name.end):
        found = _EXPLAINS.search(text, place, start)
    if found is None or role_noun(found.group(1)) is None or any(is_verb(word, "x") for word in _words_of(found)):
        return ""
    return found.group(1)


def _words_of(found: re.Match[str]) -> list[str]:
    return [word.lower() for word in found.group(1).split()[1:]]


def clause_behind(text: str, end: int, floor: int) -> str:
    """Return the role that a verb gives somebody: Belo leads the commission; Belo, who has run the ministry.

    Parameters
    ----------
    text : str
        The article.
    end, floor : int
        Where the name ends, and where its paragraph does.
    """
    found = _LEADS.match(text, end, min(floor, end + _BEHIND_WITHIN))
    if found is None:
        return ""
    role = found["what"].strip()
    link = "for" if found["verb"] and found["verb"].startswith("negotiated") else "of"
    return role if found["as"] else f"{_LEADER_OF.get(found['verb'], 'head')} {link} {role}"


def apposition(text: str, end: int, floor: int) -> str:
    """Return what a name is explained by: ", a professor of law at the University of Oslo".

    Parameters
    ----------
    text : str
        The article.
    end, floor : int
        Where the name ends, and where its paragraph does.
    """
    found = _APPOSITION.match(text, end, min(floor, end + _BEHIND_WITHIN))
    noun = role_noun(found.group(1)) if found is not None else None
    if found is None or noun is None:
        return ""
    words = found.group(1).lower().split()[: _NOUN_WITHIN + 1]
    if words[0] in NO_APPOSITIONS or is_verb(words[0], "x"):
        return ""
    if _says(found.group(1)):
        return ""
    near = any(noun in (word, word.strip("’'s")) for word in words)
    return found.group(1).strip() if near and not _is_another_name(found.group(1)) else ""


def _says(words: str) -> bool:
    """Return whether words are no explanation but a clause of speech: ", its foreign ministry declared"."""
    own = _RELATIVE.split(words, maxsplit=1)[0].lower().split()[1:]
    cues = (lexicon().verbs.get(word) for word in own)
    return any(cue is not None and cue.form in ("past", "third") and "noun" not in cue.frames for cue in cues)


def _is_another_name(words: str) -> bool:
    """Return whether words begin a list of people, and explain nobody: ", US President Joe Biden and"."""
    run = next(name_runs(words, Span(0, len(words))), None)
    return words[:1].isupper() and run is not None and run.is_full and bool(run.role)


def employer(role: str) -> str | None:
    """Return the organisation that a role names, or None.

    Examples
    --------
    >>> employer("a professor of law at the University of Oslo"), employer("the Tokyo campus of Temple University")
    ('University of Oslo', 'Temple University')
    """
    found = [match.group(1) for match in _EMPLOYER.finditer(role)]
    named = [name for name in found if set(name.lower().split()) & roles().organisations]
    if named:
        return named[-1]
    return next((name for name in reversed(found) if gazetteer().lookup(name) is None), None)


def short_role(role: str) -> str:
    """Return a role without its article, employer and relative clause.

    Examples
    --------
    >>> short_role("a professor of law at the University of Oslo")
    'professor of law'
    """
    bare = _ARTICLE.sub("", role.strip())
    return _CLAUSE.split(bare, maxsplit=1)[0].strip(" ,")


def state_of(words: str) -> str | None:
    """Return the state or organisation that words speak for: the first name of the gazetteer in them.

    Examples
    --------
    >>> state_of("the Russian foreign minister"), state_of("a Russian-born professor")
    ('RUS', None)
    """
    for found in gazetteer().find(words):
        if words[found.span.end : found.span.end + 1] != "-":
            return found.name.actor
    return None


def standing_of(role: str) -> Standing:
    """Return the standing that a role gives: a former minister or an opposition leader speaks for nobody.

    Examples
    --------
    >>> standing_of("defence minister"), standing_of("former defence minister"), standing_of("dam")
    ('party', 'third party', 'unknown')
    """
    noun = role_noun(role)
    if noun is None:
        return "unknown"
    standing = roles().standing[noun]
    if noun in _HEADS and _OF_STATE & set(role.lower().split()):
        standing = "party"
    if standing == "party" and _FORMER & set(role.lower().replace("-", " ").split()):
        return "third party"
    return standing
