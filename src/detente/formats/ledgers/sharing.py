"""A ledger that is shared without the article's words: names and roles stay, but none is as long as a clause."""

from __future__ import annotations

from dataclasses import replace

from detente.text.ledger import Ledger, Speaker

MOST_WORDS = 8


def brief(words: str) -> str:
    """Return a name or a role, cut where it has more than eight words.

    Examples
    --------
    >>> brief("a spokeswoman for the ministry of trade")
    'a spokeswoman for the ministry of trade'
    >>> brief("who was envoy in two capitals and is now writing a book")
    'who was envoy in two capitals and is ...'
    """
    said = words.split()
    return words if len(said) <= MOST_WORDS else " ".join([*said[:MOST_WORDS], "..."])


def for_sharing(ledger: Ledger) -> Ledger:
    """Return the ledger with brief names and roles; its places and the article itself are the same."""
    return replace(
        ledger,
        statements=tuple(replace(each, speaker=_speaker(each.speaker)) for each in ledger.statements),
        attitudes=tuple(replace(each, actor=brief(each.actor)) for each in ledger.attitudes),
        mentions=tuple(replace(each, entity=brief(each.entity)) for each in ledger.mentions),
    )


def _speaker(speaker: Speaker) -> Speaker:
    return replace(
        speaker,
        name=speaker.name and brief(speaker.name),
        role=speaker.role and brief(speaker.role),
        organisation=speaker.organisation and brief(speaker.organisation),
        candidates=tuple(map(brief, speaker.candidates)),
    )
