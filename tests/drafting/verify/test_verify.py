"""What a case cites is compared with its articles: which article is which source, and what became of every place."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from detente import catalog
from detente.case.read import read
from detente.drafting.draft import draft
from detente.drafting.verify.cited import citations, verify
from detente.drafting.verify.sources import UnknownArticle, assigned
from detente.errors import UnknownName
from detente.text.source import read_source
from tests.drafting.ledgers import HARBOUR, harbour, source

ARTICLE = Path(__file__).parents[4] / "shared" / "flagship" / "000_96baff8385027241.txt"


def drafted() -> detente.Case:
    return read(draft(harbour()).text.encode(), "ports.yaml")


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article that the flagship case cites is not here")
@pytest.mark.parametrize("slug", [s for s in catalog.slugs() if s.startswith("peace-treaty")])
def test_everything_that_the_flagship_cites_from_its_article_is_there(slug: str) -> None:
    file = detente.load(slug).file
    article = read_source(ARTICLE.name, ARTICLE.read_bytes())
    (given,) = assigned(file, [article], {})
    assert (given.slug, given.is_same) == ("scmp", True)
    found = verify(file, {given.slug: article.text})
    assert found.counts["ok"] >= 3
    assert found.counts["ok"] == sum(1 for c in citations(file) if c.source == "scmp")
    assert found.is_true


def test_every_element_of_a_draft_is_checked_by_its_name() -> None:
    found = verify(drafted().file, {"article": HARBOUR})
    names = [c.cited.element for c in found.checked]
    assert "norway.options.lift_harbour_levy" in names
    assert "constraints.1" in names
    assert "claims.C1" in names
    assert found.counts == {"ok": len(names), "moved": 0, "changed": 0, "lost": 0, "not checkable": 0}


def test_a_line_that_was_put_in_moves_everything_and_loses_nothing() -> None:
    found = verify(drafted().file, {"article": "Updated.\n" + HARBOUR})
    assert {c.status for c in found.checked} == {"moved"}


def test_a_sentence_that_was_taken_out_is_lost() -> None:
    found = verify(drafted().file, {"article": HARBOUR.replace("Iceland cannot close the strait, Lund said.\n", "")})
    lost = {c.cited.element for c in found.checked if c.status == "lost"}
    assert lost == {"constraints.1", "iceland.options.close_strait"}
    assert not found.is_true


def test_sources_that_were_not_given_are_counted_and_not_lost() -> None:
    found = verify(drafted().file, {})
    assert found.is_true
    assert found.not_given == {"article": len(found.checked)}


def test_an_article_is_told_by_its_hash_or_as_the_only_one() -> None:
    file = drafted().file
    (same,) = assigned(file, [source(HARBOUR)], {})
    assert (same.slug, same.is_same) == ("article", True)
    (other,) = assigned(file, [source(HARBOUR + "!")], {})
    assert (other.slug, other.is_same) == ("article", False)


def test_two_strangers_have_to_be_named() -> None:
    file = drafted().file
    with pytest.raises(UnknownArticle, match=r"--source NAME="):
        assigned(file, [source("one"), source("two")], {})
    (named,) = assigned(file, [], {"article": source("one")})
    assert named.is_same is False
    with pytest.raises(UnknownName, match="did you mean article"):
        assigned(file, [], {"articel": source("one")})
