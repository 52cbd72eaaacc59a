"""From a case to a ``.gmcr`` file of the newer generation, and what is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from pydantic import BaseModel

from detente.case.build import Case
from detente.case.document import LARGEST
from detente.case.evidence import all_cites
from detente.case.schema import CaseFile
from detente.errors import DetenteError, TooLarge
from detente.model.conflict import Structure
from detente.model.formula import And, Constant, Formula, Iff, Implies, Name, Not, Or
from detente.model.preferences import Preference, Prioritised

MOST_STATEMENTS = 63
MOST_TERMS = 500
MOST_CONDITIONS = 20_000
Term = frozenset[tuple[str, bool]]
Condition = list[list[object]]


class WouldLose(DetenteError):
    """A format cannot hold all of a case; what would be lost is in ``lost``."""

    def __init__(self, lost: Sequence[str]) -> None:
        self.lost = tuple(lost)
        shown = "\n".join(f"  - {what}" for what in self.lost)
        super().__init__(f"a .gmcr file cannot hold all of this case; use --lossy to leave out:\n{shown}")


def from_case(case: Case, *, readings: Mapping[str, str] | None = None, lossy: bool = False) -> str:
    """Return the text of a ``.gmcr`` file of a case.

    Parameters
    ----------
    case : Case
        With options; the title goes into the name of the file, not into the file.
    readings : mapping, optional
        The reading of each decision maker; the first one holds for those left out.
    lossy : bool
        Leave out what the format cannot hold instead of refusing.

    Raises
    ------
    WouldLose
        With everything that the format cannot hold.
    DetenteError
        If the states of the case have only names, or are merged: then there is nothing to write.
    TooLarge
        If the file would be larger than Détente reads.

    Examples
    --------
    >>> import detente, json
    >>> data = json.loads(from_case(detente.load("prisoners-dilemma"), lossy=True))
    >>> [dm["preferenceRanking"] for dm in data["decisionMakers"]]
    [[3, 4, 1, 2], [2, 4, 1, 3]]
    """
    structure = case.structure
    if not structure.option_names or structure.states.is_merged:
        why = "its states only have names" if not structure.option_names else "some of its states are merged"
        raise DetenteError(f"the case cannot be written as .gmcr: {why}, and the format has states by options only")
    lost = losses(case, readings)
    if lost and not lossy:
        raise WouldLose(lost)
    written = _written(_data(case, _chosen(case, readings)))
    if len(written.encode()) > LARGEST:
        raise TooLarge(f"the .gmcr file would have {len(written):,} bytes; {LARGEST:,} is the most that is read")
    return written


def losses(case: Case, readings: Mapping[str, str] | None = None) -> list[str]:
    """Return what a ``.gmcr`` file cannot hold of a case, in words; the title and the short names are not counted.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        The reading of each decision maker that is written; the first one for those left out.

    Examples
    --------
    >>> import detente
    >>> losses(detente.load("elmira"))[-2:]
    ['the moves that are listed one by one (they would follow from the options)', 'that states are merged']
    """
    full = case.reading(**dict(readings or {}))
    return [*_lost_keys(case.file), *_lost_evidence(case.file), *_lost_preferences(case, full), *_lost_moves(case)]


_LOST: dict[str, str] = {
    "question": "the question",
    "as_of": "the date of the case",
    "sources": "the sources",
    "voices": "the voices",
    "let": "the names for formulas (the formulas are written out)",
    "outcome": "the outcome",
    "labels": "the labels of states",
    "freezes": "the freezes",
    "classes": "the classes of states",
    "status_quo": "the status quo",
    "worlds": "the worlds",
    "claims": "the claims",
    "factors": "the factors",
    "levers": "the levers",
    "published": "the published answers",
    "published_counts": "the published counts of rankings",
    "variants": "the variants",
}


def _lost_keys(file: CaseFile) -> Iterator[str]:
    for key, words in _LOST.items():
        value = getattr(file, key)
        if value or (key == "status_quo" and value is not None):
            names = f" ({', '.join(value)})" if key in {"worlds", "claims", "variants"} else ""
            yield words + names
    if file.coalitions != "all":
        yield "who can act together"
    if any(c.name or c.why or c.by or c.since or c.revocable_by for c in file.constraints):
        yield "the names, reasons and owners of constraints"
    if any(d.why for d in file.directions.values()):
        yield "the reasons of directions"


def _lost_evidence(file: CaseFile) -> Iterator[str]:
    cites = sum(1 for _ in all_cites(file))
    if cites:
        yield f"{cites} citation{'s' if cites > 1 else ''}"
    for name, one, many in (("assumed", "assumption", "assumptions"), ("note", "note", "notes")):
        if n := _count(file, name):
            yield f"{n} {one if n == 1 else many}"


def _count(value: object, name: str) -> int:
    """Return how often a field of that name is filled in."""
    if isinstance(value, BaseModel):
        here = int(getattr(value, name, None) is not None)
        return here + sum(_count(getattr(value, field), name) for field in type(value).model_fields if field != name)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return sum(_count(part, name) for part in parts)


def _lost_preferences(case: Case, full: Mapping[str, str]) -> Iterator[str]:
    for slug, dm in case.file.decision_makers.items():
        others = [name for name in dm.all_readings if name != full[slug]]
        if others:
            yield f"other readings of {slug} ({', '.join(others)})"
        reading = dm.all_readings[full[slug]]
        if dm.comparisons is not None:
            yield f"the comparisons of {slug}"
        if reading.priorities is not None:
            yield f"the priorities of {slug}"
        for key in ("weights", "payoffs"):
            if getattr(reading, key) is not None:
                yield f"the {key} of {slug} (the order that they give is kept)"
        if reading.statements is not None and _statements(case.preferences[slug][full[slug]], case.structure) is None:
            yield f"the statements of {slug}, too many or too long (the order that they give is kept)"


def _lost_moves(case: Case) -> Iterator[str]:
    structure = case.structure
    if structure.listing is not None:
        yield "the names of states" if structure.option_names else "states that only have names"
    if structure.explicit is not None and not _follow_from_options(structure):
        yield "the moves that are listed one by one (they would follow from the options)"
    if structure.states.is_merged:
        yield "that states are merged"


def _follow_from_options(structure: Structure) -> bool:
    """Whether the listed moves are those that the options give anyway."""
    if structure.states.is_merged or not structure.option_names:
        return False
    plain = replace(structure, explicit=None, freezes=())
    for player in range(len(structure.decision_makers)):
        given, ruled = structure.moves.arcs(player), plain.moves.arcs(player)
        if given.starts.tolist() != ruled.starts.tolist() or given.targets.tolist() != ruled.targets.tolist():
            return False
    return True


def _chosen(case: Case, readings: Mapping[str, str] | None) -> dict[str, Preference]:
    full = case.reading(**dict(readings or {}))
    return {slug: case.preferences[slug][name] for slug, name in full.items()}


def _data(case: Case, chosen: Mapping[str, Preference]) -> dict[str, object]:
    """Return the file as plain data, options by owner; the older keys stand beside the newer ones."""
    from detente import __version__

    structure = case.structure
    statements = {slug: _statements(preference, structure) for slug, preference in chosen.items()}
    manual = any(said is None for said in statements.values())
    ordinals = _ordinals(structure.states.patterns)
    people = []
    for dm in structure.decision_makers:
        made: dict[str, object] = {"name": dm.name, "options": [o.bit for o in dm.options], "misperceptions": []}
        made["preferences"] = statements[dm.slug] or []
        if manual:
            ranks = structure.order(chosen[dm.slug]).ranks.tolist()
            made["preferenceRanking"] = made["preferenceVector"] = _ranking(ranks, ordinals)
        people.append(made)
    return {
        "program": "Détente",
        "version": __version__,
        "options": [
            {"name": o.meaning, "permittedDirection": _direction(structure, o.name)}
            for dm in structure.decision_makers
            for o in dm.options
        ],
        "decisionMakers": people,
        "infeasibles": _infeasible(structure),
        "useManualPreferenceRanking": manual,
        "useManualPreferenceVectors": manual,
        "coalitions": list(range(len(people))),
    }


def _direction(structure: Structure, option: str) -> str:
    return {"N->Y": "fwd", "Y->N": "back"}.get(structure.directions.get(option, ""), "both")


def _written(data: Mapping[str, object]) -> str:
    """Return the data as JSON, with one line for each entry of a list at the top."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list) and value and not isinstance(value[0], int):
            rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in value)
            parts.append(f' "{key}": [\n{rows}\n ]')
        else:
            parts.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


