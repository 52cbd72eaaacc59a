"""The frames in which a cue attributes content to a source, for one sentence of masked text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from detente.text.syntax.phrases import (
    Row,
    has_clause,
    is_stop,
    left_subject,
    right_phrase,
    starts_noun_phrase,
    verb_start,
)
from detente.text.syntax.tokens import Token
from detente.text.syntax.words import (
    AUXILIARIES,
    BE,
    CONTRACTED,
    COORDINATORS,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    is_adverb,
    is_verb,
)
from detente.text.ledger import CueClass
from detente.text.lexicon import CueVerb, lexicon
from detente.text.span import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A cue with its source and content, as token ranges of one sentence."""

    rule: str
    cue: tuple[int, int]
    cue_class: CueClass
    source: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    negated: bool = False
    shared: bool = False
    """The source is that of the statement before (", adding that ...")."""


Piece = tuple[int, int]


def _quote(row: Row, at: int) -> bool:
    return 0 <= at < len(row) and row[at].kind == "quote"


def _word(row: Row, at: int) -> str:
    return row[at].lower if 0 <= at < len(row) else ""


def _text(row: Row, at: int) -> str:
    return row[at].text if 0 <= at < len(row) else ""


def body_end(row: Row) -> int:
    """Return where the sentence ends without its last full stop."""
    end = len(row)
    while end > 0 and row[end - 1].text in {".", "!", "?", "…", ":", ";", ","}:
        end -= 1
    return end


# ---- cue candidates


@dataclass(frozen=True, slots=True)
class Cue:
    at: int
    start: int
    verb: CueVerb
    negated: bool


def cues(row: Row) -> Iterator[Cue]:
    verbs = lexicon().verbs
    for at, token in enumerate(row):
        if token.kind != "word" or (token.capital and at > 0 and not token.text.isupper()):
            continue
        verb = verbs.get(token.lower)
        if verb is None:
            continue
        start = verb_start(row, at)
        if _word(row, at - 1) == "to" and verb.form == "base" and _word(row, at - 2) in GOING_ON:
            start = verb_start(row, at - 2)
            yield Cue(at, start, verb, negated=False)
            continue
        if not _as_verb(row, at, start, verb):
            continue
        negated = any(row[k].lower in NEGATIONS or row[k].lower.endswith(("n’t", "n't")) for k in range(start, at))
        yield Cue(at, start, verb, negated)


def _as_verb(row: Row, at: int, start: int, verb: CueVerb) -> bool:
    before = _word(row, at - 1)
    helps = {row[k].lower for k in range(start, at)}
    if (
        (before in DETERMINERS and before not in FLOATING)
        or before.endswith(("’s", "'s"))
        or (before in PREPOSITIONS and verb.form != "ing")
    ):
        return False
    if verb.form == "past" and helps & BE and not helps & {"being"}:
        return verb.lemma in ("quote", "ask")
    if (
        verb.lemma == "ask"
        and not helps
        and (start == 0 or row[start - 1].text == ",")
        and _word(row, at + 1) in ("for", "about", "whether", "if", "to", "by", "how", "why", "what")
    ):
        return False
    if helps & {"could", "should", "might", "may", "can", "must"} and not verb.frames & {"final"}:
        return False
    if verb.form in ("base", "third") and "noun" in verb.frames and not helps and not _surely_verb(row, at, start):
        return False
    if verb.form == "base" and verb.lemma != "read":
        if before == "to":
            return False
        if helps & AUXILIARIES or before == "who":
            return True
        if verb.lemma == "say":
            return start > 0 and (row[start - 1].kind == "word" or row[start - 1].text in (",", "–"))
        subject = left_subject(row, start)
        return subject is not None and _plural(row, subject)
    return True


FLOATING = frozenset("all both each some many most several few another one two three".split())
GOING_ON = frozenset("continue continues continued went began begins begin".split())


def _surely_verb(row: Row, at: int, start: int) -> bool:
    """Return whether a form that is often a noun stands where only a verb can."""
    before = row[start - 1] if start else None
    if (
        before is None
        or before.kind != "word"
        or before.lower in (*DETERMINERS, *PREPOSITIONS, *SUBORDINATORS, "and", "or")
    ):
        return before is not None and before.text == "," and _word(row, at + 1) == "that"
    follows = _word(row, at + 1)
    return (
        before.lower in PRONOUNS
        or follows in ("that", "to")
        or _quote(row, at + 1)
        or (before.capital and follows in (*PRONOUNS, *DETERMINERS))
    )


