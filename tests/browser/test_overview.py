"""The overview in a browser: what a meeting sees, and one click from every number to its cases."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.waiting import wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenApp = Callable[[str], "Page"]


def test_a_number_opens_just_its_cases_and_back_leads_to_the_overview(open_app: OpenApp) -> None:
    page = open_app("overview")
    late = page.get_by_role("link", name=re.compile("^超期未完成"))
    count = re.search(r"([\d,]+)件", late.get_attribute("aria-label") or "")
    assert count is not None

    late.click()
    wait_until_usable(page)

    expect(page.locator(".wb-grid")).to_contain_text(f"{count[1]} 件，")
    page.go_back()
    wait_until_usable(page)
    expect(page.get_by_role("heading", name="按责任单位")).to_be_visible()


def test_a_bar_is_reached_by_keyboard_and_opens_its_cases(open_app: OpenApp) -> None:
    page = open_app("overview")
    bars = page.locator(".wb-drawing").first.locator("svg a")
    bars.first.focus()
    page.keyboard.press("ArrowDown")
    said = bars.nth(1).get_attribute("aria-label") or ""
    count = re.search(r"(\d+) 件", said)
    assert count is not None
    expect(bars.nth(1)).to_be_focused()
    stops = "all => all.filter((one) => { one.focus(); return document.activeElement === one; }).length"
    assert page.locator(".wb-drawing rect").evaluate_all(stops) == 0  # what leads nowhere is no stop
    bars.nth(1).focus()

    page.keyboard.press("Enter")
    wait_until_usable(page)

    expect(page).to_have_url(re.compile("case_review.*figure=open_late"))
    expect(page.locator(".wb-grid")).to_contain_text(f"{count[1]} 件，")


def test_every_picture_stands_as_a_table_too(open_app: OpenApp) -> None:
    page = open_app("overview")
    pictures = page.locator(".wb-drawing")
    expect(pictures).to_have_count(11)

    page.get_by_role("button", name="看数据表：按信访渠道").click()

    table = page.get_by_role("region", name="按信访渠道")
    expect(table.get_by_role("row")).to_have_count(5)
    count = table.get_by_role("link").first.inner_text()
    table.get_by_role("link").first.click()
    wait_until_usable(page)
    expect(page.locator(".wb-grid")).to_contain_text(f"{count} 件，")


def test_on_paper_one_picture_stands_below_the_other_no_table_is_cut_and_no_foot_is_alone(
    open_app: OpenApp,
) -> None:
    page = open_app("overview")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    page.emulate_media(media="print")

    wide = page.evaluate(
        "[...document.querySelectorAll('.overview table')].filter((one) => !one.closest('.wb-unseen')).map("
        "(one) => one.getBoundingClientRect().right - one.closest('.wb-panel').getBoundingClientRect().right)"
    )
    lefts = page.evaluate(
        "[...document.querySelectorAll('.wb-drawing > :is(svg, .wb-small-charts)')]"
        ".map((one) => one.getBoundingClientRect().left)"
    )
    letters = page.evaluate(
        "[...document.querySelectorAll('.wb-drawing text')].map("
        "(one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
    )
    assert wide and max(wide) <= 0
    assert len(lefts) == 11 and max(lefts) - min(lefts) < 2
    assert min(letters) >= 8 * 96 / 72  # eight points
    for height in range(120, 220, 20):  # of what stands before the last block: somewhere the foot has no room
        page.evaluate(
            """(height) => [...document.querySelector(".wb-main").children].forEach((one, at, all) => {
                one.style.display = at < all.length - 2 ? "none" : "";
                one.style.height = at === all.length - 2 ? `${height}mm` : "";
            })""",
            height,
        )
        printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        last = printed.pages[-1].extract_text()
        assert "数据依据" in last and "已定格的快照" in last, f"{height} 毫米：{last}"


def test_below_a_long_table_too_the_foot_is_on_no_sheet_alone(open_app: OpenApp) -> None:
    page = open_app("source")
    for height in range(0, 200, 50):  # of what stands before: somewhere the table ends where a sheet does
        page.evaluate(
            """(height) => {
                const before = document.querySelector(".source-space") ?? document.createElement("div");
                before.className = "source-space";
                before.style.height = `${height}mm`;
                document.querySelector(".wb-main").prepend(before);
            }""",
            height,
        )
        printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        last = printed.pages[-1].extract_text()
        assert "数据依据" in last and not last.strip().startswith("数据依据"), f"{height} 毫米：{last}"


@pytest.mark.parametrize("app", ["overview", "case_review"])
def test_the_definition_of_a_figure_is_opened_and_closed_by_keyboard(open_app: OpenApp, app: str) -> None:
    page = open_app(app)
    button = page.get_by_role("button", name="口径：登记件数").first
    button.focus()
    page.keyboard.press("Enter")

    words = page.get_by_text("不是目标，不作排名。").locator("visible=true")
    expect(words.first).to_contain_text("统计期内登记的来信、来访、来电、网上信访")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=str)
def test_the_overview_on_a_projector_fits_its_width_and_has_no_barrier(
    open_app: OpenApp, page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_app("overview?mode=projector")

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_an_earlier_day_is_compared_with_what_was_known_then(open_app: OpenApp) -> None:
    page = open_app("overview")
    button = page.get_by_role("button", name="整理上月末、去年同日的数据")

    button.click()

    expect(button).to_be_hidden()
    expect(page.locator(".overview-tiles")).to_contain_text(
        re.compile(r"上月末（[\d-]+）\s*\d+.*去年同日（[\d-]+）\s*\d+", re.DOTALL)
    )


@pytest.mark.parametrize("day", ["2025-02-03", "2025-02-04"])
def test_a_day_that_nobody_has_folded_opens_by_itself(open_app: OpenApp, day: str) -> None:
    page = open_app(f"overview?as_of={day}")  # the fold ends before, while or after the page comes

    expect(page.get_by_role("heading", name="按责任单位")).to_be_visible()
    expect(page.get_by_text("正在整理")).to_have_count(0)


def test_a_filter_is_chosen_kept_in_the_address_and_followed_by_the_lists(open_app: OpenApp) -> None:
    page = open_app("overview")
    before = page.locator(".overview-tiles .overview-number").first.get_attribute("aria-label") or ""

    page.get_by_role("button", name=re.compile("^信访渠道")).click()
    page.get_by_role("checkbox", name=re.compile("来电")).check()

    expect(page).to_have_url(re.compile("overview.*channel=call"))
    first = page.locator(".overview-tiles .overview-number").first
    expect(first).not_to_have_attribute("aria-label", before)
    count = re.search(r"([\d,]+)件", first.get_attribute("aria-label") or "")
    assert count is not None
    page.keyboard.press("Escape")
    first.click()
    wait_until_usable(page)
    expect(page.locator(".wb-grid")).to_contain_text(f"{count[1]} 件，")
    page.go_back()
    wait_until_usable(page)
    expect(page.get_by_role("button", name=re.compile("^信访渠道"))).to_contain_text("来电")


def test_a_day_is_frozen_from_the_page_and_listed_with_its_code(open_app: OpenApp) -> None:
    page = open_app("overview?as_of=2025-03-31")
    frozen = page.locator(".wb-panel", has=page.get_by_role("heading", name="已定格的快照"))

    page.get_by_role("button", name="定格截至 2025-03-31 的快照").click()

    expect(page.get_by_text("已定格：截至 2025-03-31")).to_be_visible()
    said = page.get_by_text("已定格：截至 2025-03-31").inner_text()
    code = re.search(r"快照 ([0-9a-f]{12})", said)
    assert code is not None
    expect(frozen).to_contain_text(code[1])
    expect(frozen).to_contain_text("与本页所示相同")
