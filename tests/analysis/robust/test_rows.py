"""Rows of a table of preferences are answered as the same profiles written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis import many as many_module
from detente.analysis.judging import Judge
from detente.case.build import Case
from detente.errors import ModelError
from detente.model.preferences import Ranking
from tests.analysis.small import cases


@pytest.mark.parametrize("is_large", [False, True])
@settings(max_examples=25)
@given(case=cases(), data=st.data())
def test_rows_are_answered_as_their_profiles(*, is_large: bool, case: Case, data: st.DataObject) -> None:
    """Also where the orders of all choices together would be too many to keep."""
    choices = [list(readings.values()) for readings in case.preferences.values()]
    row = st.tuples(*(st.integers(0, len(some) - 1) for some in choices))
    rows = np.array(data.draw(st.lists(row, min_size=1, max_size=8)), dtype=np.int64)
    goal = case.file.outcome.when if case.file.outcome else ""
    profiles = [tuple(some[k] for some, k in zip(choices, row, strict=True)) for row in rows.tolist()]
    expected = Judge(case).attainable_each(goal, "actual", profiles)
    judge = Judge(case)
    with pytest.MonkeyPatch.context() as patch:
        if is_large:
            patch.setattr(many_module.Many, "_most", lambda _: 1)
        assert judge.attainable_among(goal, "actual", choices, rows).tolist() == expected
        assert judge.attainable_among(goal, "actual", choices, rows[:1]).tolist() == expected[:1]


@pytest.mark.parametrize("most", [1, 1_000])
@given(case=cases(most=3))
@settings(max_examples=5)
def test_a_choice_that_ranks_too_few_states_is_an_error(*, most: int, case: Case) -> None:
    choices = [[Ranking(())], *([next(iter(r.values()))] for r in list(case.preferences.values())[1:])]
    rows = np.zeros((1, len(choices)), dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_module.Many, "_most", lambda _: most)
        with pytest.raises(ModelError, match="leaves out"):
            Judge(case).attainable_among("true", "actual", choices, rows)
