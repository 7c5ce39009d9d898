"""A running site and a real browser: what a viewer gets, with every request and console error noted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.made_once import made_once
from tests.site.client import log_in, post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

    from workbench.app import Workbench

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DEMO_CASES = 2_000  # enough that some are late today
PATIENCE = 30_000  # milliseconds; a first view on a busy machine
OFFICER = "officer"  # the account under which the tests look
PASSWORD = "wet lanterns over the river"
LEFT_ALONE = "Cannot send"
EMPTY_HANDED = "widget model not found"
OPENED_AGAIN = "opened again:"  # said by site.js
LINES_KEPT = 30  # of each log, in the warning


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site answers, the folder with its database, and the login of the officer."""

    address: str
    home: Path
    cookie: str = ""

    def at(self, path: str = "") -> str:
        """Return the address of a page: ``site.at("case_review?late=1")``."""
        return self.address + path.lstrip("/")


@dataclass  # without slots: Playwright keeps something beside the methods that listen
class Watched:
    """What happened in the pages of one test."""

    requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    expected_errors: list[str] = field(default_factory=list)
    opened_again: list[str] = field(default_factory=list)
    _leaving: set[Page] = field(default_factory=set)

    def outside(self) -> list[str]:
        """Return the addresses asked for that are not on this machine's site."""
        inside = {"data", "blob", "about"}
        parts = [(address, urlsplit(address)) for address in self.requests]
        return [a for a, p in parts if p.scheme not in inside and p.hostname != "127.0.0.1"]

    def unexpected(self) -> list[str]:
        """Return console errors that the test did not announce in ``expected_errors``.

        That of a page which had none of its widgets counts only if the page did not open once more by itself.
        """
        expected = [*self.expected_errors, *([EMPTY_HANDED] if self.opened_again else [])]
        return [text for text in self.console_errors if not any(part in text for part in expected)]

    def note(self, request: Request) -> None:
        """Note what is asked for; a page that asks for another document is being left."""
        self.requests.append(request.url)
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._leaving.add(request.frame.page)

    def arrived(self, page: Page) -> None:
        """Note that a page has its document: whoever speaks now is of it."""
        self._leaving.discard(page)

    def hear(self, said: ConsoleMessage) -> None:
        """Note an error; not of a script that speaks while its page is left, whose kernel has ended."""
        if said.type == "warning" and said.text.startswith(OPENED_AGAIN):
            self.opened_again.append(said.text.removeprefix(OPENED_AGAIN).strip())
        if said.type == "error":
            self._complain(said.text, said.page)

    def take(self, error: WebError) -> None:
        """Note an error that no script of the page took."""
        self._complain(str(error.error), error.page)

    def _complain(self, text: str, page: Page | None) -> None:
        if not (LEFT_ALONE in text and page in self._leaving):
            self.console_errors.append(text)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a small demo county; its path has a space and Chinese characters."""
    home = tmp_path_factory.mktemp("site") / "信访 数据"
    return made_once(tmp_path_factory, "browser-demo", _make_demo, home)


def _make_demo(home: Path) -> None:
    from workbench.demo.appraisals import ensure_appraisals

    run_workbench(home, "init")
    run_workbench(home, "demo", "--cases", str(DEMO_CASES))
    # Now, before the site signs its first checkpoint: what the demo records bears moments of last year.
    bench = open_records(home)
    assert ensure_appraisals(bench, months=1) == 1
    bench.close()


class PageOpenedAgainWarning(UserWarning):
    """A page had none of its widgets and opened once more by itself; why is not known."""


@dataclass(slots=True)
class Logins:
    """The sites of this run and the logins to them; whatever profile is open has them all."""

    cookies: list[Any] = field(default_factory=list)
    open_profiles: list[BrowserContext] = field(default_factory=list)
    homes: list[Path] = field(default_factory=list)

    def tell_of(self, opened_again: list[str]) -> None:
        """Warn of pages that opened once more by themselves, with what the sites noted then."""
        logs = [path for home in self.homes for path in sorted((home / "logs").glob("*.log"))]
        tails = [f"{path}\n" + "\n".join(path.read_text("utf-8").splitlines()[-LINES_KEPT:]) for path in logs]
        told = "\n".join((f"没有组件、自己重新打开的页面 {len(opened_again)} 个：", *opened_again, *tails))
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # told, and no failure
            warnings.warn(told, PageOpenedAgainWarning, stacklevel=2)

    def add(self, site: Site) -> None:
        """Give the officer's login to every profile, open now or later."""
        if site.home not in self.homes:
            self.homes.append(site.home)
        name, _, value = site.cookie.partition("=")
        where = urlsplit(site.address).hostname
        cookie = {
            "name": name, "value": value, "domain": where, "path": "/", "httpOnly": True, "sameSite": "Strict"
        }  # fmt: skip
        self.cookies.append(cookie)
        for profile in self.open_profiles:
            profile.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture(scope="session")
