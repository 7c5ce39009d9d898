"""Coming in, staying in, and leaving, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.profiles import Logins, Watched, a_profile
from tests.browser.sites import OFFICER, PASSWORD, Site, run_workbench
from tests.browser.waiting import wait_until, wait_until_usable
from tests.site.client import log_in, post

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

CHOSEN = "nine herons near a dyke"


@pytest.fixture
def stranger(browser: Browser, logins: Logins, watched: Watched) -> Iterator[Page]:
    """A page of a browser profile that nobody has logged in with."""
    with a_profile(browser, logins, watched, "") as opened:
        yield opened.new_page()


def fill_in(page: Page, account: str, password: str) -> None:
    page.get_by_label("账号").fill(account)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def open_account(site: Site, name: str, role: str) -> str:
    return str(run_workbench(site.home, "user", "add", name, "--name", "王建国", "--role", role)["password"])


def test_a_deep_link_leads_through_the_login_to_what_was_asked_for(stranger: Page, site: Site) -> None:
    stranger.goto(site.at("case_review?late=1"))
    expect(stranger.get_by_role("heading", name="登录")).to_be_visible()
    assert Axe().run(stranger).violations_count == 0

    fill_in(stranger, OFFICER, PASSWORD)

    wait_until_usable(stranger)
    assert stranger.url == site.at("case_review?late=1")
    expect(stranger.get_by_role("checkbox", name="只看超期")).to_be_checked()


def test_the_login_needs_no_script(browser: Browser, logins: Logins, watched: Watched, site: Site) -> None:
    with a_profile(browser, logins, watched, "", java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(site.at())

        fill_in(page, OFFICER, PASSWORD)

        expect(page).to_have_url(site.at())
        assert any(cookie["name"].startswith("workbench-session") for cookie in plain.cookies())


def test_the_login_is_done_with_the_keyboard_alone(stranger: Page, site: Site) -> None:
    stranger.goto(site.at())
    expect(stranger.get_by_label("账号")).to_be_focused()

    stranger.keyboard.type(OFFICER)
    stranger.keyboard.press("Tab")
    stranger.keyboard.type(PASSWORD)
    stranger.keyboard.press("Enter")

    wait_until_usable(stranger)


def test_a_wrong_password_is_said_and_the_name_stays(stranger: Page, site: Site, watched: Watched) -> None:
    watched.expected_errors.append("status of 403")
    stranger.goto(site.at())

    fill_in(stranger, "nobody-here", "wrong")

    expect(stranger.get_by_role("alert")).to_have_text("账号或密码不对：请核对后再试")
    expect(stranger.get_by_label("账号")).to_have_value("nobody-here")
    expect(stranger.get_by_label("密码", exact=True)).to_be_focused()
    assert Axe().run(stranger).violations_count == 0


def test_a_one_time_password_is_changed_before_anything_is_seen(
    stranger: Page, site: Site, watched: Watched
) -> None:
    watched.expected_errors.append("status of 403")
    one_time = open_account(site, "newcomer", "clerk")
    stranger.goto(site.at("case_review?open=1"))
    fill_in(stranger, "newcomer", one_time)
    expect(stranger.get_by_role("heading", name="修改密码")).to_be_visible()
    assert Axe().run(stranger).violations_count == 0

    stranger.goto(site.at("case_review"))
    expect(stranger.get_by_role("heading", name="修改密码")).to_be_visible()
    for label, text in (("一次性密码", one_time), ("新密码", "short"), ("再输一次新密码", "short")):
        stranger.get_by_label(label, exact=True).fill(text)
    stranger.get_by_role("button", name="保存新密码").click()
    expect(stranger.get_by_role("alert")).to_contain_text("至少要10个字符")
    for label, text in (("一次性密码", one_time), ("新密码", CHOSEN), ("再输一次新密码", CHOSEN)):
        stranger.get_by_label(label, exact=True).fill(text)
    stranger.get_by_role("button", name="保存新密码").click()

    wait_until_usable(stranger)
    assert stranger.url == site.at("case_review")


def test_the_head_says_who_is_logged_in_and_lets_him_out(
    page: Page, context: BrowserContext, site: Site, watched: Watched
) -> None:
    # A page that is left takes leave of its kernel, now and then when its login is over already.
    watched.expected_errors.append("status of 403")
    own = log_in(site.address, OFFICER, PASSWORD)  # the other tests keep theirs
    name, _, value = own.partition("=")
    context.clear_cookies()
    context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page.goto(site.at())
    wait_until_usable(page)
    expect(page.get_by_text("李晓红 · 联席办督查人员")).to_be_visible()

    page.get_by_role("button", name="退出登录").click()

    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(site.at("case_review"))
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert "信访件编号" not in page.locator("body").inner_text()


def test_two_users_with_different_rights_see_different_pages(
    stranger: Page, site: Site, page: Page, watched: Watched
) -> None:
    watched.expected_errors.append("status of 403")
    stranger.context.add_cookies([_settled(site, "auditor.he", "auditor")])
    stranger.goto(site.at("case_review"))
    wait_until_usable(stranger)
    expect(stranger.get_by_text("王建国 · 审计监督人员")).to_be_visible()

    answer = stranger.goto(site.at("intake"))

    assert answer is not None and answer.status == 403
    expect(stranger.get_by_role("heading", name="不能打开这个页面")).to_be_visible()
    page.goto(site.at("intake"))
    wait_until_usable(page)
    expect(page.get_by_text("李晓红 · 联席办督查人员")).to_be_visible()


def test_a_page_that_is_open_ends_when_its_account_is_closed(
    stranger: Page, site: Site, watched: Watched
) -> None:
    watched.expected_errors += ["status of 403", "WebSocket", "Kernel", "Connection lost"]
    stranger.context.add_cookies([_settled(site, "leaving", "supervisor")])
    stranger.goto(site.at("case_review"))
    wait_until_usable(stranger)
    wait_until(stranger, "window.jupyterapp?.widgetManager?.kernel?.id")

    run_workbench(site.home, "user", "disable", "leaving")

    expect(stranger.locator("#site-connection")).to_contain_text("登录已失效")
    stranger.get_by_role("button", name="重新登录").click()
    expect(stranger.get_by_role("heading", name="登录")).to_be_visible()
    fill_in(stranger, "leaving", CHOSEN)
    expect(stranger.get_by_role("alert")).to_contain_text("已停用")


def test_the_cookie_of_the_login_is_out_of_reach_of_scripts(page: Page, site: Site) -> None:
    page.goto(site.at())
    wait_until_usable(page)

    assert "workbench-session" not in page.evaluate("document.cookie")


def test_a_link_in_a_mail_of_another_site_opens_for_who_is_logged_in(
    page: Page, site: Site, watched: Watched
) -> None:
    # The same machine under another name is another site; the strict cookie does not travel with its links.
    page.goto(site.address.replace("127.0.0.1", "localhost") + "login")
    page.evaluate(
        "href => document.body.append(Object.assign(document.createElement('a'), {href, id: 'mail'}))",
        site.at("case_review?late=1"),
    )
    page.evaluate("document.getElementById('mail').click()")

    wait_until_usable(page)
    watched.requests[:] = [asked for asked in watched.requests if "//localhost:" not in asked]
    assert re.search(r"127\.0\.0\.1:\d+/case_review\?late=1$", page.url)


def _settled(site: Site, account: str, role: str) -> dict[str, str]:
    """Open an account, let its owner choose a password, and return the cookie of his login."""
    one_time = open_account(site, account, role)
    first = log_in(site.address, account, one_time)
    post(site.address, "/password", {"old": one_time, "new": CHOSEN, "again": CHOSEN}, first)
    name, _, value = log_in(site.address, account, CHOSEN).partition("=")
    return {"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}


@pytest.mark.parametrize("path", ["login?mode=projector", "case_review?mode=projector"])
def test_the_login_is_large_on_a_projector(stranger: Page, site: Site, path: str) -> None:
    stranger.goto(site.at("login"))
    usual = stranger.get_by_role("button", name="登录").bounding_box()
    stranger.goto(site.at(path))
    large = stranger.get_by_role("button", name="登录").bounding_box()

    assert usual and large and large["height"] > 1.3 * usual["height"]
    assert Axe().run(stranger).violations_count == 0
