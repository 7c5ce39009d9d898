"""The frame around the screens: back and forward, projector, a connection that breaks, the footer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.kernels import kernel_of, process_of, site_of
from tests.browser.profiles import Watched
from tests.browser.sites import Site
from tests.browser.waiting import wait_until, wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route, WebSocketRoute

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]


def late_only(page: Page) -> Locator:
    return page.get_by_label("只看超期")


def test_back_and_forward_lead_through_what_was_shown_without_a_new_kernel(open_app: OpenApp) -> None:
    page = open_app("case_review")
    kernel = kernel_of(page)
    everything = page.locator(".wb-grid-total").inner_text()
    late_only(page).check()
    expect(page).to_have_url(re.compile(r"\?late=1$"))
    expect(page.locator(".wb-grid-total")).not_to_have_text(everything)
    late = page.locator(".wb-grid-total").inner_text()
    number = page.locator("[role=gridcell]", has_text=re.compile(r"^430682-")).first
    case_no = number.inner_text()
    number.click()
    expect(page).to_have_url(re.compile(rf"\?late=1&case={case_no}$"))
    expect(page.locator(".case-no")).to_have_text(case_no)

    page.go_back()
    expect(page.locator(".wb-grid-total")).to_have_text(late)
    expect(late_only(page)).to_be_checked()
    page.go_back()
    expect(page.locator(".wb-grid-total")).to_have_text(everything)
    expect(late_only(page)).not_to_be_checked()
    page.go_forward()
    page.go_forward()
    expect(page.locator(".case-no")).to_have_text(case_no)
    expect(page).to_have_url(re.compile(rf"\?late=1&case={case_no}$"))

    assert kernel_of(page) == kernel


def test_a_step_back_and_another_way_forgets_the_first_way(open_app: OpenApp) -> None:
    page = open_app("case_review")
    late_only(page).check()
    expect(page).to_have_url(re.compile("late=1"))
    page.go_back()
    expect(late_only(page)).not_to_be_checked()

    page.get_by_role("tab", name="图表").click()
    expect(page).to_have_url(re.compile("tab=chart"))
    page.go_back()

    expect(page.get_by_role("tab", name="清单", selected=True)).to_be_visible()
    expect(page).to_have_url(re.compile("/case_review$"))


def test_a_reload_shows_the_same_filter_tab_and_chart(open_app: OpenApp) -> None:
    page = open_app("case_review?late=1&tab=chart&chart=open_late&by=unit")
    name = page.locator(".wb-chart svg, svg").last.get_attribute("aria-label")

    page.reload()
    wait_until_usable(page)

    expect(page.get_by_role("tab", name="图表", selected=True)).to_be_visible()
    expect(late_only(page)).to_be_checked()
    assert page.locator(".wb-chart svg, svg").last.get_attribute("aria-label") == name


def test_projector_mode_is_larger_and_stays_from_page_to_page(open_app: OpenApp, page: Page) -> None:
    open_app("case_review")
    switch = page.get_by_role("button", name="投影")
    small = page.locator(".wb-grid-name").first.bounding_box()
    expect(page.get_by_role("columnheader", name="人次")).to_be_visible()

    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("columnheader", name="人次")).to_have_count(0)
    large = page.locator(".wb-grid-name").first.bounding_box()
    assert small and large
    assert large["height"] > 1.3 * small["height"]

    page.get_by_role("link", name="首页").click()
    wait_until_usable(page)
    expect(page.locator("html")).to_have_attribute("data-mode", "projector")
    page.reload()
    wait_until_usable(page)
    expect(page.get_by_role("button", name="投影")).to_have_attribute("aria-pressed", "true")

    page.get_by_role("button", name="投影").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "")


def test_a_link_can_ask_for_the_projector_and_keeps_asking_while_one_filters(open_app: OpenApp) -> None:
    page = open_app("case_review?mode=projector")
    expect(page.locator("html")).to_have_attribute("data-mode", "projector")

    late_only(page).check()
    expect(page).to_have_url(re.compile(r"\?late=1&mode=projector$"))
    page.get_by_role("button", name="投影").click()
    expect(page).to_have_url(re.compile(r"\?late=1$"))
    page.reload()
    wait_until_usable(page)

    expect(page.locator("html")).to_have_attribute("data-mode", "")


def test_a_window_opens_under_its_button_on_a_projector(open_app: OpenApp) -> None:
    page = open_app("case_review?mode=projector")
    button = page.locator(".wb-pick", has_text="信访渠道").first

    button.click()

    at, box = button.bounding_box(), page.locator(".wb-popover:popover-open").bounding_box()
    assert at and box
    assert abs(box["x"] - at["x"]) < 3
    assert 0 <= box["y"] - (at["y"] + at["height"]) < 10


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1280, 720)], ids=str)
@pytest.mark.parametrize("app", ["", "case_review", "intake"])
def test_a_projected_page_fits_its_width_and_has_no_barrier(
    open_app: OpenApp, page: Page, app: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_app(f"{app}?mode=projector")

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def banner(page: Page) -> Locator:
    return page.locator("#site-connection")


def test_a_connection_that_breaks_is_said_and_comes_back(page: Page, site: Site, watched: Watched) -> None:
    watched.expected_errors += ["WebSocket", "Connection lost"]
    lines: list[WebSocketRoute] = []
    is_open = True

    def through(line: WebSocketRoute) -> None:
        if not is_open:
            line.close()
            return
        lines.append(line)
        line.connect_to_server()

    page.route_web_socket("**/channels*", through)
    page.goto(site.at("case_review"))
    wait_until_usable(page)
    kernel = kernel_of(page)

    is_open = False
    lines[-1].close(code=1001)
    expect(banner(page)).to_have_text("连接已断开，正在重新连接……")
    assert Axe().run(page).violations_count == 0
    is_open = True
    expect(banner(page)).to_have_text("已重新连接，可以继续。")
    expect(banner(page)).to_be_hidden()

    late_only(page).check()
    expect(page).to_have_url(re.compile("late=1"))
    assert kernel_of(page) == kernel


def test_a_kernel_that_was_killed_is_said_and_a_refresh_goes_on(open_app: OpenApp, watched: Watched) -> None:
    watched.expected_errors += ["404", "WebSocket", "Kernel", "Connection lost"]
    page = open_app("case_review")
    late_only(page).check()
    expect(page).to_have_url(re.compile("late=1"))

    process_of(page).kill()
    expect(banner(page)).to_contain_text("本页的计算进程已结束：刷新本页继续（已确认的不受影响）")
    assert Axe().run(page).violations_count == 0
    with page.expect_navigation():
        page.get_by_role("button", name="刷新本页").click()
    wait_until_usable(page)

    expect(banner(page)).to_be_hidden()
    expect(late_only(page)).to_be_checked()


# Gives the first pages, as many as asked for, the number of a widget that there is not.
WITHOUT_WIDGETS = """(() => {
  let spoilt;
  try { spoilt = Number(sessionStorage.getItem("spoilt") ?? 0); } catch { return; }
  if (spoilt >= %d) return;
  sessionStorage.setItem("spoilt", spoilt + 1);
  document.addEventListener("DOMContentLoaded", () => {
    for (const one of document.querySelectorAll('script[type="application/vnd.voila.cell-output+json"]')) {
      one.textContent = one.textContent.replace(/("model_id": ?")[0-9a-f]{32}/, "$1" + "0".repeat(32));
    }
  });
})()"""


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_that_has_none_of_its_widgets_is_opened_once_more_and_then_says_so(
    page: Page, site: Site, watched: Watched, times: int
) -> None:
    watched.expected_errors.append("widget model not found")
    page.add_init_script(WITHOUT_WIDGETS % times)

    page.goto(site.at("case_review"))

    if times == 1:
        wait_until_usable(page)
        expect(page.locator(".wb-grid-total")).to_be_visible()
    else:
        expect(page.locator("#site-connection")).to_contain_text("页面没有完整打开，请重新打开")
    assert [address.endswith("/case_review") for address in watched.requests].count(True) == 2
    assert watched.opened_again == [site.at("case_review")]


def test_a_kernel_that_died_before_its_page_had_a_line_is_said_and_not_replaced(
    page: Page, site: Site, watched: Watched
) -> None:
    """A new one would know nothing of the page, which would stand there as an English error."""
    watched.expected_errors += ["404", "does not exist"]
    held: list[Route] = []
    page.route("**/bundle/scripts.js", lambda route: held.append(route))
    page.goto(site.at("case_review"), wait_until="commit")
    wait_until(page, "document.querySelector('script[type=\"application/vnd.voila.cell-output+json\"]')")
    named = page.locator("#jupyter-config-data").inner_text()
    process = process_of(page, json.loads(named)["kernelId"])

    process.kill()
    process.wait(timeout=10)
    page.wait_for_timeout(4000)  # the server looks every three seconds
    for one in held:
        one.continue_()

    expect(banner(page)).to_contain_text("本页的计算进程已结束：刷新本页继续（已确认的不受影响）")
    page.unroute("**/bundle/scripts.js")
    with page.expect_navigation():
        page.get_by_role("button", name="刷新本页").click()
    wait_until_usable(page)


def test_a_server_that_was_restarted_is_said_and_a_refresh_goes_on(
    page: Page, start_site: Callable[[Path], Site], demo_home: Path, watched: Watched
) -> None:
    watched.expected_errors += ["404", "WebSocket", "Kernel", "Connection lost", "ERR_CONNECTION_REFUSED"]
    before = start_site(demo_home)
    page.goto(before.at("case_review?late=1"))
    wait_until_usable(page)
    server = site_of(process_of(page))

    server.terminate()
    server.wait(timeout=30)
    expect(banner(page)).to_have_text("连接已断开，正在重新连接……")
    after = start_site(demo_home)
    assert after.address == before.address
    expect(banner(page)).to_contain_text("本页的计算进程已结束")
    with page.expect_navigation():
        page.get_by_role("button", name="刷新本页").click()
    wait_until_usable(page)

    expect(late_only(page)).to_be_checked()


def test_chart_case_and_windows_have_no_barrier_on_a_projector(open_app: OpenApp) -> None:
    page = open_app("case_review?mode=projector&tab=chart&chart=concluded_on_time&by=unit")
    expect(page.get_by_role("tab", name="图表", selected=True)).to_be_visible()
    chart = Axe().run(page)

    page.get_by_role("button", name="我的视图").click()
    expect(page.get_by_text("正在读取…")).to_be_hidden()
    window = Axe().run(page)

    open_app("case_review?mode=projector&late=1")
    page.locator(".wb-grid-link").first.click()
    expect(page.get_by_role("heading", name="办理经过")).to_be_visible()
    case = Axe().run(page)

    for found in (chart, window, case):
        assert found.violations_count == 0, found.generate_report()


def test_an_error_page_opens_large_on_a_projector(page: Page, site: Site, watched: Watched) -> None:
    watched.expected_errors.append("404")
    page.goto(site.at("nothing_here?mode=projector"))

    expect(page.locator("html")).to_have_attribute("data-mode", "projector")
    assert Axe().run(page).violations_count == 0


def test_a_list_is_printed_with_whole_numbers_and_days_on_one_page(open_app: OpenApp) -> None:
    page = open_app("case_review?late=1&channel=online")

    printed = page.pdf(prefer_css_page_size=True)

    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
    page.set_viewport_size({"width": 1032, "height": 720})  # the width of A4 lying, within its margins
    page.emulate_media(media="print")
    cut = page.locator(".wb-grid-link").evaluate_all(
        "all => all.filter(n => n.scrollWidth > n.clientWidth + 1).length"
    )
    assert cut == 0
    page.emulate_media(media="screen")


def test_a_filter_is_kept_under_a_name_and_found_again(open_app: OpenApp) -> None:
    page = open_app("case_review?late=1")
    page.get_by_role("button", name="我的视图").click()
    window = page.get_by_role("dialog", name="我的视图")
    window.get_by_label("把现在的筛选存为").fill("超期的事项")
    window.get_by_role("button", name="保存").click()
    expect(window.get_by_role("button", name="超期的事项", exact=True)).to_be_visible()
    assert Axe().run(page).violations_count == 0

    open_app("case_review")
    page.get_by_role("button", name="我的视图").click()
    window.get_by_role("button", name="超期的事项", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?late=1$"))
    expect(late_only(page)).to_be_checked()

    page.get_by_role("button", name="我的视图").click()
    window.get_by_role("button", name="改名：超期的事项").click()
    window.get_by_label("新名称：超期的事项").fill("稳控名单")
    window.get_by_role("button", name="确定").click()
    expect(window.get_by_role("alert")).to_contain_text("请换一个说明事项的名称")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="我的视图").click()
    window.get_by_role("button", name="删除：超期的事项").click()
    window.get_by_role("button", name="删除", exact=True).click()
    expect(window.get_by_text("还没有视图")).to_be_visible()


def test_apps_that_find_no_room_in_the_head_are_opened_from_one_list(open_app: OpenApp, page: Page) -> None:
    page.set_viewport_size({"width": 2600, "height": 900})
    open_app("case_review")
    nav = page.get_by_role("navigation", name="应用")
    everything = nav.get_by_role("link").all_inner_texts()
    more = nav.get_by_role("button", name="更多")
    expect(more).to_be_hidden()

    page.set_viewport_size({"width": 1100, "height": 768})
    expect(more).to_be_visible()
    in_sight = nav.get_by_role("link").all_inner_texts()
    assert "案件审查" in in_sight and len(in_sight) < len(everything)
    assert nav.evaluate("nav => nav.firstChild.scrollWidth <= nav.firstChild.clientWidth")

    more.press("Enter")
    listed = page.get_by_role("dialog", name="更多应用").get_by_role("link")
    expect(listed.first).to_be_focused()
    assert in_sight + listed.all_inner_texts() == everything
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.set_viewport_size({"width": 2600, "height": 900})
    expect(more).to_be_hidden()