def logins() -> Logins:
    """The logins of this run."""
    return Logins()


@pytest.fixture(scope="session")
def start_site(tmp_path_factory: pytest.TempPathFactory, logins: Logins) -> Iterator[Callable[[Path], Site]]:
    """Start ``workbench serve`` on a folder of data, from another working directory; ended at last.

    The officer is logged in, in every browser profile of the test.
    """
    running: list[subprocess.Popen[str]] = []
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def start(home: Path) -> Site:
        one_time = _open_account(home)
        log = (elsewhere / f"serve{len(running)}.txt").open("w", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "serve", "--port", "18866", "--json"],
            env=_environment(home),
            cwd=elsewhere,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        said = process.stdout.readline()  # the one object, printed when the site answers
        if not said:
            pytest.fail(f"workbench serve 没有启动：{Path(log.name).read_text('utf-8')}")
        address = json.loads(said)["address"]
        if one_time:
            first = log_in(address, OFFICER, one_time)
            post(address, "/password", {"old": one_time, "new": PASSWORD, "again": PASSWORD}, first)
        site = Site(address, home, log_in(address, OFFICER, PASSWORD))
        logins.add(site)
        return site

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def site(start_site: Callable[[Path], Site], demo_home: Path) -> Site:
    """The site over the small demo county, one for all browser tests of the run."""
    return start_site(demo_home)


@pytest.fixture(scope="module")
def records(site: Site) -> Iterator[Workbench]:
    """The database of the site, as another officer's process has it open."""
    opened = open_records(site.home)
    yield opened
    opened.close()


def open_records(home: Path) -> Workbench:
    """Return the workbench whose database lies in a folder, with everything in sight."""
    from workbench.app import Workbench
    from workbench.config import Config

    return Workbench(Config(f"sqlite:///{(home / 'workbench.sqlite').as_posix()}", home))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as installed on the machine; a visible skip without it, a failure under CI.

    One per file: while Playwright is open its event loop counts as running, and tests of other files that
    run in the same process afterwards would wait for it for ever.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        reason = "未安装 Chromium，浏览器测试跳过"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def watched() -> Watched:
    """What the pages of this test asked for and complained of."""
    return Watched()


@contextmanager
def a_profile(
    browser: Browser, logins: Logins, watched: Watched, cookie: str | None = None, **settings: Any
) -> Iterator[BrowserContext]:
    """Open a fresh browser profile at 1366×768; fail at its end on an outside request or an error.

    The officer is logged in; with ``cookie``, as ``log_in`` returns it, somebody else, and nobody where it is
    "". ``settings`` are those of a profile of Playwright.
    """
    opened = _new_profile(browser, **settings)
    with _in_use(opened, logins, watched, cookie):
        yield opened
    opened.close()


