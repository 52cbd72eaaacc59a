"""Checks of comparisons and priorities: what they name is there, and they do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.case.build import Case
from detente.case.comparing import Classes, Link, all_links, class_order, links, priority_pairs
from detente.case.document import Node, find
from detente.case.finding import Finding, Path, View, comparisons, nearest, readings, warning
from detente.case.schema import Comparison, Evidence
from detente.case.soundness import has_many_states
from detente.errors import ModelError
from detente.model.extensions import Contradiction, shortest_circle

SPLIT = "split the class, so that all of its states agree, or compare classes by name"


def unknown_classes(view: View) -> Iterator[Finding]:
    """R005: a class or a statement that is not there."""
    known = dict.fromkeys(view.classes.names)
    for path, said in comparisons(view.file):
        if said.prefer is not None and not known and not view.classes.is_open:
            hint = "add classes: {name: formula, ...}, so that every state is in exactly one"
            yield Finding("R005", path, "comparisons are about classes of states, and the case declares none", hint)
        for key in ("better", "than"):
            for k, name in enumerate(getattr(said, key) or ()):
                if name not in view.classes:
                    hint = nearest(name, known) or "declare it under classes"
                    yield Finding("R005", (*path, key, k), f"there is no class {name}", hint)
    for path, reading in readings(view.file):
        size = len(reading.statements or ())
        for i, priority in enumerate(reading.priorities or ()):
            for k, place in enumerate(priority.order):
                if not 0 < place <= size:
                    message = f"there is no statement {place}; the reading has {size}"
                    yield Finding("R005", (*path, "priorities", i, "order", k), message, "count from 1, the first is 1")


def contrary_priorities(view: View) -> Iterator[Finding]:
    """M011, M014: priorities that contradict each other, or the order in which the statements are written."""
    for path, reading in readings(view.file):
        size = len(reading.statements or ())
        pairs = [p for p in priority_pairs(reading) if min(p[:2]) >= 0 and max(p[:2]) < size]
        circle = shortest_circle(size, [(a, b) for a, b, _ in pairs])
        if circle:
            said = [(f"{pairs[k][0] + 1} before {pairs[k][1] + 1}", (*path, "priorities", pairs[k][2])) for k in circle]
            entries = [reading.priorities[pairs[k][2]] for k in circle] if reading.priorities else []
            yield _contradiction(view.root, f"the priorities of {path[1]}", said, entries)
            continue
        for a, b, k in pairs:
            if a > b:
                message = f"statement {a + 1} is to come before statement {b + 1}, and the list has them the other way"
                hint = "write the statements in an order that the priorities allow"
                yield Finding("M014", (*path, "priorities", k), message, hint)


def open_comparisons(case: Case) -> Iterator[Finding]:
    """M012: a formula that the states of one class do not agree on."""
    if (classes := _classes(case)) is None:
        return
    for path, said in comparisons(case.file):
        texts = [((*path, key), getattr(said, key)) for key in ("prefer", "over")]
        texts += [((*path, "all_else", k), text) for k, text in enumerate(said.all_else)]
        for place, text in texts:
            if text is not None:
                yield from _undecided(case, classes, place, text)


def _undecided(case: Case, classes: Classes, path: Path, text: str) -> Iterator[Finding]:
    truths = classes.truths(case, text)
    for number in classes.occurring:
        if truths[number] is None:
            states = classes.structure.states
            inside, holds = classes.partition.places(states) == number, states.truth(case.formula(text))
            yes, no = (int(np.flatnonzero(inside & mask)[0]) for mask in (holds, ~holds))
            labels = states.slugs or states.patterns
            message = f"the class {classes.partition.names[number]} leaves this formula open: it holds in {labels[yes]}"
            yield Finding("M012", path, f"{message} and fails in {labels[no]}", SPLIT)
            return


def contrary_comparisons(case: Case) -> Iterator[Finding]:
    """M011, M013: comparisons that contradict each other, or put a class above itself."""
    if (classes := _classes(case)) is None:
        return
    selfish = set()
    for path, said in comparisons(case.file):
        for link in links(case, classes, said, int(path[3])):
            if link.better == link.than:
                selfish.add((path[1], link.entry))
                yield _above_itself(path, said, classes.partition.names[link.better])
                break
    for slug, party in case.file.decision_makers.items():
        known = tuple(k for k in all_links(case, classes, slug) if (slug, k.entry) not in selfish)
        try:
            class_order(classes, known)
        except Contradiction as error:
            chain = [known[k] for k in error.links]
            said_by = [(_words(classes, k), ("decision_makers", slug, "comparisons", k.entry)) for k in chain]
            entries = [(party.comparisons or ())[k.entry] for k in chain]
            yield _contradiction(case.root, f"what {slug} is said to prefer", said_by, entries)


def _above_itself(path: Path, said: Comparison, name: str) -> Finding:
    if said.better is not None:
        return Finding("M013", (*path, "better"), f"the class {name} is put above itself", "leave it out on one side")
    message = f"the class {name} falls under prefer and under over, so it would be above itself"
    return Finding("M013", (*path, "prefer"), message, "let the two formulas exclude each other")


def _words(classes: Classes, link: Link) -> str:
    names = classes.partition.names
    return f"{names[link.better]} above {names[link.than]}"


def _contradiction(root: Node, what: str, said: Sequence[tuple[str, Path]], entries: Sequence[Evidence]) -> Finding:
    """Return the finding that tells a circle link by link, with who is cited for each and where it stands."""
    marks = [find(root, path).mark for _, path in said]
    here = marks[0].file
    told = []
    for (words, _), mark, entry in zip(said, marks, entries, strict=True):
        place = f"line {mark.line}" if mark.file == here else f"{mark.file}, line {mark.line}"
        told.append(f"{words} ({cited(entry)}; {place})")
    message = f"{what} contradicts itself: {', '.join(told)}"
    if what.startswith("the priorities"):
        message = message.replace("contradicts itself", "contradict each other")
    return Finding("M011", said[0][1], message, "no order agrees with all of them; drop or change one of these")


def cited(entry: Evidence) -> str:
    """Say in few words who is cited for an element, or that it is assumed."""
    if entry.cite:
        first = entry.cite[0]
        place = f"{first.source}, {first.at}" if first.at else first.source
        more = f" and {len(entry.cite) - 1} more" if len(entry.cite) > 1 else ""
        return f"{first.voice} in {place}{more}" if first.voice else f"{place}{more}"
    return f"assumed by {entry.assumed.by}" if entry.assumed is not None else "nobody is cited"


def idle_comparisons(case: Case) -> Iterator[Finding]:
    """W009: a comparison that compares no two classes."""
    if (classes := _classes(case)) is None:
        return
    for path, said in comparisons(case.file):
        texts = [t for t in (said.prefer, said.over, *said.all_else) if t is not None]
        is_open = any(classes.truths(case, text)[k] is None for text in texts for k in classes.occurring)
        if not is_open and not any(links(case, classes, said, 0)):
            message = "this comparison compares no two classes that have states, so it says nothing"
            yield warning("W009", path, message, "see whether all_else asks for too much, or leave it out")


def _classes(case: Case) -> Classes | None:
    """Return the classes if comparisons can be checked: some are made, and the classes are in order."""
    if not any(dm.comparisons for dm in case.file.decision_makers.values()) or has_many_states(case):
        return None
    try:
        found = Classes.of(case)
        found.partition.places(found.structure.states)
    except ModelError:
        return None
    return found


FILE_CHECKS = (unknown_classes, contrary_priorities)
COMPARISON_CHECKS = (open_comparisons, contrary_comparisons, idle_comparisons)
