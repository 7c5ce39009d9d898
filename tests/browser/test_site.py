"""The site as a viewer meets it: Chinese, complete without the network, closed to everything not meant."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.profiles import Watched
from tests.browser.sites import Site
from tests.browser.waiting import look_again, wait_until, wait_until_usable

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenApp = Callable[[str], "Page"]


def test_home_opens_in_chinese_with_the_day_and_its_numbers(open_app: OpenApp) -> None:
    page = open_app("")

    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert "信访工作台" in page.title()
    text = page.locator("body").inner_text()
    assert "在办事项" in text
    assert "截至" in text


def test_home_asks_nothing_of_the_outside_world(open_app: OpenApp, watched: Watched) -> None:
    open_app("")

    assert watched.requests
    assert watched.outside() == []
    assert watched.unexpected() == []


def test_a_second_visit_loads_no_script_again(open_app: OpenApp, site: Site, page: Page) -> None:
    open_app("")
    page.goto(site.at())
    wait_until_usable(page)

    loaded = page.evaluate(
        "performance.getEntriesByType('resource')"
        ".filter(r => r.name.includes('/assets/') && r.transferSize > 0).map(r => r.name)"
    )

    assert loaded == []


def test_text_is_set_in_the_font_of_the_project(open_app: OpenApp) -> None:
    page = open_app("")

    wait_until(page, "document.fonts.status === 'loaded'")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    used = page.evaluate("getComputedStyle(document.querySelector('#rendered_cells h1')).fontFamily")

    assert any("Workbench Sans" in family for family in loaded)
    assert used.startswith('"Workbench Sans"')


def test_home_fits_the_width_of_an_old_screen(open_app: OpenApp, page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    open_app("")

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_number_of_home_leads_to_its_cases(open_app: OpenApp) -> None:
    page = open_app("")

    targets = [link.get_attribute("href") for link in page.locator(".home-tile").all()]

    assert targets == [
        "/case_review?open=1",
        "/case_review?late=1",
        "/case_review?due_within=7",
        "/case_review",
    ]


def test_home_can_be_walked_with_the_keyboard(open_app: OpenApp) -> None:
    page = open_app("")

    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))

    assert {"/case_review?late=1", "/intake"} <= reached


def test_a_page_that_does_not_exist_says_so_in_chinese(page: Page, site: Site, watched: Watched) -> None:
    watched.expected_errors.append("404")

    answer = page.goto(site.at("nothing_here"))

    assert answer is not None
    assert answer.status == 404
    assert "没有这个页面" in page.locator("h1").inner_text()
    assert page.locator("a.site-button").get_attribute("href") == "/"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert Axe().run(page).violations_count == 0


def test_a_page_whose_kernel_is_gone_says_so(open_app: OpenApp, watched: Watched) -> None:
    watched.expected_errors += ["404", "WebSocket", "Kernel"]
    page = open_app("")
    wait_until(page, "window.jupyterapp?.widgetManager?.kernel?.id")
    kernel = page.evaluate("window.jupyterapp.widgetManager.kernel.id")

    page.evaluate(
        """kernel => fetch(`/voila/api/shutdown/${kernel}`, {
            method: "POST",
            headers: {"X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1]},
        })""",
        kernel,
    )
    look_again(page)

    notice = page.wait_for_selector("#site-connection:not([hidden])")
    assert notice is not None
    assert "本页的计算进程已结束：刷新本页继续" in notice.inner_text()


def test_a_foreign_form_cannot_end_a_kernel(open_app: OpenApp, site: Site) -> None:
    page = open_app("")
    wait_until(page, "window.jupyterapp?.widgetManager?.kernel?.id")
    kernel = page.evaluate("window.jupyterapp.widgetManager.kernel.id")

    answer = page.request.post(site.at(f"voila/api/shutdown/{kernel}"))

    assert answer.status == 403


def test_leaving_a_page_ends_its_kernel(open_app: OpenApp, site: Site, page: Page) -> None:
    open_app("")
    kernel = page.evaluate("window.jupyterapp.widgetManager.kernel.id")

    page.goto("about:blank")

    for _ in range(40):
        status, _, _ = _ask(site, f"/api/kernels/{kernel}")
        if status == 404:
            return
        page.wait_for_timeout(250)
    pytest.fail("离开页面后内核仍在运行")


def test_a_page_may_not_be_kept_framed_or_sniffed(site: Site) -> None:
    status, headers, _ = _ask(site, "/")

    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "'unsafe-eval'" not in policy


def test_scripts_and_fonts_may_be_kept_for_good(site: Site) -> None:
    _, _, body = _ask(site, "/")
    address = re.search(r'href="(/assets/[0-9a-f]+/site/site\.css)"', body)
    assert address is not None

    status, headers, _ = _ask(site, address[1], {"Accept-Encoding": "gzip"})

    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "gzip"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_page_shows_no_source_and_no_traceback(site: Site) -> None:
    _, _, body = _ask(site, "/")

    assert "import" not in body.partition("<body")[2]
    assert "open_workbench" not in body
    assert "Traceback" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/home.ipynb",
        "/voila/files/home.ipynb",
        "/voila/files/..%2f..%2fworkbench%2fapp.py",
        "/voila/static/..%2f..%2fapp.py",
        "/voila/templates/lab/static/..%2f..%2findex.html.j2",
        "/voila/tree",
        "/tree",
        "/lab",
        "/api/contents",
        "/voila/api/contents",
        "/api/contents/home.ipynb",
        "/api/terminals",
        "/api/sessions",
        "/api/kernels",
        "/api/kernelspecs",
        "/files/workbench.sqlite",
        "/workbench.sqlite",
        "/../workbench/app.py",
        "/..%2f..%2fworkbench/app.py",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/....//....//etc/passwd",
        "/voila/render/..%2f..%2fhome.ipynb",
        "/voila/render/home.ipynb%00.png",
        "/assets/000000000000/site/site.css",
        "/home%00",
        "/metrics",
        "/site/page/00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_is_not_meant_to_be_served_is_not_there(site: Site, path: str) -> None:
    status, _, body = _ask(site, path)

    assert status == 404
    assert "sqlalchemy" not in body
    assert "cells" not in body
    assert "Traceback" not in body


@pytest.mark.parametrize("folder", ["site", "voila", "fonts", "labextensions"])
@pytest.mark.parametrize(
    "name", ["../server.py", "..%2fserver.py", "%2e%2e/%2e%2e/app.py", "/etc/passwd", "%2fetc%2fpasswd"]
)
def test_no_path_leads_out_of_the_assets(site: Site, folder: str, name: str) -> None:
    _, _, page = _ask(site, "/nothing")
    mark = re.search(r"/assets/([0-9a-f]+)/", page)
    assert mark is not None

    status, _, body = _ask(site, f"/assets/{mark[1]}/{folder}/{name}")

    assert status == 404
    assert body == "" or "没有这个页面" in body


def test_a_foreign_host_name_is_refused(site: Site) -> None:
    status, _, body = _ask(site, "/", {"Host": "evil.example"})

    assert status == 403
    assert "不能打开这个页面" in body


def test_a_foreign_page_cannot_speak_to_a_kernel(open_app: OpenApp, site: Site, page: Page) -> None:
    open_app("")
    kernel = page.evaluate("window.jupyterapp.widgetManager.kernel.id")

    opening = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Origin": "http://evil.example",
    }
    status, _, _ = _ask(site, f"/api/kernels/{kernel}/channels", opening)

    assert status == 403


def test_only_this_machine_can_reach_the_site(site: Site) -> None:
    port = urlsplit(site.address).port
    assert port is not None
    other = _own_address()
    if other is None:
        pytest.skip("本机没有 127.0.0.1 以外的地址")

    with pytest.raises(OSError), socket.create_connection((other, port), timeout=2):
        pass


def _ask(site: Site, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Ask with the path exactly as written; return status, headers in small letters, body."""
    where = urlsplit(site.address)
    link = HTTPConnection(where.hostname or "", where.port, timeout=30)
    try:
        link.request("GET", path, headers={"Cookie": site.cookie, **(headers or {})})
        answer = link.getresponse()
        body = answer.read().decode("utf-8", "replace")
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body
    finally:
        link.close()


def _own_address() -> str | None:
    try:
        found = socket.gethostbyname(socket.gethostname())
    except OSError:
        return None
    return None if found.startswith("127.") else found