@pytest.fixture
def enter(browser: Browser, site: Site, logins: Logins, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Open a page of the site in a profile of its own: ``enter(cookie, "look_back?new=1")``.

    ``cookie`` is the login of who enters, as ``log_in`` returns it; "" for a stranger.
    """
    with ExitStack() as profiles:

        def entered(cookie: str, path: str = "", width: int = 1366, height: int = 768) -> Page:
            size = {"width": width, "height": height}
            profile = profiles.enter_context(a_profile(browser, logins, watched, cookie, viewport=size))
            page = profile.new_page()
            page.goto(site.at(path))
            if cookie:
                wait_until_usable(page)
            return page

        yield entered


@pytest.fixture(scope="module")
def kept_profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile for the tests of a file: what a browser may keep for good, it loads once."""
    opened = _new_profile(browser)
    yield opened
    opened.close()


@pytest.fixture
def context(kept_profile: BrowserContext, watched: Watched, logins: Logins) -> Iterator[BrowserContext]:
    """A browser profile for one test, which finds nothing of the tests before but scripts, styles, fonts."""
    kept_profile.clear_cookies()
    with _in_use(kept_profile, logins, watched):
        yield kept_profile


def _new_profile(browser: Browser, **settings: Any) -> BrowserContext:
    usual: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN"}
    opened = browser.new_context(**{**usual, **settings})
    opened.set_default_timeout(PATIENCE)
    return opened


@contextmanager
def _in_use(
    profile: BrowserContext, logins: Logins, watched: Watched, cookie: str | None = None
) -> Iterator[None]:
    """Log the profile in, note what its pages do, and leave nothing of it behind."""
    if cookie is None:
        profile.add_cookies(logins.cookies)
        logins.open_profiles.append(profile)
    elif cookie:
        name, _, value = cookie.partition("=")
        profile.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])

    def begin(page: Page) -> None:
        page.on("domcontentloaded", watched.arrived)

    heard: tuple[tuple[Any, Any], ...] = (
        ("request", watched.note), ("console", watched.hear), ("weberror", watched.take), ("page", begin)
    )  # fmt: skip
    for what, listener in heard:
        profile.on(what, listener)
    yield
    if cookie is None:
        logins.open_profiles.remove(profile)
    for page in profile.pages:
        _clear(page)
        # A page that is thrown away never says that it was left, and its kernel would stay.
        page.goto("about:blank")
        page.close()
    for what, listener in heard:
        profile.remove_listener(what, listener)
    if watched.opened_again and EMPTY_HANDED not in watched.expected_errors:
        logins.tell_of(watched.opened_again)
    assert watched.outside() == []
    assert watched.unexpected() == []


def _clear(page: Page) -> None:
    """Take from the browser what the site has left in it by scripts."""
    at = urlsplit(page.url)
    if at.scheme == "http":
        line = page.context.new_cdp_session(page)
        origin = f"{at.scheme}://{at.netloc}"
        line.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
        line.detach()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page; ``open_app`` leads it somewhere and waits for the first view."""
    return context.new_page()


@pytest.fixture
def open_app(page: Page, site: Site) -> Callable[[str], Page]:
    """Open an app and return the page when its first view stands: ``open_app("case_review?late=1")``."""

    def opened(path: str = "") -> Page:
        page.goto(site.at(path))
        wait_until_usable(page)
        return page

    return opened


def wait_until_usable(page: Page) -> None:
    """Return when the first widget of the page is drawn."""
    page.wait_for_selector("html[data-usable]", state="attached", timeout=PATIENCE)


def look_again(page: Page) -> None:
    """Have the page ask for its kernel now, as when its viewer comes back; else it asks every ten seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def wait_until(page: Page, expression: str, argument: object = None) -> None:
    """Return when the JavaScript expression, or function of the argument, is true on the page.

    Playwright's own waiting asks again by ``eval``, which the site's policy forbids.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression, argument):
        if time.monotonic() > deadline:
            pytest.fail(f"{PATIENCE / 1000:.0f} 秒内未成立：{expression}")
        page.wait_for_timeout(50)


def _environment(home: Path) -> dict[str, str]:
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    return {
        **os.environ,
        "WORKBENCH_HOME": str(home),
        "WORKBENCH_DATABASE": database,
        "WORKBENCH_PAGES_PER_ACCOUNT": "60",  # who asks without a browser closes no page
    }


def _open_account(home: Path) -> str:
    """Open the officer's account and return its one-time password, "" if there is one already."""
    if any(one["account"] == OFFICER for one in run_workbench(home, "user", "list")["accounts"]):
        return ""
    added = run_workbench(
        home, "user", "add", OFFICER, "--name", "李晓红", "--role", "supervisor", "--unit", "430682LX"
    )
    return str(added["password"])


def run_workbench(home: Path, *arguments: str) -> dict[str, Any]:
    """Run a command of the workbench on a folder of data, and return the object it answers."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *arguments, "--json"],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.monotonic() - began
    assert done.returncode == 0, (
        f"workbench {' '.join(arguments)}（{took:.0f} 秒）：{done.stdout}{done.stderr}"
    )
    return dict(json.loads(done.stdout))
