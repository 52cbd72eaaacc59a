"""Answers for the tests of the report: made once for each case, and without the slow parts of the large one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import detente
from detente import catalog
from detente.analysis.answer import Answer, answer
from detente.analysis.attain import Rules
from detente.analysis.attainment import attainment
from detente.analysis.claims import Verdict
from detente.analysis.crosstable import cross_table
from detente.analysis.equilibria import equilibria
from detente.case.evidence import footing, hearings
from detente.case.read import read
from detente.report import html

LARGE = "peace-treaty-large"
SMALL = tuple(s for s in catalog.slugs() if s != LARGE)
HERE = Path(__file__).parent


@cache
def answered(slug: str) -> Answer:
    """Return the answer of a case of the catalogue."""
    return answer(detente.load(slug)) if slug != LARGE else _quickly(slug)


@cache
def page(slug: str) -> str:
    """Return the report of a case of the catalogue."""
    return html(answered(slug))


def page_of(text: str, name: str = "case.yaml", variant: str | None = None) -> str:
    """Return the report of the text of a case."""
    return html(answer(read(text.encode("utf-8"), name, variant=variant)))


def _quickly(slug: str) -> Answer:
    """Return an answer with everything that the report shows but the verdicts, which take long on a large model."""
    case = detente.load(slug)
    fixed = {s: next(iter(r)) for s, r in case.preferences.items()}
    return Answer(
        case=case,
        rules=Rules(),
        fixed={},
        table=cross_table(case, readings=fixed),
        verdicts=tuple(Verdict(c, "not asked here") for c in case.file.claims),
        attainments={w: attainment(case, fixed, w) for w in case.worlds},
        examples={},
        equilibria=equilibria(case.conflict(case.reading())),
        trivial=(),
        idle=None,
        causes=None,
        robust=None,
        outlook=None,
        hearings=hearings(case.file),
        footing=footing(case.file),
        why_not={"idle": "not asked here"},
    )
