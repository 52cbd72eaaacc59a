"""Everything that the explanations say of an answer, line by line, with where it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.analysis.answer import Answer
from detente.analysis.witness import witness
from detente.concepts import all_concepts, concept
from detente.errors import NotAnswered
from detente.explain import attainment, findings, headline, verdict
from detente.explain import witness as say_witness
from detente.model.conflict import Conflict

Line = tuple[str, str]

FAULT = re.compile(r"\b(faults?|guilt|guilty|culprits?|culpable|to blame|blames?)\b", re.IGNORECASE)
CHANCE = re.compile(r"%|\b(per ?cent|probab\w+|likel(y|ihood)|chances?|odds)\b", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|`[^`]*`")


def sentences(made: Answer) -> Iterator[Line]:
    """Yield what is said in whole sentences."""
    yield from (("headline", line) for line in headline(made))
    for told in (*made.attainments.values(), *made.examples.values()):
        yield from (("attainment", line) for line in attainment(made.case, told))
    for title, lines in findings(made):
        yield from ((title, line) for line in lines)
    for found in made.verdicts:
        words = verdict(made.case, found)
        yield "test", words.test
        yield from (("hinge", line) for line in words.hinges)
        yield from (("remark", line) for line in words.remarks)


def phrases(made: Answer) -> Iterator[Line]:
    """Yield what is said in parts of sentences."""
    for found in made.verdicts:
        words = verdict(made.case, found)
        yield "claim", words.claim
        yield "count", words.count
        yield from (("yes if", phrase) for phrase in words.yes_if)
        yield from (("no if", phrase) for phrase in words.no_if)
    yield from (("title", title) for title, _ in findings(made))


def witnesses(made: Answer, conflict: Conflict, states: list[int]) -> Iterator[Line]:
    """Yield why some states are stable, or not, for everybody under every concept."""
    for name in all_concepts():
        for player in range(len(conflict.decision_makers)):
            for state in states:
                try:
                    found = witness(conflict, concept(name), player, state)
                except NotAnswered:
                    continue
                yield from ((f"witness {name}", line) for line in say_witness(made.case, found))


def faults_of_form(line: str, *, whole: bool = True) -> list[str]:
    """Return what is wrong with the form of a line; a whole one has a beginning and a full stop."""
    wrong = []
    if "  " in line or line != line.strip():
        wrong.append("spaces")
    if "None" in line or "{" in line or "}" in line or "<" in QUOTED.sub("", line):
        wrong.append("a value of the program")
    if line.count("`") % 2 or line.count("“") != line.count("”") or line.count("(") != line.count(")"):
        wrong.append("unbalanced marks")
    if ".." in line or " ," in line or " ." in line or ";." in line or ":." in line:
        wrong.append("punctuation")
    if whole and not (line[:1].isupper() or line[:1].isdigit() or line[:1] in "`“" or re.match(r"\w+: ", line)):
        wrong.append("no capital")
    if whole and line[-1:] not in ".?":
        wrong.append("no full stop")
    return wrong


def words_it_must_not_use(line: str) -> list[str]:
    """Return the words of fault and of chance in a line, outside citations and formulas."""
    bare = QUOTED.sub("", line)
    return [m.group() for pattern in (FAULT, CHANCE) for m in pattern.finditer(bare)]
