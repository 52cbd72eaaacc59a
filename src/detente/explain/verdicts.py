"""Verdicts on claims in words: yes if, no if, in how many readings, and on what it hinges."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.claims import Verdict
from detente.case.build import Case
from detente.case.schema import (
    Attainable,
    Claim,
    InEveryEquilibrium,
    InSomeEquilibrium,
    NotTestable,
    Ranks,
    Reachable,
    Stable,
    Strict,
    Unattainable,
)
from detente.explain.hinges import hinge_lines
from detente.explain.words import box, code, listed, quoted


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """A verdict, ready to be read.

    Attributes
    ----------
    claim : str
        Who said what, and when.
    test : str
        What was tested.
    count : str
        In how many readings it holds; or why it was not tested.
    yes_if, no_if : tuple of str
        Phrases that follow "yes" or "no" ("if Russia is read as ...", "in every other reading"); empty where the
        verdict is the same in all readings.
    hinges : tuple of str
    remarks : tuple of str
        Trivial, put in.
    """

    claim: str
    test: str
    count: str
    yes_if: tuple[str, ...] = ()
    no_if: tuple[str, ...] = ()
    hinges: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def verdict(case: Case, found: Verdict) -> VerdictWords:
    """Say the verdict on one claim."""
    claim = case.file.claims[found.slug]
    said, test = who_said(case, claim), tested(case, claim.test)
    if not found.testable:
        kind = "Not testable" if isinstance(claim.test, NotTestable) else "Not evaluated"
        return VerdictWords(said, test, f"{kind}: {found.why_not}.")
    yes_if, no_if = conditions(case, found)
    return VerdictWords(said, test, count(found), yes_if, no_if, hinge_lines(case, found), remarks(found))


def who_said(case: Case, claim: Claim) -> str:
    """Say who claims what, and when."""
    voice = case.file.voices[claim.voice].name if claim.voice else ""
    who = ", ".join(part for part in (voice, str(claim.date or "")) if part)
    words = quoted(claim.words) if claim.words else ""
    said = f"{who}: {words}" if who and words else who or words
    return " — ".join(part for part in (claim.label or "", said) if part) or "An unnamed claim"


def _world(case: Case, name: str) -> str:
    return "as things are" if name == "actual" else f"with {case.world_label(name)}"


def tested(case: Case, test: Strict) -> str:
    """Say what was tested."""
    return "No test." if isinstance(test, NotTestable) else f"Tested: {clause(case, test)}."


def clause(case: Case, test: Strict) -> str:
    """Say what a test asserts, as the rest of a sentence that begins with "the claim that"."""
    match test:
        case Attainable(attainable=goal, world=world, not_in=other):
            but = f", and not {_world(case, other)}" if other is not None else ""
            return f"{_goal(case, goal)} is attainable {_world(case, world)}{but}"
        case Unattainable(unattainable=goal, world=world):
            return f"{_goal(case, goal)} is out of reach {_world(case, world)}"
        case Stable(stable=where, concept=name, decision_maker=dm, world=world):
            place = "the status quo" if where == "status_quo" else where
            return f"{place} is stable for {case.dm_called(dm) if dm else 'every party'} ({name}) {_world(case, world)}"
        case InEveryEquilibrium(in_every_equilibrium=goal, concept=name, world=world):
            return f"{_goal(case, goal)} holds in every {name} equilibrium {_world(case, world)}, if there is any"
        case InSomeEquilibrium(in_some_equilibrium=goal, concept=name, world=world):
            return f"{_goal(case, goal)} holds in some {name} equilibrium {_world(case, world)}"
        case Reachable(reachable=goal, by=by, moves=moves, world=world):
            who = listed([case.dm_called(s) for s in by]) if by else "all together"
            kind = "improvements" if moves == "improving" else "moves"
            return f"{kind} of {who} lead to {_goal(case, goal)} {_world(case, world)}"
        case Ranks(ranks=dm, every=upper, above=lower):
            return f"{case.dm_called(dm)} ranks every state with {code(upper)} above every state with {code(lower)}"
    return "nothing is tested"


def _goal(case: Case, formula: str) -> str:
    outcome = case.file.outcome
    return case.outcome_label if outcome is not None and formula == outcome.when and outcome.label else code(formula)


def count(found: Verdict) -> str:
    """Say in how many readings a claim holds; of the sourced ones, and of all."""
    yes, total = found.count(True), found.total()
    sourced, of_sourced = found.count(True, sourced_only=True), found.total(sourced_only=True)
    in_all = in_readings(yes, total)
    if 0 < of_sourced < total:
        return f"{in_all}; of the {of_sourced} in which every party's reading is sourced, in {sourced}"
    return f"{in_all}{'' if of_sourced else ' (not sourced)' if total == 1 else ' (none of them sourced throughout)'}"


def in_readings(yes: int, total: int) -> str:
    """Say in how many readings something holds."""
    if total == 1:
        return "yes, in the one reading that there is" if yes else "no, in the one reading that there is"
    return f"yes in {yes} of {total} readings"


def conditions(case: Case, found: Verdict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say when a claim holds and when it fails; the longer of the two lists is "in every other reading"."""
    if not 0 < found.count(True) < found.total():
        return (), ()
    yes, no = ([box(case, b) for b in found.boxes(holds)] for holds in (True, False))
    if len(yes) <= len(no):
        return tuple(yes), ("in every other reading",)
    return ("in every other reading",), tuple(no)


def remarks(found: Verdict) -> tuple[str, ...]:
    """Say whether a verdict is trivial or put in."""
    said = []
    if found.trivial == "by structure":
        said.append("Trivially so, by structure: the moves alone settle it, whatever anybody prefers.")
    if found.trivial == "by agreement":
        said.append(
            "Trivially so, by agreement: every reading gives the same verdict, so the claim does not tell them apart."
        )
    if found.put_in:
        where = "every reading" if found.put_in == found.total() else f"{found.put_in} of {found.total()} readings"
        said.append(f"Put in: in {where} the verdict only restates what a party is assumed to want most.")
    return tuple(said)
