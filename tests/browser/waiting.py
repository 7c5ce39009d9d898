"""Waiting for a page, as long as a busy machine may take."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


PATIENCE = 30_000  # milliseconds; a first view on a busy machine


def wait_until_usable(page: Page) -> None:
    """Return when the first widget of the page is drawn."""
    page.wait_for_selector("html[data-usable]", state="attached", timeout=PATIENCE)


def look_again(page: Page) -> None:
    """Have the page ask for its kernel now, as when its viewer comes back; else it asks every ten seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def wait_until(page: Page, expression: str, argument: object = None) -> None:
    """Return when the JavaScript expression, or function of the argument, is true on the page.

    Playwright's own waiting asks again by ``eval``, which the site's policy forbids.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression, argument):
        if time.monotonic() > deadline:
            pytest.fail(f"{PATIENCE / 1000:.0f} 秒内未成立：{expression}")
        page.wait_for_timeout(50)
