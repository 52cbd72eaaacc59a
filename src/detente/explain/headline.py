"""The answer in three sentences: the verdict on the first claim, what would be needed, and the hinge."""

from __future__ import annotations

from detente.analysis.answer import Answer
from detente.analysis.claims import Verdict
from detente.analysis.claims import sourced as is_sourced_throughout
from detente.analysis.crosstable import CrossTable
from detente.analysis.hinge import Change
from detente.analysis.told import Reason
from detente.case.build import Case, Readings
from detente.case.schema import Attainable
from detente.explain.hinges import change, level_words
from detente.explain.verdicts import clause
from detente.explain.words import capital, code, listed, ordinal, outcome_name, parties, quoted, readings


def headline(answer: Answer) -> tuple[str, ...]:
    """Answer the question of a case in at most three sentences."""
    first = next((v for v in answer.verdicts if v.testable), None)
    if answer.table is None:
        return _without_outcome(answer)
    if first is None:
        return tuple(s for s in (_cells(answer, answer.table), _obstacle(answer, "actual")) if s)
    test = answer.case.file.claims[first.slug].test
    if isinstance(test, Attainable) and test.world != "actual" and _is_the_outcome(answer, test.attainable):
        opening = _but_for(answer, answer.table, first, test)
        needed = _already(answer, answer.table, first, test) or _needed(answer, answer.table, test.world)
    else:
        opening = f"The claim that {clause(answer.case, test)} {_holds(first)}."
        needed = "" if len(answer.table.rows) == len(answer.table.worlds) == 1 else _cells(answer, answer.table)
    return tuple(s for s in (opening, needed, _hinge(answer, first)) if s)


def _is_the_outcome(answer: Answer, formula: str) -> bool:
    outcome = answer.case.file.outcome
    return outcome is not None and outcome.when == formula


def _holds(verdict: Verdict) -> str:
    yes, total = verdict.count(True), verdict.total()
    if total == 1:
        return f"{'holds' if yes else 'fails'} in the one reading that there is"
    return f"holds in {_amount(yes, total)} readings"


