"""What a paragraph says of itself: the words and patterns of page furniture, from ``furniture.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.text.ledger import ParagraphClass
from detente.text.paragraphs.line import Line, Verdict, key_of
from detente.text.wordlists import data_of

HEAD = 240
TAIL = 160
USUAL_MOST = 12
_BETWEEN = re.compile(r"\s*[|·•/]\s*|\s{2,}|\t")
LONGEST_HEADING = 8
OFFICE = r"(?:[\w’'&-]+,? ){0,6}?(?:OFFICE)s?(?:,?(?: in| at| for)? [A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3})?$"
TITLE_SOURCE = r"(?:: |[–—-] )(?:[\w’'.-]+ ){0,3}?(?:SOURCE)$|, (?:[\w’'.-]+ ){0,4}?(?:says?|warns?|finds?|shows?)$"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression of one class, for lines of ``most`` words.

    A ``quiet`` one does not hold where somebody speaks, a ``title`` one not where the line ends with a full stop.
    """

    label: ParagraphClass
    reason: str
    most: int
    quiet: bool
    title: bool
    expression: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Furniture:
    """The tables of ``furniture.yaml``."""

    whole: dict[str, Verdict]
    links: frozenset[str]
    topics: frozenset[str]
    begins: tuple[Pattern, ...]
    ends: tuple[Pattern, ...]
    agencies: frozenset[str]
    sections: frozenset[str]
    calendar: frozenset[str]
    around: frozenset[str]
    not_names: frozenset[str]
    heading: re.Pattern[str]
    office: re.Pattern[str]
    title_source: re.Pattern[str]
    kicker: re.Pattern[str]


@cache
def furniture() -> Furniture:
    """Return the tables, read once."""
    data = data_of("detente.text.paragraphs", "furniture.yaml")
    agencies = sorted(_list(data["agencies"]), key=len, reverse=True)
    agency = "|".join(map(re.escape, agencies))
    return Furniture(
        whole={
            word: Verdict(each["class"], each["reason"], 0.95)
            for each in data["whole"]
            for word in _list(each["words"])
        },
        links=frozenset(word for each in data["whole"] if each.get("links") for word in _list(each["words"])),
        topics=frozenset(word for each in data["whole"] if each.get("topics") for word in _list(each["words"])),
        begins=_patterns(data["begins"], agency),
        ends=_patterns(data["ends"], agency),
        agencies=frozenset(map(str.casefold, agencies)),
        sections=frozenset(_list(data["sections"])),
        calendar=frozenset(_list(data["calendar"])),
        around=frozenset(_list(data["around"])),
        not_names=frozenset(_list(data["not_names"])),
        heading=re.compile("|".join(f"(?:{each})" for each in data["headings"])),
        office=re.compile(OFFICE.replace("OFFICE", "|".join(_list(data["offices"]))), re.IGNORECASE),
        title_source=re.compile(TITLE_SOURCE.replace("SOURCE", "|".join(_list(data["title_sources"])))),
        kicker=re.compile(rf"(?:{'|'.join(_list(data['kickers']))})\s?[|:–•]\s?\S"),
    )


def _list(words: str) -> list[str]:
    # One block of text with commas reads much faster than a list of YAML.
    return words.split(", ")


def _patterns(entries: list[dict[str, Any]], agency: str) -> tuple[Pattern, ...]:
    """Return each entry with its expressions joined into one."""
    return tuple(
        Pattern(
            each["class"],
            each["reason"],
            each.get("most", USUAL_MOST),
            each.get("quiet", False),
            each.get("title", False),
            re.compile("|".join(f"(?:{pattern})" for pattern in each["patterns"]).replace("AGENCY", agency)),
        )
        for each in entries
    )


def told(line: Line) -> Verdict | None:
    r"""Return what the words of a line alone tell: that it is furniture, and which; None where they do not.

    The cost does not grow with the length of the line: its first and last few words are looked at.

    Examples
    --------
    >>> from detente.text.paragraphs.line import lines_of
    >>> [told(line).label for line in lines_of("Advertisement\nThe quay at dawn. Photo: Reuters\n12 comments")]
    ['boilerplate', 'caption', 'comment-count']
    """
    tables = furniture()
    if line.key in tables.whole and (line.size >= 3 or not line.is_ended):
        return tables.whole[line.key]
    if line.size <= USUAL_MOST and _are_buttons(line, tables):
        return Verdict("boilerplate", "several buttons or sections of the page in one line", 0.9)
    if line.size <= LONGEST_HEADING and line.is_title_like and tables.heading.match(line.key):
        return Verdict("boilerplate", "the heading of a list of links", 0.85)
    head, tail = line.text[:HEAD], line.text[-TAIL:]
    for pattern in tables.begins:
        if _takes(pattern, line) and pattern.expression.match(head):
            return Verdict(pattern.label, pattern.reason, 0.9)
    for pattern in tables.ends:
        if _takes(pattern, line) and pattern.expression.search(tail):
            return Verdict(pattern.label, pattern.reason, 0.95)
    return None


def _are_buttons(line: Line, tables: Furniture) -> bool:
    parts = [key_of(part) for part in _BETWEEN.split(line.text)]
    if len(parts) == 1 and line.size >= 3 and all(word[0].isupper() for word in line.text.split()):
        parts = line.key.split()
    return len(parts) > 1 and all(part in tables.whole or part in tables.sections for part in parts)


def _takes(pattern: Pattern, line: Line) -> bool:
    if line.size > pattern.most or (pattern.quiet and line.speaks):
        return False
    return not (pattern.title and line.text.endswith("."))
