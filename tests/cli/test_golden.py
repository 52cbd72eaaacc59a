"""What people read, word for word; where it differs the new text is put beside the old, and accepted by renaming it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Runner

GOLDEN = Path(__file__).parents[1] / "golden"
SHOWN = {
    "report": ("report", "peace-treaty", "--out", "peace-treaty.html"),
    "table": ("table", "peace-treaty"),
    "claims": ("claims", "peace-treaty"),
    "attain": ("attain", "elmira"),
    "explain": ("explain", "elmira", "s1"),
    "blame": ("blame", "peace-treaty"),
    "ways-out": ("ways-out", "peace-treaty"),
}


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", SHOWN)
def test_the_terminal_shows_what_was_accepted(
    run: Runner, name: str, columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*SHOWN[name], columns=columns)
    accepted = GOLDEN / f"{name}-{columns}.txt"
    assert (said.code, said.err) == (0, "")
    if not accepted.exists() or accepted.read_text("utf-8") != said.out:
        new = accepted.with_suffix(".new")
        new.parent.mkdir(exist_ok=True)
        new.write_text(said.out, "utf-8", newline="\n")
        pytest.fail(f"{accepted.name} reads differently; the new text is in {new.name}")
    accepted.with_suffix(".new").unlink(missing_ok=True)
