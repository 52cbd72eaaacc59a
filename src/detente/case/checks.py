"""Cross-checks of a case file: one function for each problem code, all of them run.

``check_file`` looks at what the file says, ``check_model`` at what follows from it. Each check is a generator of
findings; a finding names a path in the file, and becomes a :class:`~detente.errors.Problem` with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from detente.case.build import ACTUAL, Case, arc_pairs
from detente.case.document import Node, Scalar, find
from detente.case.evidence import hearsay_only, reading_cites, reading_is_assumed
from detente.case.formula import FormulaError, parse
from detente.case.schema import (
    Attainable,
    CaseFile,
    InEveryEquilibrium,
    InSomeEquilibrium,
    NotTestable,
    Ranks,
    Reachable,
    Reading,
    Stable,
    Unattainable,
)
from detente.concepts import all_concepts
from detente.errors import ModelError, Problem, did_you_mean
from detente.model.formula import DEEPEST, Formula, names

Path = tuple[str | int, ...]
RESERVED = {"true", "false", "not", "and", "or"}
OTHER_OWNERS = {"nature", "modeller"}
DERIVED = {"seq or sim"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found, by its path in the file."""

    code: str
    path: Path
    message: str
    hint: str = ""
    offset: int | None = None
    on_key: bool = False
    severity: str = "error"


def check_file(file: CaseFile, root: Node) -> list[Problem]:
    """Return what is wrong or doubtful in a file, before any model is built."""
    return [_placed(root, f) for check in FILE_CHECKS for f in check(file)]


def check_model(case: Case) -> list[Problem]:
    """Return what is wrong in the model of a file whose names and formulas are in order."""
    try:
        len(case.structure.states)
    except ModelError as error:
        path: Path = ("states",) if case.file.states is not None else ("constraints",)
        return [_placed(case.root, Finding("M002", path, str(error), "loosen or lift a constraint"))]
    return [_placed(case.root, f) for check in MODEL_CHECKS for f in check(case)]


def _placed(root: Node, finding: Finding) -> Problem:
    node = find(root, finding.path, key=finding.on_key)
    column = node.mark.column
    if finding.offset is not None and isinstance(node, Scalar) and node.single_line:
        column += finding.offset + (0 if node.plain else 1)
    mark = node.mark
    return Problem(mark.file, mark.line, column, finding.code, finding.message, finding.hint, finding.severity)


def formulas(file: CaseFile) -> Iterator[tuple[Path, str]]:
    """Yield every formula of a file with its path."""
    yield from ((("let", name), text) for name, text in file.let.items())
    if file.outcome is not None:
        yield ("outcome", "when"), file.outcome.when
    for slug, dm in file.decision_makers.items():
        for path, reading in readings(slug, dm.prefers, dm.readings):
            for i, said in enumerate(reading.statements or ()):
                yield (*path, "statements", i, "want"), said.want
    yield from ((("constraints", i, "when"), c.when) for i, c in enumerate(file.constraints))
    yield from ((("freezes", i, "while"), f.holds_while) for i, f in enumerate(file.freezes))
    yield from ((("classes", name), text) for name, text in file.classes.items())
    yield from claim_formulas(file)


def readings(
    slug: str, prefers: Reading | None, named: dict[str, Reading] | None
) -> Iterator[tuple[Path, Reading]]:
    """Yield the readings of a decision maker with their paths."""
    if prefers is not None:
        yield ("decision_makers", slug, "prefers"), prefers
    for name, reading in (named or {}).items():
        yield ("decision_makers", slug, "readings", name), reading


def claim_formulas(file: CaseFile) -> Iterator[tuple[Path, str]]:
    """Yield the formulas in the tests of claims with their paths."""
    for name, claim in file.claims.items():
        for key in ("attainable", "unattainable", "in_every_equilibrium", "in_some_equilibrium", "reachable", "every", "above"):
            text = getattr(claim.test, key, None)
            if isinstance(text, str):
                yield ("claims", name, "test", key), text


