"""``detente read`` as a person uses it: what it shows and writes, in which formats, and how it ends on odd files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from detente.cli.commands.read import Shown
from detente.formats.ledgers.load import load_ledger
from detente.formats.ledgers.shape import json_schema
from detente.text.ledger import Doubt, Ledger, Source
from tests.cli.running import Runner, process
from tests.formats.sample_ledger import TEXT, sample

GOLDEN = Path(__file__).parents[1] / "golden"
PARTS = get_args(Shown)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "mackerel.txt"
    file.write_bytes(TEXT.encode())
    return file


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every reading give the ledger that was made by hand."""

    def read(source: Source, *_: Any) -> Ledger:
        return sample(source.name)

    monkeypatch.setattr("detente.text.reading.read", read)


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize(("part", "columns"), [("", 80), ("", 120), *((part, 80) for part in PARTS)])
def test_the_terminal_shows_what_was_accepted(run: Runner, article: Path, part: str, columns: int) -> None:
    said = run("read", article, *(("--show", part) if part else ()), columns=columns)
    accepted = GOLDEN / f"read{'-' if part else ''}{part}-{columns}.txt"
    assert (said.code, said.err) == (0, "")
    if not accepted.exists() or accepted.read_text("utf-8") != said.out:
        new = accepted.with_suffix(".new")
        new.write_text(said.out, "utf-8", newline="\n")
        pytest.fail(f"{accepted.name} reads differently; the new text is in {new.name}")
    accepted.with_suffix(".new").unlink(missing_ok=True)
    assert all(len(line) <= columns and line == line.rstrip() for line in said.out.splitlines())


