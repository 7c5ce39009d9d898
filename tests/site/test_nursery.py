"""Kernels come from one warm process: each has only its own, and none outlives the site."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import write_connection_file

from workbench.access.viewer import VIEWER_VARIABLE
from workbench.site.forking import Forked, Nursery, can_fork
from workbench.site.kernel import LOG_VARIABLE
from workbench.site.nursery import imported_by

pytestmark = pytest.mark.skipif(not can_fork(), reason="这个系统不能分叉正在运行的解释器")
LOG = logging.getLogger("test")
# What a kernel says of itself: to a file, so that no client stands between.
SAYS = """
import json, os, random, sys, threading, uuid
from pathlib import Path
Path("said.json").write_text(json.dumps({
    "environment": dict(os.environ), "random": random.random(), "uuid": str(uuid.uuid4()),
    "folder": os.getcwd(), "group": os.getpgrp(), "pid": os.getpid(), "argv": sys.argv,
    "knows": sorted(name for name in globals() if name.startswith("only_")),
    "keeps": get_ipython().cache_size, "history": get_ipython().history_manager.enabled,
    "threads": sorted(thread.name for thread in threading.enumerate()),
}))
globals()["only_" + os.environ.get("NUMBER", "")] = 1
os.write(2, "a complaint of this kernel about `zhang 小二`, 13807301234".encode())
"""


@pytest.fixture
def nursery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery]:
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "nursery.log"))
    opened = Nursery([], log=LOG, output=tmp_path / "nursery.log")
    yield opened
    opened.close()


class Kernel:
    """A kernel of the nursery with a client, in a folder of its own."""

    def __init__(self, nursery: Nursery, folder: Path, **environment: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.file = folder / "c.json"
        # A socket's path is short, so the sockets lie where the working directory is.
        write_connection_file(str(self.file), transport="ipc", ip="k")
        self._nursery = nursery
        log = {LOG_VARIABLE: str(folder / "kernel.log")}
        self._environment = {"HOME": str(folder), "PATH": os.environ["PATH"], **log, **environment}
        self.forked: Forked

    async def start(self) -> Kernel:
        arguments = ["-f", str(self.file)]
        forked = await self._nursery.fork(arguments, self._environment, str(self.folder))
        assert forked is not None
        self.forked = forked
        return self

    async def say(self) -> dict[str, Any]:
        """Return what the kernel says of itself."""
        settings = json.loads(self.file.read_text("utf-8"))
        client = AsyncKernelClient()
        client.load_connection_info({**settings, "ip": str(self.folder / "k")})
        client.start_channels(iopub=False, stdin=False, hb=False)
        try:
            client.execute(SAYS)
            while (await client.get_shell_msg(timeout=60))["msg_type"] != "execute_reply":
                pass
        finally:
            client.stop_channels()
        return dict(json.loads((self.folder / "said.json").read_text("utf-8")))

    def end(self) -> None:
        os.killpg(self.forked.pid, signal.SIGKILL)
        wait_until(lambda: not self.forked.is_alive)
        self.forked.line.close()


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose path is short enough for the sockets in it."""
    return tmp_path_factory.mktemp("k")


def together(*kernels: Kernel) -> list[dict[str, Any]]:
    """Start kernels in the same instant and let each speak, then end them."""

    async def run() -> list[dict[str, Any]]:
        await asyncio.gather(*(kernel.start() for kernel in kernels))
        return await asyncio.gather(*(kernel.say() for kernel in kernels))

    try:
        return asyncio.run(run())
    finally:
        for kernel in kernels:
            kernel.end()


def test_a_kernel_has_its_own_viewer_and_nothing_of_the_one_before(nursery: Nursery, short: Path) -> None:
    first = Kernel(
        nursery, short / "1", **{VIEWER_VARIABLE: "lee", "QUERY_STRING": "case=1", "ONLY_LEE": "1"}
    )
    second = Kernel(nursery, short / "2", **{VIEWER_VARIABLE: "wang"})
    third = Kernel(nursery, short / "3")

    said = [together(kernel)[0]["environment"] for kernel in (first, second, third)]

    assert [one.get(VIEWER_VARIABLE) for one in said] == ["lee", "wang", None]
    assert "ONLY_LEE" not in said[1] and "QUERY_STRING" not in said[1]


