"""The text of a drafted case: laid out as every case file, with comments that say what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from detente.case.layout import entry_lines, long_form, scalar
from detente.drafting.skeleton import Skeleton
from detente.text.telling import called

WIDTH = 110
MOST_TOLD = 40
OPENING = (
    "Drafted by detente from one article. It is a place to start from, not an answer.",
    "  detente check FILE            what is doubtful: most of it rests on one side's word, or on nobody's",
    "  detente verify FILE ARTICLE   every cited place is still there, letter by letter",
    "  detente report FILE           what follows from it as it stands, and who has not been heard",
    "What carries cite was said at that place; what carries assumed nobody said: replace it or own it.",
    "",
    "1. Read the lines below that begin with *: they were said, and no option stands for them yet.",
    "2. Delete options that are beside the dispute; merge those that are the same act in other words.",
    "3. Put every party's statements in order, the most important first, and drop priorities: [].",
    "4. Say what a settlement is: replace the options called agree and the formula under let.",
    "5. Say where things stand under status_quo, and what could be otherwise under worlds.",
)
ABOVE = {
    "sources": "The article. publisher, author and url are yours to fill in.",
    "voices": "Everybody who speaks. Only who speaks for a decision maker is heard; an analyst speaks for nobody.",
    "let": "Assumed: that a settlement is what everybody agrees to.",
    "decision_makers": "Options: what a party offers, threatens, refuses, can or wants to do, or what is asked of it.",
    "constraints": "What is said to be impossible or necessary. A constraint holds whatever anybody wants; is it one?",
    "status_quo": "Assumed throughout: that nothing has been done yet.",
    "claims": "What somebody blames or predicts. Most need a world or an option before they can be tested.",
}


def text_of(drafted: Skeleton, inferences: Iterable[tuple[str, str]]) -> str:
    """Return the text of a drafted case file.

    Parameters
    ----------
    drafted : Skeleton
    inferences : iterable of (place, words)
        Readings that nobody draws by name; they are no options and stand in a comment.
    """
    parts = [_comment(OPENING)]
    before: list[str] = []
    for key, value in long_form(drafted.file).items():
        lines = entry_lines(f"{scalar(key, flow=True)}:", value, 0, (key,))
        above = [ABOVE[key]] if key in ABOVE else []
        above += _told(drafted, inferences) if key == "decision_makers" else []
        apart = not before or len(lines) > 1 or len(before) > 1 or above
        parts.append(("\n" if apart else "") + _comment(above) + "\n".join(lines) + "\n")
        before = lines
    return "".join(parts)


def _told(drafted: Skeleton, inferences: Iterable[tuple[str, str]]) -> list[str]:
    """Return what was said and has no place in the case, and what nobody said by name."""
    left = [f"* {item.said} ({item.at}): {item.why}" for item in drafted.left]
    inferred = [f"{words} ({at})" for at, words in inferences]
    lines = [*_list("Said, and without a place here yet:", left)]
    lines += _list("Read into it by nobody in particular, so no option and no offer of anybody:", inferred)
    if drafted.cast.past:
        lines += _list("States of the past, no decision makers of today:", map(called, drafted.cast.past))
    if drafted.cast.left_out:
        lines += _list("Actors of whom less is said, left out of this draft:", map(called, drafted.cast.left_out))
    return lines


def _list(title: str, items: Iterable[str]) -> list[str]:
    found = list(items)
    more = [f"  ... and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    return [title, *(f"  {item}" for item in found[:MOST_TOLD]), *more] if found else []


def _comment(lines: Iterable[str]) -> str:
    made = ""
    for line in lines:
        visible = "".join(c if c.isprintable() else " " for c in line)
        indent = " " * (len(visible) - len(visible.lstrip()))
        folded = wrap(visible.strip(), WIDTH - 2 - len(indent), break_on_hyphens=False, subsequent_indent="  ")
        made += "".join(f"# {indent}{part}".rstrip() + "\n" for part in folded or [""])
    return made
