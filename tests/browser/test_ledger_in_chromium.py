"""The page of a ledger as a reader meets it: words and cards together, by mouse and keys, with and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from detente.report.ledgers import ledger_html
from tests.browser.opening import CONTRAST, Opened, opened
from tests.formats.sample_ledger import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
TOGGLES = ("show-cards", "show-attitudes", "show-mentions", "show-dates", "show-left")
WORDS = ".words .content.nested"
CARD = "#say-s3"
LIT = "[...document.querySelectorAll('.card.lit')].map(c => c.id)"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ledgers")
    (made / "mackerel.html").write_text(ledger_html(sample()), "utf-8")
    return made


def page(browser: Browser, shelf: Path, **settings: Any) -> Opened:
    return opened(browser, shelf, "mackerel", **settings)


def test_it_opens_without_a_request_or_a_complaint(browser: Browser, shelf: Path) -> None:
    made = page(browser, shelf)
    assert made.requests == [(shelf / "mackerel.html").as_uri()]
    assert not made.complaints


def test_it_says_the_same_without_scripts(browser: Browser, shelf: Path) -> None:
    texts = {page(browser, shelf, java_script_enabled=on).page.locator("main").inner_text() for on in (True, False)}
    assert len(texts) == 1


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_never_scrolls_sideways(browser: Browser, shelf: Path, width: int) -> None:
    shown = page(browser, shelf, width=width).page
    for toggle in TOGGLES[1:4]:
        shown.locator(f"#{toggle}").check()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Browser, shelf: Path, scheme: str) -> None:
    shown = page(browser, shelf, color_scheme=scheme).page
    assert shown.evaluate(CONTRAST) == []
    for toggle in TOGGLES[1:4]:
        shown.locator(f"#{toggle}").check()
    assert shown.evaluate(CONTRAST) == []


def test_words_and_their_card_light_up_together(browser: Browser, shelf: Path) -> None:
    shown = page(browser, shelf).page
    shown.locator(WORDS).hover()
    assert shown.evaluate(LIT) == ["say-s3"]
    shown.mouse.move(0, 0)
    assert shown.evaluate(LIT) == []
    shown.locator(CARD).hover()
    assert "lit" in (shown.locator(WORDS).get_attribute("class") or "").split()


def test_a_click_on_words_leads_to_their_card(browser: Browser, shelf: Path) -> None:
    shown = page(browser, shelf, width=360).page
    shown.locator(WORDS).click()
    assert shown.evaluate("document.activeElement.id") == "say-s3"


def test_by_keys_a_label_leads_to_its_card_and_back(browser: Browser, shelf: Path) -> None:
    shown = page(browser, shelf, java_script_enabled=False).page
    shown.locator("#at-s3").focus()
    shown.keyboard.press("Enter")
    assert shown.url.endswith("#say-s3")
    shown.locator(f"{CARD} a.at").focus()
    shown.keyboard.press("Enter")
    assert shown.url.endswith("#at-s3")


def test_the_first_key_leads_past_the_summary(browser: Browser, shelf: Path) -> None:
    shown = page(browser, shelf).page
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to the article"


@pytest.mark.parametrize(
    ("toggle", "what", "at_first"),
    [
        ("show-cards", CARD, True),
        ("show-mentions", ".mention-told", False),
        ("show-dates", ".date-told", False),
        ("show-left", "#p1", True),
    ],
)
def test_a_tick_shows_or_hides_without_scripts(
    browser: Browser, shelf: Path, toggle: str, what: str, *, at_first: bool
) -> None:
    shown = page(browser, shelf, java_script_enabled=False).page
    assert shown.locator(what).first.is_visible() is at_first
    shown.locator(f"#{toggle}").click()
    assert shown.locator(what).first.is_visible() is not at_first


def test_nested_words_are_told_from_those_around_them(browser: Browser, shelf: Path) -> None:
    style = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).borderBottomStyle]"
    shown = page(browser, shelf).page
    outer, inner = (shown.locator(f".words .content.{level}").last.evaluate(style) for level in ("statement", "nested"))
    assert outer[1] == "solid"
    assert inner[1] == "dashed"
    around = shown.locator("#p6 .words .content.statement").first.evaluate(style)
    assert around[0] == inner[0]


def test_it_prints(browser: Browser, shelf: Path, tmp_path: Path) -> None:
    shown = page(browser, shelf, color_scheme="dark", width=690).page
    shown.emulate_media(media="print")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not shown.locator(".toggles").is_visible()
    assert shown.locator(CARD).is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 690
    shown.pdf(path=tmp_path / "ledger.pdf", format="A4")
    assert (tmp_path / "ledger.pdf").read_bytes().startswith(b"%PDF")
