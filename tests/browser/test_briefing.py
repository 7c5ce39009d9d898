"""The briefing in a real browser: made, its cases opened, written into, issued, printed again, read aloud."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.waiting import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]
HOSTILE = "<b>粗</b>{{x}}=1+1&完"


def violations(page: Page, context: str | None = None) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, context=context).response["violations"]
    return [(one["id"], [node["html"][:90] for node in one["nodes"]]) for one in found]


@pytest.fixture
def made(open_app: OpenApp) -> Page:
    """The page with a monthly briefing of the demo county on it."""
    page = open_app("briefing")
    page.get_by_role("button", name="编简报", exact=True).click()
    page.get_by_role("heading", name="数字和案件").wait_for()
    return page


def test_a_briefing_is_read_with_its_charts_and_leads_to_its_cases(made: Page) -> None:
    wait_until(
        made, "() => [...document.images].length > 2 && [...document.images].every(i => i.naturalWidth)"
    )
    assert all(made.locator(".briefing-figure img").nth(at).get_attribute("alt") for at in range(3))
    assert "snapshot=" in made.url
    assert made.get_by_role("link", name="期限提醒").is_visible()  # the head is that of every screen
    assert violations(made, ".wb-screen") == []

    listed = made.get_by_role("table", name="数字和案件")
    row = listed.get_by_role("row", name="按期告知率")
    link = row.get_by_role("link").first
    counted = int(row.get_by_role("cell").nth(1).inner_text().split()[-1].replace(",", ""))
    failed = int(row.get_by_role("cell").nth(2).inner_text().split()[-1].replace(",", ""))
    link.click()
    made.wait_for_url("**/case_review?**")
    expect(made.locator(".wb-grid")).to_contain_text(f"{counted + failed} 件，")


def test_what_is_written_is_issued_under_a_number_and_printed_again(made: Page, tmp_path: Path) -> None:
    form = made.get_by_role("form", name="文字部分")
    form.get_by_label("突出问题和分析").fill(HOSTILE)
    form.get_by_role("button", name="放进简报").click()
    expect(made.locator(".briefing-paper")).to_contain_text(HOSTILE)
    assert made.locator(".briefing-paper b").count() == 0

    made.get_by_role("button", name="印发为").click()
    made.get_by_role("button", name="确定").click()
    made.get_by_text("记入台账第").wait_for()
    number = unquote(made.url).partition("number=")[2]
    expect(made.locator(".briefing-paper")).to_contain_text(number)
    expect(made.locator(".briefing-paper")).to_contain_text(HOSTILE)
    with made.expect_download() as saved:
        made.get_by_role("button", name="下载 xlsx").click()
    book = openpyxl.load_workbook(BytesIO(Path(saved.value.path()).read_bytes()))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(HOSTILE in cell for cell in cells)

    made.get_by_role("button", name="‹ 返回已印发").click()
    expect(made.get_by_role("button", name=number, exact=True)).to_be_visible()
    assert violations(made, ".wb-screen") == []


def test_the_html_file_reads_well_and_asks_nobody(made: Page, tmp_path: Path) -> None:
    with made.expect_download() as saved:
        made.get_by_role("button", name="下载 html").click()
    content = Path(saved.value.path()).read_text("utf-8")
    paper = made.context.new_page()

    paper.set_content(content)

    expect(paper.get_by_role("heading", level=1)).to_be_visible()
    wait_until(
        paper, "() => [...document.images].length > 2 && [...document.images].every(i => i.naturalWidth)"
    )
    assert "快照" in unescape(paper.inner_text("body"))
    assert violations(paper) == []


def test_a_letter_is_chosen_refused_written_twice_and_issued(open_app: OpenApp) -> None:
    page = open_app("briefing?tab=letter")
    choice = page.get_by_role("form", name="选一种文书")
    choice.get_by_label("文书种类").select_option(label="督办单")
    choice.get_by_role("combobox", name="哪份督办单").click()
    choice.get_by_role("listbox").get_by_role("option").first.click()
    choice.get_by_role("button", name="写这份文书").click()
    issue = page.get_by_role("button", name="印发为")
    expect(issue).to_be_enabled()
    form = page.get_by_role("form", name="文字部分")
    form.get_by_label("补充说明").fill("请做好重点人员稳控")
    expect(form).to_contain_text("本系统不使用对信访人的管控类用语，请改写")
    for words in (HOSTILE, f"{HOSTILE}，再改一次"):
        form.get_by_label("补充说明").fill(words)
        form.get_by_role("button", name="放进文书").click()
        expect(page.locator(".briefing-paper")).to_contain_text(words)
    assert page.locator(".briefing-paper b").count() == 0
    assert violations(page, ".wb-screen") == []

    issue.click()
    page.get_by_role("button", name="确定").click()
    page.get_by_text("记入台账第").wait_for()
    expect(page.locator(".briefing-paper")).to_contain_text(f"{HOSTILE}，再改一次")
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载 docx").click()
    assert saved.value.suggested_filename.startswith("督〔")
