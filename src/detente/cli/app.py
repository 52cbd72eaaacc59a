"""The commands as one program; a command's file is imported when it is called, or when help lists it.

The folder ``commands`` is the registry: each file holds a function ``command``, or an ``app`` with commands of its own.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from detente import __version__
from detente.cli import commands

FIRST = (
    "report",
    "table",
    "claims",
    "blame",
    "ways-out",
    "attain",
    "equilibria",
    "plan",
    "coalitions",
    "inverse",
    "carrots",
    "wedge",
    "robust",
    "sweep",
    "query",
    "read",
    "ledger",
    "draft",
    "verify",
    "explain",
    "states",
    "check",
)
HELP = (
    "Find out why a dispute is stuck, and what would settle it.\n\n"
    "CASE is a case file (.yaml), a file of GMCR+ (.gmcr), - for the standard input, "
    "or the name of a case of the catalogue, such as peace-treaty."
)


class Commands(TyperGroup):
    """Finds commands by the names of files."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands: the questions first, the rest by alphabet."""
        names = [module.name.replace("_", "-") for module in iter_modules(commands.__path__)]
        return sorted(names, key=lambda n: (FIRST.index(n) if n in FIRST else len(FIRST), n))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return one command, or None if there is no file of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}")
        made = module.app if hasattr(module, "app") else typer.Typer(add_completion=False)
        if not hasattr(module, "app"):
            made.command(cmd_name)(module.command)
        found = get_command(made)
        found.name = cmd_name
        return found

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command of the arguments; a name that does not exist is answered with the nearest one."""
        from detente.cli.ending import WrongUsage
        from detente.errors import did_you_mean

        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            raise WrongUsage(f"there is no command {args[0]}; {did_you_mean(args[0], known)}")
        return super().resolve_command(ctx, args)


def command() -> Any:
    """Return the whole program."""
    app = typer.Typer(cls=Commands, name="detente", pretty_exceptions_enable=False, invoke_without_command=True)
    app.callback(help=HELP)(_start)
    return get_command(app)


def _version(asked: bool) -> None:  # noqa: FBT001
    if asked:
        from detente.engines import ENGINES, native

        print(f"detente {__version__}")
        print(f"reads and writes case files of format 1; engines: {', '.join(ENGINES)}")
        print(native.described())
        raise typer.Exit


def _start(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Show help where no command is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
