"""Known answers, re-entered by hand so that the project is whole by itself; each with its source.

States are written as the source numbers them; ``equilibria`` and ``stable`` hold only what is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.model.conflict import Conflict, Structure
from tests.build import graph, parties, ranking, removing, stable_states

States = Sequence[int]


@dataclass(frozen=True)
class Vector:
    """A conflict, the number of each of its states, and what is known of it.

    Attributes
    ----------
    name, source : str
        The vector's name, and where the model and its answers come from.
    conflict : Conflict
    number : mapping
        From a state's name or pattern to its number in the source.
    equilibria : mapping
        From a concept to the equilibria.
    stable : mapping
        From a concept to the stable states of each decision maker.
    seq_or_sim : sequence of int or None
        The states that are SEQ or SIM for each decision maker, where a source gives that row.
    """

    name: str
    source: str
    conflict: Conflict
    number: Mapping[str, int]
    equilibria: Mapping[str, States] = field(default_factory=dict)
    stable: Mapping[str, Mapping[str, States]] = field(default_factory=dict)
    seq_or_sim: States | None = None

    def found(self, concept: str, player: int, by: str) -> set[int]:
        """Return the numbers of the states that are stable for one decision maker."""
        return {self.number[s] for s in stable_states(self.conflict, concept, player, by)}


def of_graph(
    name: str, source: str, arcs: Mapping[str, object], best_first: Mapping[str, object], **known: object
) -> Vector:
    """Return a vector whose states are numbers, with explicit arcs."""
    states = sorted({s for r in best_first.values() for c in r for s in (c if isinstance(c, list) else [c])})  # type: ignore[attr-defined]
    wishes = {slug: ranking(*classes) for slug, classes in best_first.items()}  # type: ignore[misc]
    conflict = graph(arcs, wishes, states)  # type: ignore[arg-type]
    return Vector(name, source, conflict, {str(s): s for s in states}, **known)  # type: ignore[arg-type]


def pattern(number: int, n_options: int) -> str:
    """Return the pattern whose letters are a number's bits, the lowest first."""
    return "".join("Y" if number >> bit & 1 else "N" for bit in range(n_options))


def of_options(
    name: str, source: str, structure: Structure, best_first: Mapping[str, Sequence[int]], **known: object
) -> Vector:
    """Return a vector in option form whose states are numbered by their bits, the first option lowest."""
    n = len(structure.option_names)
    wishes = tuple(ranking(*(pattern(s, n) for s in best_first[slug])) for slug in structure.slugs)
    number = {pattern(k, n): k for k in range(2**n)}
    return Vector(name, source, Conflict(structure, wishes), number, **known)  # type: ignore[arg-type]


def by_payoff(values: Sequence[int]) -> list[list[int]]:
    """Return states as tie classes, the best first, from their payoffs."""
    return [[s for s, v in enumerate(values) if v == level] for level in sorted(set(values), reverse=True)]


def without(structure: Structure, *arcs: tuple[str, int, int]) -> Structure:
    """Return the option form as explicit arcs, some of them left out."""
    n, patterns = len(structure.option_names), structure.states.patterns
    gone = {(slug, pattern(a, n), pattern(b, n)) for slug, a, b in arcs}
    explicit = {}
    for player, slug in enumerate(structure.slugs):
        moves = structure.moves.arcs(player)
        pairs = zip(moves.sources.tolist(), moves.targets.tolist(), strict=True)
        explicit[slug] = tuple(p for a, b in pairs if (slug, *(p := (patterns[a], patterns[b]))) not in gone)
    return replace(structure, explicit=explicit)


# ---------------------------------------------------------------------------------------------- Elmira

ELMIRA = of_graph(
    "elmira9",
    "Kilgour, Hipel, Fang & Peng 2001, GDN 10; Kilgour & Hipel 2005, GDN 14: equilibria 5, 8, 9",
    {
        "M": [(1, 2), (3, 4), (5, 6), (7, 8)],
        "U": [(1, 3), (2, 4), (5, 7), (6, 8), *((s, 9) for s in range(1, 9))],
        "L": [(1, 5), (2, 6), (3, 7), (4, 8), (5, 1), (6, 2), (7, 3), (8, 4)],
    },
    {"M": [7, 3, 4, 8, 5, 1, 2, 6, 9], "U": [1, 4, 8, 5, 9, 3, 7, 2, 6], "L": [7, 3, 5, 1, 8, 6, 4, 2, 9]},
    equilibria={
        "Nash": [5, 8, 9],
        "GMR": [1, 4, 5, 8, 9],
        "SMR": [1, 4, 5, 8, 9],
        "SEQ": [5, 8, 9],
        "SSEQ": [5, 8, 9],
    },
    stable={
        "Nash": {"M": range(1, 10), "U": [1, 4, 5, 8, 9], "L": [5, 6, 7, 8, 9]},
        "GMR": {"M": range(1, 10), "U": [1, 4, 5, 8, 9], "L": range(1, 10)},
        "SMR": {"M": range(1, 10), "U": [1, 4, 5, 8, 9], "L": range(1, 10)},
        "SEQ": {"M": range(1, 10), "U": [1, 4, 5, 8, 9], "L": [2, 3, 5, 6, 7, 8, 9]},
        "SSEQ": {"M": range(1, 10), "U": [1, 4, 5, 8, 9], "L": [2, 3, 5, 6, 7, 8, 9]},
    },
)

