"""``detente ledger`` as a person uses it: the timeline, the changes, JSON and CSV, and how it ends."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.cli.running import Runner

SERIES = Path(__file__).parents[1] / "text" / "causes" / "series"
GOLDEN = Path(__file__).parents[1] / "golden"
FILES = sorted(str(file) for file in SERIES.glob("*.txt"))
DATES = YAML(typ="safe").load((SERIES / "expected.yaml").read_text("utf-8"))["dates"]
DATED = [option for name, day in DATES.items() for option in ("--date", f"{name}={day}")]
ALL_DATED = [*DATED, "--date", "undated-note.txt=2023-01-01"]
SAID = "Ana Belo, the Portuguese foreign minister, said that the toll was an obstacle to a deal.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "toll.txt"
    file.write_text(SAID, "utf-8")
    return file


@pytest.mark.parametrize("columns", [80, 120])
def test_the_terminal_shows_what_was_accepted(run: Runner, columns: int) -> None:
    done = run("ledger", *FILES, *DATED, columns=columns)
    accepted = GOLDEN / f"ledger-{columns}.txt"
    assert (done.code, done.err) == (3, "")
    if not accepted.exists() or accepted.read_text("utf-8") != done.out:
        new = accepted.with_suffix(".new")
        new.write_text(done.out, "utf-8", newline="\n")
        pytest.fail(f"{accepted.name} reads differently; the new text is in {new.name}")
    accepted.with_suffix(".new").unlink(missing_ok=True)
    assert all(len(line) <= columns and line == line.rstrip() for line in done.out.splitlines())


def test_with_all_dates_it_is_complete(run: Runner) -> None:
    done = run("ledger", *FILES, *ALL_DATED)
    assert done.code == 0
    assert "Incomplete" not in done.out
    assert "Without a date" not in done.out


def test_json_has_every_claim_with_its_place_and_every_change(run: Runner) -> None:
    done = run("ledger", *FILES, *ALL_DATED, "--json")
    assert (done.code, done.err, done.json["complete"], done.json["why_not"]) == (0, "", True, None)
    texts = {Path(file).name: Path(file).read_text("utf-8") for file in FILES}
    claims = [claim for line in done.json["lines"] for claim in (*line["claims"], *line["undated"])]
    for claim in claims:
        for place in (claim[key] for key in ("cause", "effect", "cue", "sentence") if claim[key] is not None):
            assert texts[claim["article"]][place["start"] : place["end"]] == place["exact"]
    ids = {claim["id"] for claim in claims}
    assert len(ids) == len(claims)
    assert done.json["changes"]
    assert all(set(change["claims"]) <= ids for change in done.json["changes"])


def test_the_order_of_the_files_does_not_matter(run: Runner) -> None:
    assert run("ledger", *FILES, *ALL_DATED, "--json").out == run("ledger", *FILES[::-1], *ALL_DATED, "--json").out


def test_saved_ledgers_and_articles_give_the_same(run: Runner, tmp_path: Path) -> None:
    saved = []
    for file in FILES[:4]:
        name = Path(file).name
        saved.append(tmp_path / f"{name}.json")
        assert run("read", file, "--date", DATES[name], "-o", saved[-1]).code == 0
    read_anew = run("ledger", *FILES, *ALL_DATED, "--json").json
    mixed = run("ledger", *saved, *FILES[4:], *ALL_DATED[8:], "--json").json
    assert mixed["changes"] == read_anew["changes"]
    assert mixed["lines"] == read_anew["lines"]


def test_a_ledger_without_the_words_is_refused(run: Runner, tmp_path: Path, article: Path) -> None:
    shared = tmp_path / "shared.json"
    run("read", article, "--no-text", "-o", shared)
    done = run("ledger", shared)
    assert done.code == 1
    assert "shared without the article's words" in done.err


def test_csv_is_one_table_of_claims_or_of_changes(run: Runner) -> None:
    claims = list(csv.DictReader(io.StringIO(run("ledger", *FILES, *ALL_DATED, "--csv").out)))
    found = list(csv.DictReader(io.StringIO(run("ledger", *FILES, *ALL_DATED, "--csv", "--show", "changes").out)))
    assert {row["line"] for row in claims} >= {"Iceland", "Norway", "Liv Strand"}
    assert {row["kind"] for row in found} == {"shift", "reversal", "always", "only", "none"}


def test_a_file_is_written_in_full_and_never_over_another(run: Runner, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    done = run("ledger", article, "--date", "2024-05-03", "-o", out)
    assert (done.code, done.out) == (0, "")
    assert out.read_text("utf-8").startswith("line,date,")
    assert run("ledger", article, "-o", out).code == 2
    assert run("ledger", article, "-o", out, "--force").code == 3


def test_without_a_date_it_says_so_and_ends_with_3(run: Runner, article: Path) -> None:
    done = run("ledger", article, "--json")
    assert (done.code, done.json["complete"]) == (3, False)
    assert "toll.txt: no date" in done.json["why_not"]
    assert done.err.startswith("incomplete: toll.txt: no date")


def test_words_and_speakers_can_be_asked_for(run: Runner) -> None:
    out = run("ledger", *FILES, *ALL_DATED, "--about", "treaty", "--speaker", "Einarsson").out
    assert "Pall Einarsson" in out
    assert "Norway\n" not in out
    assert "Only claims with one of the words “treaty”" in " ".join(out.split())


def test_the_user_says_which_words_mean_the_same(run: Runner, tmp_path: Path) -> None:
    same = tmp_path / "same.yaml"
    same.write_text("the navy: [patrol ships]\nterms: [quota, embargo, constitution, patrol ships]\n", "utf-8")
    kinds = [c["kind"] for c in run("ledger", *FILES, *ALL_DATED, "--same", same, "--json").json["changes"]]
    before = [c["kind"] for c in run("ledger", *FILES, *ALL_DATED, "--json").json["changes"]]
    assert kinds.count("shift") < before.count("shift")
    same.write_text("[]", "utf-8")
    done = run("ledger", FILES[0], "--same", same)
    assert done.code == 1
    assert "a mapping from the name of an issue" in done.err


def test_an_article_without_a_claim_is_answered(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "calm.txt"
    file.write_text("The ferry leaves at nine in the morning, said the captain.\n", "utf-8")
    assert "No causal claim was found" in run("ledger", file, "--date", "2024-05-03").out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--json", "--csv"), "two formats"),
        (("-o", "a.pdf"), "ends in .json or .csv"),
        (("--date", "a.txt=2024-05-03"), "none of the files"),
        (("--date", "yesterday"), "a day such as"),
        (("--same", "no-such-file.yaml"), "there is no file"),
        (("no-such-file.txt",), "there is no file"),
        (("-", "-"), "can be named once"),
        (("--side", "Ana Belo"), "--side wants NAME=STATE"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Runner, article: Path, options: tuple[str, ...], expected: str) -> None:
    done = run("ledger", article, *options)
    assert (done.code, done.out) == (2, "")
    assert expected in done.err
    assert done.err.count("\n") == 1


def test_a_saved_ledger_comes_from_the_standard_input_too(run: Runner, article: Path) -> None:
    saved = run("read", article, "--date", "2024-05-03", "--json").out.encode()
    found = run("ledger", "-", "--json", given=saved)
    assert (found.code, found.json["lines"][0]["name"]) == (0, "PRT")


def test_for_whom_somebody_speaks_can_be_said(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "dias.txt"
    file.write_text("“The toll is an obstacle to a deal,” President Rosa Dias said.\n", "utf-8")
    found = run("ledger", file, "--date", "2024-05-03", "--side", "Rosa Dias=Portugal", "--json").json
    assert [line["name"] for line in found["lines"]] == ["PRT"]


def test_a_day_alone_goes_with_one_file_only(run: Runner, article: Path) -> None:
    assert run("ledger", article, "--date", "2024-05-03").code == 0
    done = run("ledger", article, FILES[0], "--date", "2024-05-03")
    assert done.code == 2
    assert "FILE=YYYY-MM-DD" in done.err