def unreadable_formulas(file: CaseFile) -> Iterator[Finding]:
    """F001: a formula that does not follow the grammar."""
    for path, text in formulas(file):
        try:
            parse(text)
        except FormulaError as error:
            yield Finding("F001", path, f"in the formula {_short(text)}: {error}", error.hint, offset=error.position)


def unknown_names(file: CaseFile) -> Iterator[Finding]:
    """R001: a formula with a name that is neither an option nor under ``let``."""
    known = {*option_names(file), *file.let, *(file.states if _named_states(file) else ())}
    for path, text in formulas(file):
        for name in sorted(names(_parsed(text)) - known):
            hint = did_you_mean(name, sorted(known))
            yield Finding("R001", path, f"{name} is not declared", hint, offset=text.find(name))


def cyclic_lets(file: CaseFile) -> Iterator[Finding]:
    """R006: names under ``let`` that lead back to themselves, or into too deep a nest."""
    uses = {name: names(_parsed(text)) & file.let.keys() for name, text in file.let.items()}
    settled: dict[str, int] = {}
    waiting = dict(uses)
    while ready := [n for n, used in waiting.items() if used <= settled.keys()]:
        for name in ready:
            settled[name] = 1 + max((settled[u] for u in waiting.pop(name)), default=0)
            if settled[name] > DEEPEST // 4:
                yield Finding("R006", ("let", name), f"{name} is defined through {settled[name]} other names in a row")
    for name in waiting:
        if _leads_back(name, waiting):
            yield Finding("R006", ("let", name), f"{name} is defined through itself", "a name may only use other names")


def _leads_back(name: str, uses: dict[str, frozenset[str]]) -> bool:
    seen: set[str] = set()
    todo = list(uses[name])
    while todo:
        at = todo.pop()
        if at == name:
            return True
        if at in uses and at not in seen:
            seen.add(at)
            todo.extend(uses[at])
    return False


def reserved_names(file: CaseFile) -> Iterator[Finding]:
    """R007: a name that means something else already."""
    for name in file.let:
        if name in RESERVED:
            yield Finding("R007", ("let", name), f"{name} is a word of the formula language", on_key=True)
    if ACTUAL in file.worlds:
        yield Finding("R007", ("worlds", ACTUAL), "actual is the world as it is and needs no entry", on_key=True)
    for name in sorted(file.let.keys() & set(file.states if _named_states(file) else ())):
        yield Finding("R007", ("let", name), f"{name} is the name of a state already", on_key=True)


def unknown_options(file: CaseFile) -> Iterator[Finding]:
    """R003: an option that nobody owns."""
    known = option_names(file)
    for path, name, on_key in _options_mentioned(file):
        if name not in known:
            message = f"nobody owns an option {name}"
            yield Finding("R003", path, message, did_you_mean(name, known), on_key=on_key)


def _options_mentioned(file: CaseFile) -> Iterator[tuple[Path, str, bool]]:
    yield from ((("directions", o), o, True) for o in file.directions)
    for i, freeze in enumerate(file.freezes):
        yield from ((("freezes", i, "options", k), o, False) for k, o in enumerate(freeze.options))
    if isinstance(file.status_quo, dict):
        yield from ((("status_quo", o), o, True) for o in file.status_quo)
    for name, world in file.worlds.items():
        yield from ((("worlds", name, "do", o), o, True) for o in world.do)
        yield from ((("worlds", name, "open", k), o, False) for k, o in enumerate(world.open))
    for slug, dm in file.decision_makers.items():
        for path, reading in readings(slug, dm.prefers, dm.readings):
            yield from (((*path, "weights", o), o, True) for o in reading.weights or {})


def unknown_parties(file: CaseFile) -> Iterator[Finding]:
    """R002: a decision maker that the case does not have."""
    for path, name, extra, on_key in _parties_mentioned(file):
        known = [*file.decision_makers, *extra]
        if name not in known:
            yield Finding("R002", path, f"there is no decision maker {name}", did_you_mean(name, known), on_key=on_key)


