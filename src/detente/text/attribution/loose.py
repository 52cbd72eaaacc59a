"""Quotes that no frame covers: they go on with a quote before them, float alone, or have an unknown cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.text.attribution.draft import Draft, span_of
from detente.text.attribution.frames.found import Piece
from detente.text.attribution.frames.row import content_start, sign_at, word_at
from detente.text.attribution.frames.subjects import first_subject, subject_before
from detente.text.gazetteer import gazetteer
from detente.text.lexicon import lexicon
from detente.text.page import Page, Sentence
from detente.text.quotes import Quote
from detente.text.span import Span, trimmed
from detente.text.speakers.pronouns import ONE
from detente.text.speakers.roles import role_noun
from detente.text.syntax.phrases import is_stop, right_phrase, starts_noun_phrase, verb_start
from detente.text.syntax.tokens import Token, tokens
from detente.text.syntax.words import PREPOSITIONS, is_verb

_WORDS = re.compile(r"[^\W\d_]+")
_OWNED = re.compile(
    r"(?:The|That|Those|These)(?: [\w’'-]+){1,4}? (?:is|are|was|were|belongs?|belonged)"
    r" (?:that of|those of|to|the words? of) "
)
_MARKS = ".,;:!? "
_ABOUT = frozenset({"to", "on", "about", "over", "after", "as", "in", "at"})
_WORDS_OF = frozenset({"quote", "statement", "message", "reply", "answer", "word", "words", "line", "response", "post"})
_NOBODY = frozenset({"here", "there", "it", "this", "that", "what"})
_SHORTEST_FLOATING = 3
_SHORTEST_MORE = 4
_SHORTEST_UNMARKED = 5
_LONGEST_TITLE = 12
_LONGEST_KNOWN = 3
_LONGEST_HEADED = 14
_TITLE_READ = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence with loose quotes: its tokens, and the last attribution of the sentences before it."""

    page: Page
    sentence: Sentence
    row: Sequence[Token]
    before: Draft | None


def loose(place: Place, quotes: Iterable[Quote], framed: Iterable[Draft]) -> list[Draft]:
    """Return the drafts of the quotes that the frames left over; a quote that goes on is added to the one before.

    The quotes of the sentence come in order; the cost is linear in their number.
    """
    words = trimmed(place.page.masked, place.sentence.span, _MARKS).length
    latest = next((draft for draft in reversed(list(framed)) if draft.quoted), None)
    made: list[Draft] = []
    for quote in quotes:
        whole = words <= quote.span.length + 2
        draft = _alone(place, quote) if whole else _among(place, quote, latest)
        if draft is not None:
            made.append(draft)
            latest = draft
    return made


def _alone(place: Place, quote: Quote) -> Draft | None:
    """Return the draft of a quote that is a sentence."""
    last = place.before
    if last is not None and last.paragraph == place.sentence.paragraph and last.rule == "label":
        return None
    told = _owned(place, quote) or _told(place, quote)
    if last is not None and last.paragraph == place.sentence.paragraph and last.quoted and told is None:
        last.content.append(quote.span)
        return None
    if told is not None:
        return told
    if (led := _led(place, quote)) is not None:
        return led
    if len(quote.inner.of(place.page.text).split()) < _SHORTEST_FLOATING:
        return None
    sentence = place.sentence
    return Draft("floating", sentence.paragraph, sentence.span, None, None, [quote.span], quoted=True, follows=last)


def _told(place: Place, quote: Quote) -> Draft | None:
    """Return the draft of a quote behind a sentence about somebody who is not said to speak: She shrugged."""
    page, sentence, last = place.page, place.sentence, place.before
    number = bisect_left(page.sentences, sentence.span, key=lambda each: each.span) - 1
    if number < 0 or page.sentences[number].paragraph != sentence.paragraph:
        return None
    earlier = page.sentences[number]
    if (last is not None and last.sentence.end >= earlier.span.start) or quote.scare:
        return None
    source = person_subject(page, earlier.span)
    if source is None:
        return None
    return Draft("told", sentence.paragraph, sentence.span, None, source, [quote.span], quoted=True)


def _owned(place: Place, quote: Quote) -> Draft | None:
    """Return the draft of a quote whose owner the sentence behind it names: The estimate is that of Ana Belo."""
    page, sentence = place.page, place.sentence
    number = bisect_left(page.sentences, sentence.span, key=lambda each: each.span) + 1
    if number >= len(page.sentences) or page.sentences[number].paragraph != sentence.paragraph:
        return None
    behind = page.sentences[number].span
    found = _OWNED.match(page.masked, *behind)
    if found is None:
        return None
    row = tokens(page.masked, Span(found.end(), behind.end))
    source = span_of(row, (0, right_phrase(row, 0))) if row else None
    return source and Draft("told", sentence.paragraph, sentence.span, None, source, [quote.span], quoted=True)


