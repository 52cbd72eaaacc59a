"""The registry of solution concepts: the folder itself, one declaration per file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings

from detente import concepts
from detente.concepts import Concept, all_concepts, concept
from detente.errors import UnknownName
from detente.model.conflict import Conflict
from tests.build import CONCEPTS, any_conflicts, concepts_of, stable, with_each_engine

FILES = sorted(m.name for m in iter_modules(concepts.__path__) if m.name != "declaration" and not m.ispkg)


@pytest.mark.parametrize("file", FILES)
def test_a_concept_file_declares_exactly_one_concept(file: str) -> None:
    """It is called ``CONCEPT``, and the file is called as the concept is."""
    module = import_module(f"detente.concepts.{file}")
    declared = [name for name, thing in vars(module).items() if isinstance(thing, Concept)]
    assert declared == ["CONCEPT"]
    assert module.CONCEPT.name.casefold() == file
    assert module.__doc__


def test_the_concepts_are_those_of_the_files_in_the_order_of_the_theory_pages() -> None:
    """Nobody keeps a list; the order is that of the numbers C1, C2, ..."""
    assert sorted(c.casefold() for c in all_concepts()) == FILES
    assert tuple(all_concepts()) == CONCEPTS
    assert [c.number for c in all_concepts().values()] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert all(name == c.name for name, c in all_concepts().items())


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_concept_says_what_it_means_and_where_it_comes_from(name: str) -> None:
    """Title, definition, sources and foresight are there, and fit into a sentence."""
    found = concept(name)
    assert found.title
    assert found.definition
    assert found.sources
    assert found.foresight
    assert all(found.sources)
    assert not found.definition.endswith(".")


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_concept_implies_concepts_that_exist_and_all_that_they_imply(name: str) -> None:
    """``implies`` is closed, and never names the concept itself."""
    implied = set(concept(name).implies)
    assert implied <= set(CONCEPTS) - {name}
    assert all(set(concept(other).implies) <= implied for other in implied)


@with_each_engine
@settings(max_examples=60)
@given(conflict=any_conflicts())
def test_what_a_concept_implies_holds(conflict: Conflict, by: str) -> None:
    """A state that is stable under a concept is stable under those that it implies."""
    names = concepts_of(conflict, by)
    for player in range(len(conflict.decision_makers)):
        found = {name: stable(conflict, name, player, by) for name in names}
        for name in names:
            for other in set(concept(name).implies) & set(names):
                assert all(b for a, b in zip(found[name], found[other], strict=True) if a), (name, other)


@settings(max_examples=150)
@given(conflict=any_conflicts())
def _find(conflict: Conflict, seen: set[tuple[str, str]]) -> None:
    names = concepts_of(conflict, "edges")
    for player in range(len(conflict.decision_makers)):
        found = {name: stable(conflict, name, player, "edges") for name in names}
        for name in names:
            for other in names:
                if any(a and not b for a, b in zip(found[name], found[other], strict=True)):
                    seen.add((name, other))


def test_what_a_concept_does_not_imply_fails_somewhere() -> None:
    """No implication is left undeclared: random conflicts refute every other one."""
    seen: set[tuple[str, str]] = set()
    _find(seen=seen)
    undeclared = {(a, b) for a in CONCEPTS for b in CONCEPTS if a != b and b not in concept(a).implies}
    assert undeclared - seen == set()


@pytest.mark.parametrize("spelling", ["seq", "SEQ", "Seq"])
def test_a_concept_is_found_in_any_spelling_of_upper_and_lower_case(spelling: str) -> None:
    """And a wrong name gets a hint."""
    assert concept(spelling) is all_concepts()["SEQ"]
    with pytest.raises(UnknownName, match=r"there is no concept SQE; did you mean SEQ\?"):
        concept("SQE")


NEW = '''"""A concept of our own."""

from detente.concepts.declaration import Concept, Replies

CONCEPT = Concept(
    name="OWN",
    title="Our own",
    replies=Replies.ANY,
    definition="each of its improvements can be answered",
    number="C10",
    implies=("GMR",),
    sources=("nobody",),
)
'''


@pytest.fixture
def own_concept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Drop a new file where the registry looks, and take it away again."""
    (tmp_path / "own.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(concepts, "__path__", [*concepts.__path__, str(tmp_path)])
    all_concepts.cache_clear()
    yield
    sys.modules.pop("detente.concepts.own", None)
    vars(concepts).pop("own", None)
    all_concepts.cache_clear()


@pytest.mark.usefixtures("own_concept")
def test_a_file_that_is_dropped_in_is_a_concept() -> None:
    """No list needs an entry: its number puts it after C6."""
    assert tuple(all_concepts()) == (*CONCEPTS, "OWN")
    assert concept("own").title == "Our own"


@pytest.mark.usefixtures("own_concept")
@with_each_engine
def test_every_engine_understands_a_concept_that_is_dropped_in(by: str) -> None:
    """A declaration is all that engines need; this one says the same as GMR."""

    @settings(max_examples=20)
    @given(any_conflicts())
    def same(conflict: Conflict) -> None:
        for player in range(len(conflict.decision_makers)):
            assert stable(conflict, "OWN", player, by) == stable(conflict, "GMR", player, by)

    same()


def test_the_registry_is_as_before_once_the_file_is_gone() -> None:
    """Nothing stays behind."""
    assert tuple(all_concepts()) == CONCEPTS
