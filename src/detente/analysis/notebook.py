"""How answers show themselves in a notebook: small tables in the short names of the file."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from detente.case.notebook import html_table

if TYPE_CHECKING:
    from detente.analysis.answer import Answer
    from detente.analysis.attainment import AttainAnswer
    from detente.analysis.claims import Verdict
    from detente.analysis.crosstable import CrossTable
    from detente.analysis.equilibria import Equilibria
    from detente.analysis.told import ToldMove

SIGN = {True: "T", False: ".", None: "?"}


def cross_table_html(table: CrossTable) -> str:
    """Return the cross table, with the counts as its last row."""
    slugs = tuple(table.rows[0].readings) if table.rows else ()
    rows = [(*row.readings.values(), *(SIGN[row.attainable[w]] for w in table.worlds)) for row in table.rows]
    counts = ("", *("" for _ in slugs[1:]), *("{} of {}".format(*table.count(w)) for w in table.worlds))
    return html_table((*slugs, *table.worlds), [*rows, counts])


def attainment_html(found: AttainAnswer) -> str:
    """Return the chain to the outcome, or the moves that come nearest to it and what stops each."""
    verdict = "attainable" if found.attainable else "not attainable"
    lead = f"<p>{verdict}; world {escape(found.world)}; {escape(', '.join(map('='.join, found.readings.items())))}</p>"
    if found.path is not None:
        rows = [(n, *_move(step.move)) for n, step in enumerate(found.path, 1)]
        return lead + html_table(("step", "by", "changes", "from", "to"), rows)
    tried = [(*_move(a.move), ", ".join(a.vetoes) or "an answer of outsiders") for a in found.attempts]
    return lead + html_table(("by", "changes", "from", "to", "stopped by"), tried)


def _move(told: ToldMove) -> tuple[str, str, str, str]:
    return "+".join(told.by), ", ".join(f"{option} {how}" for option, how in told.changes), told.start, told.end


def equilibria_html(found: Equilibria) -> str:
    """Return how many states are equilibria, and stable for whom, by concept; and which concepts have no answer."""
    shown = {**found.concepts, **found.derived}
    slugs = tuple(next(iter(shown.values())).by_dm) if shown else ()
    rows = [(n, int(s.equilibria.sum()), *(int(m.sum()) for m in s.by_dm.values())) for n, s in shown.items()]
    table = html_table(("concept", "equilibria", *(f"stable for {s}" for s in slugs)), rows)
    return table + _without(found.left_out, "is left out") + _without(found.not_answered, "is not answered")


def _without(why_not: Mapping[str, str], how: str) -> str:
    return "".join(f"<p>{escape(f'{name} {how}: {why}.')}</p>" for name, why in why_not.items())


def verdicts_html(*found: Verdict) -> str:
    """Return in how many readings claims hold, and whether that is trivial or put in."""
    rows = [
        (v.slug, v.count(True), v.count(False), v.total(), v.why_not or v.trivial or "", v.put_in or "") for v in found
    ]
    return html_table(("claim", "yes", "no", "of", "remark", "put in"), rows)


def answer_html(found: Answer) -> str:
    """Return the cross table and the verdicts on the claims."""
    file = found.case.file
    parts = [f"<p><strong>{escape(file.question or file.title)}</strong></p>"]
    parts += [cross_table_html(found.table)] if found.table is not None else [equilibria_html(found.equilibria)]
    parts += [verdicts_html(*found.verdicts)] if found.verdicts else []
    return "".join([*parts, _without(found.why_not, "is not answered")])
