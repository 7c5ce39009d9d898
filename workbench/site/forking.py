"""The site's line to its nursery: asks for kernels, and starts another nursery when one is gone."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.access.viewer import STAYS_VARIABLE, VIEWER_VARIABLE
from workbench.site.nursery import Request

PATIENCE = 30.0  # seconds until a kernel must be there; on a loaded machine the nursery itself takes some
REST = 0.005  # seconds between two looks while the nursery has its hands full
MOST_FAILURES = 3  # in a row; then kernels are started the ordinary way
# How the C library keeps memory in the nursery and in what is forked from it: one heap for all threads, and
# what is no longer needed goes back to the system, for a page is open all day.
MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "MALLOC_TOP_PAD_": "65536",
}
NOT_TAKEN_ALONG = (VIEWER_VARIABLE, STAYS_VARIABLE, "JPY_PARENT_PID")


def can_fork() -> bool:
    """Return whether a running interpreter can be forked here (macOS has libraries that do not bear it)."""
    return sys.platform == "linux"


@dataclass(slots=True)
class Forked:
    """A kernel that came out of the nursery; ``line`` closes at its end when the kernel is gone."""

    pid: int
    line: socket.socket

    @property
    def is_alive(self) -> bool:
        """Return whether the kernel still runs."""
        try:
            return self.line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


class Nursery:
    """The process from which the kernels of one site are forked."""

    def __init__(self, notebooks: Sequence[Path], *, log: logging.Logger, output: Path | None = None) -> None:
        """``notebooks`` name what is imported ahead; ``output`` is the file for what the process says."""
        self._notebooks = [str(path) for path in notebooks]
        self._log = log
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._failures = 0

    @property
    def pid(self) -> int | None:
        """Return the process, ``None`` where there is none."""
        return self._process.pid if self._process else None

    def start(self) -> bool:
        """Start the process if it does not run; it answers when it has imported. Return whether it could."""
        if not can_fork() or self._failures >= MOST_FAILURES:
            return False
        if self._process is not None and self._process.poll() is None:
            return True
        self.close()
        try:
            self._process = self._begin()
        except OSError as error:
            self._failed(f"could not be started: {error}")
            return False
        return True

    async def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str | None
    ) -> Forked | None:
        """Return a kernel that has only what it is given here; ``None`` if none can be had this way."""
        request = Request(list(arguments), dict(environment), folder).to_bytes()
        for _ in range(2):  # the nursery may have died since the last kernel: once more with another
            if not self.start():
                return None
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    pid = await asyncio.wait_for(self._ask(request, ours, theirs), PATIENCE)
            except (OSError, TimeoutError, ValueError) as error:
                ours.close()
                self._failed(f"gave no kernel: {error!r}")
                self.close()
                continue
            self._failures = 0
            return Forked(pid, ours)
        return None

    def close(self) -> None:
        """End the process; kernels that came out of it live on."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def _ask(self, request: bytes, ours: socket.socket, theirs: socket.socket) -> int:
        ours.setblocking(False)
        line = self._line
        if line is None:
            raise ConnectionError("no line")
        while True:
            try:
                socket.send_fds(line, [request], [theirs.fileno()])
                break
            except BlockingIOError:
                await asyncio.sleep(REST)
        theirs.close()  # so that the line ends with the kernel, or with the nursery that did not make it
        return int(await asyncio.get_running_loop().sock_recv(ours, 20))

    def _begin(self) -> subprocess.Popen[bytes]:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.setblocking(False)
        environment = {name: value for name, value in os.environ.items() if name not in NOT_TAKEN_ALONG}
        environment |= MEMORY
        command = [sys.executable, "-m", "workbench.site.nursery", str(theirs.fileno()), *self._notebooks]
        with theirs, open(self._output or os.devnull, "ab", opener=_private) as said:
            return subprocess.Popen(
                command,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def _failed(self, how: str) -> None:
        self._failures += 1
        self._log.warning("the nursery %s", how)
        if self._failures >= MOST_FAILURES:
            self._log.error("no nursery: from now on every kernel starts by itself, which takes longer")


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
