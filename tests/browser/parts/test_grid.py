"""The table of a hundred thousand rows in a real browser: scrolled, sorted, filtered, exported."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.parts.conftest import notice
from tests.browser.waiting import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def table(gallery: Page) -> Locator:
    """The table of 100,000 rows."""
    return gallery.get_by_role("grid", name="案件列表", exact=True)


def line(table: Locator, number: int) -> Locator:
    """Return a row by its number from 1; two lines of the head stand before it."""
    return table.locator(f'[aria-rowindex="{number + 2}"]')


def test_the_last_of_a_hundred_thousand_rows_comes_into_sight(table: Locator, gallery: Page) -> None:
    expect(table).to_have_attribute("aria-rowcount", "100002")

    table.evaluate("table => { table.scrollTop = table.scrollHeight; }")

    expect(line(table, 99_999).locator(".wb-grid-link")).to_be_visible(timeout=3000)
    expect(line(table, 100_000).locator(".wb-grid-link")).to_be_visible()
    expect(gallery.locator(".wb-grid-sight").first).to_contain_text("–100,000 条")
    assert table.locator(".wb-grid-line").count() < 60


def test_hurrying_through_the_rows_ends_with_the_right_ones(table: Locator) -> None:
    for share in (0.2, 0.9, 0.4, 0.7, 0.1, 0.5):
        table.evaluate("(table, share) => { table.scrollTop = table.scrollHeight * share; }", share)

    expect(table.locator(".wb-grid-ghost")).to_have_count(0)
    numbers = table.locator(".wb-grid-line").evaluate_all("lines => lines.map(line => +line.ariaRowIndex)")
    assert min(numbers) > 49_000
    assert max(numbers) < 51_000


def test_the_keyboard_walks_the_rows_and_opens_one(table: Locator, gallery: Page) -> None:
    table.focus()
    for key in ("End", "ArrowUp", "Home", "PageDown", "ArrowDown", "Home", "ArrowDown"):
        gallery.keyboard.press(key)
    case_no = line(table, 2).locator(".wb-grid-link").inner_text()
    active = table.get_attribute("aria-activedescendant")
    assert active == line(table, 2).get_attribute("id")

    gallery.keyboard.press("Enter")

    expect(notice(gallery, f"打开：{case_no}")).to_be_visible()
    expect(line(table, 2)).to_have_attribute("aria-selected", "true")


def test_a_click_opens_a_row(table: Locator, gallery: Page) -> None:
    case_no = line(table, 3).locator(".wb-grid-link").inner_text()

    line(table, 3).click()

    expect(notice(gallery, f"打开：{case_no}")).to_be_visible()


def test_a_head_sorts_up_down_and_no_more(table: Locator) -> None:
    head = table.get_by_role("columnheader", name="编号")

    for direction in ("ascending", "descending", "none"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
    head.get_by_role("button").click()

    expect(line(table, 1).locator(".wb-grid-link")).to_have_text(re.compile("^LX2021"))
    expect(head.get_by_role("button")).to_be_focused()


def test_heads_filter_by_text_choice_and_days(table: Locator, gallery: Page) -> None:
    total = gallery.locator(".wb-grid-total").first
    table.get_by_label("按事项筛选").fill("河道采砂")
    expect(total).not_to_have_text("共 100,000 条")
    table.get_by_label("按渠道筛选").select_option("来访")
    table.get_by_role("button", name="按收到日期筛选").click()
    gallery.get_by_label("从", exact=True).fill("2026-03-01")
    gallery.get_by_label("到", exact=True).fill("2026-03-02")
    gallery.get_by_role("button", name="确定").click()

    expect(table.get_by_role("button", name="按收到日期筛选：2026-03-01 至 2026-03-02")).to_be_visible()
    expect(line(table, 1)).to_contain_text(re.compile("河道采砂.*来访.*2026-03-0[12]"))
    gallery.get_by_role("button", name="清除列筛选").click()

    expect(total).to_have_text("共 100,000 条")
    expect(table.get_by_label("按事项筛选")).to_have_value("")


def test_a_range_that_runs_backwards_is_not_asked_for(table: Locator, gallery: Page) -> None:
    table.get_by_role("button", name="按剩余天数筛选").click()
    gallery.get_by_label("从", exact=True).fill("9")
    gallery.get_by_label("到", exact=True).fill("3")
    gallery.get_by_role("button", name="确定").click()

    expect(gallery.get_by_text("不能晚于或大于")).to_be_visible()
    expect(gallery.locator(".wb-grid-total").first).to_have_text("共 100,000 条")


def test_what_no_row_passes_is_said(table: Locator, gallery: Page) -> None:
    table.get_by_label("按编号筛选").fill("没有这个编号")

    expect(gallery.get_by_text("没有符合条件的记录")).to_be_visible()
    expect(gallery.locator(".wb-grid-total").first).to_have_text("共 0 条")


def test_columns_are_chosen_widened_and_remembered(table: Locator, gallery: Page) -> None:
    gallery.get_by_role("button", name="选择列").click()
    gallery.get_by_label("人次").check()
    gallery.get_by_role("checkbox", name="渠道", exact=True).last.uncheck()
    gallery.keyboard.press("Escape")
    head = table.get_by_role("columnheader", name="编号")
    before = head.bounding_box()
    head.get_by_role("button").focus()
    gallery.keyboard.press("Alt+ArrowRight")
    after = head.bounding_box()
    assert before and after
    assert after["width"] == pytest.approx(before["width"] + 16, abs=1.5)

    gallery.reload()
    wait_until_usable(gallery)

    expect(table.get_by_role("columnheader", name="人次")).to_be_visible()
    expect(table.get_by_role("columnheader", name="渠道")).to_have_count(0)
    expect(line(table, 1).locator(".wb-grid-cell").last).to_have_text(re.compile(r"^\d+$"))


def test_a_table_is_found_where_it_was_left(table: Locator, gallery: Page) -> None:
    table.get_by_label("按事项筛选").fill("河道采砂")
    expect(gallery.locator(".wb-grid-total").first).not_to_have_text("共 100,000 条")
    table.evaluate("table => { table.scrollTop = 32 * 5000; }")
    expect(line(table, 5003).locator(".wb-grid-link")).to_be_visible()

    gallery.get_by_role("tab", name="没有记录").click()
    expect(table).to_have_count(0)
    gallery.get_by_role("tab", name="十万行").click()

    expect(line(table, 5003).locator(".wb-grid-link")).to_be_visible()
    expect(table.get_by_label("按事项筛选")).to_have_value("河道采砂")


def test_a_source_that_fails_says_so_in_the_table(gallery: Page) -> None:
    gallery.get_by_role("tab", name="读不出数据").click()

    expect(gallery.get_by_text("数据正在更新，请稍后重试。")).to_be_visible()
    gallery.get_by_role("button", name="重试").click()
    expect(gallery.get_by_text("数据正在更新，请稍后重试。")).to_be_visible()


def test_the_table_is_exported_under_its_chinese_name(table: Locator, gallery: Page) -> None:
    table.get_by_label("按渠道筛选").select_option("来访")
    with gallery.expect_download() as waiting:
        gallery.get_by_role("button", name="导出").click()

    assert waiting.value.suggested_filename == "案件列表.csv"
    assert "来访" in Path(waiting.value.path()).read_text("utf-8-sig")
    expect(gallery.get_by_role("button", name="导出")).to_be_enabled()
