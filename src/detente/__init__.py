"""Détente finds out why a dispute is stuck and what would move it.

>>> import detente
>>> case = detente.load("peace-treaty")
>>> len(case.structure.states)
136
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from detente.analysis.answer import Answer, answer
    from detente.analysis.attain import Rules, attain
    from detente.analysis.attainment import attainment
    from detente.analysis.causes.blame import blame
    from detente.analysis.causes.ways_out import ways_out
    from detente.analysis.claims import verdicts
    from detente.analysis.crosstable import cross_table
    from detente.analysis.difference import difference
    from detente.analysis.equilibria import equilibria
    from detente.analysis.incentives.carrots import carrots
    from detente.analysis.incentives.wedge import wedge
    from detente.analysis.inverse.answer import inverse
    from detente.analysis.robust.verdicts import robust
    from detente.case.build import Case
    from detente.drafting.draft import draft
    from detente.drafting.verify.cited import verify
    from detente.errors import CaseError, DetenteError, ModelError, Problem, TooLarge, UnknownName
    from detente.explain.headline import headline
    from detente.formats import load
    from detente.report import html
    from detente.text.reading import read
    from detente.text.source import read_source

_HOMES = {
    "load": "detente.formats",
    "Case": "detente.case.build",
    "Rules": "detente.analysis.attain",
    "attain": "detente.analysis.attain",
    "attainment": "detente.analysis.attainment",
    "cross_table": "detente.analysis.crosstable",
    "equilibria": "detente.analysis.equilibria",
    "robust": "detente.analysis.robust.verdicts",
    "blame": "detente.analysis.causes.blame",
    "ways_out": "detente.analysis.causes.ways_out",
    "carrots": "detente.analysis.incentives.carrots",
    "wedge": "detente.analysis.incentives.wedge",
    "inverse": "detente.analysis.inverse.answer",
    "verdicts": "detente.analysis.claims",
    "difference": "detente.analysis.difference",
    "Answer": "detente.analysis.answer",
    "answer": "detente.analysis.answer",
    "headline": "detente.explain",
    "html": "detente.report",
    "draft": "detente.drafting.draft",
    "verify": "detente.drafting.verify.cited",
    "read": "detente.text.reading",
    "read_source": "detente.text.source",
    "CaseError": "detente.errors",
    "DetenteError": "detente.errors",
    "ModelError": "detente.errors",
    "Problem": "detente.errors",
    "TooLarge": "detente.errors",
    "UnknownName": "detente.errors",
}

__all__ = [
    "Answer",
    "Case",
    "CaseError",
    "DetenteError",
    "ModelError",
    "Problem",
    "Rules",
    "TooLarge",
    "UnknownName",
    "__version__",
    "answer",
    "attain",
    "attainment",
    "blame",
    "carrots",
    "cross_table",
    "difference",
    "draft",
    "equilibria",
    "headline",
    "html",
    "inverse",
    "load",
    "read",
    "read_source",
    "robust",
    "verdicts",
    "verify",
    "ways_out",
    "wedge",
]


def __getattr__(name: str) -> Any:
    """Import a public name at its first use, so that ``import detente`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
