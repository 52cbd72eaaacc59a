"""Invented pages of news sites, as their visible text is copied: each line with the class that a reader gives it."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "pages"
KEPT = frozenset({"body", "summary", "headline", "unknown", "list"})
FLAGSHIP = Path(__file__).parents[3] / "shared" / "flagship" / "000_96baff8385027241.txt"


def names() -> list[str]:
    """Return the names of the pages."""
    return sorted(path.name for path in FOLDER.glob("*.page"))


def page(name: str) -> tuple[str, list[str]]:
    """Return the text of a page and the class of each paragraph; a lone "-" in the file is a blank line."""
    rows = [line.split("\t") for line in (FOLDER / name).read_text("utf-8").splitlines() if line]
    text = "".join("\n" if row[0] == "-" else row[1] + "\n" for row in rows)
    return text, [row[0] for row in rows if row[0] != "-"]
