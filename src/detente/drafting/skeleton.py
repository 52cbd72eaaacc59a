"""The skeleton of a case as data of the case file: what is cited, and what is assumed until somebody says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.case.grounds import Cite, Drafted
from detente.case.schema import CaseFile
from detente.drafting.actions import AGREE, Action
from detente.drafting.blaming import Drawn, claims, unclaimed
from detente.drafting.citing import Citing
from detente.drafting.elements import SETTLEMENT, Group, Left, Limit, Wish
from detente.drafting.parties import Cast, Party
from detente.drafting.wishes import Wishes
from detente.text.ledger import Attitude, Ledger

Plain = dict[str, Any]
BY = "draft"
MOST_CITES = 6
MOST_VOICES = 60
READINGS: Mapping[Group, str] = {
    "own_words": "what it says itself",
    "article": "what the article says of it",
    "others": "what others say of it",
}
ORDER = "The order is that of the text and is assumed; nothing in the text says what matters more."
ONLY_WHAT = {
    "must": "it is said to be necessary",
    "status_quo": "nothing says that it is done",
    "outcome": "the text names no single outcome; that all agree is a place to start from",
    "agree": "a settlement needs everybody's consent; replace it with what is to be agreed",
    "want": "nobody says that it is against a settlement; in last place this wish costs nothing",
    "nothing": "the text says nothing that an option stands for",
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A drafted case, and what is told beside it.

    Attributes
    ----------
    file : CaseFile
    cast : Cast
    left : tuple of Left
        What was said and found no place, and why.
    """

    file: CaseFile
    cast: Cast
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which attitudes and statements of a ledger a language model drafted; the others are found by the rules."""

    attitudes: Mapping[Attitude, Drafted] = field(default_factory=dict)
    statements: Mapping[str, Drafted] = field(default_factory=dict)


def skeleton(
    ledger: Ledger, source: str, cast: Cast, attitudes: Sequence[Attitude], provenance: Provenance
) -> Skeleton:
    """Return the case that a ledger gives, valid as it stands; the cast has at least one party."""
    by_rules = {s.speaker.name for s in ledger.statements if s.id not in provenance.statements}
    proposed = {s.speaker.name for s in ledger.statements if s.id in provenance.statements} - by_rules
    citing = Citing(ledger, source, cast, frozenset(proposed))
    wishes = Wishes(ledger, cast, citing, dict(provenance.attitudes))
    wishes.take(list(attitudes))
    drawn = claims(ledger, citing, wishes.actions, provenance.statements)
    wishes.left += unclaimed(ledger)
    for statement in ledger.statements:
        if statement.repeats is None and statement.level == "statement":
            citing.voice(statement.speaker)
    data = {
        "detente": 1,
        **_opening(ledger, source),
        "sources": {source: _source(ledger)},
        "let": {SETTLEMENT: " & ".join(f"{p.slug}.{AGREE}" for p in cast.parties)},
        "outcome": {"when": SETTLEMENT, "label": "a settlement", "assumed": _assumed("outcome")},
        "decision_makers": {p.slug: {**_party(p, wishes), **_named(p, wishes, attitudes)} for p in cast.parties},
        "constraints": [_constraint(limit, k) for k, limit in enumerate(wishes.limits, 1)],
        "status_quo": _status_quo(wishes),
        "claims": {f"C{k}": _claim(claim) for k, claim in enumerate(drawn, 1)},
    }
    data["voices"] = _voices(citing, _cited(data))
    return Skeleton(CaseFile.model_validate(data), cast, tuple(wishes.left))


def headline(ledger: Ledger) -> str:
    """Return the headline of an article, or what its file is called."""
    text = ledger.source.text
    for paragraph in ledger.paragraphs:
        if paragraph.label == "headline" and (words := brief_line(paragraph.span.of(text))):
            return words
    return brief_line(ledger.source.name) or "An article"


def brief_line(text: str) -> str:
    """Return a text of up to 200 characters on one line, without signs that cannot be seen."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[:800]).split())
    return line if len(line) <= 200 else f"{line[:197].rpartition(' ')[0] or line[:197]}..."


def _assumed(what: str) -> Plain:
    return {"by": BY, "why": ONLY_WHAT[what]}


def _opening(ledger: Ledger, source: str) -> Plain:
    title, day = headline(ledger), ledger.source.document_date
    dated = {"as_of": day.isoformat()} if day is not None else {}
    asked = (
        title if title.endswith("?") else "What keeps the parties from a settlement, and what would bring one about?"
    )
    note = (
        "A draft made from one article. What carries a cite was said there; what is assumed was put in by the draft, "
        "and until that is replaced, answers are those of its assumptions."
    )
    return {"title": title, "question": asked, **dated, "asked_in": source, "note": note}


