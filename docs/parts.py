"""The generated parts of the pages, one function for each; see ``generate.py``."""  # noqa: INP001

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

from detente import catalog, errors
from detente.concepts import Concept, all_concepts
from detente.concepts import concept as find_concept

REFERENCE = Path(__file__).parent / "reference"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown."""
    heads = list(head)
    lines = [heads, ["---"] * len(heads), *([_cell(c) for c in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(names: Iterable[str]) -> str:
    """Return names as code, with commas between."""
    return ", ".join(f"`{name}`" for name in names)


def sentence(text: str) -> str:
    """Return text that begins with a capital letter and ends with a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _yaml(name: str) -> dict[str, Any]:
    from ruamel.yaml import YAML

    found: dict[str, Any] = YAML(typ="safe").load((REFERENCE / name).read_text("utf-8"))
    return found


# ----------------------------------------------------------------------------------------------------- pictures


def pictures() -> dict[str, str]:
    """Return the pictures of the pages, by their file under ``docs``."""
    from detente.analysis.attainment import attainment
    from detente.figures.state_graph import state_graph
    from detente.figures.svg import svg
    from detente.formats import load

    case = load("peace-treaty")
    scene = state_graph(case, {w: attainment(case, world=w) for w in ("actual", "troops_gone", "both_gone")})
    return {"_static/peace-treaty.svg": svg(scene) + "\n"} if scene is not None else {}


# ----------------------------------------------------------------------------------------------------- concepts


def _page(concept: Concept) -> str:
    return f"[{concept.name}]({concept.name.lower()}.md)"


def concepts() -> str:
    """Return all solution concepts in one table."""
    rows = [
        [c.number, _page(c), c.title, c.replies.value, "yes" if c.survives_countermove else "no", c.foresight]
        for c in all_concepts().values()
    ]
    head = ["no.", "concept", "name", "replies that count", "must survive a counter-move", "what the DM looks at"]
    return table(head, rows)


def concept(name: str) -> str:
    """Return the frame of one concept's page."""
    made = find_concept(name)
    known = all_concepts()
    narrower = [c for c in known.values() if name in c.implies]
    rows = [
        ["number", made.number],
        ["name", f"**{made.title}**"],
        ["short name", f"`{made.name}`"],
        ["a state is stable for a DM if", f"**{made.definition}**"],
        ["replies that count", made.replies.value],
        ["must the sanction survive a counter-move?", "yes" if made.survives_countermove else "no"],
        ["what the DM looks at", made.foresight],
        ["implies", ", ".join(_page(known[n]) for n in made.implies)],
        ["is implied by", ", ".join(map(_page, narrower))],
        ["also called", "; ".join(made.also_called)],
        ["defined by", "; ".join(made.sources) + " (see [sources](sources.md))"],
    ]
    return table(["", ""], ([key, value] for key, value in rows if value))


# ------------------------------------------------------------------------------------------------- command line


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
        module = import_module(f"{folder.__name__}.{name}")
        below = module.app.registered_commands if hasattr(module, "app") else []
        made.update({f"{name} {c.name or c.callback.__name__}": c.callback for c in below} or {name: module.command})
    return made


def _first(function: Callable[..., Any]) -> str:
    return (function.__doc__ or "").strip().split("\n\n")[0]


def _command(name: str, function: Callable[..., Any]) -> str:
    """Return the section of one command."""
    parameters = list(_parameters(function))
    options = ["[OPTIONS]"] if any(is_option for _, _, is_option in parameters) else []
    usage = " ".join(["detente", name, *(n for n, _, is_option in parameters if not is_option), *options])
    said = inspect.cleandoc(function.__doc__ or "").replace("``", "`")
    rows = [[f"`{n}`", words] for n, words, _ in parameters]
    below = table(["argument or option", "meaning"], rows) if rows else ""
    return f"## {name}\n\n{said}\n\n```text\n{usage}\n```\n\n{below}"


