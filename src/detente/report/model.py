"""The whole model as it stands in the file, with what each element rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.case.build import Case
from detente.case.evidence import hearsay_only, is_sourced
from detente.case.schema import Comparison, Constraint, DecisionMaker, Drafted, Evidence, Freeze, Option, Reading
from detente.report.grid import world_changes
from detente.report.notes import Mark, Notes

MOST_LINES = 80


@dataclass(frozen=True, slots=True)
class Backing:
    """What an element rests on: citations, or who assumes it and why; ``drafted`` says which model proposed it."""

    marks: tuple[Mark, ...]
    assumed_by: str
    assumed_why: str
    note: str
    drafted: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One element of the model: a code, its words, further lines of facts, and what it rests on."""

    code: str
    words: str
    facts: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One reading of a party's preferences, its statements (or tie classes) best first."""

    slug: str
    label: str
    is_first: bool
    sourced: bool
    hearsay: bool
    spelling: str
    items: tuple[Item, ...]
    cut: int
    backing: Backing


@dataclass(frozen=True, slots=True)
class PartyView:
    """A decision maker with its options, its readings, and comparisons of classes of states."""

    slug: str
    name: str
    note: str
    options: tuple[Item, ...]
    readings: tuple[ReadingView, ...]
    comparisons: tuple[Item, ...]
    backing: Backing


@dataclass(frozen=True, slots=True)
class ModelView:
    """Everything that the file says of the conflict."""

    parties: tuple[PartyView, ...]
    outcome: tuple[str, str]
    outcome_backing: Backing
    lets: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str, str], ...]
    states_cut: int
    n_states: int
    constraints: tuple[Item, ...]
    directions: tuple[Item, ...]
    freezes: tuple[Item, ...]
    arcs: tuple[tuple[str, tuple[str, ...], int], ...]
    coalitions: tuple[str, ...]
    status_quo: tuple[Item, ...]
    worlds: tuple[Item, ...]
    voices: tuple[tuple[str, str, str], ...]
    classes: tuple[tuple[str, str], ...]
    variants: tuple[tuple[str, str, str], ...]


def model(case: Case, notes: Notes) -> ModelView:
    """Return the model of a case; long lists are cut, and say so."""
    file = case.file
    arcs = file.arcs or {}
    return ModelView(
        parties=tuple(_party(case, slug, dm, notes) for slug, dm in file.decision_makers.items()),
        outcome=(case.outcome_label, file.outcome.when) if file.outcome else ("", ""),
        outcome_backing=rests_on(file.outcome, notes) if file.outcome else NOTHING,
        lets=tuple(file.let.items()),
        states=_states(case)[:MOST_LINES],
        states_cut=max(0, len(file.states or ()) - MOST_LINES),
        n_states=len(case.structure.states),
        constraints=tuple(_constraint(c, file.decision_makers, notes) for c in file.constraints),
        directions=tuple(
            Item(option, f"only {d.only}", (d.why,) if d.why else (), rests_on(d, notes))
            for option, d in file.directions.items()
        ),
        freezes=tuple(_freeze(f, notes) for f in file.freezes),
        arcs=tuple((case.dm_name(s), a[:MOST_LINES], max(0, len(a) - MOST_LINES)) for s, a in arcs.items()),
        coalitions=_coalitions(case),
        status_quo=_status_quo(case, notes),
        worlds=tuple(
            Item(slug, w.label or "", world_changes(case, slug), rests_on(w, notes)) for slug, w in file.worlds.items()
        ),
        voices=tuple(
            (v.name, case.dm_name(v.speaks_for) if v.speaks_for else "", v.note or "") for v in file.voices.values()
        ),
        classes=tuple(file.classes.items()),
        variants=tuple((slug, v.title or "", v.note or "") for slug, v in file.variants.items()),
    )


def _coalitions(case: Case) -> tuple[str, ...]:
    """Return who can act together, if that is not everybody with everybody."""
    listed = case.file.coalitions
    return () if isinstance(listed, str) else tuple(" + ".join(map(case.dm_name, c)) for c in listed)


def rests_on(said: Evidence, notes: Notes) -> Backing:
    """Return what an element rests on: its citations as footnotes, who assumes it and why, and its note."""
    assumed = said.assumed
    by, why = (assumed.by, assumed.why) if assumed else ("", "")
    return Backing(notes.marks(said.cite), by, why, said.note or "", drafted_words(said.drafted))


def drafted_words(drafted: Drafted | None) -> str:
    """Say which language model proposed an element, and that nobody has accepted it, if so; nothing without one."""
    if drafted is None:
        return ""
    disputed = ", disputed by the rules" if drafted.status == "disputed" else ""
    return f"drafted by {drafted.model}{disputed}, {'accepted' if drafted.accepted else 'not accepted'}"