def _plural(row: Row, subject: Piece) -> bool:
    """Return whether a subject takes a verb in its base form: analysts, many of them, he and she."""
    words = [row[k].lower for k in range(*subject)]
    if words[0] in MANY or "and" in words or words[-1] == "who":
        return True
    head = next(
        (k for k, word in enumerate(words) if k and (word in PREPOSITIONS or word in ("who", "whose"))), len(words)
    )
    last = words[head - 1]
    if last in ONE or last.endswith(("’s", "'s", "ss", "us")):
        return False
    return last.endswith("s") or last in PRONOUNS or last in CROWDS


ONE = frozenset("he she it this that one everyone someone nobody somebody everybody anyone".split())
MANY = frozenset("those these they we i you many most some several both few all others two three".split())
CROWDS = frozenset("people men women police media troops fishermen children".split())


# ---- frames


def left_bound(row: Row) -> int:
    """Return where the content of a sentence begins: behind a leading But, And, bullet."""
    at = 0
    while at < len(row) and (row[at].lower in ("but", "and", "so", "yet") or row[at].text in "•*-–"):
        at += 1
    return at


def _clauselike(row: Row) -> bool:
    if any(token.kind == "quote" and token.end - token.start > 8 for token in row):
        return True
    words = [token for token in row if token.kind == "word"]
    if not words:
        return False
    if words[0].lower in (
        "when",
        "after",
        "as",
        "while",
        "asked",
        "before",
        "speaking",
        "during",
        "since",
        "although",
        "though",
        "because",
        "despite",
        "following",
        "with",
        "in",
        "on",
        "at",
        "once",
        "until",
        *TIMES,
    ):
        # a subordinate clause alone is no content; with a main clause behind it, it is
        comma = next((k for k, token in enumerate(row) if token.text == ","), None)
        return comma is not None and has_clause(row[comma + 1 :])
    return has_clause(row)


def final(row: Row, cue: Cue) -> Found | None:
    """CONTENT, SOURCE said [adjuncts]. and CONTENT, SOURCE says, CONTENT."""
    if not cue.verb.frames & {"final", "quote", "told"} or cue.verb.form == "ing":
        return None
    subject = subject_before(row, cue.start)
    if subject is None or not starts_noun_phrase(row, subject[0]) or is_verb(_word(row, subject[0]), "x"):
        return None
    gap = subject[0] - 1
    if gap < 0 or not (_quote(row, gap) or row[gap].text in (",", "–", "?", "!")):
        return None
    begin = left_bound(row)
    left = (begin, gap + 1 if _quote(row, gap) else gap)
    if left[0] >= left[1]:
        return _opening(row, cue, subject)
    if not _clauselike(row[left[0] : left[1]]) and not _parenthesis(row, cue, left):
        return None
    if "final" not in cue.verb.frames and not any(t.kind == "quote" for t in row[left[0] : left[1]]):
        return None
    follows = cue.at + 1
    if _word(row, follows) == "that" or _text(row, follows) == ":" or (_quote(row, follows)):
        return None
    quoted = any(t.kind == "quote" for t in row[left[0] : left[1]])
    if not quoted and (_right_clause(row, follows) or (_text(row, follows) in ",:" and _quote(row, follows + 1))):
        return None
    pieces = _pieces(row, left, follows)
    if quoted and row[left[0]].kind == "quote":
        pieces = tuple(piece for piece in pieces if piece == left or row[piece[0]].kind == "quote")
    return Found("final", (cue.at, cue.at + 1), cue.verb.cue_class, subject, pieces, cue.negated)


def _opening(row: Row, cue: Cue, subject: Piece) -> Found | None:
    """But, SOURCE say, CONTENT."""
    start = cue.at + 2
    if _text(row, cue.at + 1) != "," or not has_clause(row[start:]) or not _goes_on(row, start):
        return None
    content = ((start, _cut(row, start, body_end(row))),)
    return Found("final", (cue.at, cue.at + 1), cue.verb.cue_class, subject, content, cue.negated)


def _parenthesis(row: Row, cue: Cue, left: Piece) -> bool:
    """Return whether the attribution only interrupts its clause: The museum, he said, would open."""
    follows = cue.at + 1
    return (
        _text(row, follows) == ","
        and cue.verb.cue_class in ("say", "believe", "predict")
        and left[1] > left[0]
        and (is_verb(_word(row, follows + 1), "x") or (_goes_on(row, follows + 1) and has_clause(row[follows + 1 :])))
    )


