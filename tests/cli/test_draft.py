"""``detente draft`` as a person uses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.drafting.draft import draft
from tests.cli.running import Runner
from tests.drafting.ledgers import harbour
from tests.drafting.model.articles import PROPOSAL, TEXT
from tests.drafting.model.server import proposing, serving, status

ARTICLE = """\
Two ports quarrel over pilots

Norway will lift the harbour levy if Iceland withdraws its tugs, Norwegian Trade Minister Kari Moen said on Friday.

Iceland refuses to withdraw its tugs. "We will double the pilots' fee," Icelandic Foreign Minister Jon Arnason said.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("ports.txt").write_bytes(ARTICLE.encode())
    Path("ferries.txt").write_bytes(TEXT.encode())
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_it_writes_a_case_that_check_verify_and_report_take(run: Runner) -> None:
    said = run("draft", "ports.txt", "-o", "ports.yaml", "--date", "2024-05-03")
    assert said.code == 0
    assert "2 decision makers" in said.err
    assert run("check", "ports.yaml").code == 0
    assert run("verify", "ports.yaml", "ports.txt").code == 0
    told = run("report", "ports.yaml", "--json")
    assert told.code == 0
    assert "date: 2024-05-03" in Path("ports.yaml").read_text("utf-8")


@pytest.mark.usefixtures("folder")
def test_it_never_overwrites_without_force_and_gives_the_same_bytes(run: Runner) -> None:
    run("draft", "ports.txt", "-o", "ports.yaml")
    first = Path("ports.yaml").read_bytes()
    assert run("draft", "ports.txt", "-o", "ports.yaml").code == 2
    assert run("draft", "ports.txt", "-o", "ports.yaml", "--force").code == 0
    assert Path("ports.yaml").read_bytes() == first
    assert run("draft", "ports.txt").out.encode() == first
    assert "  memo:\n" in run("draft", "ports.txt", "--id", "memo").out


@pytest.mark.usefixtures("folder")
def test_the_report_says_who_has_not_been_heard_and_through_whom_words_came(run: Runner) -> None:
    by_lund = replace(harbour(), attitudes=(harbour().attitudes[3],))
    Path("far.yaml").write_text(draft(by_lund).text, "utf-8")
    assert run("report", "far.yaml", "--out", "far.html").code == 0
    page = " ".join(Path("far.html").read_text("utf-8").split())
    assert "Nobody speaks for Iceland in any source" in page
    assert "through Per Lund → Iceland; said of somebody else&#39;s words; third party" in page


@pytest.mark.usefixtures("folder")
def test_without_an_actor_it_ends_with_3_and_writes_nothing(run: Runner) -> None:
    Path("weather.txt").write_text("Rain\n\nIt rained all day, and the river rose by a foot.\n", "utf-8")
    said = run("draft", "weather.txt", "-o", "weather.yaml")
    assert said.code == 3
    assert "nobody to draft" in said.err
    assert not Path("weather.yaml").exists()


@pytest.mark.usefixtures("folder")
def test_a_model_adds_what_it_finds_and_is_named(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_API_KEY", "secret-key")
    with serving(proposing(dict(PROPOSAL))) as served:
        arguments = ("draft", "ferries.txt", "--endpoint", served.url, "--model", "small", "-o", "ferries.yaml")
        said = run(*arguments)
    assert said.code == 0
    assert "the model proposed 1 for" in said.err
    text = Path("ferries.yaml").read_text("utf-8")
    assert "model: small" in text
    assert set(served.keys) == {"Bearer secret-key"}
    assert "secret-key" not in text + said.err
    assert "W010" in run("check", "ferries.yaml").out
    assert "not accepted" in run("report", "ferries.yaml", "--out", "-").out
    assert run(*arguments, "--force", "--accept-drafted").code == 0
    assert "W010" not in run("check", "ferries.yaml").out


@pytest.mark.usefixtures("folder")
def test_a_failing_model_leaves_the_rules_and_a_warning(run: Runner) -> None:
    Path("more.txt").write_text(
        ARTICLE + "\nThe pilots stayed in the harbour all night and the tugs lay idle at the quay.\n", "utf-8"
    )
    plain = run("draft", "more.txt").out
    with serving(status(500)) as served:
        said = run("draft", "more.txt", "--endpoint", served.url, "--model", "small")
    assert said.code == 0
    assert said.out == plain
    assert "warning: the model was not of use" in said.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--endpoint", "https://localhost/v1"), "go together"),
        (("--model", "small"), "go together"),
        (("--endpoint", "http://example.org/v1", "--model", "small"), "unencrypted"),
        (("--id", "no name"), "--id wants"),
        (("--date", "yesterday"), "--date wants"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(run: Runner, arguments: tuple[str, ...], expected: str) -> None:
    said = run("draft", "ports.txt", *arguments)
    assert said.code == 2
    assert expected in said.err
