"""The gallery of all parts in a real browser, served as an app of the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.profiles import Logins, Watched, a_profile
from tests.browser.waiting import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NOTEBOOKS = Path(__file__).parents[3] / "notebooks" / "explore"
SERVE = """
import sys
from pathlib import Path
from workbench.site.door import NoDoor
from workbench.site.server import Site

apps, logs = map(Path, sys.argv[1:])
said = lambda address: print(address, flush=True)
site = Site(apps, port=18966, announce=said, logs=logs, scratch=logs / "scratch", door=NoDoor())
site.initialize([])
site.start()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery, served as an app of the site."""
    logs = tmp_path_factory.mktemp("gallery")
    with (logs / "errors.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(NOTEBOOKS), str(logs)],
            env={**os.environ, "WORKBENCH_HOME": str(logs)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        assert said, (logs / "errors.txt").read_text("utf-8")
        yield f"{said}gallery"
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def gallery(page: Page, address: str) -> Page:
    """The gallery, with its rows."""
    page.goto(address)
    wait_until_usable(page)
    expect(page.locator(".wb-grid-link").first).to_be_visible()
    return page


@pytest.fixture(scope="module")
def opened_once(browser: Browser, logins: Logins, address: str) -> Iterator[Page]:
    """The gallery on a page that the tests of this file look at one after the other."""
    with a_profile(browser, logins, Watched()) as profile:
        page = profile.new_page()
        page.goto(address)
        wait_until_usable(page)
        yield page


@pytest.fixture
def same_gallery(opened_once: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The gallery as the test before left it; opened anew after one that failed."""
    failed = request.session.testsfailed
    yield opened_once
    if request.session.testsfailed > failed:
        opened_once.reload()
        wait_until_usable(opened_once)


def violations(page: Page) -> str:
    """Return what axe finds, as text; nothing is an empty text."""
    found = Axe().run(page)
    return "" if found.violations_count == 0 else found.generate_report()


def notice(page: Page, words: str | re.Pattern[str]) -> Locator:
    """Return a sentence in the place for notices."""
    return page.locator(".wb-notice-text", has_text=words)
