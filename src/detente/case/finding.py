"""What a check works on and what it gives: a view of the file, the names it declares, and findings with places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from detente.case.document import Mapping, Node, Scalar, Sequence, find
from detente.case.formula import FormulaError, parse
from detente.case.schema import CaseFile, Comparison, Reading
from detente.errors import Problem, did_you_mean
from detente.model.formula import Constant, Formula

Path = tuple[str | int, ...]
MOST_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, by its path in the file.

    Attributes
    ----------
    code : str
    path : tuple
        Keys, and places in lists counted from 0.
    message, hint : str
    offset : int or None
        The character of the formula there, counted from 0.
    on_key : bool
        Whether it is about the key in which the path ends, and not its value.
    severity : str
    """

    code: str
    path: Path
    message: str
    hint: str = ""
    offset: int | None = None
    on_key: bool = False
    severity: str = "error"

    def placed(self, root: Node) -> Problem:
        """Return the problem with its place in the file."""
        node = find(root, self.path, key=self.on_key)
        mark = node.mark
        if self.offset is not None and isinstance(node, Scalar):
            mark = node.place(node.text.strip(), self.offset)
        return mark.problem(self.code, self.message, self.hint, self.severity)


def warning(code: str, path: Path, message: str, hint: str = "") -> Finding:
    """Return a finding about a key that is doubtful and not wrong."""
    return Finding(code, path, message, hint, on_key=True, severity="warning")


