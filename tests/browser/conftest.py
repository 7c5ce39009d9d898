"""A running site and a real browser: what a viewer gets, with every request and console error noted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.profiles import Logins, Watched, a_profile, in_use, new_profile
from tests.browser.sites import OFFICER, PASSWORD, Site, environment_of, make_demo, open_account, open_records
from tests.browser.waiting import PATIENCE, wait_until_usable
from tests.made_once import made_once
from tests.site.client import log_in, post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

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


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with a small demo county; its path has a space and Chinese characters."""
    home = tmp_path_factory.mktemp("site") / "信访 数据"
    return made_once(tmp_path_factory, "browser-demo", make_demo, home)


@pytest.fixture(scope="session")
def logins() -> Logins:
    """The logins of this run."""
    return Logins()


@pytest.fixture(scope="session")
def start_site(
    tmp_path_factory: pytest.TempPathFactory, logins: Logins, worker_id: str
) -> Iterator[Callable[[Path], Site]]:
    """Start ``workbench serve`` on a folder of data, from another working directory; ended at last.

    The officer is logged in, in every browser profile of the test. Each worker has ports of its own: what
    one has just let go of, to take it again, no other takes.
    """
    port = str(18866 + 20 * int(worker_id.removeprefix("gw") if worker_id != "master" else 0))
    running: list[subprocess.Popen[str]] = []
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def start(home: Path) -> Site:
        one_time = open_account(home)
        log = (elsewhere / f"serve{len(running)}.txt").open("w", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "serve", "--port", port, "--json"],
            env=environment_of(home),
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
    opened = new_profile(browser)
    yield opened
    opened.close()


@pytest.fixture
def context(kept_profile: BrowserContext, watched: Watched, logins: Logins) -> Iterator[BrowserContext]:
    """A browser profile for one test, which finds nothing of the tests before but scripts, styles, fonts."""
    kept_profile.clear_cookies()
    with in_use(kept_profile, logins, watched):
        yield kept_profile


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
