"""Pages that fail, or that nobody uses: each fails alone, and tells its viewer a sentence and no more."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.client import Answer, log_in, message, send, states, talk
from tests.site.conftest import PASSWORD
from tests.site.failing_site import write_pages
from workbench.access.accounts import AccountBook
from workbench.access.settings import login_settings
from workbench.app import Workbench
from workbench.config import Config
from workbench.terms import Role

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
    home = Path(shutil.copytree(prepared_home, folder / "home"))
    database = f"sqlite:///{(home / 'workbench.sqlite').as_posix()}"
    bench = Workbench(Config(database=database, home=home))
    book = AccountBook(bench, login_settings())
    first = book.add("lee", "李", Role.SUPERVISOR, "430682LX", by="test")
    book.change_password("lee", first, PASSWORD, address="test")
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


def press(failing: Failing, kernel: str, button: str) -> str:
    """Press the button with this label; return what the page hears."""
    told = states(failing.address, kernel, failing.login)
    widget = re.search(
        rf'"([0-9a-f]{{32}})": \{{"model_name": "ButtonModel"(?:(?!"model_name").)*"{button}"', told
    )
    assert widget is not None
    click = message(
        "comm_msg", {"comm_id": widget[1], "data": {"method": "custom", "content": {"event": "click"}}}
    )
    heard = talk(failing.address, kernel, failing.login, [json.dumps(click)], seconds=2)
    return "".join(json.dumps(json.loads(one), ensure_ascii=False) for one in heard if one)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process takes this way")
def test_a_page_that_takes_too_much_memory_fails_alone_and_says_so(failing: Failing) -> None:
    greedy, other = failing.get("/").kernel, failing.get("/").kernel

    heard = press(failing, greedy, "多要")

    assert "内存超过了每个页面的上限" in heard and "要到了" not in heard
    assert "要到了 10 兆" in press(failing, greedy, "少要")
    assert "要到了 10 兆" in press(failing, other, "少要")
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
