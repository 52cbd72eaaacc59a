"""Reading: whatever the bytes are, a case or problems with places, and quickly."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import catalog
from detente.case.document import (
    LARGEST,
    Mapping,
    Scalar,
    Sequence,
    examine_document,
    find,
    merged,
    plain,
    read_document,
)
from detente.case.read import Reading, decoded, examine, read
from detente.case.syntax import syntax_error
from detente.errors import CaseError, Problem, TooLarge, UnknownName

GOOD = """\
detente: 1
title: A dam upstream
let: {treaty: up.sign & down.sign}
outcome: treaty
decision_makers:
  up:
    name: Upstream state
    options: {dam: fill the dam, sign: sign the treaty}
    prefers: [treaty, up.dam]
  down:
    name: Downstream state
    options: {sign: sign the treaty}
    prefers: ["!up.dam", treaty]
"""
CASES = {slug: catalog.case_bytes(slug) for slug in catalog.slugs() if slug != "peace-treaty-large"}


def bases(base: str) -> tuple[str, bytes]:
    if base not in CASES:
        raise UnknownName(f"there is no case {base}")
    return f"{base}.yaml", CASES[base]


def looked_at(text: str | bytes, **more: str) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return examine(data, "a.yaml", bases=bases, **more)


def lines(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{p.line}:{p.column} {p.code}" for p in problems]


# ---------------------------------------------------------------------------------------------------- any bytes


def assert_well_told(data: bytes) -> None:
    """Look at bytes: no exception but a typed one, every problem at a place in the text, and a case or an error."""
    try:
        result = examine(data, "a.yaml", bases=bases)
    except TooLarge:
        return
    has_error = any(p.severity == "error" for p in result.problems)
    assert (result.case is None) == has_error
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in result.problems:
        assert problem.message.isprintable()
        assert problem.hint.isprintable()
        if problem.file == "a.yaml":
            assert 1 <= problem.line <= len(text)
            assert 1 <= problem.column <= len(text[problem.line - 1]) + 2


SNIPPETS = [
    b"",
    b"\t",
    b": ",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"'",
    b"!",
    b"&a ",
    b"*a",
    b"no",
    b"null",
    b"#",
    b", ",
]
SNIPPETS += [b"\xff", b"\0", b"|", b">", b"? ", b"%", b"---\n", b"...\n", b"\r", "é".encode(), "\u2028".encode(), b"1"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a case of the catalogue with lines lost, doubled, swapped or indented, and bytes overwritten."""
    text = CASES[draw(st.sampled_from(sorted(CASES)))].splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text) - 1))
        other = draw(st.integers(0, len(text) - 1))
        cut = draw(st.integers(0, len(text[at])))
        snippet = draw(st.sampled_from(SNIPPETS))
        match draw(st.integers(0, 6)):
            case 0 if len(text) > 1:
                del text[at]
            case 1:
                text.insert(other, text[at])
            case 2:
                text[at], text[other] = text[other], text[at]
            case 3:
                text[at] = b"  " + text[at]
            case 4:
                text[at] = text[at][:cut] + snippet + text[at][cut:]
            case 5:
                text[at] = text[at][:cut] + snippet + text[at][cut + 1 :]
            case _:
                text[at] = text[at][:cut] + b"\n"
    return b"".join(text)


@given(damaged())
def test_a_damaged_case_never_raises_and_every_problem_has_a_place(data: bytes) -> None:
    assert_well_told(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_told_to_be_what_they_are(data: bytes) -> None:
    assert_well_told(data)


WORDS = ["up.dam", "up", "treaty", "NNN", "Y", "N->Y", "", "!", "a b", "é", "actual", "Nash", "status_quo", "a -> b"]
KEYS = ["want", "when", "up.dam", "up", "NNN", "test", "do", "cite", "statements", "ranking", "payoffs", "options"]
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 10**20), st.sampled_from(WORDS), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=4)), inner, max_size=3),
    ),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.data())
