"""The case file, format 1, as pydantic models; the JSON Schema is made from them.

A case is written to be read by a person who disagrees with it: every element may carry ``cite`` (a source,
a place in it, at most a few words, and whose voice it is) or ``assumed`` (by whom, why).
Short spellings are allowed where nothing is lost: a statement may be a bare formula, a reading a bare list.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from detente.case.grounds import (
    Amount,
    Assumed,
    Chain,
    Cite,
    Digest,
    Drafted,
    Evidence,
    Formula,
    Level,
    OptionName,
    Slug,
    Standing,
    StateName,
    Strict,
    YesNo,
    as_position,
    check_hash,
    kind_of,
    short,
)
from detente.case.menu import Alternative, ChangedMenu, Factor, Menu, Pair
from detente.case.partial import Comparison, Priority

__all__ = [
    "FORMAT",
    "TESTS",
    "Alternative",
    "Assumed",
    "Attainable",
    "CaseFile",
    "ChangedMenu",
    "Cite",
    "Claim",
    "Comparison",
    "Constraint",
    "DecisionMaker",
    "Direction",
    "Drafted",
    "Evidence",
    "Factor",
    "Freeze",
    "InEveryEquilibrium",
    "InSomeEquilibrium",
    "NotTestable",
    "Option",
    "Outcome",
    "Pair",
    "Position",
    "Priority",
    "Published",
    "Ranks",
    "Reachable",
    "Reading",
    "Source",
    "Stable",
    "Statement",
    "Strict",
    "Test",
    "Unattainable",
    "Variant",
    "Voice",
    "World",
]

FORMAT = 1

TieClass = Annotated[
    Annotated[StateName, Tag("text")] | Annotated[tuple[StateName, ...], Tag("list")], Discriminator(kind_of)
]


class Source(Strict):
    """A text that the case cites."""

    title: str
    publisher: str | None = None
    author: str | None = None
    date: str | int | None = None
    url: str | None = None
    sha256: str | None = None
    note: str | None = None


class Voice(Strict):
    """Somebody who speaks, and the decision maker for whom, if any."""

    name: str
    speaks_for: Annotated[Slug | None, Field(alias="for")] = None
    note: str | None = None


class Option(Evidence):
    """Something that its owner can do (Y) or not do (N)."""

    meaning: str


class Statement(Evidence):
    """One thing that a decision maker wants; the earlier in the list, the more important."""

    want: Formula


BareStatement = Annotated[Statement, short("want", Formula | Statement)]


class Reading(Evidence):
    """One named way to read a decision maker's preferences, in exactly one of four spellings."""

    label: str | None = None
    statements: tuple[BareStatement, ...] | None = None
    ranking: tuple[TieClass, ...] | None = None
    weights: dict[OptionName, Amount] | None = None
    payoffs: dict[StateName, Amount] | None = None
    priorities: tuple[Annotated[Priority, short("order", tuple[int, ...] | Priority)], ...] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Reading:
        given = [k for k in ("statements", "ranking", "weights", "payoffs") if getattr(self, k) is not None]
        if len(given) != 1:
            seen = " and ".join(given) or "none of them"
            raise ValueError(f"needs exactly one of statements, ranking, weights, payoffs; found {seen}")
        if self.priorities is not None and self.statements is None:
            raise ValueError("priorities are about statements, and this reading has none")
        return self


BareReading = Annotated[Reading, short("statements", tuple[BareStatement, ...] | Reading)]


class DecisionMaker(Evidence):
    """A party: what it can do and what it wants; ``called`` is its name in a sentence ("the United States")."""

    name: str
    called: str | None = None
    options: dict[Slug, Annotated[Option, short("meaning", str | Option)]] = {}
    prefers: BareReading | None = None
    readings: dict[Slug, BareReading] | None = None
    comparisons: tuple[Comparison, ...] | None = None

    @model_validator(mode="after")
    def _one_spelling(self) -> DecisionMaker:
        given = [key for key in ("prefers", "readings") if getattr(self, key) is not None]
        if len(given) > 1 or not (given or self.comparisons is not None):
            raise ValueError("needs either prefers (one reading, called default) or readings, not both")
        if self.readings is not None and not self.readings:
            raise ValueError("needs at least one reading")
        return self

    @property
    def all_readings(self) -> dict[str, Reading]:
        """Return the readings by name; a single unnamed one is called ``default``."""
        return {"default": self.prefers} if self.prefers is not None else dict(self.readings or {})


