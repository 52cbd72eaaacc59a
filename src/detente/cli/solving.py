"""How ``detente equilibria`` gets its answer: the plan, a word before a long run, the engine, how it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.cli.asking import MOST_STATES, Question
from detente.cli.progress import Meter, working
from detente.cli.state import pattern, place
from detente.cli.streams import say, show, write_json

if TYPE_CHECKING:
    from detente.analysis.equilibria import Equilibria
    from detente.engines.planner import Plan
    from detente.model.conflict import Conflict
    from detente.model.formula import Formula

EXAMPLES = 10


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    asked: Question
    concepts: tuple[str, ...]
    where: str | None
    state: str | None
    engine: str
    seconds: float | None
    limit: int | None
    as_json: bool

    def formula(self) -> Formula:
        """Return the formula under ``--where``."""
        from detente.cli.asking import formula

        return formula(self.asked.case, "--where", self.where or "")

    def conflict(self) -> Conflict:
        """Return the conflict that is asked about."""
        return self.asked.case.conflict(self.asked.readings, self.asked.world)

    @property
    def is_about_single_states(self) -> bool:
        """Whether one state is asked for instead of all."""
        return self.where is not None or self.state is not None


def solved(wish: Wish) -> int:
    """Answer, show the answer, and return the exit code."""
    from detente.concepts import all_concepts
    from detente.concepts import concept as named
    from detente.engines.planner import plan

    conflict = wish.conflict()
    if wish.where is not None:
        wish.formula()
    if wish.state is not None:
        pattern(conflict, wish.state)
    made = plan(conflict, [named(name) for name in wish.concepts or all_concepts()], wish.engine)
    _refuse_what_nobody_answers(made)
    _check_memory(wish, made)
    if made.is_long:
        from detente.cli.views.plan import announcement

        say(announcement(made))
    with working("listing the states" if made.is_listed else "sets of states") as meter:
        show_it = _listed(wish, conflict, made, meter) if made.is_listed else _counted(wish, conflict, made, meter)
    return show_it()


def _refuse_what_nobody_answers(made: Plan) -> None:
    from detente.errors import NotTaken

    if made.refused and not made.choices:
        raise NotTaken("; ".join(f"{name} is not answered: {why}" for name, why in made.refused.items()))


def _check_memory(wish: Wish, made: Plan) -> None:
    """Refuse what does not fit, where the engine was asked for by name; ``auto`` does not choose it."""
    from detente.engines.memory import require
    from detente.engines.planner import written_count

    if made.is_listed and made.choices:
        what = f"the engine {made.engine} lists {written_count(made.states)} states and what is stable among them"
        fewer = "ask for fewer concepts at once (--concept), or " if len(made.choices) > 1 else ""
        other = "leave the engine to the program (--engine auto)" if wish.engine != "auto" else "see detente plan"
        require(made.memory, what, fewer + other)


# ------------------------------------------------------------------------------------------------- listed states


def _listed(wish: Wish, conflict: Conflict, made: Plan, meter: Meter) -> Callable[[], int]:
    from dataclasses import replace

    from detente.analysis.equilibria import equilibria
    from detente.engines.native import say_once

    if made.is_long and wish.engine == "auto":
        say_once(say)
    here = None if wish.state is None else place(conflict, wish.state)
    _ = conflict.orders
    meter.stage("equilibria", 0, 1)
    names = [*made.choices, *made.left_out]
    found = equilibria(conflict, names, engine_name=wish.engine, progress=lambda d, t: meter.stage("equilibria", d, t))
    found = replace(found, not_answered={**found.not_answered, **made.refused})
    if wish.is_about_single_states:
        return _question_of_listed(wish, conflict, found, here)
    return lambda: _show_listed(wish, conflict, found)


def _show_listed(wish: Wish, conflict: Conflict, found: Equilibria) -> int:
    from detente.analysis import plain
    from detente.cli.views.equilibria import parts

    if wish.as_json:
        data = plain.equilibria(found, conflict.states, MOST_STATES if wish.limit is None else wish.limit)
        write_json({**wish.asked.header(), **data})
    else:
        show(lambda width: parts(wish.asked, conflict, found, wish.limit, width))
    return 3 if found.not_answered or (found.left_out and not found.concepts) else 0


def _question_of_listed(wish: Wish, conflict: Conflict, found: Equilibria, here: int | None) -> Callable[[], int]:
    from detente.analysis.equilibria import some_equilibrium, stable_for
    from detente.analysis.plain_large import made_by

    answers: Mapping[str, Any]
    if wish.where is not None or here is None:
        places = some_equilibrium(conflict, found, wish.formula())
        answers = {name: None if s is None else conflict.states.pattern(s) for name, s in places.items()}
        question = wish.where or ""
    else:
        answers, question = stable_for(found, here), conflict.states.pattern(here)
    made = made_by(found.engine, found.engines, found.exactness)
    return lambda: _show_question(wish, question, answers, (found.left_out, found.not_answered), made)


def _show_question(
    wish: Wish,
    question: str,
    answers: Mapping[str, Any],
    without: tuple[Mapping[str, str], Mapping[str, str]],
    made: Mapping[str, Any],
) -> int:
    from detente.analysis import plain_large
    from detente.cli.views.single import Asked, parts

    left_out, not_answered = without
    if wish.as_json:
        key = "where" if wish.where is not None else "state"
        data = plain_large.question(answers, left_out, not_answered, dict(made))
        write_json({**wish.asked.header(), key: question, **data})
    else:
        put = Asked(question, is_formula=wish.where is not None)
        show(lambda width: parts(wish.asked, put, answers, without, made, width))
    return 3 if not_answered or not answers else 0


# ------------------------------------------------------------------------------------------------ sets as formulas


def _counted(wish: Wish, conflict: Conflict, made: Plan, meter: Meter) -> Callable[[], int]:
    from dataclasses import replace

    from detente.analysis import large
    from detente.analysis.plain_large import made_by

    names = list(made.choices)
    seconds = large.SECONDS if wish.seconds is None else wish.seconds
    with large.session(conflict, seconds=seconds, stage=meter.stage) as opened:
        if not wish.is_about_single_states:
            most = EXAMPLES if wish.limit is None else wish.limit
            found = large.large_equilibria(opened, conflict, names, most=most)
            found = replace(found, left_out=made.left_out)
            return lambda: _show_counted(wish, conflict, found, most)
        if wish.where is not None:
            question = wish.where
            told = large.some_equilibrium(opened, names, wish.formula())
        else:
            question = pattern(conflict, wish.state or "")
            told = large.stable_for(opened, names, question)
    made_as = made_by("symbolic", dict.fromkeys(told.answers, "symbolic"), "exact")
    return lambda: _show_question(wish, question, told.answers, (made.left_out, told.not_answered), made_as)


def _show_counted(wish: Wish, conflict: Conflict, found: Any, most: int) -> int:
    from detente.analysis import plain_large
    from detente.cli.views.large import parts

    if wish.as_json:
        data = plain_large.large(found, conflict.structure.option_names, most)
        write_json({**wish.asked.header(), **data})
    else:
        show(lambda width: parts(wish.asked, found, width))
    return 3 if found.not_answered or not found.concepts else 0
