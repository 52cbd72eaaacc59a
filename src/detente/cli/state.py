"""One state, as it is named on the command line: what is wrong with the name is said before any work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import UnknownName

if TYPE_CHECKING:
    from detente.model.conflict import Conflict, Structure
    from detente.model.formula import Truth

HERE = "status_quo"


def pattern(conflict: Conflict, state: str) -> str:
    """Return the pattern (or name) of a state that was asked for, which may be ``status_quo``.

    Raises
    ------
    UnknownName
        If it is no state, with the reason: its letters, its number of letters, or what makes it infeasible.
    ModelError
        If the status quo is asked for and there is none.
    """
    from detente.errors import ModelError

    if state == HERE:
        if conflict.begins is None:
            raise ModelError("the case has no status_quo, so there is none to ask about; give a pattern")
        return conflict.begins
    check(conflict.structure, state)
    return state


def place(conflict: Conflict, state: str) -> int:
    """Return the number of a state that was asked for; see :func:`pattern`."""
    return conflict.status_quo if state == HERE else conflict.states.index(pattern(conflict, state))


def check(structure: Structure, state: str) -> None:
    """Refuse a pattern that cannot be a state; nothing is listed for that.

    Raises
    ------
    UnknownName
        With the reason.
    """
    size = len(structure.option_names)
    if not state:
        raise UnknownName("a state wants a pattern, a name, or status_quo; detente states lists them")
    if structure.listing is not None or set(state) - set("YN"):
        return
    if len(state) != size:
        expected = f"a state of this case has {size}, one Y or N for each option in their order"
        raise UnknownName(f"{state} has {_letters(len(state))}; {expected}")
    if why := _infeasible(structure, state):
        raise UnknownName(f"{state} is not feasible: {why}")


def _letters(count: int) -> str:
    return f"{count} letter{'' if count == 1 else 's'}"


def _infeasible(structure: Structure, state: str) -> str:
    """Return what makes a pattern infeasible; empty if nothing does."""
    from detente.model.formula import brief, kleene

    values = dict(zip(structure.option_names, (letter == "Y" for letter in state), strict=True))
    for option, value in structure.fixed.items():
        if values[option] != value:
            return f"`{option}` is fixed at {'Y' if value else 'N'} in this world"
    for constraint in structure.constraints:
        sure, _ = kleene(constraint.forbids, lambda name: _column(values[name]), 1)
        if sure.all():
            named = f"the constraint {constraint.name}" if constraint.name else "a constraint"
            return f"{named} rules out `{brief(constraint.forbids)}`, which holds in it"
    return ""


def _column(value: bool) -> Truth:  # noqa: FBT001 - a truth value
    import numpy as np

    return np.array([value]), np.array([not value])
