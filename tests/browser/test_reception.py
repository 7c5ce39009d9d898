"""A clerk pastes a month, publishes it, records a reception and what was raised, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.waiting import wait_until, wait_until_usable
from workbench.china_time import CHINA

if TYPE_CHECKING:
    from playwright.sync_api import Page

TODAY = datetime.now(UTC).astimezone(CHINA).date()
PASTE = """(text) => {
  const cell = document.querySelector(".reception-sheet tbody input");
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
HEAD = "序号\t接访日期\t时间\t接访领导\t职务\t分管\t地点\t联系电话"


def pasted(*lines: str) -> str:
    return "\n".join((HEAD, *(f"{number}\t{line}" for number, line in enumerate(lines, 1))))


def test_a_month_is_pasted_mended_and_one_day_recorded_to_the_end(open_app: Callable[[str], Page]) -> None:
    page = open_app("reception?do=plan")
    good = f'{TODAY.month}月{TODAY.day}日\t9:00-11:30\t甘文清\t副市长\t城建\t"市信访局\n接访大厅"\t138'
    page.evaluate(PASTE, pasted(good, "下周五\t9:00\t甘文清\t副市长\t城建\t信访局\t138"))

    expect(page.get_by_text("没有对应的列：联系电话")).to_be_visible()
    expect(page.get_by_text("日期“下周五”不是日期")).to_be_visible()
    expect(page.get_by_label("第1行，地点")).to_have_value("市信访局 接访大厅")
    save = page.get_by_role("button", name="保存安排")
    expect(save).to_be_disabled()

    page.reload()  # a lost page loses nothing that was typed
    wait_until_usable(page)
    expect(page.get_by_label("第2行，日期")).to_have_value("下周五")
    page.get_by_label("删除第2行").click()
    expect(page.get_by_text("1 行可以保存")).to_be_visible()
    save.click()
    expect(page.get_by_text("已记入台账第").first).to_be_visible()

    page.locator(f'[data-day="{TODAY}"]').click()
    wait_until(page, "() => location.search.includes('day=') || location.search.includes('reception=')")
    if page.get_by_role("button", name="甘文清", exact=True).count():
        page.get_by_role("button", name="甘文清", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^甘文清"))).to_be_visible()
    page.get_by_role("button", name="记录已接访").click()
    page.get_by_role("button", name="记入台账").click()
    page.get_by_role("button", name="确定", exact=True).click()
    expect(page.get_by_role("button", name="登记新的来访事项")).to_be_visible()

    page.get_by_role("button", name="登记新的来访事项").click()
    page.get_by_label("标题").fill("小区停水三天")
    page.get_by_label("反映的内容和请求").fill("请尽快恢复供水")
    page.get_by_role("button", name="记入台账").click()
    page.get_by_role("button", name="确定", exact=True).click()
    expect(page.get_by_text("小区停水三天")).to_be_visible()
    here = page.url

    page.reload()
    wait_until_usable(page)
    assert page.url == here
    expect(page.get_by_role("heading", name=re.compile("^甘文清"))).to_be_visible()


def test_back_leads_from_a_list_to_the_calendar_and_a_figure_opens_its_receptions(
    open_app: Callable[[str], Page],
) -> None:
    page = open_app("reception")
    page.get_by_role("tab", name="领导履职").click()
    expect(page.get_by_role("columnheader", name="本月履职要求")).to_be_visible()
    page.get_by_role("button", name="上一月").click()
    wait_until(page, "() => location.search.includes('month=')")
    page.get_by_role("button", name=re.compile("^接访履职率，已接访 ")).click()
    expect(page.get_by_text("只列已接访的日子")).to_be_visible()
    assert page.locator(".wb-lines tbody tr").count() > 0

    page.go_back()
    expect(page.get_by_role("columnheader", name="本月履职要求")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator(".reception-calendar")).to_be_visible()
    wait_until(page, "() => location.search === ''")
