"""The small words that all explanations share: names, lists, states, and what changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from detente.analysis.told import Reason, ToldMove
from detente.case.build import Case, Readings

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def listed(items: Iterable[str], last: str = "and") -> str:
    """Join items as in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *rest, end = [*items] or [""]
    return f"{', '.join(rest)} {last} {end}" if rest else end


def counted(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "reading"), counted(12, "reading")
    ('one reading', '12 readings')
    """
    amount = NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
    return f"{amount} {noun if number == 1 else plural or noun + 's'}"


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def code(formula: str) -> str:
    """Mark a formula in a sentence."""
    return f"`{formula}`"


def outcome_name(case: Case) -> str:
    """Name the outcome in a sentence: its label, or its formula marked as one."""
    outcome = case.file.outcome
    return case.outcome_label if outcome is None or outcome.label else code(outcome.when)


def parties(case: Case, slugs: Iterable[str]) -> str:
    """Name decision makers in a sentence."""
    return listed([case.dm_called(s) for s in slugs])


def what_changes(case: Case, changes: Sequence[tuple[str, str]]) -> str:
    """Say in words which options change: who would do what, and what no longer."""
    by_owner: dict[str, list[str]] = {}
    for option, how in changes:
        owner, slug = option.split(".", 1)
        meaning = case.file.decision_makers[owner].options[slug].meaning
        by_owner.setdefault(owner, []).append(_changed(meaning, how))
    return "; ".join(f"{case.dm_called(owner)} would {listed(parts)}" for owner, parts in by_owner.items())


def _changed(meaning: str, how: str) -> str:
    if how.endswith("->-"):
        return f"leave open whether to {meaning}"
    return meaning if how.endswith("Y") else f"no longer {meaning}"


def state(case: Case, pattern: str) -> str:
    """Say in words what holds in a state: its label if it has one, and every option that is taken."""
    structure = case.structure
    place = state_name(case, pattern)
    if not structure.option_names:
        return place
    taken = [o for o, letter in zip(structure.option_names, pattern, strict=True) if letter == "Y"]
    held = _by_owner(case, taken) or "nobody does anything"
    rest = "; the rest is left open" if "-" in pattern else ""
    return f"{place}: {held}{rest}" if place != pattern else f"{held}{rest}"


def named_state(case: Case, pattern: str) -> str:
    """Say which state it is, by its name or pattern, and what holds in it."""
    said, name = state(case, pattern), state_name(case, pattern)
    return said if said.startswith(name) else f"{name}: {said}"


def state_name(case: Case, pattern: str) -> str:
    """Name a state in a sentence: the name that the case gives it or else the pattern, with its label if it has one."""
    states = case.structure.states if case.file.states is not None else None  # only a listed state has a name
    is_named = states is not None and states.slugs and pattern in states.patterns
    named = states.slugs[states.patterns.index(pattern)] if states is not None and is_named else pattern
    label = case.file.labels.get(pattern) or case.file.labels.get(named)
    return f"{named} ({label})" if label else named


def _by_owner(case: Case, options: Iterable[str]) -> str:
    owners: dict[str, list[str]] = {}
    for option in options:
        owner, slug = option.split(".", 1)
        owners.setdefault(owner, []).append(slug.replace("_", " "))
    return "; ".join(f"{case.dm_called(owner)}: {listed(slugs)}" for owner, slugs in owners.items())


def move(case: Case, told: ToldMove) -> str:
    """Say who moves and what changes."""
    changed = what_changes(case, told.changes) or _moved(case, told)
    how = {"alone": "", "at once": "together and at once, ", "in sequence": "together, one after the other, "}
    return f"{how[told.manner]}{changed}"


def _moved(case: Case, told: ToldMove) -> str:
    return f"{parties(case, told.by)} would go from {state_name(case, told.start)} to {state_name(case, told.end)}"


def why(case: Case, reason: Reason) -> str:
    """Say how a decision maker compares two states, and what decides it."""
    who = case.dm_called(reason.dm)
    if reason.end_is == "equal":
        return f"{who} is indifferent"
    verb = "is better off" if reason.end_is == "better" else "is worse off"
    if not reason.statement:
        return f"{who} {verb} (the new state ranks {ordinal(reason.place)} with it, the old one {ordinal(reason.was)})"
    holds = "now holds" if reason.now else "no longer holds"
    return f"{who} {verb}, because {code(reason.statement)} {holds} (its {ordinal(reason.place)} concern)"


def ordinal(number: int) -> str:
    """Write a place in a list.

    Examples
    --------
    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 21)]
    ['first', 'second', 'third', 'fourth', '11th', '21st']
    """
    names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    if 1 <= number <= len(names):
        return names[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def readings(case: Case, chosen: Readings, *, short: bool = False) -> str:
    """Name a combination of readings; with ``short`` only those of decision makers that have several."""
    several = {s: r for s, r in chosen.items() if len(case.preferences[s]) > 1 or not short}
    named = [f"{case.dm_called(s)} read as {quoted(case.reading_label(s, r))}" for s, r in several.items()]
    return ", ".join(named) if named else "the one reading of each party"


def quoted(text: str) -> str:
    """Put words in quotation marks."""
    return f"“{text}”"


def box(case: Case, chosen: Mapping[str, tuple[str, ...]]) -> str:
    """Say a condition on readings: only the decision makers whose reading matters to it."""
    parts = []
    for slug, names in chosen.items():
        if len(names) < len(case.preferences[slug]):
            labels = [quoted(case.reading_label(slug, n)) for n in names]
            parts.append(f"{case.dm_called(slug)} is read as {listed(labels, 'or')}")
    return f"if {' and '.join(parts)}" if parts else "in every reading"
