"""Paragraphs: a text split into lines, each with its class, the reason for it, and how sure it is.

A paragraph is taken for furniture only on positive evidence: words or a place that furniture has and articles do not.
What is merely odd stays ``unknown``, and is read.
"""

from __future__ import annotations

from detente.text.ledger import READ, Doubt, Paragraph
from detente.text.paragraphs.captions import captions, doubled
from detente.text.paragraphs.draft import Draft
from detente.text.paragraphs.furniture import told
from detente.text.paragraphs.head import head
from detente.text.paragraphs.line import lines_of
from detente.text.paragraphs.links import links
from detente.text.paragraphs.repeats import repeats
from detente.text.paragraphs.rest import rest
from detente.text.paragraphs.stamps import byline, stamp
from detente.text.paragraphs.wrapped import unwrapped

MOST_NAMED = 5


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of a text in order: every line that is not blank, without the white space around it.

    Lines that were broken at a width, as in an e-mail, are one paragraph.

    Parameters
    ----------
    text : str
        The text of a source; any line end of Unicode ends a paragraph.

    Notes
    -----
    The spans are apart from each other and cover all that is not blank. The cost is linear in the length of the text.

    Examples
    --------
    >>> text = "Advertisement\nHarbour talks fail again\nThe two sides left without a word on Friday.\n12 comments\n"
    >>> [(each.label, each.span.of(text)[:12]) for each in paragraphs(text)][:2]
    [('boilerplate', 'Advertisemen'), ('headline', 'Harbour talk')]
    """
    lines = unwrapped(text, lines_of(text))
    verdicts = [told(line) or stamp(line) or byline(line) for line in lines]
    draft = Draft(lines, verdicts, repeats(lines))
    for step in (doubled, head, captions, links, rest):
        step(draft)
    _turn_repeats(draft)
    return tuple(
        Paragraph(line.span, *verdict, repeats=again)
        for line, verdict, again in zip(lines, draft.verdicts, draft.repeats, strict=True)
        if verdict is not None
    )


def _turn_repeats(draft: Draft) -> None:
    """Let the furniture repeat the article, and never the other way round, whichever stands first."""
    for number, again in enumerate(draft.repeats):
        if again is not None and draft.is_a(number, *READ) and not draft.is_a(again, *READ):
            draft.repeats[number] = None
            if draft.repeats[again] is None:
                draft.repeats[again] = number


def unclear(paragraphs: tuple[Paragraph, ...]) -> tuple[Doubt, ...]:
    """Return the doubt that some paragraphs are of no clear class, naming the first few; nothing when all are clear."""
    found = [number for number, each in enumerate(paragraphs) if each.label == "unknown"]
    if not found:
        return ()
    named = ", ".join(str(number + 1) for number in found[:MOST_NAMED]) + (", ..." if len(found) > MOST_NAMED else "")
    many = "paragraph is" if len(found) == 1 else "paragraphs are"
    message = f"{len(found)} {many} of no clear class and read all the same ({named}); corrections can set it"
    return (Doubt("unknown-paragraph", message, paragraphs[found[0]].span),)
