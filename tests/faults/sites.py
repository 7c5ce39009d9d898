"""Whole sites forked from a process that has imported everything a site and its nursery import.

The site is that of ``workbench serve``: a process group of its own, its nursery, the same code from its first
line on. Only the imports are done once, so a site answers within half a second.
``python -m tests.faults.sites SOCKET`` is that process.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "workbench.cli.serve", "workbench.doctor.look", "workbench.records.engine", "workbench.records.journal",
    "workbench.site.door", "workbench.site.lab", "workbench.site.server", "workbench.snapshots.keeper",
)  # fmt: skip
APPS = ROOT / "notebooks" / "apps"


@dataclass(frozen=True)
class Running:
    """One site: the leader of its process group, and where it answers."""

    line: socket.socket
    group: int
    address: str

    def kill(self) -> None:
        """SIGKILL of the site and everything it started."""
        os.killpg(self.group, signal.SIGKILL)
        self.line.send(b"x")  # let it be buried
        self.line.recv(1)


@dataclass(frozen=True)
class Sites:
    """The line to the warm process."""

    line: socket.socket

    def start(self, home: Path, address: str, port: int) -> Running:
        """Start a site; return as soon as it answers."""
        read, write = os.pipe()
        told = json.dumps([str(home), address, port]).encode()
        socket.send_fds(self.line, [told], [write])
        os.close(write)
        group = int(self.line.recv(32))
        with os.fdopen(read) as said:
            first = said.readline()
        if not first:
            raise RuntimeError("the site did not start")
        return Running(self.line, group, json.loads(first)["address"])


@contextmanager
def warm_sites() -> Iterator[Sites]:
    """Start sites from a warm process; needs Linux."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.faults.sites", str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT)
    theirs.close()
    try:
        yield Sites(ours)
    finally:
        ours.shutdown(socket.SHUT_RDWR)  # not only closed: who was forked meanwhile holds it too
        process.wait()
        ours.close()


def serve(line: socket.socket) -> None:
    """Fork one site at a time, until the line ends."""
    while True:
        told, lent, _, _ = socket.recv_fds(line, 1_000_000, 1)
        if not told:
            return
        pid = os.fork()
        if not pid:
            line.close()
            _become(*json.loads(told), lent[0])
        os.close(lent[0])
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(pid, pid)
        line.send(str(pid).encode())
        if not line.recv(1):
            return
        os.waitpid(pid, 0)
        line.send(b"x")


def _become(home: str, address: str, port: int, said: int) -> None:
    """Be ``workbench serve``."""
    try:
        with suppress(PermissionError):
            os.setpgid(0, 0)
        os.dup2(said, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        os.environ |= {"WORKBENCH_HOME": home, "WORKBENCH_DATABASE": address}
        tempfile.tempdir = home  # whatever a killed site leaves lies there
        sys.argv = ["workbench", "serve", "--port", str(port), "--json"]
        from workbench.cli import main as command

        command(sys.argv[1:])
    finally:
        os._exit(1)


def _forked_nursery(self: Any) -> Any:
    """Begin the nursery of a site as a fork of this one: warm already, else the same."""
    from workbench.site import nursery

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if not pid:
        ours.close()
        os.setsid()
        nursery.serve(theirs)
        os._exit(0)
    theirs.close()
    ours.setblocking(False)
    self._line = ours
    return SimpleNamespace(pid=pid, poll=lambda: None, kill=lambda: os.kill(pid, 9), wait=lambda: None)


def main() -> None:
    """Import what a site and a nursery import, then serve."""
    from workbench.site import forking, nursery

    for name in IMPORTED:
        importlib.import_module(name)
    nursery.warm_up(sorted(APPS.glob("*.ipynb")))
    forking.Nursery._begin = _forked_nursery  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
