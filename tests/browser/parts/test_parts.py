"""Every part in a real browser: the gallery is looked at by axe, and used with mouse and keyboard."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.parts.conftest import notice, violations
from tests.browser.profiles import Watched
from tests.browser.waiting import PATIENCE
from widgets.shell import APPS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
MEGABYTE = 1024 * 1024


def ask_for_day(page: Page, day: str) -> None:
    """Type an as-of day as a reader does."""
    field = page.get_by_role("textbox", name="截至日")
    field.fill(day)
    field.press("Enter")


def test_axe_finds_nothing_on_the_gallery_in_any_of_its_states(gallery: Page) -> None:
    assert violations(gallery) == ""

    gallery.get_by_role("button", name="看数据表").first.click()
    gallery.get_by_role("tab", name="期限计算").click()
    ask_for_day(gallery, "2026-01-31")
    gallery.get_by_role("button", name="让程序出错").click()
    gallery.get_by_role("button", name="确定").click()
    expect(notice(gallery, "程序出错")).to_be_visible()
    gallery.get_by_role("button", name="内容分类").click()
    assert violations(gallery) == ""

    gallery.keyboard.press("Escape")
    gallery.get_by_role("tab", name="没有记录").click()
    expect(gallery.get_by_text("没有符合条件的记录")).to_be_visible()
    assert violations(gallery) == ""


def test_the_page_stands_in_landmarks_under_its_title(gallery: Page) -> None:
    assert gallery.title() == "部件陈列 · 信访工作台"
    expect(gallery.get_by_role("main")).to_have_count(1)
    links = gallery.get_by_role("navigation", name="应用").get_by_role("link")
    expect(links.first).to_be_visible()
    # The head shows what the viewer may open: some of the apps, in their order.
    shown, known = links.all_inner_texts(), [app.label for app in APPS]
    assert len(shown) > 3 and shown == [label for label in known if label in shown]

    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Enter")

    expect(gallery.get_by_role("main")).to_be_focused()


def test_a_file_is_made_and_saved_when_it_is_asked_for(same_gallery: Page) -> None:
    with same_gallery.expect_download() as waiting:
        same_gallery.get_by_role("button", name="下载信访工作简报").click()

    assert waiting.value.suggested_filename == "信访工作简报 2026年第3期.txt"


def test_fifty_megabytes_are_uploaded_with_progress_and_another_file_after(
    same_gallery: Page, tmp_path: Path
) -> None:
    large, second = tmp_path / "五十兆.bin", tmp_path / "第二个.csv"
    large.write_bytes(os.urandom(MEGABYTE) * 50)
    second.write_text("编号\nLX1\n", "utf-8")
    chosen = same_gallery.locator(".wb-upload input[type=file]")

    chosen.set_input_files(large)
    expect(same_gallery.get_by_role("progressbar", name="上传进度")).to_be_visible()
    expect(same_gallery.locator(".wb-upload-hint")).to_have_text(
        re.compile(r"^[\d.]+ [KM]B / 50\.0 MB（\d+%）$")
    )
    expect(same_gallery.get_by_text("已上传 五十兆.bin（50.0 MB）")).to_be_visible(timeout=PATIENCE)
    expect(notice(same_gallery, "收到 五十兆.bin，50.0 MB")).to_be_visible()
    chosen.set_input_files(second)

    expect(notice(same_gallery, "收到 第二个.csv")).to_be_visible()


def test_an_upload_is_cancelled_and_one_that_may_not_come_in_is_refused(
    same_gallery: Page, tmp_path: Path
) -> None:
    large, picture, refused = tmp_path / "大.bin", tmp_path / "照片.jpg", tmp_path / "拒绝.csv"
    large.write_bytes(bytes(60 * MEGABYTE))
    picture.write_bytes(b"x")
    refused.write_bytes(b"x")
    chosen = same_gallery.locator(".wb-upload input[type=file]")

    chosen.set_input_files(large)
    same_gallery.get_by_role("button", name="取消上传").click()
    expect(same_gallery.get_by_text("已取消上传。")).to_be_visible()
    chosen.set_input_files(picture)
    expect(same_gallery.get_by_text("“照片.jpg”不是可以上传的类型")).to_be_visible()
    chosen.set_input_files(refused)

    expect(same_gallery.get_by_text("“拒绝.csv”中没有可以导入的记录")).to_be_visible()


def test_a_bar_is_clicked_and_reached_with_the_keyboard(same_gallery: Page) -> None:
    chart = same_gallery.get_by_role("group", name="近十二个月到期案件")
    bar = chart.get_by_role("button", name="10月，按期办结：120 件")
    bar.hover()
    expect(same_gallery.locator(".wb-tip", has_text="120 件").first).to_be_visible()
    bar.click()
    expect(notice(same_gallery, "图中：on_time，2025-10")).to_be_visible()

    chart.get_by_role("button").first.focus()
    for key in ("ArrowRight", "Enter"):
        same_gallery.keyboard.press(key)

    expect(notice(same_gallery, "图中：late，2025-04")).to_be_visible()


def test_figures_stand_above_all_bars_or_where_some_have_no_room_above_none(same_gallery: Page) -> None:
    chart = same_gallery.get_by_role("group", name="近十二个月到期案件")
    told = chart.locator(".wb-value")
    expect(told).to_have_count(12)
    expect(told.first).to_have_text(re.compile(r"^\d+$"))
    size = same_gallery.viewport_size

    same_gallery.set_viewport_size({"width": 340, "height": 768})
    expect(told).to_have_count(0)

    assert size is not None
    same_gallery.set_viewport_size(size)
    expect(told).to_have_count(12)


def test_a_chart_stands_in_a_table_too_and_says_when_it_is_empty(same_gallery: Page) -> None:
    rows = same_gallery.get_by_role("table", name="各单位按期办结率").get_by_role("row")

    expect(rows).to_have_count(9)
    expect(rows.nth(3)).to_contain_text("云湖街道没有案件")
    expect(same_gallery.locator(".wb-chart", has_text="本期复核案件").locator(".wb-empty")).to_have_text(
        "没有案件"
    )


def test_a_figure_opens_its_cases_and_those_that_failed(same_gallery: Page) -> None:
    same_gallery.get_by_role("button", name="超期未办结：23件，查看案件").first.click()
    expect(notice(same_gallery, "指标：late，all")).to_be_visible()

    same_gallery.get_by_role("button", name="按期办结率，未按期 78 件，查看案件").click()

    expect(notice(same_gallery, "指标：concluded，failed")).to_be_visible()
    expect(same_gallery.get_by_role("button", name="复查按期办结率")).to_have_count(0)


def test_the_filter_bar_says_what_is_chosen_and_takes_it_back(same_gallery: Page) -> None:
    bar = same_gallery.get_by_role("search", name="筛选条件")
    bar.get_by_role("button", name="办理单位").click()
    for unit in ("长安街道", "云湖街道", "羊楼司镇"):
        bar.get_by_label(unit).check()
    same_gallery.keyboard.press("Escape")
    bar.get_by_role("button", name="登记日期").click()
    bar.get_by_role("button", name="近十二个月").click()
    bar.get_by_label("只看超期").check()
    bar.get_by_label("查找").fill("漏水")

    expect(notice(same_gallery, "筛选条件 4 项")).to_be_visible()
    expect(bar.get_by_role("button", name="办理单位 长安街道 等 3 项")).to_be_visible()
    expect(bar.get_by_role("button", name="登记日期 2025-04-01 至 2026-03-31")).to_be_visible()
    bar.get_by_role("button", name="重置").click()

    expect(notice(same_gallery, "筛选条件 0 项")).to_be_visible()
    expect(bar.get_by_label("只看超期")).not_to_be_checked()
    expect(bar.get_by_label("查找")).to_have_value("")


def test_another_day_is_marked_and_left_again(same_gallery: Page) -> None:
    ask_for_day(same_gallery, "2026-01-31")
    expect(same_gallery.get_by_text("正在看 2026-01-31 当天结束时的情况")).to_be_visible()

    same_gallery.get_by_role("button", name="回到今天").click()

    expect(same_gallery.get_by_role("textbox", name="截至日")).to_have_value("2026-03-31")
    expect(same_gallery.get_by_role("button", name="回到今天")).to_be_hidden()


def test_a_day_may_be_typed_in_the_usual_ways_and_is_shown_in_one(same_gallery: Page) -> None:
    field = same_gallery.get_by_role("textbox", name="截至日")
    expect(field).to_have_value("2026-03-31")

    for typed in ("2026年1月31日", "2026/1/31", "20260131"):
        ask_for_day(same_gallery, typed)
        expect(field).to_have_value("2026-01-31")
        expect(same_gallery.get_by_text("正在看 2026-01-31 当天结束时的情况")).to_be_visible()
        same_gallery.get_by_role("button", name="回到今天").click()
        expect(field).to_have_value("2026-03-31")


def test_a_day_that_is_none_or_lies_ahead_is_told_and_not_asked_for(same_gallery: Page) -> None:
    ask_for_day(same_gallery, "11/25/2026")
    expect(same_gallery.get_by_text("请按 2026-03-31 的样子填写日期。")).to_be_visible()

    ask_for_day(same_gallery, "2026-04-01")
    expect(same_gallery.get_by_text("最晚可选今天（2026-03-31）。")).to_be_visible()
    same_gallery.get_by_role("textbox", name="截至日").press("Escape")

    expect(same_gallery.get_by_role("textbox", name="截至日")).to_have_value("2026-03-31")
    expect(same_gallery.get_by_text("正在看")).to_be_hidden()


def test_a_day_is_chosen_from_the_calendar_with_the_keyboard_alone(same_gallery: Page) -> None:
    same_gallery.get_by_role("textbox", name="截至日").press("Alt+ArrowDown")
    calendar = same_gallery.get_by_role("dialog", name="选择截至日")
    expect(calendar.get_by_role("button", name="2026年3月31日，星期二")).to_be_focused()
    assert violations(same_gallery) == ""

    same_gallery.keyboard.press("PageUp")
    same_gallery.keyboard.press("ArrowUp")
    same_gallery.keyboard.press("Enter")

    expect(calendar).to_be_hidden()
    expect(same_gallery.get_by_text("正在看 2026-02-21 当天结束时的情况")).to_be_visible()
    same_gallery.get_by_role("button", name="回到今天").click()
    expect(same_gallery.get_by_role("textbox", name="截至日")).to_have_value("2026-03-31")


def test_a_grave_act_asks_once_more(same_gallery: Page) -> None:
    act = same_gallery.get_by_role("button", name="撤回本批导入")
    act.click()
    same_gallery.keyboard.press("Escape")
    expect(act).to_be_focused()
    act.click()

    same_gallery.get_by_role("button", name="确定").click()

    expect(notice(same_gallery, "已撤回")).to_be_visible()
    expect(same_gallery.get_by_role("button", name="提交", exact=True)).to_be_disabled()
    expect(same_gallery.get_by_text("请先填写办理单位")).to_be_visible()


def test_an_error_shows_a_number_that_stands_in_the_log(same_gallery: Page) -> None:
    same_gallery.get_by_role("button", name="让程序出错").click()
    same_gallery.get_by_role("button", name="确定").click()

    expect(notice(same_gallery, re.compile("编号 [0-9A-F]{8}"))).to_be_visible()
    expect(same_gallery.get_by_text("this is what the log says")).to_have_count(0)


def test_work_in_the_background_shows_how_far_it_is_and_can_be_stopped(same_gallery: Page) -> None:
    same_gallery.get_by_role("button", name="开始").click()
    expect(same_gallery.get_by_text(re.compile(r"\d+% · 已校验"))).to_be_visible()
    same_gallery.locator(".wb-working").get_by_role("button", name="取消", exact=True).click()
    expect(same_gallery.get_by_text("已停止 · 已按您的要求停止。")).to_be_visible()

    same_gallery.get_by_role("button", name="开始").click()

    expect(notice(same_gallery, "校验完成：2816")).to_be_visible()


def test_what_a_person_wrote_is_shown_as_written(same_gallery: Page) -> None:
    expect(same_gallery.get_by_text("反映<某公司>与A&B纠纷")).to_be_visible()


def test_nothing_is_asked_of_the_outside_world(gallery: Page, watched: Watched) -> None:
    assert watched.requests
    assert watched.outside() == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_page_scrolls_sideways(same_gallery: Page, size: tuple[int, int]) -> None:
    same_gallery.set_viewport_size({"width": size[0], "height": size[1]})

    wide = same_gallery.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert wide == 0
