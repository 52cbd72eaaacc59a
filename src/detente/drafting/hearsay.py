"""On whose word a thing rests: the statements around it, from the article inwards."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.text.ledger import Attitude, Ledger, Level, Speaker, Standing, Statement
from detente.text.nesting import Nesting

MOST_LINKS = 8
TO_THE_PRESS = re.compile(
    r"(?:comment|elaborate|confirm|deny|speculate|(?:take|answer) (?:any |further )?questions|"
    r"(?:say|tell|disclose|reveal|specify) (?:if|whether|how|what|when|where|why|which|who|either|more|anything)|"
    r"be (?:named|identified|drawn|quoted)|give (?:further |any |more )?details)\b"
)
"""What somebody declines who is asked by a reporter."""


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word a thing rests.

    Attributes
    ----------
    speaker : Speaker or None
        Whom the article names as saying it, the outermost of all who do; None for the article itself.
    chain : tuple of str
        The names from the outside in.
    level : str
    standing : str
        Of the outermost.
    said : str or None
        When it was said, where the text tells.
    """

    speaker: Speaker | None
    chain: tuple[str, ...]
    level: Level
    standing: Standing
    said: str | None

    def is_by(self, entity: str) -> bool:
        """Whether it is a party's own word: that of somebody who speaks for it, with nobody in between."""
        return (
            self.speaker is not None
            and self.standing == "party"
            and entity in {spoken_for(self.speaker), self.speaker.name}
        )


def spoken_for(speaker: Speaker) -> str | None:
    """Return the state or organisation that somebody speaks for: as the ledger says, or as role and name tell.

    Examples
    --------
    >>> spoken_for(Speaker("A spokesman for the British government", standing="party"))
    'GBR'
    """
    if speaker.entity is not None or speaker.standing != "party":
        return speaker.entity
    from detente.text.gazetteer import gazetteer

    words = ", ".join(part for part in (speaker.organisation, speaker.role, speaker.name) if part)[:300]
    return next((found.name.actor for found in gazetteer().find(words)), None)


class Words:
    """Finds on whose word the statements and attitudes of a ledger rest."""

    def __init__(self, ledger: Ledger) -> None:
        self._text = ledger.source.text
        self._nesting = Nesting(ledger.statements)

    def of_statement(self, statement: Statement) -> Word:
        """Return on whose word a statement rests."""
        links = self._nesting.chain(statement.id)
        outer = links[0]
        level: Level = "inference" if any(s.level == "inference" for s in links) else links[-1].level
        names = tuple(name for s in links[:MOST_LINKS] if (name := s.speaker.name))
        said = next((s.said for s in reversed(links) if s.said), None)
        return Word(outer.speaker, names, level, outer.speaker.standing, said)

    def of_attitude(self, attitude: Attitude) -> Word:
        """Return on whose word an attitude rests; its holder is the last link where somebody else tells of it."""
        inside = self._nesting.get(attitude.within)
        if inside is None:
            return Word(None, (), "statement", "outlet", None)
        word = self.of_statement(inside)
        if word.is_by(attitude.actor) or attitude.actor in word.chain:
            return word
        level: Level = "nested" if word.level == "statement" else word.level
        return Word(word.speaker, (*word.chain, attitude.actor)[-MOST_LINKS:], level, word.standing, word.said)

    def is_repeated(self, attitude: Attitude) -> bool:
        """Whether it stands in a statement that only says again what another one says."""
        return any(s.repeats is not None for s in self._nesting.chain(attitude.within))

    def is_guess(self, attitude: Attitude) -> bool:
        """Whether the article itself says it with a hedge ("reportedly", "seems"), so that it is nobody's word."""
        return attitude.hedged and self.of_attitude(attitude).speaker is None

    def is_firm(self, attitude: Attitude) -> bool:
        """Whether somebody vouches for it: it is no hedge of the article, and does not stand in what is denied."""
        is_told = not self.is_guess(attitude) and not self.is_denied(attitude.within)
        return is_told and not self.is_to_the_press(attitude)

    def is_to_the_press(self, attitude: Attitude) -> bool:
        """Whether somebody only declines to tell a reporter something: to comment, to say whether."""
        return attitude.stance == "refuses" and TO_THE_PRESS.match(self._text, *attitude.thing) is not None

    def is_denied(self, statement_id: str | None) -> bool:
        """Whether something stands in what somebody denies, or is said not to have said."""
        return any(s.negated or s.cue_class == "deny" for s in self._nesting.chain(statement_id))