def _party(case: Case, slug: str, dm: DecisionMaker, notes: Notes) -> PartyView:
    backing = rests_on(dm, notes)
    options = tuple(_option(slug, name, o, notes) for name, o in dm.options.items())
    readings = tuple(
        _reading(case, slug, name, r, notes, is_first=k == 0) for k, (name, r) in enumerate(dm.all_readings.items())
    )
    comparisons = tuple(_comparison(said, notes) for said in dm.comparisons or ())
    return PartyView(slug, dm.name, dm.note or "", options, readings, comparisons, backing)


def _comparison(said: Comparison, notes: Notes) -> Item:
    facts = (f"all else equal: {', '.join(f'`{f}`' for f in said.all_else)}",) if said.all_else else ()
    better, than = (said.better or (said.prefer or "",)), (said.than or (said.over or "",))
    return Item(", ".join(better), f"over {', '.join(f'`{t}`' for t in than)}", facts, rests_on(said, notes))


def _option(owner: str, name: str, option: Option, notes: Notes) -> Item:
    return Item(f"{owner}.{name}", option.meaning, (), rests_on(option, notes))


def _reading(case: Case, slug: str, name: str, reading: Reading, notes: Notes, *, is_first: bool) -> ReadingView:
    backing = rests_on(reading, notes)
    spelling, items = _preferences(case, reading, notes)
    return ReadingView(
        slug=name,
        label=reading.label or ("the one reading" if name == "default" else name),
        is_first=is_first,
        sourced=is_sourced(reading),
        hearsay=hearsay_only(case.file, slug, reading),
        spelling=spelling,
        items=items[:MOST_LINES],
        cut=max(0, len(items) - MOST_LINES),
        backing=backing,
    )


NOTHING = Backing((), "", "", "")


def _preferences(case: Case, reading: Reading, notes: Notes) -> tuple[str, tuple[Item, ...]]:
    """Return how a reading is spelled, and its lines, the best first."""
    if reading.statements is not None:
        spelling = "unordered" if reading.priorities == () else "statements"
        return spelling, tuple(Item(s.want, "", (), rests_on(s, notes)) for s in reading.statements)
    if reading.ranking is not None:
        classes = [(c,) if isinstance(c, str) else c for c in reading.ranking]
        return "ranking", tuple(Item(" = ".join(c), _labels(case, c), (), NOTHING) for c in classes)
    if reading.weights is not None:
        return "weights", _by_number(case, reading.weights)
    return "payoffs", _by_number(case, reading.payoffs or {})


def _by_number(case: Case, values: Mapping[str, str]) -> tuple[Item, ...]:
    """Return the named values, the greatest first."""
    ordered = sorted(values.items(), key=lambda kv: -float(kv[1]))
    return tuple(Item(name, _labels(case, (name,)), (value,), NOTHING) for name, value in ordered)


def _labels(case: Case, states: tuple[str, ...]) -> str:
    """Return what the states of a tie class are called, as far as the file has names for them."""
    return "; ".join(filter(None, (case.file.labels.get(s, "") for s in states[:6])))


def _constraint(said: Constraint, parties: Mapping[str, DecisionMaker], notes: Notes) -> Item:
    facts = [f"imposed by {_names(said.by, parties)}"] if said.by else []
    facts += [f"since {said.since}"] if said.since else []
    facts += [f"revocable by {_names(said.revocable_by, parties)}"] if said.revocable_by else []
    return Item(said.when, said.why or "", tuple(facts), rests_on(said, notes))


def _names(slugs: tuple[str, ...], parties: Mapping[str, DecisionMaker]) -> str:
    return ", ".join(parties[s].name if s in parties else s for s in slugs)


def _freeze(said: Freeze, notes: Notes) -> Item:
    return Item(said.holds_while, said.why or "", tuple(f"`{o}`" for o in said.options), rests_on(said, notes))


def _states(case: Case) -> tuple[tuple[str, str, str], ...]:
    """Return the states that the file lists: name, pattern, label."""
    listed = case.file.states or ()
    pairs = listed.items() if isinstance(listed, dict) else [(s, "") for s in listed]
    return tuple((name, pattern, case.file.labels.get(name, "")) for name, pattern in pairs)


def _status_quo(case: Case, notes: Notes) -> tuple[Item, ...]:
    """Return where each option stands, or the one state that is named."""
    given = case.file.status_quo
    if given is None:
        return ()
    if isinstance(given, str):
        return (Item(given, case.file.labels.get(given, ""), (), NOTHING),)
    meanings = {o.name: o.meaning for dm in case.structure.decision_makers for o in dm.options}
    return tuple(
        Item(
            option,
            meaning,
            (given[option].value if option in given else "N",),
            rests_on(given[option], notes) if option in given else NOTHING,
        )
        for option, meaning in meanings.items()
    )
