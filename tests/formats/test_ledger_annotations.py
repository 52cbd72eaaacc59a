"""Ledgers as Web Annotations: only terms of the model and our own, and selectors that find the words."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from hypothesis import given, settings

from detente.formats.ledgers.annotations import annotation_page
from detente.text.ledger import Ledger
from tests.formats.random_ledgers import ledgers
from tests.formats.sample_ledger import TEXT, sample

MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}
# What the context of the model lets a node of each type say, as far as these pages use it.
TERMS = {
    "AnnotationPage": {"@context", "id", "type", "partOf", "startIndex", "items"},
    "AnnotationCollection": {"id", "type", "label", "total"},
    "Annotation": {"id", "type", "motivation", "body", "target"},
    "TextualBody": {"type", "purpose", "value", "format", "language"},
    "SpecificResource": {"type", "source", "selector"},
    "Text": {"id", "type", "format", "language"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of the model, ours left out."""
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        yield value
        for key, item in value.items():
            if not key.startswith(("@", "detente:")):
                yield from nodes(item)


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    found = annotation["target"]
    return found if isinstance(found, list) else [found]


def check(page: dict[str, Any]) -> None:
    """Check a page against the model: required keys, types, motivations, addresses."""
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    own = page["@context"][1]
    for node in nodes(page):
        assert node["type"] in TERMS
        strange = {key for key in node if key not in TERMS[node["type"]]}
        assert all(key.split(":")[0] in own for key in strange)
        assert all(re.match(r"[a-z]+:\S+$", node["id"]) for _ in [0] if "id" in node)
    ids = [a["id"] for a in page["items"]]
    assert len(ids) == len(set(ids)) == page["partOf"]["total"]
    for annotation in page["items"]:
        assert annotation.keys() >= {"id", "type", "target"}
        assert annotation["motivation"] in MOTIVATIONS
        body = annotation["body"]
        assert all(b["purpose"] in MOTIVATIONS for b in (body if isinstance(body, list) else [body]))


def test_the_page_keeps_to_the_model() -> None:
    check(annotation_page(sample()))
    check(annotation_page(sample(), text=False))


@given(ledgers())
@settings(max_examples=40)
def test_any_page_keeps_to_the_model(ledger: Ledger) -> None:
    page = annotation_page(ledger)
    check(page)
    assert json.dumps(page) == json.dumps(annotation_page(ledger))


def test_both_selectors_of_every_target_find_the_same_words() -> None:
    for annotation in annotation_page(sample())["items"]:
        for target in targets(annotation):
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            assert TEXT[start:end] == quote["exact"]
            assert TEXT[:start].endswith(quote["prefix"])
            assert TEXT[end:].startswith(quote["suffix"])


def test_a_statement_tells_who_by_which_word_and_how() -> None:
    (first,) = (a for a in annotation_page(sample())["items"] if a["id"].endswith(":s1"))
    said, *tags = first["body"]
    assert said["value"] == "Kari Holm: said, direct"
    assert said["detente:cue"]["detente:exact"] == "said"
    assert [t["value"] for t in tags] == ["statement", "direct", "refuse", "party"]
    assert len(targets(first)) == 2


def test_a_nested_statement_points_to_the_one_it_stands_in() -> None:
    by_id = {a["id"]: a for a in annotation_page(sample())["items"]}
    (nested,) = (a for a in by_id.values() if a["id"].endswith(":s3"))
    assert nested["body"][0]["detente:within"] in by_id


def test_the_article_is_named_by_the_hash_of_its_text() -> None:
    (name,) = {t["source"]["id"] for a in annotation_page(sample())["items"] for t in targets(a)}
    digest = name.removeprefix("ni:///sha-256;")
    assert urlsafe_b64decode(digest + "=") == sha256(TEXT.encode()).digest()


def test_without_text_there_are_positions_and_hashes_only() -> None:
    page = annotation_page(sample(), text=False)
    written = json.dumps(page, ensure_ascii=False)
    assert "TextQuoteSelector" not in written
    assert not [w for w in ("share", "told", "Bergen", "Thursday", "Advertisement", "read as") if w in written]
    first = targets(page["items"][0])[0]
    assert first["detente:sha256_12"] == sha256(b"Advertisement").hexdigest()[:12]
