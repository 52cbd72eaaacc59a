"""Writing a case: what was not changed keeps its words, its comments and its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.case.build import Case
from detente.case.document import plain, read_document
from detente.case.layout import WIDTH, long_form
from detente.case.read import read
from detente.case.schema import CaseFile
from detente.case.write import NotWritten, _Original, atomic_write, write, write_file
from detente.catalog import slugs

DAM = """\
# A case about water.
detente: 1
title: A dam upstream      # working title

# Who said what.
sources:
  memo: {title: Joint memo, date: 2024-12-01}  # seen in print

let: {treaty: up.sign & down.sign}
outcome: treaty

decision_makers:
  # The one that builds.
  up:
    name: Upstream state
    options:
      # half full already
      dam: fill the dam
      sign: sign the treaty     # or initial it
      # end of the options
    readings:
      guarded:
      # what the envoy said
      - {want: up.dam, cite: {source: memo, words: "needs the power, now"}}
      # what nobody said
      - want: treaty            # last
        assumed: {by: the modeller, why: nobody speaks of it}
      open: [treaty, up.dam]  # a guess

  down:
    name: Downstream state
    options: {sign: sign the treaty}
    prefers:
    - "!up.dam"
    - treaty

# --- what cannot be ---

# the draft
constraints:
  - when: treaty & up.dam
    why: >-
      the draft
      forbids filling  # this is text
    by: [up, down]
# no direction yet
status_quo: {}  # nothing yet

# the end
"""


def same(a: CaseFile, b: CaseFile) -> bool:
    """Whether two files are equal, mappings in the same order."""
    return a == b and repr(a) == repr(b)


def parsed(text: str) -> CaseFile:
    """Return the file in a text, unchecked."""
    return CaseFile.model_validate(plain(read_document(text, "test.yaml")))


def edited(text: str, **changes: Any) -> str:
    """Return the text after top-level keys of its file are changed; the result says what was asked."""
    old = parsed(text)
    new = CaseFile.model_validate({**lists(long_form(old)), **changes})
    made = write_file(new, text)
    assert same(parsed(made), new)
    return made


def comments(text: str) -> list[str]:
    """Return the lines of a text that hold a comment, from the comment on."""
    return [line[line.index("# ") :] for line in text.split("\n") if "# " in line]


def parties(text: str = DAM) -> dict[str, Any]:
    """Return the decision makers of a text as plain data, to be changed."""
    made: dict[str, Any] = lists(long_form(parsed(text)))["decision_makers"]
    return made


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and the lines that came."""
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize("slug", slugs())
def test_an_unchanged_case_of_the_catalogue_comes_back_verbatim(slug: str) -> None:
    case = detente.load(slug)
    assert write(case) == case.text
    assert write_file(case.file, case.text) == case.text or case.file.base is not None


@pytest.mark.parametrize("slug", slugs())
def test_a_case_without_its_text_is_laid_out_anew_and_reads_the_same(slug: str) -> None:
    file = detente.load(slug).file
    again = read(write_file(file).encode(), "again.yaml").file
    assert same(again, file.model_copy(update={"base": None}))


@pytest.mark.parametrize("slug", slugs())
def test_a_new_layout_has_no_line_that_runs_off_the_screen(slug: str) -> None:
    assert max(map(len, write_file(detente.load(slug).file).split("\n"))) <= WIDTH + 25


def test_a_variant_that_was_applied_is_written_into_the_case() -> None:
    case = detente.load("korea-2017", variant="pacifist")
    again = read(write(case).encode(), "again.yaml")
    assert same(again.file, case.file)
    assert again.variant is None
    assert comments(write(case)) == comments(case.text)


def test_changing_a_scalar_changes_its_line_only() -> None:
    made = edited(DAM, title="A dam, downstream")
    assert difference(DAM, made) == (
        ["title: A dam upstream      # working title"],
        ['title: "A dam, downstream"      # working title'],
    )


def test_changing_a_formula_inside_brackets_changes_nothing_else() -> None:
    dms = parties()
    dms["up"]["readings"]["guarded"]["statements"][0]["want"] = "!up.dam"
    made = edited(DAM, decision_makers=dms)
    assert difference(DAM, made)[1] == [
        '      - {want: "!up.dam", cite: {source: memo, words: "needs the power, now"}}'
    ]


def test_a_dropped_entry_takes_the_comments_above_it_and_leaves_the_others() -> None:
    dms = parties()
    del dms["up"]["readings"]["guarded"]["statements"][1]
    made = edited(DAM, decision_makers=dms)
    assert set(comments(DAM)) - set(comments(made)) == {"# what nobody said", "# last"}


