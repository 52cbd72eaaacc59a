"""Who speaks, and who is only spoken of."""

from __future__ import annotations

from dataclasses import replace

from detente.text.heard import unheard, voices
from detente.text.ledger import Attitude, Ledger, Mention, Source, Speaker, Statement
from detente.text.span import Span

HERE = Span(0, 1)
EMPTY = Ledger(Source("a", b"", "0" * 64, ""))
MINISTER = Speaker("Ana Belo", "minister", None, "party", HERE, "PRT")


def said(name: str, who: Speaker, level: str = "statement") -> Statement:
    return Statement(name, level, "indirect", None, who, None, (HERE,))  # type: ignore[arg-type]


def test_a_voice_has_what_the_article_tells_anywhere() -> None:
    bare = Speaker("Ana Belo")
    found = voices(replace(EMPTY, statements=(said("s1", bare), said("s2", MINISTER), said("n1", bare, "nested"))))
    (voice,) = found
    assert (voice.role, voice.standing, voice.entity) == ("minister", "party", "PRT")
    assert (voice.statements, voice.nested) == (("s1", "s2"), ("n1",))


def test_words_of_nobody_and_inferences_are_no_voice() -> None:
    statements = (said("s1", Speaker(None)), said("i1", MINISTER, "inference"))
    assert voices(replace(EMPTY, statements=statements)) == ()


def test_a_state_is_heard_by_whoever_speaks_for_it_as_a_party() -> None:
    mentions = (Mention(HERE, "PRT", "actor"), Mention(HERE, "ESP", "actor"), Mention(HERE, "FRA", "place"))
    ledger = replace(EMPTY, statements=(said("s1", MINISTER),), mentions=mentions)
    assert [u.entity for u in unheard(ledger)] == ["ESP"]
    analyst = replace(MINISTER, standing="third party")
    assert [u.entity for u in unheard(replace(ledger, statements=(said("s1", analyst),)))] == ["PRT", "ESP"]


def test_who_is_cited_by_others_only_is_not_heard() -> None:
    spain = Speaker("ESP", standing="party", entity="ESP")
    ledger = replace(
        EMPTY,
        statements=(said("s1", MINISTER), said("n1", spain, "nested")),
        attitudes=(Attitude("ESP", "wants", HERE), Attitude("FRA", "can", HERE)),
    )
    assert [(u.entity, u.acts, u.attitudes, u.cited) for u in unheard(ledger)] == [("ESP", 0, 1, 1), ("FRA", 0, 1, 0)]


def test_those_named_most_come_first_and_equals_in_the_order_of_the_text() -> None:
    mentions = tuple(Mention(HERE, entity, "actor") for entity in ("AAA", "BBB", "CCC", "CCC"))
    assert [u.entity for u in unheard(replace(EMPTY, mentions=mentions))] == ["CCC", "AAA", "BBB"]


def test_a_name_in_capitals_is_the_name_of_whoever_speaks() -> None:
    mentions = (Mention(HERE, "ANA BELO", "actor"), Mention(HERE, "RUI PAZ", "actor"))
    ledger = replace(EMPTY, statements=(said("s1", MINISTER),), mentions=mentions)
    assert [u.entity for u in unheard(ledger)] == ["RUI PAZ"]