def test_a_case_with_any_value_in_any_place_never_raises(data: st.DataObject) -> None:
    import json

    slug = data.draw(st.sampled_from(sorted(CASES)))
    case = plain(read_document(CASES[slug].decode(), "a.yaml"))
    for _ in range(data.draw(st.integers(1, 3))):
        node = case
        for _ in range(data.draw(st.integers(0, 6))):
            steps = list(node) if isinstance(node, dict) else list(range(len(node)))
            inner = [s for s in steps if isinstance(node[s], dict | list) and node[s]]
            if not inner:
                break
            node = node[data.draw(st.sampled_from(inner))]
        step = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
        node[step] = data.draw(VALUES)
    assert_well_told(json.dumps(case, indent=1).encode("utf-8", "surrogatepass"))


@pytest.mark.long
def test_many_more_damaged_cases_never_raise() -> None:
    rng = random.Random(7)  # noqa: S311 - no secret
    for _ in range(4000):
        data = bytearray(rng.choice(list(CASES.values())))
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(data))
            data[at : at + rng.choice([0, 1, 1, 5, 80])] = rng.choice(SNIPPETS)
        assert_well_told(bytes(data))


# --------------------------------------------------------------------------------------------------------- speed


@pytest.mark.parametrize("slug", catalog.slugs())
def test_a_case_of_the_catalogue_is_looked_at_at_once(slug: str) -> None:
    data = catalog.case_bytes(slug)
    examine(data, slug, bases=bases)
    start = time.process_time()
    result = examine(data, slug, bases=bases)
    assert time.process_time() - start < 0.5  # under 0.1 on an idle machine
    assert result.case is not None


JUNK = {
    "one letter": "a",
    "words": "a ",
    "lines": "a\n",
    "keys": "a: b\n",
    "lists": "- a\n",
    "nested lists": "- - - -\n",
    "brackets": "[\n",
    "pairs of brackets": "[],\n",
    "braces": "{a: ",
    "colons": ": ",
    "marks": "!",
    "anchors": "&a ",
    "aliases": "*a ",
    "quotes": '"',
    "open quotes": '"a\n',
    "questions": "? a\n",
    "per cent": "%\n",
    "comments": "# a\n",
    "documents": "---\n",
    "escapes": '"\\x41',
    "blanks": " ",
    "line breaks": "\n",
    "line breaks of another kind": "\u2028",
    "blocks": "|\n a\n",
}


