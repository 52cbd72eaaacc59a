"""Python: the public names and the data that answers consist of, as directives."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

DATA = (
    "detente.analysis.crosstable.CrossTable",
    "detente.analysis.crosstable.Row",
    "detente.analysis.attain.Attainment",
    "detente.analysis.attain.Step",
    "detente.analysis.attainment.AttainAnswer",
    "detente.analysis.told.ToldStep",
    "detente.analysis.told.ToldMove",
    "detente.analysis.told.ToldAnswer",
    "detente.analysis.told.ToldAttempt",
    "detente.analysis.told.Reason",
    "detente.analysis.claims.Verdict",
    "detente.analysis.hinge.Hinge",
    "detente.analysis.hinge.Change",
    "detente.analysis.equilibria.Equilibria",
    "detente.analysis.equilibria.Stability",
    "detente.analysis.witness.Witness",
    "detente.analysis.witness.Improvement",
    "detente.analysis.idle.Idle",
    "detente.analysis.trivial.Finding",
    "detente.model.conflict.Conflict",
    "detente.model.conflict.Structure",
    "detente.concepts.declaration.Concept",
    "detente.sweep.plan",
    "detente.sweep.run",
    "detente.sweep.open_sweep",
    "detente.sweep.Sweep",
)


def python_api() -> str:
    """Return the directives that document the public names."""
    import detente

    names = [n for n in detente.__all__ if not n.startswith("__")]
    functions = [n for n in names if not isinstance(getattr(detente, n), type)]
    raised = [n for n in names if isinstance(getattr(detente, n), type) and issubclass(getattr(detente, n), Exception)]
    classes = [n for n in names if n not in functions and n not in raised]
    groups = (("Functions", functions), ("Classes", classes), ("Exceptions", raised))
    return "\n\n".join(f"## {title}\n\n" + _directives(f"detente.{n}" for n in found) for title, found in groups)


def python_data() -> str:
    """Return the directives that document the data that answers consist of."""
    return _directives(DATA)


def _directives(names: Iterable[str]) -> str:
    return "```{eval-rst}\n" + "\n".join(map(_directive, names)) + "\n```"


def _directive(name: str) -> str:
    module, _, last = name.rpartition(".")
    made = getattr(import_module(module), last)
    if not isinstance(made, type):
        return f".. autofunction:: {name}"
    if issubclass(made, Exception):
        return f".. autoexception:: {name}"
    return f".. autoclass:: {name}\n   :members:"
