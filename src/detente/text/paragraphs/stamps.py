"""Lines of a date, a time, a place, a number or a name alone: datelines, running times, bylines."""

from __future__ import annotations

import re

from detente.text.paragraphs.furniture import furniture
from detente.text.paragraphs.line import Line, Verdict, has_letter

AGENCY = "a news agency alone, as a credit"
CLOCK = "a time of day alone"
MOST_IN_PLACE = 4
_TOKEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])?|\d+")
_RUNNING_TIME = re.compile(r"\(?\d{1,2}:[0-5]\d(?::[0-5]\d)?\)?(?:\s?/\s?\d{1,2}:[0-5]\d(?::[0-5]\d)?)?$")
_CLOCK = re.compile(
    r"(?:\d{1,2}[:.h][0-5]\d|\d{1,2}(?=\s?[ap]\.?m))\s?(?:[ap]\.?m\.?)?\s?(?:\(?[A-Z]{2,4}\)?)?\s?:?\.?$", re.IGNORECASE
)
_BY = re.compile(r"(?:By|BY|Words by)\s*:?\s+(?=[A-Z])")
_NUMERIC = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[ T,–-]{1,3}\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[A-Z]{1,4})?)?$")
_LABEL = re.compile(r"(?:Words|Text|Story|Report|Interview|Author|Writer|Reporter|Opinion|Comment|Analysis)\s?:\s+")
_NAME = r"[A-Z][\w.’'-]+"
_PEOPLE = re.compile(
    rf"{_NAME}(?: (?:{_NAME}|van|von|de|da|al|bin|el|der|den|di|la)){{1,4}}"
    rf"(?:(?:,| and| &) {_NAME}(?: {_NAME}){{0,4}}){{0,4}}(?: in {_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,3}})?$"
)


def stamp(line: Line) -> Verdict | None:
    r"""Return what a short line of dates, times or numbers is; None where it is none.

    Examples
    --------
    >>> from detente.text.paragraphs.line import lines_of
    >>> [stamp(line).label for line in lines_of("Geneva, 3 May 2024\n02:12\n9:05 p.m.")]
    ['dateline', 'media', 'dateline']
    """
    if line.size > 14 or len(line.text) > 120:
        return None
    if _RUNNING_TIME.match(line.text):
        return Verdict("media", "a running time", 0.8)
    if _CLOCK.match(line.text):
        return Verdict("dateline", CLOCK, 0.8)
    if is_date(line.text) or _NUMERIC.match(line.text):
        return Verdict("dateline", "a date alone, or a place and a date", 0.9)
    if line.key in furniture().agencies:
        return Verdict("caption", AGENCY, 0.7)
    return None


def is_date(text: str) -> bool:
    """Return whether the words are a date, or a place and a date, and nothing else.

    Examples
    --------
    >>> is_date("TOKYO, April 9 (Reuters) -"), is_date("May is the minister")
    (True, False)
    """
    tables = furniture()
    tokens = _TOKEN.findall(text)
    plain = [token.casefold().rstrip(".") for token in tokens]
    start = next((n for n, each in enumerate(plain) if each in tables.calendar or each.isdigit()), len(plain))
    rest = plain[start:]
    is_place = start <= MOST_IN_PLACE and all(token[0].isupper() for token in tokens[:start])
    if not (is_place or all(each in tables.around for each in plain[:start])):
        return False
    if not all(each in tables.calendar or each in tables.around or each.isdigit() for each in rest):
        return False
    return any(each in tables.calendar for each in rest) and (any(map(str.isdigit, rest)) or len(plain) == 1)


def byline(line: Line) -> Verdict | None:
    """Return whether a line names who wrote the article: "By" and names, or an office with a place."""
    if line.size > 30 or line.is_ended or line.leads_on:
        return None
    if (by := _BY.match(line.text)) and _names(line.text[by.end() :]):
        return Verdict("byline", "it begins with By and names somebody", 0.9)
    if (label := _LABEL.match(line.text)) and _PEOPLE.match(line.text, label.end()):
        return Verdict("byline", "it names who wrote it", 0.8)
    return None


def _names(words: str) -> bool:
    """Return whether the words are names, with offices and places: no verb and no article where a name begins."""
    first = words.split()[:2]
    barred = furniture().calendar | furniture().not_names
    capital = [word for word in words.split() if word[:1].isupper() or not has_letter(word)]
    few = len(capital) >= 0.5 * len(words.split())
    return few and not any(word.casefold().strip(",.") in barred for word in first)


def is_office(line: Line) -> bool:
    """Return whether it is an office of a newsroom alone ("Diplomatic correspondent in Vienna")."""
    return line.size <= 9 and line.is_title_like and furniture().office.match(line.text) is not None


def is_people(line: Line) -> bool:
    """Return whether it is one or a few names alone."""
    words = {word.casefold() for word in line.text.split()}
    return line.size <= 14 and not words & furniture().not_names - {"in"} and _PEOPLE.match(line.text) is not None
