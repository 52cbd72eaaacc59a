"""The article in a web page: trafilatura draws its text, and the metadata of the page gives the date that it states."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from detente.errors import MissingExtra
from detente.text.ledger import Source

STATED = ("article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date", "date", "pubdate")
MOST_LINKED_DATA = 1 << 20
UNWANTED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
ISO = re.compile(r"\s{0,9}(\d{4}-\d\d-\d\d)(?!\d)")
LIKE_ISO = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"(\d{4}-\d\d-\d\d)')


def drawn(page: Source) -> Source:
    """Return the source of a web page with the text drawn from it: its title, then its paragraphs, a line each.

    Parameters
    ----------
    page : Source
        The page, its text still the markup.

    Raises
    ------
    MissingExtra
        If trafilatura is not installed.

    Notes
    -----
    Where nothing can be drawn from it, the text is empty. The document date is the day that the page states in its
    metadata (``article:published_time``, ``datePublished``), as it is written there; a date in its words, its address
    or its copyright line is not taken.
    """
    try:
        import trafilatura
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "trafilatura":
            raise
        raise MissingExtra("a web page needs trafilatura: pip install 'detente[html]'") from None
    tree = _tree(page.text)
    stated = None if page.document_date else _date(tree)
    dated = replace(page, document_date=stated, date_basis="metadata") if stated else page
    text = _text(trafilatura, tree)
    return replace(dated, text=text, media_type="text/html", tool=f"trafilatura {trafilatura.__version__}")


def _tree(markup: str) -> Any:
    """Return the parsed page, or None; what XML cannot hold is left out, and so is a declared encoding."""
    from lxml import etree, html

    clean = UNWANTED.sub("", markup).lstrip("\ufeff \t\r\n")
    clean = re.sub(r"^<\?xml[^>]{0,200}>", "", clean)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(clean.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _text(library: Any, tree: Any) -> str:
    if tree is None:
        return ""
    title = _title(tree)
    body = library.extract(tree, include_comments=False, include_formatting=False, output_format="txt") or ""
    begins = [line.strip() for line in body[:2000].splitlines()[:5]]
    return f"{title}\n\n{body}\n" if title and title not in begins else body


def _title(tree: Any) -> str:
    """Return the headline as the page states it: its one h1, else og:title."""
    heads = [" ".join(each.text_content().split()) for each in tree.iter("h1")]
    stated = [" ".join(str(each).split()) for each in tree.xpath('//meta[@property="og:title"]/@content')]
    found = [each for each in heads if each]
    return found[0] if len(found) == 1 else next(filter(None, stated), "")


def _date(tree: Any) -> date | None:
    return None if tree is None else next(filter(None, map(_day, _stated(tree))), None)


def _day(words: str) -> date | None:
    """Return the day as it is written, in the time zone of the page; other forms than ISO and e-mail's are not read."""
    try:
        if found := ISO.match(words):
            return date.fromisoformat(found[1])
        return parsedate_to_datetime(words[:60]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _stated(tree: Any) -> Iterator[str]:
    """Yield what the page states as its day of publication: linked data, then meta elements, then marked times."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        yield from _linked(script.text or "")
    said: dict[str, str] = {}
    for each in tree.iter("meta"):
        for key in ("property", "name", "itemprop"):
            said.setdefault((each.get(key) or "").lower(), each.get("content") or "")
    yield from (said[key] for key in STATED if key in said)
    for each in tree.xpath('//time[@itemprop="datePublished" or @pubdate]'):
        yield each.get("datetime") or ""


def _linked(words: str) -> Iterator[str]:
    """Yield the dates of publication in linked data; where it is no valid JSON, what its text shows."""
    if len(words) > MOST_LINKED_DATA:
        return
    try:
        waiting = deque([json.loads(words)])
    except (ValueError, RecursionError):
        yield from LIKE_ISO.findall(words)
        return
    while waiting:
        item = waiting.popleft()
        if isinstance(item, dict):
            yield str(item.get("datePublished", ""))
            waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]
        elif isinstance(item, list):
            waiting += item
