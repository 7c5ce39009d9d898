"""Every answer has the same headers against other pages, and only scripts and fonts may be kept."""

from __future__ import annotations

import re

import pytest

from tests.site.client import post, send
from tests.site.conftest import HEADER, Running
from workbench.site.headers import EVERY_ANSWER

POLICY = {
    "default-src 'self'",
    "script-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
KINDS = {
    "a page": (200, "/", True),
    "the way to the login": (302, "/case_review", False),
    "the login": (200, "/login", False),
    "the password": (200, "/password", True),
    "no such page": (404, "/nothing_like_it", True),
    "no such page, without a login": (302, "/nothing_like_it", False),
    "no such address": (404, "/api/contents", False),
    "a kernel": (200, "/api/kernels/{kernel}", True),
    "a kernel, without a login": (403, "/api/kernels/{kernel}", False),
    "no such kernel": (404, "/api/kernels/00000000-0000-0000-0000-000000000000", True),
    "a line that is none": (400, "/api/kernels/{kernel}/channels", True),
    "a line, without a login": (403, "/api/kernels/{kernel}/channels", False),
    "an end by a link": (405, "/voila/api/shutdown/{kernel}", True),
    "a sign of life": (200, "/site/alive", False),
    "the health": (None, "/site/health", False),
    "the interface, without a token": (401, "/interface/v1/matters", False),
    "no such script": (404, "/assets/000000000000/site/site.css", True),
}


@pytest.mark.parametrize(("status", "path", "with_login"), KINDS.values(), ids=KINDS)
def test_every_kind_of_answer_has_the_headers_and_is_kept_by_no_cache(
    running: Running, kernel: str, status: int | None, path: str, with_login: bool
) -> None:
    answer = send(running.address, path.format(kernel=kernel), cookie=running.lee if with_login else "")

    assert status in (None, answer.status)
    check(answer.headers)
    kept_by = answer.headers["cache-control"]
    assert kept_by == ("private, no-cache" if path.startswith("/interface/") else "no-store")


def test_refused_forms_and_ended_kernels_have_them_too(running: Running) -> None:
    for path, cookie in (("/login", ""), ("/password", running.lee), ("/logout", "")):
        answer = post(running.address, path, {"name": "lee", "password": "x"}, cookie)

        assert answer.status in (302, 403)
        check(answer.headers)
    forged = send(running.address, "/logout", "POST", cookie=running.lee)
    assert forged.status == 403
    check(forged.headers)


def test_a_script_may_be_kept_and_has_the_headers(running: Running) -> None:
    page = send(running.address, "/", cookie=running.lee).body
    script = re.search(r'"(/assets/[^"]+/bundle/scripts\.js)"', page)
    assert script is not None

    answer = send(running.address, script[1], cookie=running.lee)

    check(answer.headers)
    assert "immutable" in answer.headers["cache-control"]


def check(headers: dict[str, str]) -> None:
    """Fail unless the headers against other pages are there, each once and unchanged."""
    policy = set(headers["content-security-policy"].split("; "))
    assert policy >= POLICY
    assert not {part for part in policy if "unsafe" in part and not part.startswith("style-src")}
    found = {name: headers.get(name.lower()) for name in EVERY_ANSWER}
    assert found == EVERY_ANSWER
    assert HEADER.lower() not in headers
