"""How a case shows itself in a notebook, and the plain HTML table that answers use there too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.case.build import Case


def html_table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str = "") -> str:
    """Return a table as HTML; every text in it is escaped.

    Examples
    --------
    >>> html_table(["who"], [["A & B"]])
    '<table><thead><tr><th>who</th></tr></thead><tbody><tr><td>A &amp; B</td></tr></tbody></table>'
    """
    above = f"<caption>{escape(caption)}</caption>" if caption else ""
    heads = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(c))}</td>' for c in row)}</tr>" for row in rows)
    return f"<table>{above}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def case_html(case: Case) -> str:
    """Return who can do what in a case, and how each is read."""
    file = case.file
    question = f"<p>{escape(file.question)}</p>" if file.question else ""
    rows = [
        (
            case.dm_name(slug),
            "; ".join(f"{slug}.{name}: {option.meaning}" for name, option in party.options.items()),
            "; ".join(f"{name} ({case.reading_label(slug, name)})" for name in party.all_readings),
        )
        for slug, party in file.decision_makers.items()
    ]
    size = f"{len(case.structure.states):,} feasible states; worlds: {', '.join(case.worlds)}"
    table = html_table(("decision maker", "options", "readings"), rows)
    return f"<p><strong>{escape(file.title)}</strong></p>{question}{table}<p>{escape(size)}</p>"
