"""``detente verify`` as a person uses it: exit code 0 where everything is there, 3 where something is lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.drafting.ledgers import HARBOUR, harbour


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from detente.drafting.draft import draft

    monkeypatch.chdir(tmp_path)
    Path("ports.txt").write_bytes(HARBOUR.encode())
    Path("ports.yaml").write_text(draft(harbour()).text, "utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_it_is_0_where_all_is_there_and_3_where_some_is_lost(run: Runner) -> None:
    said = run("verify", "ports.yaml", "ports.txt")
    assert said.code == 0
    assert "the same bytes" in " ".join(said.out.split())
    Path("new.txt").write_text(HARBOUR.replace("Iceland cannot close the strait, Lund said.\n", ""), "utf-8")
    said = run("verify", "ports.yaml", "new.txt")
    assert said.code == 3
    assert "constraints.1" in said.out


@pytest.mark.usefixtures("folder")
def test_its_json_names_every_citation_with_its_place(run: Runner) -> None:
    found = run("verify", "ports.yaml", "ports.txt", "--json").json
    assert found.keys() == {
        *("case", "variant", "sha256", "articles", "counts", "not_given", "cites", "complete", "why_not")
    }
    assert found["articles"][0]["same"] is True
    assert {c["status"] for c in found["cites"]} == {"ok"}
    for cite in found["cites"]:
        assert cite["words"] in HARBOUR[cite["start"] : cite["end"]]
    assert (
        run("verify", "ports.yaml", "ports.txt", "--json").out == run("verify", "ports.yaml", "ports.txt", "--json").out
    )


@pytest.mark.usefixtures("folder")
def test_every_key_of_its_json_is_explained(run: Runner) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z0-9_]+)`", page))
    found = run("verify", "ports.yaml", "ports.txt", "--json").json
    keys = {*found, *found["articles"][0], *found["cites"][0]} - {"not checkable"}
    assert keys <= explained
    assert set(found["counts"]) == {"ok", "moved", "changed", "lost", "not checkable"}


@pytest.mark.usefixtures("folder")
def test_a_ledger_is_verified_too(run: Runner) -> None:
    from detente.formats.ledgers.plain import ledger_data

    for name, text in (("ledger.json", True), ("hashes.json", False)):
        Path(name).write_text(json.dumps(ledger_data(harbour(), text=text)), "utf-8")
        found = run("verify", name, "ports.txt", "--json")
        assert found.code == 0
        assert found.json["counts"]["ok"] > 30
        assert found.json["places"] == []
    Path("new.txt").write_text("New.\n" + HARBOUR, "utf-8")
    assert run("verify", "ledger.json", "new.txt", "--json").json["counts"]["lost"] == 0
    assert run("verify", "hashes.json", "new.txt").code == 3
    assert run("verify", "ledger.json", "new.txt").code == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("ports.yaml",), 2, "name the article too"),
        (("ports.yaml", "gone.txt"), 2, "there is no file gone.txt"),
        (("ports.yaml", "--source", "ports.txt"), 2, "--source wants NAME=FILE"),
        (("ports.yaml", "--source", "memo=ports.txt"), 2, "known here: article"),
        (("gone.json", "ports.txt"), 2, "there is no file gone.json"),
        (("ports.yaml", "ports.txt", "ports.yaml"), 2, "--source NAME=ports.yaml"),
    ],
)
def test_what_it_cannot_do_it_says(run: Runner, arguments: tuple[str, ...], code: int, expected: str) -> None:
    said = run("verify", *arguments)
    assert said.code == code
    assert expected in said.err


@pytest.mark.usefixtures("folder")
def test_what_is_no_ledger_is_refused_in_one_line(run: Runner) -> None:
    Path("no.json").write_text("{}", "utf-8")
    said = run("verify", "no.json", "ports.txt")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "is no ledger" in said.err
