"""What has become of cited places: on a terminal and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from detente.cli.verifying import VerifiedCase, VerifiedLedger
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.drafting.quoting import place
from detente.drafting.verify.cited import Checked
from detente.text.again import Again, Status

MOST_SHOWN = 60
MEANS: Mapping[Status, str] = {
    "ok": "still there",
    "moved": "moved",
    "changed": "changed",
    "lost": "lost",
    "not checkable": "not checkable",
}


def case_parts(found: VerifiedCase, width: int, *, everything: bool) -> list[Text]:
    """Return the articles, the counts, and whatever is not as it was."""
    made = [heading(f"{found.case.file.title}: what it cites", width), joined(_articles(found, width))]
    made.append(_counts(found.verified.counts, width))
    shown = [c for c in found.verified.checked if c.again is not None and (everything or c.status != "ok")]
    if shown:
        rows = [[MEANS[c.status], c.cited.element, _told(c)] for c in shown[:MOST_SHOWN]]
        made.append(columns(rows, width))
    if len(shown) > MOST_SHOWN:
        made.append(paragraph(f"{len(shown) - MOST_SHOWN:,} more are not shown; --json has all.", width))
    if missing := found.verified.not_given:
        told = ", ".join(f"{source} ({n})" for source, n in missing.items())
        made.append(paragraph(f"Not compared, for no article was given: {told}.", width))
    made.append(paragraph(_verdict(found.verified.counts), width))
    return made


def _articles(found: VerifiedCase, width: int) -> list[Text]:
    told = {True: "the same bytes", False: "other bytes than when it was cited", None: "no hash to compare"}
    return bullets((f"{g.source.name} is the source {g.slug}: {told[g.is_same]}" for g in found.given), width)


def _counts(counts: Mapping[Status, int], width: int) -> Text:
    rows = [[f"{n:,}", MEANS[status]] for status, n in counts.items() if n or status in {"ok", "lost"}]
    return columns(rows, width, right=[0])


def _told(checked: Checked) -> str:
    cited, again = checked.cited, checked.again
    words = f"“{cited.words}”" if cited.words else cited.at or "no words"
    where = "" if again is None or again.span is None else f" at {place(again.span)}"
    why = "" if again is None or not again.why else f": {again.why}"
    return f"{words}{where}{why}"


def _verdict(counts: Mapping[Status, int]) -> str:
    if counts["lost"]:
        return "What is lost is not in the article: mend the citation, or give the article that it was taken from."
    if not sum(counts.values()):
        return "The case cites none of these articles."
    return "Nothing is lost."


def ledger_parts(found: VerifiedLedger, width: int, *, everything: bool) -> list[Text]:
    """Return whether the article is the same, the counts, and whatever is not as it was."""
    same = "byte by byte the article of the ledger" if found.is_same else "not byte by byte the article of the ledger"
    made = [
        heading(f"{found.name}: its places in {found.article.name}", width),
        paragraph(f"This is {same}.", width),
        _counts(found.counts, width),
    ]
    shown = [(name, again) for name, again in found.places if everything or again.status != "ok"]
    if shown:
        made.append(columns([[MEANS[a.status], name, _place(a)] for name, a in shown[:MOST_SHOWN]], width))
    if len(shown) > MOST_SHOWN:
        made.append(paragraph(f"{len(shown) - MOST_SHOWN:,} more are not shown; --json has all.", width))
    return made


def _place(again: Again) -> str:
    return "; ".join(filter(None, [place(again.span) if again.span is not None else "", again.why]))


def case_data(found: VerifiedCase) -> dict[str, Any]:
    """Return what has become of a case's citations as plain data."""
    from detente.analysis.plain import short_name

    verified = found.verified
    return {
        "case": short_name(found.case.name),
        "variant": found.case.variant,
        "sha256": found.case.sha256,
        "articles": [
            {
                "source": g.slug,
                "name": short_name(g.source.name),
                "sha256": g.source.sha256,
                "chars": len(g.source.text),
                "same": g.is_same,
            }
            for g in found.given
        ],
        "counts": verified.counts,
        "not_given": verified.not_given,
        "cites": list(_cites(found)),
        "complete": verified.is_true,
        "why_not": None if verified.is_true else "some of what is cited is not in the article",
    }


def _cites(found: VerifiedCase) -> Iterator[dict[str, Any]]:
    for checked in found.verified.checked:
        if checked.again is not None:
            cited = checked.cited
            yield {
                "element": cited.element,
                "source": cited.source,
                "at": cited.at or None,
                "words": cited.words or None,
                "voice": cited.voice or None,
                **_again(checked.again),
            }


def _again(again: Again) -> dict[str, Any]:
    start, end = again.span or (None, None)
    return {"status": again.status, "start": start, "end": end, "why": again.why or None}


def ledger_data(found: VerifiedLedger, *, everything: bool) -> dict[str, Any]:
    """Return what has become of a ledger's places as plain data; what is still there only with ``everything``."""
    from detente.analysis.plain import short_name

    return {
        "ledger": short_name(found.name),
        "article": {
            "name": short_name(found.article.name),
            "sha256": found.article.sha256,
            "chars": len(found.article.text),
            "same": found.is_same,
        },
        "counts": found.counts,
        "places": [{"place": n, **_again(a)} for n, a in found.places if everything or a.status != "ok"],
        "complete": found.is_true,
        "why_not": None if found.is_true else "some places of the ledger are not in the article",
    }