@pytest.mark.parametrize("piece", JUNK.values(), ids=JUNK.keys())
@pytest.mark.parametrize("start", ["", "detente: 1\ntitle: ", "["], ids=["bare", "as a title", "in a list"])
def test_junk_is_refused_or_looked_at_in_time(piece: str, start: str) -> None:
    """A tenth of what a file may have; a parser that takes quadratic time would take minutes."""
    text = start + piece * (LARGEST // 10 // len(piece.encode()))
    before = time.process_time()
    examine_document(text, "a.yaml")
    assert time.process_time() - before < 10  # under 2 on an idle machine


# ------------------------------------------------------------------------------------------------- bytes and text


def test_a_byte_order_mark_and_line_ends_of_windows_change_nothing() -> None:
    plain_case = looked_at(GOOD).case
    windows = looked_at(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()).case
    mac = looked_at(GOOD.replace("\n", "\r")).case
    assert plain_case is not None
    assert windows is not None
    assert mac is not None
    assert plain_case.file == windows.file == mac.file


def test_lines_are_counted_as_editors_count_them() -> None:
    for odd in ("\u2028", "\u0085"):
        wrong = GOOD.replace("A dam upstream", f"A dam{odd}upstream") + "colour: blue\n"
        assert lines(looked_at(wrong).problems) == ["14:1 S001"]
    assert lines(looked_at((GOOD + "colour: blue\n").replace("\n", "\r\n")).problems) == ["14:1 S001"]


def test_the_limit_of_size_is_in_bytes_and_holds_before_anything_is_read() -> None:
    assert decoded(b" " * LARGEST, "a.yaml") == " " * LARGEST
    with pytest.raises(CaseError, match=r"a\.yaml:1:1 Y007"):
        decoded(b"\xff" * (LARGEST + 1), "a.yaml")


def test_norwegian_words_and_numbers_stay_what_was_written() -> None:
    root = read_document("{no: no, on: off, y: n, a: 1_000, b: 0x1F, c: 1.50, d: 12:30:45, e: 2024-01-01, f: 007}", "a")
    expected = {"no": "no", "on": "off", "y": "n", "a": "1_000", "b": "0x1F", "c": "1.50", "d": "12:30:45"}
    assert plain(root) == {**expected, "e": "2024-01-01", "f": 7}


def test_only_true_false_and_null_are_special_and_only_without_quotes() -> None:
    root = read_document("[true, FALSE, null, ~, '', \"true\", 'null', tRue]", "a")
    assert plain(root) == [True, False, None, None, "", "true", "null", "tRue"]


def test_places_are_those_of_the_text() -> None:
    root = read_document("a:\n  - b: x\n    c: [d, {e: f}]\n", "a.yaml")
    assert isinstance(root, Mapping)
    node = find(root, ("a", 0, "c", 1, "e"))
    assert isinstance(node, Scalar)
    assert (node.text, node.mark.line, node.mark.column) == ("f", 3, 16)
    key = find(root, ("a", 0, "c"), key=True)
    assert (key.mark.line, key.mark.column) == (3, 5)
    assert isinstance(find(root, ("a", 0, "c")), Sequence)
    assert find(root, ("a", "no such step", 0, "b")) is find(root, ("a", 0, "b"))


# ------------------------------------------------------------------------------------------------ all problems at once


def test_of_two_equal_keys_the_first_counts_and_the_rest_is_looked_at() -> None:
    wrong = GOOD.replace("outcome: treaty", "outcome: treety\noutcome: treaty")
    assert lines(looked_at(wrong).problems) == ["4:10 R001", "5:1 Y003"]


def test_a_lost_value_brings_no_other_problem_with_it() -> None:
    assert lines(looked_at(GOOD.replace("prefers: [treaty, up.dam]", "prefers: *x")).problems) == ["9:14 Y005"]
    assert lines(looked_at(GOOD.replace("title: A dam", "title: !dam")).problems) == ["2:8 Y010"]
    assert lines(looked_at(GOOD.replace("fill the dam,", "fill, it,")).problems) == ["8:26 S005"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{dam: fill the dam, sign: sign the treaty}", "{dam: {}, sign: sign the treaty}", ["8:20 S002"]),
        ("{dam: fill the dam, sign: sign the treaty}", "[dam, sign]", ["8:14 S003"]),
        ("    name: Upstream state\n", "", ["7:5 S002"]),
        ("{treaty: up.sign & down.sign}", "{treaty: 5}", ["3:15 S003"]),
        ("{treaty: up.sign & down.sign}", "treaty", ["3:6 S003"]),
        ("[treaty, up.dam]", "{statements: [treaty], ranking: 5}", ["9:46 S003"]),
        ("[treaty, up.dam]", "{}", ["9:14 S004"]),
        ("\n    prefers: [treaty, up.dam]", "", ["7:5 S004"]),
        ("prefers: [treaty, up.dam]", "prefers:", ["7:5 S004"]),
        ("prefers: [treaty, up.dam]", "readings: {a: }", ["9:16 S005"]),
        ("prefers: [treaty, up.dam]", "readings: {a: null}", ["9:19 S003"]),
        ("prefers: [treaty, up.dam]", "readings: [treaty]", ["9:15 S003"]),
        ("prefers: [treaty, up.dam]", "readings: {a b: [treaty]}", ["9:16 S004"]),
        ("prefers: [treaty, up.dam]", "prefers: {statements: null}", ["9:14 S004"]),
        ("prefers: [treaty, up.dam]", "prefers: {statements: [], ranking: null, weights: {}}", ["9:14 S004"]),
        ("prefers: [treaty, up.dam]", "prefers: []\n    readings: {}", ["7:5 S004"]),
        ("[treaty, up.dam]", "[{want: 5}, up.dam]", ["9:22 S003"]),
        ("[treaty, up.dam]", "[{want: treaty, cite: {source: 5}}]", ["9:45 S003"]),
        ("outcome: treaty\n", "outcome: treaty\ndirections: {up.dam: Y}\n", ["5:22 S003"]),
        ("outcome: treaty\n", 'outcome: treaty\nlabels: {"": nothing}\n', ["5:10 S004"]),
        ("outcome: treaty\n", "outcome: treaty\nasked_in: the paper\n", ["5:11 S004"]),
        ("detente: 1\n", "", ["1:1 S002"]),
        ("detente: 1", "detente: 0", ["1:10 S003"]),
    ],
)
def test_one_slip_in_the_shape_is_one_problem(old: str, new: str, expected: list[str]) -> None:
    assert old in GOOD
    assert lines(looked_at(GOOD.replace(old, new, 1)).problems) == expected


