"""Answers as plain data: mappings, lists, text and numbers, in the shape that scripts may rely on.

A state is its pattern (its name where the case has no options), lists of states are sorted as text, and names are those
of the file. Nothing here depends on a clock, a folder or the order in which a set is walked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath, PureWindowsPath
from typing import Any

import numpy as np

from detente.analysis import plain_large, plain_robust
from detente.analysis.answer import Answer
from detente.analysis.attain import Rules
from detente.analysis.causes import plain as plain_causes
from detente.analysis.claims import Verdict
from detente.analysis.crosstable import CrossTable
from detente.analysis.difference import Difference
from detente.analysis.equilibria import Equilibria, Stability, settled
from detente.analysis.hinge import LEVELS, Change, Hinge
from detente.analysis.idle import Idle
from detente.analysis.inverse.answer import Inverse
from detente.analysis.plain_moves import attainment, witness
from detente.case.build import Case
from detente.case.schema import NotTestable
from detente.model.formula import Mask
from detente.model.states import States

__all__ = [
    "answer",
    "asked",
    "attainment",
    "claim",
    "cross_table",
    "difference",
    "equilibria",
    "idle",
    "is_unanswered",
    "short_name",
    "states",
    "witness",
]

Plain = dict[str, Any]


def asked(case: Case, readings: Mapping[str, str], world: str | None, rules: Rules) -> Plain:
    """Return what was asked of which case; every answer begins with it."""
    return {
        "case": short_name(case.name),
        "variant": case.variant,
        "sha256": case.sha256,
        "readings": dict(readings),
        "world": world,
        "rules": {"joint": rules.joint, "answers": rules.answers, "improvement": rules.improvement},
    }


def short_name(source: str) -> str:
    """Return the name of a source without its folder, so that the same case gives the same answer everywhere.

    Examples
    --------
    >>> short_name("cases/dam.yaml"), short_name("peace-treaty")
    ('dam.yaml', 'peace-treaty')
    """
    return PureWindowsPath(PurePath(source).name).name or source


def patterns(states: States, mask: Mask, limit: int) -> list[str]:
    """Return the states where a mask is true, sorted as text, at most ``limit`` of them."""
    return list(states.patterns_of(states.first_as_text(mask, limit))) if limit else []


def states(case: Case, world: str, limit: int) -> Plain:
    """Return the feasible states of a world."""
    conflict = case.conflict(world=world)
    found = patterns(conflict.states, np.ones(len(conflict.states), dtype=bool), limit)
    here = conflict.states.pattern(conflict.status_quo) if case.start is not None else None
    return {
        "options": list(conflict.states.options),
        "count": len(conflict.states),
        "status_quo": here,
        "states": found,
        "complete": len(found) == len(conflict.states),
    }


def equilibria(found: Equilibria, among: States, limit: int) -> Plain:
    """Return equilibria and what is stable for whom; lists are cut at ``limit``, counts are exact.

    ``settled`` has for each concept the options with the same value in all equilibria, null for those that differ.
    """
    shown = {**found.concepts, **found.derived}
    masks = {name: s.equilibria for name, s in found.concepts.items()}
    counts = {name: int(m.sum()) for name, m in masks.items()}
    longest = max((int(m.sum()) for s in shown.values() for m in s.by_dm.values()), default=0)
    return {
        "options": list(among.options),
        "count": len(among),
        "equilibria": {name: patterns(among, m, limit) for name, m in masks.items()},
        "counts": counts,
        "stable": {name: _by_dm(s, among, limit) for name, s in found.concepts.items()},
        "derived": {name: _derived(s, among, limit) for name, s in found.derived.items()},
        "settled": {name: settled(among, mask) for name, mask in masks.items()},
        "left_out": dict(found.left_out),
        "not_answered": dict(found.not_answered),
        **plain_large.made_by(found.engine, found.engines, found.exactness),
        "complete": longest <= limit and not found.not_answered,
    }


def _by_dm(found: Stability, among: States, limit: int) -> dict[str, list[str]]:
    return {slug: patterns(among, mask, limit) for slug, mask in found.by_dm.items()}


def _derived(found: Stability, among: States, limit: int) -> Plain:
    mask = found.equilibria
    return {
        "count": int(mask.sum()),
        "equilibria": patterns(among, mask, limit),
        "stable": _by_dm(found, among, limit),
    }


def cross_table(found: CrossTable, sourced: Sequence[bool]) -> Plain:
    """Return the cross table; ``sourced`` says of each row whether somebody is cited for every reading in it."""
    rows = [
        {
            "readings": dict(row.readings),
            "attainable": dict(row.attainable),
            "stays": dict(row.stays),
            "nash": dict(row.nash),
            "sourced": is_sourced,
        }
        for row, is_sourced in zip(found.rows, sourced, strict=True)
    ]
    kept = [row for row, s in zip(found.rows, sourced, strict=True) if s]
    return {
        "worlds": list(found.worlds),
        "rows": rows,
        "counts": {
            w: {"attainable": _count(found, w, found.rows), "sourced": _count(found, w, kept)} for w in found.worlds
        },
        "complete": found.complete,
        "why_not": dict(found.why_not),
    }


def _count(found: CrossTable, world: str, rows: Iterable[Any]) -> dict[str, int]:
    yes, of = found.count(world, rows)
    return {"yes": yes, "of": of}


def idle(found: Idle | None, why_not: str | None = None) -> Plain | None:
    """Return what is idle; None where that was not found out, with the reason beside it."""
    if found is None:
        return (
            None
            if why_not is None
            else {"options": None, "decision_makers": None, "complete": False, "why_not": why_not}
        )
    return {
        "options": sorted(found.options),
        "decision_makers": sorted(found.decision_makers),
        "complete": found.complete,
    }


def claim(case: Case, found: Verdict) -> Plain:
    """Return the verdict on one claim: how often it holds, when, on what that hinges, trivial or put in."""
    said = case.file.claims[found.slug]
    return {
        "id": found.slug,
        "label": said.label,
        "voice": said.voice,
        "date": None if said.date is None else str(said.date),
        "words": said.words,
        "test": said.test.model_dump(by_alias=True, mode="json"),
        "testable": found.testable,
        "why_not": found.why_not or None,
        "yes": found.count(True),
        "no": found.count(False),
        "of": found.total(),
        "sourced": {
            "yes": found.count(True, sourced_only=True),
            "no": found.count(False, sourced_only=True),
            "of": found.total(sourced_only=True),
        },
        "yes_if": [{slug: list(names) for slug, names in box.items()} for box in found.boxes(True)],
        "no_if": [{slug: list(names) for slug, names in box.items()} for box in found.boxes(False)],
        "hinges": [_hinge(h) for h in found.hinges],
        "hinges_complete": found.hinges_complete,
        "trivial": found.trivial,
        "put_in": found.put_in > 0,
        "put_in_of": found.put_in,
    }


def _hinge(found: Hinge) -> Plain:
    return {
        "readings": dict(found.readings),
        "holds": found.holds,
        "level": found.level,
        "searched": LEVELS.get(found.level, ""),
        "flips": [[_change(c) for c in flip] for flip in found.flips],
    }


def _change(made: Change) -> Plain:
    moves = made.kind in {"swap", "move"}
    passed = {"passed": made.passed, "upwards": made.upwards} if moves else {}
    return {"dm": made.dm, "kind": made.kind, "what": made.what, **passed}


def answer(found: Answer, limit: int) -> Plain:
    """Return the whole answer to the question of a case."""
    case, table = found.case, found.table
    sourced = set(found.sourced_rows())
    rows = [k in sourced for k in range(len(table.rows))] if table is not None else []
    return {
        "question": case.file.question,
        "outcome": case.file.outcome.when if case.file.outcome is not None else None,
        "table": cross_table(table, rows) if table is not None else None,
        "claims": [claim(case, v) for v in found.verdicts],
        "paths": {w: {"readings": dict(a.readings), **attainment(a)} for w, a in found.attainments.items()},
        "examples": {w: {"readings": dict(a.readings), **attainment(a)} for w, a in found.examples.items()},
        "equilibria": equilibria(found.equilibria, case.structure.states, limit),
        "trivial": [{"how": f.how, "what": f.what, "count": f.count, "of": f.of} for f in found.trivial],
        "idle": idle(found.idle, found.why_not.get("idle")),
        **_causes(found),
        **_outlook(found, limit),
        "robust": None if found.robust is None else plain_robust.robust(case, found.robust),
        "put_in": [v.slug for v in found.verdicts if v.put_in],
        "not_heard": sorted(h.slug for h in found.hearings if not h.is_heard or h.in_question is False),
        "not_heard_anywhere": sorted(h.slug for h in found.hearings if not h.is_heard),
        "rests_on": {k: getattr(found.footing, k) for k in ("cited", "assumed", "silent")},
        "complete": found.complete,
        "why_not": dict(found.why_not),
    }


def _causes(found: Answer) -> Plain:
    """Return blame and ways out; null where the case names no factors, or with why they cannot be asked about here."""
    told = found.causes
    if told is None:
        return {"blame": None, "ways_out": None, "causes_why_not": {}}
    why_not = {"blame": told.nothing, "ways_out": told.no_ways}
    return {
        "blame": None if told.blame is None else plain_causes.blame(told.blame, told.rivals),
        "ways_out": None if told.ways is None else plain_causes.ways_out(told.ways),
        "causes_why_not": {key: why for key, why in why_not.items() if why},
    }


def _outlook(found: Answer, limit: int) -> Plain:
    """Return what states of the outcome would take to hold, and what would split whom."""
    from detente.analysis.incentives import plain_carrots, plain_wedge

    told = found.outlook
    if told is None:
        return {"prices": None, "wedges": None}
    return {
        "prices": [
            {
                "carrots": plain_carrots.carrots(price.carrots, limit),
                "rankings": {r.concept: _counted(r) for r in price.rankings},
            }
            for price in told.prices
        ],
        "wedges": [plain_wedge.wedge(w, limit) for w in told.wedges],
    }


def _counted(found: Inverse) -> Plain:
    return {"satisfying": found.satisfying, "of": found.of if found.is_writable else None}


def difference(found: Difference) -> Plain:
    """Return what is different between two cases."""
    return {
        "changes": [
            {"kind": c.kind, "name": c.name, "how": c.how, "before": c.before, "after": c.after} for c in found.changes
        ],
        "states": {"before": found.states.before, "after": found.states.after},
        "cells": [
            {"readings": dict(c.readings), "world": c.world, "before": c.before, "after": c.after} for c in found.cells
        ],
        "compared": found.compared,
        "equilibria": {name: {"before": c.before, "after": c.after} for name, c in found.equilibria.items()},
        "complete": found.complete,
        "why_not": list(found.why_not),
    }


def is_unanswered(case: Case, found: Verdict) -> bool:
    """Return whether a claim could be tested and was not, or not in full; one that is not testable was answered."""
    return not found.testable and not isinstance(case.file.claims[found.slug].test, NotTestable)
