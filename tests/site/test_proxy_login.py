"""A login that the office's proxy begins: logged, timed and ended like any other."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.site.client import COOKIE, TOKEN, Answer, log_in, send
from tests.site.conftest import LEAVE, PASSWORD, PROXY, Running, named
from workbench.site.sessions import FILE
from workbench.terms import AccountEvent, Role


def ask(running: Running, account: str, path: str = "/login", cookie: str = "", **headers: str) -> Answer:
    """Ask as the proxy does for somebody whom it has let in; the page of the login costs no kernel."""
    return send(running.address, path, cookie=cookie, headers={**named(account), **headers}, source=PROXY)


def cookie_of(answer: Answer) -> str:
    return next((one for one in answer.cookies.split("; ") if one.startswith(COOKIE)), "")


def logins(running: Running, account: str) -> int:
    return sum(one.event is AccountEvent.NAMED for one in running.book.records(account))


@pytest.fixture
def account(running: Running, request: pytest.FixtureRequest) -> str:
    """An account of this test alone."""
    name = f"p{abs(hash(request.node.name)) % 10**9}"
    running.open_account(name)
    return name


def test_the_first_page_begins_a_login_and_notes_it(running: Running, account: str) -> None:
    first = ask(running, account, **{"X-Forwarded-For": "192.0.2.44", "X-Forwarded-Proto": "https"})

    cookie = cookie_of(first)
    assert cookie
    assert "HttpOnly" in first.headers["set-cookie"] and "Secure" in first.headers["set-cookie"]
    newest = running.book.records(account, limit=1)[0]
    assert (newest.event, newest.address) == (AccountEvent.NAMED, "192.0.2.44")
    again = ask(running, account, cookie=cookie)
    assert (again.status, again.headers["location"]) == (302, "/")
    assert cookie_of(again) == ""
    assert logins(running, account) == 1


def test_the_login_before_this_one_is_known(running: Running, account: str) -> None:
    assert running.bench.previous_login(account) is None

    ask(running, account)
    assert running.bench.previous_login(account) is None
    ask(running, account)

    assert running.bench.previous_login(account) == running.bench.today()


def test_only_a_page_begins_a_login(running: Running, account: str, kernel: str) -> None:
    assert ask(running, account, f"/api/kernels/{kernel}").status in (403, 404)
    assert (
        ask(running, account, "/", **{"Sec-Fetch-Site": "cross-site"}).status == 302
    )  # its cookie is kept back

    assert logins(running, account) == 0


def test_its_cookie_opens_nothing_without_the_proxy(running: Running, account: str) -> None:
    cookie = cookie_of(ask(running, account))

    assert send(running.address, "/password", cookie=cookie).status == 302
    assert send(running.address, "/password", cookie=cookie, source=PROXY).status == 302
    assert ask(running, "nobody", "/password", cookie).status == 302
    assert ask(running, account, "/password", cookie).status == 200


def test_somebody_else_in_the_same_browser_gets_a_login_of_his_own(running: Running, account: str) -> None:
    running.open_account(f"{account}b")
    cookie = cookie_of(ask(running, account))

    other = cookie_of(ask(running, f"{account}b", cookie=cookie))

    assert other not in ("", cookie)
    assert account in ask(running, account, "/password", other).body  # and never with the cookie of another
    assert logins(running, account) == 2  # the first one ended when another came


def test_a_password_still_lets_in_who_is_not_named(running: Running, account: str) -> None:
    cookie = log_in(running.address, account, PASSWORD)

    assert send(running.address, "/password", cookie=cookie).status == 200
    assert ask(running, "nobody", "/password", cookie).status == 200
    assert logins(running, account) == 0


def test_an_idle_login_is_over_with_its_pages_and_the_next_page_begins_another(
    running: Running, account: str
) -> None:
    page = ask(running, account, "/")
    cookie = cookie_of(page)
    with closing(sqlite3.connect(running.home / FILE, timeout=10)) as kept, kept:
        kept.execute("UPDATE session SET seen = '2026-01-01T00:00:00+00:00' WHERE account = ?", (account,))

    assert ask(running, account, f"/api/kernels/{page.kernel}", cookie).status == 403
    time.sleep(4)
    assert f"Kernel shutdown: {page.kernel}" in running.log
    assert cookie_of(ask(running, account, cookie=cookie)) not in ("", cookie)
    assert logins(running, account) == 2


def test_a_changed_role_begins_a_login_anew(running: Running, account: str) -> None:
    cookie = cookie_of(ask(running, account))
    running.book.change_role(account, Role.ADMINISTRATOR, None, by="test")
    time.sleep(1.1)  # for which an account is not asked for again

    assert ask(running, account, "/api/kernels/00000000-0000-0000-0000-000000000000", cookie).status == 403
    assert cookie_of(ask(running, account, cookie=cookie)) not in ("", cookie)


def test_leaving_leads_to_the_logout_of_the_office_and_ends_this_browser_alone(
    running: Running, account: str
) -> None:
    here, elsewhere = cookie_of(ask(running, account)), cookie_of(ask(running, account))

    left = send(
        running.address, "/logout", "POST", cookie=f"_xsrf={TOKEN}; {here}", body=f"_xsrf={TOKEN}",
        headers={**named(account), "Content-Type": "application/x-www-form-urlencoded"}, source=PROXY,
    )  # fmt: skip

    assert left.status == 200 and LEAVE in left.body
    assert running.book.records(account, limit=1)[0].event is AccountEvent.LEFT
    assert cookie_of(ask(running, account, cookie=elsewhere)) == ""  # goes on
    assert cookie_of(ask(running, account, cookie=here)) != ""
