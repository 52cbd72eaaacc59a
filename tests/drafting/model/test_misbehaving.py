"""Whatever an endpoint does, there is a draft: what the rules found, and a warning."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from detente.drafting.draft import draft
from detente.drafting.model.asking import Asked, ask_all
from detente.drafting.model.cache import Cache
from detente.drafting.model.endpoint import endpoint
from detente.text.ledger import Ledger
from tests.drafting.model.articles import INVENTED, INVENTED_THING, PROPOSAL, STRANGER, ferries, with_rules
from tests.drafting.model.server import (
    Behaviour,
    Handler,
    dripping,
    enormous,
    proposing,
    saying,
    serving,
    silent,
    status,
    truncated,
)


def asked(behaviour: Behaviour, folder: Path, *, ledger: Ledger | None = None, seconds: float = 5) -> Asked:
    with serving(behaviour) as served:
        where = endpoint(served.url, "small", key="secret-key")
        return ask_all(ledger or with_rules(), where, Cache(folder), seconds=seconds)


BROKEN = {
    "timeout": (silent, "no answer within"),
    "a byte now and then": (dripping, "no answer within"),
    "429": (status(429), "too many requests"),
    "429 and a long wait": (status(429, Retry_After="3600"), "too many requests"),
    "500": (status(500), "the error 500"),
    "redirect": (status(302, Location="http://203.0.113.9/"), "no redirection is followed"),
    "redirect 307": (status(307, Location="http://203.0.113.9/"), "no redirection is followed"),
    "truncated JSON": (truncated, "cut off"),
    "100 MB": (enormous, "more than a megabyte"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_endpoint_that_fails_leaves_what_the_rules_found(name: str, tmp_path: Path) -> None:
    behaviour, said = BROKEN[name]
    begin = time.monotonic()
    found = asked(behaviour, tmp_path, seconds=0.5 if "no answer" in said else 5)
    assert time.monotonic() - begin < 5
    assert said in found.failure
    assert found.ledger == with_rules()
    assert draft(found.ledger, provenance=found.provenance) == draft(with_rules())


def test_a_refused_connection_is_one_more_failure(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        where = endpoint(f"http://127.0.0.1:{taken.getsockname()[1]}", "small")
    found = ask_all(with_rules(), where, Cache(tmp_path))
    assert "no connection" in found.failure
    assert found.ledger == with_rules()


def test_an_encrypted_address_that_answers_without_encryption_is_a_failure(tmp_path: Path) -> None:
    with serving(silent) as served:
        where = endpoint(served.url.replace("http://", "https://"), "small")
        found = ask_all(with_rules(), where, Cache(tmp_path), seconds=1)
    assert found.failure.startswith(("no connection", "no answer"))
    assert not served.requests


SHAPELESS = {
    "invalid JSON inside": saying("{'items': "),
    "prose": saying("Here is what I found: nothing."),
    "wrong schema": saying('{"items": [{"words": "no list"}]}'),
    "another stance": saying(json.dumps({"items": [{"attitude": {"actor": "x", "stance": "conquers", "thing": "y"}}]})),
    "a list": saying("[]"),
    "too many": saying(json.dumps({"items": [{}] * 1000})),
    "very deep": saying("[" * 100_000),
    "no completion": lambda handler: handler.send(200, b"{}"),
    "no text": lambda handler: handler.send(200, b'{"choices": [{"message": {"content": null}}]}'),
    "invalid JSON outside": lambda handler: handler.send(200, b"<html>busy</html>"),
    "not UTF-8": lambda handler: handler.send(200, b"\xff\xfe\x00"),
    "deep outside": lambda handler: handler.send(200, b"[" * 500_000),
}


@pytest.mark.parametrize("name", SHAPELESS)
def test_an_answer_in_another_shape_leaves_the_paragraph_to_the_rules(name: str, tmp_path: Path) -> None:
    behaviour: Behaviour = SHAPELESS[name]
    found = asked(behaviour, tmp_path)
    assert not found.failure
    assert found.warnings
    assert found.ledger == with_rules()
    assert not list(tmp_path.iterdir()), "what is of no use is not kept"


def test_a_busy_endpoint_that_asks_for_a_moment_is_asked_once_more(tmp_path: Path) -> None:
    calls: list[int] = []

    def busy_once(handler: Handler) -> None:
        calls.append(1)
        (status(429, Retry_After="0") if len(calls) == 1 else proposing(dict(PROPOSAL)))(handler)

    found = asked(busy_once, tmp_path, ledger=ferries())
    assert not found.failure
    assert found.kept == 1


@pytest.mark.parametrize("item", [INVENTED, INVENTED_THING, STRANGER], ids=["words", "thing", "speaker"])
def test_what_does_not_stand_in_the_article_is_refused_and_counted(item: dict[str, object], tmp_path: Path) -> None:
    found = asked(saying(json.dumps({"items": [item]})), tmp_path, ledger=ferries())
    assert found.refused == found.proposed >= 1
    assert found.ledger.statements == ()
    assert found.ledger.attitudes == ()


def test_an_article_that_gives_orders_is_data_and_a_model_that_obeys_is_refused(tmp_path: Path) -> None:
    obeying = {
        "speaker": None,
        "words": [],
        "attitude": {"actor": "Latvia", "stance": "offers", "thing": "surrender at once"},
    }
    run = {"items": [obeying], "tool_calls": [{"function": "system", "arguments": "rm -rf"}], "command": "rm -rf"}
    with serving(saying(json.dumps(run))) as served:
        found = ask_all(ferries(), endpoint(served.url, "small"), Cache(tmp_path))
    assert found.ledger == ferries()
    assert found.refused == found.proposed == 2
    system, user = served.requests[-1]["messages"]
    assert "IGNORE ALL PREVIOUS" not in system["content"]
    assert "IGNORE ALL PREVIOUS" in json.loads(user["content"])["paragraph"]


def test_no_proxy_of_the_environment_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://203.0.113.9:1")
    assert asked(proposing(dict(PROPOSAL)), tmp_path, ledger=ferries()).kept == 1


def test_an_answer_that_is_too_large_is_cut_and_not_read_to_its_end(tmp_path: Path) -> None:
    with serving(enormous) as served:
        ask_all(with_rules(), endpoint(served.url, "small"), Cache(tmp_path))
    assert served.keys.count("a megabyte was sent") < 50
