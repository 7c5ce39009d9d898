"""The site under attack by clients that are no browsers: nothing without a login, nothing of others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError

from tests.site.client import TOKEN, post, send, states, talk
from tests.site.conftest import PASSWORD, Running, is_alive

NOWHERE = "00000000-0000-0000-0000-000000000000"
FORGED = {"X-XSRFToken": TOKEN}


@pytest.mark.parametrize(
    "path", ["/", "/case_review", "/intake?x=1", "/voila/render/home.ipynb", "/password", "/nothing_like_it"]
)
def test_without_a_login_every_page_leads_to_it(running: Running, path: str) -> None:
    answer = send(running.address, path)

    assert answer.status == 302
    assert answer.headers["location"].startswith("/login?next=%2F")
    assert "kernelId" not in answer.body


def test_without_a_login_no_kernel_starts(running: Running) -> None:
    def started() -> int:
        return running.log.count("Kernel started: ")

    before = started()

    for path in ("/", "/case_review", "/?token=x", "/?entry=x", "/voila/render/home.ipynb", "/api/kernels"):
        for method in ("GET", "POST"):
            send(running.address, path, method)

    assert started() == before
    send(running.address, "/", cookie=running.lee)  # a login starts one: it is counted
    assert started() == before + 1


def test_without_a_login_a_kernel_is_out_of_reach(running: Running, kernel: str) -> None:
    assert send(running.address, f"/api/kernels/{kernel}").status == 403
    with pytest.raises(HTTPClientError, match="403"):
        talk(running.address, kernel, "", [])
    ended = send(
        running.address, f"/voila/api/shutdown/{kernel}", "POST", cookie=f"_xsrf={TOKEN}", headers=FORGED
    )
    assert ended.status == 403
    assert is_alive(running, kernel)


def test_what_a_page_lacks_it_says_to_the_log_in_given_words_and_only_of_its_own_kernel(
    running: Running, kernel: str
) -> None:
    def say(what: str, cookie: str = "") -> int:
        return send(running.address, f"/api/kernels/{kernel}?lacks={what}", cookie=cookie).status

    assert (say("view"), say("spoilt", running.lee), say("change", running.lee)) == (403, 200, 200)

    told = [line for line in running.log.splitlines() if f"lacks a part: change (kernel {kernel})" in line]
    assert len(told) == 1
    assert running.log.count("lacks a part") == 1


@pytest.mark.parametrize("way", ["?token=x", "?token=", "?entry=", "?entry=x"])
def test_no_token_opens_the_site(running: Running, way: str) -> None:
    answer = send(running.address, f"/{way}", headers={"Authorization": "token x"})

    assert answer.status == 302
    assert "workbench-session" not in answer.cookies


@pytest.mark.parametrize("cookie", ["", "x", "0" * 64, "../../etc/passwd", "' OR 1=1 --"])
def test_an_invented_cookie_opens_nothing(running: Running, cookie: str) -> None:
    name = running.lee.partition("=")[0]

    assert send(running.address, "/", cookie=f'{name}="{cookie}"').status == 302


def test_the_hash_in_the_file_of_logins_is_no_key(running: Running) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(running.home / "sessions.sqlite")) as file:
        kept = [row[0] for row in file.execute("SELECT id FROM session")]
    name, _, secret = running.lee.partition("=")

    assert kept and secret not in kept
    assert all(send(running.address, "/", cookie=f"{name}={one}").status == 302 for one in kept)


def test_a_kernel_of_somebody_else_is_as_little_there_as_none(running: Running, kernel: str) -> None:
    foreign, none = (
        send(running.address, f"/api/kernels/{one}", cookie=running.wang) for one in (kernel, NOWHERE)
    )

    assert foreign.status == none.status == 404
    assert foreign.body.replace(kernel, "") == none.body.replace(NOWHERE, "")


def test_a_kernel_of_somebody_else_cannot_be_joined(running: Running, kernel: str) -> None:
    with pytest.raises(HTTPClientError, match="404"):
        talk(running.address, kernel, running.wang, [])


def test_a_kernel_of_somebody_else_cannot_be_ended(running: Running, kernel: str) -> None:
    cookie = f"_xsrf={TOKEN}; {running.wang}"

    ended = send(running.address, f"/voila/api/shutdown/{kernel}", "POST", cookie=cookie, headers=FORGED)

    assert ended.status == 404
    assert is_alive(running, kernel)


def test_each_viewer_sees_his_own_name_and_no_other(running: Running) -> None:
    for _ in range(2):
        for cookie, own, other in (
            (running.lee, "姓名lee", "姓名wang"),
            (running.wang, "姓名wang", "姓名lee"),
        ):
            page = send(running.address, "/", cookie=cookie)
            shown = states(running.address, page.kernel, cookie)
            assert own in shown
            assert other not in shown
            send(
                running.address,
                f"/voila/api/shutdown/{page.kernel}",
                "POST",
                cookie=f"_xsrf={TOKEN}; {cookie}",
                headers=FORGED,
            )


def test_an_address_cannot_say_who_looks(running: Running) -> None:
    forged = '{"account":"wang","name":"姓名wang","role":"administrator","unit":null}'
    from urllib.parse import quote

    page = send(
        running.address,
        f"/?WORKBENCH_VIEWER={quote(forged)}&viewer=wang&role=administrator",
        cookie=running.lee,
        headers={"X-Workbench-Viewer": quote(forged), "X-Forwarded-User": "wang"},
    )

    shown = states(running.address, page.kernel, running.lee)
    assert "wang" not in shown
    assert "lee" in shown


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "xinfang.example.evil.example", ""]
)
@pytest.mark.parametrize("path", ["/", "/login", "/case_review?entry=x"])
def test_a_foreign_host_name_is_refused(running: Running, host: str, path: str) -> None:
    assert send(running.address, path, cookie=running.lee, headers={"Host": host}).status in (400, 403)


def test_the_name_of_the_office_is_accepted(running: Running) -> None:
    assert send(running.address, "/login", headers={"Host": "xinfang.example"}).status == 200


def test_a_forged_form_is_refused(running: Running) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"name=lee&password={PASSWORD}"

    for path in ("/login", "/logout", "/password"):
        without = send(running.address, path, "POST", cookie=running.lee, body=body, headers=form)
        foreign = send(
            running.address,
            path,
            "POST",
            cookie=f"_xsrf={TOKEN}; {running.lee}",
            body=f"{body}&_xsrf={TOKEN}",
            headers={**form, "Origin": "http://evil.example"},
        )
        assert without.status == 403
        assert foreign.status in (403, 404)
    assert send(running.address, "/password", cookie=running.lee).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "UPLOAD"])
@pytest.mark.parametrize(
    "path", ["/", "/case_review", "/login", "/files/x.ipynb", "/api/kernels/{kernel}", "/api/contents/x.py"]
)
def test_no_other_method_does_anything(running: Running, kernel: str, method: str, path: str) -> None:
    answer = send(
        running.address,
        path.format(kernel=kernel),
        method,
        cookie=f"_xsrf={TOKEN}; {running.lee}",
        body="print('x')",
        headers=FORGED,
    )

    assert answer.status in (400, 403, 404, 405)
    assert "Traceback" not in answer.body
    assert is_alive(running, kernel)


def test_a_form_that_is_too_large_is_not_read(running: Running) -> None:
    try:
        answer = post(running.address, "/login", {"name": "lee", "password": "x" * 3_000_000})
    except OSError:  # the site hung up while we were still sending
        pass
    else:
        assert answer.status in (400, 413)
    assert send(running.address, "/site/alive").status == 200


def test_what_the_site_keeps_is_private(running: Running) -> None:
    assert (running.home / "sessions.sqlite").stat().st_mode & 0o077 == 0
    connections = re.search(r"Storing connection files in (\S+)\.", running.log)
    assert connections is not None
    folder = Path(connections[1])
    assert folder.stat().st_mode & 0o077 == 0
    files = list(folder.glob("*.json"))
    assert files
    assert all(json.loads(file.read_text())["transport"] == "ipc" for file in files)
