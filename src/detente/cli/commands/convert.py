"""``detente convert``: a case in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import arguments

if TYPE_CHECKING:
    from detente.case.build import Case

Out = Annotated[str, typer.Argument(metavar="OUT", help="The file to write: .yaml, or .gmcr for GMCR+.")]
Lossy = Annotated[bool, typer.Option("--lossy", help="Leave out what the target cannot hold, instead of stopping.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]


def command(
    source: arguments.Source,
    out: Out,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    lossy: Lossy = False,
    force: Force = False,
) -> int:
    """Write a case in another format; what that cannot hold is named, and stops it without --lossy."""
    from detente.cli.asking import readings
    from detente.cli.ending import WrongUsage
    from detente.cli.streams import say
    from detente.cli.writing import refuse, write
    from detente.formats import load

    suffix = Path(out).suffix.lower()
    if suffix not in {".yaml", ".yml", ".gmcr"}:
        raise WrongUsage(f"the name of the file to write ends in .yaml or .gmcr, and {out} does not")
    if not force:
        refuse(out, "choose another name, or add --force")
    case = load(source, variant=variant, lossy=lossy)
    fixed = readings(reading)
    text, lost = _as_gmcr(case, fixed, lossy=lossy) if suffix == ".gmcr" else (_as_yaml(case, fixed), [])
    write(out, text, overwrite=force)
    for what in lost:
        say(f"left out: {what}")
    say(f"written: {out}")
    return 0


def _as_gmcr(case: Case, fixed: dict[str, str], *, lossy: bool) -> tuple[str, list[str]]:
    from detente.formats.gmcr import from_case, losses

    return from_case(case, readings=fixed, lossy=lossy), losses(case, fixed)


def _as_yaml(case: Case, fixed: dict[str, str]) -> str:
    from detente.case.write import write
    from detente.cli.ending import WrongUsage

    if fixed:
        raise WrongUsage("a .yaml file holds every reading; --reading is for .gmcr, which holds one of each party")
    return write(case)
