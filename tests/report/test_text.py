"""Texts on their way into HTML."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from detente.report.text import clean, file_name, prose, web_address


@given(st.text())
def test_no_text_steers_or_breaks_out(text: str) -> None:
    made = str(prose(text))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made)
    assert not re.search(r"[<>](?!code>|/code>)(?<!code>)", made.replace("<code>", "").replace("</code>", ""))
    made.encode("utf-8")


def test_code_stands_in_backquotes_and_a_single_one_is_only_a_sign() -> None:
    assert prose("`a & b` holds") == "<code>a &amp; b</code> holds"
    assert prose("it`s") == "it`s"


def test_ordinary_text_of_any_language_is_left_alone() -> None:
    assert clean("Détente — мир 平和 שלום\n") == "Détente — мир 平和 שלום\n"


def test_only_the_last_part_of_a_path_is_told() -> None:
    assert [file_name(n) for n in ("a/b/c.yaml", r"D:\a\c.yaml", "c", "-")] == [
        "c.yaml",
        "c.yaml",
        "c",
        "standard input",
    ]


def test_only_web_addresses_can_be_followed() -> None:
    assert web_address("https://example.org/x") == "https://example.org/x"
    assert not any(map(web_address, ["javascript:alert(1)", " data:text/html,x", "https://a b", "", None]))
