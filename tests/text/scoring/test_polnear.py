"""Annotations in brat's format are read as they are, and readings are scored against them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.text.scoring.samples import TEXT, source, span, stand_off, statement, write_polnear

from detente.errors import DetenteError
from detente.text.ledger import Attitude, Ledger, Source
from detente.text.scoring import polnear, polnear_measures
from detente.text.scoring.attribution import attributions
from detente.text.scoring.running import score_article
from detente.text.span import Span


def test_an_annotation_gives_content_cue_source_and_kind() -> None:
    first, second, third = polnear.parsed(stand_off(), TEXT)
    assert (first.kind, first.cue, first.source) == ("direct", (span("said"),), (span("Minister Ana Belo"),))
    assert (second.kind, third.kind) == ("mixed", "indirect")
    assert third.content == (span("the offer could be read as a threat"),)


def test_content_in_pieces_is_one_attribution_and_no_content_is_none() -> None:
    given = (
        "T1\tContent 0 3;7 9\tabc gh\nT2\tCue 4 6\tde\nT3\tContent 9 10\ti\n"
        "E1\tAttribution:T9 Content:T1 Cue:T2 Content2:T3\nE2\tAttribution:T9 Cue:T2\n"
        "#1\tAnnotatorNotes T1\ta note\nT4\tContent 1 2\tb\nand a line that goes on\n"
    )
    (found,) = polnear.parsed(given, "abc de ghi")
    assert found.content == (Span(0, 3), Span(7, 9), Span(9, 10))
    assert (found.source, found.cue) == ((), (Span(4, 6),))


def test_a_leading_that_makes_no_quote_mixed() -> None:
    text = 'He said that "we go".'
    (found,) = polnear.parsed("T1\tContent 8 20\tx\nE1\tAttribution:T2 Content:T1\n", text)
    assert found.kind == "direct"


def test_the_first_annotator_counts_where_there_are_several(tmp_path: Path) -> None:
    (article,) = polnear.articles(write_polnear(tmp_path))
    assert (article.name, article.annotation.name) == ("ferry_1", "ferry_1_4b22.ann")


def test_files_beside_each_other_are_found_too(tmp_path: Path) -> None:
    (tmp_path / "a_b.txt").write_text("x")
    (tmp_path / "a_b.ann").write_text("")
    (tmp_path / "lonely.txt").write_text("x")
    assert [a.name for a in polnear.articles(tmp_path)] == ["a_b"]


@pytest.mark.parametrize("place", ["", "missing"])
def test_a_folder_without_annotations_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(DetenteError, match="no article with an annotation"):
        polnear.articles(tmp_path / place)


def test_an_annotation_of_another_text_is_refused(tmp_path: Path) -> None:
    folder = write_polnear(tmp_path)
    (folder / "text" / "ferry_1.txt").write_text("Too short.")
    (article,) = polnear.articles(folder)
    with pytest.raises(DetenteError, match=r"ferry_1_4b22.ann: .*there is no place"):
        score_article(article, read=Ledger)


def test_a_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = write_polnear(tmp_path)
    (folder / "text" / "ferry_1.txt").write_bytes(b"\xff\xfe")
    (article,) = polnear.articles(folder)
    with pytest.raises(DetenteError, match="UTF-8"):
        score_article(article, read=Ledger)


def found(text: Source) -> Ledger:
    """Return a reading with a right quote of a wrong speaker, half of a mixed statement, and a false one."""
    return Ledger(
        text,
        statements=(
            statement("We will not pay", speaker="Ida Quist", cue="said"),
            statement("Portugal wants the “old fare” back", "indirect", speaker="She", cue="added"),
            statement("It's over"),
        ),
        attitudes=(
            Attitude("X", "wants", span("a threat"), span("two sailors"), span("read")),
            Attitude("X", "can", span("Ferry"), None, span("dispute")),
            Attitude("X", "wants", span("old fare"), None, span("added")),
        ),
    )


def test_each_side_counts_with_its_own_kind(tmp_path: Path) -> None:
    (article,) = polnear.articles(write_polnear(tmp_path))
    tallies = score_article(article, read=found).tallies
    assert tallies["all"] == (4, 2, 3, 2)
    assert tallies["direct"] == (2, 1, 1, 1)
    assert tallies["mixed"] == (0, 0, 1, 1)
    assert tallies["indirect"] == (2, 1, 1, 0)
    assert tallies["indirect_speech"] == (1, 1, 1, 0)
    assert tallies["direct_and_speaker"] == (2, 0, 1, 0)
    assert (tallies["speaker_of_direct"], tallies["speaker_of_mixed"]) == ((1, 0, 1, 0), (1, 1, 1, 1))


def test_every_error_has_its_place(tmp_path: Path) -> None:
    (article,) = polnear.articles(write_polnear(tmp_path))
    errors = [(e.fault, e.measure, e.line, e.words, e.note) for e in score_article(article, read=found).errors]
    assert errors == [
        ("wrong", "direct", 5, "“We will not pay,”", "speaker: Ida Quist, not Minister Ana Belo"),
        ("missed", "indirect", 7, "the offer could be read as a threat", "According to"),
        ("false", "indirect", 7, "a threat", "read"),
        ("false", "direct", 7, "It's over", ""),
    ]


def test_what_is_nested_or_only_possible_is_no_attribution_of_polnear() -> None:
    ledger = found(source())
    found_words = ["We will not pay", "Portugal wants the “old fare” back", "a threat", "It's over"]
    assert [a.content for a in attributions(ledger)] == [(span(words),) for words in found_words]


def test_nobody_named_on_both_sides_is_the_right_speaker() -> None:
    gold = list(polnear.parsed("T1\tContent 0 5\tx\nE1\tAttribution-no-source:T2 Content:T1\n", '"Yes" he'))
    assert polnear_measures.score("a", '"Yes" he', gold, gold, 0.5).tallies["direct_and_speaker"] == (1, 1, 1, 1)
