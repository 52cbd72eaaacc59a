"""Where sentences end. Works best on masked text, where the full stops inside quotes do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.text.span import Span, trimmed

LONGEST = 2_000
"""How many characters a sentence may have, what is masked in it counted once: beyond, words without any end are cut."""

_PART = re.compile(rf"(?>\x1a+|[^\x1a]){{{LONGEST // 2},{LONGEST}}}(?=\s)|(?>\x1a+|[^\x1a]){{{LONGEST}}}")
_END = re.compile(
    r"(?<![.!?…])[.!?…]++\x1a?[\"”’»')\]]*+(?=[\s ]++[\"“‘«(\[•]?[A-Z0-9Α-ЯÀ-Þ\x1a]|\s*+$|[^\S\n]*+\n)"
    r"|[\n\r\x0b\x0c\x85\u2028\u2029]++|[.!?][”\"’»](?=[\s ]+[“‘\"«])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘\[–—-])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Adm|Rear|Brig|Gov|Sen|Sens|Rep|Reps|Pres|Amb|Hon|"
    r"Rev|Eng|H\.E|Fr|St|Jr|Sr|Jnr|Snr|vs|v|No|Nos|Art|Arts|Fig|p|pp|ca|cf|approx|est|Inc|Ltd|Co|Corp|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|"
    r"Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Mt|Ft|e\.g|i\.e|a\.m|p\.m|U\.S|U\.N|U\.K|E\.U|D\.C|[A-Z]|[A-Z]\.[A-Z]|[A-Z]\.[A-Z]\.[A-Z])$"
)
_OFTEN_LAST = frozenset(
    {"U.S", "U.N", "U.K", "E.U", "D.C", "a.m", "p.m", "Jr", "Sr", "Jnr", "Snr", "Inc", "Ltd", "Co", "Corp"}
)
_STARTS = re.compile(
    r"\s+[\"“‘«(]?(?:The|A|An|But|And|In|On|At|It|He|She|They|We|His|Her|Their|This|That|These|Those|If|When|While|As|After|"
    r"Before|For|From|There|Some|Many|Most|Both|No|Not|Yet|So|Still|Since|With|Under|Last|Asked|According|Speaking|By|I|“)\b"
)
_SPEECH = re.compile(
    r"\s+(?:(?:[A-Z][\w.’'-]*|the|a|an|of|one|his|her|their|former|another|who|[a-z]+)\s+){0,7}?"
    r"(?:said|says|asked|asks|added|told|tells|wrote|writes|tweeted|replied|exclaimed|continued|demanded|wondered|joked|quipped|shouted|responded|concluded|insisted|declared|argued)\b"
)


def _abbreviated(text: str, found: re.Match[str], start: int) -> bool:
    if not found.group().startswith(".") or len(found.group()) > 1:
        return False
    before = _ABBREVIATION.search(text, max(start, found.start() - 12), found.start())
    if before is None:
        return False
    word = before.group().strip(' \n\t(“"‘[–—-')
    return not (word in _OFTEN_LAST and _STARTS.match(text, found.end()))


def _spoken(text: str, found: re.Match[str]) -> bool:
    """Return whether the mark belongs to a quote whose attribution follows: “Will you?” Peskov said."""
    closed = found.group()[-1] in '”"’»'
    if not closed or found.group()[0] == ".":
        return False
    rest = _SPEECH.match(text, found.end(), found.end() + 90)
    return rest is not None and "." not in rest.group()[:-1].replace(". ", "") and "“" not in rest.group()


def split_sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of a stretch of text, without the white space around them.

    The cost is linear in its length. A line end always ends a sentence, and one that is longer than anybody's is cut
    between two words.

    Examples
    --------
    >>> words = "Mr. Belo went to the U.S. on Monday. He said no."
    >>> [sentence.of(words) for sentence in split_sentences(words, Span(0, len(words)))]
    ['Mr. Belo went to the U.S. on Monday.', 'He said no.']
    """
    found: list[Span] = []
    start = span.start
    for end in _END.finditer(text, span.start, span.end):
        if _abbreviated(text, end, start) or _spoken(text, end):
            continue
        found += _parts(text, Span(start, end.end()))
        start = end.end()
    found += _parts(text, Span(start, span.end))
    return [sentence for sentence in found if sentence.length]


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence, or the parts of one that nobody would write: the work on a sentence is not linear in it."""
    start = span.start
    while span.end - start > LONGEST and (part := _PART.match(text, start, span.end)) is not None:
        yield trimmed(text, Span(start, part.end()))
        start = part.end()
    yield trimmed(text, Span(start, span.end))
