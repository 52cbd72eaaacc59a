"""What a ledger holds, in sentences: who says it by which word, and what an actor wants, refuses or believes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detente.text.ledger import Attitude, Ledger, Speaker, Stance, Statement
from detente.text.nesting import Nesting
from detente.text.span import Span

NOBODY = "somebody who is not named"

_THE = (
    *("United ", "Democratic ", "Republic ", "Holy "),
    *(" Union", "Islands", " Republic", "Philippines", "Netherlands", "Bahamas", "Maldives", "Comoros", "Gambia"),
)
_VERBS: Mapping[Stance, tuple[str, str]] = {
    "wants": ("wants", "does not want"),
    "refuses": ("refuses", "does not refuse"),
    "offers": ("offers", "does not offer"),
    "demands": ("demands", "does not demand"),
    "threatens": ("threatens", "does not threaten"),
    "can": ("can", "cannot"),
    "must": ("must", "need not or must not"),
    "believes": ("believes", "does not believe"),
}
_NEEDS = ("needs", "does not need")


def called(entity: str) -> str:
    """Return what somebody is called in a sentence: a state by its English name, all others as they are.

    Examples
    --------
    >>> called("JPN"), called("USA"), called("Ana Belo")
    ('Japan', 'the United States', 'Ana Belo')
    """
    name = _states().get(entity, "")
    return f"the {name}" if name.startswith(_THE) or name.endswith(_THE) else name or entity


@cache
def _states() -> Mapping[str, str]:
    from detente.text.gazetteer.loading import all_names

    found: dict[str, str] = {}
    for phrase, name in all_names():
        if name.kind == "state" and not name.adjective:
            found.setdefault(name.entity, phrase.removesuffix(" of America"))
    return found


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def times(number: int) -> str:
    """Return how often something is.

    Examples
    --------
    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def inside(name: str) -> str:
    """Return a name as it stands within a sentence: a description that began one in its article loses the capital.

    Examples
    --------
    >>> inside("A spokesman for the ministry"), inside("Analysts"), inside("Ana Belo"), inside("All Nippon Airways")
    ('a spokesman for the ministry', 'analysts', 'Ana Belo', 'All Nippon Airways')
    """
    from detente.text.speakers.roles import roles
    from detente.text.syntax.words import DETERMINERS, PRONOUNS

    first, _, rest = name.partition(" ")
    low = first.lower()
    is_described = low == "the" or (low in DETERMINERS and rest[:1].islower())
    is_alone = not rest and len(first) > 1 and (low in PRONOUNS or low in DETERMINERS)
    if first.istitle() and (is_described or is_alone or low in roles().groups):
        return low[:1] + name[1:]
    return name


def shortened(text: str, most: int) -> str:
    """Return words on one line, cut at a space where they are longer than ``most`` characters.

    Examples
    --------
    >>> shortened("will not raise the share of the catch", 24)
    'will not raise the...'
    """
    line = " ".join(text[: 4 * most + 400].split())
    if len(line) <= most and len(text) <= 4 * most + 400:
        return line
    cut = line[: most - 2].rpartition(" ")[0] or line[: most - 3]
    return f"{cut.rstrip(' ,;:.-')}..."


def speaker_words(speaker: Speaker) -> str:
    """Name a speaker: the name, or who it may be.

    Examples
    --------
    >>> speaker_words(Speaker(None, candidates=("Ana Belo", "two diplomats")))
    'somebody who is not named: Ana Belo or two diplomats'
    """
    if speaker.name is not None:
        return inside(called(speaker.name))
    candidates = (inside(called(name)) for name in speaker.candidates)
    return f"{NOBODY}: {' or '.join(candidates)}" if speaker.candidates else NOBODY


def office(speaker: Speaker) -> str:
    """Return the role and organisation of a speaker, and for whom they speak; may be empty.

    Examples
    --------
    >>> office(Speaker("Ana Belo", "defence minister", None, "party", None, "Portugal"))
    'defence minister, for Portugal'
    """
    return placed(speaker.name, speaker.role, speaker.organisation, speaker.entity)