def _right_clause(row: Row, at: int) -> bool:
    """Return whether a clause follows directly: said it would."""
    while at < len(row) and (is_adverb(_word(row, at)) or _word(row, at) in TIMES):
        at += 1
    if at >= len(row) or is_stop(row[at]):
        return False
    stop = next((k for k in range(at, len(row)) if is_stop(row[k])), len(row))
    words = row[at:stop]
    if words[0].lower in PREPOSITIONS and not _quantity(row, at):
        that = next((k for k, t in enumerate(words) if t.lower == "that"), None)
        return that is not None and has_clause(words[that + 1 :])
    return has_clause(words) and (starts_noun_phrase(row, at) or _quantity(row, at))


def _pieces(row: Row, left: Piece, follows: int) -> tuple[Piece, ...]:
    """Return the left piece, and what goes on behind the attribution."""
    end = body_end(row)
    pieces = [left]
    at = next(
        (k for k in range(follows, len(row)) if row[k].text in (",", ".", "–", ":", ";") or row[k].kind == "quote"),
        None,
    )
    if at is None:
        return tuple(pieces)
    if row[at].kind != "quote" and at + 1 < len(row):
        nxt = at + 1
        if _quote(row, nxt):
            pieces.append((nxt, _quote_end(row, nxt, end)))
        elif row[at].text == "," and at == follows and _goes_on(row, nxt):
            pieces.append((nxt, _cut(row, nxt, end)))
    elif row[at].kind == "quote" and at > follows:
        pass
    return tuple(pieces)


def _quote_end(row: Row, at: int, end: int) -> int:
    """Return the end of a run of quotes with little between them."""
    del end
    return at + 1


_GLOSS = frozenset(
    "adding referring noting citing speaking calling pointing saying describing arguing according suggesting explaining stressing insisting urging warning claiming alluding using responding echoing recalling quoting".split()
)


def _goes_on(row: Row, at: int) -> bool:
    word = _word(row, at)
    if word in _GLOSS or word in (
        "after",
        "when",
        "as",
        "while",
        "who",
        "which",
        "before",
        "during",
        "in",
        "at",
        "on",
        "following",
    ):
        return False
    return True


def _cut(row: Row, start: int, end: int) -> int:
    """Return where content ends that something else follows: ", after X said", ", adding that", ", but refused"."""
    return next((at for at in range(start + 1, end) if _leaves(row, at, end)), end)


def _leaves(row: Row, at: int, end: int) -> bool:
    word = _word(row, at)
    if row[at].text == ";" or (word == "according" and _word(row, at + 1) == "to"):
        return True
    if word in ("and", "but") and _new_speaker(row, at + 1, end):
        return True
    if row[at].text not in (",", "–"):
        return False
    following = _word(row, at + 2) if is_adverb(_word(row, at + 1)) else _word(row, at + 1)
    if following == "but":
        return True
    if following in _GLOSS or (following == "according" and _word(row, at + 2) == "to"):
        return True
    if following in ("which", "who") and _past_cue(row, at + 2) is not None:
        return True
    if following in SUBORDINATE and _cue_in(row, at + 2, min(end, at + 14)):
        return True
    if following in SPANS_OF_TIME and _word(row, at + 2) in ("after", "before"):
        return True
    if following == "and":
        return _goes_back(row, at + 2) or _new_speaker(row, at + 2, end)
    return row[at].text == "," and (_past_cue(row, at + 1) is not None or _parallel(row, at + 1, end))


SUBORDINATE = frozenset("after when while as though although".split())
SPANS_OF_TIME = frozenset("hours days weeks months minutes".split())


def _goes_back(row: Row, at: int) -> bool:
    """Return whether a verb follows at once, so that the outer subject goes on: , but offered no proof."""
    while is_adverb(_word(row, at)):
        at += 1
    return is_verb(_word(row, at), "x")


def _parallel(row: Row, at: int, end: int) -> bool:
    """Return whether another attribution follows without a link: Iran blames the dam, Afghanistan blames the sky."""
    if not starts_noun_phrase(row, at):
        return False
    for k in range(at + 1, min(at + 5, end - 1)):
        if (verb := _past_cue(row, k)) is not None:
            return bool(verb.frames & {"that", "object"}) and not is_stop(row[k + 1])
        if row[k].kind != "word":
            return False
    return False


def _cue_in(row: Row, start: int, end: int) -> bool:
    return any(_past_cue(row, at) is not None for at in range(start, end))