# ------------------------------------------------------------------------------------------- rankings and states


def _ordinals(patterns: Sequence[str]) -> list[int]:
    """Return each state's ordinal: its place, from 1, where the first option changes fastest."""
    ordinals = [0] * len(patterns)
    for place, state in enumerate(sorted(range(len(patterns)), key=lambda s: patterns[s][::-1]), start=1):
        ordinals[state] = place
    return ordinals


def _ranking(ranks: Sequence[int], ordinals: Sequence[int]) -> list[object]:
    """Return the ordinals, the best first; a tie is a list."""
    classes: dict[int, list[int]] = {}
    for rank, ordinal in zip(ranks, ordinals, strict=True):
        classes.setdefault(rank, []).append(ordinal)
    tied = [sorted(classes[rank]) for rank in sorted(classes, reverse=True)]
    return [c[0] if len(c) == 1 else c for c in tied]


def _infeasible(structure: Structure) -> list[Condition]:
    """Return the conditions that no feasible state fulfils."""
    if structure.listing is not None:
        return _cover(structure)
    try:
        terms = [t for c in structure.constraints for t in _terms(c.forbids, MOST_TERMS)]
    except _TooManyTermsError:
        return _cover(structure)
    return [_condition(t, structure) for t in dict.fromkeys(terms)]


