"""Articles that are none, or odd: every command says so in words, with the right exit code and never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.cli.running import Done, Runner, process

SAID = (
    "“We will not sign,” said Ana Belo, the Portuguese foreign minister, on Monday. "
    "Japan wants to talk if Russia agrees.\n"
)
NOISE = Random(5).randbytes  # noqa: S311 - the same noise every time


def document() -> bytes:
    """Return an archive as word processors write it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("word/document.xml", "<w:t>No deal</w:t>")
    return made.getvalue()


REFUSED = {
    "a PDF": b"%PDF-1.7\n" + NOISE(400),
    "a Word document": document(),
    "an image (PNG)": b"\x89PNG\r\n\x1a\n" + NOISE(200),
    "an SQLite database": b"SQLite format 3\0" + bytes(200),
    "a gzip archive": b"\x1f\x8b" + NOISE(100),
    "a program": b"\x7fELF" + NOISE(100),
    "too many control characters": NOISE(3000),
    "control characters": bytes(300),
    "with the mark of UTF-16": b"\xff\xfe" + SAID.encode("utf-16-le") + b"x",
    "is UTF-8 with": SAID.encode() + SAID.encode("cp1252"),
}
READ = {
    "NUL": SAID.encode() + b"\0\0" + SAID.encode(),
    "CR LF": SAID.replace("\n", "\r\n").encode(),
    "CR": SAID.replace("\n", "\r").encode() * 2,
    "mark of UTF-8": b"\xef\xbb\xbf" + SAID.encode(),
    "UTF-16 LE": b"\xff\xfe" + SAID.encode("utf-16-le"),
    "UTF-16 BE": b"\xfe\xff" + SAID.encode("utf-16-be"),
    "UTF-16, no mark": SAID.encode("utf-16-le"),
    "UTF-32": SAID.encode("utf-32"),
    "cp1252": SAID.encode("cp1252"),
    "latin-1": SAID.replace("“", '"').replace("”", '"').replace("Belo", "Beló").encode("latin-1"),
    "separators": SAID.encode() + "\u2029".encode() + SAID.encode(),
    "emoji": SAID.replace("sign", "sign 👨‍👩‍👧").encode(),
    "combining": SAID.replace("Ana", "A\u0301na").encode(),
    "bidirectional": ("\u202e" + SAID + "\u202c").encode(),
    "escapes": SAID.replace("sign", "sign \x1b[31m\\ud800&#xD800;").encode(),
}
CLEAN = {
    "empty": "",
    "blank": " \t\r\n\u2003\n",
    "no quotes": "The lake froze in January.\n",
    **{f"unclosed {mark}": f"{mark}No, said Ana Belo.\n\nNo.\n" for mark in ("“", '"', "‘", "'", "«", "„", "``")},
    "only quotes": '“No.” ‘No.’ "No." «No.»\n',
    "nested": "“He said ‘the “last” word’ to me,” said Ana Belo.\n",
    "zero width": "“No,” s\u200baid Ana\u200b Be\u200dlo.\n",
    "soft hyphens": "“No,” sa\u00adid Ana Be\u00adlo.\n",
    "tabs": "\t“No,”\tsaid\tAna\tBelo.\n",
    "long words": "“" + "a" * 50_000 + ",” said " + "B" * 50_000 + " Belo.\n",
    "vertical tabs": SAID.replace(" ", "\x0b"),
    "no page": "<html>",
    "angle brackets": "<" * 3000,
    "quote marks": "“" * 3000 + "'" * 3000,
    "fillers": "The filler\x1a stands in the text, and there is \x1a\x1a no quote in it. " * 9,
}
FOREIGN = {
    "Hebrew": "אמר ראש הממשלה כי לא נחתום על ההסכם. " * 10,
    "Arabic": "قال الوزير إننا لن نوقع على الاتفاق. " * 10,
    "Japanese": "外相は「署名しない」と述べた。" * 20,
    "Russian": "«Мы не подпишем», сказала министр Ана Бело. " * 10,
    "French": "« Nous ne signerons pas », a déclaré la ministre dans la capitale, et le président a dit que non. " * 5,
}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    return tmp_path / "odd.txt"


def told(done: Done) -> Done:
    """Check that a command ended as one that foresaw it."""
    assert done.code in {0, 1, 2, 3}
    assert "should not have happened" not in done.err
    assert "Traceback" not in done.out + done.err
    assert not re.search("[\x00\x1b\u202e]", done.out + done.err)
    return done


@pytest.mark.parametrize("expected", REFUSED)
def test_what_is_no_text_is_refused_by_every_command(run: Runner, odd: Path, expected: str) -> None:
    odd.write_bytes(REFUSED[expected])
    for asked in (("read",), ("read", "--json"), ("draft",), ("ledger",)):
        done = told(run(asked[0], odd, *asked[1:]))
        assert (done.code, done.out) == (1, "")
        assert expected in done.err
        assert done.err.count("\n") == 1


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_of_words_is_read_drafted_and_verified(run: Runner, odd: Path, tmp_path: Path, name: str) -> None:
    odd.write_bytes(READ[name])
    found = run("read", odd, "--json").json
    assert found["statements"][0]["speaker"]["standing"] == "party"
    assert {"JPN", "RUS"} <= {mention["entity"] for mention in found["mentions"]}
    told(run("read", odd))
    assert told(run("draft", odd, "-o", tmp_path / "case.yaml")).code == 0
    assert told(run("check", tmp_path / "case.yaml")).code == 0
    assert told(run("verify", tmp_path / "case.yaml", odd)).code == 0


