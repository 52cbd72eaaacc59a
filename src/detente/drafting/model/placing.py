"""From what a model proposes to statements and attitudes: only what stands in the article, letter by letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from detente.case.grounds import Drafted
from detente.drafting.hearsay import spoken_for
from detente.drafting.model.reply import Item, Proposed
from detente.text.folding import Folded, folded
from detente.text.ledger import Attitude, Kind, Ledger, Paragraph, Speaker, Statement
from detente.text.span import Span, hull

QUOTES = "\"“”‘’«»'"
NO_ACTOR = "its actor is no state or organisation that the article names"


class Refused(Exception):
    """A proposal with words that the article does not have, or with somebody whom it does not name."""


@dataclass(slots=True)
class Placing:
    """Places the proposals for one article beside what the rules found, which stays as it is.

    Attributes
    ----------
    ledger : Ledger
        As the rules read it.
    drafted : Drafted
        What every proposal is marked with.
    statements, attitudes : dict
        What was kept, with its mark.
    refused, known : int
        How many proposals had words that are not there, and how many the rules had found too.
    """

    ledger: Ledger
    drafted: Drafted
    statements: dict[str, tuple[Statement, Drafted]] = field(default_factory=dict)
    attitudes: dict[Attitude, Drafted] = field(default_factory=dict)
    refused: int = 0
    known: int = 0
    _registry: dict[str, Speaker] = field(init=False)
    _everything: Folded = field(init=False)
    _here: Folded = field(init=False)

    def __post_init__(self) -> None:
        self._registry = {folded(s.speaker.name): s.speaker for s in self.ledger.statements if s.speaker.name}
        self._everything = Folded(self.ledger.source.text)

    @property
    def names(self) -> list[str]:
        """Who speaks in the article, as far as the rules know."""
        return list(self._registry)

    def take(self, items: tuple[Item, ...], paragraph: Paragraph) -> None:
        """Place the proposals for one paragraph."""
        self._here = Folded(paragraph.span.of(self.ledger.source.text))
        for item in items:
            try:
                self._take(item, paragraph.span)
            except Refused:
                self.refused += 1

    def _take(self, item: Item, span: Span) -> None:
        content = tuple(self._located(words, span) for words in item.words)
        cue = None if item.cue is None else self._located(item.cue, span)
        speaker = None if item.speaker is None else self._speaker(item.speaker, span)
        attitude = None if item.attitude is None else self._attitude(item.attitude, span)
        within = None
        if speaker is not None and (content or attitude is not None):
            pieces = content or (() if attitude is None else (attitude.thing,))
            within = self._statement(item, speaker, cue, tuple(sorted(pieces)))
        if attitude is not None:
            self._keep(replace(attitude, within=within))

    def _located(self, words: str, span: Span) -> Span:
        """Return the place of words in a paragraph; only white space and quote marks may differ."""
        found = self._in(span, words.strip(QUOTES + " \n"))
        if found is None:
            raise Refused
        return found

    def _in(self, span: Span, words: str) -> Span | None:
        """Return the first place of words in the paragraph of that span, or None."""
        found = self._here.find(words, most=1)
        return Span(span.start + found[0].start, span.start + found[0].end) if found else None

    def _speaker(self, name: str, span: Span) -> Speaker:
        """Return somebody whom the rules know, or whom the article names in these words."""
        from detente.text.gazetteer import gazetteer

        here = self._in(span, name)
        known = self._registry.get(folded(name))
        if known is not None:
            return replace(known, span=here)
        found = here or next(iter(self._everything.find(name, most=1)), None)
        if found is None or len(folded(name)) < 2:
            raise Refused
        words = " ".join(found.of(self.ledger.source.text).split())
        state = gazetteer().lookup(words)
        if state is not None:
            return Speaker(state.actor, standing="party", span=here, entity=state.actor, basis="explicit")
        return Speaker(words, span=here, basis="explicit")

    def _attitude(self, proposed: Proposed, span: Span) -> Attitude:
        thing = self._located(proposed.thing, span)
        condition = None if proposed.condition is None else self._located(proposed.condition, span)
        actor, place = self._actor(proposed.actor, span)
        return Attitude(actor, proposed.stance, thing, place, None, condition, None, proposed.negated, proposed.hedged)

    def _actor(self, name: str, span: Span) -> tuple[str, Span | None]:
        """Return the state or organisation of a name that the article has."""
        from detente.text.gazetteer import gazetteer

        here = self._in(span, name)
        named = gazetteer().lookup(" ".join(name.split())[:80])
        if named is not None and (here is not None or self._everything.find(name, most=1)):
            return named.actor, here
        speaker = self._registry.get(folded(name))
        entity = None if speaker is None else spoken_for(speaker)
        entities = {m.entity for m in self.ledger.mentions if m.kind != "person"} | {
            a.actor for a in self.ledger.attitudes
        }
        if entity is not None or name in entities:
            return entity or name, here
        raise Refused(NO_ACTOR)

    def _statement(self, item: Item, speaker: Speaker, cue: Span | None, content: tuple[Span, ...]) -> str:
        """Return the statement of a proposal: a rule's own where it says the same, else a new one."""
        rivals = [s for s in self.ledger.statements if _is_same_place(hull(s.content), hull(content))]
        same = next((s for s in rivals if folded(s.speaker.name or "") == folded(speaker.name or "")), None)
        if same is not None:
            self.known += item.attitude is None
            return same.id
        name = f"m{len(self.statements) + 1}"
        kind = self._kind(content)
        made = Statement(name, "statement", kind, None, speaker, cue, content, item.act, "language model")
        self.statements[name] = made, self._mark(disputed=bool(rivals))
        return name

    def _keep(self, attitude: Attitude) -> None:
        rivals = [a for a in self.ledger.attitudes if _is_same_place(a.thing, attitude.thing)]
        same = (attitude.actor, attitude.stance, attitude.negated)
        if any((a.actor, a.stance, a.negated) == same for a in rivals):
            self.known += 1
            return
        self.attitudes[attitude] = self._mark(disputed=bool(rivals))

    def _mark(self, *, disputed: bool) -> Drafted:
        return self.drafted.model_copy(update={"status": "disputed"}) if disputed else self.drafted

    def _kind(self, content: tuple[Span, ...]) -> Kind:
        text = self.ledger.source.text
        quoted = [text[max(0, s.start - 1) : s.start] in {*QUOTES} - {""} for s in content]
        return "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"

    def whole(self) -> Ledger:
        """Return the ledger with everything that was kept, behind what the rules found."""
        statements = tuple(made for made, _ in self.statements.values())
        return replace(
            self.ledger,
            statements=(*self.ledger.statements, *statements),
            attitudes=(*self.ledger.attitudes, *self.attitudes),
        )

    def marks(self) -> Iterator[tuple[str, Drafted]]:
        """Yield the identifiers of the statements that were kept, with their marks."""
        yield from ((name, mark) for name, (_, mark) in self.statements.items())


def _is_same_place(a: Span, b: Span) -> bool:
    return 2 * a.overlap(b) >= max(1, min(a.length, b.length))