def _new_speaker(row: Row, at: int, end: int) -> bool:
    """Return whether "and" starts another attribution: and she said, and warned against."""
    while at < end and is_adverb(_word(row, at)):
        at += 1
    if (verb := _past_cue(row, at)) is not None:
        if verb.cue_class in ("believe", "want"):
            return False
        return bool(
            verb.frames & {"that", "told", "called", "charged", "asked"}
            or verb.cue_class in ("blame", "deny", "threaten", "refuse")
        )
    if not starts_noun_phrase(row, at):
        return False
    for k in range(at + 1, min(at + 6, end)):
        if (verb := _past_cue(row, k)) is not None:
            return "final" in verb.frames
        if row[k].kind != "word" or row[k].lower in SUBORDINATORS:
            return False
    return False


def _past_cue(row: Row, at: int) -> CueVerb | None:
    verb = lexicon().verbs.get(_word(row, at))
    if verb is None or not (verb.form == "past" or (verb.form == "third" and "noun" not in verb.frames)):
        return None
    return verb


def subject_before(row: Row, at: int) -> Piece | None:
    """Return the subject before a verb group, over an apposition in commas."""
    if at <= 0:
        return None
    if row[at - 1].text in (",", "–"):
        return _over_apposition(row, at)
    if row[at - 1].text == ")":
        return left_subject(row, at)
    if row[at - 1].kind == "quote":
        return None
    return left_subject(row, at)


def _over_apposition(row: Row, at: int) -> Piece | None:
    mark = row[at - 1].text
    for comma in range(at - 2, max(-1, at - 40), -1):
        if row[comma].kind == "quote":
            return None
        if row[comma].text == mark and comma > 0:
            inside = row[comma + 1 : at - 1]
            if mark == "," and (not inside or not _apposition(inside)):
                continue
            subject = left_subject(row, comma)
            if subject is None or not starts_noun_phrase(row, subject[0]):
                continue
            return (subject[0], at - 1) if _all_name(inside) else subject
    return None


def _all_name(words: Row) -> bool:
    """Return whether words are nothing but a name."""
    return bool(words) and all(token.capital or token.text == "." for token in words)


def _apposition(inside: Row) -> bool:
    first = inside[0].lower
    return (
        first in DETERMINERS
        or first in ("who", "whose", "which", "r", "d", "now", "then", "speaking")
        or not has_clause(inside)
        and first not in ("and", "but")
    )


def inverted(row: Row, cue: Cue) -> Found | None:
    """CONTENT, said SOURCE, apposition."""
    if "inverted" not in cue.verb.frames or not _inverts(cue.verb):
        return None
    if not all(is_adverb(row[k].lower) for k in range(cue.start, cue.at)):
        return None
    gap = cue.start - 1
    if gap < 0 or not (_quote(row, gap) or row[gap].text in (",", "–", "?", "!")):
        return None
    if not starts_noun_phrase(row, cue.at + 1) or _word(row, cue.at + 1) in ("that",):
        return None
    end = right_phrase(row, cue.at + 1)
    if end < len(row) and row[end].kind == "word" and is_verb(row[end].lower, row[end - 1].lower):
        return None
    if _text(row, end) == ",":
        stop = next((k for k in range(end + 1, len(row)) if is_stop(row[k]) or not row[k].capital), len(row))
        end = stop if stop > end + 1 and _all_name(row[end + 1 : stop]) else end
    begin = left_bound(row)
    left = (begin, gap + 1 if _quote(row, gap) else gap)
    rest = (
        _rest(row, end)
        if _word(row, left[0]) in (*PREPOSITIONS, "rather", "when", "if", "once", "unless", "instead")
        else 0
    )
    if left[0] >= left[1] or not (_clauselike(row[left[0] : left[1]]) or rest or _said(row, cue, left, end)):
        return None
    plain = not any(t.kind == "quote" for t in row[left[0] : left[1]])
    if (
        plain
        and end < len(row)
        and not is_stop(row[end])
        and row[end].lower not in (*TIMES, *PREPOSITIONS, "who", "as", "while", "when")
    ):
        return None
    if (
        plain
        and has_clause(row[cue.at + 1 : next((k for k in range(end, len(row)) if is_stop(row[k])), len(row))])
        and _word(row, end) != "who"
    ):
        return None
    pieces = [left]
    if plain and not _clauselike(row[left[0] : left[1]]) and rest:
        pieces.append((rest, body_end(row)))
    quote = next((k for k in range(end, len(row)) if row[k].kind == "quote"), None)
    if quote is not None and row[quote - 1].text in (",", ":", ".") and _full(row[quote]):
        pieces.append((quote, quote + 1))
    return Found("inverted", (cue.at, cue.at + 1), cue.verb.cue_class, (cue.at + 1, end), tuple(pieces), cue.negated)


def _inverts(verb: CueVerb) -> bool:
    return verb.form in ("past", "third") or (verb.form == "base" and verb.lemma in ("say", "argue", "write", "warn"))


