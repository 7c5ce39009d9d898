"""Screening and a unit's page in a real browser: a report filled in, a form taken in, a notice printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]


def open_unreported(page: Page) -> str:
    """Open a report of this month that has not come in; return the heading of its page."""
    page.get_by_role("tab", name="待报提醒").click()
    page.locator("[role=row]", has_text=re.compile("逾期未报|未到期")).last.click()
    head = page.locator(".screening-head h2")
    head.wait_for()
    return head.inner_text()


def here() -> str:
    """Return today as the site has it: a report is signed in the month that it tells of, or later."""
    from workbench.china_time import CHINA

    return datetime.now(CHINA).date().isoformat()


def test_a_report_is_filled_in_balances_and_stands_on_the_list(open_app: OpenApp) -> None:
    page = open_app("screening")
    head = open_unreported(page)
    page.get_by_role("button", name="报送排查月报", exact=True).click()
    sheet = page.get_by_role("table", name="矛盾纠纷明细")
    rows = sheet.locator("tbody tr:not(.sheet-why)")
    rows.first.wait_for()
    free = next(at for at in range(rows.count()) if not rows.nth(at).locator("select").input_value())
    row = rows.nth(free)
    row.locator("select").select_option("邻里纠纷")
    for name, value in (("新排查", "1"), ("已化解", "1"), ("期末存量", "1")):
        row.get_by_label(re.compile(f"，{name}$")).fill(value)
    row.get_by_label(re.compile("，责任人$")).focus()
    expect(page.locator(".screening-balance")).to_have_attribute("data-right", "no")
    row.get_by_label(re.compile("，期末存量$")).fill("0")
    row.get_by_label(re.compile("，责任人$")).focus()
    expect(page.locator(".screening-balance")).to_have_attribute("data-right", "yes")
    submit = page.locator("form").get_by_role("button", name="报送排查月报", exact=True)
    submit.click()
    page.get_by_role("button", name="确定").click()
    page.get_by_text("已记入台账").first.wait_for()
    assert page.locator(".screening-head h2").inner_text() == head
    expect(page.get_by_role("table", name="分类明细")).to_contain_text("邻里纠纷")


def test_a_form_goes_out_comes_back_and_is_taken_in(open_app: OpenApp, tmp_path: Path) -> None:
    page = open_app("screening")
    open_unreported(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载表样").click()
    path = tmp_path / "月报.xlsx"
    saved.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["排查月报"]
    stock = sheet["B3"].value or 0
    for place, value in {"D3": 0, "F3": stock, "H3": 0, "D4": here()}.items():
        sheet[place] = value
    if stock:
        for column, value in enumerate(("其他矛盾纠纷", 0, stock, 0), 1):
            sheet.cell(8, column, value)
    book.save(path)
    page.get_by_role("button", name="返回清单").click()
    page.get_by_role("button", name="上传填好的月报").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("检查通过，还没有写入").wait_for()
    page.get_by_role("button", name="确认报送").click()
    page.get_by_text("已报送 1 份月报").wait_for()


def test_a_unit_finds_its_duties_and_its_notice_on_paper(open_app: OpenApp, tmp_path: Path) -> None:
    page = open_app("unit?unit=430682003")
    expect(page.get_by_role("tab", name="要办的事")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="每日提醒").click()
    expect(page.locator(".unit-notice h2")).to_contain_text("桃矿街道信访工作每日提醒")
    with page.expect_download() as saved:
        page.get_by_role("button", name="存为文本").click()
    saved.value.save_as(tmp_path / "提醒.txt")
    assert "每日提醒" in (tmp_path / "提醒.txt").read_text("utf-8-sig")
    page.emulate_media(media="print")
    expect(page.locator(".unit-notice")).to_be_visible()
    expect(page.locator(".wb-tablist")).to_be_hidden()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
