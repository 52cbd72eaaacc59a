"""A draft is a case that check accepts, whose every cited word stands in the article, whatever the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente.case.evidence import all_cites, hearings
from detente.case.grounds import characters
from detente.case.read import examine, read
from detente.case.schema import CaseFile
from detente.drafting.draft import NothingToDraft, draft
from detente.drafting.quoting import MOST_WORDS
from detente.drafting.verify.cited import citations, verify
from detente.text.ledger import Attitude, Ledger, Mention, Speaker
from detente.text.scoring.gold import load
from detente.text.span import Span
from tests.drafting.ledgers import HARBOUR, crowd, disputes, harbour, ledgers, source, span

GOLD = sorted((Path(__file__).parents[1] / "gold" / "seen").glob("*.txt"))
# Every third in a quick run, all of them in a long one.
FEW = [pytest.param(p, id=p.stem, marks=() if k % 3 == 0 else pytest.mark.long) for k, p in enumerate(GOLD)]


def file_of(ledger: Ledger) -> CaseFile:
    return read(draft(ledger).text.encode(), "draft.yaml").file


def test_what_a_party_offers_threatens_and_refuses_are_its_options() -> None:
    file = file_of(harbour())
    assert list(file.decision_makers) == ["norway", "iceland"]
    assert list(file.decision_makers["norway"].options) == ["lift_harbour_levy", "agree"]
    assert list(file.decision_makers["iceland"].options) == [
        "withdraw_tugs",
        "double_pilots_fee",
        "close_strait",
        "agree",
    ]


def test_a_conditional_offer_ties_the_option_to_its_condition() -> None:
    wants = [s.want for s in file_of(harbour()).decision_makers["norway"].all_readings["default"].statements or ()]
    assert wants == ["norway.lift_harbour_levy -> iceland.withdraw_tugs", "settlement"]


def test_what_somebody_cannot_do_is_a_constraint() -> None:
    (limit,) = file_of(harbour()).constraints
    assert limit.when == "iceland.close_strait"
    assert limit.cite[0].voice == "per_lund"
    assert "hearsay" in (limit.note or "").lower()


def test_an_analyst_decides_nothing_and_is_heard_for_nobody() -> None:
    file = file_of(harbour())
    assert "per_lund" not in file.decision_makers
    assert file.voices["per_lund"].speaks_for is None
    assert all(h.is_heard for h in hearings(file))


def test_a_reading_by_nobody_is_no_option_and_stands_in_a_comment() -> None:
    text = draft(harbour()).text
    assert not any("share" in o for o in file_of(harbour()).decision_makers["iceland"].options)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert any("an offer to share the pilots" in line for line in comments)


def test_who_blames_makes_a_claim() -> None:
    claim = file_of(harbour()).claims["C1"]
    assert (claim.voice, claim.words) == ("per_lund", "The levy is to blame for the quarrel")
    assert characters(claim.at) == span(HARBOUR, "The levy is to blame for the quarrel")
    assert claim.standing == "third party"


def test_everything_that_is_not_cited_is_assumed() -> None:
    file = file_of(harbour())
    for dm in file.decision_makers.values():
        for element in (*dm.options.values(), *(s for r in dm.all_readings.values() for s in r.statements or ())):
            assert bool(element.cite) != (element.assumed is not None)
    assert file.outcome is not None
    assert file.outcome.assumed is not None
    assert isinstance(file.status_quo, dict)
    assert all(position.assumed for position in file.status_quo.values())


def test_a_party_cites_where_it_is_first_said_to_want_or_do_something() -> None:
    file = file_of(harbour())
    first = [dm.cite[0] for dm in file.decision_makers.values()]
    assert [cite.words for cite in first] == [
        "Norway will lift the harbour levy if Iceland",
        "Iceland refuses to withdraw its tugs",
    ]
    assert [cite.voice for cite in first] == ["kari_moen", "reporter"]


def test_the_order_of_what_a_party_wants_is_left_open() -> None:
    reading = file_of(harbour()).decision_makers["norway"].all_readings["default"]
    assert reading.priorities == ()
    assert "assumed" in (reading.note or "")


def test_a_state_of_the_past_is_no_decision_maker_where_its_successor_is_one() -> None:
    made = harbour()
    past = Attitude("SUN", "offers", span(HARBOUR, "share the pilots"))
    today = Attitude("RUS", "offers", span(HARBOUR, "close the strait"))
    mention = Mention(span(HARBOUR, "Bergen"), "SUN", "actor", successor="RUS")
    both = replace(made, attitudes=(*made.attitudes, past, today), mentions=(*made.mentions, mention))
    assert "Soviet Union" in draft(both).text
    assert len(file_of(both).decision_makers) == 3
    alone = replace(both, attitudes=(*made.attitudes, past))
    assert len(file_of(alone).decision_makers) == 3


def test_a_wish_for_what_the_state_before_offered_is_its_successors_to_grant() -> None:
    text = (
        "Moscow once offered to return the islands. Tokyo hopes to see the islands returned. Seoul will not sell oil."
    )
    attitudes = (
        Attitude("SUN", "offers", span(text, "return the islands")),
        Attitude("JPN", "wants", span(text, "see the islands returned")),
        Attitude("KOR", "refuses", span(text, "sell oil")),
        Attitude("RUS", "refuses", span(text, "sell oil")),
    )
    mention = Mention(span(text, "Moscow"), "SUN", "actor", "capital", "RUS")
    file = file_of(Ledger(source(text), (), (), attitudes, (mention,)))
    option = file.decision_makers["russia"].options["grant_islands_returned"]
    assert "assumed" in (option.note or "")
    (wish, _) = file.decision_makers["japan"].all_readings["default"].statements or ()
    assert wish.want == "russia.grant_islands_returned"


def test_with_one_party_there_is_a_draft_and_a_doubt() -> None:
    one = replace(harbour(), attitudes=harbour().attitudes[:1])
    made = draft(one)
    assert made.parties == 1
    assert "a dispute takes two" in made.doubts[-1]


def test_with_nobody_there_is_none_and_the_reason_names_whom_the_article_does() -> None:
    with pytest.raises(NothingToDraft, match=r"nobody to draft.*Norway|NOR") as refusal:
        draft(replace(harbour(), attitudes=()))
    assert refusal.value.exit_code == 3


def test_what_finds_no_place_is_told_with_the_reason() -> None:
    made = harbour()
    other = Attitude("FIN", "wants", span(HARBOUR, "the quarrel"), negated=True)
    text = draft(replace(made, attitudes=(*made.attitudes, other))).text
    assert "# Said, and without a place here yet:" in text
    assert "Finland does not want: the quarrel" in text


def test_there_is_room_for_few_options_so_that_every_question_has_an_answer() -> None:
    text = "\n".join(f"Norway will {verb} harbour {k}." for k in range(40) for verb in ("close", "open"))
    base = harbour()
    many = [Attitude("NOR", "threatens", Span(m, m + 14)) for m in range(12, len(text) - 20, 24)]
    ledger = Ledger(replace(base.source, text=text, raw=text.encode()), attitudes=tuple(many))
    file = file_of(ledger)
    assert sum(len(dm.options) for dm in file.decision_makers.values()) <= 13
    assert "room for a few options only" in draft(ledger).text


def test_an_article_that_says_very_much_makes_a_case_that_a_person_can_read() -> None:
    made = draft(crowd(1500))
    file = read(made.text.encode(), "draft.yaml").file
    assert len(made.text) < 100_000
    assert len(file.voices) < 200
    assert "more places say so" in " ".join(made.text.split())


def test_what_a_side_that_is_not_named_says_another_must_do_is_a_demand_and_no_necessity() -> None:
    made = harbour()
    minister = replace(made.statements[0].speaker, name="Kari Moen", role="Minister", entity=None)
    says = replace(made.statements[0], id="s9", speaker=minister)
    must = Attitude("ISL", "must", span(HARBOUR, "withdraw its tugs"), within="s9")
    ledger = replace(made, statements=(*made.statements, says), attitudes=(*made.attitudes, must))
    assert [limit.when for limit in file_of(ledger).constraints] == ["iceland.close_strait"]
    assert "it is a demand, and for whom it is made is not told" in " ".join(draft(ledger).text.split())


@pytest.mark.parametrize("path", FEW)
def test_check_accepts_the_draft_of_every_gold_article_and_its_words_are_there(path: Path) -> None:
    ledger = load(path).ledger
    made = draft(ledger)
    result = examine(made.text.encode(), "draft.yaml")
    assert result.case is not None
    file = result.case.file
    assert made == draft(ledger)
    found = verify(file, {"article": ledger.source.text})
    assert {c.status for c in found.checked} <= {"ok"}
    assert all(len((cite.words or "").split()) <= MOST_WORDS for _, cite in all_cites(file))
    assert all(cite.sha256 and cite.chain is not None and cite.voice for _, cite in all_cites(file))


@pytest.mark.parametrize("path", FEW[::2])
def test_check_accepts_the_draft_of_an_article_as_it_is_read(path: Path) -> None:
    ledger = detente.read(detente.read_source(path.name, path.read_bytes()))
    try:
        made = draft(ledger)
    except NothingToDraft:
        assert not ledger.attitudes
        return
    file = read(made.text.encode(), "draft.yaml").file
    assert verify(file, {"article": ledger.source.text}).counts["ok"] == len(list(citations(file)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(ledgers(), disputes()))
def test_check_accepts_the_draft_of_any_ledger(ledger: Ledger) -> None:
    try:
        made = draft(ledger)
    except NothingToDraft:
        return
    result = examine(made.text.encode(), "draft.yaml")
    assert result.case is not None, result.problems
    assert not [p for p in result.problems if p.severity == "error"]
    found = verify(result.case.file, {"article": ledger.source.text})
    assert found.counts["lost"] == 0
    assert found.counts["moved"] == 0


def test_what_somebody_denies_or_does_not_offer_is_no_option_of_theirs() -> None:
    made = harbour()
    denies = replace(made.statements[0], id="s9", cue_class="deny")
    within = Attitude("NOR", "offers", span(HARBOUR, "share the pilots"), within="s9")
    never = Attitude("NOR", "threatens", span(HARBOUR, "close the strait"), negated=True)
    ledger = replace(made, statements=(*made.statements, denies), attitudes=(*made.attitudes, within, never))
    file = file_of(ledger)
    assert set(file.decision_makers["norway"].options) == {"lift_harbour_levy", "agree"}
    comment = " ".join(draft(ledger).text.replace("#", " ").split())
    assert "Norway offers: share the pilots" in comment
    assert "Norway does not threaten: close the strait" in comment


def test_what_the_article_says_with_a_hedge_is_no_option_claim_or_decision_maker() -> None:
    made = harbour()
    maybe = Attitude("NOR", "offers", span(HARBOUR, "share the pilots"), hedged=True)
    other = Attitude("FIN", "threatens", span(HARBOUR, "close the strait"), hedged=True)
    blames = replace(made.statements[2], speaker=Speaker("NOR", standing="party"), hedged=True)
    ledger = replace(
        made,
        attitudes=(*made.attitudes, maybe, other),
        statements=tuple(blames if s.id == blames.id else s for s in made.statements),
    )
    file = file_of(ledger)
    assert set(file.decision_makers) == {"norway", "iceland"}
    assert set(file.decision_makers["norway"].options) == {"lift_harbour_levy", "agree"}
    assert not file.claims
    comment = " ".join(draft(ledger).text.replace("#", " ").split())
    assert "Norway supposedly said: The levy" in comment
    assert "the article says so with a hedge" in comment


def test_who_only_declines_to_comment_is_no_decision_maker() -> None:
    made = harbour()
    text = f"{HARBOUR}Finland declined to comment.\n"
    declines = Attitude("FIN", "refuses", span(text, "comment"), span(text, "Finland"))
    ledger = replace(made, source=source(text, made.source.document_date), attitudes=(*made.attitudes, declines))
    assert set(file_of(ledger).decision_makers) == {"norway", "iceland"}
    assert "Finland" in draft(ledger).text


def test_what_an_analyst_says_that_a_state_must_do_is_neither_its_wish_nor_a_constraint() -> None:
    made = harbour()
    must = Attitude("NOR", "must", span(HARBOUR, "lift the harbour levy"), within="s4")
    never = Attitude("ISL", "must", span(HARBOUR, "withdraw its tugs"), within="s4", negated=True)
    ledger = replace(made, attitudes=(*made.attitudes, must, never))
    file = file_of(ledger)
    assert [limit.when for limit in file.constraints] == ["iceland.close_strait"]
    assert file_of(made).decision_makers["iceland"].prefers == file.decision_makers["iceland"].prefers
    assert "what others say it must do is their opinion" in " ".join(draft(ledger).text.replace("#", " ").split())