def _rest(row: Row, end: int) -> int:
    """Return where the main clause goes on behind a source and its apposition; 0 where it does not."""
    comma = next(
        (at for at in range(len(row) - 1, end - 1, -1) if row[at].text == "," and has_clause(row[at + 1 :])), None
    )
    return comma + 1 if comma is not None and starts_noun_phrase(row, comma + 1) else 0


def _said(row: Row, cue: Cue, left: Piece, end: int) -> bool:
    """Return whether a short clause is said by somebody, whatever its verb is: They fear a precedent, says Belo."""
    ends = end >= len(row) or is_stop(row[end])
    return cue.verb.lemma == "say" and left[1] - left[0] > 2 and ends and starts_noun_phrase(row, left[0])


def _full(quote: Token) -> bool:
    return quote.end - quote.start > 12


def after(row: Row, cue: Cue) -> Found | None:
    """SOURCE said that CONTENT, SOURCE said CONTENT, SOURCE told somebody CONTENT, SOURCE said: “...”."""
    verb = cue.verb
    shared = False
    subject: Piece | None
    if verb.form == "ing":
        subject, shared = _participle_subject(row, cue)
        if subject is None and not shared:
            return None
    else:
        subject = subject_before(row, cue.start)
        before = _word(row, cue.start - 1)
        if before == "who" or (before in ("and", "but", "then")) or subject is None:
            subject = _earlier_subject(row, cue.start)
            shared = subject is None
            if shared and before not in ("and", "but", "then", ",") and cue.start != 0:
                return None
            if shared and cue.start == 0:
                return None
    piece = content_right(row, cue)
    if piece is None:
        return None
    if subject is not None and _subordinate(row, subject[0]):
        piece = tuple((start, _comma(row, start, stop)) for start, stop in piece)
    return Found("after", (cue.at, cue.at + 1), verb.cue_class, subject, piece, cue.negated, shared)


def _subordinate(row: Row, subject: int) -> bool:
    """Return whether the attribution stands in a clause of its own: which officials said will go, as she said it would."""
    before = _word(row, subject - 1)
    return before in ("which", "that", "who", "where", "when", "as", "if", "because", "after", "before", "while") and (
        subject == 1 or before in ("which", "that", "who", "where", "as")
    )


def _comma(row: Row, start: int, stop: int) -> int:
    return next((at for at in range(start + 1, stop) if row[at].text == ","), stop)


def as_said(row: Row) -> Iterator[Found]:
    """As SOURCE reported, CONTENT."""
    first = left_bound(row)
    if _word(row, first) != "as":
        return
    comma = next((at for at in range(first + 2, min(len(row), 24)) if row[at].text == ","), None)
    if comma is None or (verb := _past_cue(row, comma - 1)) is None or "final" not in verb.frames:
        return
    start = verb_start(row, comma - 1)
    end = body_end(row)
    if start > first + 1 and starts_noun_phrase(row, first + 1) and comma + 2 < end:
        yield Found("as", (comma - 1, comma), verb.cue_class, (first + 1, start), ((comma + 1, end),))


def _participle_subject(row: Row, cue: Cue) -> tuple[Piece | None, bool]:
    before = _text(row, cue.start - 1)
    helps = {row[k].lower for k in range(cue.start, cue.at)}
    if helps & BE or any(h.endswith(("’s", "’re", "’m")) for h in helps):
        return subject_before(row, cue.start), False
    if (
        before in (",", "–")
        or _quote(row, cue.start - 1)
        or cue.start == 0
        or _word(row, cue.start - 1) in ("and", "by", "while", "before", "after", "in")
    ):
        return _first_subject(row, cue.start), True
    noun = left_subject(row, cue.start)
    if noun is None:
        return None, False
    if row[noun[0]].lower in DETERMINERS or _word(row, noun[0] - 1) == "with":
        return noun, False
    return _first_subject(row, cue.start), True


def _first_subject(row: Row, before: int) -> Piece | None:
    """Return the subject of the first verb of the sentence."""
    begin = left_bound(row)
    for at in range(begin + 1, before):
        if row[at].kind == "word" and is_verb(row[at].lower, row[at - 1].lower):
            start = verb_start(row, at)
            subject = subject_before(row, start)
            if subject is not None and starts_noun_phrase(row, subject[0]):
                return subject
    return None


def _earlier_subject(row: Row, at: int) -> Piece | None:
    if _word(row, at - 1) == "who":
        end = at - 1
        if _text(row, end - 1) == ",":
            end -= 1
        return left_subject(row, end)
    return _first_subject(row, at)


