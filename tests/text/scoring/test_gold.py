"""Gold annotations load as ledgers; whatever is wrong in one is told with its place, all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.text.scoring.samples import TEXT, YAML, gold_ledger, loaded, span, write_gold

from detente.errors import CaseError, DetenteError
from detente.text.ledger import Attitude, DateMention, Mention
from detente.text.scoring import gold


def test_words_become_places() -> None:
    ledger = gold_ledger()
    first, second, third, fourth, fifth = ledger.statements
    assert [p.label for p in ledger.paragraphs] == ["headline", "byline", "body", "body"]
    assert (first.content, first.cue) == ((span("We will not pay"),), span("said"))
    assert (second.speaker.span, second.speaker.name) == (span("She"), "Ana Belo")
    assert third.content == (span("the offer could be read as a threat"),)
    assert (fourth.level, fourth.speaker.name, fourth.speaker.span) == ("inference", None, None)
    assert (fifth.level, fifth.within) == ("nested", "a2")
    assert ledger.attitudes[0] == Attitude("PRT", "wants", span("the “old fare” back"), within="a2")
    assert ledger.mentions == (Mention(span("Portugal"), "PRT", "actor"),)
    assert ledger.dates == (DateMention(span("on Monday"), "2024-05-06", "absolute"),)
    assert (ledger.source.document_date, ledger.source.date_basis) == (date(2024, 5, 8), "given")


def test_a_text_says_which_occurrence_and_which_paragraph_it_means() -> None:
    words = YAML.replace("cue: said", "cue: {text: said, paragraph: 3, nth: 1}")
    words = words.replace("text: on Monday,", "text: {text: threat, paragraph: 4},")
    words = words.replace("text: Portugal, entity", "text: Portugal, nth: 1, entity")
    found, problems = loaded(words)
    assert found is not None, problems
    assert found.ledger.dates[0].span == span("threat")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("genre: wire", "genre: novel", "ferry.yaml:1:8 N002 novel is none of wire, "),
        ("2024-05-08", "May", "ferry.yaml:2:16 N002 May is no date"),
        ("document_date: 2024-05-08\n", "", "ferry.yaml:1:1 N002 missing here: document_date"),
        ("[headline, byline, body, body]", "[headline, body]", "2 classes stand here, but the article has 4"),
        ("[headline, byline", "[headline, advert", "ferry.yaml:3:24 N002 advert is none of body"),
        ("kind: mixed", "kind: odd", "N002 odd is none of direct, indirect, mixed"),
        ("cue: said", "cue: spoke", "ferry.yaml:11:10 N003 paragraph 3 does not say: spoke"),
        ("cue: said", "cue: aid", "paragraph 3 does not say: aid"),
        ("cue: said", "cue: {text: said, nth: 2}", "ferry.yaml:11:17 N003 paragraph 3 does not say 2 times: said"),
        ("cue: said", "cue: {text: said, paragraph: 9}", "there is no paragraph 9; the article has 4"),
        ("cue: said", "cue: {nth: 2}", "missing here: text"),
        ("cue: said", "cue: [said]", "a mapping is wanted here"),
        ("paragraph: 3\n    level: st", "paragraph: x\n    level: st", "a whole number is wanted"),
        ("id: a2", "id: a1", "N004 there is another statement a1"),
        ("within: a2\n", "within: a9\n", "N004 there is no statement a9"),
        ("within: a2\n", "within: null\n", "N004 a nested statement, and no other"),
        ("within: a1, negated", "within: a9, negated", "there is no statement a9 that this attitude"),
        ("negated: false", "negated: maybe", "maybe is none of true, false"),
        ("stance: refuses", "stance: hates", "hates is none of wants"),
        ("use: actor", "use: actress", "actress is none of actor, place, modifier"),
        ("entity: PRT", "entity: PRT, entity: PRT", "the key entity stands twice"),
        ("entity: PRT", "entity: PRT, colour: red", "the key colour is not known here"),
        ("mentions:\n  - ", "mentions: ", "a list is wanted here"),
        ("genre: wire", "genre: [", "N001 this is not YAML"),
        ("genre: wire", "genre: \x01", "N001 this is not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, said: str) -> None:
    assert old in YAML
    found, problems = loaded(YAML.replace(old, new, 1))
    assert found is None
    assert said in "\n".join(problems)


def test_words_that_stand_there_twice_have_to_say_which() -> None:
    found, problems = loaded(text=TEXT.replace("on Monday.", "said on Monday."))
    assert found is None
    assert "paragraph 3 says 2 times: said" in problems[0]
    assert "{text: said, nth: 2}" in problems[0]


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_gold(tmp_path)
    (tmp_path / "ferry.yaml").write_text(YAML.replace("cue: said", "cue: A").replace("cue: added", "cue: B"), "utf-8")
    (tmp_path / "alone.txt").write_text("x")
    (tmp_path / "image.txt").write_bytes(b"\xff")
    (tmp_path / "image.yaml").write_text("{}")
    with pytest.raises(CaseError) as error:
        gold.folders([tmp_path, tmp_path])
    told = str(error.value)
    assert len(error.value.problems) == 8
    assert all(words in told for words in ("say: A", "say: B", "alone.yaml is missing", "not text in UTF-8"))
    with pytest.raises(CaseError):
        gold.load(tmp_path / "ferry.txt")


def test_an_empty_annotation_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    assert "a mapping is wanted here" in "\n".join(loaded("")[1])
    with pytest.raises(DetenteError, match="no annotated article"):
        gold.load_folder(tmp_path)


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    write_gold(tmp_path)
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.yaml").write_text(YAML, "utf-8")
    assert [g.name for g in gold.load_folder(tmp_path)] == ["a", "ferry"]
    assert gold.load(tmp_path / "a.txt").genre == "wire"
