"""Pages that fail, or that nobody uses: each fails alone, and tells its viewer a sentence and no more."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.client import Answer, as_text, log_in, message, send, states, talk
from tests.site.conftest import PASSWORD, home_with_logins
from tests.site.failing_site import NEVER_MADE, write_pages
from workbench.site.voila_settings import IDLE_MINUTES, voila_settings

MEGABYTES = 400  # a page may take; one that only stands there has 120


@dataclass(frozen=True, slots=True)
class Failing:
    """The site: where it answers, the folder with its pages, a login."""

    address: str
    folder: Path
    login: str

    def get(self, path: str) -> Answer:
        """Ask as the one who is logged in."""
        return send(self.address, path, cookie=self.login)


@pytest.fixture(scope="module")
def failing(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Failing]:
    """A site of pages that fail."""
    folder = tmp_path_factory.mktemp("failing")
    home, database, bench = home_with_logins(prepared_home, folder, "lee")
    bench.close()
    write_pages(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.site.failing_site", str(folder)],
        env={
            **os.environ,
            "WORKBENCH_HOME": str(home),
            "WORKBENCH_DATABASE": database,
            "WORKBENCH_PAGE_MEMORY": str(MEGABYTES),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    yield Failing(address, folder, log_in(address, "lee", PASSWORD))
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def buttons(failing: Failing, kernel: str) -> dict[str, str]:
    """Return the buttons of a page: the identity of each by its label."""
    told = states(failing.address, kernel, failing.login)
    found = re.findall(r'"([0-9a-f]{32})": \{"model_name": "ButtonModel".*?"description": "(.*?)"', told)
    return {label: identity for identity, label in found}


def press(failing: Failing, kernel: str, button: str) -> str:
    """Press a button of a page; return what the page hears, up to what the button tells."""
    data = {"method": "custom", "content": {"event": "click"}}
    click = json.dumps(message("comm_msg", {"comm_id": button, "data": data}))
    heard = talk(failing.address, kernel, failing.login, [click], seconds=10, until=("要到了", "上限"))
    return "".join(as_text(one) for one in heard if one)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process takes this way")
def test_a_page_that_takes_too_much_memory_fails_alone_and_says_so(failing: Failing) -> None:
    greedy, other = failing.get("/").kernel, failing.get("/").kernel
    of_greedy, of_other = buttons(failing, greedy), buttons(failing, other)

    heard = press(failing, greedy, of_greedy["多要"])

    assert "内存超过了每个页面的上限" in heard and "要到了" not in heard
    assert "要到了 10 兆" in press(failing, greedy, of_greedy["少要"])
    assert "要到了 10 兆" in press(failing, other, of_other["少要"])
    assert send(failing.address, "/site/alive").status == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_kernel_that_is_started_the_ordinary_way_is_bound_too() -> None:
    code = (
        "import resource, sys; from workbench.site import kernel; "
        "kernel._run = lambda _: print(resource.getrlimit(resource.RLIMIT_DATA)[0],"
        " *resource.getrlimit(resource.RLIMIT_CORE)); kernel.main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "WORKBENCH_PAGE_MEMORY": "300"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == [str(300 * 1024 * 1024), "0", "0"]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/overview", 200, "本页面有一部分没有打开。请刷新页面再试"),
        (f"/{NEVER_MADE}", 500, "服务器出了差错，原因已记入日志。"),
    ],
    ids=["a cell that raises", "a page that cannot be made"],
)
def test_what_failed_stands_in_the_log_and_a_sentence_on_the_page(
    failing: Failing, path: str, status: int, sentence: str
) -> None:
    answer = failing.get(path)

    assert answer.status == status
    assert sentence in answer.body
    for told in ("Traceback", "ValueError", "Error:", "secret_of", "printed by", "王小二", ".py", "File "):
        assert told not in answer.body
    log = (failing.folder / "home" / "logs" / "site.log").read_text("utf-8")
    assert "Error" in log and "王小二" not in log


def test_of_a_failed_cell_its_page_hears_nothing_either(failing: Failing) -> None:
    kernel = failing.get("/overview").kernel

    assert "secret" not in states(failing.address, kernel, failing.login)


def test_a_page_that_nobody_uses_is_ended_but_not_while_it_is_looked_at(failing: Failing) -> None:
    def is_there(kernel: str) -> bool:
        return failing.get(f"/api/kernels/{kernel}").status == 200

    used, left = failing.get("/").kernel, failing.get("/").kernel
    (failing.folder / "late").touch()
    greeting = json.dumps(message("kernel_info_request", {}))
    try:
        with ThreadPoolExecutor(1) as viewer:
            looking = viewer.submit(talk, failing.address, left, failing.login, [greeting], seconds=2.5)
            time.sleep(2)
            assert is_there(left)
            looking.result()
        ends = time.monotonic() + 20
        while is_there(left):
            assert time.monotonic() < ends
            time.sleep(0.2)
    finally:
        (failing.folder / "late").unlink()

    assert is_there(used)  # within half an hour
    assert voila_settings(failing.folder).MappingKernelManager.cull_idle_timeout == IDLE_MINUTES * 60 == 1800