# ----------------------------------------------------------------------------------------- Korea, 2017

JACOBI = "Z. Jacobi, The Graph Model of Conflict Resolution, parts 1-2, blog, November 2017"
KOREA_OWNED = {"us": ["strike", "withdraw"], "nk": ["invade", "abandon"]}
KOREA = Structure(parties(KOREA_OWNED), removing(KOREA_OWNED, ["YY--"]), {"us.strike": "N->Y"})
KOREA_ONE_WAY = replace(KOREA, directions={"us.strike": "N->Y", "nk.invade": "N->Y"})
KOREA_BASE = {
    "us": [8, 0, 9, 10, 12, 5, 4, 13, 14, 1, 2, 6],
    "nk": [6, 14, 2, 10, 0, 4, 12, 5, 1, 13, 8, 9],
}
KOREA_BLOODTHIRSTY = {
    "us": [8, 9, 0, 10, 13, 12, 5, 4, 1, 2, 14, 6],
    "nk": [6, 14, 4, 12, 5, 13, 2, 0, 10, 1, 9, 8],
}
AWAY_FROM_WAR = [("nk", a, b) for a in (4, 5, 6) for b in (0, 1, 2, 8, 9, 10)]

KOREAS = [
    of_options(
        "korea2017_base",
        f"{JACOBI}: SMR and the row SEQ or SIM",
        KOREA,
        KOREA_BASE,
        equilibria={
            "Nash": [0, 5],
            "GMR": [0, 4, 5, 10, 12],
            "SMR": [0, 4, 5, 10, 12],
            "SEQ": [0, 5, 10],
            "SSEQ": [0, 5, 10],
            "SIM": [0, 4, 5, 10],
        },
        seq_or_sim=[0, 4, 5, 10],
    ),
    of_options(
        "korea2017_base_irrev",
        "the same with an invasion that cannot be undone: recomputed, the blog forgot the move 12 -> 0",
        KOREA_ONE_WAY,
        KOREA_BASE,
        equilibria={
            "Nash": [0, 5],
            "GMR": [0, 4, 5, 10, 12],
            "SMR": [0, 4, 5, 10, 12],
            "SEQ": [0, 5, 10, 12],
            "SSEQ": [0, 5, 10, 12],
            "SIM": [0, 5, 10],
        },
        seq_or_sim=[0, 5, 10, 12],
    ),
    of_options(
        "korea2017_base_irrev_blog",
        f"{JACOBI}: SEQ 0, 5, 10, with the moves that the blog removed and no others",
        without(KOREA, *AWAY_FROM_WAR),
        KOREA_BASE,
        equilibria={"SEQ": [0, 5, 10]},
    ),
    of_options(
        "korea2017_bloodthirsty",
        f"{JACOBI}: SMR and the row SEQ or SIM",
        KOREA_ONE_WAY,
        KOREA_BLOODTHIRSTY,
        equilibria={
            "Nash": [5],
            "GMR": [5, 12],
            "SMR": [5, 12],
            "SEQ": [5, 12],
            "SSEQ": [5, 12],
            "SIM": [5, 12],
        },
        seq_or_sim=[5, 12],
    ),
]

# ----------------------------------------------------------------------------------------------- 2 x 2

SQUARE = Structure(parties({"a": ["cooperate"], "b": ["cooperate"]}))
SQUARES = [
    of_options(
        "2x2_pd",
        "standard game, Y = cooperate",
        SQUARE,
        {"a": [2, 3, 0, 1], "b": [1, 3, 0, 2]},
        equilibria={"Nash": [0], "GMR": [0, 3], "SMR": [0, 3], "SEQ": [0, 3], "SSEQ": [0, 3], "SIM": [0, 3]},
    ),
    of_options(
        "2x2_chicken",
        "standard game, Y = cooperate",
        SQUARE,
        {"a": [2, 3, 1, 0], "b": [1, 3, 2, 0]},
        equilibria={
            "Nash": [1, 2],
            "GMR": [1, 2, 3],
            "SMR": [1, 2, 3],
            "SEQ": [1, 2],
            "SSEQ": [1, 2],
            "SIM": [1, 2, 3],
        },
    ),
]

# ------------------------------------------------------------------------------------ small raw graphs

