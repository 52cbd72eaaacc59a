"""The catalogue: every case loads, names its sources, and has the answers that were published about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import detente
from detente import catalog
from detente.analysis.equilibria import DERIVED, equilibria
from detente.case.build import Case
from detente.case.evidence import all_cites
from detente.case.schema import Published
from detente.errors import UnknownName
from detente.formats import examine_source
from detente.model.conflict import Conflict

EXPECTED = {
    "assurance",
    "chicken",
    "cuban-missile-crisis",
    "elmira",
    "korea-2017",
    "peace-treaty",
    "peace-treaty-1956",
    "peace-treaty-2016",
    "peace-treaty-2024",
    "peace-treaty-large",
    "prisoners-dilemma",
    "syria-iraq-1975",
}


def labels(conflict: Conflict) -> tuple[str, ...]:
    """Return the states as a case file calls them."""
    return conflict.states.slugs or conflict.states.patterns


def computed(conflict: Conflict, concept: str) -> set[str]:
    """Return the equilibria of a concept, or of the derived row."""
    if concept.lower() == DERIVED.lower():
        found = equilibria(conflict, ["SEQ", "SIM"]).derived[DERIVED]
    else:
        (found,) = equilibria(conflict, [concept]).concepts.values()
    names = labels(conflict)
    return {names[s] for s in found.equilibria.nonzero()[0].tolist()}


def entries() -> Iterator[tuple[str, int, Published]]:
    """Yield every published answer of the catalogue."""
    for slug in catalog.slugs():
        for number, said in enumerate(detente.load(slug).file.published):
            yield slug, number, said


PUBLISHED = list(entries())


@pytest.mark.parametrize(
    ("slug", "said"),
    [(slug, said) for slug, _, said in PUBLISHED],
    ids=[f"{slug}-{number}-{said.variant or 'base'}-{said.concept}" for slug, number, said in PUBLISHED],
)
def test_a_published_answer_is_the_one_that_is_computed_or_the_case_says_how_it_differs(
    slug: str, said: Published
) -> None:
    """In every combination of readings, since rival spellings of one ranking give the same answer."""
    case = detente.load(slug, variant=said.variant)
    for readings in case.combinations():
        found = computed(case.conflict(readings), said.concept)
        if said.ours is None:
            assert found == set(said.equilibria)
        else:
            assert found == set(said.ours)
            assert found != set(said.equilibria)
            assert said.differs


def test_enough_is_published_to_be_checked() -> None:
    """Every case that is not about the peace treaty has an answer to compare with."""
    for slug in EXPECTED:
        assert slug.startswith("peace-treaty") or any(s == slug for s, _, _ in PUBLISHED), slug
    assert len(PUBLISHED) >= 30


def test_the_catalogue_is_whole() -> None:
    """At least the cases that the README promises."""
    assert set(catalog.slugs()) >= EXPECTED


def every_variant() -> list[tuple[str, str | None]]:
    """Return every case with each of its variants."""
    return [(s, v) for s in catalog.slugs() for v in (None, *detente.load(s).file.variants)]


@pytest.mark.parametrize(("slug", "variant"), every_variant())
def test_a_case_loads_without_an_error(slug: str, variant: str | None) -> None:
    """Its slug is its file's name, and it can be asked."""
    read = examine_source(slug, variant=variant)
    assert [str(p) for p in read.problems if p.severity == "error"] == []
    assert read.case is not None
    assert read.case.name == slug
    assert len(read.case.structure.states) > 1
    assert read.case.outcome is not None
    assert read.case.conflict().status_quo >= 0


@pytest.mark.parametrize("slug", catalog.slugs())
def test_a_case_names_its_sources_and_cites_no_sentence(slug: str) -> None:
    """Every source that is cited is declared and has a title; a citation has ten words at most."""
    file = detente.load(slug).file
    cited = {cite.source for _, cite in all_cites(file)}
    assert file.sources
    assert cited
    assert cited <= set(file.sources)
    for _, cite in all_cites(file):
        assert len((cite.words or "").split()) <= 10, cite
    for claim in file.claims.values():
        assert len((claim.words or "").split()) <= 10, claim


@pytest.mark.parametrize("slug", catalog.slugs())
def test_a_case_asks_a_question_and_every_party_has_a_reading(slug: str) -> None:
    """In words that end with a question mark."""
    case = detente.load(slug)
    assert (case.file.question or "").endswith("?")
    assert all(case.preferences.values())
    assert case.start is not None


def rivals(case: Case) -> set[tuple[int, ...]]:
    """Return the different orders that a party's readings give."""
    return {
        tuple(preference.order(case.structure.states).ranks.tolist())
        for readings in case.preferences.values()
        for preference in readings.values()
    }


@pytest.mark.parametrize("slug", ["cuban-missile-crisis", "syria-iraq-1975"])
def test_statements_that_are_said_to_give_the_same_order_do(slug: str) -> None:
    """One order for each of the two parties, however it is spelled."""
    assert len(rivals(detente.load(slug))) == 2


def test_a_slug_that_is_nearly_right_is_helped() -> None:
    """The message names the nearest one."""
    with pytest.raises(UnknownName, match="did you mean peace-treaty"):
        catalog.case_bytes("peace-traety")
