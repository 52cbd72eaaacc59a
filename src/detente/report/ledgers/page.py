"""From the view to one HTML document; the page's only script is named in it by its hash, so that no other can run."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from detente.report.page import environment

if TYPE_CHECKING:
    from detente.report.ledgers.view import View


def rendered(view: View) -> str:
    """Return the document of a view."""
    script = _file("ledgers/ledger.js")
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    style = Markup("\n").join([_file("report.css"), _file("ledgers/ledger.css")])
    page = environment().get_template("ledger/ledger.html.j2")
    return page.render(v=view, style=style, script=script, digest=digest)


@cache
def _file(name: str) -> Markup:
    from importlib.resources import files

    text = files("detente.report").joinpath(name).read_text("utf-8")
    return Markup(text)  # noqa: S704 - our own file, without anything from an article
