"""The list of matters as an address: reload, back, forward and a colleague's browser show the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site
from tests.browser.waiting import wait_until, wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]
ROWS_ARE_THERE = """() => document.querySelector('.wb-grid-busy')?.hidden
    && document.querySelector('.wb-grid-line') && !document.querySelector('.wb-grid-line[aria-busy]')"""


def rows(page: Page) -> list[str]:
    """The numbers of the matters in sight, from the top."""
    wait_until(page, ROWS_ARE_THERE)
    found: list[str] = page.locator(".wb-grid-line .wb-grid-link").all_inner_texts()
    return found[:12]


def comes_to(page: Page, expected: list[str]) -> bool:
    """True once these rows stand there: the address changes at once, the rows when the kernel answers."""
    for _ in range(200):
        if rows(page) == expected:
            return True
        page.wait_for_timeout(50)
    return False


def heads(page: Page) -> list[str]:
    return list(page.locator(".wb-grid-names .wb-grid-label").all_inner_texts())


def test_order_test_and_columns_survive_a_reload_back_and_forward(open_app: OpenApp) -> None:
    page = open_app("case_review")
    usual = rows(page)

    page.locator("[data-key=registered_on]").click()
    wait_until(page, "location.search.includes('sort=registered_on')")
    by_day = rows(page)
    assert by_day != usual
    page.get_by_role("combobox", name="按信访渠道筛选").select_option(index=1)
    wait_until(page, "location.search.includes('col.channel=')")
    page.get_by_role("button", name="选择列").click()
    page.get_by_role("checkbox", name="法定途径", exact=True).check()
    page.keyboard.press("Escape")
    wait_until(page, "/columns=[^&]*path/.test(location.search)")
    filtered, chosen = rows(page), heads(page)
    assert "法定途径" in chosen

    page.reload()
    wait_until_usable(page)
    assert (rows(page), heads(page)) == (filtered, chosen)

    page.go_back()
    wait_until(page, "!location.search.includes('col.channel')")
    assert comes_to(page, by_day)
    page.go_back()
    wait_until(page, "!location.search.includes('sort=')")
    assert comes_to(page, usual)
    page.go_forward()
    page.go_forward()
    wait_until(page, "location.search.includes('col.channel')")
    assert comes_to(page, filtered)
    assert heads(page) == chosen


def test_a_colleagues_browser_shows_the_same_list(
    open_app: OpenApp, enter: Callable[..., Page], site: Site
) -> None:
    columns = "case_no,title,unit_name,registered_on,path"
    page = open_app(
        f"case_review?channel=visit,online&col.elapsed_days=0..&sort=-registered_on&columns={columns}"
    )

    other = enter(site.cookie, page.url.removeprefix(site.address), 1920, 1080)

    assert heads(page) == heads(other) == ["信访件编号", "事项名称", "责任单位", "登记日期", "法定途径"]
    assert rows(page) == rows(other) != []


def test_a_reader_who_chose_columns_finds_them_again_and_a_link_names_them(open_app: OpenApp) -> None:
    page = open_app("case_review")
    page.get_by_role("button", name="选择列").click()
    page.get_by_role("checkbox", name="批次", exact=True).uncheck()
    wait_until(page, "location.search.includes('columns=')")

    page = open_app("case_review")

    wait_until(page, "location.search.includes('columns=')")
    assert "批次" not in heads(page)
    page.get_by_role("button", name="选择列").click()
    page.get_by_role("button", name="恢复默认").click()
    wait_until(page, "!location.search.includes('columns=')")
    assert "批次" in heads(page)


def test_a_figure_of_a_unit_opens_from_its_address_and_back_leads_through_it(open_app: OpenApp) -> None:
    page = open_app("")
    page = open_app("case_review?figure=received&unit=430682001")
    expect(page.locator(".review-chips")).to_contain_text("只列：登记件数")
    listed = rows(page)
    assert listed
    page.locator(".wb-grid-link").first.click()
    page.get_by_role("heading", name="办理经过").wait_for()

    page.reload()
    wait_until_usable(page)
    page.get_by_role("heading", name="办理经过").wait_for()
    page.go_back()
    expect(page.locator(".review-chips")).to_contain_text("只列：登记件数")
    assert comes_to(page, listed)
    page.reload()
    wait_until_usable(page)
    assert rows(page) == listed
    page.go_back()
    page.wait_for_url(lambda address: "case_review" not in address)


def test_a_figure_that_is_unknown_is_told_and_the_unit_stays(open_app: OpenApp) -> None:
    page = open_app("case_review?figure=happiness&unit=430682001&channel=pigeon")

    said = page.locator(".wb-notice-place")
    expect(said).to_contain_text("没有编号为“happiness”的指标")
    expect(said).to_contain_text("信访渠道“pigeon”不是已知的代码")
    expect(page.locator(".wb-filter-row")).to_contain_text("责任单位")
    assert "unit=430682001" in page.url
    assert rows(page)


def test_the_reminder_in_the_head_opens_what_it_counts(open_app: OpenApp) -> None:
    page = open_app("")
    link = page.get_by_role("link", name="期限提醒")
    count = re.findall(r"\d+", link.inner_text())[0]

    link.click()

    page.wait_for_url(lambda address: "duty=all" in address)
    wait_until_usable(page)
    expect(page.locator(".review-chips")).to_contain_text("各单位的期限提醒")
    expect(page.locator(".wb-grid-total strong").first).to_have_text(count)
