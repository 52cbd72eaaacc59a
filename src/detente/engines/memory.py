"""How much memory there is, for engines; see :mod:`detente.model.memory`, which the model asks as well."""

from __future__ import annotations

from detente.model.memory import OVERRIDE, at_hand, require, size, written

__all__ = ["OVERRIDE", "at_hand", "require", "size", "written"]