def _parties_mentioned(file: CaseFile) -> Iterator[tuple[Path, str, Iterable[str], bool]]:
    yield from ((("arcs", slug), slug, (), True) for slug in file.arcs or {})
    if not isinstance(file.coalitions, str):
        for i, members in enumerate(file.coalitions):
            yield from ((("coalitions", i, k), m, (), False) for k, m in enumerate(members))
    for i, constraint in enumerate(file.constraints):
        for key in ("by", "revocable_by"):
            for k, owner in enumerate(getattr(constraint, key)):
                yield ("constraints", i, key, k), owner, OTHER_OWNERS, False
    for name, voice in file.voices.items():
        if voice.speaks_for is not None:
            yield ("voices", name, "for"), voice.speaks_for, (), False
    for name, claim in file.claims.items():
        yield from _parties_in_test(name, claim.test)


def _parties_in_test(name: str, test: object) -> Iterator[tuple[Path, str, Iterable[str], bool]]:
    path: Path = ("claims", name, "test")
    if isinstance(test, Ranks):
        yield (*path, "ranks"), test.ranks, (), False
    if isinstance(test, Reachable):
        yield from (((*path, "by", k), who, (), False) for k, who in enumerate(test.by))
    if isinstance(test, Stable) and test.decision_maker is not None:
        yield (*path, "for"), test.decision_maker, (), False


def unknown_evidence(file: CaseFile) -> Iterator[Finding]:
    """R004: a source or voice that is not declared."""
    for path, kind, name in _evidence_mentioned(file):
        known = file.sources if kind == "source" else file.voices
        if name not in known:
            yield Finding("R004", path, f"the {kind} {name} is not declared", did_you_mean(name, known))


def _evidence_mentioned(file: CaseFile) -> Iterator[tuple[Path, str, str]]:
    if file.asked_in is not None:
        yield ("asked_in",), "source", file.asked_in
    for name, claim in file.claims.items():
        for key in ("voice", "source"):
            if (given := getattr(claim, key)) is not None:
                yield ("claims", name, key), key, given
    for path, cite in cites(file):
        yield (*path, "source"), "source", cite.source
        if cite.voice is not None:
            yield (*path, "voice"), "voice", cite.voice


def cites(file: CaseFile) -> Iterator[tuple[Path, object]]:
    """Yield every citation of a file with its path."""
    from detente.case.evidence import all_cites

    return all_cites(file)


def unknown_others(file: CaseFile) -> Iterator[Finding]:
    """R005: a world, constraint, concept or variant that is not there."""
    concepts = list(all_concepts())
    named = [c.name for c in file.constraints if c.name]
    for name, claim in file.claims.items():
        path: Path = ("claims", name, "test")
        for key, where in (("in", getattr(claim.test, "world", None)), ("not_in", getattr(claim.test, "not_in", None))):
            if where is not None and where not in {ACTUAL, *file.worlds}:
                yield Finding("R005", (*path, key), f"there is no world {where}", did_you_mean(where, [ACTUAL, *file.worlds]))
        said = getattr(claim.test, "concept", None)
        if said is not None and said.casefold() not in {c.casefold() for c in concepts}:
            yield Finding("R005", (*path, "concept"), f"there is no concept {said}", did_you_mean(said, concepts))
    for name, world in file.worlds.items():
        for k, lifted in enumerate(world.lift):
            if lifted not in named:
                hint = did_you_mean(lifted, named) or "give the constraint a name"
                yield Finding("R005", ("worlds", name, "lift", k), f"there is no constraint named {lifted}", hint)
    for i, answer in enumerate(file.published):
        yield from _unknown_in_published(file, i, answer.concept, answer.variant, concepts)


def _unknown_in_published(
    file: CaseFile, i: int, concept: str, variant: str | None, concepts: list[str]
) -> Iterator[Finding]:
    if concept.casefold() not in {c.casefold() for c in concepts} | DERIVED:
        hint = did_you_mean(concept, [*concepts, "SEQ or SIM"])
        yield Finding("R005", ("published", i, "concept"), f"there is no concept {concept}", hint)
    if variant is not None and variant not in file.variants:
        hint = did_you_mean(variant, file.variants)
        yield Finding("R005", ("published", i, "variant"), f"there is no variant {variant}", hint)


