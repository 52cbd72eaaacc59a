"""From the view to one HTML document: templates of this folder, with every text escaped and cleaned on its way."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from detente.report.text import clean, plain, prose

if TYPE_CHECKING:
    from jinja2 import Environment

    from detente.report.view import View


def rendered(view: View) -> str:
    """Return the document of a view."""
    return environment().get_template("report.html.j2").render(v=view, style=_style())


@cache
def environment() -> Environment:
    """Return what fills the templates of this folder."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"prose": prose, "plain": plain, "grouped": lambda number: f"{number:,}"}
    return made


def _cleaned(value: object) -> object:
    return value if isinstance(value, Markup) or not isinstance(value, str) else clean(value)


@cache
def _style() -> Markup:
    from importlib.resources import files

    text = files("detente.report").joinpath("report.css").read_text("utf-8")
    return Markup(text)  # noqa: S704 - our own file, without anything from a case