def _parameters(function: Callable[..., Any]) -> Iterator[tuple[str, str, bool]]:
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
            yield (f"[{value}]" if is_optional else value), info.help or "", False
            continue
        names = ", ".join(info.param_decls or [f"--{name.replace('_', '-')}"])
        default = (
            f" Default: `{parameter.default}`." if parameter.default and isinstance(parameter.default, str) else ""
        )
        yield (names if kind is bool else f"{names} {value}"), (info.help or "") + default, True


def _choices(kind: Any) -> list[str]:
    return [str(choice) for choice in get_args(kind) if isinstance(choice, str)]


def exit_codes() -> str:
    """Return what each exit code means and which exceptions end with it."""
    meanings = {
        0: "good: the question was answered; `check` found no error",
        1: "the file has problems",
        2: "wrong usage: a command, option, file or name that does not exist",
        3: "not answered in full: too large, or something optional is not installed",
        130: "cancelled",
    }
    found = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.DetenteError)]
    ends = {n: [e.__name__ for e in found if e.exit_code == n and e is not errors.DetenteError] for n in meanings}
    rows = ([f"{n}", meaning, code(ends[n])] for n, meaning in meanings.items())
    return table(["exit code", "meaning", "exceptions in Python"], rows)


# ---------------------------------------------------------------------------------------------------- case file


def case_keys() -> str:
    """Return every key of the case file, by the part in which it stands."""
    from detente.case import schema

    said = _yaml("keys.yaml")
    return "\n\n".join(_part_of_file(getattr(schema, name), title, keys) for name, (title, keys) in _titled(said))


def _titled(said: dict[str, Any]) -> Iterator[tuple[str, tuple[str, dict[str, str]]]]:
    for name, entry in said.items():
        yield name, (entry["title"], entry["keys"])


def _part_of_file(model: Any, title: str, meanings: dict[str, str]) -> str:
    rows = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        needed = "yes" if info.is_required() else ""
        rows.append([f"`{key}`", needed, meanings[key]])
    words = " ".join((model.__doc__ or "").split()).replace("``", "`")
    return f"## {title}\n\n{sentence(words) if words[-1] not in '.?' else words}\n\n" + table(
        ["key", "needed", "meaning"], rows
    )


# ----------------------------------------------------------------------------------------------------- problems


def problems() -> str:
    """Return every problem code with its meaning, a line that causes it, and what is then said."""
    said = _yaml("problems.yaml")
    parts = []
    for letter, group in said["groups"].items():
        parts.append(f"## {group}")
        parts += [_problem(c, entry) for c, entry in said["codes"].items() if c[0] == letter]
    return "\n\n".join(parts)


def _problem(name: str, entry: dict[str, Any]) -> str:
    head = f"### {name}\n\n{sentence(entry['means'])}"
    if "example" not in entry:
        return head
    shown, found = example(name, entry)
    return f"{head}\n\n```text\n{shown}\n{found}\n```"


def example(name: str, entry: dict[str, Any]) -> tuple[str, str]:
    """Return the line of an example that causes a problem, with a mark below it, and the problem."""
    from detente.case.read import examine
    from detente.errors import CaseError
    from detente.formats.gmcr import to_case_text

    file = entry.get("file", "case.yaml")
    text = str(entry["example"]).replace("<TAB>", "\t")
    try:
        data = to_case_text(text.encode(), file).encode() if file.endswith(".gmcr") else text.encode()
        found = list(examine(data, file).problems)
    except CaseError as error:
        found = list(error.problems)
    problem = next((p for p in found if p.code == name), None)
    if problem is None:
        raise ValueError(f"the example of {name} causes {[p.code for p in found]}")
    line = text.splitlines()[problem.line - 1] if problem.line else ""
    margin = f"{problem.line} | "
    return f"{margin}{line}\n{' ' * (len(margin) - 2)}| {' ' * (problem.column - 1)}^", str(problem)


# ---------------------------------------------------------------------------------------------------- catalogue


def catalogue() -> str:
    """Return every case of the catalogue with its question, its size, its sources and what was published about it."""
    from detente.formats import load

    cases = {slug: load(slug) for slug in catalog.slugs()}
    rows = [
        [f"[`{s}`](#{s})", c.file.title, f"{len(c.structure.states):,}", f"{_combinations(c)}", f"{len(c.worlds)}"]
        for s, c in cases.items()
    ]
    head = table(["slug", "title", "states", "combinations of readings", "worlds"], rows)
    return "\n\n".join([head, *(_case(slug, case) for slug, case in cases.items())])


