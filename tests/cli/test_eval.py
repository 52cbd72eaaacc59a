"""``detente eval`` as a person uses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.text.ledger import Ledger, Source
from detente.text.scoring import running
from detente.text.scoring.measure_names import MEASURES
from tests.cli.running import Runner
from tests.cli.test_carrots import PAGE, keys
from tests.text.scoring.samples import gold_ledger, write_gold, write_polnear


@pytest.fixture
def perfect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every article be read as it is annotated."""
    monkeypatch.setattr(running, "_read", lambda _: gold_ledger())


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be found in any article."""
    monkeypatch.setattr(running, "_read", _nothing)


def _nothing(source: Source) -> Ledger:
    return Ledger(source)


@pytest.mark.usefixtures("perfect")
@pytest.mark.parametrize("columns", [80, 120])
def test_it_shows_rates_and_shares_with_intervals(
    run: Runner, tmp_path: Path, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_gold(tmp_path / "gold")
    write_polnear(tmp_path / "polnear")
    said = run("eval", "gold", "--polnear", "polnear", columns=columns)
    assert (said.code, said.err) == (0, "")
    lines = [line.split() for line in said.out.splitlines()]
    assert ["direct", "quotes", "1", "1", "1", "1-1", "1", "1"] in lines
    assert ["direct", "quotes", "and", "resolved", "speaker", "1", "1", "1", "1-1", "1", "1"] in lines
    assert ["use", "of", "mentions", "1", "1-1", "1", "1"] in lines
    assert said.out.count("1 article") == 2
    for line in said.out.splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()


@pytest.mark.usefixtures("blind")
def test_errors_are_listed_with_their_places(run: Runner, tmp_path: Path) -> None:
    gold = write_gold(tmp_path)
    assert "ferry:5" not in run("eval", gold).out
    out = " ".join(run("eval", gold, "--errors").out.split())
    assert "Errors: 13" in out
    assert "ferry:5 missed direct: We will not pay [Ana Belo said]" in out
    assert "ferry:1 wrong paragraph: Ferry dispute [class: none, not headline]" in out


@pytest.mark.usefixtures("blind")
def test_json_tells_each_set_with_its_measures(run: Runner, tmp_path: Path) -> None:
    found = run("eval", "--polnear", write_polnear(tmp_path), "--json", "--errors", "--iou", "0.8").json
    (part,) = found["sets"]
    assert (found["iou"], part["set"], part["documents"]) == (0.8, "polnear", 1)
    assert part["measures"]["all"]["recall"] == 0
    assert [e["fault"] for e in part["errors"]] == ["missed"] * 3
    assert part["errors"][0]["line"] == 5


@pytest.mark.usefixtures("blind")
def test_every_json_key_is_explained(run: Runner, tmp_path: Path) -> None:
    explained = set(re.findall(r"`([a-z0-9_]+)`", PAGE.read_text("utf-8")))
    found = run("eval", write_gold(tmp_path), "--json", "--errors").json
    assert keys(found, set()) <= explained
    assert set(MEASURES) <= explained


@pytest.mark.usefixtures("perfect")
def test_how_much_has_to_be_the_same_can_be_said(run: Runner, tmp_path: Path) -> None:
    counted = [
        run("eval", "--polnear", write_polnear(tmp_path / iou), "--json", "--iou", iou).json["sets"][0]["measures"]
        for iou in ("0.5", "1")
    ]
    assert [c["all"]["gold_right"] for c in counted] == [3, 3]
    assert "A pair shares 0.3 of" in run("eval", "--polnear", tmp_path / "1", "--iou", "0.3").out


def test_a_wrong_annotation_is_told_with_its_places_and_ends_with_1(run: Runner, tmp_path: Path) -> None:
    write_gold(tmp_path)
    annotation = tmp_path / "ferry.yaml"
    annotation.write_text(annotation.read_text("utf-8").replace("cue: said", "cue: spoke"), "utf-8")
    said = run("eval", tmp_path)
    assert (said.code, said.out) == (1, "")
    assert f"{annotation}:11:10 N003 paragraph 3 does not say: spoke" in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "name a folder of annotated articles"),
        (("nowhere",), 1, "nowhere: there is no annotated article here"),
        (("--polnear", "nowhere"), 1, "nowhere: there is no article with an annotation"),
        (("x", "--iou", "7"), 2, "--iou"),
    ],
)
def test_what_is_missing_is_said_in_one_line(run: Runner, arguments: tuple[str, ...], code: int, words: str) -> None:
    said = run("eval", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert words in said.err
