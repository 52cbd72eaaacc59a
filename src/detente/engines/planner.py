"""Which engine answers, how long it takes and how much memory, told before the work is begun.

Nothing here lists the states. Times and sizes are estimates: rounded constants, measured once on one machine
(docs/decisions/0014-planner.md), times the size of the model; how long sets of states as formulas take cannot be told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.concepts import Concept, Replies
from detente.engines import engine
from detente.engines.joint import require_joint
from detente.engines.kernel import bytes_needed, processors
from detente.engines.memory import at_hand, written
from detente.engines.native import absent, module
from detente.errors import ModelError, NotAnswered, NotTaken, TooLarge
from detente.model.building import MOST_WRITTEN, Count
from detente.model.conflict import Conflict
from detente.model.options import word_count
from detente.model.preferences import Prioritised, narrowest

LONG = 10.0
MANY = 1 << 20
MOST_SECONDS = 6 * 3600.0
MOST_JOINT_WORK = 1 << 24
SYMBOLIC_MEMORY = 2 << 30
START = 0.05

# CPU ns for each state and decision maker with four options of its own, by engine and what a concept asks of replies
_KERNEL = {Replies.NONE: 12.0, Replies.ANY: 45.0, Replies.CREDIBLE: 60.0}
_EDGES = {Replies.NONE: 400.0, Replies.ANY: 500.0, Replies.CREDIBLE: 800.0, Replies.JOINT: 5000.0}
_REFERENCE = {Replies.NONE: 15.0, Replies.ANY: 1500.0, Replies.CREDIBLE: 400.0, Replies.JOINT: 400.0}
_BUILT = 10.0
_RANKED = 3.0


@dataclass(frozen=True, eq=False)
class Size:
    """How large a model is; asked without listing its states.

    Attributes
    ----------
    conflict : Conflict
    states : Count
    """

    conflict: Conflict
    states: Count

    @cached_property
    def n(self) -> int:
        """The number of decision makers."""
        return len(self.conflict.decision_makers)

    @cached_property
    def n_options(self) -> int:
        """The number of options that are not fixed."""
        return len(self.conflict.structure.option_names) - len(self.conflict.structure.fixed)

    @cached_property
    def choices(self) -> int:
        """The sum over the decision makers of the ways to set its own options."""
        return sum(1 << min(len(dm.options), 62) for dm in self.conflict.decision_makers)

    @cached_property
    def rank_bytes(self) -> int:
        """The bytes of a rank, for the decision maker with the most levels that are possible."""
        most = min(self.states.value, 1 << 62)
        statements = [p.statements if isinstance(p, Prioritised) else None for p in self.conflict.preferences]
        levels = [most if s is None else min(most, 1 << min(len(s), 62)) for s in statements]
        return int(narrowest(max(levels, default=1) - 1)(0).itemsize)

    def model_bytes(self) -> int:
        """Return the bytes of the listed states and of everybody's ranks, with what making them takes."""
        n_options = len(self.conflict.structure.option_names)
        return self.states.value * (8 * word_count(n_options) + n_options // 8 + 1 + self.n * self.rank_bytes + 4)

    def model_seconds(self) -> float:
        """Return about how long listing and ranking the states takes."""
        if "states" in self.conflict.structure.__dict__ and "orders" in self.conflict.__dict__:
            return 0.0
        return self.states.value * (_BUILT + _RANKED * self.n * 3) * 1e-9


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engine answers for a concept.

    Attributes
    ----------
    concept, engine : str
    seconds : float or None
        About how long it takes; None where that cannot be told.
    """

    concept: str
    engine: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question about equilibria will take.

    Attributes
    ----------
    states : Count
        How many states are feasible; a bound if it is not exact.
    choices : mapping
        From a concept to the engine that answers.
    left_out : mapping
        From a concept that does not exist in this kind of model to the reason.
    refused : mapping
        From a concept that no engine here answers to the reason and the way out.
    why : str
        Why this engine, in a sentence.
    seconds : float or None
        About how long all takes; None where that cannot be told.
    memory, at_hand : int
        About how many bytes are needed, and how many are at hand.
    instead : tuple of str
        What else can be asked where the full answer is out of reach, or may be.
    """

    states: Count
    choices: Mapping[str, Choice]
    left_out: Mapping[str, str]
    refused: Mapping[str, str]
    why: str
    seconds: float | None
    memory: int
    at_hand: int
    instead: tuple[str, ...] = ()

    @property
    def engine(self) -> str:
        """The engine that answers for most concepts; empty if none does."""
        names = [choice.engine for choice in self.choices.values()]
        return max(names, key=names.count) if names else ""

    @property
    def is_listed(self) -> bool:
        """Whether the states are listed one by one."""
        return self.engine != "symbolic"

    @property
    def is_long(self) -> bool:
        """Whether it takes long enough to say so first."""
        return self.states.value > MANY if self.seconds is None else self.seconds > LONG


def plan(conflict: Conflict, concepts: Sequence[Concept], name: str = "auto") -> Plan:
    """Return which engines answer for which concepts, and about what that takes.

    Parameters
    ----------
    conflict : Conflict
    concepts : sequence of Concept
    name : str
        An engine, or ``auto`` for the best one.

    Raises
    ------
    UnknownName
        If there is no engine of that name.
    NotTaken
        If it does not take this kind of model, or is not there.
    TooLarge
        If the states can neither be listed nor kept as formulas.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> made = plan(detente.load("peace-treaty").conflict(), [concept("Nash")], "edges")
    >>> made.states.value, made.engine, made.is_long
    (136, 'edges', False)
    """
    if name != "auto":
        engine(name)
    if name == "kernel" and module() is None:
        raise NotTaken(f"the engine kernel is not there: {absent()}; the engine edges answers the same questions")
    size = Size(conflict, count(conflict))
    there, left_out = _existing(conflict, concepts)
    free = at_hand()
    listed = _Listed(size, free)
    if name == "symbolic":
        return _symbolic(size, there, left_out, free, "")
    if name == "auto" and (far := listed.out_of_reach(there)):
        return _symbolic(size, there, left_out, free, far)
    return listed.plan(there, left_out, name)


def count(conflict: Conflict) -> Count:
    """Return how many states are feasible: by the product of what hangs together, or by formulas where it is quick."""
    found = conflict.structure.count
    if found.exact or why_not_symbolic(conflict):
        return found
    from detente.engines.symbolic import Bounds, Everywhere, Session

    try:
        with Session(conflict, bounds=Bounds(memory=SYMBOLIC_MEMORY, seconds=LONG)) as session:
            return Count(session.count(Everywhere()), exact=True)
    except (TooLarge, NotAnswered, ModelError):
        return found


def why_not_symbolic(conflict: Conflict) -> str:
    """Return why the symbolic engine does not take a conflict; an empty text if it does."""
    from importlib.util import find_spec

    if find_spec("oxidd") is None:
        return "the library for sets of states as formulas (oxidd) is not installed"
    from detente.engines.symbolic import takes

    return takes(conflict)


def _existing(conflict: Conflict, concepts: Sequence[Concept]) -> tuple[list[Concept], dict[str, str]]:
    """Return the concepts that exist in this kind of model, and why the others do not."""
    structure = conflict.structure
    there, left_out = [], {}
    for concept in concepts:
        try:
            if concept.replies is Replies.JOINT and (structure.listing is not None or structure.explicit is not None):
                require_joint(conflict)
            there.append(concept)
        except NotAnswered as error:
            left_out[concept.name] = str(error)
    return there, left_out


class _Listed:
    """What listing the states one by one would take."""

    def __init__(self, size: Size, free: int) -> None:
        self.size, self.free = size, free
        self.has_kernel = module() is not None

    def engine_for(self, concept: Concept, name: str) -> str:
        if name != "auto":
            return name
        return "kernel" if self.has_kernel and concept.replies is not Replies.JOINT else "edges"

    def seconds(self, concept: Concept, name: str) -> float:
        """Return about how long a concept takes; the constants are those of decision 14."""
        states, n = float(min(self.size.states.value, 1 << 100)), float(self.size.n)
        if name == "reference":
            return states * states * n * _REFERENCE[concept.replies] * 1e-9 + START
        share = float(self.size.choices) / n / 16
        if name in {"kernel", "batch"} and concept.replies is not Replies.JOINT:
            depth = 1 + 0.05 * max(0.0, math.log2(states + 1) - 16)
            threads = max(1.0, 0.8 * min(processors(), self.size.n)) if states > 1 << 16 else 1.0
            return states * n * _KERNEL[concept.replies] * depth * max(0.7, math.sqrt(share)) * 1e-9 / threads
        return states * n * _EDGES[concept.replies] * max(0.2, share) * 1e-9 + 1e-3

    def memory(self, concepts: Sequence[Concept], names: Sequence[str]) -> int:
        """Return about how many bytes the model, the work and the answers take together."""
        size = self.size
        answers = size.states.value * len(concepts) * (1 if names == ["kernel"] else size.n + 1)
        work = kernel_bytes(size) if "kernel" in names or "batch" in names else 0
        if "edges" in names or "reference" in names:
            work = max(work, 12 * size.states.value * size.choices if size.conflict.structure.explicit is None else 0)
        return size.model_bytes() + answers + work

    def need(self, concepts: Sequence[Concept]) -> tuple[int, float]:
        """Return the bytes and the seconds that the best engines for listed states take."""
        asked = [c for c in concepts if not self.why_not(c, self.engine_for(c, "auto"), "auto")]
        names = sorted({self.engine_for(c, "auto") for c in asked})
        seconds = sum(self.seconds(c, self.engine_for(c, "auto")) for c in asked)
        return self.memory(asked, names), seconds + self.size.model_seconds()

    def out_of_reach(self, concepts: Sequence[Concept]) -> str:
        """Return why the states should not be listed; an empty text if they can be."""
        structure = self.size.conflict.structure
        if structure.listing is not None or structure.explicit is not None:
            return ""
        need, seconds = self.need(concepts)
        if need > self.free:
            return f"a list of the states would take {written(need)} of memory, and {written(self.free)} are at hand"
        return "going through a list of the states would take more than six hours" if seconds > MOST_SECONDS else ""

    def plan(self, concepts: Sequence[Concept], left_out: dict[str, str], name: str) -> Plan:
        choices, refused = {}, {}
        for concept in concepts:
            chosen = self.engine_for(concept, name)
            why_not = self.why_not(concept, chosen, name)
            if why_not:
                refused[concept.name] = why_not
            else:
                choices[concept.name] = Choice(concept.name, chosen, self.seconds(concept, chosen))
        names = {choice.engine for choice in choices.values()}
        memory = self.memory([c for c in concepts if c.name in choices], sorted(names))
        seconds = sum(choice.seconds or 0.0 for choice in choices.values()) + self.size.model_seconds()
        instead = () if memory <= self.free and seconds <= LONG else _INSTEAD
        return Plan(self.size.states, choices, left_out, refused, self.why(name), seconds, memory, self.free, instead)

    def why_not(self, concept: Concept, chosen: str, asked: str) -> str:
        """Return why an engine does not answer for a concept; an empty text if it does."""
        if concept.replies is not Replies.JOINT:
            return ""
        if chosen == "kernel":
            return "the engine kernel does not take it; the engines edges and symbolic do"
        work = self.size.states.value * self.size.n
        if asked == "auto" and work > MOST_JOINT_WORK:
            other = "" if why_not_symbolic(self.size.conflict) else "; --engine symbolic --concept SIM counts them"
            states = f"{self.size.states.value:,} states"
            return f"for {states} there are too many combinations of simultaneous answers to try{other}"
        return ""

    def why(self, name: str) -> str:
        if name != "auto":
            return "it was asked for"
        if self.has_kernel:
            return "the states can be listed one by one, and the compiled kernel is the fastest engine for that"
        return f"the states can be listed one by one, and numpy does that without the compiled kernel ({absent()})"


def kernel_bytes(size: Size) -> int:
    """Return about how many bytes the compiled kernel takes, its answer included."""
    owned = [len(dm.options) for dm in size.conflict.decision_makers]
    n_options = len(size.conflict.structure.option_names)
    return bytes_needed(size.states.value, n_options, owned, size.n, min(4, size.rank_bytes), processors())


_FEWER = "leave out or merge options, or add constraints"
_INSTEAD = (
    "detente equilibria CASE --concept Nash (GMR and SMR are quick, too)",
    "detente equilibria CASE --where FORMULA: is there an equilibrium with ...",
    "detente equilibria CASE --state PATTERN: is this state stable, and for whom",
)


def _symbolic(size: Size, concepts: Sequence[Concept], left_out: dict[str, str], free: int, out_of_reach: str) -> Plan:
    """Return the plan for sets of states as formulas, or the refusal where they cannot be had."""
    if why_not := why_not_symbolic(size.conflict):
        if not out_of_reach:
            raise NotTaken(why_not)
        states = f"the case has {written_count(size.states)} feasible states; {out_of_reach}"
        raise TooLarge(f"{states}, and as formulas they cannot be kept: {why_not}; {_FEWER}")
    choices = {c.name: Choice(c.name, "symbolic", _symbolic_seconds(c)) for c in concepts}
    known = [choice.seconds for choice in choices.values() if choice.seconds is not None]
    seconds = sum(known) if len(known) == len(choices) else None
    why = "it was asked for"
    if out_of_reach:
        why = f"{out_of_reach}, so sets of states are kept as formulas"
    memory = min(SYMBOLIC_MEMORY, max(free, 1))
    return Plan(size.states, choices, left_out, {}, why, seconds, memory, free, _INSTEAD)


def _symbolic_seconds(concept: Concept) -> float | None:
    """Return about how long sets as formulas take; what credible replies do to them cannot be told beforehand."""
    return 1.0 if concept.replies in {Replies.NONE, Replies.ANY} else None


def written_count(states: Count) -> str:
    """Return a number of states in words.

    Examples
    --------
    >>> written_count(Count(4096, exact=True)), written_count(Count(2**100, exact=False))
    ('4,096', 'at most about 2^100')
    """
    number = f"{states.value:,}" if states.value < MOST_WRITTEN else f"about 2^{states.value.bit_length() - 1:,}"
    return number if states.exact else f"at most {number}"


def written_seconds(seconds: float | None) -> str:
    """Return a time in words, no more precise than an estimate is.

    Examples
    --------
    >>> [written_seconds(s) for s in (0.2, 42, 200, 8000, 1e6, None)]
    ['less than a second', 'about 40 seconds', 'about 3 minutes', 'about 2 hours', 'more than a day', 'cannot be told']
    """
    if seconds is None:
        return "cannot be told"
    if seconds < 1:
        return "less than a second"
    for size, unit, most in ((1.0, "second", 90), (60.0, "minute", 90), (3600.0, "hour", 36)):
        if seconds < most * size:
            number = round(seconds / size)
            number = number if number < 10 else round(number, -1)
            return f"about {number} {unit}{'' if number == 1 else 's'}"
    return "more than a day"