def test_the_nursery_never_hears_of_a_viewer_of_its_site(
    short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VIEWER_VARIABLE, "lee")
    nursery = Nursery([], log=LOG)
    try:
        [said] = together(Kernel(nursery, short / "1"))
        environment = Path(f"/proc/{nursery.pid}/environ").read_bytes()
    finally:
        nursery.close()

    assert VIEWER_VARIABLE not in said["environment"]
    assert VIEWER_VARIABLE.encode() not in environment


def test_ten_kernels_in_the_same_instant_share_neither_chance_nor_group(
    nursery: Nursery, short: Path
) -> None:
    said = together(*(Kernel(nursery, short / str(n), NUMBER=str(n)) for n in range(10)))

    assert [one["environment"]["NUMBER"] for one in said] == [str(n) for n in range(10)]
    assert len({one["random"] for one in said}) == len({one["uuid"] for one in said}) == 10
    assert all(one["group"] == one["pid"] for one in said)
    assert [one["folder"] for one in said] == [str(short / str(n)) for n in range(10)]


def test_a_kernel_begins_with_a_shell_that_has_run_nothing_and_keeps_nothing(
    nursery: Nursery, short: Path
) -> None:
    first = together(Kernel(nursery, short / "1", NUMBER="1"))
    second = together(Kernel(nursery, short / "2", NUMBER="2"))

    for said in (*first, *second):
        assert said["knows"] == []
        assert (said["keeps"], said["history"]) == (0, False)
        assert not {"Heartbeat", "Shell channel"} & set(said["threads"])


def test_what_a_library_complains_of_past_python_is_logged_masked(
    nursery: Nursery, short: Path, tmp_path: Path
) -> None:
    log = tmp_path / "nursery.log"

    together(Kernel(nursery, short / "1"))  # the last words of a kernel that is killed are heard

    wait_until(lambda: "a complaint of this kernel" in log.read_text("utf-8"))
    said = log.read_text("utf-8") + (short / "1" / "kernel.log").read_text("utf-8")
    assert "小二" not in said and "zhang" not in said and "1380730" not in said
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_nursery_that_was_killed_is_followed_by_another_and_its_kernels_live_on(
    nursery: Nursery, short: Path
) -> None:
    async def run() -> tuple[int | None, int | None, Any, Any]:
        before = await Kernel(nursery, short / "1").start()
        old = nursery.pid
        assert old is not None
        os.kill(old, signal.SIGKILL)
        after = await Kernel(nursery, short / "2").start()
        said = [await before.say(), await after.say()]
        before.end()
        after.end()
        return old, nursery.pid, *said

    old, new, before, after = asyncio.run(run())

    assert new not in (None, old)
    assert before["pid"] != after["pid"]


def test_where_no_nursery_can_be_started_the_caller_is_told_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    nursery = Nursery([], log=LOG)

    found = [asyncio.run(nursery.fork(["-f", "x"], {}, None)) for _ in range(3)]

    assert found == [None, None, None]
    assert "every kernel starts by itself" in caplog.text


def test_kernels_and_nursery_end_when_the_site_is_killed(short: Path) -> None:
    """The site's part is played by a process that holds the lines and is killed without warning."""
    (short / "1").mkdir()
    write_connection_file(str(short / "1" / "c.json"), transport="ipc", ip="k")
    code = f"""
import asyncio, logging, time
from workbench.site.forking import Nursery
nursery = Nursery([], log=logging.getLogger())
forked = asyncio.run(nursery.fork(["-f", "c.json"], {{"HOME": {str(short)!r}}}, {str(short / "1")!r}))
print(nursery.pid, forked.pid, flush=True)
time.sleep(600)
"""
    site = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert site.stdout is not None
    pids = [int(pid) for pid in site.stdout.readline().split()]
    assert len(pids) == 2 and all(runs(pid) for pid in pids)

    site.kill()
    site.wait()
    site.stdout.close()

    wait_until(lambda: not any(runs(pid) for pid in pids))


def test_what_is_imported_ahead_stands_in_the_notebooks(tmp_path: Path) -> None:
    cells = ["%load_ext x", "import json\nfrom widgets.home import Home", "def f(): import os"]
    notebook = {"cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}
    path = tmp_path / "app.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")

    assert imported_by(path) == ["json", "widgets.home"]


def runs(pid: int) -> bool:
    """Return whether a process runs; one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Return when the condition holds; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
