"""The picture of the states around the status quo: in each world, the chain to the outcome or what fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.analysis.attainment import AttainAnswer
from detente.analysis.told import ToldAttempt, ToldMove, ToldStep
from detente.case.build import ACTUAL, Case
from detente.figures.layered import placed
from detente.figures.scene import EdgeKind, NodeKind, Scene
from detente.figures.tree import Box, Link, Paragraph

MOST_ATTEMPTS = 4


def state_graph(
    case: Case, answers: Mapping[str, AttainAnswer], examples: Mapping[str, AttainAnswer] | None = None
) -> Scene | None:
    """Return the picture of a case's paths and attempts, or None if there is nothing to show.

    Parameters
    ----------
    case : Case
    answers : mapping
        From a world to how the outcome is attained there, or what stops it.
    examples : mapping, optional
        From a world to a chain in another combination of readings.

    Examples
    --------
    >>> import detente
    >>> from detente.analysis.attainment import attainment
    >>> case = detente.load("peace-treaty")
    >>> scene = state_graph(case, {"actual": attainment(case)})
    >>> [(n.kind, n.state) for n in scene.nodes]
    [('status_quo', 'NNYYNYYN'), ('missed', 'YNYYYYYN')]
    """
    if not answers:
        return None
    roots = [_lane(case, w, told, (examples or {}).get(w), answers.get(ACTUAL)) for w, told in answers.items()]
    title = f"How {case.outcome_label} is reached, or missed"
    return placed(roots, title, _about(case, answers))


def _about(case: Case, answers: Mapping[str, AttainAnswer]) -> str:
    said = []
    for world, told in answers.items():
        verdict = "attainable" if told.attainable else "not attainable"
        said.append(f"{_capital(case.world_label(world))}: {verdict}.")
    return " ".join(said)


def _lane(case: Case, world: str, told: AttainAnswer, example: AttainAnswer | None, actual: AttainAnswer | None) -> Box:
    """Return the start of one world with everything that follows from it."""
    root = _root(case, world, told, actual)
    _add_path(case, root, world, told.path or (), "step")
    for attempt in told.attempts[:MOST_ATTEMPTS]:
        _add_attempt(case, root, world, attempt)
    if example is not None:
        differing = {s: r for s, r in example.readings.items() if r != told.readings[s]}
        _add_path(case, root, world, example.path or (), "other_reading", _read(case, differing))
    return root


def _root(case: Case, world: str, told: AttainAnswer, actual: AttainAnswer | None) -> Box:
    if world == ACTUAL or actual is None:
        held = _held(case, told.status_quo)
        lines: list[Paragraph] = [("heading", "Status quo"), *held]
        kind: NodeKind = "status_quo"
    else:
        lines = [("heading", _capital(case.world_label(world))), ("quiet", "the status quo, but:")]
        lines += _supposed(case, world)
        kind = "world"
    if told.path == ():
        lines.append(("stopped", f"{_capital(case.outcome_label)} holds already."))
    return Box(kind, world, told.status_quo, tuple(lines), _joined(lines))


def _supposed(case: Case, world: str) -> list[Paragraph]:
    """Say what a world changes, in words."""
    said = case.world(world)
    if said is None:
        return []
    lines = _by_party(case, [(o, f"?->{v}") for o, v in said.do.items()])
    lines += [("plain", f"{_meaning(case, o)}: may now change both ways") for o in said.open]
    return [*lines, *(("plain", f"{_why(case, name)}: no longer binds") for name in said.lift)]


def _why(case: Case, name: str) -> str:
    return next((c.why or name for c in case.file.constraints if c.name == name), name)


def _held(case: Case, pattern: str) -> list[Paragraph]:
    """Say what holds in a state: every option that is taken, by party."""
    names = case.structure.option_names
    if not names:
        return [("plain", case.file.labels.get(pattern, pattern))]
    taken = [(o, "?->Y") for o, letter in zip(names, pattern, strict=True) if letter == "Y"]
    return _by_party(case, taken) or [("plain", "nobody does anything yet")]


def _by_party(case: Case, changes: Sequence[tuple[str, str]]) -> list[Paragraph]:
    """Say for each party what it does, or no longer does."""
    owners: dict[str, list[str]] = {}
    for option, how in changes:
        owners.setdefault(option.split(".", 1)[0], []).append(_changed(_meaning(case, option), how))
    return [line for owner, parts in owners.items() for line in _party(case, owner, parts)]


def _party(case: Case, owner: str, parts: list[str]) -> list[Paragraph]:
    return [("party", _name(case, owner)), *(("plain", part) for part in parts)]


def _meaning(case: Case, option: str) -> str:
    owner, slug = option.split(".", 1)
    return case.file.decision_makers[owner].options[slug].meaning


def _changed(meaning: str, how: str) -> str:
    if how.endswith("-"):
        return f"{meaning}: left open"
    return meaning if how.endswith("Y") else f"no longer {meaning}"


def _add_path(case: Case, box: Box, world: str, path: Sequence[ToldStep], kind: EdgeKind, readings: str = "") -> None:
    for number, step in enumerate(path):
        last = number == len(path) - 1
        made = _reached(case, world, step.move, "outcome" if last else "state")
        above: tuple[Paragraph, ...] = (("who", _who(case, step.move)),)
        below = _manner(step.move)
        if readings and number == 0:
            below = (*below, ("reading", f"if {readings}"))
        about = f"{_who(case, step.move)}: {made.about}{f' If {readings}.' if readings else ''}"
        box = box.child(made, Link(kind, step.move.by, (), above, below, about))


def _add_attempt(case: Case, root: Box, world: str, attempt: ToldAttempt) -> None:
    start = _start_of(case, root, world, attempt.move)
    end = _reached(case, world, attempt.move, "missed")
    who = _who(case, attempt.move)
    above: tuple[Paragraph, ...] = (("who", who),)
    if attempt.answer is None:
        stopped = f"{_parties(case, attempt.vetoes)} {'vetoes' if len(attempt.vetoes) == 1 else 'veto'}"
        below: tuple[Paragraph, ...] = (*_manner(attempt.move), ("stopped", stopped))
        start.child(end, Link("vetoed", attempt.move.by, attempt.vetoes, above, below, f"{who}. {stopped}."))
        return
    below = _manner(attempt.move)
    here = start.child(end, Link("answered", attempt.move.by, (), above, below, f"{who}. An answer deters it."))
    for number, move in enumerate(attempt.answer.moves):
        last = number == len(attempt.answer.moves) - 1
        made = _reached(case, world, move, "deterred" if last else "state")
        if last:
            worse = [r.dm for r in attempt.answer.then if r.end_is != "better"]
            verb = "is" if len(worse) == 1 else "are"
            note = f"{_parties(case, worse)} {verb} then not better off than at the start"
            made = Box(made.kind, world, made.state, (*made.paragraphs, ("stopped", note)), f"{made.about} {note}.")
        answers = f"{_parties(case, move.by)} answer{'s' if len(move.by) == 1 else ''}"
        here = here.child(made, Link("answer", move.by, (), (("who", answers),), (), f"{answers}: {made.about}"))


def _start_of(case: Case, root: Box, world: str, move: ToldMove) -> Box:
    """Return the box from which an attempt begins: the root, or a state that improvements lead to."""
    if move.start == root.state:
        return root
    lines = _difference(case, root.state, move.start)
    link = Link("leads", (), above=(("quiet", "improvements lead to"),), about="Unanswered improvements lead there.")
    return root.child(Box("state", world, move.start, tuple(lines), _joined(lines)), link)


def _difference(case: Case, before: str, after: str) -> list[Paragraph]:
    names = case.structure.option_names
    if not names:
        return [("plain", case.file.labels.get(after, after))]
    pairs = zip(names, before, after, strict=True)
    return _by_party(case, [(o, f"{a}->{b}") for o, a, b in pairs if a != b])


def _reached(case: Case, world: str, move: ToldMove, kind: NodeKind) -> Box:
    """Return the box of the state where a move ends: what changes, in words."""
    lines: list[Paragraph] = []
    if kind in {"outcome", "missed"}:
        lines.append(("heading", _capital(case.outcome_label)))
    elif label := _label(case, move.end):
        lines.append(("heading", label))
    lines += _by_party(case, move.changes) or [("plain", _label(case, move.end) or move.end)]
    return Box(kind, world, move.end, tuple(lines), _joined(lines))


def _label(case: Case, pattern: str) -> str:
    """Return what the file calls a state, or nothing."""
    states, labels = case.structure.states, case.file.labels
    named = dict(zip(states.patterns, states.slugs, strict=True)) if states.slugs else {}
    return labels.get(pattern) or labels.get(named.get(pattern, ""), "")


def _who(case: Case, move: ToldMove) -> str:
    return f"{_parties(case, move.by)}{', together' if move.manner == 'at once' else ''}"


def _manner(move: ToldMove) -> tuple[Paragraph, ...]:
    return (("quiet", "one after the other"),) if move.manner == "in sequence" else ()


def _parties(case: Case, slugs: Sequence[str]) -> str:
    *rest, end = [_name(case, s) for s in slugs] or ["nobody"]
    return f"{', '.join(rest)} and {end}" if rest else end


def _name(case: Case, slug: str) -> str:
    """Return a party's short name: as it is called in a sentence, without the article."""
    return _capital(case.dm_called(slug).removeprefix("the "))


def _read(case: Case, readings: Mapping[str, str]) -> str:
    said = [f"{case.dm_called(s)} is read as “{case.reading_label(s, r)}”" for s, r in readings.items()]
    return " and ".join(said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(lines: Sequence[Paragraph]) -> str:
    return "; ".join(words for _, words in lines)
