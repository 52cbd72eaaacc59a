"""The conflict as a frozen whole, and its counterfactuals (theory A2, D3).

Four kinds of change are kept apart and never mixed up: ``do`` fixes an option's value and removes the other states;
``lift`` drops a constraint; ``open`` drops a direction; ``with_preference`` replaces what one decision maker wants.
Each returns a new conflict; nothing is ever changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from detente.errors import ModelError, UnknownName, did_you_mean
from detente.model.building import Count, counted
from detente.model.formula import Formula, Mask
from detente.model.moves import (
    Arcs,
    Coalition,
    ExplicitMoves,
    Indices,
    Joint,
    Moves,
    OptionMoves,
    Walk,
    joint_reach,
    option_moves,
)
from detente.model.options import DecisionMaker, bit_mask, word_count
from detente.model.preferences import Ordered, Preference, WeakOrder
from detente.model.states import States, feasible, listed, named

MOST_KEPT = 1 << 26


@dataclass(frozen=True, slots=True)
class Constraint:
    """A formula that no feasible state fulfils; its name is how a world lifts it."""

    name: str
    forbids: Formula


@dataclass(frozen=True, slots=True)
class Freeze:
    """Options that no move changes which starts where the formula holds."""

    holds_while: Formula
    options: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Structure:
    """What can be done: everything of a conflict but the preferences and the status quo.

    Attributes
    ----------
    decision_makers : tuple of DecisionMaker
    constraints : tuple of Constraint
    directions : mapping
        From an option to ``N->Y`` or ``Y->N``.
    freezes : tuple of Freeze
    listing : mapping or tuple or None
        States listed by name and pattern, or by name alone; None builds them from the constraints.
    explicit : mapping or None
        From a decision maker to its arcs, pairs of states by name or pattern; None uses the option rule.
    fixed : mapping
        Options whose value a ``do`` has fixed.
    """

    decision_makers: tuple[DecisionMaker, ...]
    constraints: tuple[Constraint, ...] = ()
    directions: Mapping[str, str] = field(default_factory=dict)
    freezes: tuple[Freeze, ...] = ()
    listing: Mapping[str, str] | tuple[str, ...] | None = None
    explicit: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    fixed: Mapping[str, bool] = field(default_factory=dict)
    limit: int | None = None
    _orders: dict[int, tuple[Preference, WeakOrder]] = field(default_factory=dict, init=False, repr=False)
    _reach: dict[tuple[Coalition, int, Joint], Mask] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def option_names(self) -> tuple[str, ...]:
        """The dotted names of all options, in bit order."""
        return tuple(o.name for dm in self.decision_makers for o in dm.options)

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The decision makers' slugs, in the order of the file."""
        return tuple(dm.slug for dm in self.decision_makers)

    def player(self, slug: str) -> int:
        """Return the index of a decision maker."""
        if slug not in self.slugs:
            raise UnknownName(f"there is no decision maker {slug}; {did_you_mean(slug, self.slugs)}")
        return self.slugs.index(slug)

    @cached_property
    def states(self) -> States:
        """The feasible states; built once.

        Raises
        ------
        TooLarge
            If there are more states than can be listed one by one.
        ModelError
            If there is none.
        """
        states = self._all_states()
        if not len(states):
            raise ModelError("no state is feasible: the constraints exclude every combination of options")
        return states

    def _all_states(self) -> States:
        if self.listing is None:
            forbidden = [c.forbids for c in self.constraints]
            return feasible(self.option_names, forbidden, fixed=self.fixed, limit=self.limit)
        patterns = self.listing if isinstance(self.listing, Mapping) else None
        states = named(tuple(self.listing)) if patterns is None else listed(self.option_names, patterns)
        return states.only(self.allowed(states))

    def allowed(self, states: States) -> Mask:
        """Return ``(states,) bool``: which of some states the constraints and the fixed values allow."""
        keep = np.ones(len(states), dtype=bool)
        for constraint in self.constraints:
            keep &= ~states.truth(constraint.forbids)
        for option, value in self.fixed.items():
            yes, no = states.column(option)
            keep &= ~(no if value else yes)
        return keep

    @cached_property
    def moves(self) -> Moves:
        """Who can move from which state to which; built once."""
        if self.explicit is not None:
            lists = tuple(self._explicit_arcs(dm.slug) for dm in self.decision_makers)
            return ExplicitMoves(lists)
        if self.states.is_merged:
            raise ModelError("merged states (-) need explicit arcs: the option rule cannot say who moves between them")
        bits = self.states.bits
        owned = [[o.bit for o in dm.options] for dm in self.decision_makers]
        directions = {bits[o]: d for o, d in self.directions.items()}
        freezes = [(f.holds_while, [bits[o] for o in f.options]) for f in self.freezes]
        return option_moves(self.states, owned, directions, freezes)

    def _explicit_arcs(self, slug: str) -> Arcs:
        pairs = (self.explicit or {}).get(slug, ())
        known = set(self.states.patterns) | set(self.states.slugs)
        kept = [(a, b) for a, b in pairs if a in known and b in known]
        sources = np.array([self.states.index(a) for a, _ in kept], dtype=np.int64)
        targets = np.array([self.states.index(b) for _, b in kept], dtype=np.int64)
        return Arcs.of(sources, targets, len(self.states))

    @cached_property
    def walk(self) -> Walk:
        """Every decision maker's moves from every state, as edge lists; built once."""
        return Walk(tuple(self.moves.arcs(i) for i in range(len(self.decision_makers))))

    @cached_property
    def count(self) -> Count:
        """How many states are feasible, found without listing them where it can be; otherwise a bound."""
        if "states" in self.__dict__ or self.listing is not None:
            return Count(len(self.states), exact=True)
        return counted(self.option_names, tuple(c.forbids for c in self.constraints), self.fixed)

    def order(self, preference: Preference) -> WeakOrder:
        """Return the order of the states that a preference gives; built once for each preference object."""
        if id(preference) not in self._orders:
            self._orders[id(preference)] = (preference, preference.order(self.states))
        return self._orders[id(preference)][1]

    def joint_reach(self, coalition: Coalition, state: int, joint: Joint) -> Mask:
        """Return where a coalition can go together from ``state``; built once for each."""
        key = (coalition, state, joint)
        if key not in self._reach:
            if len(self._reach) * len(self.states) > MOST_KEPT:
                self._reach.clear()
            self._reach[key] = joint_reach(self.moves, coalition, state, joint)
        return self._reach[key]

    def do(self, **values: bool) -> Structure:
        """Return the structure in which options have a fixed value; call as ``do(**{"us.station": False})``."""
        for option in values:
            self._known(option)
        made = self._changed(fixed={**self.fixed, **values})
        if "states" in self.__dict__ and not any(self.fixed.get(o, v) != v for o, v in values.items()):
            kept = self.states.only(made.allowed(self.states))
            if len(kept):
                made.__dict__["states"] = kept  # as building them anew would give
        return made

    def lift(self, name: str) -> Structure:
        """Return the structure without the constraints of that name."""
        if name not in {c.name for c in self.constraints}:
            known = [c.name for c in self.constraints if c.name]
            raise UnknownName(f"there is no constraint {name}; {did_you_mean(name, known)}")
        return self._changed(constraints=tuple(c for c in self.constraints if c.name != name))

    def open(self, option: str) -> Structure:
        """Return the structure in which an option can change both ways."""
        if option not in self.directions:
            raise UnknownName(f"{option} has no direction; {did_you_mean(option, self.directions)}")
        return self._changed(directions={o: d for o, d in self.directions.items() if o != option})

    def thaw(self, *places: int) -> Structure:
        """Return the structure without some freezes, given by their places in ``freezes``."""
        return self._changed(freezes=tuple(f for k, f in enumerate(self.freezes) if k not in places))

    def _changed(self, **fields: object) -> Structure:
        return replace(self, **fields)  # type: ignore[arg-type]

    def _known(self, option: str) -> None:
        if option not in self.option_names:
            raise UnknownName(f"there is no option {option}; {did_you_mean(option, self.option_names)}")

    @cached_property
    def has_joint_moves(self) -> bool:
        """Whether moves at the same time are defined: options, none merged, and every arc within its owner's."""
        if self.listing is not None and not self.option_names:
            return False
        return not self.states.is_merged and self._moves_own_options

    @cached_property
    def _moves_own_options(self) -> bool:
        words = self.states.words
        for player, dm in enumerate(self.decision_makers):
            if isinstance(self.moves, OptionMoves):
                break
            arcs = self.moves.arcs(player)
            own = bit_mask((o.bit for o in dm.options), word_count(len(self.option_names)))
            if ((words[arcs.sources] ^ words[arcs.targets]) & ~own).any():
                return False
        return True