class Constraint(Evidence):
    """A formula that no feasible state fulfils, why, and who imposed it."""

    name: Slug | None = None
    when: Formula
    why: str | None = None
    by: tuple[str, ...] = ()
    since: str | int | None = None
    revocable_by: tuple[str, ...] = ()


class Direction(Evidence):
    """An option that can change one way only."""

    only: Literal["N->Y", "Y->N"]
    why: str | None = None


class Freeze(Evidence):
    """Options that cannot change by a move that starts where the formula holds."""

    name: Slug | None = None
    holds_while: Annotated[Formula, Field(alias="while")]
    options: tuple[OptionName, ...]
    why: str | None = None


class Outcome(Evidence):
    """What the question is about: a formula, and how to call it in a sentence ("a peace treaty")."""

    when: Formula
    label: str | None = None


class Position(Evidence):
    """Where an option stands in the status quo, and since when."""

    value: Annotated[YesNo, Field(alias="is")]
    since: str | int | None = None


class World(Evidence):
    """A named counterfactual: values fixed (do), constraints lifted, directions opened."""

    label: str | None = None
    do: dict[OptionName, YesNo] = {}
    lift: tuple[Slug, ...] = ()
    open: tuple[OptionName, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> World:
        if not (self.do or self.lift or self.open):
            raise ValueError("needs at least one of do, lift, open")
        return self


class Attainable(Strict):
    """Can the formula be attained in a world, and (a but-for) not in another?"""

    attainable: Formula
    world: Annotated[Slug, Field(alias="in")] = "actual"
    not_in: Slug | None = None


class Unattainable(Strict):
    """Is the formula out of reach in a world?"""

    unattainable: Formula
    world: Annotated[Slug, Field(alias="in")] = "actual"


class Stable(Strict):
    """Is a state (a pattern, a name, or status_quo) stable for one decision maker, or for all?"""

    stable: StateName
    concept: str = "Nash"
    decision_maker: Annotated[Slug | None, Field(alias="for")] = None
    world: Annotated[Slug, Field(alias="in")] = "actual"


class InEveryEquilibrium(Strict):
    """Does the formula hold in every equilibrium of a concept?"""

    in_every_equilibrium: Formula
    concept: str = "Nash"
    world: Annotated[Slug, Field(alias="in")] = "actual"


class InSomeEquilibrium(Strict):
    """Does the formula hold in at least one equilibrium of a concept?"""

    in_some_equilibrium: Formula
    concept: str = "Nash"
    world: Annotated[Slug, Field(alias="in")] = "actual"


class Reachable(Strict):
    """Is there a path of moves (or of improvements) of the named decision makers from the status quo?"""

    reachable: Formula
    by: tuple[Slug, ...] = ()
    moves: Literal["any", "improving"] = "any"
    world: Annotated[Slug, Field(alias="in")] = "actual"


class Ranks(Strict):
    """Does a decision maker rank every state of one kind above every state of another?"""

    ranks: Slug
    every: Formula
    above: Formula
    world: Annotated[Slug, Field(alias="in")] = "actual"


class NotTestable(Strict):
    """A claim that no model of this kind can test, and why."""

    not_testable: str


TESTS: dict[str, type[Strict]] = {
    "attainable": Attainable,
    "unattainable": Unattainable,
    "stable": Stable,
    "in_every_equilibrium": InEveryEquilibrium,
    "in_some_equilibrium": InSomeEquilibrium,
    "reachable": Reachable,
    "ranks": Ranks,
    "not_testable": NotTestable,
}


def _test_kind(value: Any) -> str | None:
    if isinstance(value, Strict):
        return next((key for key, kind in TESTS.items() if isinstance(value, kind)), None)
    return next((key for key in TESTS if isinstance(value, dict) and key in value), None)


Test = Annotated[
    Annotated[Attainable, Tag("attainable")]
    | Annotated[Unattainable, Tag("unattainable")]
    | Annotated[Stable, Tag("stable")]
    | Annotated[InEveryEquilibrium, Tag("in_every_equilibrium")]
    | Annotated[InSomeEquilibrium, Tag("in_some_equilibrium")]
    | Annotated[Reachable, Tag("reachable")]
    | Annotated[Ranks, Tag("ranks")]
    | Annotated[NotTestable, Tag("not_testable")],
    Discriminator(_test_kind),
]


class Claim(Strict):
    """What a named speaker asserts, as a test on the model."""

    voice: Slug | None = None
    date: str | int | None = None
    words: Annotated[str | None, Field(max_length=120)] = None
    source: Slug | None = None
    at: str | None = None
    sha256: Digest | None = None
    level: Level | None = None
    chain: Chain = ()
    standing: Standing | None = None
    label: str | None = None
    drafted: Drafted | None = None
    note: str | None = None
    test: Test

    @model_validator(mode="after")
    def _hash_has_a_place(self) -> Claim:
        check_hash(self.sha256, self.at)
        return self


class Published(Evidence):
    """An answer that somebody published about this case, and why ours differs if it does."""

    variant: Slug | None = None
    concept: str
    equilibria: tuple[StateName, ...]
    ours: tuple[StateName, ...] | None = None
    differs: str | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Published:
        if (self.ours is None) != (self.differs is None):
            raise ValueError(
                "a published answer that differs needs both ours (the states by definition) and differs (why)"
            )
        return self


class PublishedCount(Evidence):
    """How many rankings of a decision maker make a state an equilibrium, as published, and why ours differs, if so."""

    variant: Slug | None = None
    concept: str
    state: StateName
    vary: Slug
    satisfying: Annotated[int, Field(ge=0)]
    ours: Annotated[int, Field(ge=0)] | None = None
    differs: str | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> PublishedCount:
        if (self.ours is None) != (self.differs is None):
            raise ValueError(
                "a published count that differs needs both ours (the number by definition) and differs (why)"
            )
        return self


class Variant(Strict):
    """A variant of the case, written as what is different: a merge patch on the case's own keys."""

    title: str | None = None
    note: str | None = None
    change: dict[str, Any]


class CaseFile(Strict):
    """A whole case file of format 1."""

    detente: Literal[1]
    base: str | None = None
    title: str
    question: str | None = None
    as_of: str | int | None = None
    asked_in: Slug | None = None
    note: str | None = None
    sources: dict[Slug, Source] = {}
    voices: dict[Slug, Voice] = {}
    let: dict[Slug, Formula] = {}
    outcome: Annotated[Outcome, short("when", Formula | Outcome)] | None = None
    decision_makers: Annotated[dict[Slug, DecisionMaker], Field(min_length=1)]
    states: (
        Annotated[
            Annotated[dict[StateName, StateName], Tag("mapping")] | Annotated[tuple[StateName, ...], Tag("list")],
            Discriminator(kind_of),
        ]
        | None
    ) = None
    labels: dict[StateName, str] = {}
    constraints: tuple[Constraint, ...] = ()
    directions: dict[OptionName, Annotated[Direction, short("only", Literal["N->Y", "Y->N"] | Direction)]] = {}
    freezes: tuple[Freeze, ...] = ()
    arcs: dict[Slug, tuple[str, ...]] | None = None
    coalitions: Annotated[
        Annotated[Literal["all"], Tag("text")] | Annotated[tuple[tuple[Slug, ...], ...], Tag("list")],
        Discriminator(kind_of),
    ] = "all"
    classes: dict[Slug, Formula] = {}
    status_quo: (
        Annotated[
            Annotated[StateName, Tag("text")]
            | Annotated[
                dict[
                    OptionName,
                    Annotated[Position, BeforeValidator(as_position, json_schema_input_type=YesNo | Position)],
                ],
                Tag("mapping"),
            ],
            Discriminator(kind_of),
        ]
        | None
    ) = None
    worlds: dict[Slug, World] = {}
    factors: Menu | None = None
    levers: Menu | None = None
    claims: dict[Slug, Claim] = {}
    published: tuple[Published, ...] = ()
    published_counts: tuple[PublishedCount, ...] = ()
    variants: dict[Slug, Variant] = {}