class Known:
    """Names that may be used somewhere; all of them if ``is_open``, because their list could not be read."""

    def __init__(self, names: Iterable[str], *, is_open: bool = False) -> None:
        self.names = dict.fromkeys(names)
        self.is_open = is_open

    def __contains__(self, name: str) -> bool:
        return self.is_open or name in self.names

    def __or__(self, other: Known | Iterable[str]) -> Known:
        """Return the names of both."""
        theirs = other if isinstance(other, Known) else Known(other)
        return Known([*self.names, *theirs.names], is_open=self.is_open or theirs.is_open)

    def nearest(self, name: str) -> str:
        """Return a hint that names the nearest of them, or a few."""
        return nearest(name, self.names)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known name, or a few of them; long lists are not searched to the end."""
    return did_you_mean(name, islice(known, MOST_COMPARED))


@dataclass(frozen=True)
class View:
    """A file as checks see it.

    Attributes
    ----------
    file : CaseFile
        What could be validated of it.
    root : Node
        The tree that it was made from.
    written : Node
        The tree of the whole file, wrong parts included: what it declares counts as declared.
    """

    file: CaseFile
    root: Node
    written: Node
    _trees: dict[str, Formula | FormulaError] = field(default_factory=dict, repr=False)

    def tree(self, text: str) -> Formula:
        """Return the tree of a formula, or ``true`` if it cannot be read."""
        made = self._parsed(text)
        return Constant(value=True) if isinstance(made, FormulaError) else made

    def error(self, text: str) -> FormulaError | None:
        """Return what is wrong with a formula, if anything."""
        made = self._parsed(text)
        return made if isinstance(made, FormulaError) else None

    def _parsed(self, text: str) -> Formula | FormulaError:
        if text not in self._trees:
            try:
                self._trees[text] = parse(text)
            except FormulaError as error:
                self._trees[text] = error
        return self._trees[text]

    @cached_property
    def formulas(self) -> tuple[tuple[Path, str], ...]:
        """Every formula of the file with its path."""
        return tuple(formulas(self.file))

    @cached_property
    def options(self) -> Known:
        """The dotted names of all options."""
        found, is_open = [], self.parties.is_open
        for slug in self.parties.names:
            node = self._at("decision_makers", slug, "options")
            if isinstance(node, Mapping):
                found += [f"{slug}.{option}" for option in node.items]
            is_open = is_open or not (node is None or isinstance(node, Mapping))
        return Known(found, is_open=is_open)

    @cached_property
    def named_states(self) -> Known:
        """The states that have names and no patterns; formulas may mention them."""
        node = self._at("states")
        if isinstance(node, Sequence):
            return Known(n.text for n in node.items if isinstance(n, Scalar))
        return Known((), is_open=isinstance(node, Scalar))

    @cached_property
    def parties(self) -> Known:
        """The decision makers."""
        found = self._keys("decision_makers")
        return Known(found.names, is_open=found.is_open or not found.names)

    @cached_property
    def lets(self) -> Known:
        """The names under ``let``."""
        return self._keys("let")

    @cached_property
    def sources(self) -> Known:
        """The sources."""
        return self._keys("sources")

    @cached_property
    def voices(self) -> Known:
        """The voices."""
        return self._keys("voices")

    @cached_property
    def classes(self) -> Known:
        """The classes of states."""
        return self._keys("classes")

    @cached_property
    def worlds(self) -> Known:
        """The worlds of the file, ``actual`` not among them."""
        return self._keys("worlds")

    @cached_property
    def variants(self) -> Known:
        """The variants."""
        return self._keys("variants")

    @cached_property
    def constraints(self) -> Known:
        """The names of constraints."""
        node = self._at("constraints")
        entries = node.items if isinstance(node, Sequence) else []
        named = [e.items["name"][1] for e in entries if isinstance(e, Mapping) and "name" in e.items]
        is_open = not (node is None or isinstance(node, Sequence))
        return Known((n.text for n in named if isinstance(n, Scalar)), is_open=is_open)

    def _keys(self, key: str) -> Known:
        node = self._at(key)
        is_open = not (node is None or isinstance(node, Mapping))
        return Known(node.items if isinstance(node, Mapping) else (), is_open=is_open)

    def _at(self, *path: str) -> Node | None:
        node: Node = self.written
        for step in path:
            if not isinstance(node, Mapping) or step not in node.items:
                return None
            node = node.items[step][1]
        return node


def formulas(file: CaseFile) -> Iterator[tuple[Path, str]]:
    """Yield every formula of a file with its path."""
    yield from ((("let", name), text) for name, text in file.let.items())
    if file.outcome is not None:
        yield ("outcome", "when"), file.outcome.when
    for path, reading in readings(file):
        yield from (((*path, "statements", i, "want"), s.want) for i, s in enumerate(reading.statements or ()))
    for path, comparison in comparisons(file):
        yield from (((*path, key), text) for key in ("prefer", "over") if (text := getattr(comparison, key)))
        yield from (((*path, "all_else", k), text) for k, text in enumerate(comparison.all_else))
    yield from ((("constraints", i, "when"), c.when) for i, c in enumerate(file.constraints))
    yield from ((("freezes", i, "while"), f.holds_while) for i, f in enumerate(file.freezes))
    yield from ((("classes", name), text) for name, text in file.classes.items())
    yield from _claim_formulas(file)


_IN_TESTS = (
    "attainable",
    "unattainable",
    "in_every_equilibrium",
    "in_some_equilibrium",
    "reachable",
    "every",
    "above",
)


def _claim_formulas(file: CaseFile) -> Iterator[tuple[Path, str]]:
    for name, claim in file.claims.items():
        for key in _IN_TESTS:
            text = getattr(claim.test, key, None)
            if isinstance(text, str):
                yield ("claims", name, "test", key), text


def readings(file: CaseFile) -> Iterator[tuple[Path, Reading]]:
    """Yield the readings of all decision makers with their paths."""
    for slug, dm in file.decision_makers.items():
        if dm.prefers is not None:
            yield ("decision_makers", slug, "prefers"), dm.prefers
        for name, reading in (dm.readings or {}).items():
            yield ("decision_makers", slug, "readings", name), reading


def comparisons(file: CaseFile) -> Iterator[tuple[Path, Comparison]]:
    """Yield the comparisons of all decision makers with their paths."""
    for slug, dm in file.decision_makers.items():
        yield from ((("decision_makers", slug, "comparisons", k), c) for k, c in enumerate(dm.comparisons or ()))


def reading_words(path: Path) -> str:
    """Return how to call the reading at a path."""
    return f"the reading {path[3]} of {path[1]}" if path[2] == "readings" else f"what {path[1]} prefers"


def listed_states(reading: Reading) -> Iterator[tuple[Path, str]]:
    """Yield the states that a ranking or payoffs name, each with its path in the reading."""
    for i, tied in enumerate(reading.ranking or ()):
        if isinstance(tied, str):
            yield ("ranking", i), tied
        else:
            yield from ((("ranking", i, k), state) for k, state in enumerate(tied))
    yield from ((("payoffs", state), state) for state in reading.payoffs or {})
