"""``detente sweep``: very many variants of a case, worked out and kept in a folder."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments


def _kinds(incomplete: str) -> list[str]:
    from detente.sweep.vary import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


Source = Annotated[
    str | None,
    typer.Argument(
        metavar="CASE",
        help="A file (.yaml, .gmcr), - for the standard input, or a case of the catalogue; not with --resume.",
        autocompletion=arguments.slugs,
    ),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="WHAT",
        help="What varies: readings, worlds, constraints, orders, swaps or rankings=N; readings:DM and so on for one "
        "decision maker; constraints:2 drops up to two at once. Several make every combination.",
        autocompletion=_kinds,
    ),
]
Out = Annotated[
    str | None, typer.Option("--out", metavar="DIR", help="The folder of the results: new, or of the same sweep.")
]
Resume = Annotated[str | None, typer.Option("--resume", metavar="DIR", help="Go on with the sweep in this folder.")]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAME,NAME",
        help="Which of attainable, stays, equilibria, status_quo, outcome are worked out; all if not given.",
    ),
]
States = Annotated[bool, typer.Option("--states", help="Keep the equilibria too, a bit for each state.")]
Sample = Annotated[
    int | None, typer.Option("--sample", metavar="N", help="Draw N variants from all instead of taking them all.")
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", help="The seed of what is drawn; kept, and drawn once if not given."),
]
Block = Annotated[
    int | None,
    typer.Option("--block", metavar="N", help="How many variants are stored at a time; memory decides if not given."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Compute in N processes instead of in this one.")
]
ClusterAddress = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Compute on a Dask cluster, such as tcp://host:8786."),
]
OnlyPlan = Annotated[bool, typer.Option("--plan", help="Only tell how many variants there are and what they take.")]
Figure = Annotated[str | None, typer.Option("--figure", metavar="FILE", help="Draw the counts as an SVG picture.")]


def command(  # noqa: PLR0913
    source: Source = None,
    *,
    vary: Vary = None,
    out: Out = None,
    resume: Resume = None,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    concept: arguments.Concept = None,
    column: Columns = None,
    states: States = False,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    sample: Sample = None,
    seed: Seed = None,
    block: Block = None,
    workers: Workers = None,
    cluster: ClusterAddress = None,
    plan: OnlyPlan = False,
    figure: Figure = None,
    json: arguments.Json = False,
) -> int:
    """Work out very many variants of a case and keep them as a table; stopped, it goes on where it was."""
    from detente.analysis.attain import Rules
    from detente.cli.asking import question
    from detente.cli.ending import WrongUsage
    from detente.cli.sweeping import Wish, asked_anew, resumed

    wish = Wish(resume or out, plan, json, workers, cluster, figure)
    rules = Rules(joint, answers, improvement)
    if resume is not None:
        given = [source, vary, out, variant, reading, concept, column, sample, seed, block, states or None]
        if any(each is not None for each in given) or world != "actual" or rules != Rules():
            raise WrongUsage("--resume DIR goes on with what is asked there; leave out the case and what varies")
        return resumed(wish)
    if source is None:
        raise WrongUsage("sweep needs a CASE and what varies, or --resume DIR")
    asked = question(source, variant, reading=reading, world=world, rules=rules)
    wanted = None if column is None else [name.strip() for name in column.split(",")]
    kept = {"concepts": concept, "columns": wanted, "states": states, "sample": sample, "seed": seed}
    kept["block"] = block
    return asked_anew(asked, wish, vary, kept)