TOY = {1: [(1, 2), (2, 1)], 2: [(1, 3), (3, 1), (2, 4), (4, 2)]}
TOY_BEST_FIRST = {"1": [4, 1, 2, 3], "2": [3, 2, 4, 1]}
TOY_SOURCE = "the model of an essay on epistemic disturbance, whose own SEQ claims are wrong; recomputed"

GRAPHS = [
    of_graph(
        "no_consecutive_moves",
        "derived from the definition of legal sequences",
        {"0": [(0, 1)], "1": [(1, 2), (2, 3)]},
        {"0": by_payoff([1, 2, 2, 0]), "1": by_payoff([0, 0, 0, 0])},
        stable={"GMR": {"0": [1, 2, 3]}, "Nash": {"0": [1, 2, 3], "1": [0, 1, 2, 3]}},
    ),
    of_graph(
        "sanction_returns_to_start",
        "derived: a state deters from itself, which a published matrix form loses",
        {"0": [(0, 1)], "1": [(1, 0)]},
        {"0": by_payoff([0, 1]), "1": by_payoff([1, 0])},
        stable={"GMR": {"0": [0, 1]}, "SEQ": {"0": [0, 1]}, "SMR": {"0": [1]}, "SSEQ": {"0": [1]}},
    ),
    of_graph(
        "antivector_dvd_toy",
        TOY_SOURCE,
        {"1": TOY[1], "2": TOY[2]},
        TOY_BEST_FIRST,
        stable={
            "Nash": {"1": [1, 3, 4], "2": [2, 3]},
            "GMR": {"1": [1, 2, 3, 4], "2": [2, 3, 4]},
            "SMR": {"1": [1, 2, 3, 4], "2": [2, 3]},
            "SEQ": {"1": [1, 2, 3, 4], "2": [2, 3, 4]},
            "SSEQ": {"1": [1, 2, 3, 4], "2": [2, 3]},
        },
    ),
    of_graph(
        "antivector_dvd_toy_without_1_3",
        TOY_SOURCE,
        {"1": TOY[1], "2": TOY[2][1:]},
        TOY_BEST_FIRST,
        stable={
            "Nash": {"1": [1, 3, 4], "2": [1, 2, 3]},
            "GMR": {"1": [1, 3, 4], "2": [1, 2, 3, 4]},
            "SMR": {"1": [1, 3, 4], "2": [1, 2, 3, 4]},
            "SEQ": {"1": [1, 3, 4], "2": [1, 2, 3, 4]},
            "SSEQ": {"1": [1, 3, 4], "2": [1, 2, 3, 4]},
        },
    ),
]

# --------------------------------------------------- where the program that most people use goes wrong


@dataclass(frozen=True)
class Trap:
    """A state that is stable for one decision maker by definition, and that GMCR+ calls unstable."""

    name: str
    why: str
    conflict: Conflict
    player: int
    state: str
    concepts: tuple[str, ...]


def of_numbers(structure: Structure, *best_first: Sequence[int]) -> Conflict:
    """Return a conflict from rankings of numbers, which count the feasible states from 1."""
    labels = structure.states.patterns
    return Conflict(structure, tuple(ranking(*(labels[s - 1] for s in order)) for order in best_first))


INDIFFERENT = ([1, 2, 3, 4, 5, 6, 7],) * 2
DETOUR_OWNED = {"a": "x", "b": "y", "c": ["v", "w"]}
TRAPS = [
    Trap(
        "two_improvements_meet_the_same_joint_reply",
        "the joint replies are looked at for the first improvement only",
        of_numbers(Structure(parties({"a": "xy", "b": "z"})), [2, 3, 1, 4, 5, 6, 7, 8], [5, 6, 7, 8, 1, 2, 3, 4]),
        0,
        "NNN",
        ("SIM",),
    ),
    Trap(
        "the_only_credible_sanction_lets_an_opponent_move_twice",
        "each opponent moves once at most; the sanction is NNN -c-> NNY -a-> YNY -c-> YNN",
        of_numbers(
            Structure(parties({"a": "x", "b": "y", "c": "z"})),
            [7, 6, 3, 5, 1, 8, 4, 2],
            [6, 4, 5, 8, 1, 3, 7, 2],
            [8, 3, 5, 7, 1, 2, 4, 6],
        ),
        1,
        "NYN",
        ("SEQ",),
    ),
    Trap(
        "infeasible_states_force_a_detour",
        "each opponent moves once at most; the sanction is NYNY -c-> NYNN -b-> NNNN -c-> NNYN",
        of_numbers(
            Structure(parties(DETOUR_OWNED), removing(DETOUR_OWNED, ["Y--N", "NN-Y", "-YY-"])),
            [4, 2, 1, 5, 6, 3, 7],
            *INDIFFERENT,
        ),
        0,
        "YYNY",
        ("GMR", "SMR"),
    ),
]
