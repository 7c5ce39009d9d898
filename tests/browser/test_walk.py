"""One matter through every room: on the agenda, agreed, owned, planned, changed, handed over, ordered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.forms import choose_unit, record, start
from tests.browser.waiting import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]
TOWN = "430682101"
AGREED = "三十日内修复塌方路段，结果书面答复"


@pytest.fixture
def late_case(records: Workbench) -> str:
    """A matter that a town has had for years without an answer: the latest of all."""
    from tests.factories import CLERK, OFFICE, make_register, make_take
    from workbench.terms import Step

    day, number = records.today() - timedelta(1_400), f"WALK-{records.ledger_size()}"
    records.perform(
        make_register(case_no=number, on=day, title="反映村道塌方"),
        make_take(number, Step.TRANSFER, day + timedelta(1), unit=OFFICE, to_unit=TOWN),
        make_take(number, Step.ACCEPT, day + timedelta(4), unit=TOWN),
        actor=CLERK,
    )
    return number


@pytest.fixture
def meeting(records: Workbench) -> str:
    """A meeting of today that is being prepared."""
    from tests.factories import CLERK
    from workbench.acts.meetings import PlanMeeting
    from workbench.terms import MeetingKind

    today, number = records.today(), f"2098-{records.ledger_size() % 10_000:04}"
    plan = PlanMeeting(number, MeetingKind.WORKING, today, "09:00", "赵某某", "市委副书记", "三楼")
    records.perform(plan, actor=CLERK)
    return number


def test_a_late_matter_goes_from_the_agenda_to_a_closed_order(
    open_app: OpenApp, late_case: str, meeting: str, records: Workbench, tmp_path: Path
) -> None:
    page = open_app(f"meeting?no={meeting}")
    put_on_the_agenda(page, late_case)
    agree_upon(page)
    page = open_app(f"ownership?page=one&case={late_case}&form=assign")
    assign(page)
    plan(page, records)
    keep_first_milestone(page, records, tmp_path)
    change_and_hand_over(page, records, late_case)
    order(open_app, late_case, records, tmp_path)
    found = records.verify_ledger()
    assert found.is_sound, found.differences[:3]


def put_on_the_agenda(page: Page, case_no: str) -> None:
    page.get_by_role("tab", name=re.compile("按规则建议")).click()
    row = page.locator("[role=row]", has_text=case_no).first
    expect(row).to_contain_text("超期")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="把所选 1 项列入议程").click()
    expect(page.locator(".meeting-agenda-row", has_text="反映村道塌方")).to_be_visible()


def agree_upon(page: Page) -> None:
    page.get_by_role("button", name="会议开始").click()
    page.get_by_role("button", name="确定").click()
    page.locator(".meeting-agenda-row", has_text="反映村道塌方").first.click()
    page.get_by_role("textbox", name="议定内容").fill(AGREED)
    box = page.get_by_role("combobox", name="牵头单位")
    box.fill("忠防")
    box.press("Enter")
    page.get_by_role("textbox", name="责任领导").fill("钱某某")
    page.get_by_role("textbox", name="职务").fill("镇长")
    expect(page.get_by_role("button", name="保存（Ctrl+Enter）")).not_to_have_attribute(
        "aria-disabled", "true"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".meeting-items")).to_contain_text(AGREED)


def assign(page: Page) -> None:
    form = page.get_by_role("form", name="交办领导包案")
    form.get_by_role("combobox", name="来源批次").select_option("joint_conference")
    form.get_by_label("诉求要点").fill("村道塌方，车辆不能通行")
    form.get_by_label("怎样算解决").fill("修复并验收，公示结果")
    leader = form.get_by_role("group", name="一名领导")
    leader.get_by_label("姓名").fill("李明")
    leader.get_by_label("职务").fill("副市长")
    choose_unit(form, "单位", "临湘市")
    choose_unit(form, "牵头单位", "忠防镇")
    form.get_by_label("牵头责任人", exact=True).fill("张立")
    record(page, "交办领导包案")


def plan(page: Page, records: Workbench) -> None:
    form = start(page, "起草方案")
    form.get_by_label("工作措施").fill("先抢通，后修复")
    form.get_by_label("政策依据").fill("《公路法》第三十五条")
    for key, (words, days) in enumerate((("抢通一车道", 5), ("修复并验收", 40)), 1):
        group = form.get_by_role("group", name=re.compile(f"第{key}号节点"))
        group.get_by_role("textbox", name="做成什么").fill(words)
        day = records.today() + timedelta(days)
        group.get_by_role("textbox", name="期限").fill(day.isoformat())
    record(page, "起草方案")
    start(page, "签订方案")
    record(page, "签订方案")
    expect(page.locator(".ownership-ones")).to_contain_text("第1版")


def keep_first_milestone(page: Page, records: Workbench, folder: Path) -> None:
    form = start(page, "节点完成")
    form.get_by_text(re.compile("第1号 抢通一车道")).click()
    paper = folder / "抢通照片.jpg"
    paper.write_bytes(b"photo of a lane")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_text("已保存原件").wait_for()
    form.get_by_role("textbox", name="材料载明的日期").fill(records.today().isoformat())
    record(page, "节点完成")
    expect(page.get_by_role("table", name="节点", exact=True)).to_contain_text("按期兑现")


def change_and_hand_over(page: Page, records: Workbench, case_no: str) -> None:
    form = start(page, "起草方案")
    form.get_by_label("变更理由").fill("连续降雨")
    moved = (records.today() + timedelta(60)).isoformat()
    second = form.get_by_role("group", name=re.compile("第2号节点"))
    second.get_by_role("textbox", name="期限").fill(moved)
    record(page, "起草方案")
    expect(page.get_by_role("table", name="方案各版对照").locator("ins")).to_contain_text(moved)
    sign_as_another(records, case_no)
    page.reload()
    wait_until_usable(page)
    expect(page.locator(".ownership-ones")).to_contain_text("第2版")
    form = start(page, "包案领导交接")
    form.get_by_label("姓名").fill("赵强")
    form.get_by_label("职务").fill("常务副市长")
    choose_unit(form, "单位", "临湘市")
    form.get_by_label("尚未完成的事项").fill("第二个节点未完成")
    for label in ("李明签字日期", "新任签字日期"):
        form.get_by_role("textbox", name=label).fill(records.today().isoformat())
    record(page, "包案领导交接")
    expect(page.locator(".ownership-owner")).to_contain_text("赵强")


def sign_as_another(records: Workbench, case_no: str) -> None:
    """Sign the changed plan, which gives more time, as neither its author nor the owning leader."""
    from workbench.acts.base import Actor
    from workbench.acts.ownership import SignPlan
    from workbench.acts.ownership_shape import number_of
    from workbench.terms import Role

    sign = SignPlan(number_of(case_no, 1), records.today(), "孙建国")
    records.perform(sign, actor=Actor("leader.sun", Role.LEADER, "430682"))


def order(open_app: OpenApp, case_no: str, records: Workbench, folder: Path) -> None:
    page = open_app(f"supervision?case={case_no}&new=1")
    form = page.get_by_role("form", name="发出督办单")
    expect(form.get_by_label("事实")).to_have_value(re.compile("R-HANDLE60"))
    form.get_by_label("督办要求").fill("请于期限前办结并书面反馈。")
    press(page, "发出")
    page.get_by_text("“发出督办单”已记入台账").wait_for()
    page.get_by_role("button", name="反馈督办", exact=True).click()
    paper = folder / "整改报告.pdf"
    paper.write_bytes(b"%PDF-1.4 mended")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_text("已保存原件").wait_for()
    reply = page.get_by_role("form", name="办理：反馈督办")
    reply.get_by_label("反馈内容").fill("塌方路段已修复，处理意见书已送达。")
    reply.get_by_role("textbox", name="材料载明的日期").fill(records.today().isoformat())
    press(page, "记入台账")
    page.get_by_text("“反馈督办”已记入台账").wait_for()
    page.get_by_role("button", name="督办闭环", exact=True).click()
    page.get_by_role("form", name="办理：督办闭环").get_by_label("审核意见").fill("属实。")
    press(page, "记入台账")
    page.get_by_text("“督办闭环”已记入台账").wait_for()
    expect(page.locator(".supervision-state")).to_contain_text("已闭环")


def press(page: Page, button: str) -> None:
    found = page.get_by_role("button", name=button, exact=True)
    expect(found).not_to_have_attribute("aria-disabled", "true")
    found.click()
    page.get_by_role("button", name="确定").click()
