"""Cases of the catalogue on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from detente import catalog
from detente.case.build import Case
from detente.case.document import plain, read_document
from detente.case.evidence import is_sourced
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph


def summary_line(slug: str) -> dict[str, Any]:
    """Return the name, title and question of a case, without building it."""
    data = plain(read_document(catalog.case_bytes(slug).decode(), f"{slug}.yaml"))
    said: Mapping[str, Any] = data if isinstance(data, dict) else {}
    return {
        "slug": slug,
        "title": said.get("title"),
        "question": said.get("question"),
        "variants": sorted(said.get("variants") or {}),
    }


def listing(found: Sequence[Mapping[str, Any]], width: int) -> Text:
    """Return the cases, each with its question."""
    return columns([[c["slug"], c["question"] or c["title"]] for c in found], width, indent=0)


def summary(case: Case) -> dict[str, Any]:
    """Return what a case is about, as plain data."""
    file = case.file
    return {
        "case": case.name,
        "sha256": case.sha256,
        "title": file.title,
        "question": file.question,
        "as_of": None if file.as_of is None else str(file.as_of),
        "states": len(case.structure.states),
        "options": list(case.structure.option_names),
        "readings": {slug: list(names) for slug, names in case.preferences.items()},
        "worlds": list(case.worlds),
        "claims": list(file.claims),
        "sources": list(file.sources),
        "variants": list(file.variants),
        "published": len(file.published),
    }


def parts(case: Case, width: int) -> list[Text]:
    """Return what a case is about, for reading."""
    file = case.file
    size = f"{len(case.structure.states):,} feasible states; {len(case.worlds)} worlds"
    made = [heading(file.title, width), *_lines([file.question, file.note], width)]
    made += [_party(case, slug, width) for slug in file.decision_makers]
    made.append(paragraph(f"{size}: {', '.join(case.worlds)}.", width))
    if file.claims:
        made.append(_list("Claims", [f"{s}: {c.label or c.words or ''}" for s, c in file.claims.items()], width))
    if file.variants:
        made.append(_list("Variants", [f"{s}: {v.title or v.note or ''}" for s, v in file.variants.items()], width))
    if file.sources:
        lines = [f"{s.title}{f', {s.publisher}' if s.publisher else ''}{_dated(s.date)}" for s in file.sources.values()]
        made.append(_list("Sources", lines, width))
    return made


def _dated(date: object) -> str:
    return f" ({date})" if date else ""


def _lines(texts: Sequence[str | None], width: int) -> list[Text]:
    return [paragraph(text, width) for text in texts if text]


def _list(title: str, texts: Sequence[str], width: int) -> Text:
    return joined([heading(title, width), *bullets(texts, width)])


def _party(case: Case, slug: str, width: int) -> Text:
    party = case.file.decision_makers[slug]
    options = [[f"{slug}.{name}", option.meaning] for name, option in party.options.items()]
    lines = [heading(f"{party.name} ({slug})", width)]
    lines += [columns(options, width)] if options else []
    readings = party.all_readings
    if len(readings) > 1:
        named = [f"{r.label or name}{'' if is_sourced(r) else '*'}" for name, r in readings.items()]
        mark = " (*: nobody is cited for it)" if not all(map(is_sourced, readings.values())) else ""
        lines.append(paragraph(f"Read as: {'; '.join(named)}.{mark}", width, indent=2, hanging=2))
    return joined(lines)