@pytest.mark.usefixtures("by_hand")
def test_json_reads_back_as_the_ledger(run: Runner, article: Path) -> None:
    said = run("read", article, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.out.isascii()
    assert load_ledger(said.out) == sample()


@pytest.mark.usefixtures("by_hand")
def test_csv_is_the_table_that_is_asked_for(run: Runner, article: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", article, "--csv").out)))
    assert [row["id"] for row in rows] == ["s1", "s2", "s3", "s4", "s5"]
    rows = list(csv.DictReader(io.StringIO(run("read", article, "--csv", "--show", "dates").out)))
    assert [row["value"] for row in rows] == ["2024-05-02", ""]


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.json", "{"),
        ("a.csv", "source,id,"),
        ("a.jsonld", "{"),
        ("a.html", "<!doctype html>"),
        ("a.HTM", "<!doctype"),
    ],
)
def test_the_suffix_of_the_file_says_the_format(
    run: Runner, article: Path, tmp_path: Path, name: str, begins: str
) -> None:
    said = run("read", article, "-o", tmp_path / name)
    assert (said.code, said.out) == (0, "")
    assert said.err.endswith(f"written: {tmp_path / name}\n")
    assert "in doubt: the article may not be English\n" in said.err
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    again = run("read", article, "-o", tmp_path / name)
    assert again.code == 2
    assert "--force" in again.err
    assert run("read", article, "-o", tmp_path / name, "--force").code == 0


@pytest.mark.usefixtures("by_hand")
def test_a_format_may_be_named_for_a_file_of_any_name(run: Runner, article: Path, tmp_path: Path) -> None:
    assert run("read", article, "--json", "-o", tmp_path / "ledger.txt").code == 0
    assert load_ledger((tmp_path / "ledger.txt").read_bytes()) == sample()


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("form", ["--json", "--csv", "--annotations"])
def test_without_text_no_word_of_the_article_goes_out(run: Runner, article: Path, form: str) -> None:
    said = run("read", article, form, "--no-text")
    assert said.code == 0
    assert not [word for word in ("share", "waters", "promised", "Advertisement") if word in said.out]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--json", "--csv"), "--json and --csv are two formats"),
        (("-o", "a.pdf"), "ends in .json, .csv, .jsonld, .html, .htm"),
        (("-o", "a.html", "--no-text"), "the HTML file is the article's text"),
        (("--no-text",), "the table shows the article's words"),
        (("--json", "--show", "dates"), "--show goes with the table and with --csv"),
        (("--show", "people"), "statements"),
        (("--html", "--text"), "contradict each other"),
        (("--date", "yesterday"), "a day such as 2024-04-09"),
        (("--date", "2024-13-01"), "a day such as 2024-04-09"),
        (("--encoding", "utf-88"), "utf-88"),
        (("--corrections", "no-such-file.yaml"), "there is no file no-such-file.yaml"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Runner, article: Path, options: tuple[str, ...], expected: str) -> None:
    said = run("read", article, *options)
    assert (said.code, said.out) == (2, "")
    assert expected in said.err
    assert said.err.count("\n") == 1


def test_an_article_that_is_not_there(run: Runner, tmp_path: Path) -> None:
    assert "there is no file" in run("read", tmp_path / "none.txt").err
    said = run("read", tmp_path)
    assert said.code == 2
    assert "is a folder" in said.err
    assert "save the page first" in run("read", "https://example.org/article").err


def test_of_very_many_doubts_the_first_are_shown(run: Runner, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doubts = tuple(Doubt("unresolved-speaker", f"nobody is found who says s{n}") for n in range(2000))
    monkeypatch.setattr("detente.text.reading.read", lambda _: replace(sample(), doubts=doubts))
    assert "1,988 more are not shown" in run("read", article).out
    assert "nobody is found who says s1999" in run("read", article, "--show", "doubts").out
    said = run("read", article, "-o", article.with_suffix(".json"))
    assert said.err.count("in doubt:") == 6
    assert "1,995 more" in said.err


def test_a_real_article_is_read_with_every_place_true(run: Runner, article: Path) -> None:
    from jsonschema import Draft202012Validator

    said = run("read", article, "--date", "2024-05-03", "--json")
    assert (said.code, said.err) == (0, "")
    Draft202012Validator(json_schema()).validate(said.json)
    assert said.json["source"]["document_date"] == "2024-05-03"
    assert any(s["speaker"]["name"] == "Kari Holm" and s["kind"] == "direct" for s in said.json["statements"])
    assert all(TEXT[p["start"] : p["end"]] == p["exact"] for s in said.json["statements"] for p in s["content"])
    assert run("read", article, "--date", "2024-05-03", "--json").out == said.out


def test_the_standard_input_gives_the_same_ledger(run: Runner, article: Path) -> None:
    piped, read = run("read", "-", "--json", given=TEXT.encode()).json, run("read", article, "--json").json
    assert (piped["source"].pop("name"), read["source"].pop("name")) == ("-", "mackerel.txt")
    assert piped == read


@pytest.mark.parametrize("raw", [b"", b"\n\r\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_empty_ledger_and_said_to_be(run: Runner, tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(raw)
    shown, found = run("read", file), run("read", file, "--json")
    assert (shown.code, found.code) == (0, 0)
    assert "There is nothing in it to read" in shown.out
    assert [found.json[key] for key in ("paragraphs", "statements", "attitudes", "mentions", "dates")] == [[]] * 5


def test_an_article_where_nobody_speaks_says_so(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "quiet.txt"
    file.write_text("The lake froze in January. It thawed in March, and the boats went out again.\n", "utf-8")
    said = run("read", file)
    assert said.code == 0
    assert "No statement was found" in said.out


ODD = {
    "nul": b'He said: \x00 "No."\n',
    "crlf": b'"No deal," Ana Belo said.\r\n\r\n"None."\r\n',
    "giant line": b'"No deal," Ana Belo said. ' * 300,
    "unclosed": "“No deal, Ana Belo said.\nNothing else.".encode(),
    "steering": "“No \x1b[31mdeal\u202e,” Ana Belo said.".encode(),
    "latin": "Le président a dit : « Non ».".encode("latin-1"),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",), ("--annotations",)])
def test_odd_files_never_end_in_a_traceback(run: Runner, tmp_path: Path, name: str, form: tuple[str, ...]) -> None:
    file = tmp_path / "odd.txt"
    file.write_bytes(ODD[name])
    said = run("read", file, *form)
    assert said.code in {0, 1}
    assert "should not have happened" not in said.err
    if not form:
        assert "\x1b" not in said.out
        assert "\u202e" not in said.out


def test_corrections_are_named_without_their_folder(run: Runner, article: Path, tmp_path: Path) -> None:
    fixes = tmp_path / "fixes.yaml"
    fixes.write_text("paragraphs:\n- {starts: Read more, class: body, because: it is part of it}\n", "utf-8")
    found = run("read", article, "--corrections", fixes, "--json").json["paragraphs"][-1]
    assert (found["class"], found["reason"], found["score"]) == ("body", "fixes.yaml:2: it is part of it", 1.0)


def test_wrong_corrections_are_told_with_their_place(run: Runner, article: Path, tmp_path: Path) -> None:
    fixes = tmp_path / "fixes.yaml"
    fixes.write_text("paragraphs:\n- {starts: Read more, class: advert}\n", "utf-8")
    said = run("read", article, "--corrections", fixes)
    assert said.code == 1
    assert f"{fixes}:2:" in said.err
    fixes.write_bytes(b"\xff\xfe\xff")
    said = run("read", article, "--corrections", fixes)
    assert said.code == 1
    assert "UTF-8" in said.err


def test_a_ledger_is_not_read_as_an_article(run: Runner, article: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "a.json"
    ledger.write_text(run("read", article, "--json").out, "utf-8")
    said = run("read", ledger)
    assert said.code == 2
    assert "is a ledger already" in said.err


def test_a_binary_file_is_refused(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    said = run("read", file)
    assert said.code == 1
    assert said.err.count("\n") == 1


def test_it_is_quick_to_start() -> None:
    done = process("read", "-", "--json", given=b"Nobody speaks here.\n", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition(b"|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert b"detente.text.reading" in imported
    assert not imported & {b"numpy", b"trafilatura", b"lark", b"rich", b"jinja2", b"detente.formats.ledgers.shape"}
