"""A monitor without an account hears whether all is well, and nothing of what is kept."""

from __future__ import annotations

import json

from tests.site.client import send
from tests.site.conftest import Running


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
