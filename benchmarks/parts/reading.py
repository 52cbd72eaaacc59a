"""An article, from its text to the ledger of who says what; beside the nearest name; and texts that grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import nearest
from benchmarks.articles import HARD, article
from benchmarks.parts.start import DETENTE, folder, process
from benchmarks.trials import Trial, Work

PLACE = 10
TITLE = "Reading an article"
WORDS = (
    "Articles that the benchmark writes from a seed. *Rules* is the whole reading, from the text to paragraphs, "
    "statements, attitudes, mentions and dates; *nearest name* only gives each quote the words with capital letters "
    "that stand nearest. *Right* counts the quotes with the full name of who says them. The growing texts are read "
    "once as long as named and once *twice* as long: the ratio is near 2 where the time is linear."
)
ARTICLE = "an article of 10,000 characters"
RULES, NEAREST, PROCESS = "rules", "nearest name (baseline)", "detente read --json"
ONCE, TWICE = "read", "twice as long"
SIZES = {10_000: True, 100_000: False, 1_000_000: False}
LARGEST = 5_000_000


def grown(shape: str, size: int) -> str:
    """Return what a growing text is called in the table."""
    return f"{shape}, {size:,} characters"


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = [
        Trial("reading", ARTICLE, RULES, by_rules, quick=True, least=15),
        Trial("reading", ARTICLE, NEAREST, by_nearest, quick=True, least=15),
        Trial("reading", ARTICLE, PROCESS, whole_process, quick=True, least=5),
    ]
    for size, quick in SIZES.items():
        made += [_growing(shape, size, quick=quick) for shape in HARD]
    return [*made, *(_growing(shape, LARGEST, large=True) for shape in list(HARD)[:2])]


def _growing(shape: str, size: int, **settings: Any) -> Trial:
    least = 3 if size < LARGEST // 10 else 1
    make = partial(growing, shape, size)
    return Trial("reading", grown(shape, size), RULES, make, least=least, limit=1800, seconds=size / 25_000, **settings)


def by_rules() -> Work:
    """Return the reading of an article as something to time."""
    from detente.text.ledger import Ledger
    from detente.text.reading import read
    from detente.text.source import read_source

    written = article(10_000)
    source = read_source("article.txt", written.text.encode(), html=False)
    ledger: Ledger = read(source)
    said: dict[int, str | None] = {}
    for statement in ledger.statements:
        for piece in statement.content:
            said |= dict.fromkeys(range(piece.start, piece.end), statement.speaker.name)
    found = [said.get(at + 1) for at in _quotes(written.text)]
    return Work({ONCE: lambda _: read(source)}, facts=_facts(written.text, found, written.speakers))


def _quotes(text: str) -> Iterator[int]:
    at = text.find("“")
    while at >= 0:
        yield at
        at = text.find("“", at + 1)


def by_nearest() -> Work:
    """Return the baseline on the same article as something to time."""
    written = article(10_000)
    found = [name for _, name in nearest.speakers(written.text)]
    return Work({ONCE: lambda _: nearest.speakers(written.text)}, facts=_facts(written.text, found, written.speakers))


def _facts(text: str, found: list[str | None], right: tuple[str, ...]) -> dict[str, Any]:
    agree = sum(mine == its for mine, its in zip(found, right, strict=True))
    return {"characters": len(text), "right": f"{agree} of {len(right)}"}


def whole_process() -> Work:
    """Return the command on the same article as a process of its own."""
    written = article(10_000).text

    @contextmanager
    def with_article() -> Iterator[Path]:
        with folder() as here:
            (here / "article.txt").write_text(written, "utf-8")
            yield here

    ask = process(DETENTE, "read", "article.txt", "--json")
    return Work({"process": ask}, with_article, facts={"characters": len(written)}, elsewhere=True)


def growing(shape: str, size: int) -> Work:
    """Return the reading of a text and of one twice as long, in turn, as something to time."""
    from detente.text.reading import read
    from detente.text.source import read_source

    read(read_source("article.txt", article(1_000).text.encode(), html=False))  # the lists of words are loaded once
    short, long = (read_source("article.txt", HARD[shape](n).encode(), html=False) for n in (size, 2 * size))
    runs = {ONCE: lambda _: read(short), TWICE: lambda _: read(long)}
    return Work(runs, facts={"characters": len(short.text)})
