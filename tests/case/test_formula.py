"""Formulas: how tightly the signs bind, words and signs, there and back, and where an error stands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.document import Scalar, read_document
from detente.case.formula import RESERVED, Extent, FormulaError, extent, name_places, parse
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
    children,
    depth,
    names,
    text,
)

A, B, C, D = (Name(f"x.{letter}") for letter in "abcd")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


# ------------------------------------------------------------------------------------------- precedence and spelling


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("x.a", A),
        ("true", Constant(value=True)),
        ("false", Constant(value=False)),
        ("!x.a", Not(A)),
        ("!!x.a", Not(Not(A))),
        ("! x.a & x.b", And((Not(A), B))),
        ("!(x.a & x.b)", Not(And((A, B)))),
        ("x.a & x.b | x.c", Or((And((A, B)), C))),
        ("x.a | x.b & x.c", Or((A, And((B, C))))),
        ("x.a & x.b & x.c", And((A, B, C))),
        ("x.a | x.b | x.c", Or((A, B, C))),
        ("x.a | x.b -> x.c & x.d", Implies(Or((A, B)), And((C, D)))),
        ("x.a -> x.b -> x.c", Implies(A, Implies(B, C))),
        ("(x.a -> x.b) -> x.c", Implies(Implies(A, B), C)),
        ("x.a -> x.b <-> x.c -> x.d", Iff(Implies(A, B), Implies(C, D))),
        ("x.a <-> x.b <-> x.c", Iff(Iff(A, B), C)),
        ("!x.a -> !x.b", Implies(Not(A), Not(B))),
        ("x.a & (x.b & x.c)", And((A, And((B, C))))),
        ("((x.a))", A),
        ("  x.a\n\t& x.b ", And((A, B))),
        ("x.a&x.b|!x.c->x.d", Implies(Or((And((A, B)), Not(C))), D)),
    ],
)
def test_signs_bind_in_their_order(written: str, meant: Formula) -> None:
    assert parse(written) == meant


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("x.a and x.b", "x.a & x.b"),
        ("x.a or x.b", "x.a | x.b"),
        ("not x.a", "!x.a"),
        ("not not x.a or not (x.b and x.c)", "!!x.a | !(x.b & x.c)"),
        ("not x.a & x.b or x.c", "!x.a & x.b | x.c"),
        ("x.a and x.b & x.c", "x.a & x.b & x.c"),
    ],
)
def test_words_mean_what_signs_mean(words: str, signs: str) -> None:
    assert parse(words) == parse(signs)


@pytest.mark.parametrize(
    "name", ["android", "nothing", "orbit", "truer", "falsehood", "not_", "and.or", "Not", "a_1.b_2"]
)
def test_a_name_may_begin_like_a_word(name: str) -> None:
    assert parse(name) == Name(name)
    assert parse(f"not {name}") == Not(Name(name))


# ----------------------------------------------------------------------------------------------------- there and back


def formulas() -> st.SearchStrategy[Formula]:
    slug = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,3}", fullmatch=True)
    bare = slug.filter(lambda word: word not in RESERVED)
    leaf = st.one_of(
        st.builds(Name, st.one_of(bare, st.builds("{}.{}".format, slug, slug))),
        st.builds(Constant, value=st.booleans()),
    )

    def several(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[tuple[Formula, ...]]:
        return st.lists(parts, min_size=2, max_size=3).map(tuple)

    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(And, several(inner)),
            st.builds(Or, several(inner)),
            st.builds(Implies, inner, inner),
            st.builds(Iff, inner, inner),
        ),
        max_leaves=12,
    )


@given(formulas())
def test_what_is_written_is_read_again(formula: Formula) -> None:
    assert parse(text(formula)) == formula


@given(formulas())
def test_writing_what_was_read_changes_nothing_more(formula: Formula) -> None:
    written = text(formula)
    assert text(parse(written)) == written


@given(formulas())
def test_the_places_of_names_are_where_the_names_stand(formula: Formula) -> None:
    written = text(formula)
    places = list(name_places(written))
    assert {name for name, _ in places} == names(formula)
    assert all(written.startswith(name, at) for name, at in places)


def error_of(written: str) -> FormulaError | None:
    try:
        parse(written)
    except FormulaError as error:
        return error
    return None


@given(st.text(alphabet="ab.()!&|<->= \nandortrue\u00e4'\"#,0", max_size=30))
def test_any_text_is_a_formula_or_has_an_error_with_a_place(written: str) -> None:
    if error := error_of(written):
        assert 0 <= error.position <= len(written)
        assert str(error).isprintable()


# ------------------------------------------------------------------------------------------------ what is wrong, where


@pytest.mark.parametrize(
    ("written", "position", "message", "hint"),
    [
        ("", 0, "it is empty", "write a formula"),
        ("   ", 0, "it is empty", "write a formula"),
        ("x.a &", 5, "it ends too early", "a name"),
        ("x.a and", 7, "it ends too early", "a name"),
        ("x.a -> ", 6, "it ends too early", "a name"),
        ("!", 1, "it ends too early", "a name"),
        ("(x.a", 4, "a bracket is not closed", "write )"),
        ("((x.a | x.b)", 12, "a bracket is not closed", "write )"),
        ("((x.a", 5, "2 brackets are not closed", "write )"),
        ("(x.a or", 7, "it ends too early", "a name"),
        ("x.a)", 3, "this bracket was never opened", "leave it out"),
        ("()", 1, ") does not fit here", "a name"),
        ("& x.a", 0, "& does not fit here", "a name"),
        ("x.a & | x.b", 6, "| does not fit here", "a name"),
        ("x.a x.b", 4, "x.b does not fit here", "&, |, ->, <-> or the end"),
        ("x.a not x.b", 4, "not does not fit here", "&, |, ->, <-> or the end"),
        ("x.a && x.b", 4, "&& has no meaning", "write &"),
        ("x.a || x.b", 4, "|| has no meaning", "write |"),
        ("x.a = Y", 4, "= has no meaning", "!russia.ban for N"),
        ("x.a == x.b", 4, "= has no meaning", "write <->"),
        ("x.a => x.b", 4, "= has no meaning", "write ->"),
        ("x.a - x.b", 4, "- has no meaning", "write ->"),
        ("x-a", 1, "- has no meaning", "no hyphens"),
        ("~x.a", 0, "~ has no meaning", "write !"),
        ("x.a.b", 3, ". has no meaning", "one dot"),
        (".a", 0, ". has no meaning", "one dot"),
        ("x.a, x.b", 3, ", has no meaning", "join formulas"),
        ("1x", 0, "1 has no meaning", "begins with a letter"),
        ("x.ä", 1, ". has no meaning", "one dot"),
        ("ä", 0, "ä has no meaning", "ASCII letters"),
        ("x.a ∧ x.b", 4, "∧ has no meaning", "write &"),
        ("x.a\u00a0& x.b", 3, '"\\xa0" has no meaning', "plain one"),
        ("x.a AND x.b", 4, "AND does not fit here", "small letters"),
        ("x.a xor x.b", 4, "xor does not fit here", "either-or"),
        ("if x.a then x.b", 3, "x.a does not fit here", "a -> b"),
        ("x.a & 'x.b'", 6, "' has no meaning", "without quotes"),
        ("x.a \x1b", 4, '"\\x1b" has no meaning', ""),
    ],
)
def test_an_error_has_its_place_and_its_way_out(written: str, position: int, message: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(written)
    assert (caught.value.position, str(caught.value)[: len(message)]) == (position, message)
    assert hint in caught.value.hint


def test_a_formula_may_be_as_deep_as_the_limit_and_no_deeper() -> None:
    assert depth(parse("!" * (DEEPEST - 1) + "x.a")) == DEEPEST
    for deep in ("!" * DEEPEST + "x.a", " -> ".join(["x.a"] * (DEEPEST + 1)), " <-> ".join(["x.a"] * (DEEPEST + 1))):
        with pytest.raises(FormulaError, match=f"nested {DEEPEST + 1} levels deep"):
            parse(deep)
    assert parse("(" * 5000 + "x.a" + ")" * 5000) == A


def test_long_formulas_take_no_time() -> None:
    start = time.process_time()
    for long in (" & ".join(["x.a"] * 3000), "(" * 9000 + "x.a" + ")" * 9000):
        parse(long)
    for wrong in ("(" * 19_000, "!" * 19_000, "x.a " * 5000, "x.a & (" * 2500):
        with pytest.raises(FormulaError):
            parse(wrong)
    assert time.process_time() - start < 4


def in_file(written: str) -> Scalar:
    root = read_document(f"want: {written}\n", "a.yaml")
    node = root.items["want"][1]  # type: ignore[union-attr]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "written",
    [
        "x.a & & x.b",
        '"x.a & & x.b"',
        "'x.a & & x.b'",
        '"\\x78.a \\u0026 & x.b"',
        '"x.a\\t&\\n \\x20 & x.b"',
        "x.a &\n  & x.b",
        "x.a\n\n  & & x.b",
        '"x.a &\n  & x.b"',
        '"x.a & \\\n   & x.b"',
        "'x.a &\n  & x.b'",
        "|\n  x.a &\n  & x.b",
        ">-  # folded\n  x.a &\n  & x.b",
        ">\n\n  x.a\n\n  & & x.b",
        "   x.a & & x.b   # and so on",
    ],
)
def test_an_error_in_any_spelling_of_text_points_at_the_character(written: str) -> None:
    node = in_file(written)
    with pytest.raises(FormulaError) as caught:
        parse(node.text.strip())
    place = node.place(node.text.strip(), caught.value.position)
    line = f"want: {written}\n".split("\n")[place.line - 1]
    assert line[place.column - 1] == "&"
    rest = "\n".join([line[place.column :], *f"want: {written}\n".split("\n")[place.line :]])
    assert "&" not in rest


@pytest.mark.parametrize(
    ("written", "line", "column"), [("x.a &", 1, 12), ('"x.a & "', 1, 13), ("|\n  x.a &\n\n", 2, 8)]
)
def test_an_end_that_comes_too_early_is_behind_the_last_character(written: str, line: int, column: int) -> None:
    node = in_file(written)
    with pytest.raises(FormulaError) as caught:
        parse(node.text.strip())
    place = node.place(node.text.strip(), caught.value.position)
    assert (place.line, place.column) == (line, column)


# ------------------------------------------------------------------------------------------------- names written out


@given(formulas(), formulas())
def test_the_extent_is_that_of_the_formula_written_out(outer: Formula, inner: Formula) -> None:
    def size(formula: Formula) -> int:
        return 1 + sum(map(size, children(formula)))

    def written_out(formula: Formula) -> Formula:
        match formula:
            case Name(_):
                return inner
            case Not(operand):
                return Not(written_out(operand))
            case And(operands):
                return And(tuple(map(written_out, operands)))
            case Or(operands):
                return Or(tuple(map(written_out, operands)))
            case Implies(a, b):
                return Implies(written_out(a), written_out(b))
            case Iff(a, b):
                return Iff(written_out(a), written_out(b))
        return formula

    found = extent(outer, dict.fromkeys(names(outer), Extent(depth(inner), size(inner))))
    assert found == Extent(depth(written_out(outer)), size(written_out(outer)))
