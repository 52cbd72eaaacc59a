"""A factor: something of a model that could be otherwise, whose it is, and what it could be instead (theory E2)."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.causes.changes import Change
from detente.case.menu import Factor as Written


@dataclass(frozen=True, slots=True)
class Choice:
    """One alternative of a factor: its name within the factor, the change that brings it about, and words for it."""

    name: str
    change: Change
    words: str


@dataclass(frozen=True, slots=True)
class Factor:
    """Something of a model that could be otherwise.

    Attributes
    ----------
    slug : str
        Such as ``option:us.station``, ``constraint:cession_ban`` or ``preference:japan:2``.
    kind : str
        ``option``, ``constraint``, ``direction``, ``freeze``, ``preference``, ``pair`` or ``reading``.
    owners : tuple of str
        The decision makers whose it is: who has the option or the preference, who imposed the constraint.
    label : str
        How to call it in a sentence.
    actual : str
        What it is, in words.
    choices : tuple of Choice
        The alternatives, at least one; the first is the baseline of Shapley values.
    cost : int
        What changing it costs; 1 where nobody said otherwise.
    since : str or None
        Since when it stands.
    is_self_imposed : bool
        For a constraint: whether the one who imposed it is bound by it.
    note : str or None
        What the case file adds.
    """

    slug: str
    kind: str
    owners: tuple[str, ...]
    label: str
    actual: str
    choices: tuple[Choice, ...]
    cost: int = 1
    since: str | None = None
    is_self_imposed: bool = False
    note: str | None = None

    @property
    def owner(self) -> str | None:
        """The decision maker whose it is, if it is one's alone."""
        return self.owners[0] if len(self.owners) == 1 else None


def slug_of(written: Written) -> str:
    """Return the identifier of a factor, such as ``preference:japan:2``."""
    if written.preference is not None:
        return f"preference:{written.preference}:{written.statement}"
    if written.pair is not None:
        return f"pair:{written.pair.dm}:{written.pair.state}:{written.pair.to}"
    kind = next(k for k in ("option", "constraint", "direction", "freeze", "reading") if getattr(written, k))
    return f"{kind}:{getattr(written, kind)}"
