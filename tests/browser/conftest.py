"""A running site and a real browser: what a viewer gets, with every request and console error noted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.made_once import made_once
from tests.site.client import log_in, post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

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


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site answers, the folder with its database, and the login of the officer."""

    address: str
    home: Path
    cookie: str = ""

    def at(self, path: str = "") -> str:
        """Return the address of a page: ``site.at("case_review?late=1")``."""
        return self.address + path.lstrip("/")


@dataclass(slots=True)
class Watched:
    """What happened in the pages of one test."""

    requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)
    # A script that speaks while its page is being left, which ends its kernel, finds nobody. A page that has
    # none of its widgets, as happens now and then on a busy machine, opens once more by itself
    # (test_frame.py); if that did not help, no test would find its page.
    expected_errors: list[str] = field(default_factory=lambda: ["Cannot send", "widget model not found"])

    def outside(self) -> list[str]:
        """Return the addresses asked for that are not on this machine's site."""
        inside = {"data", "blob", "about"}
        parts = [(address, urlsplit(address)) for address in self.requests]
        return [a for a, p in parts if p.scheme not in inside and p.hostname != "127.0.0.1"]

    def unexpected(self) -> list[str]:
        """Return console errors that the test did not announce in ``expected_errors``."""
        return [
            text for text in self.console_errors if not any(part in text for part in self.expected_errors)
        ]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a small demo county; its path has a space and Chinese characters."""
    home = tmp_path_factory.mktemp("site") / "信访 数据"
    return made_once(tmp_path_factory, "browser-demo", _make_demo, home)


def _make_demo(home: Path) -> None:
    run_workbench(home, "init")
    run_workbench(home, "demo", "--cases", str(DEMO_CASES))


@dataclass(slots=True)
class Logins:
    """The logins of the sites of this run; whatever profile is open has them all."""

    cookies: list[Any] = field(default_factory=list)
    open_profiles: list[BrowserContext] = field(default_factory=list)

    def add(self, site: Site) -> None:
        """Give the officer's login to every profile, open now or later."""
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
def a_profile(browser: Browser, logins: Logins, watched: Watched) -> Iterator[BrowserContext]:
    """Open a fresh browser profile at 1366×768, logged in; fail at its end on an outside request or error."""
    opened = _new_profile(browser)
    with _in_use(opened, logins, watched):
        yield opened
    opened.close()


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


def _new_profile(browser: Browser) -> BrowserContext:
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened.set_default_timeout(PATIENCE)
    return opened


@contextmanager
def _in_use(profile: BrowserContext, logins: Logins, watched: Watched) -> Iterator[None]:
    """Log the profile in, note what its pages do, and leave nothing of it behind."""
    profile.add_cookies(logins.cookies)
    logins.open_profiles.append(profile)

    def note(request: Request) -> None:
        watched.requests.append(request.url)

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            watched.console_errors.append(said.text)

    def take(error: WebError) -> None:
        watched.console_errors.append(str(error.error))

    heard: tuple[tuple[Any, Any], ...] = (("request", note), ("console", hear), ("weberror", take))
    for what, listener in heard:
        profile.on(what, listener)
    yield
    logins.open_profiles.remove(profile)
    for page in profile.pages:
        _clear(page)
        # A page that is thrown away never says that it was left, and its kernel would stay.
        page.goto("about:blank")
        page.close()
    for what, listener in heard:
        profile.remove_listener(what, listener)
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
