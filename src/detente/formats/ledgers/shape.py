"""The shape of a ledger's JSON as pydantic models, with the meaning of every key; the JSON Schema is made from them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from detente.text.ledger import (
    Basis,
    CueClass,
    DateBasis,
    Kind,
    Level,
    MentionKind,
    ParagraphClass,
    Stance,
    Standing,
    Use,
)

SCHEMA = "urn:detente:ledger:1"
Offset = Annotated[int, Field(strict=True, ge=0)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
ShortDigest = Annotated[str, Field(pattern="^[0-9a-f]{12}$")]


def told(words: str, **more: Any) -> Any:
    """Return a field with its meaning."""
    return Field(description=words, **more)


class Part(BaseModel):
    """What all parts share: keys may be added in later versions, so that unknown ones are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Words(Part):
    """The words that a place points to; with ``--no-text`` only their hash."""

    exact: str | None = told("the words, exactly as they stand there", default=None)
    sha256_12: ShortDigest | None = told(
        "instead of words with `--no-text`: the first 12 digits of the SHA-256 of the words in UTF-8", default=None
    )


class Place(Words):
    """A stretch of the article's text, in code points; `end` is the first one behind it."""

    start: Offset = told("where it begins")
    end: Offset = told("the first code point behind it")


class QuotedPlace(Place):
    """A place with the words around it, by which it can be found again in a text that was changed."""

    prefix: str | None = told("up to 32 characters before it", default=None)
    suffix: str | None = told("up to 32 characters behind it", default=None)


class SourcePart(Part):
    """The article: what was read, and the text that all places count in."""

    sha256: Digest = told("of the bytes that were read")
    chars: Offset = told("how many code points the text has")
    name: str = told("the file's name without its folder; `-` for the standard input", default="")
    bytes: Offset | None = told("how many bytes were read", default=None)
    text_sha256: Digest | None = told("of the text in UTF-8", default=None)
    encoding: str = told("how the bytes were decoded", default="utf-8")
    media_type: str = told("`text/plain` or `text/html`", default="text/plain")
    tool: str = told("what drew the text from HTML, with its version; empty for plain text", default="")
    document_date: date | None = told("the day that *today* means in it, or null; never guessed", default=None)
    date_basis: Literal["given", "metadata", "none"] = told("where the document date comes from", default="none")
    text: str | None = told("the whole text; left out with `--no-text`", default=None)
    raw: str | None = told(
        "the bytes in Base64, only where the text and its encoding do not give them back; left out with `--no-text`",
        default=None,
    )


class ParagraphPart(Part):
    """A paragraph and its class."""

    start: Offset = told("where it begins")
    end: Offset = told("the first code point behind it")
    class_: ParagraphClass = told("what kind of paragraph it is", alias="class")
    sha256_12: ShortDigest | None = told("with `--no-text`: of its words", default=None)
    reason: str = told("why it is of that class", default="")
    score: float = told("how strong the reason is, 0 to 1: a rank, no probability", default=1.0, ge=0, le=1)
    repeats: Offset | None = told("the number, from 0, of the paragraph that it says again", default=None)


class SpeakerPart(Words):
    """Who says it; `start` and `end` are null when nobody is named there."""

    name: str | None = told("who it is in the end: a name, a code of a state, the words themselves, or null")
    role: str | None = told("as the article gives it, or null")
    organisation: str | None = told("for whom the speaker works, as the article gives it, or null")
    standing: Standing = told("whether it is a party to the dispute")
    start: Offset | None = told("where the words begin that name the speaker here")
    end: Offset | None = told("the first code point behind them")
    entity: str | None = told("the code of the state or the organisation that the speaker speaks for", default=None)
    basis: Basis = told("how the name was found", default="unresolved")
    candidates: tuple[str, ...] = told("who else it may be, when in doubt", default=())


class StatementPart(Part):
    """Words that are attributed to somebody."""

    id: str = told("its name in this ledger, such as `s1`, or `n1` for a nested one and `i1` for an inference")
    level: Level = told("by the article, nested in another statement, or an inference that nobody draws by name")
    kind: Kind = told("whether all, none or some of it stands in quote marks")
    within: str | None = told("the statement that a nested one stands in")
    speaker: SpeakerPart = told("who says it")
    cue: Place | None = told("the word that attributes it, or null")
    content: tuple[QuotedPlace, ...] = told("what is said, in one or more pieces", min_length=1)
    cue_class: CueClass = told("which act it is", default="say")
    rule: str = told("the frame that found it", default="")
    repeats: str | None = told("the statement that it says again", default=None)
    continues: str | None = told("the statement whose quote goes on here without a cue", default=None)
    said: str | None = told("when it was said, as an ISO date, or null", default=None)
    hedged: bool = told("whether the attribution is hedged (*reportedly*)", default=False)
    negated: bool = told("whether the attribution is negated (*did not say*)", default=False)


class AttitudePart(Part):
    """What an actor wants, refuses, offers, demands, threatens, can, must or believes."""

    actor: str = told("the code of a state, or a name")
    stance: Stance = told("what it does about the thing")
    thing: QuotedPlace = told("what it is about")
    condition: Place | None = told("the words that it depends on, or null")
    within: str | None = told("the innermost statement that says so; null for the article itself")
    negated: bool = told("whether it is negated")
    hedged: bool = told("whether it is hedged")
    guessed: bool = told("whether nothing says for which state the actor acts, so that it is a guess", default=False)
    actor_words: Place | None = told("the words that name the actor, or null", default=None)
    cue: Place | None = told("the word that tells the stance, or null", default=None)


class MentionPart(Place):
    """A state, organisation or person that is named."""

    entity: str = told("an ISO 3166 alpha-3 code for a state (`SUN` before 1992), or the registry's name")
    use: Use = told("whether it acts, is a place, or modifies another noun")
    kind: MentionKind = told("what kind of name it is", default="state")
    successor: str | None = told("the state of today where the entity is gone", default=None)


class DatePart(Place):
    """A time expression."""

    value: str | None = told("a day, month, year, or `start/end`, in ISO 8601; null where nothing fixes it")
    basis: DateBasis = told("what the value is counted from")


class DoubtPart(Part):
    """What a reader of the ledger ought to know."""

    code: str = told("what kind of doubt it is")
    message: str = told("in words")
    start: Offset | None = told("the place that it is about, or null", default=None)
    end: Offset | None = told("the first code point behind it, or null", default=None)


class LedgerFile(Part):
    """What `detente read --json` gives."""

    source: SourcePart = told("the article")
    paragraphs: tuple[ParagraphPart, ...] = told("all paragraphs, in their order")
    statements: tuple[StatementPart, ...] = told("what is attributed to somebody")
    attitudes: tuple[AttitudePart, ...] = told("what actors want, refuse, offer, ...")
    mentions: tuple[MentionPart, ...] = told("states, organisations and persons that are named")
    dates: tuple[DatePart, ...] = told("time expressions")
    doubts: tuple[DoubtPart, ...] = told("what a reader ought to know", default=())
    format: Literal[1] = told("the number of this format", default=1)


PARTS: tuple[type[Part], ...] = (
    LedgerFile,
    SourcePart,
    ParagraphPart,
    StatementPart,
    SpeakerPart,
    AttitudePart,
    MentionPart,
    DatePart,
    DoubtPart,
    QuotedPlace,
)
"""Every part that has keys of its own, in the order in which the reference explains them."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a ledger."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "A ledger of Détente, format 1",
    }
    made = LedgerFile.model_json_schema(by_alias=True)
    return {**head, **{key: value for key, value in made.items() if key not in head}}
