"""A monitor without an account hears whether all is well, and nothing of what is kept."""

from __future__ import annotations

import asyncio
import json
import threading
import time

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from tests.site.client import send
from tests.site.conftest import Running
from workbench.site.handlers import HealthHandler, OneLook


def test_a_monitor_hears_a_state_and_codes_and_nothing_else(running: Running) -> None:
    answer = send(running.address, "/site/health")

    told = json.loads(answer.body)
    assert set(told) == {"status", "findings"}
    assert answer.status == 503 and told["status"] == "fault"  # there is no backup yet
    assert "backup_missing" in told["findings"]
    assert all(code.isascii() and code.replace("_", "").isalpha() for code in told["findings"])
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
    assert not answer.cookies


def test_a_monitor_can_only_ask(running: Running) -> None:
    assert send(running.address, "/site/health", "POST").status in (403, 405)
    assert send(running.address, "/site/health/..%2f..%2fworkbench.sqlite").status in (302, 404)


def test_many_who_ask_at_once_wait_for_one_look_and_a_monitor_may_ask_for_the_status_alone() -> None:
    looks: list[int] = []

    def look() -> dict[str, object]:
        looks.append(threading.get_ident())
        time.sleep(0.2)
        return {"status": "fault", "findings": ["disk_full"]}

    async def ask() -> list[tuple[int, bytes]]:
        sockets, port = bind_unused_port()
        server = HTTPServer(Application([("/health", HealthHandler)], health=OneLook(look)))
        server.add_socket(sockets)
        client = AsyncHTTPClient(max_clients=30, force_instance=True)
        where = f"http://127.0.0.1:{port}/health"
        answers = await asyncio.gather(
            *(client.fetch(where, raise_error=False, method=how) for how in ["GET"] * 20 + ["HEAD"])
        )
        server.stop()
        return [(one.code, one.body) for one in answers]

    told = asyncio.run(ask())

    assert len(looks) == 1
    assert {code for code, _ in told} == {503}
    assert told[-1][1] == b"" and b"disk_full" in told[0][1]
