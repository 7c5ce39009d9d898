"""Readers of workbooks forked from a warm process: the same code under the same limits, without the imports.

``warm_readers()`` lets ``workbench.intake`` take its reading children from here: 15 ms instead of 200.
``python -m tests.faults.readers SOCKET`` is that process.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from workbench.intake.reading import child, parent

EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "台账示例.xlsx"


class Readers:
    """The line to the warm process, and the most that any of its children took."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.most_memory = 0  # kB
        self.most_work = 0.0  # seconds of the processor

    def start(self, command: list[str], *, pass_fds: Sequence[int] = (), **_: Any) -> Reader:
        """Start a child as ``subprocess.Popen`` would."""
        read, write = os.pipe()
        told = json.dumps([command[4:], pass_fds]).encode()
        socket.send_fds(self.line, [told], [write, *pass_fds])
        os.close(write)
        return Reader(self, int(self.line.recv(32)), read)


class Reader:
    """What ``workbench.intake.reading.parent`` asks of a child."""

    def __init__(self, readers: Readers, pid: int, said: int) -> None:
        self._readers, self._pid = readers, pid
        self.stdout = os.fdopen(said, "rb")

    def kill(self) -> None:
        """End it; it is not buried before ``wait``, so its number is nobody else's."""
        os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """Let it be buried; learn how it ended and how much memory it held."""
        self._readers.line.send(b"x")
        memory, ended, worked = map(int, self._readers.line.recv(64).split())
        self._readers.most_memory = max(self._readers.most_memory, memory)
        self._readers.most_work = max(self._readers.most_work, worked / 1000)
        return ended


@contextmanager
def warm_readers() -> Iterator[Readers]:
    """Read workbooks in children of a warm process; needs Linux."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.faults.readers", str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=Path(__file__).parents[2])
    theirs.close()
    readers, honest = Readers(ours), parent.subprocess
    parent.subprocess = SimpleNamespace(Popen=readers.start, DEVNULL=None, PIPE=None)  # type: ignore[assignment]
    try:
        yield readers
    finally:
        parent.subprocess = honest  # type: ignore[misc]
        ours.shutdown(socket.SHUT_RDWR)  # not only closed: who was forked meanwhile holds it too
        process.wait()
        ours.close()


def serve(line: socket.socket) -> None:
    """Fork one child at a time, until the line ends."""
    while True:
        told, lent, _, _ = socket.recv_fds(line, 1_000_000, 2)
        if not told:
            return
        pid = os.fork()
        if not pid:
            _become(*json.loads(told), *lent)
        for one in lent:
            os.close(one)
        line.send(str(pid).encode())
        line.recv(1)
        _, status, used = os.wait4(pid, 0)
        worked = int(1000 * (used.ru_utime + used.ru_stime))
        line.send(f"{used.ru_maxrss} {os.waitstatus_to_exitcode(status)} {worked}".encode())


def _become(arguments: list[str], named: list[int], said: int, *files: int) -> None:
    try:
        kept = [os.dup(one) for one in files]  # before one of them gets the number of another
        said = os.dup(said)
        os.dup2(said, 1)
        for one, number in zip(kept, named, strict=True):
            os.dup2(one, number)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout = os.fdopen(1, "w")
        child.main(arguments)
        sys.stdout.flush()
    finally:
        os._exit(0)


def main() -> None:
    """Read the example once in this process, so that everything is loaded; then serve."""
    from workbench.intake.limits import read_limits

    honest, child.emit = child.emit, lambda message: None
    for stream in (False, True):
        child._read(EXAMPLE, EXAMPLE.name, read_limits(), stream=stream)
    child.emit = honest
    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
