"""The browser that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.opening import CHROMIUM, absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        absent("no Chromium is on the path; DETENTE_CHROMIUM may name one")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("the Python package playwright is not installed")
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()