def test_slips_in_the_shape_hide_no_slips_in_names_and_formulas() -> None:
    wrong = (
        GOOD.replace("title: A dam upstream\n", "").replace("fill the dam", "[]").replace("treaty, up.dam", "up.x, (")
    )
    assert lines(looked_at(wrong).problems) == ["1:1 S002", "7:20 S003", "8:15 R001", "8:22 F001"]


@pytest.mark.parametrize("decided", ["", "decision_makers:\n", "decision_makers: []\n", "decision_makers: {}\n"])
def test_a_file_without_decision_makers_is_looked_at_all_the_same(decided: str) -> None:
    text = f"detente: 1\ntitle: a\n{decided}let:\n  x: up.a &\n  y: up.b\ncolour: blue\n"
    kinds = [p.code[0] for p in looked_at(text).problems]
    assert sorted(kinds) == ["F", "S", "S"]


def test_a_tree_is_given_or_all_its_problems_are_raised() -> None:
    assert plain(read_document("a: b", "a.yaml")) == {"a": "b"}
    with pytest.raises(CaseError) as caught:
        read_document("a: b\na: c\nd: *e\n", "a.yaml")
    assert [p.code for p in caught.value.problems] == ["Y003", "Y005"]


def test_a_key_may_be_called_like_a_kind_of_value() -> None:
    named = (
        GOOD + "claims: {attainable: {test: {attainable: treaty, in: mapping}}}\nworlds: {mapping: {do: {up.dam: N}}}\n"
    )
    assert not looked_at(named).problems
    wrong = named.replace("{attainable: treaty,", "{attainable: [x],")
    assert lines(looked_at(wrong).problems) == ["14:42 S003"]


def test_problems_stand_in_the_order_of_the_file_and_each_once() -> None:
    problems = looked_at(GOOD.replace("treaty", "treety") + "x: 1\ny: 2\n").problems
    assert list(problems) == sorted(set(problems))


# --------------------------------------------------------------------------------------------- base and variants


def test_a_case_on_a_base_is_the_base_with_what_is_different() -> None:
    assert looked_at(GOOD + "base: null\n").case is not None
    text = "detente: 1\nbase: prisoners-dilemma\ntitle: Another\nquestion: null\n"
    case, below = looked_at(text).case, looked_at(CASES["prisoners-dilemma"]).case
    assert case is not None
    assert below is not None
    assert case.file.title == "Another"
    assert case.file.question is None
    assert case.file.decision_makers == below.file.decision_makers


def test_a_problem_in_a_base_stands_in_the_base() -> None:
    def broken(_name: str) -> tuple[str, bytes]:
        return "below.yaml", GOOD.replace("outcome: treaty", "outcome: treety").encode()

    result = examine(b"detente: 1\nbase: below\ntitle: Above\n", "above.yaml", bases=broken)
    assert [(p.file, p.line, p.column, p.code) for p in result.problems] == [("below.yaml", 4, 10, "R001")]


def test_a_base_that_is_not_yaml_or_too_deep_is_a_problem() -> None:
    def junk(_name: str) -> tuple[str, bytes]:
        return "below.yaml", b"a: b: c"

    result = examine(b"detente: 1\nbase: below\n", "above.yaml", bases=junk)
    assert [(p.file, p.code) for p in result.problems] == [("below.yaml", "Y002")]

    def deeper(name: str) -> tuple[str, bytes]:
        return f"{name}x", f"detente: 1\nbase: {name}x\n".encode()

    assert [p.code for p in examine(b"detente: 1\nbase: a\n", "a.yaml", bases=deeper).problems] == ["R010"]
    assert [p.code for p in examine(b"detente: 1\nbase: a\n", "a.yaml").problems] == ["R010"]