def _source(ledger: Ledger) -> Plain:
    day = ledger.source.document_date
    dated = {"date": day.isoformat()} if day is not None else {}
    unknown = "Publisher unknown." if day is not None else "Publisher and date unknown."
    return {
        "title": headline(ledger),
        **dated,
        "sha256": ledger.source.sha256,
        "note": f"{unknown} Places count code points of the text; detente verify compares them.",
    }


def _cited(value: Any) -> set[str | None]:
    """Return the voices that are cited in the data of a case."""
    if isinstance(value, Cite):
        return {value.voice}
    if isinstance(value, dict):
        return {value.get("voice")}.union(*map(_cited, value.values()))
    return set().union(*map(_cited, value)) if isinstance(value, list | tuple) else set()


def _voices(citing: Citing, cited: set[str | None]) -> Plain:
    """Return the voices that are cited, and of the others the first few; who speaks for a party comes first."""
    others = [v.slug for v in citing.voices.values() if v.slug not in cited][:MOST_VOICES]
    voices = [v for v in citing.voices.values() if v.slug in cited or v.slug in others]
    voices.sort(key=lambda v: v.party is None)
    return {v.slug: {"name": v.name, "for": v.party, **({"note": v.note} if v.note else {})} for v in voices}


def _party(party: Party, wishes: Wishes) -> Plain:
    options = {a.slug: _option(a) for a in wishes.actions.of(party)}
    options[AGREE] = {"meaning": "agree to a settlement", "assumed": _assumed("agree")}
    readings: Plain = {}
    for group, label in READINGS.items():
        said = [w for w in wishes.wishes if w.party is party and w.group == group]
        if said:
            readings[group] = _reading(label, said)
    made = {"name": party.name, "called": party.called, "options": options}
    if not readings:
        last = {"want": SETTLEMENT, "assumed": _assumed("nothing")}
        return {**made, "prefers": {"statements": [last]}}
    if len(readings) == 1:
        return {**made, "prefers": next(iter(readings.values()))}
    return {**made, "readings": readings}


def _named(party: Party, wishes: Wishes, attitudes: Sequence[Attitude]) -> Plain:
    """Return where a party is first said to want or do something: by the rules, else by a model."""
    said = [a for a in attitudes if a.actor == party.entity]
    first = min(said, key=lambda a: (not wishes.words.is_firm(a), a in wishes.drafted))
    drafted = wishes.drafted.get(first)
    return {"cite": (wishes.cite(first),), **({"drafted": drafted} if drafted is not None else {})}


def _reading(label: str, said: list[Wish]) -> Plain:
    statements = [_statement(wish) for wish in said]
    if not any(w.want in {SETTLEMENT, f"!{SETTLEMENT}"} for w in said):
        statements.append({"want": SETTLEMENT, "assumed": _assumed("want")})
    return {"label": label, "note": ORDER, "statements": statements, "priorities": []}


def _statement(wish: Wish) -> Plain:
    made = _backed({"want": wish.want}, wish.cites, wish.hints, wish.drafted)
    return {**made, "assumed": {"by": BY, "why": wish.assumed}} if wish.assumed else made


def _option(action: Action) -> Plain:
    return _backed({"meaning": action.said or action.slug}, action.cites, action.hints, action.drafted)


def _constraint(limit: Limit, number: int) -> Plain:
    said = {"name": f"limit_{number}", "when": limit.when, "why": limit.why}
    return _backed(said, limit.cites, limit.hints, limit.drafted)


def _backed(said: Plain, cites: Sequence[Cite], hints: Sequence[str], drafted: Drafted | None) -> Plain:
    places = tuple(dict.fromkeys(cites))
    more = [f"{len(places) - MOST_CITES} more places say so"] if len(places) > MOST_CITES else []
    note = "; ".join([*dict.fromkeys(hints), *more])
    return {
        **said,
        "cite": places[:MOST_CITES],
        **({"drafted": drafted} if drafted is not None else {}),
        **({"note": f"{note[:1].upper()}{note[1:]}."} if note else {}),
    }


def _status_quo(wishes: Wishes) -> Plain:
    assumed = _assumed("status_quo")
    found: Plain = {}
    for action in wishes.actions.found:
        is_must = action.formula in wishes.musts
        found[action.formula] = {"is": "Y", "assumed": _assumed("must")} if is_must else {"is": "N", "assumed": assumed}
    return {**found, **{f"{p.slug}.{AGREE}": {"is": "N", "assumed": assumed} for p in wishes.cast.parties}}


def _claim(claim: Drawn) -> Plain:
    cite = claim.cite
    return {
        "label": claim.label,
        "voice": cite.voice,
        **({"date": claim.said} if claim.said else {}),
        "source": cite.source,
        "at": cite.at,
        "words": cite.words,
        "sha256": cite.sha256,
        "level": cite.level,
        "chain": cite.chain,
        "standing": cite.standing,
        **({"drafted": claim.drafted} if claim.drafted is not None else {}),
        **({"note": claim.note} if claim.note else {}),
        "test": claim.test,
    }