def content_right(row: Row, cue: Cue) -> tuple[Piece, ...] | None:
    """Return the content behind a cue; None where nothing that the verb takes follows."""
    frames = cue.verb.frames
    end = body_end(row)
    at = _skip_time(row, cue.at + 1)
    for frame, rule in RIGHT:
        if frame in frames and (start := rule(row, at, end)) is not None:
            stop = _cut(row, start, end)
            if start < stop:
                return ((start, stop),)
    return None


def _skip_time(row: Row, at: int) -> int:
    while at < len(row) and row[at].kind == "word" and (is_adverb(row[at].lower) or _time(row, at)):
        at += 1
    return at


def _time(row: Row, at: int) -> bool:
    """Return whether a word is of a time; "this" and "last" are only before another one: this week."""
    word = row[at].lower
    return word in TIMES and (word not in ("this", "last", "next") or _word(row, at + 1) in TIMES)


def _that(row: Row, at: int, end: int) -> int | None:
    """That-clause, also behind "in a statement" and "on Monday"."""
    if _word(row, at) == "that":
        return at + 1 if end - at > 2 or _quote(row, at + 1) else None
    if _word(row, at) == "out" and _word(row, at + 1) == "that":
        return at + 2
    if at < end and (row[at].lower in PREPOSITIONS or _text(row, at) == ","):
        limit = min(end, at + 14)
        for k in range(at, limit):
            if row[k].lower == "that" and end - k > 2:
                return k + 1
            if row[k].kind == "quote" or row[k].text in (";", ":"):
                return None
    return None


def _quoted(row: Row, at: int, end: int) -> int | None:
    """Said “...”, said: “...”, said in a speech: “...”."""
    if _quote(row, at):
        return at
    if _text(row, at) in (",", ":", "–") and _quote(row, at + 1):
        return at + 1
    if at >= end or row[at].lower not in PREPOSITIONS:
        return None
    for k in range(at, min(end, at + 16)):
        if _quote(row, k):
            return k if _text(row, k - 1) in (",", ":", "–") and _full(row[k]) else None
        if row[k].text == ":" and k + 1 < end:
            return k + 1
        if _past_cue(row, k) is not None:
            return None
    return None


def _bare(row: Row, at: int, end: int) -> int | None:
    """Said it would; said on Monday it would."""
    if at >= end or row[at].kind == "mark" and row[at].text != "$":
        if _text(row, at) == ":" and at + 1 < end:
            return at + 1
        return None
    start = at
    if row[at].lower in PREPOSITIONS and not _quantity(row, at):
        start = _after_phrase(row, at, end) or -1
        if start < 0:
            return None
    if row[start].lower in SUBORDINATORS and row[start].lower not in (
        "if",
        "when",
        "while",
        "what",
        "how",
        "there",
        "because",
        "although",
        "unless",
        "since",
    ):
        return None
    stop = next((k for k in range(start, end) if row[k].text in (";", ":")), end)
    words = row[start:stop]
    if words[0].lower in ("yes", "no") and (len(words) == 1 or is_stop(words[1])):
        return start
    least = 1 if words[0].lower in PRONOUNS else 4
    return start if has_clause(words) or (len(words) > least and starts_noun_phrase(row, start)) else None


def _quantity(row: Row, at: int) -> bool:
    """Return whether a number follows: at least six, between 5 and 15, about half."""
    following = row[at + 1] if at + 1 < len(row) else None
    if following is None:
        return False
    number = (
        following.text[0].isdigit()
        or following.text[0] in "$£€"
        or following.lower in ("half", "two", "three", "one", "six", "five", "four", "ten")
    )
    return following.lower in ("least", "most") or (
        number and row[at].lower in ("about", "around", "over", "under", "between", "nearly")
    )


def _pronoun(word: str) -> bool:
    return CONTRACTED.sub(lambda found: found.group().replace("’", "'").split("'")[0], word) in HE


HE = frozenset("he she it they there we i".split())


def _after_phrase(row: Row, at: int, end: int) -> int | None:
    for k in range(at + 1, min(end, at + 14)):
        if row[k].text in (",", ";", ":"):
            return None
        word = row[k].lower
        if _pronoun(word) or (
            word in ("the", "his", "her", "their")
            and row[k - 1].lower not in PREPOSITIONS
            and row[k - 1].lower not in DETERMINERS
        ):
            return k if has_clause(row[k:end]) else None
    return None