def test_a_variant_is_the_case_with_its_change() -> None:
    case = looked_at(CASES["korea-2017"], variant="pacifist").case
    assert case is not None
    assert case.variant == "pacifist"
    assert "nk.invade" in case.file.directions


def test_an_unknown_variant_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean pacifist"):
        looked_at(CASES["korea-2017"], variant="pacifst")
    with pytest.raises(UnknownName):
        looked_at(GOOD, variant="any")
    with pytest.raises(UnknownName):
        looked_at(GOOD + "variants: {a: {change: [b]}, c: 5}\n", variant="a")


def test_a_problem_that_only_a_variant_has_is_told_without_asking_for_it() -> None:
    text = GOOD + "variants:\n  a: {change: {outcome: treety}}\n  b: {change: {title: B}}\n"
    (problem,) = looked_at(text).problems
    assert (problem.line, problem.column, problem.code) == (15, 25, "R001")
    assert problem.message.startswith("in the variant a: ")
    assert looked_at(text, variant="b").case is not None


def test_a_variant_too_large_to_list_does_not_stop_the_others() -> None:
    wide = ", ".join(f"o{k}: option" for k in range(40))
    text = GOOD + f"variants:\n  a: {{change: {{decision_makers: {{up: {{options: {{{wide}}}}}}}}}}}\n"
    assert looked_at(text).case is not None
    large = looked_at(text, variant="a").case
    assert large is not None
    with pytest.raises(TooLarge):
        len(large.structure.states)


def test_published_answers_of_a_variant_are_looked_up_in_the_variant() -> None:
    text = GOOD + (
        "published: [{concept: Nash, equilibria: [NNN, YYN], variant: a}, {concept: Nash, equilibria: [YYN]}]\n"
        "variants: {a: {change: {constraints: [{name: ban, when: up.dam & up.sign}]}}}\n"
    )
    (problem,) = looked_at(text).problems
    assert (problem.code, problem.line, problem.column) == ("M006", 14, 47)


def test_merging_follows_json_merge_patch() -> None:
    cases = [
        ("{a: b}", "{a: c}", {"a": "c"}),
        ("{a: b}", "{b: c}", {"a": "b", "b": "c"}),
        ("{a: b}", "{a: null}", {}),
        ("{a: b, b: c}", "{a: null}", {"b": "c"}),
        ("{a: [b]}", "{a: c}", {"a": "c"}),
        ("{a: c}", "{a: [b]}", {"a": ["b"]}),
        ("{a: {b: c}}", "{a: {b: d, c: null}}", {"a": {"b": "d"}}),
        ("{a: [{b: c}]}", "{a: [1]}", {"a": [1]}),
        ("[a, b]", "{a: {b: null, c: d}}", {"a": {"c": "d"}}),
        ("{a: b}", "[c]", ["c"]),
        ("{e: null}", "{a: 1}", {"e": None, "a": 1}),
    ]
    for base, patch, expected in cases:
        assert plain(merged(read_document(base, "a"), read_document(patch, "b"))) == expected


def test_reading_raises_all_errors_and_no_warnings() -> None:
    with pytest.raises(CaseError) as caught:
        read((GOOD + "x: 1\ny: 2\n").encode(), "a.yaml")
    assert [p.code for p in caught.value.problems] == ["S001", "S001"]
    assert read(GOOD.encode(), "a.yaml").file.title == "A dam upstream"


def test_what_the_parser_says_in_words_that_we_do_not_know_is_told_in_its_own() -> None:
    class Said:
        problem, context, problem_mark, context_mark = "it is\n odd", "while reading", None, None

    assert syntax_error("a: b", Said())[:3] == ("Y002", 0, 'this is not YAML: "it is\\n odd (while reading)"')