def repeated_names(file: CaseFile) -> Iterator[Finding]:
    """R008: two constraints of one name."""
    seen: set[str] = set()
    for i, constraint in enumerate(file.constraints):
        if constraint.name in seen:
            yield Finding("R008", ("constraints", i, "name"), f"two constraints are named {constraint.name}")
        if constraint.name:
            seen.add(constraint.name)


def opened_without_direction(file: CaseFile) -> Iterator[Finding]:
    """R009: a world opens an option that can change both ways already."""
    for name, world in file.worlds.items():
        for k, option in enumerate(world.open):
            if option in option_names(file) and option not in file.directions:
                message = f"{option} has no direction that could be opened"
                yield Finding("R009", ("worlds", name, "open", k), message, did_you_mean(option, file.directions))


def malformed_patterns(file: CaseFile) -> Iterator[Finding]:
    """M001: a pattern that does not have one letter for each option."""
    n_options = len(option_names(file))
    if isinstance(file.states, dict):
        for name, pattern in file.states.items():
            if len(pattern) != n_options or set(pattern) - set("YN-"):
                message = f"the pattern {pattern} of {name} needs {n_options} letters Y, N or -, one for each option"
                yield Finding("M001", ("states", name), message)
    if isinstance(file.states, tuple) and n_options:
        hint = "give the states patterns (s1: NYN), or leave out the options"
        yield Finding("M001", ("states",), "states listed by name alone, in a case with options", hint)
    if file.states is None and not n_options:
        yield Finding("M001", ("decision_makers",), "the case has neither options nor listed states", "declare options")


def malformed_arcs(file: CaseFile) -> Iterator[Finding]:
    """M010: an arc that is not ``a -> b`` or ``a <-> b``."""
    for slug, arcs in (file.arcs or {}).items():
        for k, arc in enumerate(arcs):
            pairs = arc_pairs(arc)
            if not pairs or any(not a or not b or a == b for a, b in pairs):
                yield Finding("M010", ("arcs", slug, k), f"{_short(arc)} is not an arc", "write s1 -> s2 or s1 <-> s2")
    if isinstance(file.states, dict) and file.arcs is None and any("-" in p for p in file.states.values()):
        yield Finding("M010", ("states",), "merged states (-) need explicit arcs", "say who can move where under arcs")


def repeated_states(file: CaseFile) -> Iterator[Finding]:
    """M005: a ranking that names a state twice, or a list of states that does."""
    if isinstance(file.states, tuple):
        for k, name in enumerate(file.states):
            if name in file.states[:k]:
                yield Finding("M005", ("states", k), f"the state {name} is listed twice")
    for slug, dm in file.decision_makers.items():
        for path, reading in readings(slug, dm.prefers, dm.readings):
            seen: set[str] = set()
            for place, state in _ranked(reading):
                if state in seen:
                    yield Finding("M005", (*path, "ranking", *place), f"the ranking names the state {state} twice")
                seen.add(state)


def _ranked(reading: Reading) -> Iterator[tuple[Path, str]]:
    for i, tied in enumerate(reading.ranking or ()):
        if isinstance(tied, str):
            yield (i,), tied
        else:
            yield from (((i, k), state) for k, state in enumerate(tied))


def inert_options(file: CaseFile) -> Iterator[Finding]:
    """W001: an option that no statement, constraint, outcome, world or claim mentions."""
    if any(dm_reading.statements is None for _, dm_reading in _all_readings(file)):
        return
    used = set(chain.from_iterable(names(f) for f in _used_formulas(file)))
    used |= {o for w in file.worlds.values() for o in (*w.do, *w.open)}
    for slug, dm in file.decision_makers.items():
        for option in dm.options:
            if f"{slug}.{option}" not in used:
                message = f"no statement, constraint, outcome, world or claim mentions {slug}.{option}"
                hint = "leave it out: it doubles the states and cannot change any answer"
                yield Finding("W001", ("decision_makers", slug, "options", option), message, hint, None, True, "warning")


