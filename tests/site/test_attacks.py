"""The site under attack by clients that are no browsers: nothing without a login, nothing of others."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPClientError

from tests.site.client import TOKEN, V1, message, packed, post, send, states, talk
from tests.site.conftest import HEADER, PASSWORD, PROXY, Running
from workbench.terms import AccountEvent, Role

NOWHERE = "00000000-0000-0000-0000-000000000000"
FORGED = {"X-XSRFToken": TOKEN}


@pytest.fixture(scope="session")
def kernel(running: Running) -> str:
    """A kernel that belongs to lee."""
    return send(running.address, "/", cookie=running.lee).kernel


def is_alive(running: Running, kernel: str) -> bool:
    return send(running.address, f"/api/kernels/{kernel}", cookie=running.lee).status == 200


@pytest.mark.parametrize(
    "path", ["/", "/case_review", "/intake?x=1", "/voila/render/home.ipynb", "/password", "/nothing_like_it"]
)
def test_without_a_login_every_page_leads_to_it(running: Running, path: str) -> None:
    answer = send(running.address, path)

    assert answer.status == 302
    assert answer.headers["location"].startswith("/login?next=%2F")
    assert "kernelId" not in answer.body


def test_without_a_login_no_kernel_starts(running: Running) -> None:
    before = running.log.count("Using pre-heated kernel")

    for _ in range(5):
        send(running.address, "/")

    assert running.log.count("Using pre-heated kernel") == before


def test_without_a_login_a_kernel_is_out_of_reach(running: Running, kernel: str) -> None:
    assert send(running.address, f"/api/kernels/{kernel}").status == 403
    with pytest.raises(HTTPClientError, match="403"):
        talk(running.address, kernel, "", [])
    ended = send(
        running.address, f"/voila/api/shutdown/{kernel}", "POST", cookie=f"_xsrf={TOKEN}", headers=FORGED
    )
    assert ended.status == 403
    assert is_alive(running, kernel)


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


CODE = "open({!r}, 'w').write('x')"


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub"])
@pytest.mark.parametrize(
    "kind",
    [
        "execute_request",
        "inspect_request",
        "complete_request",
        "history_request",
        "is_complete_request",
        "debug_request",
        "interrupt_request",
        "shutdown_request",
        "create_subshell_request",
        "input_reply",
        "usage_request",
        "apply_request",
    ],
)
def test_only_messages_of_widgets_reach_a_kernel(
    running: Running, kernel: str, tmp_path: Path, channel: str, kind: str
) -> None:
    target = tmp_path / "written"
    content = {
        "code": CODE.format(str(target)), "cursor_pos": 1, "silent": False, "restart": False, "value": "x"
    }  # fmt: skip
    told = message(kind, content, channel)
    before = running.log.count("refused a message")

    came = talk(running.address, kernel, running.lee, [json.dumps(told)], seconds=0.3)
    came += talk(running.address, kernel, running.lee, [packed(told)], protocol=V1, seconds=0.3)

    answered = "".join(
        one if isinstance(one, str) else (one or b"").decode("utf-8", "replace") for one in came
    )
    assert told["header"]["msg_id"] not in answered
    assert not target.exists()
    assert is_alive(running, kernel)
    ends = time.monotonic() + 20  # a busy machine may read the second message only now
    while running.log.count("refused a message") < before + 2 and time.monotonic() < ends:
        time.sleep(0.05)
    assert running.log.count("refused a message") == before + 2


@pytest.mark.parametrize("channel", ["control", "stdin", "nowhere", "", None])
def test_widget_messages_come_on_their_own_channel_only(
    running: Running, kernel: str, channel: str | None
) -> None:
    told = {**message("comm_info_request", {}), "channel": channel}

    came = talk(running.address, kernel, running.lee, [json.dumps(told)], seconds=0.3)

    assert told["header"]["msg_id"] not in str(came)


@pytest.mark.parametrize("target", ["jupyter.widget", "jupyter.widget.version", "matplotlib", "", None, 7])
def test_a_browser_opens_no_widget_of_its_own(running: Running, kernel: str, target: object) -> None:
    comm = uuid4().hex
    data = {"state": {"_model_module": "@jupyter-widgets/controls", "_model_name": "HTMLModel"}}
    opened = message("comm_open", {"comm_id": comm, "target_name": target, "data": data})
    asked = message("comm_info_request", {})

    came = talk(running.address, kernel, running.lee, [json.dumps(opened), json.dumps(asked)])

    answer = next(one for one in came if isinstance(one, str) and "comm_info_reply" in one)
    assert comm not in answer


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00",
        b"\xff" * 64,
        (2**63).to_bytes(8, "little") * 4,
        (5).to_bytes(8, "little") + b"\x00" * 40,
        "",
        "null",
        "[]",
        "{}",
        '{"channel": "shell"}',
        '{"channel": "shell", "header": null}',
        '{"channel": "shell", "header": {"msg_type": ["comm_msg"]}}',
        "\x00",
        "[" * 5000,
    ],
)
@pytest.mark.parametrize("protocol", [None, V1])
def test_garbage_on_the_line_harms_nobody(
    running: Running, kernel: str, garbage: str | bytes, protocol: str | None
) -> None:
    talk(running.address, kernel, running.lee, [garbage], protocol=protocol, seconds=0.1)

    assert is_alive(running, kernel)
    assert send(running.address, "/site/alive").status == 200


def test_a_foreign_origin_gets_no_line(running: Running, kernel: str) -> None:
    opening = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    path = f"/api/kernels/{kernel}/channels"

    for origin in (
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        running.address[:-1] + ".evil.example",
    ):
        answer = send(running.address, path, cookie=running.lee, headers={**opening, "Origin": origin})
        assert answer.status == 403


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


def test_the_proxy_says_who_looks(running: Running) -> None:
    page = send(running.address, "/", headers={HEADER: "wang"}, source=PROXY)

    assert page.status == 200
    assert send(running.address, f"/api/kernels/{page.kernel}", cookie=running.wang).status == 200
    assert send(running.address, f"/api/kernels/{page.kernel}", cookie=running.lee).status == 404


def test_the_header_counts_from_the_proxy_only(running: Running) -> None:
    before = running.log.count(f"refused a header {HEADER}")

    assert send(running.address, "/", headers={HEADER: "wang"}).status == 302
    assert send(running.address, "/", headers={HEADER: "wang"}, source="127.0.0.3").status == 302
    forwarded = {HEADER: "wang", "X-Forwarded-For": PROXY, "X-Real-IP": PROXY}
    assert send(running.address, "/", headers=forwarded).status == 302

    assert running.log.count(f"refused a header {HEADER}") == before + 3


@pytest.mark.parametrize("told", ["", "nobody", "lee, wang", "lee\t", "*", "gone"])
def test_the_proxy_names_accounts_that_are_open(running: Running, told: str) -> None:
    if told == "gone" and running.book.find("gone") is None:
        running.open_account("gone")
        running.book.disable("gone", by="test")

    answer = send(running.address, "/", headers={HEADER: told}, source=PROXY)

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
        },
        source=PROXY,
    )

    assert running.book.records("nobody", limit=1)[0].address == "192.0.2.44"


def test_what_the_site_keeps_is_private(running: Running) -> None:
    assert (running.home / "sessions.sqlite").stat().st_mode & 0o077 == 0
    connections = re.search(r"Storing connection files in (\S+)\.", running.log)
    assert connections is not None
    folder = Path(connections[1])
    assert folder.stat().st_mode & 0o077 == 0
    files = list(folder.glob("*.json"))
    assert files
    assert all(json.loads(file.read_text())["transport"] == "ipc" for file in files)
