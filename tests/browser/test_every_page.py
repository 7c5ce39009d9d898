"""Every page of the site, each of its tabs, and the first thing that a list of it opens: whole and quiet.

A watched profile fails the test on a request to another place and on an error in the console.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import wait_until, wait_until_usable
from tests.browser.whole_page import WITHOUT_FRAME, faults, settle

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

APPS = sorted(one.stem for one in (Path(__file__).parents[2] / "notebooks" / "apps").glob("*.ipynb"))
ENTRY = ".wb-main :is(.wb-grid-link, .wb-line-open)"
# What opens nothing of its own: its lists lead to other pages, or it has none.
OPENS_NOTHING = {"home", "unit", "overview", "source", "briefing", "intake", "erasure", WITHOUT_FRAME}


@pytest.mark.parametrize("app", APPS)
def test_a_page_its_tabs_and_what_it_opens_are_whole(open_app: Callable[[str], Page], app: str) -> None:
    page = open_app(app)
    settle(page)
    found = {app: faults(page, has_frame=app != WITHOUT_FRAME, is_first=True)}
    has_opened = open_first(page, app, found)
    for tab in tabs_beside(page):
        name = turn_to(page, tab)
        found[name] = faults(page)
        has_opened = has_opened or open_first(page, name, found)

    assert {where: told for where, told in found.items() if told} == {}
    assert has_opened == (app not in OPENS_NOTHING)


def tabs_beside(page: Page) -> list[Locator]:
    """Return the tabs that are not turned to at first: those within the first tab before those beside it."""
    strips = page.locator(".wb-tablist")
    inwards = [strips.nth(at).get_by_role("tab") for at in range(strips.count())]
    return [tabs.nth(at) for tabs in reversed(inwards) for at in range(1, tabs.count())]


def turn_to(page: Page, tab: Locator) -> str:
    """Turn to a tab and return its name."""
    name = tab.inner_text()
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    settle(page)
    return name


def open_first(page: Page, where: str, found: dict[str, list[str]]) -> bool:
    """Open the first thing that a list in sight names, and go back; return whether there was one.

    What is wrong with it, and with the tabs that only it has, is noted in ``found``.
    """
    entry, before = page.locator(ENTRY).first, page.url
    if not entry.is_visible():
        return False
    outer = page.get_by_role("tab").all_inner_texts()
    entry.click()
    wait_until(page, "(before) => location.href !== before", before)
    wait_until_usable(page)
    settle(page)
    found[f"{where}，打开一件"] = faults(page)
    for tab in tabs_beside(page):
        if tab.inner_text() not in outer:
            name = turn_to(page, tab)
            found[f"{where}，打开一件，{name}"] = faults(page)
    while page.url != before:
        page.go_back()
    wait_until_usable(page)
    expect(entry).to_be_visible()
    settle(page)
    return True