@dataclass(frozen=True, eq=False)
class Conflict:
    """A structure, what each decision maker wants, and where things stand.

    Attributes
    ----------
    structure : Structure
    preferences : tuple of Preference
        One for each decision maker.
    start : str or None
        The status quo as a pattern or name; None if the case gives none. Options that a ``do`` fixed are overruled.
    """

    structure: Structure
    preferences: tuple[Preference, ...]
    start: str | None = None

    @classmethod
    def of_orders(cls, structure: Structure, orders: Iterable[WeakOrder], start: str | None = None) -> Conflict:
        """Return the conflict in which each decision maker orders the states like this."""
        known = tuple(orders)
        made = cls(structure, tuple(map(Ordered, known)), start)
        made.__dict__["orders"] = known  # the structure need not keep them
        return made

    @property
    def decision_makers(self) -> tuple[DecisionMaker, ...]:
        """The decision makers, in the order of the file."""
        return self.structure.decision_makers

    @property
    def states(self) -> States:
        """The feasible states."""
        return self.structure.states

    @property
    def moves(self) -> Moves:
        """The moves."""
        return self.structure.moves

    @cached_property
    def orders(self) -> tuple[WeakOrder, ...]:
        """Each decision maker's order of the states."""
        return tuple(self.structure.order(p) for p in self.preferences)

    @cached_property
    def status_quo(self) -> int:
        """The index of the status quo.

        Raises
        ------
        ModelError
            If the case gives none, or it is infeasible in this world.
        """
        if self.start is None:
            raise ModelError("the case has no status_quo, and this question starts from one")
        state = self._settled(self.start)
        try:
            return self.states.index(state)
        except UnknownName:
            raise ModelError(f"the status quo {state} is not feasible here") from None

    @property
    def begins(self) -> str | None:
        """The status quo as a pattern or name, with the values that a ``do`` fixed, whether or not it is feasible."""
        return None if self.start is None else self._settled(self.start)

    def _settled(self, state: str) -> str:
        structure = self.structure
        if not structure.fixed or not structure.option_names:
            return state
        listing = structure.listing
        letters = list(listing.get(state, state) if isinstance(listing, Mapping) else state)
        for option, value in structure.fixed.items():
            letters[structure.option_names.index(option)] = "Y" if value else "N"
        return "".join(letters)

    def improvements(self, player: int, state: int) -> Indices:
        """Return the states that one move of ``player`` leads to and that it strictly prefers to ``state``."""
        targets = self.moves.leaving(player, state)
        return targets[self.orders[player].tempts(targets, state)]

    @cached_property
    def improving(self) -> Walk:
        """Every decision maker's improvements from every state, as edge lists; built once.

        Give it to ``detente.model.moves.legal_reach`` where many states are reached.
        """
        return Walk(tuple(self._improving(i) for i in range(len(self.decision_makers))))

    def _improving(self, player: int) -> Arcs:
        arcs, ranks = self.moves.arcs(player), self.orders[player].ranks
        better = np.asarray(ranks[arcs.targets] > ranks[arcs.sources])
        before = np.concatenate([[0], np.cumsum(better)]).astype(np.int64)
        return Arcs(before[arcs.starts], arcs.targets[better])

    def do(self, **values: bool) -> Conflict:
        """Return the conflict in which options have a fixed value, also in the status quo."""
        return replace(self, structure=self.structure.do(**values))

    def lift(self, name: str) -> Conflict:
        """Return the conflict without a constraint."""
        return replace(self, structure=self.structure.lift(name))

    def open(self, option: str) -> Conflict:
        """Return the conflict in which an option can change both ways."""
        return replace(self, structure=self.structure.open(option))

    def with_preference(self, player: int, preference: Preference) -> Conflict:
        """Return the conflict in which one decision maker wants something else."""
        new = (*self.preferences[:player], preference, *self.preferences[player + 1 :])
        return replace(self, preferences=new)