def placed(name: str | None, role: str | None, organisation: str | None, entity: str | None) -> str:
    """Return what is known of somebody beside the name, in one phrase; what the name says already is left out.

    Examples
    --------
    >>> placed("two Portuguese diplomats", "diplomats", None, "PRT")
    'for Portugal'
    """
    said = (name or "").casefold()
    behind = None if entity is None or entity in {name, organisation} else f"for {called(entity)}"
    parts = [*(part for part in (role, organisation) if part and part.casefold() not in said), behind]
    return ", ".join(part for part in parts if part)


GUESSED = "; for whom is a guess from the text around"


def stance_words(attitude: Attitude, cue: str = "") -> str:
    """Return the verb of an attitude: ``wants``, ``does not want``, ``perhaps wants``; ``cue`` are the article's words.

    Examples
    --------
    >>> needed = Attitude("NOR", "must", Span(0, 9))
    >>> stance_words(needed, "needs"), stance_words(needed, "is obliged")
    ('needs', 'must')
    """
    is_need = attitude.stance == "must" and cue.lower().startswith("need")
    verb = (_NEEDS if is_need else _VERBS[attitude.stance])[attitude.negated]
    return f"perhaps {verb}" if attitude.hedged else verb


class Telling:
    """Tells what one ledger holds.

    Examples
    --------
    >>> from detente.text.ledger import Source
    >>> text = "Norway will not raise the share unless it is paid."
    >>> found = Attitude("NOR", "refuses", Span(16, 31), condition=Span(32, 49))
    >>> Telling(Ledger(Source("a", b"", "", text), attitudes=(found,))).attitude(found)
    'Norway refuses “raise the share”, “unless it is paid” - says the article'
    """

    def __init__(self, ledger: Ledger) -> None:
        self._text = ledger.source.text
        self._nesting = Nesting(ledger.statements)

    def words(self, span: Span, most: int = 200) -> str:
        """Return the words of a place on one line, shortened."""
        return shortened(span.of(self._text), most)

    def cue(self, statement: Statement, *, told: bool = True) -> str:
        """Say by which word a statement is attributed, and how: ``said, direct``.

        ``told=False`` gives the class of the word in its place.
        """
        word: str = "no cue" if statement.cue is None else statement.cue_class
        if told and statement.cue is not None:
            word = self.words(statement.cue, 60)
        return ", ".join([word, *self.manner(statement)])

    def manner(self, statement: Statement) -> list[str]:
        """Return level, kind and marks of a statement; the level only where it is none of the article's own."""
        level = [] if statement.level == "statement" else [statement.level]
        hedged, negated = ["hedged"] * statement.hedged, ["negated"] * statement.negated
        return [*level, statement.kind, *hedged, *negated]

    def chain(self, statement_id: str | None) -> tuple[Statement, ...]:
        """Return the statements that a thing stands in: the article's own first, the innermost last."""
        return self._nesting.chain(statement_id)

    def holder(self, statement_id: str | None) -> str:
        """Say on whose word a thing rests: ``said by Zinberg (third party), in s9``."""
        links = self.chain(statement_id)
        if not links:
            return "says the article"
        if links[-1].level == "inference":
            return f"inferred by nobody in particular, in {links[-1].id}"
        said = f"said by {_with_standing(links[-1].speaker)}"
        for link in reversed(links[:-1]):
            said += f", as told by {_with_standing(link.speaker)}"
        return f"{said}, in {links[-1].id}"

    def stance(self, attitude: Attitude) -> str:
        """Return the verb of an attitude, nearest to the word that the article has."""
        return stance_words(attitude, "" if attitude.cue is None else self.words(attitude.cue, 40))

    def attitude(self, attitude: Attitude, most: int = 200) -> str:
        """Say an attitude in a sentence, with the condition and on whose word it rests."""
        words = f"{capital(called(attitude.actor))} {self.stance(attitude)} “{self.words(attitude.thing, most)}”"
        if attitude.condition is not None:
            words += f", “{self.words(attitude.condition, most)}”"
        return f"{words} - {self.holder(attitude.within)}{GUESSED if attitude.guessed else ''}"


def _with_standing(speaker: Speaker) -> str:
    name = NOBODY if speaker.name is None else speaker_words(speaker)
    return f"{name} ({'standing unknown' if speaker.standing == 'unknown' else speaker.standing})"
