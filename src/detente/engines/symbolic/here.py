"""The work done in this process: for small models, where the start of a child would take longer than the answer."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from detente.engines.symbolic.bounds import Bounds
from detente.engines.symbolic.problem import Problem
from detente.errors import Cancelled, DetenteError

EVERY = 0.1


class Here:
    """Answers in this process; see :class:`detente.engines.symbolic.link.Link`."""

    def __init__(self, problem: Problem, bounds: Bounds, told: Callable[[str], None]) -> None:
        from detente.engines.symbolic.desk import Desk

        self.alive, self._doing = True, ""
        self._bounds, self._told, self._until, self._last = bounds, told, float("inf"), monotonic()
        self._desk = Desk(problem, bounds.nodes, bounds.cache, self._tick)

    def _tick(self, name: str) -> None:
        now, self._doing = monotonic(), name
        if now > self._until:
            raise self._bounds.too_long(name)
        if now - self._last > EVERY:
            self._last = now
            self._told(name)

    def ask(self, question: str, details: tuple[Any, ...]) -> tuple[Any, list[Any]]:
        """Return the answer and what was computed for it."""
        seconds = self._bounds.seconds
        self._until = float("inf") if seconds is None else monotonic() + seconds
        try:
            return self._desk.answer(question, *details), self._desk.new_figures()
        except MemoryError:
            self.alive = False
            raise self._bounds.too_large(self._doing) from None
        except KeyboardInterrupt:
            raise Cancelled("stopped") from None
        except DetenteError:
            raise
        except BaseException:
            self.alive = False
            raise

    def close(self) -> None:
        """Do nothing: there is nothing to end."""
