"""The process from which kernels are forked: it has imported what every page needs, and runs nothing itself.

Run as ``python -m workbench.site.nursery SOCKET NOTEBOOK...`` with an inherited socket of the site. Every
request brings a socket of its own, which the new kernel keeps: the site sees by its end that the kernel is
gone, the kernel that the site is. So nothing is left behind, whichever of the three is killed.

Nobody's identity is in this process. It comes with the request and is taken over in the child alone. It
listens to what libraries write past Python in the kernels, which outlasts a kernel that they end, and passes
it on masked: a parser that fails may cite the text of a petition.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LARGEST_REQUEST = 1_000_000  # bytes
LONGEST_SAID = 65_536  # bytes taken at a time; a longer line is told in pieces
PATIENCE = 1.0  # seconds for the rest of a line
# What a kernel would import while it starts and draws its first view, besides what the notebooks name.
# A name that another version does not know is left out, and that kernel imports a little more.
PROGRAMS = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.comm.manager",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "tornado.queues",
    "segno",
    "importlib.readers",
    "workbench.documents.square",
    "workbench.ledger.checkpoint",
    "workbench.ledger.tree",
    "workbench.site.comms",
    "workbench.site.page_kernel",
    "workbench.snapshots.schema",
    "workbench.snapshots.seen",
    # What the page of a case needs besides: it is opened by most who review cases.
    "sqlalchemy.dialects.sqlite",
    "widgets.case_review.act_panel",
    "widgets.case_review.case_screen",
    "workbench.records.engine",
    "workbench.records.failures",
    "workbench.records.tables",
)
# What is made ahead, besides what is imported: functions without arguments that know nobody.
DEEDS = (
    "workbench.site.comms:install",
    "workbench.site.page_kernel:prepare_shell",
    "sqlalchemy.orm:configure_mappers",  # else each kernel that reads records ties the tables together
    # What ships as text and every page reads.
    "workbench.access.gate:declarations",
    "workbench.queries.in_force:try_all",
    "widgets.case_review.step_forms:step_forms",
)


@dataclass(frozen=True, slots=True)
class Request:
    """A kernel that shall be: its arguments, its whole environment, its working directory."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str | None

    def to_bytes(self) -> bytes:
        """Return the request as it travels."""
        return json.dumps([self.arguments, self.environment, self.folder]).encode("utf-8", "surrogateescape")

    @classmethod
    def from_bytes(cls, told: bytes) -> Request:
        """Return the request that ``to_bytes`` wrote."""
        return cls(*json.loads(told.decode("utf-8", "surrogateescape")))


def main() -> None:
    """Serve until the site is gone."""
    from workbench.site.kernel import write_to_log

    line = socket.socket(fileno=int(sys.argv[1]))
    line.set_inheritable(False)
    heard = listen() if write_to_log() else None
    warm_up(map(Path, sys.argv[2:]))
    serve(line, heard)


def listen() -> io.FileIO:
    """Return where to read what this process, and what is forked from it, writes past Python.

    Nobody waits for a reader: what finds no room is lost.
    """
    heard, said = os.pipe()
    for end in (heard, said):
        os.set_blocking(end, False)
    for stream in (1, 2):
        os.dup2(said, stream)
    os.close(said)
    return io.FileIO(heard)


def warm_up(notebooks: Iterable[Path]) -> None:
    """Import what a kernel needs and what the first cells of the apps' notebooks name.

    What cannot be imported is left to the kernel, which says so where it is seen.
    """
    from workbench.site.kernel import without_debugger

    without_debugger()
    for name in (*PROGRAMS, *(name for path in notebooks for name in imported_by(path))):
        try:
            importlib.import_module(name)
        except Exception as error:
            _say(f"{name} could not be prepared: {error!r}")
    for deed in DEEDS:
        module, _, name = deed.partition(":")
        try:
            getattr(importlib.import_module(module), name)()
        except Exception as error:
            _say(f"{deed} could not be done ahead: {error!r}")
    gc.collect()
    gc.freeze()  # what is here by now is garbage of no kernel: its pages stay shared


def imported_by(notebook: Path) -> list[str]:
    """Return the modules that a notebook imports at the top of its cells, in order."""
    found: list[str] = []
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            statements = ast.parse("".join(cell["source"])).body
        except SyntaxError:  # a magic of IPython
            continue
        for one in statements:
            if isinstance(one, ast.ImportFrom) and one.module and not one.level:
                found.append(one.module)
            elif isinstance(one, ast.Import):
                found += [alias.name for alias in one.names]
    return found


def serve(line: socket.socket, heard: io.FileIO | None = None) -> None:
    """Fork a kernel for each request; return when the site has closed its end.

    ``heard`` is what libraries write in the kernels; without it they write nowhere.
    """
    wake, wakened = socket.socketpair()
    for end in (wake, wakened):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakened.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the site, and the site ends us
    ends: list[socket.socket | io.FileIO] = [line, wake] if heard is None else [line, wake, heard]
    rest = b""
    while True:
        ready, _, _ = select.select(ends, [], [], PATIENCE if rest else None)
        if heard is not None and (heard in ready or not ready):
            rest = _pass_on(heard.read(LONGEST_SAID) or b"", rest)
        if wake in ready:
            wake.recv(4096)
            _bury()
        if line in ready:
            told, lent, _flags, _address = socket.recv_fds(line, LARGEST_REQUEST, 1)
            if not told:
                return
            with socket.socket(fileno=lent[0]) as lifeline:
                _fork(Request.from_bytes(told), lifeline, (line, wake, wakened), heard)


def _fork(
    request: Request, lifeline: socket.socket, ours: tuple[socket.socket, ...], heard: io.FileIO | None
) -> None:
    child = os.fork()
    if child:
        with contextlib.suppress(OSError):  # the site has given up waiting: the child sees that too
            lifeline.send(str(child).encode())
        return
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        for end in ours:
            end.close()
        if heard is not None:
            heard.close()
        from workbench.site.kernel import grow_up

        end_of_line, is_heard = lifeline.detach(), heard is not None
        grow_up(request.arguments, request.environment, request.folder, end_of_line, is_heard=is_heard)
    except BaseException as error:
        _say(f"a kernel ended: {error!r}")
        os._exit(1)
    os._exit(0)


def _pass_on(said: bytes, rest: bytes) -> bytes:
    """Tell the whole lines of ``rest`` and ``said``, masked, and return what may yet go on.

    A line that does not go on, or is too long, is told as it is.
    """
    whole, _, more = (rest + said).rpartition(b"\n")
    if not said or len(more) >= LONGEST_SAID:
        whole, more = rest + said, b""
    if whole:
        # Rust cites texts between backticks.
        told = whole.decode("utf-8", "replace").replace("`", "'")
        sys.stderr.write(f"{told}\n")  # which masks it
    return more


def _bury() -> None:
    """Take note of kernels that have ended, so that none stays as a zombie."""
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not child:
            return
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
            _say(f"kernel {child} was ended by {signal.Signals(os.WTERMSIG(status)).name}")


def _say(sentence: str) -> None:
    sys.stderr.write(f"nursery: {sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
