"""How verdicts fare over all completions, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from detente.analysis.robust.hinges import Hinge
from detente.analysis.robust.verdicts import Robust
from detente.case.build import Case
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.explain import robust as said
from detente.explain.words import capital

MOST_HINGES = 2
LEAST_BITS = 0.005


def parts(case: Case, found: Robust, limit: int | None, width: int) -> list[Text]:
    """Return the worlds, what one has and another has not, the claims, the hinges, and what hangs on a citation."""
    return [
        heading(f"{case.file.title}: over every order that is allowed", width),
        paragraph(" ".join(said.scope(case, found)), width),
        *_worlds(case, found, width),
        *_but_for(case, found, width),
        *_claims(case, found, width),
        *_hinges(case, found, MOST_HINGES if limit is None else limit, width),
        *_citations(case, found, width),
    ]


def _worlds(case: Case, found: Robust, width: int) -> Iterator[Text]:
    rows = [[str(k), case.world_label(w), said.share(t)] for k, (w, t) in enumerate(found.worlds.items(), 1)]
    yield joined([heading(f"Can {said.goal(case, found)} be attained?", width), columns(rows, width)])
    if told := said.trivially(found):
        yield paragraph(" ".join(told), width)


def _but_for(case: Case, found: Robust, width: int) -> Iterator[Text]:
    """Yield a square of counts: attainable in the world of the row, and not in that of the column."""
    shown = [w for w, t in found.worlds.items() if not t.why_not]
    counts = {(b.world, b.not_in): b.tally.yes for b in found.but_for}
    if not any(counts.values()):
        return
    number = {w: str(k) for k, w in enumerate(found.worlds, 1) if w in shown}
    rows = [["", *number.values(), ""]]
    rows += [[number[a], *(_cell(counts, a, b) for b in shown), case.world_label(a)] for a in shown]
    what = f"In how many of {found.of:,} it can be attained in the world of the row and not in that of the column:"
    if sum(max(len(r[k]) for r in rows) + 2 for k in range(len(rows[0]) - 1)) + 22 > width:
        yield from _listed(case, found, width)
        return
    square = columns(rows, width, right=range(1, len(shown) + 1))
    yield joined([heading("What one world gives and another does not", width), paragraph(what, width), square])


def _cell(counts: Mapping[tuple[str, str], int], here: str, there: str) -> str:
    return "." if here == there else f"{counts[here, there]:,}"


def _listed(case: Case, found: Robust, width: int) -> Iterator[Text]:
    """Yield the pairs of worlds as a list where a square does not fit."""
    pairs = [b for b in found.but_for if b.tally.yes]
    told = [f"{case.world_label(b.world)}, but not {case.world_label(b.not_in)}: {said.share(b.tally)}" for b in pairs]
    yield joined([heading("What one world gives and another does not", width), *bullets(told, width)])


def _claims(case: Case, found: Robust, width: int) -> Iterator[Text]:
    if not found.claims:
        return
    rows = [[s, _short(said.share(t)), case.file.claims[s].label or ""] for s, t in found.claims.items()]
    yield joined([heading("In how many does each claim hold?", width), columns(rows, width)])


def _short(text: str) -> str:
    return "not testable" if text.startswith("not answered") else text


def _hinges(case: Case, found: Robust, limit: int, width: int) -> Iterator[Text]:
    """Yield the open pairs that decide most; verdicts that hinge on the same are told together."""
    told: dict[tuple[object, ...], list[str]] = {}
    by_verdict: dict[str, list[Hinge]] = {}
    for hinge in found.hinges:
        by_verdict.setdefault(hinge.verdict, []).append(hinge)
    for name, hinges in by_verdict.items():
        most = tuple(said.hinge(case, h) for h in hinges[:limit] if h.bits >= LEAST_BITS)
        told.setdefault(most, []).append(said.verdict_name(case, found, name))
    if not told and not found.idle:
        return
    lines = [heading("What they hinge on: pairs that are open", width)]
    if told:
        lines.append(paragraph(said.BITS, width))
    for sentences, names in told.items():
        lines.append(paragraph(f"{capital('; '.join(names))}:", width, hanging=2))
        lines += bullets(map(str, sentences), width)
    if idle := said.idle(case, found):
        lines.append(paragraph(idle, width))
    yield joined(lines)


def _citations(case: Case, found: Robust, width: int) -> Iterator[Text]:
    if not found.citations or not any(t.verdict in {"always", "never"} for t in found.worlds.values()):
        return
    told = [text for d in found.citations if (text := said.dropped(case, found, d))]
    left = sum(1 for d in found.citations if d.worlds is None)
    lines = [heading("What hangs on one citation", width), *bullets(map(capital, told), width)]
    if not told:
        lines.append(paragraph("No always or never of a world falls if one comparison is dropped.", width))
    if left:
        lines.append(paragraph(f"{left} more would leave too many completions to go through.", width))
    yield joined(lines)
