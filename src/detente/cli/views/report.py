"""The answer on a terminal: three sentences, then the cross table, then where all the rest was written."""

from __future__ import annotations

from rich.text import Text

from detente.analysis.answer import Answer
from detente.cli.views import crosstable
from detente.cli.views.layout import bullets, heading, joined, paragraph
from detente.explain import findings, headline

UNANSWERED = "Not answered"


def parts(answer: Answer, file: str | None, width: int) -> list[Text]:
    """Return the answer in short; ``file`` is where the whole of it was written."""
    said = answer.case.file
    made = [heading(said.question or said.title, width), *(paragraph(s, width) for s in headline(answer))]
    if answer.table is not None:
        made += crosstable.parts(answer.case, answer.table, width)
    for title, lines in findings(answer):
        if title == UNANSWERED:
            made.append(joined([heading(title, width), *bullets(lines, width)]))
    if file is not None:
        what = "The claims, the paths, what it depends on and what would settle it, and the model with its sources"
        made.append(paragraph(f"{what}: {file}", width))
    return made
