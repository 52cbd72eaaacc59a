"""Cross-checks of a case file, all of them run: one function for each problem code.

``check_file`` looks at what the file says, ``check_model`` at what follows from it. Each check is a generator of
findings; a finding names a path in the file, and becomes a :class:`~detente.errors.Problem` with its place.
"""

from __future__ import annotations

from itertools import chain, islice

from detente.case.build import Case
from detente.case.comparison_checks import COMPARISON_CHECKS, FILE_CHECKS
from detente.case.document import MOST_PROBLEMS
from detente.case.doubts import DOUBTS
from detente.case.factor_checks import FACTOR_CHECKS
from detente.case.finding import View
from detente.case.formula import RESERVED
from detente.case.references import REFERENCE_CHECKS
from detente.case.soundness import LISTING_CHECKS, MODEL_CHECKS, no_feasible_state, open_constraints, open_formulas
from detente.errors import Problem

__all__ = ["RESERVED", "check_doubts", "check_file", "check_model"]


def check_file(view: View) -> list[Problem]:
    """Return the errors in what a file says, before any model is built; a check stops after so many findings."""
    checks = (*REFERENCE_CHECKS, *FACTOR_CHECKS, *FILE_CHECKS, *LISTING_CHECKS)
    found = chain.from_iterable(islice(check(view), MOST_PROBLEMS + 1) for check in checks)
    return [finding.placed(view.root) for finding in found]


def check_doubts(view: View) -> list[Problem]:
    """Return warnings about a file of which nothing had to be left out."""
    found = chain.from_iterable(islice(check(view), MOST_PROBLEMS + 1) for check in DOUBTS)
    return [finding.placed(view.root) for finding in found]


def check_model(case: Case) -> list[Problem]:
    """Return what is wrong or doubtful in the model of a file whose names and formulas are in order.

    Raises
    ------
    TooLarge
        If the states cannot be listed one by one.
    """
    for check in (open_constraints, no_feasible_state, open_formulas):
        if problems := [finding.placed(case.root) for finding in check(case)]:
            return problems
    found = chain.from_iterable(islice(check(case), MOST_PROBLEMS + 1) for check in (*MODEL_CHECKS, *COMPARISON_CHECKS))
    return [finding.placed(case.root) for finding in found]