def _used_formulas(file: CaseFile) -> Iterator[Formula]:
    """Yield the formulas that matter, with ``let`` names followed."""
    lets = {name: _parsed(text) for name, text in file.let.items()}
    todo = [_parsed(text) for path, text in formulas(file) if path[0] not in {"let", "classes"}]
    seen: set[str] = set()
    while todo:
        formula = todo.pop()
        yield formula
        fresh = (names(formula) & lets.keys()) - seen
        seen |= fresh
        todo.extend(lets[name] for name in fresh)


def _all_readings(file: CaseFile) -> Iterator[tuple[Path, Reading]]:
    for slug, dm in file.decision_makers.items():
        yield from readings(slug, dm.prefers, dm.readings)


def uncited_preferences(file: CaseFile) -> Iterator[Finding]:
    """W002: a reading that nobody is cited for and that is not marked as assumed."""
    if not file.sources:
        return
    for path, reading in _all_readings(file):
        if not list(reading_cites(reading)) and not reading_is_assumed(reading):
            message = f"nobody is cited for {_reading_words(path)}"
            hint = "add cite, or say assumed: {by: ..., why: ...}"
            yield Finding("W002", path, message, hint, None, on_key=True, severity="warning")


def third_party_preferences(file: CaseFile) -> Iterator[Finding]:
    """W003: what a party wants, on the word of third parties only."""
    for path, reading in _all_readings(file):
        if hearsay_only(file, str(path[1]), reading):
            message = f"{_reading_words(path)} rests on what others say of {path[1]}; no voice for {path[1]} is cited"
            yield Finding("W003", path, message, "cite a voice for it, or keep in mind that it is hearsay", None, True, "warning")


def _reading_words(path: Path) -> str:
    return f"the reading {path[-1]} of {path[1]}" if path[2] == "readings" else f"what {path[1]} prefers"


FILE_CHECKS: tuple[Callable[[CaseFile], Iterator[Finding]], ...] = (
    unreadable_formulas,
    unknown_names,
    cyclic_lets,
    reserved_names,
    unknown_options,
    unknown_parties,
    unknown_evidence,
    unknown_others,
    repeated_names,
    opened_without_direction,
    malformed_patterns,
    malformed_arcs,
    repeated_states,
    inert_options,
    uncited_preferences,
    third_party_preferences,
)


def open_formulas(case: Case) -> Iterator[Finding]:
    """M008: a formula that a merged state leaves open."""
    if not case.structure.states.is_merged:
        return
    for path, text in formulas(case.file):
        try:
            case.structure.states.truth(case.formula(text))
        except ModelError as error:
            yield Finding("M008", path, str(error), "mention an option that decides it, for instance !ur.abandon & ...")


def unfit_rankings(case: Case) -> Iterator[Finding]:
    """M004, M006: a ranking or payoffs that leave out a feasible state, or name another."""
    states = case.structure.states
    known = {*states.patterns, *states.slugs} if any(_lists_states(r) for _, r in _all_readings(case.file)) else set()
    for path, reading in _all_readings(case.file):
        key = "ranking" if reading.ranking is not None else "payoffs"
        places = list(_ranked(reading)) or [((s,), s) for s in reading.payoffs or {}]
        if not places:
            continue
        for place, state in places:
            if state not in known:
                message = f"{state} is not a feasible state"
                yield Finding("M006", (*path, key, *place), message, did_you_mean(state, sorted(known)), None, key == "payoffs")
        named = {states.index(s) for _, s in places if s in known}
        if len(named) < len(places) and len({s for _, s in places if s in known}) > len(named):
            yield Finding("M005", (*path, key), "a state stands twice, by its name and by its pattern")
        missing = [s for s in range(len(states)) if s not in named]
        if missing:
            shown = ", ".join(states.slugs[s] if states.slugs else states.pattern(s) for s in missing[:6])
            more = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
            yield Finding("M004", (*path, key), f"the {key} leaves out {shown}{more}", "name every feasible state once")