def _amount(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def _sourced(answer: Answer, table: CrossTable, world: str) -> tuple[int, int]:
    rows = [table.rows[k] for k in answer.sourced_rows()]
    return table.count(world, rows)


def _but_for(answer: Answer, table: CrossTable, verdict: Verdict, test: Attainable) -> str:
    """Say in how many readings the world of a but-for claim makes the difference."""
    case = answer.case
    yes, total = verdict.count(True, sourced_only=True), verdict.total(sourced_only=True)
    all_yes, in_all = verdict.count(True), verdict.total()
    goal = outcome_name(case)
    lead = _lead(answer, table, verdict, test)
    some = f"{_amount(yes, total)} sourced readings" if total else f"{_amount(all_yes, in_all)} readings"
    rest = f" ({_amount(all_yes, in_all)} in all)" if total and total != in_all else ""
    changed = f"with {case.world_label(test.world)} and nothing else changed"
    verb = "becomes" if test.not_in is not None else "is"
    return f"{lead}: {changed}, {goal} {verb} attainable in {some}{rest}."


def _lead(answer: Answer, table: CrossTable, verdict: Verdict, test: Attainable) -> str:
    yes, total = verdict.count(True, sourced_only=True), verdict.total(sourced_only=True)
    if not total:
        yes, total = verdict.count(True), verdict.total()
    if yes == total:
        return "Yes, in every sourced reading" if total < verdict.total() else "Yes, in every reading"
    if yes:
        return "In some readings"
    wider = [w for w in table.worlds if _includes(answer, w, test.world)]
    return "Not alone" if any(table.count(w)[0] > table.count(test.world)[0] for w in wider) else "No"


def _includes(answer: Answer, wide: str, narrow: str) -> bool:
    """Whether one world makes all the changes of another, and more."""
    a, b = answer.case.world(wide), answer.case.world(narrow)
    if a is None or b is None or wide == narrow:
        return False
    return b.do.items() <= a.do.items() and set(b.lift) <= set(a.lift) and set(b.open) <= set(a.open)


def _already(answer: Answer, table: CrossTable, verdict: Verdict, test: Attainable) -> str:
    """Say, of a but-for claim that holds nowhere, that the outcome is attainable without the change, where it is."""
    if test.not_in is None or verdict.count(True):
        return ""
    sourced = verdict.total(sourced_only=True)
    part, whole = _sourced(answer, table, test.not_in) if sourced else table.count(test.not_in)
    where = "as things are" if test.not_in == "actual" else f"with {answer.case.world_label(test.not_in)}"
    kind = "sourced readings" if sourced else "readings"
    return f"It is attainable {where} in {_amount(part, whole)} {kind} already." if part else ""


def _needed(answer: Answer, table: CrossTable, world: str) -> str:
    """Say what stops the outcome in that world, and which wider world does better."""
    wider = [w for w in table.worlds if _includes(answer, w, world)]
    best = max(wider, key=lambda w: _sourced(answer, table, w)[0], default=None)
    stopped = _obstacle(answer, world)
    if best is None or table.count(best)[0] <= table.count(world)[0]:
        return stopped
    part, whole = _sourced(answer, table, best)
    some = f"{_amount(part, whole)} sourced readings" if whole else f"{_amount(*table.count(best))} readings"
    helped = f"with {answer.case.world_label(best)} it becomes attainable in {some}"
    return f"{stopped.rstrip('.')}; {helped}." if stopped else f"{capital(helped)}."


def _obstacle(answer: Answer, world: str) -> str:
    """Say who stops the outcome in a world under the first readings."""
    told = answer.attainments.get(world)
    if told is None or told.attainable or not told.attempts:
        return ""
    case, attempt = answer.case, told.attempts[0]
    several = any(len(r) > 1 for r in case.preferences.values())
    first = f"As the parties are read first ({_labels(case, told.readings)}), " if several else ""
    if attempt.answer is not None:
        return capital(f"{first}an answer of {parties(case, attempt.answer.moves[0].by)} deters it.")
    refusals = [_refusal(case, r) for r in attempt.move.reasons if r.dm in attempt.vetoes]
    return capital(f"{first}{'; '.join(refusals)}.")


def _refusal(case: Case, reason: Reason) -> str:
    """Say who would not take part in a joint move, and why not."""
    who = f"{case.dm_called(reason.dm)} would not take part"
    if reason.end_is == "equal":
        return f"{who}: it would gain nothing"
    if not reason.statement:
        return f"{who}: the new state ranks {ordinal(reason.place)} with it, the old one {ordinal(reason.was)}"
    return f"{who}, because {code(reason.statement)} would {'' if reason.now else 'no longer '}hold"


def _labels(case: Case, chosen: Readings) -> str:
    several = [case.reading_label(s, r) for s, r in chosen.items() if len(case.preferences[s]) > 1]
    return listed([quoted(label) for label in several])


def _cells(answer: Answer, table: CrossTable) -> str:
    """Say in how many readings the outcome is attainable as things are, and where it is most often."""
    part, whole = table.count("actual")
    best = max(table.worlds, key=lambda w: table.count(w)[0])
    if len(table.rows) == 1:
        able = [w for w in table.worlds if table.count(w)[0]]
        where = listed(["as things are" if w == "actual" else f"with {answer.case.world_label(w)}" for w in able], "or")
        nowhere = "not attainable in any world" if len(table.worlds) > 1 else "not attainable as things are"
        said = f"attainable {where}" if able else nowhere
        return f"{capital(outcome_name(answer.case))} is {said}."
    said = f"As things are, {outcome_name(answer.case)} is attainable in {part} of {whole} readings"
    if best == "actual" or table.count(best)[0] <= part:
        return f"{said}."
    return f"{said}; with {answer.case.world_label(best)}, in {table.count(best)[0]} of {table.count(best)[1]}."


def _hinge(answer: Answer, verdict: Verdict) -> str:
    """Say on what the verdict hinges: over the sourced readings if there are any, else over all that were searched."""
    if not verdict.hinges:
        return ""
    case = answer.case
    sourced = [h for h in verdict.hinges if is_sourced_throughout(case, h.readings)]
    hinges, kind = (sourced, "sourced readings") if sourced else (list(verdict.hinges), "readings")
    stuck = sum(1 for h in hinges if not h.flips)
    where = f"in {_amount(stuck, len(hinges))} {kind}" if verdict.hinges_complete else "in the first readings"
    none = f"no single change of preference flips this {where}" if stuck else ""
    able = [h for h in hinges if h.flips]
    if not able:
        return f"Hinge: {none}."
    easiest = min(able, key=lambda h: (h.level, min(map(_plainness, h.flips))))
    flip = " and ".join(change(case, c) for c in min(easiest.flips, key=_plainness))
    several = any(len(r) > 1 for r in case.preferences.values())
    read = f" with {readings(case, easiest.readings, short=True)}" if several else ""
    verb = ("do" if easiest.level >= 4 else "does") if none else "flip this" if easiest.level >= 4 else "flips this"
    return f"Hinge: {none + '; ' if none else ''}{level_words(case, easiest.level)} {verb}{read} (if {flip})."


def _plainness(flip: tuple[Change, ...]) -> int:
    """Put reordering what is said before leaving something out, and that before turning it round."""
    return max({"swap": 0, "move": 1, "reading": 2, "drop": 3, "negate": 4}[c.kind] for c in flip)


def _without_outcome(answer: Answer) -> tuple[str, ...]:
    counts = [f"{name} {int(s.equilibria.sum())}" for name, s in answer.equilibria.concepts.items()]
    size = len(answer.case.structure.states)
    return (f"The case asks for no outcome; of its {size:,} states, so many are equilibria: {listed(counts)}.",)
