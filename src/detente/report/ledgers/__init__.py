"""A ledger as one HTML file: the article with its statements marked, and who says what beside it."""

from __future__ import annotations

from detente.text.ledger import Ledger


def ledger_html(ledger: Ledger) -> str:
    """Return an article and its ledger as one self-contained HTML document.

    It asks for nothing from the network, and everything can be read without scripts. The same ledger and the same
    version of Détente give the same text.

    Parameters
    ----------
    ledger : Ledger
        With the article's words.

    Examples
    --------
    >>> from detente.text.ledger import Source
    >>> ledger_html(Ledger(Source("a.txt", b"", "", ""))).splitlines()[0]
    '<!doctype html>'
    """
    from detente.report.ledgers.page import rendered
    from detente.report.ledgers.view import view

    return rendered(view(ledger))
