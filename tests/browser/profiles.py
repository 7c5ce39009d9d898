"""Browser profiles: who is logged in, and what their pages asked for and complained of."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.browser.sites import Site
from tests.browser.waiting import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

LEFT_ALONE = "Cannot send"
EMPTY_HANDED = "widget model not found"
OPENED_AGAIN = "opened again:"  # said by site.js
LINES_KEPT = 30  # of each log, in the warning


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


class PageOpenedAgainWarning(UserWarning):
    """A page lacked a widget and opened once more by itself; no known limit of time does that any more."""


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


@contextmanager
def a_profile(
    browser: Browser, logins: Logins, watched: Watched, cookie: str | None = None, **settings: Any
) -> Iterator[BrowserContext]:
    """Open a fresh browser profile at 1366×768; fail at its end on an outside request or an error.

    The officer is logged in; with ``cookie``, as ``log_in`` returns it, somebody else, and nobody where it is
    "". ``settings`` are those of a profile of Playwright.
    """
    opened = new_profile(browser, **settings)
    with in_use(opened, logins, watched, cookie):
        yield opened
    opened.close()


def new_profile(browser: Browser, **settings: Any) -> BrowserContext:
    usual: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN"}
    opened = browser.new_context(**{**usual, **settings})
    opened.set_default_timeout(PATIENCE)
    return opened


@contextmanager
def in_use(
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