def test_a_dropped_section_leaves_the_banner_above_it() -> None:
    made = edited(DAM, constraints=[])
    assert "# --- what cannot be ---" in made
    assert "# the draft" not in made
    assert "# no direction yet" in made


def test_a_dropped_first_entry_leaves_the_rest_in_place() -> None:
    dms = parties()
    del dms["up"]["options"]["dam"]
    dms["up"]["readings"] = {"open": {"statements": [{"want": "treaty"}]}}
    made = edited(DAM, decision_makers=dms)
    assert "# or initial it" in made
    assert "# end of the options" in made
    assert "# a guess" in made


def test_an_added_entry_stands_where_it_belongs() -> None:
    made = edited(DAM, question="Who is to blame?", directions={"up.dam": {"only": "N->Y"}})
    assert "# working title\nquestion: Who is to blame?\n" in made
    assert comments(made) == comments(DAM)
    assert made.index("constraints:") < made.index("directions:") < made.index("status_quo:")


def test_moved_statements_take_their_comments_along() -> None:
    dms = parties()
    statements = dms["up"]["readings"]["guarded"]["statements"]
    dms["up"]["readings"]["guarded"]["statements"] = statements[::-1]
    made = edited(DAM, decision_makers=dms)
    assert sorted(comments(made)) == sorted(comments(DAM))
    assert made.index("# what nobody said") < made.index("# what the envoy said")


def test_decision_makers_can_change_places() -> None:
    dms = parties()
    made = edited(DAM, decision_makers={"down": dms["down"], "up": dms["up"]})
    assert list(parsed(made).decision_makers) == ["down", "up"]
    assert sorted(comments(made)) == sorted(comments(DAM))


def test_a_value_that_takes_another_shape_keeps_the_comments_inside_it() -> None:
    dms = parties()
    dms["up"]["readings"]["guarded"] = {"ranking": ["YYY"]}
    made = edited(DAM, decision_makers=dms)
    assert sorted(comments(made)) == sorted(comments(DAM))


def test_evidence_can_be_added_to_a_bare_formula() -> None:
    dms = parties()
    dms["down"]["prefers"]["statements"][0]["cite"] = [{"source": "memo"}]
    made = edited(DAM, decision_makers=dms)
    assert '    - {want: "!up.dam", cite: {source: memo}}\n    - treaty\n' in made
    assert comments(made) == comments(DAM)


def test_a_text_without_a_last_line_end_can_be_added_to() -> None:
    made = edited(DAM.rstrip("\n").removesuffix("\n# the end").rstrip("\n"), coalitions=[["up", "down"]])
    assert made.endswith("status_quo: {}  # nothing yet\n")
    assert "coalitions: [[up, down]]\n" in made


def test_a_file_written_as_one_mapping_in_brackets_can_be_changed() -> None:
    text = '{"detente": 1, "title": "A game", "decision_makers": {"a": {"name": "A", "prefers": ["a.x"]}}}\n'
    assert edited(text, title="Chicken") == text.replace("A game", "Chicken")
    assert "question: Who?" in edited(text, question="Who?")


def test_a_changed_case_with_a_base_is_written_out_in_full() -> None:
    people = "decision_makers: {a: {name: A, options: {x: go}, prefers: [a.x]}}"
    base = f"detente: 1\ntitle: Base\n{people}\nstatus_quo: {{}}\n"
    text = "# mine\ndetente: 1\nbase: other\ntitle: Derived  # better\nstatus_quo: null\n"
    case = read(text.encode(), "derived.yaml", bases=lambda name: (name, base.encode()))
    assert write(case) == text
    changed = Case(case.file.model_copy(update={"question": "Why?"}), case.root, case.name, case.text, case.sha256)
    made = write(changed)
    assert "base:" not in made
    assert comments(made) == ["# mine", "# better"]
    assert same(read(made.encode(), "again.yaml").file, changed.file.model_copy(update={"base": None}))


# ---------------------------------------------------------------------------------------------- random edits

