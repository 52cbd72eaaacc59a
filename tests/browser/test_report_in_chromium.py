"""The report as a reader meets it: a file opened in Chromium, light and dark, narrow and wide, by mouse and by keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.opening import CONTRAST, opened
from tests.report import cases
from tests.report.answers import LARGE, page, page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
SVG_CONTRAST = """() => {
  const lit = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const parts = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const page = parts(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll('svg text')].map(node => {
    const box = node.parentElement.querySelector('rect');
    const ground = box ? parts(getComputedStyle(box).fill) : page;
    const [a, b] = [lit(parts(getComputedStyle(node).fill)), lit(ground)].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), node.textContent];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reports")
    for slug in ("peace-treaty", "peace-treaty-1956", "elmira", LARGE):
        (made / f"{slug}.html").write_text(page(slug), "utf-8")
    (made / "hostile.html").write_text(page_of(cases.HOSTILE), "utf-8")
    return made


PAGES = ("peace-treaty", "peace-treaty-1956", "elmira", LARGE, "hostile")


@pytest.mark.parametrize("slug", PAGES)
def test_it_opens_without_a_request_or_a_complaint(browser: Browser, folder: Path, slug: str) -> None:
    made = opened(browser, folder, slug)
    assert made.requests == [(folder / f"{slug}.html").as_uri()]
    assert not made.complaints


def test_it_says_the_same_without_scripts(browser: Browser, folder: Path) -> None:
    texts = {
        opened(browser, folder, "peace-treaty", java_script_enabled=on).page.locator("main").inner_text()
        for on in (True, False)
    }
    assert len(texts) == 1


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
@pytest.mark.parametrize("slug", PAGES)
def test_the_page_never_scrolls_sideways(browser: Browser, folder: Path, slug: str, width: int) -> None:
    shown = opened(browser, folder, slug, width=width).page
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("slug", ["peace-treaty", "peace-treaty-1956", "elmira"])
def test_every_text_stands_out_from_its_ground(browser: Browser, folder: Path, slug: str, scheme: str) -> None:
    shown = opened(browser, folder, slug, color_scheme=scheme).page
    assert shown.evaluate(CONTRAST) == []
    assert shown.evaluate(SVG_CONTRAST) == []


def test_dark_is_dark(browser: Browser, folder: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened(browser, folder, "elmira", color_scheme="dark").page.evaluate(ground) == "rgb(21, 24, 28)"
    assert opened(browser, folder, "elmira", color_scheme="light").page.evaluate(ground) == "rgb(253, 252, 250)"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_citation_opens_on_hover_and_on_focus(browser: Browser, folder: Path, width: int) -> None:
    shown = opened(browser, folder, "peace-treaty", width=width).page
    mark = shown.locator("#claim-C1 .cite a")
    tip = shown.locator("#claim-C1 .tip")
    assert not tip.is_visible()
    mark.hover()
    assert tip.is_visible()
    shown.mouse.move(0, 0)
    assert not tip.is_visible()
    mark.focus()
    assert tip.is_visible()
    assert "Dmitry Peskov" in tip.inner_text()
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_no_open_citation_makes_the_page_scroll_sideways(browser: Browser, folder: Path, width: int) -> None:
    shown = opened(browser, folder, "peace-treaty", width=width).page
    shown.add_style_tag(content=".tip { display: block !important }")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_a_citation_leads_to_its_footnote_and_back(browser: Browser, folder: Path) -> None:
    shown = opened(browser, folder, "peace-treaty").page
    shown.locator("#claim-C1 .cite a").click()
    number = shown.url.rsplit("#note-", 1)[1]
    assert shown.locator(f"#note-{number}").is_visible()
    shown.locator(f"#note-{number} .back a").first.click()
    assert "#ref-" in shown.url


def test_the_first_key_leads_past_the_contents(browser: Browser, folder: Path) -> None:
    shown = opened(browser, folder, "peace-treaty").page
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to the answer"
    shown.keyboard.press("Enter")
    assert shown.evaluate("location.hash") == "#answer"


def test_every_wide_box_can_be_reached_by_keys(browser: Browser, folder: Path) -> None:
    shown = opened(browser, folder, "peace-treaty", width=360).page
    assert shown.evaluate("[...document.querySelectorAll('.scroll')].every(b => b.tabIndex === 0)")


def test_texts_of_the_picture_fit_their_boxes(browser: Browser, folder: Path) -> None:
    """The measure of letters is rough; here the browser's own is asked."""
    shown = opened(browser, folder, "peace-treaty-1956").page
    wide = """() => [...document.querySelectorAll('svg g[class^=sg-n-]')].flatMap(g => {
      const box = g.querySelector('rect').getBBox();
      return [...g.querySelectorAll('text')].filter(t => {
        const own = t.getBBox();
        return own.x + own.width > box.x + box.width || own.y + own.height > box.y + box.height + 1;
      }).map(t => t.textContent);
    })"""
    assert shown.evaluate(wide) == []


def test_it_prints(browser: Browser, folder: Path, tmp_path: Path) -> None:
    shown = opened(browser, folder, "peace-treaty", color_scheme="dark", width=690).page
    shown.emulate_media(media="print")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not shown.locator("nav.contents").is_visible()
    assert shown.locator("#notes li").first.is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 690
    shown.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_hostile_text_runs_nothing(browser: Browser, folder: Path) -> None:
    made = opened(browser, folder, "hostile")
    asked: list[str] = []
    made.page.on("dialog", lambda dialog: asked.append(dialog.message))
    made.page.wait_for_timeout(200)
    assert not asked
    assert made.page.locator("script, img, main b").count() == 0