def _told(row: Row, at: int, end: int) -> int | None:
    """Told reporters that, told him he would, told the minister to leave."""
    stop = right_phrase(row, at, most=16)
    for k in range(at, min(end, at + 18)):
        word = row[k].lower
        if word == "that" and k > at:
            return k + 1
        if word == "to" and k > at and k >= stop - 6 and _word(row, k + 1) not in DETERMINERS:
            return k
        if row[k].kind == "quote":
            return k if k > at else None
        if row[k].text in (":",) or (row[k].text == "," and _quote(row, k + 1)):
            return k + 1
        if k > at and (_pronoun(word) or word in ("if", "whether", "how", "why", "what")):
            return k
        if row[k].text == ",":
            return None
    if at < end and has_clause(row[at:end]):
        for k in range(at + 1, end):
            if row[k].lower in DETERMINERS and row[k - 1].lower not in PREPOSITIONS:
                return k if has_clause(row[k:end]) else None
    return None


def _to(row: Row, at: int, end: int) -> int | None:
    return at if _word(row, at) == "to" and at + 1 < end and _word(row, at + 1) not in DETERMINERS else None


def _whether(row: Row, at: int, end: int) -> int | None:
    return (
        at
        if _word(row, at) in ("whether", "if", "how", "why", "what", "who", "where", "when") and at + 1 < end
        else None
    )


def _object(row: Row, at: int, end: int) -> int | None:
    return at if at < end and (starts_noun_phrase(row, at) or _quote(row, at)) else None


def _particle_of(particle: str) -> Callable[[Row, int, int], int | None]:
    """Called for a truce, complained about the delay, warned against it."""

    def rule(row: Row, at: int, end: int) -> int | None:
        return at + 1 if _word(row, at) == particle and at + 1 < end else None

    return rule


def _charged(row: Row, at: int, end: int) -> int | None:
    """Accused somebody of something: the something."""
    of = next((k for k in range(at, min(end, at + 12)) if row[k].lower == "of" and row[k - 1].text not in (",",)), None)
    return of + 1 if of is not None and of > at and of + 1 < end else None


def _asked_of(row: Row, at: int, end: int) -> int | None:
    """Urged somebody to do something: both."""
    to = next((k for k in range(at + 1, min(end, at + 14)) if row[k].lower == "to"), None)
    return (
        at
        if to is not None and starts_noun_phrase(row, at) and not any(is_stop(row[k]) for k in range(at, to))
        else None
    )


def _object_as(row: Row, at: int, end: int) -> int | None:
    """Dismissed the offer as a trick; rejected the word “ultimatum”."""
    words = row[at : min(end, at + 16)]
    return at if any(token.lower == "as" or token.kind == "quote" for token in words) else None


RIGHT: tuple[tuple[str, Callable[[Row, int, int], int | None]], ...] = (
    ("that", _that),
    ("quote", _quoted),
    ("whether", _whether),
    ("charged", _charged),
    ("asked", _asked_of),
    ("told", _told),
    ("bare", _bare),
    ("to", _to),
    ("called", _object),
    ("as", _object_as),
    ("object", _object),
    ("for", _particle_of("for")),
    ("about", _particle_of("about")),
    ("against", _particle_of("against")),
    ("of", _particle_of("of")),
    ("on", _particle_of("on")),
    ("towards", _particle_of("to")),
)


def according(row: Row) -> Iterator[Found]:
    """According to SOURCE, CONTENT; CONTENT, in the words of SOURCE."""
    for at in range(len(row) - 1):
        width = next(
            (len(words) for words in ACCORDING if tuple(t.lower for t in row[at : at + len(words)]) == words), 0
        )
        if width and at + width < len(row) and (found := _according(row, at, width)) is not None:
            yield found


ACCORDING = (("according", "to"), ("in", "the", "words", "of"))


def _according(row: Row, at: int, width: int) -> Found | None:
    end = body_end(row)
    if _word(row, at - 2) == "that":
        return None
    first = at + width
    stop = next((k for k in range(first, end) if row[k].text in (",", ";", "–", ":") or row[k].kind == "quote"), end)
    source = (first, max(right_phrase(row, first), first + 1))
    if stop - source[1] <= 6 and not has_clause(row[source[1] : stop]):
        source = (first, max(stop, first + 1))
    cue = (at, first)
    begin = left_bound(row)
    if at - begin <= 1:
        start = stop if _quote(row, stop) else stop + 1
        return Found("according", cue, "say", source, ((start, end),)) if start < end else None
    left = (begin, at - 1 if row[at - 1].text in (",", "–", "(") else at)
    if width > 2 and stop < end and _word(row, at - 1) not in (",", "–"):
        return (
            Found("according", cue, "say", source, ((stop if _quote(row, stop) else stop + 1, end),))
            if stop + 1 < end
            else None
        )
    pieces = [left]
    if (
        stop + 1 < end
        and row[stop].text == ","
        and _word(row, stop + 1) in ("and", "but", "with", "while", "including", "to")
    ):
        pieces.append((stop + 1, end))
    elif stop < end and _quote(row, stop + 1) and _full(row[stop + 1]):
        pieces.append((stop + 1, stop + 2))
    return Found("according", cue, "say", source, tuple(pieces))


