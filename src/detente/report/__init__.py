"""The report: the whole answer as one HTML file that needs no network and no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.analysis.answer import Answer


def html(answer: Answer) -> str:
    """Return the report as one self-contained HTML document.

    The same case and the same version of Détente give the same text: it holds no clock, no host and no folder.

    Parameters
    ----------
    answer : Answer

    Examples
    --------
    >>> import detente
    >>> from detente.analysis.answer import answer
    >>> html(answer(detente.load("chicken"))).splitlines()[0]
    '<!doctype html>'
    """
    from detente.report.page import rendered
    from detente.report.view import view

    return rendered(view(answer))