WORDS = st.sampled_from(
    ["plain words", "no", "a: b", "x # y", "it's", '"so"', "1993", "true", "- dash", "[a, b]", "é 谷", "a, b"]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all mappings, lists and scalars in plain data."""
    found = [path]
    if isinstance(value, dict | list | tuple):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(item, (*path, key))
    return found


def lists(value: Any) -> Any:
    """Return plain data with every tuple made a list."""
    if isinstance(value, dict):
        return {key: lists(item) for key, item in value.items()}
    return [lists(item) for item in value] if isinstance(value, list | tuple) else value


@st.composite
def edits(draw: st.DrawFn, file: CaseFile) -> CaseFile:
    """Draw a file with one to three edits: a value reworded, an entry dropped, moved or repeated."""
    data = lists(long_form(file))
    for _ in range(draw(st.integers(1, 3))):
        spots = [p for p in places(data) if p and p[0] not in {"detente", "base"}]
        *way, last = draw(st.sampled_from(spots))
        parent = data
        for step in way:
            parent = parent[step]
        deed = draw(st.sampled_from(["reword", "drop", "move", "add"]))
        if deed == "reword" and isinstance(parent[last], str):
            parent[last] = draw(WORDS)
        elif deed == "drop" and isinstance(parent, list | dict) and way:
            parent.pop(last)
        elif deed == "move" and isinstance(parent, list):
            parent.insert(0, parent.pop(last))
        elif deed == "move" and way:
            parent[last] = parent.pop(last)
        elif deed == "add" and isinstance(parent, list):
            parent.append(parent[last])
        elif deed == "add" and way:
            parent["added"] = parent[last]
    try:
        return CaseFile.model_validate(data)
    except ValueError:
        return file


EDITED = (DAM, *(detente.load(slug).text for slug in ("peace-treaty", "elmira", "korea-2017", "chicken")))


@pytest.mark.parametrize(("text", "examples"), list(zip(EDITED, (100, 8, 25, 15, 25), strict=True)))
def test_random_edits_are_made_in_the_original_text(text: str, examples: int) -> None:
    old = parsed(text)
    original = _Original(text)

    @settings(max_examples=examples)
    @given(edits(old))
    def holds(new: CaseFile) -> None:
        patched = original.changed(long_form(old), long_form(new))
        assert patched is not None
        assert same(parsed(patched), new)

    holds()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_any_text_survives(first: str, second: str) -> None:
    data = {
        "detente": 1,
        "title": first,
        "note": second * 3,
        "decision_makers": {"a": {"name": second, "prefers": []}},
    }
    data["labels"] = {"Y": first, "N": second}
    data["variants"] = {"v": {"change": {first: [second, {second: first}], "no": None, "yes": True, "on": 12}}}
    file = CaseFile.model_validate(data)
    made = write_file(file)
    assert same(parsed(made), file)
    swapped = CaseFile.model_validate({**data, "title": second, "note": first})
    assert same(parsed(write_file(swapped, made)), swapped)


@pytest.mark.parametrize(
    "word",
    ["no", "Yes", "on", "null", "~", "1", "1.5", "1e3", "0x1F", "12:30", "true", "", "- a", "a #b", "<<"],
)
def test_words_that_yaml_would_misread_are_quoted(word: str) -> None:
    assert re.search(r'^title: ".*"$', write_file(CaseFile.model_validate({**SMALL, "title": word})), re.MULTILINE)


@pytest.mark.parametrize(
    "word", ["Y", "N", "NNYN", "1956-10-19", "a & b", "a -> b", "it's", "so, and so", "https://a.b/c"]
)
def test_words_that_yaml_reads_as_they_are_stand_bare(word: str) -> None:
    assert f"\ntitle: {word}\n" in write_file(CaseFile.model_validate({**SMALL, "title": word}))


SMALL = {"detente": 1, "title": "A game", "decision_makers": {"a": {"name": "A", "prefers": ["a.x"]}}}


def test_amounts_are_written_as_numbers() -> None:
    payoffs = {"N": 4, "Y": "0.5"}
    file = CaseFile.model_validate({**SMALL, "decision_makers": {"a": {"name": "A", "prefers": {"payoffs": payoffs}}}})
    assert "payoffs: {N: 4, Y: 0.5}" in write_file(file)
    assert same(parsed(write_file(file)), file)


# ---------------------------------------------------------------------------------------------- atomic writes


def test_a_file_is_written_and_never_overwritten_by_accident(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    atomic_write(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    with pytest.raises(NotWritten, match="exists already"):
        atomic_write(path, "other\n")
    assert path.read_bytes() == "é\n".encode()
    atomic_write(path, "other\n", overwrite=True)
    assert path.read_text() == "other\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="cannot be written"):
        atomic_write(tmp_path / "none" / "case.yaml", "x")
    with pytest.raises(NotWritten, match="cannot be written"):
        atomic_write(tmp_path, "x", overwrite=True)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_between_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("old\n")

    def fails(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(NotWritten, match="No space left"):
        atomic_write(path, "new\n", overwrite=True)
    with pytest.raises(NotWritten, match="No space left"):
        atomic_write(tmp_path / "other.yaml", "new\n")
    assert path.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [path]
