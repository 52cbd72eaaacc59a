"""``detente eval``: how well articles are read, against what people marked in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import arguments

Folders = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FOLDER", help="Folders of annotated articles, NAME.txt with NAME.yaml.", show_default=False
    ),
]
Polnear = Annotated[
    Path | None,
    typer.Option("--polnear", metavar="DIR", help="A folder of the corpus PolNeAR, such as data/dev."),
]
Iou = Annotated[
    float,
    typer.Option("--iou", metavar="X", min=0.01, max=1.0, help="How much of two pieces of text has to be the same."),
]
Errors = Annotated[bool, typer.Option("--errors", help="List what was missed, what is false, and what is wrong.")]
Processes = Annotated[
    int | None, typer.Option("--processes", metavar="N", min=1, max=2, help="One process, or two (for many articles).")
]


def command(
    folders: Folders = None,
    *,
    polnear: Polnear = None,
    iou: Iou = 0.5,
    errors: Errors = False,
    processes: Processes = None,
    json: arguments.Json = False,
) -> int:
    """Say how well articles are read: precision, recall and F1 against annotations."""
    from detente.cli.ending import WrongUsage
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.eval import parts
    from detente.text.scoring.gold import folders as annotated
    from detente.text.scoring.plain import plain
    from detente.text.scoring.running import score_gold, score_polnear

    if not folders and polnear is None:
        raise WrongUsage("name a folder of annotated articles, or give --polnear DIR; see detente eval --help")
    gold = annotated(folders or [])
    found = []
    with working("articles") as meter:
        for folder, articles in gold.items():
            scores = score_gold(articles, processes=processes, iou=iou, progress=meter.steps)
            found.append((folder, "gold", scores))
        if polnear is not None:
            scores = score_polnear(polnear, processes=processes, iou=iou, progress=meter.steps)
            found.append((polnear, "polnear", scores))
    if json:
        write_json({"iou": iou, "sets": [plain(f.as_posix(), kind, s, errors=errors) for f, kind, s in found]})
    else:
        show(lambda width: parts([(f.as_posix(), s) for f, _, s in found], iou, width, errors=errors))
    return 0