@pytest.mark.parametrize("name", CLEAN)
def test_what_has_little_to_tell_is_a_clean_ledger(run: Runner, odd: Path, tmp_path: Path, name: str) -> None:
    odd.write_text(CLEAN[name], "utf-8", newline="")
    told(run("read", odd))
    ledger = run("read", odd, "--json")
    assert (ledger.code, ledger.err) == (0, "")
    assert len(ledger.json["statements"]) <= 1
    assert told(run("draft", odd)).code == 3
    (tmp_path / "ledger.json").write_text(ledger.out, "utf-8")
    assert told(run("verify", tmp_path / "ledger.json", odd)).code == 0


@pytest.mark.parametrize("name", FOREIGN)
def test_another_language_is_told(run: Runner, odd: Path, name: str) -> None:
    odd.write_text(FOREIGN[name], "utf-8")
    done = told(run("read", odd))
    assert "does not read like English" in done.out
    assert "No statement was found" in done.out


@pytest.mark.parametrize("html", ["", "this is no page", "<html>", "<div>" * 500, "<p", "<!doctype html><a>"])
def test_html_that_is_none_is_a_clean_ledger(run: Runner, tmp_path: Path, html: str) -> None:
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    (tmp_path / "page.html").write_text(html, "utf-8")
    done = told(run("read", tmp_path / "page.html", "--json"))
    assert done.code == 0
    assert done.json["statements"] == []


@pytest.mark.parametrize("command", ["read", "draft", "ledger"])
def test_what_is_not_there_or_not_to_be_opened(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert told(run(command, tmp_path)).code == told(run(command, tmp_path / "none.txt")).code == 2
    kept = tmp_path / "kept.txt"
    kept.write_text(SAID, "utf-8")
    opened = Path.open

    def closed(self: Path, *arguments: Any, **settings: Any) -> Any:
        if self.name == "kept.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *arguments, **settings)

    monkeypatch.setattr(Path, "open", closed)
    done = told(run(command, kept))
    assert done.code == 2
    assert "kept.txt: Permission denied" in done.err


@pytest.mark.parametrize("command", ["read", "draft"])
def test_nothing_is_left_where_nothing_can_be_written(run: Runner, odd: Path, tmp_path: Path, command: str) -> None:
    odd.write_text(SAID, "utf-8")
    (tmp_path / "taken.json").mkdir()
    before = sorted(tmp_path.iterdir())
    for out in (tmp_path / "none" / "a.json", tmp_path / "taken.json"):
        done = told(run(command, odd, "-o", out, "--force"))
        assert done.code == 2
        assert "cannot be written" in done.err
    assert sorted(tmp_path.iterdir()) == before


def words_in_a_row(text: str, words: int) -> set[str]:
    """Return every run of so many words of a text."""
    found = re.findall(r"\w+", text.casefold())
    return {" ".join(found[k : k + words]) for k in range(len(found) - words + 1)}


def strings(data: Any) -> Iterator[str]:
    """Yield every text in the data of a ledger."""
    if isinstance(data, str):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else []:
        yield from strings(each)


def test_without_text_only_names_and_roles_are_words_of_the_article(run: Runner, odd: Path) -> None:
    ours = "Belo Ana foreign minister Portuguese".casefold().split()
    odd.write_text(
        SAID + "‘Nobody blinked’, a spokeswoman who has been in both capitals for as long as anybody in the harbour "
        "remembers said. He could be seen as hinting that boats return.\nSee also: ferries on strike\n",
        "utf-8",
    )
    asked = [("--json",), ("--annotations",), *(("--csv", "--show", part) for part in PARTS)]
    for form in asked:
        out = run("read", odd, *form, "--no-text").out
        read = "\n".join(strings(json.loads(out))) if out.startswith("{") else out
        assert not words_in_a_row(read, 9) & words_in_a_row(odd.read_text("utf-8"), 9)
        told_words = set(re.findall(r"\w+", read.casefold())) - set(ours)
        assert not told_words & {"sign", "talk", "monday", "blinked", "harbour", "hinting", "ferries", "strike"}


PARTS = ("statements", "attitudes", "mentions", "dates", "paragraphs", "doubts")


def test_a_pipe_that_the_shell_names_is_read(run: Runner, tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["/bin/sh", "-c", 'printf "%s" "$1" > "$2"', "sh", SAID, tmp_path / "pipe"]):
        assert run("read", tmp_path / "pipe", "--json").json["statements"][0]["speaker"]["name"] == "Ana Belo"


def test_the_hash_seed_of_the_process_changes_no_byte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "".join(f"{SAID}“No,” Kari Holm of Norway told the UN in {1950 + n}.\n" for n in range(12)), "utf-8"
    )
    seeds = ("1", "77")
    runs = [process("read", tmp_path / "a.txt", "--json", PYTHONHASHSEED=seed) for seed in seeds]
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[0].stdout)["statements"]


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("seconds", [0.5, 2.0, 5.0])
def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path, seconds: float) -> None:
    (tmp_path / "long.txt").write_text(SAID * 40_000, "utf-8")
    command = [sys.executable, "-m", "detente", "read", tmp_path / "long.txt", "-o", tmp_path / "out.json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as started:
        time.sleep(seconds)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=20)
    assert started.returncode == 130
    assert said == b"detente: stopped\n"
    assert [file.name for file in tmp_path.iterdir()] == ["long.txt"]


@pytest.mark.long
def test_a_full_disc_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    (tmp_path / "a.txt").write_text(SAID, "utf-8")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "detente", "read", tmp_path / "a.txt", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"detente: No space left on device\n"
