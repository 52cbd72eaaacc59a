"""A series in sentences: what is named as the cause, on whose word, and what does not fit together. No verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from detente.text.causes.patterns import is_clause
from detente.text.series.changes import Change
from detente.text.series.entry import Entry, Line, short_name
from detente.text.series.gathering import Series
from detente.text.span import hull
from detente.text.telling import called, capital, inside, placed, shortened

LONG = 160
_INNER = str.maketrans("“”", "‘’")


def claim_words(entry: Entry, most: int = LONG) -> str:
    """Say what is named: ``blames “the tariff” for “the delay”``; behind "this" stands the sentence that it means."""
    claim = entry.claim
    cause, effect, meant = (
        _quoted(words, most) if words else "" for words in (entry.cause, entry.effect, entry.referred)
    )
    cause += f" (which is {meant})" if meant else ""
    if effect and is_clause(claim.pattern):
        effect = f"this: {effect}"
    if claim.polarity == "none":
        effect = _quoted(_around(entry), most)
    said = _SAID[claim.polarity, claim.kind](cause, effect)
    marks = list(claim.quantifiers)
    marks += ["hedged"] * claim.hedged
    return said + (f" ({', '.join(marks)})" if marks else "")


def _quoted(words: str, most: int) -> str:
    return f"“{shortened(words, most).strip(' ,;').translate(_INNER)}”"


def _obstacle(cause: str, effect: str) -> str:
    return f"names {cause} as an obstacle" + _to(effect)


def _to(effect: str) -> str:
    if not effect:
        return ""
    return f" {effect}" if effect.startswith("“to ") else f" to {effect}"


def _cause(cause: str, effect: str) -> str:
    return f"names {cause} as a cause" + (f" of {effect}" if effect else "")


def _blame(cause: str, effect: str) -> str:
    return f"blames {cause}" + (f" for {effect}" if effect else "")


def _condition(cause: str, effect: str) -> str:
    return f"names {cause} as a condition" + (f" of {effect}" if effect else "")


def _aim(cause: str, effect: str) -> str:
    return f"names an aim or motive, {cause}" + (f", of {effect}" if effect else "")


def _none(_: str, effect: str) -> str:
    return "names no obstacle or condition" + (f": {effect}" if effect else "")


def _not_obstacle(cause: str, effect: str) -> str:
    return f"denies {cause} as an obstacle" + _to(effect)


def _not_cause(cause: str, effect: str) -> str:
    return f"denies {cause} as a cause" + (f" of {effect}" if effect else "")


def _not_to_blame(cause: str, effect: str) -> str:
    return f"denies that the blame lies with {cause}" + (f" for {effect}" if effect else "")


def _not_condition(cause: str, effect: str) -> str:
    return f"denies {cause} as a condition" + (f" of {effect}" if effect else "")


def _not_aim(cause: str, effect: str) -> str:
    return f"denies an aim or motive, {cause}" + (f", of {effect}" if effect else "")


_SAID: Mapping[tuple[str, str], Callable[[str, str], str]] = {
    ("named", "cause"): _cause,
    ("named", "obstacle"): _obstacle,
    ("named", "blame"): _blame,
    ("named", "condition"): _condition,
    ("named", "aim"): _aim,
    ("none", "none"): _none,
    ("denied", "cause"): _not_cause,
    ("denied", "obstacle"): _not_obstacle,
    ("denied", "blame"): _not_to_blame,
    ("denied", "condition"): _not_condition,
    ("denied", "aim"): _not_aim,
}


def voice(entry: Entry) -> str:
    """Say who says it, with role, and for which former state it was said.

    A claim of the articles' own voice is said by the article.
    """
    speaker = entry.claim.speaker
    if speaker.standing == "outlet" and speaker.name is None:
        return "the article"
    name = _name(entry)
    behind = placed(name, speaker.role, speaker.organisation, None)
    then = f", for {called(entry.then)}" if entry.then and entry.person else ""
    return f"{name}{', ' if behind else ''}{behind}{then}"


def _name(entry: Entry) -> str:
    if entry.person is not None:
        return entry.person
    side = entry.then or entry.entity
    return "somebody who is not named" if side is None else called(side)


def told_by(entry: Entry) -> str:
    """Say who tells that it was said, where that is somebody else than the article; empty otherwise."""
    others = [inside(called(name)) for name in entry.claim.chain[:-1]] if entry.claim.nested else []
    return ", ".join(f"as told by {name}" for name in reversed(others))


def source(entry: Entry, *, file: bool = True) -> str:
    """Return the short reference of a claim: the file, the statement, and how it stands there."""
    claim = entry.claim
    parts = [*[short_name(entry.article.name)] * file, claim.within or "own words"]
    if claim.within is not None:
        parts.append("direct" if claim.direct else "indirect")
    if entry.also:
        parts.append(f"also in {', '.join(short_name(article.name) for article in entry.also)}, counted once")
    return ", ".join(parts)


def line_words(line: Line) -> str:
    """Return what a line is called: the side, the person, or the articles."""
    if line.kind == "articles":
        return "The articles in their own words"
    if line.kind == "unnamed":
        return "Not named"
    return capital(called(line.name))


def change_words(change: Change, most: int = LONG) -> str:
    """Say what does not fit together, with the words and days of each claim, and how sure that is."""
    doubt = "" if change.effect == "same" else "; not all of them say of what"
    told = "; ".join(_dated(entry, most) for entry in change.entries)
    return f"{_headed(change)} ({change.sureness}{doubt}): {told}."


def _headed(change: Change) -> str:
    if change.kind == "reversal":
        return "denied what was named" if change.entries[-1].claim.polarity == "denied" else "named what was denied"
    if change.kind == "none":
        return "none named, between two that are" if len(change.entries) == 3 else "none named, and one at another time"
    if change.kind == "shift":
        return "another cause"
    before = {"named": "another was named", "denied": "it was denied", "none": "none was named"}
    told = "always to have been it" if change.kind == "always" else "to be the only one"
    return f"said {told}, and {before[change.entries[0].claim.polarity]} before"


def _dated(entry: Entry, most: int) -> str:
    """Say one claim of a change: the day, who, the words for the cause or, where there are none, for that."""
    claim = entry.claim
    by = told_by(entry)
    said = entry.referred or entry.cause or _around(entry)
    words = _quoted(said, most)
    words = f"denies {words}" if claim.polarity == "denied" else words
    return f"{entry.day} {_name(entry)} {words}{f', {by}' if by else ''} [{_reference(entry)}]"


def _around(entry: Entry) -> str:
    """Return the words from the effect to the cue, for a claim without a cause."""
    claim = entry.claim
    whole = hull([place for place in (claim.effect, claim.cue) if place is not None])
    return entry.sentence[whole.start - claim.sentence.start : whole.end - claim.sentence.start]


def _reference(entry: Entry) -> str:
    return f"{short_name(entry.article.name)} {entry.claim.within or 'own words'}"


def why_incomplete(found: Series) -> str | None:
    """Say which articles have no date, so that their claims stand in no order; None where all have one."""
    missing = [short_name(article.name) for article in found.articles if article.day is None]
    if not missing:
        return None
    names = ", ".join(missing)
    return f"{names}: no date, so what is said there stands apart and is not compared; --date FILE=DAY sets it"
