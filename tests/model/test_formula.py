"""Formulas: their truth, known and unknown, and their text."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ModelError
from detente.model.formula import (
    DEEPEST,
    And,
    Constant,
    Formula,
    Iff,
    Implies,
    Name,
    Not,
    Or,
    checked_depth,
    children,
    conjunction,
    depth,
    kleene,
    names,
    substitute,
    text,
)
from tests.build import assignments, formulas, holds

NAMES = ("a.x", "a.y", "b.x", "c")
A, B, C = Name("a"), Name("b"), Name("c")


def joined(sign: str, left: Formula, right: Formula) -> Formula:
    """Return two formulas with an operator between them."""
    if sign in {"<->", "->"}:
        return Iff(left, right) if sign == "<->" else Implies(left, right)
    return Or((left, right)) if sign == "|" else And((left, right))


def read(written: str) -> Formula:
    """Read a formula by precedence climbing: a second, small opinion on what the text means."""
    tokens = re.findall(r"<->|->|[!&|()]|[\w.]+", written)[::-1]

    def operand() -> Formula:
        sign = tokens.pop()
        if sign == "!":
            return Not(operand())
        if sign == "(":
            inner = level(1)
            assert tokens.pop() == ")"
            return inner
        return Constant(sign == "true") if sign in {"true", "false"} else Name(sign)

    def level(least: int) -> Formula:
        left = operand()
        while tokens and (found := {"<->": 1, "->": 2, "|": 3, "&": 4}.get(tokens[-1], 0)) >= least:
            sign = tokens.pop()
            right = level(found if sign == "->" else found + 1)
            left = joined(sign, left, right)
        return left

    tree = level(1)
    assert not tokens
    return tree


def truth_in_three_values(formula: Formula, values: dict[str, bool | None]) -> bool | None:
    """Return True, False, or None for unknown, from :func:`kleene` on one state."""
    columns = {n: (np.array([v is True]), np.array([v is False])) for n, v in values.items()}
    surely, never = kleene(formula, columns.__getitem__, 1)
    assert not (surely & never).any()
    return True if surely[0] else False if never[0] else None


@given(formulas(NAMES, 8))
def test_where_every_name_has_a_value_the_truth_is_that_of_the_truth_tables(formula: Formula) -> None:
    """Three-valued truth equals two-valued truth on all complete assignments at once."""
    rows = list(assignments(NAMES))
    columns = {n: np.array([row[n] for row in rows]) for n in NAMES}
    surely, never = kleene(formula, lambda n: (columns[n], ~columns[n]), len(rows))
    assert surely.tolist() == [holds(formula, row) for row in rows]
    assert never.tolist() == (~surely).tolist()


@given(formulas(NAMES, 8), st.fixed_dictionaries({n: st.sampled_from([None, True, False]) for n in NAMES}))
def test_a_truth_that_is_known_agrees_with_every_completion(formula: Formula, partial: dict[str, bool | None]) -> None:
    """What surely holds, or surely fails, does so whatever the unknown names turn out to be."""
    known = truth_in_three_values(formula, partial)
    completions = [row for row in assignments(NAMES) if all(v is None or row[n] == v for n, v in partial.items())]
    if known is not None:
        assert {holds(formula, row) for row in completions} == {known}


@given(formulas(NAMES, 8))
def test_a_formula_reads_back_from_its_text_with_the_same_truth(formula: Formula) -> None:
    """Brackets are left out only where the meaning stays."""
    again = read(text(formula))
    assert all(holds(again, row) == holds(formula, row) for row in assignments(NAMES))


@given(formulas(NAMES, 8))
def test_the_case_files_parser_reads_the_text_back_too(formula: Formula) -> None:
    """The language of case files and the writer of formulas agree."""
    pytest.importorskip("lark")
    from detente.case.formula import parse

    again = parse(text(formula))
    assert all(holds(again, row) == holds(formula, row) for row in assignments(NAMES))
    assert text(again) == text(parse(text(again)))


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (Constant(True), "true"),
        (Not(Constant(False)), "!false"),
        (Not(Not(A)), "!!a"),
        (Not(And((A, B))), "!(a & b)"),
        (And((Or((A, B)), C)), "(a | b) & c"),
        (Or((And((A, B)), C)), "a & b | c"),
        (Implies(A, Implies(B, C)), "a -> b -> c"),
        (Implies(Implies(A, B), C), "(a -> b) -> c"),
        (Iff(Iff(A, B), C), "(a <-> b) <-> c"),
        (Iff(Implies(A, B), Or((A, C))), "a -> b <-> a | c"),
        (And((And((A, B)), C)), "(a & b) & c"),
        (Or((A,)), "a"),
    ],
)
def test_text_has_the_brackets_it_needs_and_no_others(formula: Formula, written: str) -> None:
    """The tightest operator is ``!``, then ``&``, ``|``, ``->`` to the right, ``<->``."""
    assert text(formula) == written


@given(formulas(NAMES, 6))
def test_a_formula_mentions_the_names_that_stand_in_its_text(formula: Formula) -> None:
    """``names`` misses nothing and adds nothing."""
    assert names(formula) == set(re.findall(r"[a-z][\w.]*", text(formula))) - {"true", "false"}


@given(formulas(NAMES, 6), st.fixed_dictionaries({n: formulas(NAMES, 3) for n in NAMES[:2]}))
def test_substitution_means_the_same_as_evaluating_the_definitions_first(
    formula: Formula, definitions: dict[str, Formula]
) -> None:
    """A defined name has the truth of its definition."""
    put_in = substitute(formula, definitions)
    for row in assignments(NAMES):
        values = row | {n: holds(d, row) for n, d in definitions.items()}
        assert holds(put_in, row) == holds(formula, values)


@given(formulas(NAMES, 8))
def test_depth_is_one_more_than_that_of_the_deepest_part(formula: Formula) -> None:
    """``depth`` counts levels; a name or a constant is one level."""
    assert depth(formula) == 1 + max(map(depth, children(formula)), default=0)


def nested(levels: int) -> Formula:
    """Return a formula of exactly so many levels."""
    formula: Formula = A
    for _ in range(levels - 1):
        formula = Not(formula)
    return formula


def test_the_deepest_formula_is_evaluated_and_a_deeper_one_is_refused() -> None:
    """The limit on nesting is where it says it is, and evaluation reaches it."""
    assert truth_in_three_values(checked_depth(nested(DEEPEST)), {"a": True}) is (DEEPEST % 2 == 1)
    with pytest.raises(ModelError, match=f"nested {DEEPEST + 1} levels deep; {DEEPEST} is the limit"):
        checked_depth(nested(DEEPEST + 1))


def doubled(levels: int) -> Formula:
    """Return a formula with ``2 ** levels`` leaves, in which each level uses the one below twice."""
    shared: Formula = A
    for _ in range(levels):
        shared = And((shared, shared))
    return shared


def test_parts_that_are_shared_are_looked_at_once() -> None:
    """A formula that doubles 60 times by sharing is handled in no time, by every function."""
    formula = doubled(60)
    assert depth(formula) == 61
    assert names(formula) == {"a"}
    assert truth_in_three_values(formula, {"a": True}) is True
    assert names(substitute(formula, {"a": B})) == {"b"}


def test_the_conjunction_of_nothing_is_true_and_of_one_is_itself() -> None:
    """``conjunction`` adds no level that it does not need."""
    assert conjunction(()) == Constant(True)
    assert conjunction((A,)) is A
    assert conjunction((A, B)) == And((A, B))


@pytest.mark.parametrize(("formula", "value"), [(And(()), True), (Or(()), False)])
def test_and_and_or_of_no_formulas_have_their_usual_truth(formula: Formula, value: bool) -> None:  # noqa: FBT001
    """Conjunction and disjunction are of any number of formulas, none included."""
    assert truth_in_three_values(formula, {}) is value
