"""The pages say everything: each command, code, key, concept, case and JSON key, and what is generated is current."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import detente
from detente import catalog
from detente.analysis.causes.menus import menu
from detente.case import schema
from detente.concepts import all_concepts

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def module(path: Path) -> ModuleType:
    """Import a file by its path."""
    spec = importlib.util.spec_from_file_location(f"docs_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


GENERATE = module(DOCS / "generate.py")
PARTS = GENERATE.load_parts()


def page(name: str) -> str:
    """Return the text of a page."""
    return (DOCS / name).read_text("utf-8")


def answer(words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what a command prints as JSON."""
    from detente.cli import main

    assert main([*words.split(), "--json"]) in {0, 1, 3}
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_is_generated_is_current() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path in GENERATE.stale()]
    assert not stale, "python docs/generate.py brings them up to date"


def test_every_command_is_explained_beyond_its_reference() -> None:
    told = "\n".join(p.read_text("utf-8") for p in PAGES if "reference" not in p.parts)
    missing = [name for name in PARTS.command.commands() if f"detente {name}" not in told]
    assert not missing


def test_every_option_has_a_help_text() -> None:
    found = {name: list(PARTS.command.parameters(function)) for name, function in PARTS.command.commands().items()}
    assert not [(name, option) for name, given in found.items() for option, words, _ in given if not words]


def test_every_problem_code_has_a_meaning_and_most_an_example() -> None:
    sources = [p.read_text("utf-8") for folder in detente.__path__ for p in Path(folder).rglob("*.py")]
    used = set(re.findall(r'"([YSRFMWG]\d{3})"', "\n".join(sources)))
    said = PARTS.case.words("problems.yaml")["codes"]
    assert used == said.keys()
    assert [code for code, entry in said.items() if "example" not in entry] == [
        "Y001", "Y007", "Y012", "W007", "W008", "G014", "G016",
    ]  # fmt: skip


def test_every_part_of_the_case_file_is_listed() -> None:
    models = {name for name, made in vars(schema).items() if isinstance(made, type) and issubclass(made, schema.Strict)}
    assert models - {"Strict"} == PARTS.case.words("keys.yaml").keys()


def test_every_concept_has_a_page_with_its_frame_and_an_example() -> None:
    for name in all_concepts():
        text = page(f"theory/{name.lower()}.md")
        assert f"<!-- generated: concept-frame {name} -->" in text
        assert "$ detente explain" in text


def test_every_kind_of_world_and_every_rule_is_explained() -> None:
    for kind in ("do", "lift", "open"):
        assert f"**`{kind}`**" in page("how-to/what-if.md")
        assert f"**{kind}**" in page("theory/cross-table.md")
    for value in ("both", "sequences", "at_once", "credible", "any", "none", "joint", "strict", "pareto"):
        assert f"| `{value}` |" in page("theory/attainability.md")


def test_every_test_of_a_claim_is_explained() -> None:
    assert all(f"`{{{key}: " in page("theory/claims.md") for key in schema.TESTS)


def test_every_case_of_the_catalogue_is_listed() -> None:
    assert all(f"\n## {slug}\n" in page("reference/catalogue.md") for slug in catalog.slugs())


def keys(value: Any, named: set[str]) -> set[str]:
    """Return the keys of JSON, those that are names of the case left out."""
    if isinstance(value, list):
        return {key for item in value for key in keys(item, named)}
    if not isinstance(value, dict):
        return set()
    return {key for key in value if key not in named} | {k for item in value.values() for k in keys(item, named)}


@pytest.mark.parametrize(
    "words",
    [
        "states chicken",
        "equilibria elmira",
        "attain peace-treaty",
        "attain peace-treaty-1956",
        "table peace-treaty-2016",
        "explain syria-iraq-1975 status_quo",
        "check elmira",
        "catalog list",
        "catalog show peace-treaty",
        "diff peace-treaty-1956 peace-treaty-2016",
        "report peace-treaty",
        "blame peace-treaty",
        "ways-out peace-treaty",
    ],
)
def test_every_json_key_is_explained(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(words, capsys)
    cases = [detente.load(w) for w in words.split() if w in catalog.slugs()]
    named = {*all_concepts(), "SEQ or SIM", *schema.TESTS, "in", "not_in", "for", "every", "above", "concept", "moves"}
    for case in cases:
        named |= {*case.preferences, *case.worlds, *case.structure.option_names}
        named |= {f.slug for f in menu(case).factors} if case.file.factors is not None else set()
    explained = set(re.findall(r"`([a-z0-9_]+)`", page("reference/json.md")))
    explained |= set(re.findall(r"`[a-z]+\[\]\.([a-z0-9_]+)`", page("reference/json.md")))
    assert keys(found, named) <= explained


def test_every_key_of_a_ledger_is_explained() -> None:
    from tests.formats.sample_ledger import sample

    from detente.formats.ledgers.plain import ledger_data

    section = page("reference/json.md").split("\n## read\n")[1]
    explained = set(re.findall(r"^\| `([a-z0-9_]+)` \|", section, re.MULTILINE))
    assert keys(ledger_data(sample()), set()) | keys(ledger_data(sample(), text=False), set()) <= explained


def test_the_readme_shows_the_real_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    import doctest

    from detente.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    assert main(["report", "peace-treaty"]) == 0
    printed = "...\n" + capsys.readouterr().out
    shown = (ROOT / "README.md").read_text("utf-8").split("$ make report\n")[1].split("```")[0]
    assert doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    assert not [t for t in targets if "://" not in t and not (path.parent / t).exists()]
