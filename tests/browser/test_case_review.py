"""The case review as a supervisor uses it, in a real browser over the small demo county."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

FEWER = "n => +document.querySelector('.wb-grid-total strong').textContent.replace(',', '') < n"
MOST_PRINTED = 500
OpenApp = Callable[[str], "Page"]


def first_case(page: Page) -> Locator:
    """The number of the first case of the list; the cells before it are the questions in the heads."""
    return page.locator("[role=gridcell]", has_text=re.compile(r"^430682-")).first


def total(page: Page) -> int:
    line = page.locator(".wb-grid-total strong").first.inner_text()
    return int(line.replace(",", ""))


def test_a_supervisor_finds_what_is_late_and_sees_why(open_app: OpenApp) -> None:
    page = open_app("case_review")
    everything = total(page)

    page.get_by_text("只看超期", exact=True).click()
    wait_until(page, FEWER, everything)
    first_case(page).click()
    page.get_by_role("heading", name="时限：依据、起算、到期").wait_for()

    working = page.locator(".wb-explanation").first.inner_text()
    assert "到期日（遇放假顺延）" in working
    assert "《信访" in working
    assert page.get_by_role("heading", name="下一步").is_visible()

    page.get_by_role("button", name="返回清单").click()
    page.locator(".wb-grid-total").wait_for()
    assert total(page) < everything


def test_a_bar_of_the_chart_leads_to_its_cases(open_app: OpenApp) -> None:
    page = open_app("case_review")
    page.get_by_role("tab", name="图表").click()

    bar = page.locator("svg [role=button], svg .wb-bar").last
    bar.click()

    page.get_by_text(re.compile("只列：登记件数")).wait_for()
    page.get_by_role("tab", name="清单", selected=True).wait_for()


def test_the_list_is_saved_as_a_workbook(open_app: OpenApp, tmp_path: Path) -> None:
    page = open_app("case_review?late=1")
    shown = total(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    target = tmp_path / "list.xlsx"
    download.value.save_as(target)

    sheet = openpyxl.load_workbook(target).active
    assert download.value.suggested_filename.startswith("信访事项清单")
    assert sheet["A1"].value == "信访件编号"
    assert sum(1 for row in sheet.iter_rows(min_row=2) if row[1].value and row[2].value) == shown


def test_another_day_is_asked_for_and_a_reload_comes_back_to_today(open_app: OpenApp) -> None:
    page = open_app("case_review?as_of=2024-06-30")

    expect(page.locator(".wb-foot")).to_contain_text("截至 2024-06-30")  # folded in sight


def test_a_link_to_a_case_opens_it(open_app: OpenApp) -> None:
    page = open_app("case_review")
    number = first_case(page).inner_text()

    page = open_app(f"case_review?case={number}")

    page.get_by_role("heading", name="办理经过").wait_for()
    assert number in page.locator(".case-head").inner_text()


@pytest.mark.parametrize("address", ["case_review?channel=visit", "case_review"])
def test_a_list_is_printed_whole_up_to_a_bound_and_says_so(open_app: OpenApp, address: str) -> None:
    page = open_app(address)
    everything = total(page)
    most = min(everything, MOST_PRINTED)
    page.evaluate(
        """() => { window.print = () => {
            dispatchEvent(new Event('beforeprint'));
            const lines = [...document.querySelectorAll('.wb-grid-line')];
            window.printed = {
                lines: lines.map((line) => +line.dataset.number),
                blank: lines.filter((line) => line.ariaBusy).length,
                foot: document.querySelector('.wb-grid-frame').dataset.printed,
            };
        } }"""
    )

    page.get_by_role("button", name="打印").click()

    wait_until(page, "window.printed")
    printed = page.evaluate("window.printed")
    assert printed["lines"] == list(range(most))
    assert printed["blank"] == 0
    rest = "" if most == everything else f"，这里是第 1–{most} 条，全部请用“导出”"
    assert printed["foot"] == f"共 {everything:,} 条{rest}。"
    wait_until(page, "document.querySelectorAll('.wb-grid-line').length < 60")


def test_what_prints_of_a_case_is_what_is_read(open_app: OpenApp) -> None:
    page = open_app("case_review?late=1")
    first_case(page).click()
    page.get_by_role("heading", name="下一步").wait_for()

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="办理经过")).to_be_visible()
    expect(page.get_by_role("heading", name="时限：依据、起算、到期")).to_be_visible()
    expect(page.get_by_role("heading", name="下一步")).to_be_hidden()
    expect(page.get_by_role("button", name="返回清单")).to_be_hidden()
    expect(page.get_by_role("navigation", name="应用")).to_be_hidden()


def test_thirteen_matters_are_in_sight_at_the_smallest_screen(open_app: OpenApp) -> None:
    page = open_app("case_review")

    in_sight = page.evaluate(
        """() => [...document.querySelectorAll('.wb-grid-line')]
            .filter((line) => line.getBoundingClientRect().bottom <= innerHeight + 1).length"""
    )

    assert in_sight >= 12
