"""What a page of HTML holds, as its tests ask for it: tags, ids, links and visible text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "base", "rect", "path"}


@dataclass
class Outline(HTMLParser):
    """A parsed page.

    Attributes
    ----------
    tags : list of (str, dict)
        Every start tag with its attributes.
    text : list of str
        The visible text.
    open : list of str
        Tags that are still open; empty at the end of a well-formed page.
    """

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, page: str) -> Outline:
        """Return the outline of a page."""
        made = cls()
        made.feed(page)
        made.close()
        return made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open[-1:]:
            self.text.append(data)

    def values(self, attribute: str, tag: str = "") -> list[str]:
        """Return every value of an attribute, in the order of the page."""
        return [a[attribute] for t, a in self.tags if attribute in a and tag in {"", t}]

    @property
    def words(self) -> str:
        """The visible text with single spaces."""
        return " ".join(" ".join(self.text).split())
