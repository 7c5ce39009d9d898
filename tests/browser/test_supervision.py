"""An order in a real browser: issued from a late matter, answered with evidence by the unit, closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.profiles import Logins, Watched, a_profile
from tests.browser.sites import Site, run_workbench
from tests.browser.waiting import wait_until_usable
from tests.site.client import log_in, post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]
TOWN = "430682101"
CHOSEN = "nine bridges in the morning"


@pytest.fixture
def late_case(records: Workbench) -> str:
    """A matter that a town has had for a hundred days without an answer."""
    from tests.factories import CLERK, OFFICE, make_register, make_take
    from workbench.terms import Step

    day, number = records.today() - timedelta(100), f"LATE-{records.ledger_size()}"
    records.perform(
        make_register(case_no=number, on=day, title="反映村道塌方"),
        make_take(number, Step.TRANSFER, day + timedelta(1), unit=OFFICE, to_unit=TOWN),
        make_take(number, Step.ACCEPT, day + timedelta(4), unit=TOWN),
        actor=CLERK,
    )
    return number


@pytest.fixture
def as_official(site: Site, browser: Browser, logins: Logins, watched: Watched) -> Iterator[Page]:
    """A page of the town's official."""
    name = "town.official"
    known = {one["account"] for one in run_workbench(site.home, "user", "list")["accounts"]}
    if name not in known:
        told = ("--name", "李经办", "--role", "handler", "--unit", TOWN)
        added = run_workbench(site.home, "user", "add", name, *told)
        first = log_in(site.address, name, added["password"])
        change = {"old": added["password"], "new": CHOSEN, "again": CHOSEN}
        post(site.address, "/password", change, first)
    with a_profile(browser, logins, watched, log_in(site.address, name, CHOSEN)) as profile:
        yield profile.new_page()


def record(page: Page, button: str) -> None:
    expect(page.get_by_role("button", name=button, exact=True)).not_to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="确定").click()


def test_an_order_is_issued_from_a_late_matter_answered_with_evidence_and_closed(
    open_app: OpenApp, as_official: Page, site: Site, late_case: str, records: Workbench, tmp_path: Path
) -> None:
    page = open_app(f"supervision?case={late_case}&new=1")
    form = page.get_by_role("form", name="发出督办单")
    expect(form.get_by_label("事实")).to_have_value(re.compile("R-HANDLE60"))
    expect(form.get_by_role("combobox", name="被督办单位")).to_have_value("忠防镇")
    form.get_by_label("督办要求").fill("请于期限前办结并书面反馈。")
    record(page, "发出")
    page.get_by_text("“发出督办单”已记入台账").wait_for()
    number = page.locator(".supervision-number").inner_text().split()[0]
    assert f"order={number}" in unquote(page.url)

    unit = as_official
    unit.goto(site.at("supervision"))
    wait_until_usable(unit)
    expect(unit.get_by_role("tab", name="应督未督")).to_have_count(0)
    unit.get_by_role("gridcell", name=number).or_(unit.get_by_text(number, exact=True)).first.click()
    unit.get_by_role("button", name="反馈督办", exact=True).click()
    paper = tmp_path / "整改报告.pdf"
    paper.write_bytes(b"%PDF-1.4 mended")
    unit.locator("input[type=file]").set_input_files(paper)
    unit.get_by_text("已保存原件").wait_for()
    reply = unit.get_by_role("form", name="办理：反馈督办")
    reply.get_by_label("反馈内容").fill("塌方路段已修复，处理意见书已送达。")
    reply.get_by_role("textbox", name="材料载明的日期").fill(records.today().isoformat())
    unit.reload()
    wait_until_usable(unit)
    reply = unit.get_by_role("form", name="办理：反馈督办")
    expect(reply.get_by_label("反馈内容")).to_have_value("塌方路段已修复，处理意见书已送达。")
    unit.locator("input[type=file]").set_input_files(paper)
    unit.get_by_text("已保存原件").wait_for()
    record(unit, "记入台账")
    unit.get_by_text("“反馈督办”已记入台账").wait_for()
    expect(unit.locator(".supervision-state")).to_contain_text("已反馈待审核")
    expect(unit.get_by_role("button", name="督办闭环")).to_have_count(0)

    page.reload()
    wait_until_usable(page)
    expect(page.locator(".supervision-columns")).to_contain_text("塌方路段已修复")
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载 整改报告").click()
    assert Path(saved.value.path()).read_bytes() == paper.read_bytes()
    page.get_by_role("button", name="督办闭环", exact=True).click()
    page.get_by_role("form", name="办理：督办闭环").get_by_label("审核意见").fill("经核对送达回证，属实。")
    record(page, "记入台账")
    page.get_by_text("“督办闭环”已记入台账").wait_for()
    expect(page.locator(".supervision-state")).to_contain_text("已闭环")
    assert records.verify_ledger().is_sound


def test_the_way_leads_back_and_forward_and_the_ledger_is_saved(open_app: OpenApp, tmp_path: Path) -> None:
    page = open_app("supervision")
    page.get_by_role("tab", name="三项建议").click()
    page.get_by_role("tab", name="督办单").click()
    page.locator("[role=row]", has_text="督〔").first.click()
    page.locator(".supervision-number").wait_for()
    page.go_back()
    expect(page.locator(".supervision-number")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("tab", name="三项建议")).to_have_attribute("aria-selected", "true")
    page.go_forward()
    expect(page.get_by_role("tab", name="督办单")).to_have_attribute("aria-selected", "true")

    with page.expect_download() as saved:
        page.get_by_role("button", name="导出").click()
    saved.value.save_as(tmp_path / "台账.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").active
    assert sheet["A1"].value == "编号" and str(sheet["A2"].value).startswith("督〔")
    assert saved.value.suggested_filename.startswith("督办台账（截至")


def test_the_form_of_a_proposal_is_readable_by_everybody(open_app: OpenApp) -> None:
    page = open_app("supervision?new=proposal")

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
