"""Start the child that parses a file, follow it, end it when it takes too long or nobody waits any more."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from workbench.intake.limits import Limits
from workbench.intake.reading.cells import Reading, Sheet
from workbench.intake.reading.container import RefusedFileError
from workbench.intake.reading.original import Original
from workbench.intake.reading.sharing import SharedCells

WAITING = 16  # messages that wait to be taken: what the child reads faster waits in the child
Progress = Callable[[str, int, int], None]  # what is being done, done, of (0: not known)


class Cancel(Protocol):
    """What tells a long work to stop; a ``threading.Event`` is one."""

    def is_set(self) -> bool: ...


class CancelledError(ValueError):
    """The import was called off; nothing was written."""

    def __init__(self) -> None:
        super().__init__("已取消导入，没有写入任何内容")


def read_cells(
    original: Original, limits: Limits, *, progress: Progress | None = None, cancel: Cancel | None = None
) -> Reading:
    """Return the cells of a file, parsed in a child process.

    ``RefusedFileError`` with a Chinese sentence for what cannot be read; ``CancelledError`` once ``cancel``
    is set. The child gets a private copy, never the name that the file came with.
    """
    with _copied(original.content) as copy:
        try:
            return _Child(copy, original.name, limits, progress, cancel).run()
        except _OutOfMemory:
            return _read_again(copy, original.name, limits, progress, cancel)


@contextmanager
def _copied(content: bytes) -> Iterator[_Copy]:
    """Give a copy without a name where the system can: one with a name, and people in it, outlasts a kill."""
    with tempfile.TemporaryFile() as file:
        handle = file.fileno()
        path = Path(f"/proc/self/fd/{handle}")
        if path.exists():
            file.write(content)
            file.flush()
            yield _Copy(path, (handle,))
            return
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        path = Path(folder) / "original"
        path.write_bytes(content)
        yield _Copy(path)


def _read_again(
    copy: _Copy, name: str, limits: Limits, progress: Progress | None, cancel: Cancel | None
) -> Reading:
    try:
        return _Child(copy, name, limits, progress, cancel, "stream").run()
    except _OutOfMemory:
        raise RefusedFileError(
            f"读取所需内存超过上限 {limits.memory_bytes / 1e6:,.0f} MB：请删去空白的行列，或分成几个文件导入"
        ) from None


@dataclass(frozen=True, slots=True)
class _Copy:
    """Where the child finds the file, and what it is lent for that."""

    path: Path
    lent: tuple[int, ...] = ()


class _OutOfMemory(Exception):  # noqa: N818 - a signal between two functions, no error of the domain
    pass


class _Child:
    """One run of the child."""

    def __init__(
        self,
        copy: _Copy,
        name: str,
        limits: Limits,
        progress: Progress | None,
        cancel: Cancel | None,
        *options: str,
    ) -> None:
        module = "workbench.intake.reading.child"
        self.lent = copy.lent
        given = [str(copy.path), name, json.dumps(asdict(limits)), *options]
        self.command = [sys.executable, "-I", "-m", module, *given]
        self.limits = limits
        self.progress = progress
        self.cancel = cancel
        self.reading = Reading()
        self.shared = SharedCells()
        self.rows = 0
        self.ended = 0

    def run(self) -> Reading:
        """Return what the child read; ``RefusedFileError`` if its time was over, by clock or work."""
        try:
            return self._run()
        except _OutOfMemory:
            if self.ended == -getattr(signal, "SIGXCPU", 0) != 0:
                raise RefusedFileError(
                    f"读取用去处理器 {self.limits.cpu_seconds} 秒仍未完成，已停止：请分成几个文件导入"
                ) from None
            raise

    def _run(self) -> Reading:
        child = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=self.lent,
        )
        lines: queue.Queue[bytes | None] = queue.Queue(WAITING)
        feeder = threading.Thread(target=_feed, args=(child, lines), daemon=True)
        feeder.start()
        try:
            self._follow(lines)
        finally:
            child.kill()
            self.ended = child.wait()
            _drain(lines, feeder)
            if child.stdout is not None:
                child.stdout.close()
        return self.reading

    def _follow(self, lines: queue.Queue[bytes | None]) -> None:
        ends = time.monotonic() + self.limits.seconds
        while True:
            if self.cancel is not None and self.cancel.is_set():
                raise CancelledError
            try:
                line = lines.get(timeout=0.1)
            except queue.Empty:
                if time.monotonic() > ends:
                    raise RefusedFileError(
                        f"读取超过 {self.limits.seconds} 秒仍未完成，已停止：请分成几个文件导入"
                    ) from None
                continue
            if line is None:  # it ended without a last word: killed by a limit, or crashed on the file
                raise _OutOfMemory
            message = json.loads(line)
            if "done" in message:
                return
            if "memory" in message:
                raise _OutOfMemory
            if "refused" in message:
                raise RefusedFileError(message["refused"])
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        reading = self.reading
        if "rows" in message:
            rows = message["rows"]
            reading.sheets[-1].rows.extend((number, self.shared.unpacked(cells)) for number, cells in rows)
            self.rows += len(rows)
            if self.progress is not None:
                self.progress("读取文件", self.rows, 0)
        elif "sheet" in message:
            self.shared = SharedCells()
            reading.sheets.append(
                Sheet(
                    name=message["sheet"],
                    is_hidden=message["hidden"],
                    merges=[(tuple(start), tuple(end)) for start, end in message["merges"]],
                    hidden_rows=frozenset(message["hidden_rows"]),
                    hidden_columns=frozenset(message["hidden_columns"]),
                    formulas=tuple(message["formulas"]),
                    empty_formulas=tuple(message["empty_formulas"]),
                    far_cells=tuple(message["far"]),
                    has_filter=message["filter"],
                )
            )
        elif "note" in message:
            reading.notes.append(message["note"])
        elif "from_1904" in message:
            reading.from_1904 = True
        elif "encoding" in message:
            reading.encoding = message["encoding"]
        elif "kind" in message:
            reading.kind = message["kind"]


def _environment() -> dict[str, str]:
    """Return the surroundings of the child: no address and no secret of this process.

    A parser that runs out of memory must end, not wait for its own report: no backtrace, no threads.
    """
    needed = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return {**kept, "RUST_BACKTRACE": "0", "OPENBLAS_NUM_THREADS": "1"}


def _feed(child: subprocess.Popen[bytes], lines: queue.Queue[bytes | None]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        lines.put(line)
    lines.put(None)


def _drain(lines: queue.Queue[bytes | None], feeder: threading.Thread) -> None:
    """Let the feeder end: it may be waiting for room."""
    while feeder.is_alive():
        with contextlib.suppress(queue.Empty):
            lines.get(timeout=0.01)
    feeder.join()
