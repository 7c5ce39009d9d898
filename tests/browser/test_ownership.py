"""An ownership in a real browser: assigned, planned, signed, kept with evidence, changed, handed over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.forms import choose_unit, record, start
from tests.browser.waiting import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]


@pytest.fixture
def matter(records: Workbench) -> str:
    """A matter that nobody owns, a month old."""
    from tests.factories import CLERK, make_register

    number = f"OWN-{records.ledger_size()}"
    day = records.today() - timedelta(30)
    records.perform(make_register(case_no=number, on=day, title="反映村道塌方"), actor=CLERK)
    return number


def test_a_matter_is_owned_planned_changed_and_handed_over(
    open_app: OpenApp, matter: str, records: Workbench, tmp_path: Path
) -> None:
    today = records.today()
    page = open_app(f"ownership?page=one&case={matter}&form=assign")
    form = page.get_by_role("form", name="交办领导包案")
    expect(form.get_by_label("事项编号")).to_have_value(matter)
    form.get_by_role("combobox", name="来源批次").select_option("screening")
    form.get_by_label("诉求要点").fill("村道塌方，车辆不能通行")
    form.get_by_label("怎样算解决").fill("修复并验收，公示结果")
    leader = form.get_by_role("group", name="一名领导")
    leader.get_by_label("姓名").fill("李明")
    leader.get_by_label("职务").fill("副市长")
    choose_unit(form, "单位", "临湘市")
    choose_unit(form, "牵头单位", "忠防镇")
    form.get_by_label("牵头责任人", exact=True).fill("张立")
    page.reload()
    wait_until_usable(page)
    form = page.get_by_role("form", name="交办领导包案")
    expect(form.get_by_label("诉求要点")).to_have_value("村道塌方，车辆不能通行")
    record(page, "交办领导包案")
    expect(page.locator(".ownership-ones")).to_contain_text("方案未签订：交办已0天")

    form = start(page, "起草方案")
    form.get_by_label("工作措施").fill("先抢通，后修复")
    form.get_by_label("政策依据").fill("《公路法》第三十五条")
    for key, (words, days) in enumerate((("抢通一车道", 5), ("修复并验收", 40)), 1):
        group = form.get_by_role("group", name=re.compile(f"第{key}号节点"))
        group.get_by_role("textbox", name="做成什么").fill(words)
        group.get_by_role("textbox", name="期限").fill((today + timedelta(days)).isoformat())
    record(page, "起草方案")
    start(page, "签订方案")
    record(page, "签订方案")
    expect(page.locator(".ownership-ones")).to_contain_text("第1版")

    form = start(page, "节点完成")
    form.get_by_text(re.compile("第1号 抢通一车道")).click()
    paper = tmp_path / "抢通照片.jpg"
    paper.write_bytes(b"photo of a lane")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_text("已保存原件").wait_for()
    form.get_by_role("textbox", name="材料载明的日期").fill(today.isoformat())
    record(page, "节点完成")
    expect(page.get_by_role("table", name="节点", exact=True)).to_contain_text("按期兑现")
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载", exact=True).click()
    assert Path(saved.value.path()).read_bytes() == b"photo of a lane"

    form = start(page, "起草方案")
    form.get_by_label("变更理由").fill("连续降雨")
    moved = (today + timedelta(60)).isoformat()
    form.get_by_role("group", name=re.compile("第2号节点")).get_by_role("textbox", name="期限").fill(moved)
    record(page, "起草方案")
    versions = page.get_by_role("table", name="方案各版对照")
    expect(versions.locator("ins")).to_contain_text(moved)
    form = start(page, "签订方案")
    expect(form).to_contain_text("包案领导不能审批自己的延期")
    form.get_by_role("button", name="取消").click()

    form = start(page, "包案领导交接")
    form.get_by_label("姓名").fill("赵强")
    form.get_by_label("职务").fill("常务副市长")
    choose_unit(form, "单位", "临湘市")
    form.get_by_label("尚未完成的事项").fill("第二个节点未完成")
    for label in ("李明签字日期", "新任签字日期"):
        form.get_by_role("textbox", name=label).fill(today.isoformat())
    record(page, "包案领导交接")
    expect(page.locator(".ownership-owner")).to_contain_text("赵强")
    expect(page.locator(".wb-timeline")).to_contain_text("第二个节点未完成")
    assert records.verify_ledger().is_sound


def test_the_board_leads_to_leaders_and_cases_and_back(open_app: OpenApp, tmp_path: Path) -> None:
    page = open_app("ownership")
    leaders = page.get_by_role("grid", name="按包案领导")
    leaders.locator(".wb-grid-link").first.click()
    page.wait_for_url("**page=mine*")
    name = page.locator(".ownership-leader h2").inner_text().split("\n")[0]
    page.reload()
    wait_until_usable(page)
    expect(page.locator(".ownership-leader h2")).to_contain_text(name[:2])
    page.get_by_role("grid", name="名下包案").locator(".wb-grid-link").first.click()
    page.wait_for_url("**page=one*")
    page.locator(".ownership-ones").wait_for()
    page.go_back()
    page.locator(".ownership-leader").wait_for()
    page.go_back()
    page.get_by_role("grid", name="按包案领导").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载包案台账").click()
    sheet = openpyxl.load_workbook(BytesIO(Path(saved.value.path()).read_bytes())).active
    assert sheet is not None and sheet.cell(1, 9).value == "一个方案（方案文号、措施、政策依据）"
    assert sheet.max_row > 2
