"""Fill the pages' generated parts, draw their pictures, write the schemas: what the code says already is written once.

A page asks for a part with two comments, and everything between them is replaced::

    <!-- generated: concept-frame SEQ -->
    <!-- end -->

``python docs/generate.py`` fills all pages; with ``--check`` it changes nothing and fails if a page is not current.
The parts are made by the functions of ``parts``.
"""  # noqa: INP001 - a script beside the pages

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

DOCS = Path(__file__).parent
REGION = re.compile(r"(<!-- generated: ([a-z-]+)([^>]*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str, parts: ModuleType) -> str:
    """Return a page with its generated parts filled."""

    def fill(found: re.Match[str]) -> str:
        make = getattr(parts, found[2].replace("-", "_"))
        return f"{found[1]}\n{make(*found[3].split()).strip()}\n\n{found[4]}"

    return REGION.sub(fill, text)


def stale() -> dict[Path, str]:
    """Return the pages, pictures and schemas that are not current, each with the text that it should have."""
    parts = load_parts()
    pages = {page: page.read_text("utf-8") for page in sorted(DOCS.rglob("*.md"))}
    fresh = {page: filled(text, parts) for page, text in pages.items() if REGION.search(text)}
    fresh |= {DOCS / name: text for name, text in {**parts.pictures(), **parts.schemas()}.items()}
    return {page: text for page, text in fresh.items() if not page.exists() or text != page.read_text("utf-8")}


def load_parts() -> ModuleType:
    """Import the folder ``parts`` by its path."""
    spec = importlib.util.spec_from_file_location("docs_parts", DOCS / "parts" / "__init__.py")
    assert spec is not None  # noqa: S101 - the folder stands beside this file
    assert spec.loader is not None  # noqa: S101
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str]) -> int:
    """Fill the pages, or only check them; return an exit code."""
    pages = stale()
    for page, text in pages.items():
        sys.stdout.write(f"{page.relative_to(DOCS.parent).as_posix()}\n")
        if "--check" not in arguments:
            page.write_text(text, "utf-8", newline="\n")
    if pages and "--check" in arguments:
        sys.stdout.write("not current; python docs/generate.py fills them\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
