"""Whatever comes in over the line, from whoever, stands in no log and in nothing that is left over."""

from __future__ import annotations

import json
import re
import socket
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

import pytest

from tests.site.client import TOKEN, message, send, states, talk
from tests.site.conftest import Running

ID = "430682197703068116"  # its check digit is right
MARKERS = ("欧阳墨标", "ouyangmobiao", "ouyang mobiao", ID)
SOURCE = "127.0.0.9"  # whose wrong logins and tokens keep nobody else of the tests out
SIGNS = ("mobiao", "MOBIAO", "墨标", ID, quote("墨标"))
PATHS = (
    "/{}", "/case_review?text={}", "/case_review/{}", "/assets/abc/site/{}.js", "/api/kernels/{}",
    "/voila/api/shutdown/{}", "/voila/render/{}.ipynb", "/interface/v1/{}.json",
    "/interface/v1/matters.json?unit={}", "/?entry={}", "/login?next=/{}", "/site/health?{}", "/static/{}",
)  # fmt: skip


@pytest.fixture(scope="module")
def said(running: Running) -> str:
    """All that the site has logged after it was told markers by every way in."""
    at = urlsplit(running.address)
    send(running.address, f"/api/kernels/{UUID(int=1)}/channels", source=SOURCE)  # refused before it is ours

    def ask(path: str, method: str = "GET", **more: Any) -> None:
        send(running.address, path, method, source=SOURCE, **more)

    for marker in MARKERS:
        told = quote(marker)
        headers = {"User-Agent": told, "Referer": f"http://x/{told}?n={told}", "X-Forwarded-For": told}
        headers |= {"Authorization": f"Bearer {told}", "Origin": f"http://{told}"}
        for path in PATHS:
            ask(path.format(told), headers=headers, cookie=f"a={told}")
        ask("/case_review", told.upper().replace("%", "X")[:12], headers=headers)
        ask(f"/{told}", "POST", body=told, cookie=running.lee)
        ask("/login", headers={"Host": f"{told}.example"})
        form = urlencode({"name": f"{marker}-nobody", "password": marker, "_xsrf": TOKEN})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        ask("/login", "POST", body=form, cookie=f"_xsrf={TOKEN}", headers=kind)
        for raw in (
            marker,
            f"GET / HTTP/1.1\r\n{marker}",
            f"GET /{marker} HTTP/1.1\r\nContent-Length: {marker}",
        ):
            with socket.create_connection((at.hostname, at.port)) as line:
                line.sendall(f"{raw}\r\n\r\n".encode())
                line.settimeout(0.05)
                try:
                    line.recv(100)
                except TimeoutError:
                    pass
    kernel = send(running.address, "/", cookie=running.lee).kernel
    models = re.findall(r'"([0-9a-f]{32})": \{"model_name"', states(running.address, kernel, running.lee))
    sent: list[str | bytes] = []
    for marker in MARKERS:
        sent += [marker, json.dumps({"channel": marker}), json.dumps(message(marker, {}))]
        sent.append(json.dumps(message("comm_open", {"target_name": marker, "comm_id": marker})))
        for model in models[:20]:
            for data in (
                {"method": "update", "state": {marker: marker}},
                {"method": "custom", "content": marker},
            ):
                sent.append(json.dumps(message("comm_msg", {"comm_id": model, "data": data})))
    talk(running.address, kernel, running.lee, sent, seconds=1.5)
    logs = [path.read_text("utf-8") for path in (running.home / "logs").iterdir()]
    return "\n".join(logs)


def test_no_marker_stands_in_any_log(said: str) -> None:
    assert "no such address" in said and "the browser tried to set" in said  # it was told
    assert {sign: said.count(sign) for sign in SIGNS if sign in said} == {}


def test_no_marker_made_the_log_fail(said: str) -> None:
    assert "Uncaught exception" not in said and "nothing caught this" not in said
