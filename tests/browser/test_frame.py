"""The frame around the screens: back and forward, projector, a connection that breaks, the footer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]


def late_only(page: Page) -> Locator:
    return page.get_by_label("只看超期")


def kernel_of(page: Page) -> str:
    page.wait_for_function("window.jupyterapp?.widgetManager?.kernel")
    return str(page.evaluate("window.jupyterapp.widgetManager.kernel.id"))


def test_back_and_forward_lead_through_what_was_shown_without_a_new_kernel(open_app: OpenApp) -> None:
    page = open_app("case_review")
    kernel = kernel_of(page)
    everything = page.locator(".review-line").inner_text()
    late_only(page).check()
    expect(page).to_have_url(re.compile(r"\?late=1$"))
    expect(page.locator(".review-line")).not_to_have_text(everything)
    late = page.locator(".review-line").inner_text()
    number = page.locator("[role=gridcell]", has_text=re.compile(r"^430682-")).first
    case_no = number.inner_text()
    number.click()
    expect(page).to_have_url(re.compile(rf"\?late=1&case={case_no}$"))
    expect(page.locator(".case-no")).to_have_text(case_no)

    page.go_back()
    expect(page.locator(".review-line")).to_have_text(late)
    expect(late_only(page)).to_be_checked()
    page.go_back()
    expect(page.locator(".review-line")).to_have_text(everything)
    expect(late_only(page)).not_to_be_checked()
    page.go_forward()
    page.go_forward()
    expect(page.locator(".case-no")).to_have_text(case_no)
    expect(page).to_have_url(re.compile(rf"\?late=1&case={case_no}$"))

    assert kernel_of(page) == kernel


def test_a_step_back_and_another_way_forgets_the_first_way(open_app: OpenApp) -> None:
    page = open_app("case_review")
    late_only(page).check()
    expect(page).to_have_url(re.compile("late=1"))
    page.go_back()
    expect(late_only(page)).not_to_be_checked()

    page.get_by_role("tab", name="图表").click()
    expect(page).to_have_url(re.compile("tab=chart"))
    page.go_back()

    expect(page.get_by_role("tab", name="清单", selected=True)).to_be_visible()
    expect(page).to_have_url(re.compile("/case_review$"))


def test_a_reload_shows_the_same_filter_tab_and_chart(open_app: OpenApp) -> None:
    page = open_app("case_review?late=1&tab=chart&chart=open_late&by=unit")
    name = page.locator(".wb-chart svg, svg").last.get_attribute("aria-label")

    page.reload()
    wait_until_usable(page)

    expect(page.get_by_role("tab", name="图表", selected=True)).to_be_visible()
    expect(late_only(page)).to_be_checked()
    assert page.locator(".wb-chart svg, svg").last.get_attribute("aria-label") == name