def _cover(structure: Structure) -> list[Condition]:
    """Return conditions that hold exactly in the patterns that are not feasible, found from those that are."""
    conditions = list(islice(_missing(structure.states.patterns, 0, []), MOST_CONDITIONS + 1))
    if len(conditions) > MOST_CONDITIONS:
        raise TooLarge(f"what is infeasible takes more than {MOST_CONDITIONS:,} conditions, the most that are written")
    return conditions


def _missing(patterns: Sequence[str], bit: int, fixed: Condition) -> Iterator[Condition]:
    """Yield conditions that hold in no pattern that is listed, deciding one option after another."""
    if not patterns:
        yield fixed
    elif bit < len(patterns[0]):
        for letter in "YN":
            rest = [p for p in patterns if p[bit] == letter]
            yield from _missing(rest, bit + 1, [*fixed, [bit, letter]])


# ---------------------------------------------------------------------------------------------------- statements


def _statements(preference: Preference, structure: Structure) -> list[object] | None:
    """Return statements as the format has them; None where only a ranking can say the same."""
    if not isinstance(preference, Prioritised) or len(preference.statements) > MOST_STATEMENTS:
        return None
    try:
        return [_statement(s.formula, structure) for s in preference.statements]
    except _TooManyTermsError:
        return None


def _statement(formula: Formula, structure: Structure) -> object:
    conditions = [_condition(term, structure) for term in _terms(formula, MOST_TERMS)]
    return conditions[0] if len(conditions) == 1 else {"compound": True, "members": conditions}


def _condition(term: Term, structure: Structure) -> Condition:
    places = {name: bit for bit, name in enumerate(structure.option_names)}
    return [[places[name], "Y" if yes else "N"] for name, yes in sorted(term, key=lambda pair: places[pair[0]])]


class _TooManyTermsError(Exception):
    """A formula has more conjunctions than the format should be given."""


def _terms(formula: Formula, most: int) -> list[Term]:
    """Return conjunctions of literals; the formula holds where one of them does (disjunctive normal form)."""
    known: dict[tuple[int, bool], set[Term]] = {}

    def walk(part: Formula, *, yes: bool) -> set[Term]:
        key = (id(part), yes)
        if key not in known:
            known[key] = _absorbed(_part_terms(part, walk, yes=yes, most=most), most)
        return known[key]

    return sorted(walk(formula, yes=True), key=lambda term: (len(term), sorted(term)))


class _Walk(Protocol):
    def __call__(self, part: Formula, *, yes: bool) -> set[Term]: ...


def _part_terms(part: Formula, walk: _Walk, *, yes: bool, most: int) -> set[Term]:
    match part:
        case Constant(value):
            return {frozenset()} if value == yes else set()
        case Name(name):
            return {frozenset({(name, yes)})}
        case Not(operand):
            return walk(operand, yes=not yes)
        case And(operands) | Or(operands):
            sides = [walk(o, yes=yes) for o in operands]
            return _both(sides, most) if isinstance(part, And) == yes else set().union(*sides)
        case Implies(a, b):
            if yes:
                return walk(a, yes=False) | walk(b, yes=True)
            return _both([walk(a, yes=True), walk(b, yes=False)], most)
        case Iff(a, b):
            same = _both([walk(a, yes=True), walk(b, yes=yes)], most)
            return same | _both([walk(a, yes=False), walk(b, yes=not yes)], most)


def _both(sides: Iterable[set[Term]], most: int) -> set[Term]:
    """Return the conjunctions of one term of each side, contradictions left out."""
    made: set[Term] = {frozenset()}
    for side in sides:
        joined: set[Term] = set()
        for a in made:
            joined.update(a | b for b in side if not any((name, not yes) in a for name, yes in b))
            if len(joined) > 8 * most:
                raise _TooManyTermsError
        made = _absorbed(joined, most)
    return made


def _absorbed(terms: set[Term], most: int) -> set[Term]:
    """Return the terms without those that another one implies."""
    if len(terms) > 8 * most:
        raise _TooManyTermsError
    kept: list[Term] = []
    for term in sorted(terms, key=len):
        if not any(shorter <= term for shorter in kept):
            kept.append(term)
        if len(kept) > most:
            raise _TooManyTermsError
    return set(kept)
