"""What a question will take, on a terminal."""

from __future__ import annotations

from rich.text import Text

from detente.analysis.plain import short_name
from detente.cli.asking import Question
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.engines.memory import written
from detente.engines.planner import Plan, written_count, written_seconds


def parts(asked: Question, made: Plan, width: int) -> list[Text]:
    """Return the size of the model, the engine and why, time and memory, and what else could be asked."""
    file = asked.case.file
    shown = [heading(f"{file.title}: what the equilibria take", width), _size(asked, made, width)]
    if made.choices:
        shown.append(paragraph(f"Engine: {made.engine}; {made.why}.", width))
        shown.append(_table(made, width))
        shown.append(_cost(made, width))
    shown += [paragraph(f"{name} is left out: {why}.", width, hanging=2) for name, why in made.left_out.items()]
    shown += [paragraph(f"{name} is not answered: {why}.", width, hanging=2) for name, why in made.refused.items()]
    if made.instead:
        lead = "If that is too long, or out of reach, these need less:"
        instead = [text.replace("CASE", _named(asked)) for text in made.instead]
        shown.append(joined([paragraph(lead, width), *bullets(instead, width)]))
    return shown


def _named(asked: Question) -> str:
    """Return the case as it is named on a command line, where it can be."""
    name = short_name(asked.case.name)
    return "CASE" if name == "-" or name.split() != [name] else name


def _size(asked: Question, made: Plan, width: int) -> Text:
    n_options, n = len(asked.case.structure.option_names), len(asked.case.structure.decision_makers)
    states = f"{written_count(made.states)} feasible {'state' if made.states.value == 1 else 'states'}"
    how = "" if made.states.exact else " (a bound; they were not counted)"
    return paragraph(f"{states[0].upper()}{states[1:]}{how}, {n} decision makers, {n_options} options.", width)


def _table(made: Plan, width: int) -> Text:
    rows = [[name, choice.engine, written_seconds(choice.seconds)] for name, choice in made.choices.items()]
    return columns([["", "engine", "time"], *rows], width)


def _cost(made: Plan, width: int) -> Text:
    hand = written(made.at_hand)
    return paragraph(f"In all: {cost(made)}; {hand} are at hand. Times and sizes are estimates.", width)


def cost(made: Plan) -> str:
    """Say what all takes: time and memory."""
    time = written_seconds(made.seconds) if made.seconds is not None else "a time that cannot be told beforehand"
    most = "up to" if made.engine == "symbolic" else "about"
    size = written(made.memory).removeprefix("about ")
    needed = f"{most} {size}" if made.memory > 1 << 20 else "less than 1 MiB"
    return f"{time} and {needed} of memory"


def announcement(made: Plan) -> str:
    """Say before a long run what it takes."""
    states = f"{written_count(made.states)} states with the engine {made.engine}"
    return f"detente: {states}: this takes {cost(made)} (estimates). Ctrl-C stops it."
