"""What a model may add: words of the article, marked, unaccepted, beside what the rules found and never over it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from detente.case.evidence import unaccepted
from detente.case.read import examine, read
from detente.drafting.draft import draft
from detente.drafting.model.asking import ask_all, doubtful
from detente.drafting.model.cache import Cache, default_folder
from detente.drafting.model.endpoint import BadEndpoint, endpoint
from detente.drafting.model.reply import NoReply, items_of
from detente.drafting.verify.cited import verify
from detente.text.ledger import Attitude, Ledger, Speaker, Statement
from tests.drafting.ledgers import span
from tests.drafting.model.articles import PROPOSAL, TEXT, ferries, with_rules
from tests.drafting.model.server import proposing, saying, serving


def test_a_proposal_becomes_a_statement_and_an_attitude_with_exact_places(tmp_path: Path) -> None:
    with serving(proposing(dict(PROPOSAL, words=[]))) as served:
        bare = ask_all(ferries(), endpoint(served.url, "small"), Cache(tmp_path))
    assert bare.kept >= 1
    with serving(saying(json.dumps({"items": [PROPOSAL]}))) as served:
        found = ask_all(ferries(), endpoint(served.url, "other"), Cache(tmp_path))
    (statement,) = found.ledger.statements
    assert statement.content[0].of(TEXT) == "a matter of “pride and diesel”, and Tallinn let it be understood"
    assert statement.speaker.name == "the harbour master at Parnu"
    (attitude,) = found.ledger.attitudes
    assert (attitude.actor, attitude.stance, attitude.within) == ("EST", "offers", statement.id)
    assert attitude.thing.of(TEXT) == "the ferries would be back"


def test_a_drafted_element_says_so_until_a_person_accepts_it(tmp_path: Path) -> None:
    with serving(proposing(dict(PROPOSAL, words=["it was a matter"]))) as served:
        found = ask_all(ferries(), endpoint(served.url, "small"), Cache(tmp_path))
        sure = ask_all(ferries(), endpoint(served.url, "small"), Cache(tmp_path), accepted=True)
    made = draft(found.ledger, provenance=found.provenance)
    result = examine(made.text.encode(), "ferries.yaml")
    assert result.case is not None
    assert {p.code for p in result.problems} >= {"W010"}
    option = result.case.file.decision_makers["estonia"].options["offer_ferries_back"]
    assert option.drafted is not None
    assert (option.drafted.host, option.drafted.model, option.drafted.accepted) == ("127.0.0.1", "small", False)
    assert len(option.drafted.prompt) == 12
    assert verify(result.case.file, {"article": TEXT}).is_true
    accepted = read(draft(sure.ledger, provenance=sure.provenance).text.encode(), "ferries.yaml")
    assert not list(unaccepted(accepted.file))


def test_what_the_rules_found_stays_and_a_contradiction_is_disputed(tmp_path: Path) -> None:
    offer = span(TEXT, "the ferries would be back")
    unsure = Statement(
        "s1", "statement", "indirect", None, Speaker(None), None, (span(TEXT, "the ferries would be back once"),)
    )
    rules = replace(ferries(), statements=(unsure,), attitudes=(Attitude("EST", "threatens", offer, within="s1"),))
    with serving(proposing(dict(PROPOSAL, words=["the ferries would be back"]))) as served:
        found = ask_all(rules, endpoint(served.url, "small"), Cache(tmp_path))
    assert found.ledger.attitudes[0] == rules.attitudes[0]
    assert found.ledger.statements[0] == unsure
    assert [mark.status for mark in found.provenance.attitudes.values()] == ["disputed"]
    assert [mark.status for mark in found.provenance.statements.values()] == ["disputed"]
    assert found.disputed == 2


def test_what_the_rules_found_too_is_not_doubled(tmp_path: Path) -> None:
    offer = span(TEXT, "the ferries would be back")
    unsure = Statement("s1", "statement", "indirect", None, Speaker(None), None, (span(TEXT, "diesel"),))
    rules = replace(ferries(), statements=(unsure,), attitudes=(Attitude("EST", "offers", offer),))
    item = {
        "speaker": None,
        "words": [],
        "attitude": {"actor": "Estonia", "stance": "offers", "thing": "ferries would be back"},
    }
    with serving(proposing(item)) as served:
        found = ask_all(rules, endpoint(served.url, "small"), Cache(tmp_path))
    assert found.ledger.attitudes == rules.attitudes
    assert found.kept == 0


def test_an_actor_is_a_state_or_organisation_that_the_article_names(tmp_path: Path) -> None:
    def actor(name: str) -> Ledger:
        item = {"words": [], "attitude": {"actor": name, "stance": "wants", "thing": "pride and diesel"}}
        with serving(saying(json.dumps({"items": [item]}))) as served:
            return ask_all(ferries(), endpoint(served.url, name), Cache(tmp_path)).ledger

    assert [a.actor for a in actor("Latvia").attitudes] == ["LVA"]
    assert actor("France").attitudes == ()
    assert actor("the fishermen").attitudes == ()


def test_only_paragraphs_that_the_rules_left_empty_or_doubtful_are_asked_about() -> None:
    assert [number for number, _ in doubtful(with_rules())] == [7]
    assert [number for number, _ in doubtful(ferries())] == [2, 3]


def test_a_run_repeats_without_the_network_and_gives_the_same(tmp_path: Path) -> None:
    with serving(proposing(dict(PROPOSAL))) as served:
        where = endpoint(served.url, "small", key="secret-key")
        first = ask_all(ferries(), where, Cache(tmp_path))
        n_requests = len(served.requests)
    again = ask_all(ferries(), where, Cache(tmp_path))
    assert n_requests == 2
    assert again == first
    assert all(b"secret-key" not in path.read_bytes() for path in tmp_path.iterdir())
    for path in tmp_path.iterdir():
        path.write_text("damaged", "utf-8")
    assert ask_all(ferries(), where, Cache(tmp_path)).failure


def test_the_key_goes_to_the_endpoint_and_is_never_shown(tmp_path: Path) -> None:
    with serving(proposing(dict(PROPOSAL))) as served:
        where = endpoint(served.url, "small", key="secret-key")
        found = ask_all(ferries(), where, Cache(tmp_path))
    assert set(served.keys) == {"Bearer secret-key"}
    assert served.requests[0]["temperature"] == 0
    assert "secret-key" not in repr(where) + repr(found)


def test_a_cache_that_cannot_be_written_is_as_good_as_none(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    with serving(proposing(dict(PROPOSAL))) as served:
        assert ask_all(ferries(), endpoint(served.url, "small"), Cache(file / "below")).kept == 1


def test_the_cache_lies_where_the_user_keeps_such_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "detente" / "drafts"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://localhost/v1", "wants an address"),
        ("localhost:8080", "wants an address"),
        ("http://", "wants an address"),
        ("http://example.org/v1", "unencrypted"),
        ("http://127.0.0.1.example.org/v1", "unencrypted"),
        ("https://me:word@example.org/v1", "holds a name or password"),
        ("http://localhost:99999/v1", "wants an address"),
        ("https://exa\nmple.org/", "wants an address"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(url: str, said: str) -> None:
    with pytest.raises(BadEndpoint, match=said):
        endpoint(url, "small")


def test_an_unencrypted_address_elsewhere_is_asked_only_where_somebody_says_so() -> None:
    assert endpoint("http://10.0.0.7:8080/v1", "small", insecure=True).host == "10.0.0.7"
    assert endpoint("http://[::1]:8080", "small").path == "/chat/completions"
    assert endpoint("https://example.org/v1/chat/completions?v=2", "m").path == "/v1/chat/completions?v=2"


def test_a_key_with_a_line_end_is_refused() -> None:
    with pytest.raises(BadEndpoint, match="DETENTE_API_KEY"):
        endpoint("https://example.org/v1", "small", key="key\r\nX: y")


def test_json_in_a_fence_is_taken_and_unknown_keys_are_passed_over() -> None:
    (item,) = items_of('```json\n{"items": [{"words": ["a"], "run": "rm"}]}\n```')
    assert item.words == ["a"]
    with pytest.raises(NoReply):
        items_of('{"items": [{"words": [1]}]}')
