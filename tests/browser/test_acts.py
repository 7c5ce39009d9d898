"""Acts in a real browser: a form that comes back, a preview, one act, many acts, and a crossing act."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.kernels import process_of
from tests.browser.waiting import PATIENCE, look_again, wait_until_usable

if TYPE_CHECKING:
    import psutil
    from playwright.sync_api import Locator, Page

    from tests.browser.profiles import Watched
    from workbench.app import Workbench

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]
DRAFTS = "() => Object.keys(sessionStorage).filter(key => key.startsWith('workbench-draft')).length"
KEPT_FOR_GOOD = "() => JSON.stringify(localStorage)"


@pytest.fixture
def new_case(records: Workbench) -> str:
    """A matter registered today that nobody has sent on yet."""
    from tests.factories import CLERK, make_register

    today = records.today()
    number = f"TRY-{records.ledger_size() + 1}"
    records.perform(make_register(case_no=number, on=today, title="反映路灯不亮"), actor=CLERK)
    return number


def open_step(page: Page, step: str) -> Locator:
    page.get_by_role("button", name=f"办理：{step}", exact=True).click()
    form = page.get_by_role("form", name=f"办理：{step}")
    form.wait_for()
    return form


def choose_unit(form: Locator, field: str, name: str) -> None:
    box = form.get_by_role("combobox", name=field)
    box.fill(name)
    box.press("Enter")


def confirm(page: Page, button: str = "记入台账") -> None:
    expect(page.get_by_role("button", name=button)).not_to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="确定").click()


def test_a_step_is_previewed_and_recorded_and_the_page_and_list_follow(
    open_app: OpenApp, new_case: str, records: Workbench
) -> None:
    page = open_app(f"case_review?case={new_case}")
    form = open_step(page, "转送")
    expect(form.get_by_role("combobox", name="收到单位")).to_be_focused()
    expect(page.get_by_role("button", name="记入台账")).to_have_attribute("aria-disabled", "true")

    choose_unit(form, "收到单位", "忠防")
    expect(page.locator(".preview")).to_contain_text("已转送")
    expect(page.locator(".preview")).to_contain_text("按期履行")
    size = records.ledger_size()
    confirm(page)

    page.get_by_text(f"已记入台账第 {size + 1:,} 条").wait_for()
    expect(page.locator(".case-head")).to_contain_text("已转送")
    assert page.evaluate(DRAFTS) == 0
    assert records.case_page(new_case).nodes[-1].actor == "李晓红"
    page.get_by_role("button", name="返回清单").click()
    page.get_by_placeholder("标题、内容、编号").fill(new_case)
    expect(page.locator("[role=row]", has_text=new_case).first).to_contain_text("已转送")


def test_a_half_typed_form_comes_back_after_a_reload(open_app: OpenApp, new_case: str) -> None:
    page = open_app(f"case_review?case={new_case}")
    form = open_step(page, "交办")
    choose_unit(form, "收到单位", "聂市")
    form.get_by_label("交办要求").fill("请张三家的事十日内答复")

    page.reload()
    wait_until_usable(page)

    form = page.get_by_role("form", name="办理：交办")
    expect(form.get_by_label("交办要求")).to_have_value("请张三家的事十日内答复")
    expect(form.get_by_role("combobox", name="收到单位")).to_have_value("聂市镇")
    expect(form).to_contain_text("已恢复您")
    assert "张三" not in page.evaluate(KEPT_FOR_GOOD)

    form.get_by_role("button", name="取消").click()
    form.wait_for(state="detached")
    assert page.evaluate(DRAFTS) == 0


def test_somebody_elses_act_is_told_and_the_form_stays(
    open_app: OpenApp, new_case: str, records: Workbench
) -> None:
    from tests.factories import CLERK, OFFICE, OTHER_TOWN, make_take
    from workbench.terms import Step

    page = open_app(f"case_review?case={new_case}")
    form = open_step(page, "转送")
    choose_unit(form, "收到单位", "忠防")
    form.get_by_label("说明").fill("请尽快修复")
    expect(page.locator(".preview")).to_contain_text("已转送")
    records.perform(
        make_take(new_case, Step.TRANSFER, records.today(), unit=OFFICE, to_unit=OTHER_TOWN), actor=CLERK
    )
    size = records.ledger_size()

    confirm(page)

    expect(form.get_by_role("alert").first).to_contain_text("由他人记入了新的内容")
    assert records.ledger_size() == size
    expect(form.get_by_label("说明")).to_have_value("请尽快修复")
    expect(page.locator(".case-head")).to_contain_text("已转送")


def test_a_double_click_on_the_second_button_records_once(
    open_app: OpenApp, new_case: str, records: Workbench
) -> None:
    page = open_app(f"case_review?case={new_case}")
    choose_unit(open_step(page, "转送"), "收到单位", "忠防")
    expect(page.get_by_role("button", name="记入台账")).not_to_have_attribute("aria-disabled", "true")
    size = records.ledger_size()

    page.get_by_role("button", name="记入台账").click()
    page.get_by_role("button", name="确定").dblclick()

    page.get_by_text("已记入台账第").wait_for()
    assert records.ledger_size() == size + 1


def test_an_act_whose_answer_was_lost_is_there_once_and_its_form_says_that_something_was_recorded(
    open_app: OpenApp, new_case: str, records: Workbench, watched: Watched
) -> None:
    watched.expected_errors += ["404", "WebSocket", "Kernel"]
    page = open_app(f"case_review?case={new_case}")
    choose_unit(open_step(page, "转送"), "收到单位", "忠防")
    expect(page.get_by_role("button", name="记入台账")).not_to_have_attribute("aria-disabled", "true")
    kernel, size = process_of(page), records.ledger_size()
    killer = Thread(target=kill_once, args=(kernel, lambda: records.ledger_size() > size))
    killer.start()

    confirm(page)
    killer.join()

    look_again(page)
    expect(page.locator("#site-connection")).to_contain_text("刷新本页继续")
    expect(page.get_by_text("已记入台账第")).to_have_count(0)
    page.reload()
    wait_until_usable(page)
    expect(page.locator(".case-head")).to_contain_text("已转送")
    form = page.get_by_role("form", name="办理：转送")
    expect(form).to_contain_text("此后这里有了新的记录，请先核对是否已经办理过")
    form.get_by_role("button", name="取消").click()
    form.wait_for(state="detached")
    assert (records.ledger_size(), page.evaluate(DRAFTS)) == (size + 1, 0)
    assert records.case_page(new_case).nodes[-1].actor == "李晓红"


def kill_once(process: psutil.Process, is_so: Callable[[], bool]) -> None:
    """Kill a process (SIGKILL) as soon as something is so."""
    ends = time.monotonic() + PATIENCE / 1000
    while not is_so() and time.monotonic() < ends:
        pass
    process.kill()


def test_days_are_read_and_chosen_in_chinese(open_app: OpenApp, new_case: str, records: Workbench) -> None:
    page = open_app(f"case_review?case={new_case}")
    form = open_step(page, "直接办理")
    day = form.get_by_role("textbox", name="办理日期")

    day.fill("2026年3月5日")
    day.press("Tab")
    expect(day).to_have_value("2026-03-05")
    expect(form).to_contain_text("2026年3月5日，星期四")

    form.get_by_role("button", name="办理日期：打开日历").press("Enter")
    expect(page.get_by_role("dialog", name="选择办理日期")).to_contain_text("2026年3月")
    expect(page.get_by_role("dialog", name="选择办理日期").locator(":focus")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(day).to_have_value("2026-03-12")
    expect(form).to_contain_text("早于登记日期" if records.today().year > 2026 else "早于上一步骤")


def test_an_open_form_has_no_accessibility_violation(open_app: OpenApp, new_case: str) -> None:
    page = open_app(f"case_review?case={new_case}")
    form = open_step(page, "转送")
    page.get_by_role("button", name="记入台账").press("Enter")
    expect(form).to_contain_text("请选择收到单位")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_several_matters_take_one_step_and_the_results_are_saved(
    open_app: OpenApp, records: Workbench, tmp_path: Path
) -> None:
    from tests.factories import CLERK, make_register

    today, start = records.today(), records.ledger_size()
    numbers = [f"BULK-{start}-{at}" for at in range(3)]
    records.perform(*(make_register(case_no=number, on=today) for number in numbers), actor=CLERK)
    page = open_app(f"case_review?text=BULK-{start}")
    expect(page.locator("[role=gridcell]", has_text=re.compile("^BULK-"))).to_have_count(3)

    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_text("已选 1 件")).to_be_visible()
    page.get_by_label("选中本页").check()
    expect(page.get_by_text("已选 3 件")).to_be_visible()
    page.get_by_role("group", name="批量办理").get_by_role("button", name="转送").click()
    choose_unit(page.get_by_role("form", name="批量办理：转送"), "收到单位", "忠防")
    expect(page.get_by_text("可以办理 3 件")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    confirm(page, "全部记入台账")

    page.get_by_role("heading", name="结果").wait_for()
    expect(page.get_by_text("已办理 3 件，未办理 0 件")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="保存结果").click()
    target = tmp_path / "results.xlsx"
    download.value.save_as(target)
    sheet = openpyxl.load_workbook(target).active
    assert {sheet.cell(row, 1).value for row in (2, 3, 4)} == set(numbers)
    assert all(records.case_page(number).state == "已转送" for number in numbers)
    page.get_by_role("button", name="返回清单").click()
    expect(page.locator("[role=row]", has_text=numbers[0])).to_contain_text("已转送")
