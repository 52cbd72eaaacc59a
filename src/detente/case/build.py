"""From a case file to the conflict that one reading of each decision maker and one world give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product

from detente.case.document import Node
from detente.case.formula import parse
from detente.case.schema import CaseFile, World
from detente.case.schema import Reading as ReadingFile
from detente.errors import ModelError, UnknownName, did_you_mean
from detente.model.conflict import Conflict, Constraint, Freeze, Structure
from detente.model.formula import Formula, substitute
from detente.model.moves import Coalition, coalitions
from detente.model.options import DecisionMaker, Option
from detente.model.preferences import Payoffs, Preference, Prioritised, Ranking, Statement, Weighted

ACTUAL = "actual"
Readings = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Case:
    """A case that can be asked: everything of the file, and the conflicts that follow from it.

    Attributes
    ----------
    file : CaseFile
        The file as it was written.
    root : Node
        The same as a tree with places.
    name : str
        A slug of the catalogue, or the name of the file.
    text : str
        The text of the file.
    sha256 : str
        The hash of the file's bytes.
    variant : str or None
        The variant that was applied.
    """

    file: CaseFile
    root: Node = field(repr=False)
    name: str
    text: str = field(repr=False)
    sha256: str
    variant: str | None = None
    _structures: dict[str, Structure] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def definitions(self) -> Mapping[str, Formula]:
        """The formulas under ``let``, with every name in them replaced by what it stands for."""
        return resolved_lets(self.file)

    def formula(self, text: str) -> Formula:
        """Return a formula in the names of this case.

        Raises
        ------
        FormulaError
            If it cannot be read.
        UnknownName
            If it uses a name that the case does not have.
        """
        made = substitute(parse(text), self.definitions)
        known = set(self.structure.option_names) or set(self.structure.states.slugs)
        for name in _names(made) - known:
            raise UnknownName(f"there is no {name}; {did_you_mean(name, sorted(known | set(self.definitions)))}")
        return made

    @cached_property
    def outcome(self) -> Formula | None:
        """The formula that the question is about, if the case has one."""
        return self.formula(self.file.outcome.when) if self.file.outcome else None

    @property
    def outcome_label(self) -> str:
        """How to call the outcome in a sentence."""
        if self.file.outcome is None:
            return "the outcome"
        return self.file.outcome.label or self.file.outcome.when

    @cached_property
    def structure(self) -> Structure:
        """What can be done in the actual world."""
        return build_structure(self.file, self.definitions)

    @cached_property
    def preferences(self) -> Mapping[str, Mapping[str, Preference]]:
        """What each decision maker wants, by decision maker and reading."""
        return {
            slug: {name: build_preference(r, self.definitions) for name, r in dm.all_readings.items()}
            for slug, dm in self.file.decision_makers.items()
        }

    @property
    def worlds(self) -> tuple[str, ...]:
        """The names of the worlds, ``actual`` first."""
        return (ACTUAL, *self.file.worlds)

    def world(self, name: str) -> World | None:
        """Return what the file says of a world; None for ``actual``."""
        if name not in self.worlds:
            raise UnknownName(f"there is no world {name}; {did_you_mean(name, self.worlds)}")
        return self.file.worlds.get(name)

    def world_label(self, name: str) -> str:
        """Return how to call a world in a table."""
        world = self.world(name)
        return (world.label or name) if world else "as things are"

    def structure_in(self, world: str) -> Structure:
        """Return what can be done in a world; built once for each."""
        if world not in self._structures:
            self._structures[world] = changed(self.structure, self.world(world))
        return self._structures[world]

    def reading(self, **chosen: str) -> dict[str, str]:
        """Return one reading for each decision maker: the named ones, and the first of every other.

        Examples
        --------
        >>> import detente
        >>> detente.load("peace-treaty").reading(russia="brown_stall")
        {'russia': 'brown_stall', 'japan': 'brown_two', 'us': 'benign'}
        """
        for slug, name in chosen.items():
            if slug not in self.preferences:
                raise UnknownName(f"there is no decision maker {slug}; {did_you_mean(slug, self.preferences)}")
            if name not in self.preferences[slug]:
                raise UnknownName(f"{slug} has no reading {name}; {did_you_mean(name, self.preferences[slug])}")
        self._check_that_all_are_read()
        return {slug: chosen.get(slug, next(iter(readings))) for slug, readings in self.preferences.items()}

    def _check_that_all_are_read(self) -> None:
        """Raise the error that says who has comparisons only, so that no one order of the states is theirs."""
        for slug, readings in self.preferences.items():
            if not readings:
                raise ModelError(
                    f"{slug} has comparisons and no reading, so its order of the states is open; detente robust "
                    "answers over every order that they allow, and other questions need prefers or readings"
                )

    def combinations(self, **chosen: str) -> Iterator[dict[str, str]]:
        """Yield every combination of readings, the file's order; named decision makers keep the named reading."""
        self.reading(**chosen)
        lists = [[chosen[s]] if s in chosen else list(r) for s, r in self.preferences.items()]
        for names in product(*lists):
            yield dict(zip(self.preferences, names, strict=True))

    def conflict(self, readings: Readings | None = None, world: str = ACTUAL) -> Conflict:
        """Return the conflict under one reading for each decision maker, in a world.

        Parameters
        ----------
        readings : mapping, optional
            From decision makers to readings; the first reading holds for those left out.
        world : str
            ``actual``, or a world of the file.
        """
        full = self.reading(**dict(readings or {}))
        chosen = tuple(self.preferences[slug][name] for slug, name in full.items())
        return Conflict(self.structure_in(world), chosen, self.start)

    @cached_property
    def start(self) -> str | None:
        """The status quo as a pattern or a state's name."""
        given = self.file.status_quo
        if given is None or isinstance(given, str):
            return given
        return "".join(given[o].value if o in given else "N" for o in self.structure.option_names)

    @cached_property
    def coalitions(self) -> tuple[Coalition, ...]:
        """Who can act together, singletons among them, as indices of decision makers; the smaller first."""
        slugs = tuple(self.file.decision_makers)
        if isinstance(self.file.coalitions, str):
            return tuple(coalitions(range(len(slugs))))
        listed = {tuple(sorted(slugs.index(s) for s in members)) for members in self.file.coalitions}
        alone = {(i,) for i in range(len(slugs))}
        return tuple(sorted(listed | alone, key=lambda c: (len(c), c)))

    def dm_name(self, slug: str) -> str:
        """Return a decision maker's name in words."""
        return self.file.decision_makers[slug].name

    def dm_called(self, slug: str) -> str:
        """Return how to call a decision maker in a sentence, with its article if it has one."""
        party = self.file.decision_makers[slug]
        return party.called or party.name

    def reading_label(self, slug: str, reading: str) -> str:
        """Return how to call a reading in a table."""
        return self.file.decision_makers[slug].all_readings[reading].label or reading

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.case.notebook import case_html

        return case_html(self)