def person_subject(page: Page, sentence: Span) -> Span | None:
    """Return the subject of a sentence without quotes, if that is a person."""
    row = tokens(page.masked, sentence)
    subject = first_subject(row, len(row))
    if subject is None or any(token.kind == "quote" for token in row) or not _may_speak(row, subject):
        return None
    return span_of(row, subject)


def _may_speak(row: Sequence[Token], subject: Piece) -> bool:
    """Return whether a subject is a person: he, Belo, the minister; not: the lake."""
    words = " ".join(token.lower for token in row[subject[0] : subject[1]])
    return words in ONE or row[subject[1] - 1].capital or role_noun(words) is not None


def _among(place: Place, quote: Quote, latest: Draft | None) -> Draft | None:
    """Return the draft of a quote among other words, unless it is a few words, a title or goes on with another."""
    inner = quote.inner.of(place.page.text)
    words = len(inner.split())
    if latest is not None and words >= _SHORTEST_MORE and not quote.scare:
        latest.content.append(quote.span)
        return None
    if quote.scare or words < _SHORTEST_UNMARKED or _is_title(inner):
        return None
    made = _unmarked(place.sentence, place.row, quote)
    if made.source is None:
        made.follows = place.before
    return made


def _is_title(words: str) -> bool:
    """Return whether words look like a title: most of them begin with a capital letter."""
    found = _WORDS.findall(words[:_TITLE_READ])
    return len(found) < _LONGEST_TITLE and all(word[0].isupper() or len(word) < 4 for word in found)


def _led(place: Place, quote: Quote) -> Draft | None:
    """Return the draft of a quote that the paragraph before leads up to with a colon: The minister: “...”."""
    page, sentence = place.page, place.sentence
    number = bisect_left(page.sentences, sentence.span, key=lambda each: each.span) - 1
    if number < 0:
        return None
    earlier = page.sentences[number]
    if earlier.paragraph == sentence.paragraph or page.masked[earlier.span.end - 1] != ":":
        return None
    row = [*tokens(page.masked, earlier.span), Token("“", "“", "quote", *quote.span)]
    led = _unmarked(earlier, row, quote)
    subject = first_subject(row, len(row) - 1)
    if subject is not None:
        led.source = span_of(row, subject)
    elif led.source is None and number > 0 and page.sentences[number - 1].paragraph == earlier.paragraph:
        led.source = _subject_of(page, page.sentences[number - 1].span)
    led.rule, led.paragraph, led.sentence = "led", sentence.paragraph, sentence.span
    return led


def _subject_of(page: Page, sentence: Span) -> Span | None:
    row = tokens(page.masked, sentence)
    subject = first_subject(row, len(row))
    return span_of(row, subject) if subject is not None else None


def _unmarked(sentence: Sentence, row: Sequence[Token], quote: Quote) -> Draft:
    """Return the draft of a quote whose cue the lexicon does not know: the verb beside it, and its subject."""
    place = bisect_left(row, quote.span.start, key=lambda token: token.start)
    verb = next((at for at in range(place - 1, 0, -1) if is_verb(row[at].lower, row[at - 1].lower)), None)
    behind = _behind(row, place + 1) if verb is None else None
    subject: Piece | None
    if behind is not None:
        subject, verb = behind
    else:
        subject = _agent(row, place) or _subject(row, place, verb)
    rule = "unmarked" if verb is not None else "headed"
    source = span_of(row, subject) if subject and starts_noun_phrase(row, subject[0]) else None
    cue = Span(row[verb].start, row[verb].end) if verb is not None else None
    return Draft(rule, sentence.paragraph, sentence.span, cue, source, [quote.span], quoted=True)


def _subject(row: Sequence[Token], place: int, verb: int | None) -> Piece | None:
    before = subject_before(row, verb_start(row, verb)) if verb is not None else None
    return before or _headed(row, place)