def _lists_states(reading: Reading) -> bool:
    return reading.ranking is not None or reading.payoffs is not None


def infeasible_status_quo(case: Case) -> Iterator[Finding]:
    """M003: a status quo that is not a feasible state; W005: one that a world rules out."""
    if case.start is None:
        return
    try:
        case.conflict().status_quo  # noqa: B018 - asked for its error
    except ModelError as error:
        yield Finding("M003", ("status_quo",), f"{error}{_broken(case)}", "change it, or the constraint")
        return
    for world in case.file.worlds:
        try:
            case.conflict(world=world).status_quo  # noqa: B018 - asked for its error
        except ModelError as error:
            message = f"in the world {world} {error}; its cells cannot be evaluated"
            yield Finding("W005", ("worlds", world), message, "", None, on_key=True, severity="warning")


def _broken(case: Case) -> str:
    """Name the constraints that the status quo breaks."""
    from detente.model.states import listed

    if case.file.states is not None or case.start is None or len(case.start) != len(case.structure.option_names):
        return ""
    alone = listed(case.structure.option_names, {"status quo": case.start})
    broken = [c.name or c.when for c in case.file.constraints if alone.truth(case.formula(c.when)).any()]
    return f": it breaks {', '.join(broken)}" if broken else ""


def unknown_states(case: Case) -> Iterator[Finding]:
    """M006: a state in labels, arcs, claims or published answers that is not feasible."""
    states = case.structure.states
    for path, state, on_key in _states_mentioned(case.file):
        if state not in states.slugs and state not in states.patterns:
            known = states.slugs or states.patterns
            yield Finding("M006", path, f"{state} is not a feasible state", did_you_mean(state, known), None, on_key)


def _states_mentioned(file: CaseFile) -> Iterator[tuple[Path, str, bool]]:
    yield from ((("labels", s), s, True) for s in file.labels)
    for slug, arcs in (file.arcs or {}).items():
        for k, arc in enumerate(arcs):
            yield from ((("arcs", slug, k), s, False) for s in dict.fromkeys(chain(*arc_pairs(arc))))
    for name, claim in file.claims.items():
        if isinstance(claim.test, Stable) and claim.test.stable != "status_quo":
            yield ("claims", name, "test", "stable"), claim.test.stable, False
    for i, answer in enumerate(file.published):
        if answer.variant is None:
            yield from ((("published", i, "equilibria", k), s, False) for k, s in enumerate(answer.equilibria))


def unfit_classes(case: Case) -> Iterator[Finding]:
    """M007: classes that overlap or leave out a state."""
    if not case.file.classes:
        return
    states = case.structure.states
    counts = np.zeros(len(states), dtype=np.int64)
    for text in case.file.classes.values():
        counts += states.truth(case.formula(text))
    for wrong, word in ((counts > 1, "is in more than one class"), (counts == 0, "is in no class")):
        if wrong.any():
            state = states.pattern(int(np.flatnonzero(wrong)[0]))
            yield Finding("M007", ("classes",), f"the state {state} {word}; classes divide the states up", "")


def empty_outcome(case: Case) -> Iterator[Finding]:
    """W006: an outcome that holds nowhere, or everywhere."""
    if case.outcome is None:
        return
    holds = case.structure.states.truth(case.outcome)
    if holds.all() or not holds.any():
        where = "every" if holds.all() else "no"
        message = f"the outcome holds in {where} feasible state"
        yield Finding("W006", ("outcome",), message, "", severity="warning")


MODEL_CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    open_formulas,
    unfit_rankings,
    infeasible_status_quo,
    unknown_states,
    unfit_classes,
    empty_outcome,
)


def option_names(file: CaseFile) -> list[str]:
    """Return the dotted names of all options of a file."""
    return [f"{slug}.{option}" for slug, dm in file.decision_makers.items() for option in dm.options]


def _named_states(file: CaseFile) -> bool:
    return isinstance(file.states, tuple)


def _parsed(text: str) -> Formula:
    from detente.model.formula import Constant

    try:
        return parse(text)
    except FormulaError:
        return Constant(True)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


