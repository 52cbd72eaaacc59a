"""What stands in a ``.gmcr`` file, checked: every problem at once, each with its place.

The format counts options, decision makers and literals by index from 0, and states by *ordinal* from 1: their place
among the feasible states once the options are sorted by owner, the first option changing fastest. Ordinals are
turned into patterns as soon as they are read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from detente.case.document import MOST_PROBLEMS, Node, find, plain
from detente.errors import CaseError, Problem, TooLarge
from detente.model.formula import And, Constant, Formula, Iff, Implies, Name, Not, Or, conjunction
from detente.model.states import feasible

Path = tuple[str | int, ...]
Condition = tuple[tuple[int, bool], ...]
MOST_RANKED = 1 << 20
MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
RANKING = ("preferenceRanking", "preferenceVector")
_DIRECTIONS = {"both": None, "fwd": "N->Y", "back": "Y->N"}


@dataclass(frozen=True)
class Party:
    """A decision maker as the file has it; options and decision makers by their place."""

    name: str
    options: tuple[int, ...]
    statements: tuple[tuple[Condition, ...], ...]
    ranking: tuple[tuple[str, ...], ...] | None
    blind: tuple[Condition, ...]


@dataclass(frozen=True)
class Model:
    """Everything of a file that is read."""

    options: tuple[tuple[str, str | None], ...]
    parties: tuple[Party, ...]
    infeasible: tuple[Condition, ...]
    coalitions: tuple[tuple[int, ...], ...]
    program: str

    @property
    def order(self) -> tuple[int, ...]:
        """The options sorted by owner, as the ordinals count them."""
        return tuple(o for party in self.parties for o in party.options)


class Reader:
    """Reads a file and collects what is wrong with it."""

    def __init__(self, root: Node, name: str) -> None:
        self.root = root
        self.name = name
        self.data = plain(root)
        self.problems: list[Problem] = []

    def wrong(self, code: str, path: Path, message: str, hint: str = "") -> None:
        """Note a problem at the value that a path leads to."""
        mark = find(self.root, path).mark
        self.problems.append(Problem(self.name, mark.line, mark.column, code, message, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            raise CaseError(self.problems)

    def model(self) -> Model | None:
        """Return the model, or None if it cannot be put together."""
        if not isinstance(self.data, dict):
            self.wrong("G003", (), f"expected a mapping of keys, found {_kind(self.data)}", "is this a .gmcr file?")
            return None
        options = self._options()
        parties = tuple(self._party(k, len(options)) for k in self._places((), "decisionMakers", "decision maker"))
        infeasible = tuple(self._simple(("infeasibles", k), len(options)) for k in self._places((), "infeasibles"))
        coalitions = self._coalitions(len(parties))
        self._check_owners(options, parties)
        manual = self._is_manual()
        if self.problems:
            return None
        said = [self.data.get(key) for key in ("program", "version")]
        program = legible(" ".join(w for w in said if isinstance(w, str)))
        model = Model(options, parties, infeasible, coalitions, program)
        model = replace(model, parties=self._ranked(model, manual=manual))
        return None if self.problems else model

    # ------------------------------------------------------------------------------------------- keys and lists

    def _at(self, path: Path) -> Any:
        value = self.data
        for step in path:
            value = value[step]
        return value

    def _value(self, path: Path, key: str, kind: type, default: Any) -> Any:
        """Return the value under a key, or note that it is missing (where no default is given) or of another kind."""
        owner = self._at(path)
        if key not in owner:
            if default is None:
                self.wrong("G002", path, f"the key {key} is missing in {_words(path)}", "is this a .gmcr file?")
            return default if default is not None else kind()
        if not _is(owner[key], kind):
            self.wrong(
                "G003",
                (*path, key),
                f"{_words((*path, key))}: expected {_KINDS[kind]}, found {_kind(owner[key])}",
            )
            return kind()
        return owner[key]

    def _places(self, path: Path, key: str, at_least: str = "", *, default: Any = None) -> range:
        """Return the places of a list under a key; entries that are no mappings or lists are noted."""
        entries = self._value(path, key, list, default)
        if at_least and not entries and not self.problems:
            self.wrong("G002", (*path, key), f"the file has no {at_least}")
        return range(len(entries))

    def _fits(self, path: Path, kind: type) -> bool:
        value = self._at(path)
        if not _is(value, kind):
            self.wrong("G003", path, f"{_words(path)}: expected {_KINDS[kind]}, found {_kind(value)}")
        return _is(value, kind)

    def _index(self, path: Path, n: int, what: str) -> int | None:
        """Return a place in a list of ``n``, or None and note that it is none."""
        if not self._fits(path, int):
            return None
        value = int(self._at(path))
        if not 0 <= value < n:
            hint = f"{what}s are counted from 0 to {n - 1} here"
            self.wrong("G006", path, f"{_words(path)}: there is no {what} number {value}", hint)
            return None
        return value

    # ---------------------------------------------------------------------------------------------- the entries

    def _options(self) -> tuple[tuple[str, str | None], ...]:
        made: list[tuple[str, str | None]] = []
        for k in self._places((), "options", "option"):
            path: Path = ("options", k)
            if not self._fits(path, dict):
                made.append(("", None))
                continue
            way = self._value(path, "permittedDirection", str, "both")
            if way not in _DIRECTIONS:
                message = f"{_words(path)} has the direction {_short(way)}; expected both, fwd or back"
                self.wrong("G003", (*path, "permittedDirection"), message)
            made.append((legible(self._value(path, "name", str, None)), _DIRECTIONS.get(way)))
        return tuple(made)

    def _party(self, k: int, n_options: int) -> Party:
        path: Path = ("decisionMakers", k)
        if not self._fits(path, dict):
            return Party("", (), (), None, ())
        name = legible(self._value(path, "name", str, None))
        owned = [self._index((*path, "options", i), n_options, "option") for i in self._places(path, "options")]
        wants = [self._statement((*path, "preferences", i), n_options) for i in self._places(path, "preferences")]
        unseen = self._places(path, "misperceptions", default=[])
        blind = [self._simple((*path, "misperceptions", i), n_options) for i in unseen]
        return Party(name, tuple(o for o in owned if o is not None), tuple(wants), None, tuple(blind))

    def _statement(self, path: Path, n_options: int) -> tuple[Condition, ...]:
        """Return the conditions of a statement; it holds where one of them does."""
        if not isinstance(self._at(path), dict):
            return (self._condition(path, n_options),)
        if self._at(path).get("compound") is not True:
            self.wrong("G003", path, f"{_words(path)}: a mapping here is a compound, with compound: true and members")
            return ()
        places = self._places(path, "members")
        return tuple(self._simple((*path, "members", i), n_options) for i in places)

    def _simple(self, path: Path, n_options: int) -> Condition:
        if isinstance(self._at(path), dict):
            hint = "split it into its members" if path[0] == "infeasibles" else ""
            self.wrong("G012", path, f"{_words(path)}: a compound is not possible here", hint)
            return ()
        return self._condition(path, n_options)

    def _condition(self, path: Path, n_options: int) -> Condition:
        """Return the literals of a condition; it holds where all of them do."""
        literals: dict[int, bool] = {}
        for i in range(len(self._at(path)) if self._fits(path, list) else 0):
            place: Path = (*path, i)
            pair = self._at(place)
            if not isinstance(pair, list) or len(pair) != 2:
                self.wrong("G003", place, f'{_words(place)}: expected an option and a letter, as in [0, "Y"]')
                continue
            option = self._index((*place, 0), n_options, "option")
            if pair[1] not in ("Y", "N"):
                self.wrong("G007", (*place, 1), f"{_words(place)}: expected Y or N, found {_short(pair[1])}")
            if option in literals:
                message = f"{_words(path)} names the option number {option} twice"
                self.wrong("G008", place, message, "keep one; a state cannot fulfil both letters")
            if option is not None:
                literals[option] = pair[1] == "Y"
        return tuple(literals.items())

    def _coalitions(self, n_parties: int) -> tuple[tuple[int, ...], ...]:
        """Return the coalitions of two and more; a list that leaves somebody out is passed over, as GMCR+ does."""
        found: list[tuple[int, ...]] = []
        for k in self._places((), "coalitions", default=[]) if "coalitions" in self.data else ():
            path: Path = ("coalitions", k)
            alone = not isinstance(self._at(path), list)
            places: list[Path] = [path] if alone else [(*path, i) for i in range(len(self._at(path)))]
            members = [self._index(p, n_parties, "decision maker") for p in places]
            found.append(tuple(m for m in members if m is not None))
        everybody = [m for members in found for m in members]
        for twice in sorted({m for m in everybody if everybody.count(m) > 1}):
            message = f"the decision maker number {twice} is in two coalitions"
            self.wrong("G013", ("coalitions",), message, "coalitions divide the decision makers up")
        return tuple(c for c in found if len(c) > 1)

    def _is_manual(self) -> bool:
        key = next((key for key in MANUAL if key in self.data), None)
        if key is None:
            message = f"the key {MANUAL[0]} is missing (before version 0.3.6: {MANUAL[1]})"
            self.wrong("G002", (), message, "true if the rankings hold, false if the statements do")
            return False
        return bool(self._value((), key, bool, None))

    def _check_owners(self, options: Collection[object], parties: tuple[Party, ...]) -> None:
        owners: dict[int, str] = {}
        for k, party in enumerate(parties):
            for i, option in enumerate(party.options):
                if option in owners:
                    message = f"the option number {option} belongs to {owners[option]} and to {party.name}"
                    if owners[option] == party.name:
                        message = f"the option number {option} stands twice with {party.name}"
                    self.wrong("G004", ("decisionMakers", k, "options", i), message, "an option has one owner")
                owners.setdefault(option, party.name)
        for option in range(len(options)):
            if option not in owners and not self.problems:
                name = self._at(("options", option))["name"]
                message = f"the option {_short(name)} (number {option}) belongs to nobody"
                self.wrong("G005", ("options", option), message, "give it to a decision maker, or leave it out")

    # ---------------------------------------------------------------------------------------------- the rankings

    def _ranked(self, model: Model, *, manual: bool) -> tuple[Party, ...]:
        """Return the decision makers with their rankings in patterns, where rankings hold."""
        order = model.order
        names = [str(o) for o in order]
        try:
            states = feasible(
                names,
                [formula((c,), dict(zip(order, names, strict=True))) for c in model.infeasible],
                limit=MOST_RANKED,
            )
        except TooLarge:
            if manual:
                message = f"there are more than {MOST_RANKED:,} feasible states; rankings of so many are not read"
                self.wrong("G014", ("options",), message)
            return model.parties
        if not len(states):
            self.wrong("G015", ("infeasibles",), "no state is feasible", "leave out an infeasible condition")
        if not manual:
            return model.parties
        return tuple(self._with_ranking(k, party, states.patterns) for k, party in enumerate(model.parties))

    def _with_ranking(self, k: int, party: Party, patterns: tuple[str, ...]) -> Party:
        path: Path = ("decisionMakers", k)
        key = next((key for key in RANKING if key in self._at(path)), RANKING[0])
        classes: list[tuple[str, ...]] = []
        ranked: set[int] = set()
        for i in self._places(path, key):
            tied = isinstance(self._at((*path, key, i)), list)
            n = len(self._at((*path, key, i))) if tied else 0
            places: list[Path] = [(*path, key, i, j) for j in range(n)] if tied else [(*path, key, i)]
            ordinals = [self._ordinal(place, len(patterns), ranked, party.name) for place in places]
            classes.append(tuple(patterns[o - 1] for o in ordinals if o is not None))
        missing = [o for o in range(1, len(patterns) + 1) if o not in ranked]
        if missing and key in self._at(path):
            shown = ", ".join(f"{o} ({patterns[o - 1]})" for o in missing[:5]) + (", ..." if missing[5:] else "")
            message = f"the ranking of {party.name} leaves out {len(missing)} of {len(patterns)} states: {shown}"
            self.wrong("G011", (*path, key), message, "name every feasible state once")
        return replace(party, ranking=tuple(c for c in classes if c))

    def _ordinal(self, path: Path, n_states: int, ranked: set[int], who: str) -> int | None:
        if not self._fits(path, int):
            return None
        ordinal = int(self._at(path))
        if not 1 <= ordinal <= n_states:
            message = f"{who} ranks the state {ordinal}, but the feasible states are 1 to {n_states}"
            self.wrong("G009", path, message)
            return None
        if ordinal in ranked:
            self.wrong("G010", path, f"{who} ranks the state {ordinal} twice", "keep one")
        ranked.add(ordinal)
        return ordinal

    def refuse_losses(self, model: Model) -> None:
        """Note what the file has and a case cannot hold."""
        hint = "use --lossy to read the file without"
        for k, party in enumerate(model.parties):
            if party.blind:
                count = f"{len(party.blind)} condition" + ("s" if len(party.blind) > 1 else "")
                message = f"the misperceptions of {party.name} ({count} of states that it does not see) would be lost"
                self.wrong("G020", ("decisionMakers", k, "misperceptions"), message, hint)
        if model.coalitions:
            groups = "; ".join(" and ".join(model.parties[m].name for m in c) for c in model.coalitions)
            message = f"the coalitions that act as one decision maker ({groups}) would be lost"
            self.wrong("G020", ("coalitions",), message, hint)


def legible(words: str) -> str:
    r"""Return text in one line, without what cannot be printed.

    Examples
    --------
    >>> legible("two\n lines\x00")
    'two lines'
    """
    return "".join(c for c in " ".join(words.split()) if c.isprintable())


_KINDS: dict[type, str] = {
    dict: "a mapping",
    list: "a list",
    str: "text",
    int: "a whole number",
    bool: "true or false",
}


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _kind(value: Any) -> str:
    if isinstance(value, dict | list):
        return _KINDS[type(value)]
    return "nothing" if value is None else _short(value)


def _short(value: Any) -> str:
    if isinstance(value, dict | list):
        return _KINDS[type(value)]
    return str(value) if len(str(value)) <= 40 else str(value)[:37] + "..."


def _words(path: Path) -> str:
    """Return a path as in a sentence; lists count from 1."""
    return " / ".join(step if isinstance(step, str) else f"entry {step + 1}" for step in path) or "the file"


def formula(conditions: tuple[Condition, ...], names: dict[int, str]) -> Formula:
    """Return the formula that holds where one of the conditions does; if-then and if-and-only-if are recognised."""
    if not conditions:
        return Constant(value=False)
    mentioned = sorted({o for c in conditions for o, _ in c})
    if len(mentioned) == 2 and len(set(conditions)) == len(conditions) > 1 and all(len(c) == 2 for c in conditions):
        return _of_two(mentioned[0], mentioned[1], [dict(c) for c in conditions], names)
    parts = tuple(conjunction(tuple(_literal(o, names, yes=yes) for o, yes in c)) for c in conditions)
    return parts[0] if len(parts) == 1 else Or(parts)


def _of_two(a: int, b: int, rows: list[dict[int, bool]], names: dict[int, str]) -> Formula:
    """Return the formula of a truth table over two options, by the rows where it holds."""
    missing = [(x, y) for x in (True, False) for y in (True, False) if {a: x, b: y} not in rows]
    if len(missing) == 1:
        ((x, y),) = missing
        return Implies(_literal(a, names, yes=x), _literal(b, names, yes=not y))
    if len(missing) == 2 and missing[0][0] != missing[1][0] and missing[0][1] != missing[1][1]:
        same = missing[0][0] != missing[0][1]
        return Iff(Name(names[a]), _literal(b, names, yes=same))
    parts = tuple(And(tuple(_literal(o, names, yes=yes) for o, yes in row.items())) for row in rows)
    return Or(parts)


def _literal(option: int, names: dict[int, str], *, yes: bool) -> Formula:
    return Name(names[option]) if yes else Not(Name(names[option]))