def dashed(row: Row) -> Iterator[Found]:
    """“CONTENT” – SOURCE."""
    end = body_end(row)
    for at in range(1, end):
        if row[at].text != "–" or row[at - 1].kind != "quote" or not _full(row[at - 1]):
            continue
        name = row[at + 1 : end]
        if 0 < len(name) <= 12 and name[0].capital and name[0].kind == "word" and not has_clause(name):
            yield Found("dash", (at, at + 1), "say", (at + 1, right_phrase(row, at + 1)), ((at - 1, at),))


def leading(row: Row) -> Iterator[Found]:
    """Said SOURCE: “CONTENT”."""
    verb = lexicon().verbs.get(_word(row, 0))
    if verb is None or "inverted" not in verb.frames or verb.form not in ("past", "third"):
        return
    end = right_phrase(row, 1)
    if end > 1 and _text(row, end) in (",", ":") and _quote(row, end + 1):
        yield Found("leading", (0, 1), verb.cue_class, (1, end), ((end + 1, end + 2),))


def nominal(row: Row) -> Iterator[Found]:
    """SOURCE’s remarks that CONTENT; the claim by SOURCE that CONTENT."""
    nouns = lexicon().nouns
    end = body_end(row)
    for at, token in enumerate(row):
        if token.lower not in nouns or at == 0:
            continue
        that = next((k for k in range(at + 1, min(end, at + 12)) if row[k].lower == "that"), None)
        if that is None or any(
            row[k].text in (",", ";", ":") or is_verb(row[k].lower, row[k - 1].lower) for k in range(at + 1, that)
        ):
            continue
        dashed = that > at + 1 and row[that - 1].text == "–"
        owner = _owner(row, at)
        if owner is None and that > at + 2 and _word(row, at + 1) in ("by", "from", "of"):
            owner = (at + 2, that - 1 if dashed else that)
        if owner is None and _word(row, at - 1) in EXPRESSED:
            owner = subject_before(row, verb_start(row, at - 1))
        stop = (
            next((k for k in range(that + 1, end) if row[k].text == "–"), end)
            if dashed
            else _noun_stop(row, that + 1, end)
        )
        if owner is None or not has_clause(row[that + 1 : stop]):
            continue
        yield Found("nominal", (at, at + 1), nouns[token.lower], owner, ((that + 1, stop),), shared=False)


EXPRESSED = frozenset(
    "expressed expresses voiced voices raised raises repeated reiterated gave gives made makes issued issues".split()
)


def _noun_stop(row: Row, start: int, end: int) -> int:
    return _cut(row, start, end)


def _owner(row: Row, at: int) -> Piece | None:
    k = at - 1
    while k >= 0 and row[k].kind == "word" and at - k < 5:
        if row[k].lower in ("his", "her", "its", "their"):
            return (k, k + 1)
        if row[k].lower.endswith(("’s", "'s", "s’", "s'")):
            subject = left_subject(row, k + 1)
            return subject
        k -= 1
    return None


def frames(row: Row) -> list[Found]:
    """Return what attributes in a sentence; outer attributions first, none within the content of another."""
    found: list[Found] = [*according(row), *dashed(row), *leading(row), *as_said(row)]
    candidates = list(cues(row))
    for cue in candidates:
        if (each := final(row, cue) or inverted(row, cue)) is not None:
            found.append(each)
    found.extend(nominal(row))
    for cue in candidates:
        if not any(each.cue[0] <= cue.at < each.cue[1] for each in found) and (each := after(row, cue)) is not None:
            found.append(each)
    return _shared(_outermost(found))


def _shared(found: list[Found]) -> list[Found]:
    """Give ", adding that ..." the source of the attribution before it."""
    made: list[Found] = []
    for each in found:
        earlier = next((other for other in reversed(made) if other.source is not None), None)
        made.append(replace(each, source=earlier.source) if each.shared and earlier is not None else each)
    return made


def _outermost(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in found:
        if not any(_inside(each, other) for other in kept):
            kept = [other for other in kept if not _inside(other, each)] + [each]
    return sorted(kept, key=lambda each: each.cue)


def _inside(one: Found, other: Found) -> bool:
    return one is not other and any(start <= one.cue[0] < end for start, end in other.content)
