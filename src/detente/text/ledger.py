"""What a reading of an article finds, as plain immutable data. Every place is a `Span` of the untouched text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from detente.text.span import Span

ParagraphClass = Literal[
    "body",
    "summary",
    "headline",
    "byline",
    "dateline",
    "caption",
    "media",
    "related",
    "boilerplate",
    "comment-count",
    "list",
    "unknown",
]
Level = Literal["statement", "nested", "inference"]
Kind = Literal["direct", "indirect", "mixed"]
Standing = Literal["party", "third party", "outlet", "unknown"]
Basis = Literal["explicit", "apposition", "role", "pronoun", "continuation", "unresolved"]
CueClass = Literal[
    "say", "deny", "blame", "propose", "threaten", "refuse", "demand", "want", "believe", "order", "predict"
]
Stance = Literal["wants", "refuses", "offers", "demands", "threatens", "can", "must", "believes"]
Use = Literal["actor", "place", "modifier"]
MentionKind = Literal["state", "capital", "government", "demonym", "organisation", "person", "role"]
DateBasis = Literal["absolute", "document date", "unresolved"]

READ: frozenset[str] = frozenset({"body", "summary", "headline", "unknown", "list"})
"""The classes of paragraphs that statements are looked for in: all that no positive evidence excludes."""

STANCES: tuple[str, ...] = get_args(Stance)
PARAGRAPH_CLASSES: tuple[str, ...] = get_args(ParagraphClass)


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that were read, and the text that all places count in.

    Attributes
    ----------
    name : str
        The name of the file as the user gave it; ``-`` for standard input.
    raw : bytes
        What was read, untouched.
    sha256 : str
        Of ``raw``, 64 hexadecimal digits.
    text : str
        The decoded text, with every carriage return, mark of byte order and odd character still in it; for HTML the
        text that was drawn from it.
    encoding, media_type : str
        How the bytes were decoded, and ``text/plain`` or ``text/html``.
    tool : str
        What drew the text from HTML, with its version; empty for plain text.
    document_date : datetime.date or None
        The day that "today" means in it, as the user or the page's own metadata says; never guessed.
    date_basis : str
        Where the document date comes from: ``given``, ``metadata`` or ``none``.
    """

    name: str
    raw: bytes
    sha256: str
    text: str
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    tool: str = ""
    document_date: date | None = None
    date_basis: Literal["given", "metadata", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and its class: by which reason, and how strong that is (from 0 to 1: a rank, no probability)."""

    span: Span
    label: ParagraphClass
    reason: str
    score: float
    repeats: int | None = None
    """The number (from 0) of the paragraph that this one says again, word for word or nearly."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it, as the article has it.

    Attributes
    ----------
    name : str or None
        The resolved name: a person's full name, an entity code for a state, or the words themselves ("analysts").
    role, organisation : str or None
        As the article gives them ("spokesman", "Kremlin"), from wherever in the article they stand.
    standing : str
        ``party`` speaks for a state or organisation in the dispute, ``third party`` is an analyst or witness,
        ``outlet`` is the article's own voice or another news organisation, else ``unknown``.
    span : Span or None
        The words that name the speaker here ("he"); None where nobody is named.
    entity : str or None
        For whom: the code of the state or organisation that the speaker speaks for.
    basis : str
        How the name was found.
    candidates : tuple of str
        Who else it may be, when in doubt.
    """

    name: str | None
    role: str | None = None
    organisation: str | None = None
    standing: Standing = "unknown"
    span: Span | None = None
    entity: str | None = None
    basis: Basis = "unresolved"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to somebody.

    Attributes
    ----------
    id : str
        ``s1``, ``s2``, ... in the order of the text.
    level : str
        ``statement`` by the article, ``nested`` inside another statement, ``inference`` that nobody draws by name.
    kind : str
        ``direct`` all inside quote marks, ``indirect`` none of it, ``mixed`` some of it.
    within : str or None
        The statement that a nested one stands in.
    speaker : Speaker
        Who says it.
    cue : Span or None
        The word that attributes it ("said"); None where a quote goes on without one.
    content : tuple of Span
        What is said, in one or more pieces; quote marks are outside.
    cue_class : str
        Which act it is: say, deny, blame, ...
    rule : str
        The frame that found it.
    repeats : str or None
        The statement that it says again (a summary and the body).
    said : str or None
        When it was said (ISO date), where the sentence says so.
    continues : str or None
        The statement whose quote goes on here in a paragraph of its own, without a cue.
    hedged, negated : bool
        Whether the attribution itself is hedged ("reportedly") or negated ("did not say").
    """

    id: str
    level: Level
    kind: Kind
    within: str | None
    speaker: Speaker
    cue: Span | None
    content: tuple[Span, ...]
    cue_class: CueClass = "say"
    rule: str = ""
    repeats: str | None = None
    said: str | None = None
    continues: str | None = None
    hedged: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Attitude:
    """What an actor wants, refuses, offers, demands, threatens, can, must or believes.

    ``actor`` is an entity code or the registry's name; ``within`` the innermost statement that says so (None: the
    article itself); ``condition`` the words that it depends on.
    """

    actor: str
    stance: Stance
    thing: Span
    actor_span: Span | None = None
    cue: Span | None = None
    condition: Span | None = None
    within: str | None = None
    negated: bool = False
    hedged: bool = False
    guessed: bool = False
    """Whether nothing says for which state the actor acts, so that it is taken from the story around."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A state, organisation or person named in the text, and whether it acts, is a place, or modifies another noun."""

    span: Span
    entity: str
    use: Use
    kind: MentionKind = "state"
    successor: str | None = None
    """The state of today where ``entity`` is one that is gone (``RUS`` for ``SUN``)."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression: its ISO value (a day, month, year, or ``start/end``), or None where nothing fixes it."""

    span: Span
    value: str | None
    basis: DateBasis


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the reader of the ledger ought to know: an unclosed quote, no document date, another language."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that one reading of one article found."""

    source: Source
    paragraphs: tuple[Paragraph, ...] = ()
    statements: tuple[Statement, ...] = ()
    attitudes: tuple[Attitude, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
