"""Logins under attack: how one begins, what it opens, when it ends, and whom the proxy may name."""

from __future__ import annotations

import time

import pytest
from tornado.httpclient import HTTPClientError

from tests.site.client import TOKEN, post, send, talk
from tests.site.conftest import PASSWORD, PROXY, SECRET, Running, is_alive, named
from workbench.site.proxy import SECRET_HEADER
from workbench.terms import AccountEvent, Role


def test_a_login_does_not_start_from_an_address(running: Running) -> None:
    answer = send(running.address, f"/login?name=lee&password={PASSWORD.replace(' ', '+')}")

    assert answer.status == 200
    assert "workbench-session" not in answer.cookies
    assert PASSWORD not in running.log


def test_the_cookie_is_strict_and_out_of_reach(running: Running) -> None:
    answer = post(running.address, "/login", {"name": "lee", "password": PASSWORD})

    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "x",
    ],
)
def test_after_the_login_nobody_is_led_to_another_site(running: Running, asked: str) -> None:
    answer = post(running.address, "/login", {"name": "lee", "password": PASSWORD, "next": asked})

    assert (answer.status, answer.headers["location"]) == (303, "/")


def test_leaving_ends_the_login_on_the_server(running: Running) -> None:
    from tests.site.client import log_in

    cookie = log_in(running.address, "lee", PASSWORD)
    page = send(running.address, "/", cookie=cookie)
    assert page.status == 200

    assert post(running.address, "/logout", {}, cookie).status == 303

    assert send(running.address, "/", cookie=cookie).status == 302
    assert not is_alive(running, page.kernel)
    assert running.book.records("lee", limit=1)[0].event is AccountEvent.LEFT


@pytest.mark.parametrize("change", ["disable", "role", "reset"])
def test_a_changed_account_loses_its_pages_at_once(running: Running, change: str) -> None:
    from tests.site.client import log_in

    name = f"short.{change}"
    running.open_account(name)
    cookie = log_in(running.address, name, PASSWORD)
    page = send(running.address, "/", cookie=cookie)

    if change == "disable":
        running.book.disable(name, by="test")
    elif change == "role":
        running.book.change_role(name, Role.AUDITOR, None, by="test")
    else:
        running.book.reset(name, by="test")
    try:
        came = talk(running.address, page.kernel, cookie, [], seconds=6)
    except HTTPClientError as refused:  # the site has seen it already
        assert refused.code in (403, 404)
    else:
        assert came[-1] is None  # the line was cut by the site
    time.sleep(4)
    assert send(running.address, "/", cookie=cookie).status == 302
    assert f"Kernel shutdown: {page.kernel}" in running.log


def test_a_role_opens_its_own_pages_only(running: Running) -> None:
    from tests.site.client import log_in

    running.open_account("keeper", Role.ADMINISTRATOR)
    cookie = log_in(running.address, "keeper", PASSWORD)

    assert send(running.address, "/case_review", cookie=cookie).status == 403
    assert send(running.address, "/intake", cookie=cookie).status == 403


@pytest.mark.parametrize("told", ["", "nobody", "lee, wang", "lee\t", "*", "gone"])
def test_the_proxy_names_accounts_that_are_open(running: Running, told: str) -> None:
    if told == "gone" and running.book.find("gone") is None:
        running.open_account("gone")
        running.book.disable("gone", by="test")

    answer = send(running.address, "/", headers=named(told), source=PROXY)

    assert answer.status == (
        302 if told != "lee\t" else 200
    )  # white space at the ends is no part of a header


def test_the_log_of_logins_knows_the_address_behind_the_proxy(running: Running) -> None:
    from urllib.parse import urlencode

    send(
        running.address,
        "/login",
        "POST",
        cookie=f"_xsrf={TOKEN}",
        body=urlencode({"name": "nobody", "password": "x", "_xsrf": TOKEN}),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": "198.51.100.9, 192.0.2.44",
            SECRET_HEADER: SECRET,
        },
        source=PROXY,
    )

    assert running.book.records("nobody", limit=1)[0].address == "192.0.2.44"
