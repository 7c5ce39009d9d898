"""A client of the site that keeps to no rules: forms, requests with any header, and the line to a kernel."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

TOKEN = "2|00000000|" + "0" * 32 + "|1700000000"  # what counts is that form and cookie have the same
COOKIE = "workbench-session"
V1 = "v1.kernel.websocket.jupyter.org"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: str
    cookies: str

    @property
    def kernel(self) -> str:
        """The id of the kernel behind a page."""
        found = re.search(r'"kernelId": ?"([^"]+)"', self.body)
        assert found is not None, self.body[:500]
        return found[1]


def send(
    address: str,
    path: str,
    method: str = "GET",
    *,
    cookie: str = "",
    body: str | None = None,
    headers: dict[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Answer:
    """Send one request with the path exactly as written; ``source`` is the address it comes from."""
    where = urlsplit(address)
    line = HTTPConnection(where.hostname or "", where.port, timeout=60, source_address=(source, 0))
    try:
        line.request(method, path, body=body, headers={"Cookie": cookie, **(headers or {})})
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        cookies = SimpleCookie()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookies.load(value)
        set_now = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items() if morsel.value)
        return Answer(answer.status, {n.lower(): v for n, v in answer.getheaders()}, text, set_now)
    finally:
        line.close()


def post(address: str, path: str, values: dict[str, str], cookie: str = "") -> Answer:
    """Send a form as a page of the site does."""
    return send(
        address,
        path,
        "POST",
        cookie=f"_xsrf={TOKEN}; {cookie}",
        body=urlencode({**values, "_xsrf": TOKEN}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def log_in(address: str, account: str, password: str) -> str:
    """Log in as a browser does, and return the cookie of the login; fails if nobody is let in."""
    answer = post(address, "/login", {"name": account, "password": password})
    assert answer.status == 303, f"{answer.status}: {answer.body[-800:]}"
    return next(cookie for cookie in answer.cookies.split("; ") if cookie.startswith(COOKIE))


def message(kind: str, content: dict[str, Any], channel: str = "shell") -> dict[str, Any]:
    """Return a message of the kernel protocol, of the version that ipywidgets speaks."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "username": "x",
        "session": uuid.uuid4().hex,
        "date": "2026-01-01T00:00:00Z",
        "msg_type": kind,
        "version": "5.3",
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {"version": "1.0.0"},
        "content": content,
        "channel": channel,
    }


def packed(told: dict[str, Any], *buffers: bytes) -> bytes:
    """Return a message in the binary form of the first version of the websocket protocol."""
    parts = [told["channel"].encode()]
    parts += [json.dumps(told[name]).encode() for name in ("header", "parent_header", "metadata", "content")]
    parts += buffers
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    return b"".join(number.to_bytes(8, "little") for number in numbers) + b"".join(parts)


def talk(
    address: str,
    kernel: str,
    cookie: str,
    sent: list[str | bytes],
    *,
    protocol: str | None = None,
    seconds: float = 1.0,
    until: Sequence[str] = (),
    ends: Sequence[bytes] = (),
) -> list[str | bytes | None]:
    """Send raw messages to a kernel; return what came within ``seconds``, ``None`` at the end of the line.

    One may stop earlier: without a protocol when a message comes in which one of the texts ``until`` stands,
    with one when all of ``ends`` stand in it.
    """
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    async def run() -> list[str | bytes | None]:
        where = (
            address.replace("http", "ws", 1) + f"api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        )
        line = await websocket_connect(
            HTTPRequest(where, headers={"Cookie": cookie}), subprotocols=[protocol] if protocol else None
        )
        came: list[str | bytes | None] = []
        for one in sent:
            await line.write_message(one, binary=isinstance(one, bytes))
        try:
            async with asyncio.timeout(seconds):
                while True:
                    came.append(await line.read_message())
                    last = came[-1]
                    if last is None or (until and any(text in as_text(last) for text in until)):
                        break
                    if ends and isinstance(last, bytes) and all(part in last for part in ends):
                        break
        except TimeoutError:
            pass
        line.close()
        return came

    return asyncio.run(run())


def states(address: str, kernel: str, cookie: str) -> str:
    """Return the state of every widget of a kernel, as one text, as a page asks for it."""
    comm = uuid.uuid4().hex
    asked = [
        json.dumps(
            message("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}})
        ),
        json.dumps(message("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})),
    ]
    came = talk(address, kernel, cookie, list(asked), seconds=10, until=("update_states",))
    return "\n".join(as_text(one) for one in came if one is not None)


def as_text(told: str | bytes) -> str:
    """Return a message of the first protocol in one spelling; pictures in it are left out."""
    from jupyter_server.services.kernels.connection.base import deserialize_binary_message

    read = json.loads(told) if isinstance(told, str) else deserialize_binary_message(told)  # type: ignore[no-untyped-call]
    return json.dumps({**read, "buffers": None}, ensure_ascii=False, default=str)
