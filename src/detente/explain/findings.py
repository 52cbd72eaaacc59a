"""What is trivially so, idle, put in and not heard, and what a case rests on, in words."""

from __future__ import annotations

from detente.analysis.answer import Answer
from detente.analysis.trivial import Finding
from detente.case.build import Case
from detente.case.evidence import unaccepted
from detente.explain.words import capital, code, listed, outcome_name

Section = tuple[str, list[str]]
UNCHANGED = "no cell of the cross table and no claim would change"


def findings(answer: Answer) -> list[Section]:
    """Return titled paragraphs; those that have nothing to say are left out."""
    sections: list[Section] = [
        ("Trivially so, by structure", _trivial(answer, "by structure")),
        ("Trivially so, by agreement", _trivial(answer, "by agreement")),
        ("Idle", _idle(answer)),
        ("Put in", _put_in(answer)),
        ("Not heard", _not_heard(answer)),
        ("What it rests on", _footing(answer)),
        ("Not answered", [f"{capital(k)}: {v}." for k, v in answer.why_not.items()]),
    ]
    return [(title, lines) for title, lines in sections if lines]


def _trivial(answer: Answer, how: str) -> list[str]:
    found = [f for f in answer.trivial if f.how == how]
    claims = [v.slug for v in answer.verdicts if v.trivial == how]
    lines = [trivial(answer.case, f) for f in found]
    if claims:
        told = "the moves alone settle" if how == "by structure" else "every reading gives the same verdict on"
        lines.append(f"{capital(told)} {listed(claims)}.")
    if found and how == "by agreement":
        lines.append(
            "So these questions do not discriminate: they cannot tell one account of the parties from another."
        )
    return lines


def trivial(case: Case, found: Finding) -> str:
    """Say one trivial finding."""
    outcome = outcome_name(case)
    cells = f"in {found.count} of {found.of} combinations of readings and worlds"
    return {
        "no_moves": "Nobody can move from the status quo, so it is stable whatever anybody prefers.",
        "no_single_mover": f"No party can bring about {outcome} alone from the status quo, whatever it prefers.",
        "no_move_leaves": f"No move leaves {outcome} once it is there: it cannot be undone, whatever anybody prefers.",
        "status_quo_nash": f"The status quo is a Nash equilibrium {cells}.",
        "same_everywhere": f"{capital(outcome)} is attainable {cells}, so everywhere the same.",
        "outcome_equilibrium": f"Some Nash equilibrium has {outcome} {cells}.",
    }[found.what]


def _idle(answer: Answer) -> list[str]:
    if answer.idle is None:
        return []
    if not _anything_attainable(answer) and not any(v.testable for v in answer.verdicts):
        outcome = outcome_name(answer.case)
        return [
            f"Who is idle cannot be told: {outcome} is attainable nowhere, and fixing options cannot make that worse."
        ]
    case, lines = answer.case, []
    parties = [case.dm_called(s) for s in answer.idle.decision_makers]
    if parties:
        are, theirs = ("is", "all its options") if len(parties) == 1 else ("are", "all options of each")
        lines.append(
            f"{capital(listed(parties))} {are} idle in this question: with {theirs} left as they are, {UNCHANGED}."
        )
    options = [code(o) for o in answer.idle.options if o.split(".")[0] not in answer.idle.decision_makers]
    if options:
        are, left = ("is", "it") if len(options) == 1 else ("are", "any one of them")
        too = " too" if parties else ""
        lines.append(f"{listed(options)} {are} idle{too}: with {left} left as it is, {UNCHANGED}.")
    return lines


def _anything_attainable(answer: Answer) -> bool:
    rows = answer.table.rows if answer.table is not None else ()
    return any(cell for row in rows for cell in row.attainable.values())


def _put_in(answer: Answer) -> list[str]:
    lines = []
    for v in (v for v in answer.verdicts if v.put_in):
        where = "every reading" if v.put_in == v.total() else f"{v.put_in} of {v.total()} readings"
        lines.append(f"{v.slug}: in {where} the verdict restates the first thing that a party is assumed to want.")
    return lines


def _not_heard(answer: Answer) -> list[str]:
    case = answer.case
    if not case.file.voices:
        return []
    nowhere = [case.dm_called(h.slug) for h in answer.hearings if not h.is_heard]
    elsewhere = [case.dm_called(h.slug) for h in answer.hearings if h.is_heard and h.in_question is False]
    lines = []
    if nowhere:
        preferences = "its preferences are" if len(nowhere) == 1 else "their preferences are"
        lines.append(f"Nobody speaks for {listed(nowhere, 'or')} in any source: {preferences} hearsay.")
    if elsewhere and case.file.asked_in:
        source = case.file.sources[case.file.asked_in]
        where = source.publisher or source.title
        lines.append(
            f"In the text that asks the question ({where}) nobody speaks for {listed(elsewhere, 'or')} either; "
            "what it says of them is hearsay."
        )
    return lines


def _footing(answer: Answer) -> list[str]:
    rests = answer.footing
    total = rests.cited + rests.assumed + rests.silent
    if not total or not answer.case.file.sources:
        return []
    rest = f"{rests.assumed} are marked as assumed, and {rests.silent} carry neither"
    lines = [f"Of the {total} elements of the model, {rests.cited} rest on cited words, {rest}."]
    if drafted := sum(1 for _ in unaccepted(answer.case.file)):
        told = (
            "One was drafted by a language model and has"
            if drafted == 1
            else f"{drafted} were drafted by a language model and have"
        )
        lines.append(f"{told} not been accepted by anybody.")
    return lines