def _names(formula: Formula) -> frozenset[str]:
    from detente.model.formula import names

    return names(formula)


def build(file: CaseFile, root: Node, *, name: str, text: str, sha256: str, variant: str | None = None) -> Case:
    """Return the case of a checked file."""
    return Case(file, root, name, text, sha256, variant)


def resolved_lets(file: CaseFile) -> dict[str, Formula]:
    """Return the definitions under ``let`` with every name replaced; assumes that none is cyclic."""
    parsed = {name: parse(text) for name, text in file.let.items()}
    done: dict[str, Formula] = {}

    def resolve(name: str) -> None:
        for used in _names(parsed[name]) & parsed.keys():
            if used not in done:
                resolve(used)
        done[name] = substitute(parsed[name], done)

    for name in parsed:
        if name not in done:
            resolve(name)
    return done


def build_structure(file: CaseFile, lets: Mapping[str, Formula]) -> Structure:
    """Return what can be done in the actual world of a file."""

    def formula(text: str) -> Formula:
        return substitute(parse(text), lets)

    constraints = tuple(Constraint(c.name or "", formula(c.when)) for c in file.constraints)
    freezes = tuple(Freeze(formula(f.holds_while), f.options) for f in file.freezes)
    directions = {option: d.only for option, d in file.directions.items()}
    explicit = None
    if file.arcs is not None:
        explicit = {slug: tuple(pair for arc in arcs for pair in arc_pairs(arc)) for slug, arcs in file.arcs.items()}
    return Structure(decision_makers(file), constraints, directions, freezes, file.states, explicit)


def decision_makers(file: CaseFile) -> tuple[DecisionMaker, ...]:
    """Return the decision makers with their options numbered in the order of the file."""
    made, bit = [], 0
    for slug, dm in file.decision_makers.items():
        options = []
        for option, said in dm.options.items():
            options.append(Option(f"{slug}.{option}", said.meaning, bit))
            bit += 1
        made.append(DecisionMaker(slug, dm.name, tuple(options)))
    return tuple(made)


def arc_pairs(arc: str) -> list[tuple[str, str]]:
    """Return the pairs of states that ``a -> b`` or ``a <-> b`` stands for; an empty list if it is neither."""
    for sign, both in (("<->", True), ("->", False)):
        if sign in arc:
            a, b = (side.strip() for side in arc.split(sign, 1))
            return [(a, b), (b, a)] if both else [(a, b)]
    return []


def build_preference(reading: ReadingFile, lets: Mapping[str, Formula]) -> Preference:
    """Return the preference that one reading spells out."""
    if reading.statements is not None:
        said = [(substitute(parse(s.want), lets), s.want) for s in reading.statements]
        return Prioritised(tuple(Statement(f, " ".join(w.split())) for f, w in said))
    if reading.ranking is not None:
        return Ranking(tuple((c,) if isinstance(c, str) else tuple(c) for c in reading.ranking))
    if reading.weights is not None:
        return Weighted(tuple((o, Fraction(w)) for o, w in reading.weights.items()))
    if reading.payoffs is not None:
        return Payoffs(tuple((s, Fraction(v)) for s, v in reading.payoffs.items()))
    raise ModelError("a reading without preferences")


def changed(structure: Structure, world: World | None) -> Structure:
    """Return the structure in a world: values fixed, constraints lifted, directions opened."""
    if world is None:
        return structure
    for name in world.lift:
        structure = structure.lift(name)
    for option in world.open:
        structure = structure.open(option)
    return structure.do(**{option: value == "Y" for option, value in world.do.items()}) if world.do else structure
