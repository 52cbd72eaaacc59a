"""Documents that an article prints without quote marks: "The communiqué reads in full:", and what follows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass

from detente.text.attribution.draft import Draft
from detente.text.page import Page, Sentence
from detente.text.span import Span, trimmed

_KIND = r"(?:statement|communiqu[eé]|declaration|note|letter|memorandum|protocol|resolution|agreement|accord|decree)s?"
_PAPER = re.compile(
    rf"\b(?:(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Tt]his) )?(?:[a-z-]+ )??(?:joint |final |full |official )*{_KIND}\b"
)
_ANNOUNCES = re.compile(
    rf"\b(?:{_KIND}|text|part|document|points?|articles|translation)\b[^.]{{0,60}}:$"
    r"|\b(?:text|statement|communiqu[eé]|declaration|letter|note)\b[^.“]{0,120}"
    r"\b(?:follows|below|printed (?:first|here))\b"
    r"|\b(?:[Ff]ollowing|[Bb]elow|[Hh]ere) (?:is|are) (?:the|its) (?:full |whole )?(?:text|wording)\b"
    r"|\b(?:agreed|decided|declared|resolved|undertook)(?: on)?(?: as follows| the following)?:$"
)
_BY_WHOM = re.compile(
    r"(?:^|[–—:,.] ?)(?P<who>(?:The |the )?[A-Z][^,;:–—]{2,80}?) (?:has |have |on \w+ )?"
    r"(?:issued|published|released|put out|circulated|handed out|agreed|decided|declared|resolved)\b"
)
_TITLE = re.compile(
    r"(?P<what>(?:(?:Joint|Official|Press|Final|Written) )*(?:[Ss]tatement|[Dd]eclaration|Note verbale|[Mm]emorandum))"
    r"(?:,? (?:adopted |issued |made )?(?:of|by|from) (?P<who>(?:the )?[A-Z].{2,80}?))?"
    r"(?= (?:on|about|regarding|concerning|after|following|in response)\b|[,.:;–—]|$)"
)
_LETTER = re.compile(
    r"\b(?P<what>(?:[Aa]n )?[Oo]pen letter) (?:from|by|of) (?P<who>(?:the )?[A-Z][^,.;:–—\n]{2,80}?)(?=[,.;:–—\n]|$)"
)
_HEADS = 3
_NUMBER = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[-–—•*])\s+")
_REPORTS = re.compile(
    r"\b(?:said|says|told|asked|added|reporters|journalists|according to|villagers|analysts|spokes\w+|laughed)\b"
)
_SOLEMN = re.compile(
    r"\b(?:shall|republic|kingdom|reaffirm\w*|took note|takes? note|express\w*|notes?|noted|recall\w*|regret\w*"
    r"|undert\w+|calls? upon|called upon|welcom\w+|condemn\w*|demand\w*|reject\w*|we|our|reserves?|determined"
    r"|(?:the|both|either|neither|its) (?:\w+ )?(?:part(?:y|ies)|sides?|ministers?|ministry|governments?|delegations?"
    r"|countries|secretariat|presidents?))\b",
    re.IGNORECASE,
)
_SOLEMN_START = re.compile(
    r"(?:The|Both|Neither|Either|Each) (?:two |other )?(?:[A-Z]\w+ )?"
    r"(?:[Ss]ides?|[Pp]art(?:y|ies)|Ministers?|[Dd]elegations?|Governments?|Presidents?)\b"
    r"|At the invitation of|(?:Done|Issued|Signed) (?:in|at)\b|Nothing in this"
)
_QUOTE_WORDS = 4
_MOST = 40
_ANNOUNCED = 300
_OPENING = frozenset("“\"«‘'„")


def printed(page: Page, labelled: Container[int]) -> dict[int, Span]:
    """Return the paragraphs of printed documents by their number, each with the words that name who issued it.

    Parameters
    ----------
    page : Page
        The article.
    labelled : container of int
        The paragraphs that begin with the label of a speaker, which no document does.
    """
    read = list(dict.fromkeys(sentence.paragraph for sentence in page.sentences))
    papers = _Papers.of(page)
    found = _whole(page, read) if not any(number in labelled for number in read) else {}
    for place, number in enumerate(read):
        if number in found or page.paragraphs[number].label == "headline":
            continue
        span = page.paragraphs[number].span
        if _ANNOUNCES.search(_last(page, span)) and _NUMBER.match(span.of(page.text)) is None:
            body = _body(page, read[place + 1 : place + 1 + _MOST], labelled)
            if body:
                found.update(dict.fromkeys(body, _issuer(page, span, papers)))
    return found


def _whole(page: Page, read: list[int]) -> dict[int, Span]:
    """Return all paragraphs behind the title of an article that is a document itself."""
    for place, number in enumerate(read[:_HEADS]):
        span = page.paragraphs[number].span
        title = (_TITLE.match(page.text, *span) if place == 0 else None) or _LETTER.search(page.text, *span)
        if title is None:
            continue
        joint = title["what"].startswith(("Joint", "Final"))
        issuer = Span(*title.span("what" if joint or not title["who"] else "who"))
        return {each: issuer for each in read[place + 1 :] if not _is_frame(page, each)}
    return {}


def _is_frame(page: Page, number: int) -> bool:
    words = page.paragraphs[number].span.of(page.text)
    return page.paragraphs[number].label in ("headline", "summary") or words[:1] in _OPENING or words[-1] not in ".;:!?"


def as_draft(page: Page, sentence: Sentence, source: Span) -> list[Draft]:
    """Return a whole printed paragraph with its first sentence; nothing with the others."""
    paragraph = page.paragraphs[sentence.paragraph].span
    if sentence.span.start != paragraph.start:
        return []
    number = _NUMBER.match(page.text, paragraph.start, paragraph.end)
    content = trimmed(page.text, Span(number.end() if number else paragraph.start, paragraph.end))
    return [Draft("printed", sentence.paragraph, paragraph, None, source, [content])]


def _last(page: Page, span: Span) -> str:
    """Return the last two sentences of a paragraph, or its end where they are long."""
    words = span.of(page.masked).rstrip()
    return words[-_ANNOUNCED:]


def _body(page: Page, numbers: list[int], labelled: Container[int]) -> list[int]:
    """Return the paragraphs after an announcement that belong to the document, a heading of it left out."""
    items = [_NUMBER.match(page.paragraphs[number].span.of(page.text)) is not None for number in numbers]
    if items[:1] == [False] and items[1:2] == [True]:
        numbers, items = numbers[1:], items[1:]
    made: list[int] = []
    for number, item in zip(numbers, items, strict=True):
        words = page.paragraphs[number].span.of(page.text)
        if number in labelled or not (_is_item(words) if items[0] else _is_solemn(page, number, words, first=not made)):
            break
        made.append(number)
        if items[0] and not item:
            made.pop()
            break
    return made


def _is_item(words: str) -> bool:
    item = _NUMBER.match(words)
    return item is None or words[item.end() : item.end() + 1].isupper()


def _is_solemn(page: Page, number: int, words: str, *, first: bool) -> bool:
    """Return whether a paragraph reads like a document, not like a report: no long quote, nobody who says anything."""
    if _SOLEMN_START.match(words):
        return True
    if words[:1] in _OPENING or _REPORTS.search(words):
        return False
    long = any(n == number and len(q.inner.of(page.text).split()) >= _QUOTE_WORDS for n, q in page.quotes)
    return not long and (first or _SOLEMN.search(words) is not None)


@dataclass(frozen=True, slots=True)
class _Papers:
    """Where an article names papers, and where joint ones, in order."""

    named: list[Span]
    joint: list[Span]

    @classmethod
    def of(cls, page: Page) -> _Papers:
        named = [Span(*found.span()) for found in _PAPER.finditer(page.masked)]
        return cls(named, [span for span in named if "joint" in span.of(page.masked)])

    def before(self, end: int) -> Span | None:
        """Return the paper that is meant before a place: the one right there, the last joint one, the last one."""
        last, joint = _last_before(self.named, end), _last_before(self.joint, end)
        here = last is not None and last.start >= end - _ANNOUNCED // 3
        return last if here else joint or last


def _last_before(spans: list[Span], end: int) -> Span | None:
    number = bisect_right(spans, end, key=lambda span: span.end) - 1
    return spans[number] if number >= 0 else None


def _issuer(page: Page, span: Span, papers: _Papers) -> Span:
    """Return the words for who issued a document, or for the document itself."""
    words = span.of(page.masked)
    if (issuer := _BY_WHOM.search(words)) is not None:
        return Span(span.start + issuer.start("who"), span.start + issuer.end("who"))
    return papers.before(span.end) or span
