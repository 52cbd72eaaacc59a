"""The arguments that commands share, with their help and what the shell completes them to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer


def slugs(incomplete: str) -> list[str]:
    """Return the cases of the catalogue whose name begins so."""
    from detente import catalog

    return [s for s in catalog.slugs() if s.startswith(incomplete)]


def _case(context: typer.Context) -> Any:
    """Return the case that stands on the command line so far, or None."""
    from detente.errors import DetenteError
    from detente.formats import load

    # an option that still waits for its value keeps the arguments from being told apart
    source = context.params.get("source") or next((a for a in context.args if not a.startswith("--")), None)
    try:
        return load(source, variant=context.params.get("variant")) if source and source != "-" else None
    except (DetenteError, OSError):
        return None


def _readings(context: typer.Context, incomplete: str) -> list[str]:
    case = _case(context)
    pairs = [f"{s}={r}" for s, readings in case.preferences.items() for r in readings] if case else []
    return [pair for pair in pairs if pair.startswith(incomplete)]


def _worlds(context: typer.Context, incomplete: str) -> list[str]:
    case = _case(context)
    return [w for w in (case.worlds if case else ()) if w.startswith(incomplete)]


def _variants(context: typer.Context, incomplete: str) -> list[str]:
    case = _case(context)
    return [v for v in (case.file.variants if case else ()) if v.startswith(incomplete)]


def _decision_makers(context: typer.Context, incomplete: str) -> list[str]:
    case = _case(context)
    return [s for s in (case.preferences if case else ()) if s.startswith(incomplete)]


def _concepts(incomplete: str) -> list[str]:
    from detente.concepts import all_concepts

    return [name for name in all_concepts() if name.casefold().startswith(incomplete.casefold())]


def _engines(incomplete: str) -> list[str]:
    from detente.engines import ENGINES

    return [name for name in ENGINES if name.startswith(incomplete)]


Source = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A file (.yaml, .gmcr), - for the standard input, or a case of the catalogue.",
        autocompletion=slugs,
    ),
]
Variant = Annotated[
    str | None,
    typer.Option("--variant", metavar="NAME", help="A variant that the case declares.", autocompletion=_variants),
]
Reading = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="DM=NAME",
        help="Read a decision maker in this way; can be given once for each.",
        autocompletion=_readings,
    ),
]
World = Annotated[str, typer.Option("--world", metavar="NAME", help="A world of the case.", autocompletion=_worlds)]
Concept = Annotated[
    list[str] | None,
    typer.Option(
        "--concept", metavar="NAME", help="A solution concept, such as SEQ; can be repeated.", autocompletion=_concepts
    ),
]
Dm = Annotated[
    list[str] | None,
    typer.Option(
        "--dm", metavar="DM", help="For this decision maker only; can be repeated.", autocompletion=_decision_makers
    ),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        "--dm",
        metavar="DM",
        help="Only what this decision maker wants may change; can be repeated.",
        autocompletion=_decision_makers,
    ),
]
Joint = Annotated[
    Literal["both", "sequences", "at_once"],
    typer.Option("--joint", help="How a coalition moves: by a legal sequence, all at once, or by either."),
]
Answers = Annotated[
    Literal["credible", "any", "none", "joint"],
    typer.Option("--answers", help="Which answers of outsiders deter a step."),
]
Improvement = Annotated[
    Literal["strict", "pareto"],
    typer.Option("--improvement", help="Better for every member, or worse for none and better for one."),
]
Deep = Annotated[bool, typer.Option("--deep", help="Search hinges of two changes too.")]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="What computes the answer: auto, kernel, edges, batch, symbolic or reference.",
        autocompletion=_engines,
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option("--seconds", metavar="N", help="Give up a question of the engine symbolic after N seconds (300)."),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="Show at most N states of a list; 0 gives counts only."),
]
Size = Annotated[
    int | None,
    typer.Option("--size", metavar="N", help="Look at no more than N changes at once; at all where there are few."),
]
Monotone = Annotated[
    bool,
    typer.Option(
        "--monotone",
        help="Take it that further changes never undo what some changes brought about, and solve far fewer models; "
        "refused if what is solved shows otherwise.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
