"""The words of a paragraph as markup: every stretch escaped, with classes for what is marked there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from detente.report.ledgers.segments import Mark, Segment
from detente.report.text import clean
from detente.text.ledger import Statement

_LABEL = Markup(
    '<a class="at u{colour}" id="at-{id}" href="#say-{id}" data-of="{id}">'
    '<span class="unseen">Statement </span>{id}<span class="unseen"> by {who}: </span></a>'
)
_MARKED = Markup('<span class="{classes}"{data}>{words}{told}</span>')
_DATA = Markup(' data-of="{ids}"')
_TOLD = Markup('<span class="told {layer}-told" aria-hidden="true">{words}</span>')


class Marking:
    """Marks the words of one article.

    Parameters
    ----------
    statements : iterable of Statement
    colours : mapping
        From the id of a statement to the number of its speaker's colour.
    names : mapping
        From the id of a statement to who says it.
    """

    def __init__(self, statements: Iterable[Statement], colours: Mapping[str, int], names: Mapping[str, str]) -> None:
        self._levels = {s.id: s.level for s in statements}
        self._colours, self._names = colours, names

    def paragraph(self, segments: Iterable[Segment]) -> Markup:
        """Return the words of a paragraph."""
        return Markup("").join(map(self._segment, segments))

    def _segment(self, segment: Segment) -> Markup:
        words = escape(clean(segment.text))
        if not segment.marks:
            return words
        opened = [m.item for m in segment.marks if m.opens and m.span.start == segment.start]
        labels = Markup("").join(map(self._label, opened))
        ids = dict.fromkeys(m.item for m in segment.marks if m.layer in {"content", "cue", "speaker"})
        data = _DATA.format(ids=" ".join(ids)) if ids else ""
        told = Markup("").join(_ending(m) for m in segment.marks if m.span.end == segment.start + len(segment.text))
        return labels + _MARKED.format(classes=self._classes(segment.marks), data=data, words=words, told=told)

    def _label(self, statement: str) -> Markup:
        return _LABEL.format(colour=self._colours[statement], id=statement, who=self._names[statement])

    def _classes(self, marks: tuple[Mark, ...]) -> str:
        found = dict.fromkeys(m.layer for m in marks)
        classes = ["m", *found]
        said = [m.item for m in marks if m.layer == "content"]
        if said:
            inner = said[-1]
            classes += [f"b{self._colours[said[0]]}", f"u{self._colours[inner]}", self._levels[inner]]
            classes += ["inside"] if len(said) > 1 else []
        classes += [m.item.rpartition(" ")[2] for m in marks if m.layer == "mention"][:1]
        return " ".join(classes)


def _ending(mark: Mark) -> Markup:
    """Return what is told behind a mention or a date when it is asked for."""
    if mark.layer == "mention":
        return _TOLD.format(layer="mention", words=mark.item.rpartition(" ")[0])
    if mark.layer == "date":
        return _TOLD.format(layer="date", words=mark.item)
    return Markup("")
