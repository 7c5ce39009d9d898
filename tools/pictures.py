"""Take a picture of every page, at two sizes and on a projector, from a demo county of its own.

A supervisor looks at everything, an official of a town at his own unit's page and at what he may not open.

Run as ``make pictures``: the pictures lie in ``pictures/``, to be looked at by somebody; nothing compares
them. Print-outs of the pages that are printed lie beside them as PDF.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import jinja2
import openpyxl
from playwright.sync_api import expect, sync_playwright

from widgets.shell import APPS
from workbench.site.assets import fingerprint
from workbench.site.server import TEMPLATES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DEMO_CASES = 2_000
MOST_TABS = 8  # of one app
PATIENCE = 60_000  # milliseconds
SUPERVISOR, OFFICIAL, TOWN = "duchashi", "jingban", "430682101"
# Errors that no healthy site answers with: our page of them as it would come.
ERRORS = {
    "error_503_queue": {"status": 503, "whose": "page", "retry": 60},
    "error_503_account": {"status": 503, "whose": "account", "retry": 60},
    "error_503": {"status": 503},
    "error_500": {"status": 500},
}
# Name, width, height, mode.
SIZES = (
    ("1366x768", 1366, 768, "normal"),
    ("1920x1080", 1920, 1080, "normal"),
    ("projector", 1920, 1080, "projector"),
)
PORT, GALLERY_PORT = 18946, 18956
GALLERY = """
import sys
from pathlib import Path
from workbench.site.door import NoDoor
from workbench.site.server import Site

apps, logs, port = sys.argv[1:]
said = lambda address: print(address, flush=True)
logs = Path(logs)
site = Site(Path(apps), port=int(port), announce=said, logs=logs, scratch=logs / "scratch", door=NoDoor())
site.initialize([])
site.start()
"""
HEADINGS = ("信访件编号", "登记日期", "信访人姓名", "信访形式", "标题", "信访内容", "责任单位", "人数")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def main() -> None:
    """Make the county, serve it, take the pictures; say where they lie."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("没有找到 Chromium 浏览器，拍不了页面图片：请先安装 Chromium。")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        home = Path(folder) / "数据"
        _workbench(home, "init")
        _workbench(home, "demo", "--cases", str(DEMO_CASES))
        told = ("--name", "李晓红", "--role", "supervisor")
        boss = _workbench(home, "user", "add", SUPERVISOR, *told)
        told = ("--name", "张立", "--role", "handler", "--unit", TOWN)
        official = _workbench(home, "user", "add", OFFICIAL, *told)
        passwords = [boss["password"], token_hex(12)]
        of_official = [official["password"], token_hex(12)]
        with _site(home) as site, _gallery(home) as gallery, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"]
            )
            for size in SIZES:
                _Camera(browser, site, gallery, *size).take_all(passwords)
                _Camera(browser, site, gallery, *size).take_officials(of_official)
            browser.close()
    taken = sorted(TARGET.iterdir())
    print(f"已拍 {len(taken)} 张，在 {TARGET} 中。请逐张看过。")  # noqa: T201