def _agent(row: Sequence[Token], place: int) -> Piece | None:
    """Return by whom a passive sentence says a quote was said: as stated by its foreign minister: “...”."""
    for at in range(place - 2, max(1, place - _LONGEST_HEADED), -1):
        if row[at].lower == "of" and row[at - 1].lower == "words" and sign_at(row, place - 1) in (",", ":"):
            return at + 1, place - 1
    if sign_at(row, place - 1) != ":":
        return None
    near = range(place - 2, max(0, place - _LONGEST_HEADED), -1)
    by = next((at for at in near if row[at].lower == "by"), None)
    passive = by is not None and any(is_verb(row[at].lower, "x") for at in range(max(0, by - 3), by))
    if by is not None and passive and right_phrase(row, by + 1) == place - 1:
        return by + 1, place - 1
    whose = next((at for at in near if row[at].lower in ("from", "by") and row[at - 1].lower in _WORDS_OF), None)
    return None if whose is None else (whose + 1, right_phrase(row, whose + 1))


def _behind(row: Sequence[Token], at: int) -> tuple[Piece, int] | None:
    """Return the subject and the verb right behind a quote: “...,” she went on; “...”, sighed the minister."""
    at += sign_at(row, at) == ","
    if (unknown := _unknown_verb(row, at)) is not None:
        return unknown
    if not starts_noun_phrase(row, at) and not is_verb(word_at(row, at)):
        return None
    if is_verb(word_at(row, at), "x") and starts_noun_phrase(row, at + 1):
        return (at + 1, right_phrase(row, at + 1)), at
    end = right_phrase(row, at)
    verb = next((place for place in range(end, at, -1) if is_verb(word_at(row, place), word_at(row, place - 1))), None)
    return ((at, verb), verb) if verb is not None else None


def _unknown_verb(row: Sequence[Token], at: int) -> tuple[Piece, int] | None:
    """Return the subject and a verb that no list knows, right behind a quote: “...,” growls the voice, she laughs."""
    if at < 1 or row[at - 1].kind != "quote" or at + 1 >= len(row):
        return None
    if _looks_like_verb(row[at]) and starts_noun_phrase(row, at + 1) and word_at(row, at + 1) not in PREPOSITIONS:
        return (at + 1, right_phrase(row, at + 1)), at
    end = at + 1 if word_at(row, at) in ONE else right_phrase(row, at)
    last = end if word_at(row, at) in ONE else end - 1
    if not starts_noun_phrase(row, at) or last <= at or last >= len(row) or not _looks_like_verb(row[last]):
        return None
    ends = last + 1 >= len(row) or is_stop(row[last + 1]) or row[last + 1].lower in PREPOSITIONS
    speaks = row[last - 1].lower in ONE or _may_speak(row, (at, last))
    return ((at, last), last) if ends and speaks else None


def _looks_like_verb(token: Token) -> bool:
    """Return whether a word may be a verb in the present or past by its ending alone."""
    return (
        token.kind == "word"
        and token.text.islower()
        and (token.lower == "read" or (token.lower.endswith(("s", "ed")) and len(token.text) > 3))
    )


def _headed(row: Sequence[Token], place: int) -> Piece | None:
    """Return whom a headline gives a quote without a verb: Ghana to Togo: “...”; Spain “will not ...”; “...”: Lagos."""
    start = content_start(row)
    behind = start == place and sign_at(row, place + 1) == ":"
    start = place + 2 if behind else start
    while start < place and row[start].text[0].isdigit():
        start += 1
    if (known := _known(row, start)) > start:
        return start, known
    if behind:
        return _noun_phrase(row, start, _verb_in_s(row, start, right_phrase(row, start)))
    found = _noun_phrase(row, start, place)
    if found is None or found[1] - found[0] > _LONGEST_HEADED or word_at(row, start) in _NOBODY:
        return None
    if any(row[at].lower in lexicon().verbs for at in range(found[0] + 1, found[1])):
        return None
    return found if sign_at(row, place - 1) == ":" or found[1] == place else None


def _known(row: Sequence[Token], start: int) -> int:
    """Return where a name of the gazetteer that begins here ends; ``start`` where none does."""
    for end in range(min(start + _LONGEST_KNOWN, len(row)), start, -1):
        name = row[start:end]
        if all(token.capital for token in name) and gazetteer().lookup(" ".join(token.text for token in name)):
            return end
    return start


def _verb_in_s(row: Sequence[Token], start: int, end: int) -> int:
    """Return where the verb of "a lawyer remembers the islands" stands; ``end`` where there is none."""
    if word_at(row, start) not in ("a", "an", "one"):
        return end
    return next((at for at in range(start + 2, end) if row[at].lower.endswith("s")), end)


def _noun_phrase(row: Sequence[Token], start: int, end: int) -> Piece | None:
    """Return the noun phrase at a place without what it is about: Panama’s negotiator, not: on tolls."""
    stop = next((at for at in range(start, end) if is_stop(row[at]) or row[at].lower in _ABOUT), end)
    return (start, stop) if start < stop else None
