"""The JSON of a ledger: the keys that scripts rely on, a schema that holds, and the equal ledger read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from detente.errors import DetenteError
from detente.formats.ledgers.annotations import annotation_page
from detente.formats.ledgers.load import NoLedger, load_ledger
from detente.formats.ledgers.plain import ledger_data
from detente.formats.ledgers.shape import json_schema
from detente.formats.ledgers.tables import csv_table
from detente.text.ledger import Doubt, Ledger
from tests.formats.random_ledgers import ledgers
from tests.formats.sample_ledger import TEXT, sample

SCHEMA = json_schema()
PLACE = {"start", "end"}


def keys(items: Any) -> list[set[str]]:
    return [set(item) for item in items]


@pytest.mark.parametrize("text", [True, False])
def test_every_key_that_scripts_rely_on_is_there(text: bool) -> None:  # noqa: FBT001 - the parameter of a test
    data = ledger_data(sample(), text=text)
    assert data.keys() >= {"source", "paragraphs", "statements", "attitudes", "mentions", "dates"}
    assert data["source"].keys() >= {"sha256", "chars"}
    assert all(k >= PLACE | {"class"} for k in keys(data["paragraphs"]))
    needed = {"id", "level", "kind", "within", "speaker", "cue", "content"}
    assert all(k >= needed for k in keys(data["statements"]))
    speaker = PLACE | {"name", "role", "organisation", "standing"}
    assert all(k >= speaker for k in keys(s["speaker"] for s in data["statements"]))
    assert all(k >= PLACE for s in data["statements"] for k in keys(s["content"]))
    needed = {"actor", "stance", "thing", "condition", "within", "negated", "hedged"}
    assert all(k >= needed for k in keys(data["attitudes"]))
    assert all(k >= PLACE | {"entity", "use"} for k in keys(data["mentions"]))
    assert all(k >= PLACE | {"value", "basis"} for k in keys(data["dates"]))


def test_places_slice_back_to_the_words() -> None:
    data = ledger_data(sample())
    places = [
        p for s in data["statements"] for p in (s["speaker"], s["cue"], *s["content"]) if p and p["start"] is not None
    ]
    places += [*data["mentions"], *data["dates"], *(a["thing"] for a in data["attitudes"])]
    assert len(places) > 20
    assert all(TEXT[p["start"] : p["end"]] == p["exact"] for p in places)
    assert all(p["prefix"] + p["exact"] + p["suffix"] in TEXT for s in data["statements"] for p in s["content"])


def test_nobody_and_no_cue_are_null() -> None:
    floating = ledger_data(sample())["statements"][3]
    assert floating["speaker"]["name"] is None
    assert floating["cue"] is None
    inferred = ledger_data(sample())["statements"][4]["speaker"]
    assert (inferred["start"], inferred["end"]) == (None, None)


@pytest.mark.parametrize("text", [True, False])
def test_the_schema_holds_for_what_is_written(text: bool) -> None:  # noqa: FBT001 - the parameter of a test
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(ledger_data(sample(), text=text))


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("statements", 0, "level"), "rumour"),
        (("statements", 0, "kind"), "verbatim"),
        (("statements", 0, "content"), []),
        (("paragraphs", 0, "class"), "advert"),
        (("mentions", 0, "start"), -1),
        (("source", "sha256"), "12"),
    ],
)
def test_the_schema_and_the_loader_refuse_what_is_no_ledger(where: tuple[Any, ...], value: Any) -> None:
    from jsonschema import Draft202012Validator

    data = at = ledger_data(sample())
    for key in where[:-1]:
        at = at[key]
    at[where[-1]] = value
    assert not Draft202012Validator(SCHEMA).is_valid(data)
    with pytest.raises(NoLedger, match=str(where[0])):
        load_ledger(json.dumps(data))


def test_the_schema_explains_every_key_that_is_written() -> None:
    def check(schema: dict[str, Any], value: Any) -> None:
        while "$ref" in schema or "anyOf" in schema:
            schema = SCHEMA["$defs"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema["anyOf"][0]
        if isinstance(value, dict):
            assert value.keys() <= schema["properties"].keys()
            assert all(part.get("description") for part in schema["properties"].values())
            for key, item in value.items():
                check(schema["properties"][key], item)
        elif isinstance(value, list):
            for item in value:
                check(schema["items"], item)

    for text in (True, False):
        check(SCHEMA, ledger_data(sample(), text=text))


@given(ledgers())
@settings(max_examples=60)
def test_a_ledger_reads_back_equal(ledger: Ledger) -> None:
    written = json.dumps(ledger_data(ledger))
    assert load_ledger(written) == ledger
    assert json.dumps(ledger_data(load_ledger(written))) == written


@given(ledgers())
@settings(max_examples=40)
def test_a_ledger_shared_without_words_gets_them_back_from_the_article(ledger: Ledger) -> None:
    written = json.dumps(ledger_data(ledger, text=False))
    assert load_ledger(written, article=ledger.source) == ledger


def test_without_text_no_word_of_the_article_is_left() -> None:
    written = json.dumps(ledger_data(sample(), text=False), ensure_ascii=False)
    words = [ledger_word["exact"] for ledger_word in ledger_data(sample())["statements"][0]["content"]]
    words += [a["thing"]["exact"] for a in ledger_data(sample())["attitudes"]]
    assert not [w for w in [*words, "told reporters", "Advertisement"] if w in written]
    assert "sha256_12" in written


def test_without_text_our_own_sentences_quote_nothing() -> None:
    quoting = Doubt(
        "correction", "fixes.yaml:2:3 N010 no paragraph is found by starts 'The minister’s words'; left out"
    )
    first, *others = sample().paragraphs
    told = replace(sample(), doubts=(quoting,), paragraphs=(replace(first, reason="it begins with “Adv”"), *others))
    for written in (json.dumps(ledger_data(told, text=False)), csv_table(told, "doubts", text=False)):
        assert "minister" not in written
        assert "by starts ...; left out" in written
    for written in (json.dumps(annotation_page(told, text=False)), csv_table(told, "paragraphs", text=False)):
        assert "it begins with ..." in written


def test_what_is_lost_without_text_is_said() -> None:
    bare = load_ledger(json.dumps(ledger_data(sample(), text=False)))
    assert bare.source.text == ""
    assert bare.statements == sample().statements
    assert bare.doubts[-1].code == "no-text"
    with pytest.raises(DetenteError, match="text is not in this ledger"):
        ledger_data(bare)


def test_another_article_does_not_give_the_words_back() -> None:
    other = replace(sample().source, sha256="0" * 64)
    with pytest.raises(NoLedger, match="another text"):
        load_ledger(json.dumps(ledger_data(sample(), text=False)), article=other)


def test_bytes_that_the_text_does_not_give_back_are_kept() -> None:
    page = replace(sample(), source=replace(sample().source, raw=b"<p>\xff</p>", media_type="text/html"))
    assert load_ledger(json.dumps(ledger_data(page))) == page
    assert "raw" in ledger_data(page)["source"]
    assert "raw" not in ledger_data(sample())["source"]


def test_the_folder_of_the_article_is_not_told() -> None:
    assert ledger_data(sample("cases/mackerel.txt")) == ledger_data(sample(r"C:\cases\mackerel.txt"))


def changed(change: Any) -> str:
    data = ledger_data(sample())
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "one JSON object"),
        ("{}", "source: field required"),
        ('{"format": 2}', "format 2"),
        (changed(lambda d: d["mentions"][0].update(end=9999)), "mentions points to 63 to 9999 of"),
        (changed(lambda d: d["statements"][0]["content"][0].update(start=101)), "s1 points to 101 to 100"),
        (changed(lambda d: d["statements"][0]["speaker"].update(start=None)), "s1 points to None"),
        (changed(lambda d: d["statements"][2].update(within="s9")), "no statement s9"),
        (changed(lambda d: d["attitudes"][0].update(within="s9")), "no statement s9"),
        (changed(lambda d: d["statements"][1].update(id="s1")), "stands twice"),
        (changed(lambda d: d["paragraphs"][1].update(repeats=99)), "no paragraph 99"),
        (changed(lambda d: d["source"].update(text=TEXT.upper())), "read the article again"),
        (changed(lambda d: d["source"].update(raw="???")), "Base64"),
    ],
)
def test_what_is_no_ledger_is_refused_with_the_reason(written: str, said: str) -> None:
    with pytest.raises(NoLedger, match=said):
        load_ledger(written, "x.json")


def test_a_ledger_with_the_needed_keys_only_is_read() -> None:
    written = {
        "source": {"sha256": "0" * 64, "chars": 4},
        "paragraphs": [{"start": 0, "end": 4, "class": "body"}],
        "statements": [],
        "attitudes": [],
        "mentions": [{"start": 0, "end": 4, "entity": "NOR", "use": "actor", "later": "key"}],
        "dates": [],
    }
    assert load_ledger(json.dumps(written)).mentions[0].entity == "NOR"
