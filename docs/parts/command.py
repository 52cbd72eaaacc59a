"""The command line: every command with its arguments and options, and the exit codes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, get_args, get_type_hints

from detente import errors

from .markdown import code, table


def command_line() -> str:
    """Return every command with its arguments and options."""
    found = commands()
    rows = ([f"[`{name}`](#{name.replace(' ', '-')})", _first(function)] for name, function in found.items())
    summary = table(["command", "what it does"], rows)
    return "\n\n".join([summary, *(_command(name, function) for name, function in found.items())])


def commands() -> dict[str, Callable[..., Any]]:
    """Return the function of every command, commands of commands among them (``catalog list``)."""
    from detente.cli import commands as folder
    from detente.cli.app import Commands

    made = {}
    for name in Commands().list_commands(None):  # type: ignore[arg-type]
        module = import_module(f"{folder.__name__}.{name.replace('-', '_')}")
        below = module.app.registered_commands if hasattr(module, "app") else []
        made.update({f"{name} {c.name or c.callback.__name__}": c.callback for c in below} or {name: module.command})
    return made


def _first(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").strip().split("\n\n")[0]


def _command(name: str, function: Callable[..., Any]) -> str:
    """Return the section of one command."""
    given = list(parameters(function))
    options = ["[OPTIONS]"] if any(is_option for _, _, is_option in given) else []
    usage = " ".join(["detente", name, *(n for n, _, is_option in given if not is_option), *options])
    said = inspect.cleandoc(function.__doc__ or "").replace("``", "`")
    rows = [[f"`{n}`", words] for n, words, _ in given]
    below = table(["argument or option", "meaning"], rows) if rows else ""
    return f"## {name}\n\n{said}\n\n```text\n{usage}\n```\n\n{below}"


def parameters(function: Callable[..., Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield how each argument and option is written, what it means, and whether it is an option."""
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, info = (*get_args(hints[name]), None)[:2]
        if info is None or info.hidden:
            continue
        is_option = type(info).__name__ == "OptionInfo"
        is_optional = parameter.default is not inspect.Parameter.empty
        value = info.metavar or "|".join(_choices(kind)) or name.upper()
        if not is_option:
            value += "..." if "list[" in str(kind) else ""
            yield (f"[{value}]" if is_optional else value), info.help or "", False
            continue
        names = ", ".join(info.param_decls or [f"--{name.replace('_', '-')}"])
        is_word = isinstance(parameter.default, str) and parameter.default
        default = f" Default: `{parameter.default}`." if is_word else ""
        yield (names if kind is bool else f"{names} {value}"), (info.help or "") + default, True


def _choices(kind: Any) -> list[str]:
    return [str(choice) for choice in get_args(kind) if isinstance(choice, str)]


def exit_codes() -> str:
    """Return what each exit code means and which exceptions end with it."""
    meanings = {
        0: "good: the question was answered; `check` found no error",
        1: "the file has problems",
        2: "wrong usage: a command, option, file or name that does not exist",
        3: "not answered in full: too large, something optional is not installed, or an article lacks a date, words "
        "that are cited, or anybody to draft",
        130: "cancelled",
    }
    found = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.DetenteError)]
    ends = {n: [e.__name__ for e in found if e.exit_code == n and e is not errors.DetenteError] for n in meanings}
    rows = ([f"{n}", meaning, code(ends[n])] for n, meaning in meanings.items())
    return table(["exit code", "meaning", "exceptions in Python"], rows)
