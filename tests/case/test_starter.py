"""The starter case: it passes the check that its reader will run first, and it says what every key is for."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from detente.analysis.crosstable import cross_table
from detente.case.read import examine, read
from detente.case.starter import starter
from detente.case.write import write


def test_the_starter_has_no_problem_and_no_warning() -> None:
    assert examine(starter("A dam").encode(), "new.yaml").problems == ()


@pytest.mark.parametrize(
    "title", ["A dam", "Why: who's there? # no", "yes", '"so" \\ it', "é 谷\n two lines", "[a, b]", "- a"]
)
def test_any_title_is_kept(title: str) -> None:
    assert read(starter(title).encode(), "new.yaml").file.title == " ".join(title.split())


def test_no_title_is_no_trouble() -> None:
    assert read(starter(" ").encode(), "new.yaml").file.title


def test_the_question_of_the_starter_has_no_answer_that_holds_for_everybody() -> None:
    table = cross_table(read(starter("A dam").encode(), "new.yaml"))
    assert table.count("actual") == (1, 2)
    assert table.count("no_dam") == (2, 2)
    assert table.count("free_draft") == (2, 2)


def test_every_top_level_key_has_a_comment_above_or_beside_it() -> None:
    lines = starter("A dam").splitlines()
    file = read(starter("A dam").encode(), "new.yaml").file
    assert isinstance(file, BaseModel)
    for key in file.model_fields_set - {"title", "question"}:
        place = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
        assert "#" in lines[place] or lines[place - 1].startswith("#"), key


def test_no_line_is_wider_than_a_screen() -> None:
    assert max(map(len, starter("A dam").splitlines())) <= 120


def test_the_starter_is_written_back_as_it_is() -> None:
    case = read(starter("A dam").encode(), "new.yaml")
    assert write(case) == starter("A dam")
