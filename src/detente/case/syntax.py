"""What is wrong with a text that is not YAML, in the words of somebody who writes a case and not a parser."""

from __future__ import annotations

import re
from typing import Any

_LEVEL = "give keys of one level the same number of spaces"
QUOTES = 'put the text in quotes: "..."'

# A part of the parser's message; what is wrong; what to do; whether the place is where the broken thing begins.
_SAID: tuple[tuple[str, str, str, bool], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where no key can end",
        "quote text that holds a colon; begin a nested key on a line of its own, under a line that ends in a colon",
        False,
    ),
    ("sequence entries are not allowed", "a list begins where none can", "begin every - on a line of its own", False),
    ("mapping keys are not allowed", "a ? stands where no key can begin", QUOTES, False),
    ("could not find expected ':'", "this line has no colon, so it is no key", "write key: value", True),
    ("unexpected end of stream", "the quote that opens here is never closed", "close it; in ' ' write '' for '", True),
    ("unexpected document separator", "the quote that opens here is never closed", "close it", True),
    ("expected ',' or ']'", "the [ that opens here is not closed", "close it with ], and put commas between", True),
    ("expected ',' or '}'", "the { that opens here is not closed", "close it with }, and put commas between", True),
    (
        "unknown escape character",
        "a \\ in double quotes must be followed by a letter that means something",
        "write \\\\ for \\, or use single quotes",
        False,
    ),
    ("escape sequence of", "a \\x or \\u in double quotes needs digits after it", "write \\\\ for \\", False),
    ("scanning an anchor", "text cannot begin with &", QUOTES, True),
    ("scanning an alias", "text cannot begin with *", QUOTES, True),
    ("tag", "text cannot begin with !", 'put a formula that begins with ! in quotes: "!a.b"', True),
    ("block scalar", "text cannot begin with | or >", QUOTES, True),
    ("YAML document", "this is written for another version of YAML", "leave out the line %YAML", False),
    ("directive", "a line cannot begin with %", QUOTES, True),
    ("'<document start>'", "the text goes on where it should have ended", QUOTES, False),
    ("document end marker", "something stands behind the ... that ends the text", "leave it out", False),
    ("expected the node content", "a value is expected here", QUOTES, False),
)


def syntax_error(text: str, error: Any) -> tuple[str, int, str, str]:
    """Return for an error of the YAML parser the code, the place (an index), the message and the hint."""
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark else 0
    if text[index : index + 1] == "\t":
        return _tab(text, index)
    said = f"{error.problem or ''} ({error.context or ''})"
    if "expected <block end>" in said:
        return "Y002", index, *_out_of_place(text, index, said)
    if "cannot start any token" in said:
        return "Y002", index, f"text cannot begin with {text[index : index + 1]}", QUOTES
    if "mapping values" in said and (begin := _indented_under_value(text, index)):
        return "Y002", begin, "this line is indented deeper than the line above it, which has its value already", _LEVEL
    for part, message, hint, at_begin in _SAID:
        if part in said:
            index = error.context_mark.index if at_begin and error.context_mark else index
            return "Y002", index, message, _quoting(text, index) or _open_quote(text, index) or hint
    return "Y002", index, f"this is not YAML: {shown(said)}", "check quotes, brackets and indentation"


def _tab(text: str, index: int) -> tuple[str, int, str, str]:
    line = text[text.rfind("\n", 0, index) + 1 : index]
    if line.strip():
        return "Y004", index, "a tab stands in the line", "use spaces"
    n_lines = len(re.findall(r"^[ ]*\t", text, re.MULTILINE))
    others = f"; {n_lines} lines are indented with tabs" if n_lines > 1 else ""
    return "Y004", index, "a tab cannot indent YAML", f"use spaces{others}"


def _out_of_place(text: str, index: int, said: str) -> tuple[str, str]:
    """Return the words for something that fits neither the line above it nor its indentation."""
    line = text[text.rfind("\n", 0, index) + 1 : index]
    if line.strip():
        return "text stands behind a value that has ended", _quoting(text, index) or (
            "quotes inside quotes: write '' inside ' ', and \\\" inside \" \""
        )
    if "'-'" in said:
        return "a list entry stands among keys", "indent the whole list under its key"
    if "block collection" in said:
        return "a key stands among list entries", "begin the line with -, or indent it like the key above the list"
    return "this line is indented unlike the lines around it", _LEVEL


def _indented_under_value(text: str, index: int) -> int:
    """Return where the line of a place begins, if it is indented deeper than a line above that has a value; else 0."""
    start = text.rfind("\n", 0, index) + 1
    above = text[max(0, start - 2000) : start].rstrip().rpartition("\n")[2]
    indent = len(text[start:index]) - len(text[start:index].lstrip(" "))
    key = re.match(r"( *)(?:- +)*[^\s#:]+: +[^\s#|>]", above)
    return start + indent if key and indent > len(key[1]) else 0


def _open_quote(text: str, index: int) -> str:
    """Return a hint that names the first line above a place in which a double quote is left open."""
    for number, line in enumerate(text[:index].split("\n")[:-1], start=1):
        if len(re.findall(r'(?<!\\)"', line)) % 2:
            return f"is the quote in line {number} closed?"
    return ""


def _quoting(text: str, index: int) -> str:
    """Return a hint if the value that holds the place begins with a sign that only quotes protect."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    line = text[start : end if end >= 0 else len(text)][:2000]
    value = re.search(r"(?:^\s*-|[:\[{,])\s+(!\s*[\w(])|[\[{]\s*(![\w(])", line)
    if value and start + value.start() <= index:
        return 'put a formula that begins with ! in quotes: "!a.b"'
    return ""


def shown(value: str, most: int = 60) -> str:
    """Return text as a message can hold it: as it is if it is short and plain, else in quotes, escaped and cut."""
    cut = value if len(value) <= most else value[: most - 3] + "..."
    if cut and cut.isprintable() and cut == cut.strip():
        return cut
    return f'"{printable(cut)}"'


def printable(text: str) -> str:
    """Return text with everything that a terminal would obey written out."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    known = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    short = ord(character) <= 0xFF
    return known.get(character) or (f"\\x{ord(character):02x}" if short else f"\\u{ord(character):04x}")
