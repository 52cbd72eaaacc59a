"""``detente new``: a commented case to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[str, typer.Argument(metavar="FILE", help="The file to write, such as lake.yaml.")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="The title of the case.")]


def command(file: File, *, title: Title = "") -> int:
    """Write a small case with every key explained, ready to be changed; never overwrites a file."""
    from detente.case.starter import starter
    from detente.cli.ending import WrongUsage
    from detente.cli.streams import say
    from detente.cli.writing import refuse, write

    if Path(file).suffix not in {".yaml", ".yml"}:
        raise WrongUsage(f"a case file ends in .yaml; try detente new {Path(file).stem or 'case'}.yaml")
    refuse(file)
    write(file, starter(title))
    say(f"written: {file}; next: detente check {file}, then detente report {file}")
    return 0
