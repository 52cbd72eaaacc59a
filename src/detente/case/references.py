"""Checks of what a file says by itself: formulas (F) and the names in them and elsewhere (R)."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.build import ACTUAL
from detente.case.evidence import all_cites
from detente.case.factor_checks import factors
from detente.case.finding import Finding, Known, Path, View, readings
from detente.case.formula import LARGEST, RESERVED, Extent, extent, name_places
from detente.case.schema import Ranks, Reachable, Stable
from detente.concepts import all_concepts
from detente.model.formula import DEEPEST, names

OTHER_OWNERS = ("nature", "modeller")
DERIVED = ("SEQ or SIM",)
SHOWN = 6


def unreadable_formulas(view: View) -> Iterator[Finding]:
    """F001: a formula that does not follow the grammar."""
    for path, text in view.formulas:
        if error := view.error(text):
            yield Finding("F001", path, f"this formula cannot be read: {error}", error.hint, offset=error.position)


def overgrown_formulas(view: View) -> Iterator[Finding]:
    """F002: a formula that is too deep or too large once the names in it are written out."""
    _, order = _cycles(view)
    known: dict[str, Extent] = {}
    spoilt: set[str] = set()
    paths: list[tuple[Path, str]] = [(("let", name), view.file.let[name]) for name in order]
    for path, text in [*paths, *(f for f in view.formulas if f[0][0] != "let")]:
        tree = view.tree(text)
        found = extent(tree, known)
        finding = None if names(tree) & spoilt else _overgrown(path, found)
        if path[0] == "let":
            known[str(path[1])] = found
            spoilt.update([str(path[1])] if finding or names(tree) & spoilt else ())
        if finding:
            yield finding


def _overgrown(path: Path, found: Extent) -> Finding | None:
    written_out = "with every name written out, this formula"
    if found.levels > DEEPEST:
        message = f"{written_out} is nested {found.levels:,} levels deep; {DEEPEST} is the limit"
        return Finding("F002", path, message, "define it through fewer names in a row")
    if found.n_parts > LARGEST:
        size = f"{found.n_parts:,}" if found.n_parts < LARGEST**2 else f"over {LARGEST**2:,}"
        message = f"{written_out} has {size} parts; {LARGEST:,} is the limit"
        return Finding("F002", path, message, "use each name fewer times")
    return None


def unknown_names(view: View) -> Iterator[Finding]:
    """R001: a formula with a name that is neither an option nor under ``let``."""
    bare = view.lets | view.named_states
    for path, text in view.formulas:
        if view.error(text):
            continue
        first_places = dict(reversed(list(name_places(text))))
        for name, offset in first_places.items():
            known = view.options if "." in name else bare
            if name not in known:
                yield Finding("R001", path, *_undeclared(name, view, bare), offset=offset)


def _undeclared(name: str, view: View, bare: Known) -> tuple[str, str]:
    if "." in name:
        owner, option = name.split(".")
        if owner not in view.parties:
            return f"there is no decision maker {owner}, so no option {name}", view.options.nearest(name)
        return f"{owner} has no option {option}", view.options.nearest(name)
    owners = [o for o in view.options.names if o.split(".")[1] == name]
    hint = f"write {owners[0]}" if owners else (bare | view.options).nearest(name)
    return f"nothing called {name} is declared under let", hint


def cyclic_lets(view: View) -> Iterator[Finding]:
    """R006: names under ``let`` that lead back to themselves."""
    cycles, _ = _cycles(view)
    for cycle in cycles:
        between = [*cycle[1:SHOWN], "..."] if len(cycle) > SHOWN else cycle[1:]
        message = f"{cycle[0]} is defined through itself: {' -> '.join([cycle[0], *between, cycle[0]])}"
        yield Finding("R006", ("let", cycle[0]), message, "break the circle: define one of them by options alone")


def _cycles(view: View) -> tuple[list[list[str]], list[str]]:
    """Return cycles among the definitions, no name in two, and all names, each after those that it uses."""
    uses = {name: sorted(names(view.tree(text)) & view.file.let.keys()) for name, text in view.file.let.items()}
    done: dict[str, None] = {}
    cycles: list[list[str]] = []
    in_cycle: set[str] = set()
    for start, used in uses.items():
        trail: dict[str, Iterator[str]] = {} if start in done else {start: iter(used)}
        while trail:
            at = next(reversed(trail))
            below = next(trail[at], None)
            if below is None:
                done[at] = None
                del trail[at]
            elif below in trail and below not in in_cycle:
                path = list(trail)
                cycles.append(path[path.index(below) :])
                in_cycle.update(cycles[-1])
            elif below not in trail and below not in done:
                trail[below] = iter(uses[below])
    return cycles, list(done)


def reserved_names(view: View) -> Iterator[Finding]:
    """R007: a name that means something else already."""
    for name in view.file.let:
        if name in RESERVED:
            message = f"{name} is a word of the formula language and cannot be a name"
            yield Finding("R007", ("let", name), message, "choose another name", on_key=True)
        elif name in view.named_states.names:
            message = f"{name} is the name of a state already"
            yield Finding("R007", ("let", name), message, "choose another name", on_key=True)
    if ACTUAL in view.file.worlds:
        message = "actual is the world as it is; it is always there and cannot be declared"
        yield Finding("R007", ("worlds", ACTUAL), message, "leave it out, or choose another name", on_key=True)


def unknown_options(view: View) -> Iterator[Finding]:
    """R003: an option that nobody owns."""
    for path, name, on_key in _options_mentioned(view):
        if name not in view.options:
            yield Finding("R003", path, f"nobody owns an option {name}", view.options.nearest(name), on_key=on_key)


def _options_mentioned(view: View) -> Iterator[tuple[Path, str, bool]]:
    file = view.file
    yield from ((("directions", o), o, True) for o in file.directions)
    for i, freeze in enumerate(file.freezes):
        yield from ((("freezes", i, "options", k), o, False) for k, o in enumerate(freeze.options))
    if isinstance(file.status_quo, dict):
        yield from ((("status_quo", o), o, True) for o in file.status_quo)
    for name, world in file.worlds.items():
        yield from ((("worlds", name, "do", o), o, True) for o in world.do)
        yield from ((("worlds", name, "open", k), o, False) for k, o in enumerate(world.open))
    for path, reading in readings(file):
        yield from (((*path, "weights", o), o, True) for o in reading.weights or {})
    yield from (((*path, "option"), f.option, False) for path, f in factors(file) if f.option is not None)


def unknown_parties(view: View) -> Iterator[Finding]:
    """R002: a decision maker that the case does not have."""
    for path, name, on_key in _parties_mentioned(view):
        if name not in view.parties:
            yield Finding("R002", path, f"there is no decision maker {name}", view.parties.nearest(name), on_key=on_key)
    owners = view.parties | OTHER_OWNERS
    for path, name in _owners_mentioned(view):
        if name not in owners:
            yield Finding("R002", path, f"there is no decision maker {name}", owners.nearest(name))


def _parties_mentioned(view: View) -> Iterator[tuple[Path, str, bool]]:
    file = view.file
    yield from ((("arcs", slug), slug, True) for slug in file.arcs or {})
    if not isinstance(file.coalitions, str):
        for i, members in enumerate(file.coalitions):
            yield from ((("coalitions", i, k), m, False) for k, m in enumerate(members))
    for name, voice in file.voices.items():
        if voice.speaks_for is not None:
            yield ("voices", name, "for"), voice.speaks_for, False
    for name, claim in file.claims.items():
        yield from ((("claims", name, "test", *path), who, False) for path, who in parties_in_test(claim.test))
    for path, factor in factors(file):
        named = {"preference": factor.preference, "reading": factor.reading, "owner": factor.owner}
        yield from (((*path, key), slug, False) for key, slug in named.items() if slug is not None)
        if factor.pair is not None:
            yield (*path, "pair", "dm"), factor.pair.dm, False
    yield from ((("published_counts", i, "vary"), c.vary, False) for i, c in enumerate(file.published_counts))


def _owners_mentioned(view: View) -> Iterator[tuple[Path, str]]:
    for i, constraint in enumerate(view.file.constraints):
        yield from ((("constraints", i, "by", k), who) for k, who in enumerate(constraint.by))
        yield from ((("constraints", i, "revocable_by", k), who) for k, who in enumerate(constraint.revocable_by))


def parties_in_test(test: object) -> Iterator[tuple[Path, str]]:
    """Yield the decision makers that the test of a claim is about, with their paths in it."""
    if isinstance(test, Ranks):
        yield ("ranks",), test.ranks
    if isinstance(test, Reachable):
        yield from ((("by", k), who) for k, who in enumerate(test.by))
    if isinstance(test, Stable) and test.decision_maker is not None:
        yield ("for",), test.decision_maker


def unknown_evidence(view: View) -> Iterator[Finding]:
    """R004: a source or voice that is not declared."""
    for path, kind, name in _evidence_mentioned(view):
        known = view.sources if kind == "source" else view.voices
        if name not in known:
            hint = known.nearest(name) or f"declare it under {kind}s"
            yield Finding("R004", path, f"the {kind} {name} is not declared", hint)


def _evidence_mentioned(view: View) -> Iterator[tuple[Path, str, str]]:
    if view.file.asked_in is not None:
        yield ("asked_in",), "source", view.file.asked_in
    for name, claim in view.file.claims.items():
        if claim.voice is not None:
            yield ("claims", name, "voice"), "voice", claim.voice
        if claim.source is not None:
            yield ("claims", name, "source"), "source", claim.source
    for path, cite in all_cites(view.file):
        yield (*path, "source"), "source", cite.source
        if cite.voice is not None:
            yield (*path, "voice"), "voice", cite.voice


def unknown_others(view: View) -> Iterator[Finding]:
    """R005: a world, constraint, concept or variant that is not there."""
    worlds = Known([ACTUAL]) | view.worlds
    for path, name in _worlds_mentioned(view):
        if name not in worlds:
            yield Finding("R005", path, f"there is no world {name}", worlds.nearest(name))
    for name, world in view.file.worlds.items():
        for k, lifted in enumerate(world.lift):
            if lifted not in view.constraints:
                hint = view.constraints.nearest(lifted) or "give the constraint a name"
                yield Finding("R005", ("worlds", name, "lift", k), f"there is no constraint named {lifted}", hint)
    for i, answer in enumerate(view.file.published):
        if answer.variant is not None and answer.variant not in view.variants:
            hint = view.variants.nearest(answer.variant)
            yield Finding("R005", ("published", i, "variant"), f"there is no variant {answer.variant}", hint)
    for i, count in enumerate(view.file.published_counts):
        if count.variant is not None and count.variant not in view.variants:
            hint = view.variants.nearest(count.variant)
            yield Finding("R005", ("published_counts", i, "variant"), f"there is no variant {count.variant}", hint)
    yield from _unknown_concepts(view)


def _worlds_mentioned(view: View) -> Iterator[tuple[Path, str]]:
    for name, claim in view.file.claims.items():
        for key, field in (("in", "world"), ("not_in", "not_in")):
            if (world := getattr(claim.test, field, None)) is not None:
                yield ("claims", name, "test", key), world


def _unknown_concepts(view: View) -> Iterator[Finding]:
    in_claims = list(all_concepts())
    for name, claim in view.file.claims.items():
        if (concept := getattr(claim.test, "concept", None)) is not None:
            yield from _unknown_concept(("claims", name, "test", "concept"), concept, in_claims)
    for i, answer in enumerate(view.file.published):
        yield from _unknown_concept(("published", i, "concept"), answer.concept, [*in_claims, *DERIVED])
    for i, count in enumerate(view.file.published_counts):
        yield from _unknown_concept(("published_counts", i, "concept"), count.concept, in_claims)


def _unknown_concept(path: Path, concept: str, known: list[str]) -> Iterator[Finding]:
    if concept.casefold() not in {c.casefold() for c in known}:
        yield Finding("R005", path, f"there is no concept {concept}", f"known here: {', '.join(known)}")


def repeated_names(view: View) -> Iterator[Finding]:
    """R008: two constraints of one name, or a decision maker twice in a coalition."""
    seen: set[str] = set()
    for i, constraint in enumerate(view.file.constraints):
        if constraint.name in seen:
            message = f"a constraint above is named {constraint.name} already"
            yield Finding("R008", ("constraints", i, "name"), message, "give each constraint a name of its own")
        if constraint.name:
            seen.add(constraint.name)
    if isinstance(view.file.coalitions, str):
        return
    for i, members in enumerate(view.file.coalitions):
        for k, member in enumerate(members):
            if member in members[:k]:
                yield Finding("R008", ("coalitions", i, k), f"{member} stands twice in this coalition", "leave one out")


def opened_without_direction(view: View) -> Iterator[Finding]:
    """R009: a world opens an option that can change both ways already."""
    for name, world in view.file.worlds.items():
        for k, option in enumerate(world.open):
            if option in view.options and option not in view.file.directions and not view.options.is_open:
                message = f"{option} can change both ways already; only a direction can be opened"
                hint = "leave it out, or give it a direction under directions"
                yield Finding("R009", ("worlds", name, "open", k), message, hint)


REFERENCE_CHECKS = (
    unreadable_formulas,
    overgrown_formulas,
    unknown_names,
    cyclic_lets,
    reserved_names,
    unknown_options,
    unknown_parties,
    unknown_evidence,
    unknown_others,
    repeated_names,
    opened_without_direction,
)
