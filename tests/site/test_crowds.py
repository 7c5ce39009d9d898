"""More who want a page than the machine bears: they wait in a queue that says so and moves by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.site.client import TOKEN, log_in, send, talk
from tests.site.conftest import PASSWORD, Running
from workbench.access.accounts import AccountBook
from workbench.access.settings import login_settings
from workbench.app import Workbench
from workbench.config import Config
from workbench.terms import Role

FORGED = {"X-XSRFToken": TOKEN}
SmallSite = Callable[..., tuple[str, str]]


@pytest.fixture
def small_site(prepared_home: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """Start a site with room for so many pages, of one account for so many; return address and login.

    A third number says after how many seconds a page without a viewer gives way.
    """
    running: list[subprocess.Popen[str]] = []
    home = Path(shutil.copytree(prepared_home, tmp_path / "home"))
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    bench = Workbench(Config(database=database, home=home))
    book = AccountBook(bench, login_settings())
    first = book.add("lee", "李", Role.SUPERVISOR, "430682LX", by="test")
    book.change_password("lee", first, PASSWORD, address="test")
    bench.close()

    def start(pages: int, of_one: int, patience: float = 60) -> tuple[str, str]:
        code = (
            "import sys, workbench.site.server as server, workbench.site.room as room; "
            f"from workbench.cli import main; room.ABANDONED_AFTER = {patience}; "
            f"server.MOST_PAGES, server.MOST_OF_ONE = {pages}, {of_one}; "
            "sys.argv[1:] = ['serve', '--port', '18666', '--json']; sys.exit(main())"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": database},
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


def test_who_finds_no_room_is_told_so_and_gets_in_when_there_is(
    small_site: SmallSite,
) -> None:
    address, lee = small_site(1, 9)
    page = send(address, "/", cookie=lee)

    waiting = send(address, "/", cookie=lee)

    assert waiting.status == 503
    assert "正在排队" in waiting.body and "自动打开" in waiting.body
    assert f'data-seconds="{waiting.headers["retry-after"]}"' in waiting.body
    cookie = f"_xsrf={TOKEN}; {lee}"
    send(address, f"/voila/api/shutdown/{page.kernel}", "POST", cookie=cookie, headers=FORGED)
    end = time.monotonic() + 20
    while send(address, "/", cookie=lee).status != 200:
        assert time.monotonic() < end


def test_one_account_cannot_take_all_the_room(small_site: SmallSite) -> None:
    address, lee = small_site(9, 1)
    send(address, "/", cookie=lee)

    answer = send(address, "/", cookie=lee)

    assert answer.status == 503
    assert "您打开的页面太多" in answer.body


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
