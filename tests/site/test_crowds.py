"""More who want a page than the machine bears: they wait in a queue that says so and moves by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.site.client import TOKEN, Answer, log_in, send, talk
from tests.site.conftest import PASSWORD, Running, home_with_logins

FORGED = {"X-XSRFToken": TOKEN}
SMALL = """
import sys
from workbench.cli import main
from workbench.site import activity, room, server

room.ABANDONED_AFTER, server.MOST_PAGES, failures = {patience}, {pages}, {failing}
start = activity.PageKernels.start_kernel

async def start_or_fail(self, **given):
    global failures
    if failures:
        failures -= 1
        raise RuntimeError("no kernel")
    return await start(self, **given)

activity.PageKernels.start_kernel = start_or_fail
sys.argv[1:] = ["serve", "--port", "18666", "--json"]
sys.exit(main())
"""
SmallSite = Callable[..., tuple[str, str]]


@pytest.fixture
def small_site(prepared_home: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """Start a site with room for so many pages, of one account for so many; return address and login.

    A third number says after how many seconds a page without a viewer gives way; the first ``failing``
    kernels do not start.
    """
    running: list[subprocess.Popen[str]] = []
    home, database, bench = home_with_logins(prepared_home, tmp_path, "lee")
    bench.close()

    def start(pages: int, of_one: int, patience: float = 60, failing: int = 0) -> tuple[str, str]:
        code = SMALL.format(pages=pages, patience=patience, failing=failing)
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={
                **os.environ,
                "WORKBENCH_HOME": str(home),
                "WORKBENCH_DATABASE": database,
                "WORKBENCH_PAGES_PER_ACCOUNT": str(of_one),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        return address, log_in(address, "lee", PASSWORD)

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def at_once(count: int, address: str, login: str) -> list[Answer]:
    """Open so many pages in the same instant; return the answers, those that got in first."""
    with ThreadPoolExecutor(count) as many:
        answers = many.map(lambda _: send(address, "/", cookie=login), range(count))
        return sorted(answers, key=lambda answer: answer.status)


def test_who_finds_no_room_is_told_so_and_gets_in_when_there_is(
    small_site: SmallSite,
) -> None:
    address, lee = small_site(1, 9)

    page, *kept_out = at_once(5, address, lee)

    assert [page.status, *(one.status for one in kept_out)] == [200, 503, 503, 503, 503]
    waiting = kept_out[0]
    assert "正在排队" in waiting.body and "自动打开" in waiting.body
    assert f'data-seconds="{waiting.headers["retry-after"]}"' in waiting.body
    cookie = f"_xsrf={TOKEN}; {lee}"
    send(address, f"/voila/api/shutdown/{page.kernel}", "POST", cookie=cookie, headers=FORGED)
    end = time.monotonic() + 20
    while send(address, "/", cookie=lee).status != 200:
        assert time.monotonic() < end


def test_one_account_cannot_take_all_the_room(small_site: SmallSite) -> None:
    address, lee = small_site(9, 2, failing=2)
    for _ in range(2):  # a page whose kernel does not start has given its place back
        with suppress(OSError, HTTPException):
            send(address, "/", cookie=lee)

    answers = at_once(6, address, lee)

    assert [answer.status for answer in answers] == [200, 200, 503, 503, 503, 503]
    assert all("您打开的页面太多" in answer.body for answer in answers[2:])


@pytest.mark.parametrize(("pages", "of_one"), [(2, 9), (9, 2)], ids=["of the site", "of the account"])
def test_a_page_that_lost_its_viewer_gives_way_and_one_that_is_looked_at_stays(
    small_site: SmallSite, pages: int, of_one: int
) -> None:
    address, lee = small_site(pages, of_one, 0.2)
    looked_at, lost = (send(address, "/", cookie=lee).kernel for _ in range(2))
    with ThreadPoolExecutor(1) as viewer:
        looking = viewer.submit(talk, address, looked_at, lee, [], seconds=6)
        time.sleep(1.5)

        third = send(address, "/", cookie=lee)

        states = [
            send(address, f"/api/kernels/{kernel}", cookie=lee).status
            for kernel in (looked_at, lost, third.kernel)
        ]
        assert third.status == 200
        assert states == [200, 404, 200]
        assert None not in looking.result()


def test_ten_pages_in_the_same_instant_all_open_each_with_its_own_kernel(running: Running) -> None:
    with ThreadPoolExecutor(10) as many:
        pages = list(
            many.map(
                lambda n: send(running.address, "/", cookie=(running.lee, running.wang)[n % 2]), range(10)
            )
        )

    assert [page.status for page in pages] == [200] * 10
    assert all("application/vnd.voila.cell-output+json" in page.body for page in pages)
    assert len({page.kernel for page in pages}) == 10