class _Camera:
    """All pages at one size."""

    def __init__(
        self, browser: Browser, site: str, gallery: str, size: str, width: int, height: int, mode: str
    ) -> None:
        self._context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        self._context.set_default_timeout(PATIENCE)
        self._site, self._gallery_address, self._size, self._mode = site, gallery, size, mode
        self._page = self._context.new_page()

    def take_all(self, passwords: list[str]) -> None:
        """Take every page; the last of the passwords holds, one before it is the one-time password."""
        self._log_in(SUPERVISOR, passwords)
        self._home()
        self._overview()
        self._case_review()
        self._acts()
        self._every_app()
        self._wall()
        self._intake()
        self._frame()
        self._errors()
        self._gallery()
        self._context.close()

    def take_officials(self, passwords: list[str]) -> None:
        """Take what an official of a unit sees: its page with all tabs, and a page that he may not open."""
        self._log_in(OFFICIAL, passwords)
        self._open("unit")
        for number in range(self._page.get_by_role("tab").count()):
            self._turn_to(number)
            self._keep(f"official_unit_{number + 1}")
        self._open("case_review")
        self._keep("official_case_review")
        self._page.goto(f"{self._site}intake?mode={self._mode}")
        self._keep("error_403")
        self._context.close()

    def _log_in(self, account: str, passwords: list[str]) -> None:
        page = self._page
        page.goto(f"{self._site}?mode={self._mode}")
        self._keep("login")
        self._fill_in(account, passwords[0])
        if len(passwords) > 1:
            first, second = passwords
            page.locator("input[type=password]").nth(2).wait_for()
            self._keep("password")
            for place, word in enumerate((first, second, second)):
                page.locator("input[type=password]").nth(place).fill(word)
            page.locator("form button[type=submit]").click()
            passwords.pop(0)
            page.wait_for_load_state()
        if page.locator("input[type=password]").count():
            self._fill_in(account, passwords[0])

    def _fill_in(self, account: str, password: str) -> None:
        self._page.locator("input[name=name]").fill(account)
        self._page.locator("input[type=password]").fill(password)
        self._page.locator("form button[type=submit]").click()
        self._page.wait_for_load_state()

    def _home(self) -> None:
        self._open("")
        self._keep("home")
        self._print("home")

    def _overview(self) -> None:
        self._open("overview")
        self._keep("overview")
        self._print("overview")

    def _case_review(self) -> None:
        page = self._page
        self._open("case_review")
        self._keep("case_review_list")
        page.locator(".wb-pick").first.click()
        self._keep("case_review_choices")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="我的视图").click()
        page.get_by_text("正在读取…").wait_for(state="hidden")
        self._keep("case_review_views")
        page.keyboard.press("Escape")
        self._open("case_review?tab=chart&chart=concluded_on_time&by=unit")
        self._keep("case_review_chart")
        self._open("case_review?late=1")
        self._print("case_review_list")
        page.locator(".wb-grid-link").first.click()
        page.get_by_role("heading", name="办理经过").wait_for()
        self._keep("case_page")
        self._print("case_page")

    def _acts(self) -> None:
        """The open form of an act, and what several matters would become before it is confirmed."""
        page = self._page
        self._open("case_review?open=1")
        page.locator(".wb-grid-link").first.click()
        page.get_by_role("heading", name="办理经过").wait_for()
        page.locator(".next-open:enabled").first.click()
        page.get_by_role("form", name="办理：").first.wait_for()
        self._settle()
        self._keep("case_page_act")
        self._open("case_review?open=1")
        for number in (1, 2, 3):
            page.locator(".wb-grid-check").nth(number).click()
        page.get_by_role("group", name="批量办理").get_by_role("button").first.click()
        page.get_by_role("form", name="批量办理").first.wait_for()
        self._settle()
        self._keep("case_review_bulk")

    def _wall(self) -> None:
        """The one page without the frame; it stands in no list of apps."""
        self._open("meeting_display")
        self._keep("meeting_display")

    def _every_app(self) -> None:
        """The first view of every app, each of its tabs, and the first thing that each tab's list opens."""
        for app in APPS:
            if app.key in ("home", "overview", "case_review", "intake"):
                continue
            self._open(app.href)
            self._keep(app.key)
            self._print(app.key)
            tabs = self._page.get_by_role("tab").count()
            for number in range(min(tabs, MOST_TABS)):
                self._open(app.href)
                self._turn_to(number)
                if number:
                    self._keep(f"{app.key}_{number + 1}")
                self._keep_first_of_list(f"{app.key}_{number + 1}_opened")
            if not tabs:
                self._keep_first_of_list(f"{app.key}_opened")

    def _turn_to(self, number: int) -> None:
        tab = self._page.get_by_role("tab").nth(number)
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true", timeout=PATIENCE)
        self._settle()

    def _keep_first_of_list(self, name: str) -> None:
        entry = self._page.locator(".wb-grid-link").first
        if entry.count() and entry.is_visible():
            entry.click()
            self._settle()
            self._keep(name)
            self._print(name)

    def _intake(self) -> None:
        page = self._page
        self._open("intake")
        self._keep("intake_waiting")
        self._choose("台账.xlsx", _workbook("2026-02-03"))
        page.get_by_role("heading", name="可以导入").wait_for()
        self._keep("intake_preview")
        self._open("intake")
        self._choose("有错.xlsx", _workbook("2026-02-30"))
        page.get_by_role("grid", name="错误清单").get_by_text("日期这一天不存在").first.click()
        page.wait_for_timeout(500)
        self._keep("intake_faults")

    def _frame(self) -> None:
        """What the frame says when the kernel is gone."""
        self._open("case_review")
        self._page.evaluate(
            """() => fetch(`/voila/api/shutdown/${window.jupyterapp.widgetManager.kernel.id}`, {
                method: "POST", headers: {"X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1]},
            })"""
        )
        self._page.locator("#site-connection:not([hidden])").wait_for()
        self._keep("frame_kernel_ended")

    def _gallery(self) -> None:
        self._page.goto(f"{self._gallery_address}gallery?mode={self._mode}")
        self._settle()
        self._keep("gallery")

    def _errors(self) -> None:
        self._page.goto(f"{self._site}no_such_page?mode={self._mode}")
        self._keep("error_404")
        for name, told in ERRORS.items():
            self._page.route(f"**/{name}*", _answering(told))
            self._page.goto(f"{self._site}{name}?mode={self._mode}")
            self._page.evaluate("document.fonts.ready.then(() => true)")
            self._keep(name)

    def _open(self, path: str) -> None:
        mark = "&" if "?" in path else "?"
        self._page.goto(f"{self._site}{path}{mark}mode={self._mode}")
        self._settle()

    def _settle(self) -> None:
        self._page.wait_for_selector("html[data-usable]", state="attached")
        self._page.evaluate("document.fonts.ready.then(() => true)")
        self._page.wait_for_timeout(700)  # charts and tables draw a moment later

    def _choose(self, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": XLSX, "buffer": content}
        self._page.locator("input[type=file]").set_input_files(file)

    def _keep(self, name: str) -> None:
        self._page.screenshot(path=TARGET / f"{name}_{self._size}.png", full_page=True)

    def _print(self, name: str) -> None:
        if self._mode == "normal":
            self._page.pdf(path=TARGET / f"{name}_{self._size}.pdf", prefer_css_page_size=True)


def _answering(told: dict[str, Any]) -> Callable[[Route], None]:
    """Answer with the page of an error, made from its template as the site makes it."""
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
    made = templates.get_template("error.html").render(
        told,
        home="/",
        office=lambda: "临湘市信访局",
        asset=lambda folder, name: f"/assets/{fingerprint()}/{folder}/{name}",
    )
    return lambda route: route.fulfill(status=told["status"], content_type="text/html", body=made)


def _workbook(registered_on: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(list(HEADINGS))
    for number in range(1, 41):
        sheet.append(
            [
                f"图-{number:04}",
                registered_on if number % 7 == 0 else "2026-02-03",
                "王小明",
                "来信" if number % 3 else "来访",
                "路灯不亮",
                "村口路灯坏了三个月，夜里看不清路。",
                "忠防镇",
                1 + number % 4,
            ]
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@contextmanager
def _site(home: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "workbench", "serve", "--port", str(PORT), "--json"]
    with _served(command, home) as said:
        yield json.loads(said)["address"]


@contextmanager
def _gallery(home: Path) -> Iterator[str]:
    """The parts, served like an app; the site itself does not show them."""
    notebooks = str(ROOT / "notebooks" / "explore")
    command = [sys.executable, "-c", GALLERY, notebooks, str(home / "gallery"), str(GALLERY_PORT)]
    with _served(command, home) as said:
        yield said


@contextmanager
def _served(command: list[str], home: Path) -> Iterator[str]:
    process = subprocess.Popen(
        command,
        env=_environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        if not said:
            sys.exit("网站没有启动：请运行 workbench serve 看它的提示。")
        yield said
    finally:
        process.terminate()
        process.wait(timeout=20)


def _workbench(home: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "workbench", *arguments, "--json"]
    done = subprocess.run(command, env=_environment(home), stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def _environment(home: Path) -> dict[str, str]:
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return {**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": database}


if __name__ == "__main__":
    main()
