"""Verdicts on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from detente.analysis.claims import Verdict
from detente.case.build import Case
from detente.cli.views.layout import heading, joined, paragraph
from detente.explain import verdict


def parts(case: Case, found: Iterable[Verdict], width: int) -> list[Text]:
    """Return every claim with its verdict; a case without claims says so."""
    made = [_claim(case, v, width) for v in found]
    return made or [paragraph("The case has no claims.", width)]


def _claim(case: Case, found: Verdict, width: int) -> Text:
    said = verdict(case, found)
    lines = [heading(f"{found.slug}: {said.claim}", width)]
    if found.testable:
        lines.append(paragraph(said.test, width, indent=2, hanging=2))
    lines.append(paragraph(f"{said.count[:1].upper()}{said.count[1:]}".rstrip(".") + ".", width, indent=2, hanging=2))
    for name, conditions in (("Yes", said.yes_if), ("No", said.no_if)):
        lines += [paragraph(f"{name} {condition}.", width, indent=4, hanging=2) for condition in conditions]
    lines += [paragraph(line, width, indent=2, hanging=2) for line in said.remarks]
    if said.hinges:
        first, *rest = said.hinges
        lines.append(paragraph(f"Hinge: {first}", width, indent=2, hanging=2))
        lines += [paragraph(line, width, indent=4) for line in rest]
    return joined(lines)