def _combinations(case: Any) -> int:
    return sum(1 for _ in case.combinations())


def _case(slug: str, case: Any) -> str:
    file = case.file
    parts = [f"## {slug}", f"**{file.title}.** {file.question or ''}".replace("?.**", "?**"), (file.note or "").strip()]
    parties = file.decision_makers.items()
    rows = ([f"{dm.name} (`{s}`)", code(dm.options), code(dm.all_readings)] for s, dm in parties)
    parts.append(table(["decision maker", "options", "readings"], rows))
    if file.worlds:
        parts.append("Worlds: " + code(case.worlds) + ".")
    if file.variants:
        rows = ([f"`{name}`", made.title or "", made.note or ""] for name, made in file.variants.items())
        parts.append(table(["variant", "title", "note"], rows))
    if file.published:
        parts.append(table(["concept", "variant", "published equilibria", "ours"], map(_published, file.published)))
        parts += [f"*{p.concept}, {p.variant}.* {p.differs}" for p in file.published if p.differs]
    parts.append("Sources: " + "; ".join(_source(s) for s in file.sources.values()) + ".")
    return "\n\n".join(" ".join(p.split()) if "\n|" not in p else p for p in parts if p)


def _published(answer: Any) -> list[str]:
    ours = f"{code(answer.ours)}: differs, see below" if answer.ours is not None else "the same"
    return [answer.concept, answer.variant or "", code(answer.equilibria), ours]


def _source(source: Any) -> str:
    parts = (source.author, f"*{source.title}*", source.publisher, str(source.date or ""))
    return ", ".join(p for p in parts if p)


# ------------------------------------------------------------------------------------------------------- Python

DATA = (
    "detente.analysis.crosstable.CrossTable",
    "detente.analysis.crosstable.Row",
    "detente.analysis.attain.Attainment",
    "detente.analysis.attain.Step",
    "detente.analysis.attainment.AttainAnswer",
    "detente.analysis.told.ToldStep",
    "detente.analysis.told.ToldMove",
    "detente.analysis.told.ToldAnswer",
    "detente.analysis.told.ToldAttempt",
    "detente.analysis.told.Reason",
    "detente.analysis.claims.Verdict",
    "detente.analysis.hinge.Hinge",
    "detente.analysis.hinge.Change",
    "detente.analysis.equilibria.Equilibria",
    "detente.analysis.equilibria.Stability",
    "detente.analysis.witness.Witness",
    "detente.analysis.witness.Improvement",
    "detente.analysis.idle.Idle",
    "detente.analysis.trivial.Finding",
    "detente.model.conflict.Conflict",
    "detente.model.conflict.Structure",
    "detente.concepts.declaration.Concept",
)


def python_api() -> str:
    """Return the directives that document the public names."""
    import detente

    names = [n for n in detente.__all__ if not n.startswith("__")]
    functions = [n for n in names if not isinstance(getattr(detente, n), type)]
    raised = [n for n in names if isinstance(getattr(detente, n), type) and issubclass(getattr(detente, n), Exception)]
    classes = [n for n in names if n not in functions and n not in raised]
    groups = (("Functions", functions), ("Classes", classes), ("Exceptions", raised))
    return "\n\n".join(f"## {title}\n\n" + _directives(f"detente.{n}" for n in found) for title, found in groups)


def python_data() -> str:
    """Return the directives that document the data that answers consist of."""
    return _directives(DATA)


def _directives(names: Iterable[str]) -> str:
    return "```{eval-rst}\n" + "\n".join(map(_directive, names)) + "\n```"


def _directive(name: str) -> str:
    module, _, last = name.rpartition(".")
    made = getattr(import_module(module), last)
    if not isinstance(made, type):
        return f".. autofunction:: {name}"
    if issubclass(made, Exception):
        return f".. autoexception:: {name}"
    return f".. autoclass:: {name}\n   :members:"
