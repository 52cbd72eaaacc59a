"""Opening a page as a file in Chromium, and what every page is asked there."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("DETENTE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)

CONTRAST = """() => {
  const lit = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const parts = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
    if (!own || node.closest('svg, .unseen, .skip') || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const [a, b] = [lit(parts(style.color)), lit(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const what = `${node.tagName}.${node.className} ${node.textContent.slice(0, 30)}`;
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${what}`);
  }
  return poor;
}"""


@dataclass
class Opened:
    """A page with what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def absent(why: str) -> None:
    """Skip, or fail where the tests of the browser must run."""
    if os.environ.get("DETENTE_CI"):
        pytest.fail(why)
    pytest.skip(why)


def opened(browser: Browser, folder: Path, slug: str, *, width: int = 1280, **settings: Any) -> Opened:
    """Open a report as a file, in a fresh context, and note every request and every complaint."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
    made = Opened(context.new_page())
    made.page.on("request", lambda request: made.requests.append(request.url))
    made.page.on("console", lambda message: made.complaints.append(message.text))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.goto((folder / f"{slug}.html").as_uri())
    return made
