"""The accountability log in a real browser: a lead from an order, its facts, back and forward, the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.waiting import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.app import Workbench

pytestmark = pytest.mark.browser

# The lists of the page that are wider than their place: how much they need, how much they have. The handle
# of the last column stands out by four pixels.
WIDER = """[...document.querySelectorAll(".wb-grid-scroller")]
  .map((one) => [one.scrollWidth, one.clientWidth]).filter(([needs, has]) => needs > has + 4)"""
OpenApp = Callable[[str], "Page"]


def record(page: Page, button: str) -> None:
    """Press the button of the open form as soon as nothing stands against it, and confirm."""
    expect(page.get_by_role("button", name=button, exact=True)).not_to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="确定").click()


@pytest.fixture
def order_no(records: Workbench) -> str:
    """An order of the demo to a unit."""
    from sqlalchemy import select

    from workbench.records.supervision import SupervisionOrderRow as Order

    with records.reading() as session:
        found = session.scalar(select(Order.order_no).where(Order.to_unit != "430682XF").limit(1))
    assert found is not None
    return found


def test_a_lead_from_an_order_gets_its_fact_with_evidence_and_its_clause(
    open_app: OpenApp, order_no: str, tmp_path: Path
) -> None:
    page = open_app(f"accountability?order={order_no}&new=1")
    form = page.get_by_role("form", name="登记追责线索")
    expect(form.get_by_label("督办单编号")).to_have_value(order_no)
    expect(form.get_by_label("线索内容")).not_to_have_value("")
    record(page, "登记")
    page.get_by_text("“登记追责线索”已记入台账").wait_for()
    number = page.locator(".accountability-number").inner_text().split()[0]
    assert f"id={number}" in unquote(page.url)

    page.get_by_role("button", name="事实与证据", exact=True).click()
    paper = tmp_path / "调查核实情况.pdf"
    paper.write_bytes(b"%PDF-1.4 facts")
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_text("已保存原件").wait_for()
    form = page.get_by_role("form", name="记入：事实与证据")
    form.get_by_label("查明的事实").fill("督办后仍超期未办结。")
    form.get_by_role("textbox", name="材料载明的日期").fill("2026-11-20")
    record(page, "记入台账")
    page.get_by_text("“事实与证据”已记入台账").wait_for()
    page.reload()
    wait_until_usable(page)
    expect(page.locator(".wb-timeline")).to_contain_text("督办后仍超期未办结。")
    expect(page.get_by_role("button", name="提出建议", exact=True)).to_have_count(0)  # no clause yet


def test_the_way_leads_back_and_forward_and_the_ledger_names_no_person(
    open_app: OpenApp, tmp_path: Path
) -> None:
    page = open_app("accountability")
    assert page.evaluate(WIDER) == []
    page.get_by_role("tab", name="计数").click()
    expect(page.get_by_role("table", name="追责计数")).to_be_visible()
    page.get_by_role("tab", name="台账", exact=True).click()
    page.locator("[role=row]", has_text=re.compile("责〔.*(已处理|影响期满)")).first.click()
    page.locator(".accountability-number").wait_for()
    page.go_back()
    expect(page.locator(".accountability-number")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("tab", name="计数")).to_have_attribute("aria-selected", "true")
    page.go_forward()
    expect(page.get_by_role("tab", name="台账", exact=True)).to_have_attribute("aria-selected", "true")

    with page.expect_download() as saved:
        page.get_by_role("button", name="导出台账（只列单位）").click()
    saved.value.save_as(tmp_path / "台账.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").active
    assert sheet["A1"].value == "编号" and sheet["E1"].value == "责任人及职务"
    assert not any(row[4].value for row in sheet.iter_rows(min_row=2) if str(row[0].value).startswith("责〔"))


def test_the_form_of_a_new_proceeding_is_readable_by_everybody(open_app: OpenApp) -> None:
    page = open_app("accountability?new=1")

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
