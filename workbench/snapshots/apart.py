"""Do something in a process of its own, where there is fork: for what must not share our locks on files.

The driver that reads records brings a second SQLite along. Locks belong to a process, not to a connection:
what one of two copies lets go of, the other has lost as well. A page folds in a thread beside clicks; a click
that writes in that moment would write together with another process. Windows locks by connection, and has no
fork.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

T = TypeVar("T")
Progress = Callable[[int, int], None]

_LOOK: Final = 0.1  # seconds between two looks whether somebody wants it to end
HAS_FORK: Final = hasattr(os, "fork")


class EndedError(ValueError):
    """The process ended without a word: the system stopped it, most often for its memory."""

    def __init__(self) -> None:
        super().__init__(
            "汇总没有做完：系统结束了它的进程，多半是内存不足。请关掉不用的程序和页面，再试一次；没有留下任何文件"
        )


def apart(
    job: Callable[[Progress], T],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> T | None:
    """Return what ``job`` returns in a forked process, ``None`` if ``cancelled`` answered true meanwhile.

    What it tells its progress goes to ``progress``, what it raises is raised here. Whatever happens, the
    process is gone afterwards. ``EndedError`` if it was stopped from outside.
    """
    heard, told = Pipe(duplex=False)
    child = os.fork()
    if not child:
        try:
            gc.disable()  # a connection of the parent's that is garbage would be closed, and touch its file
            heard.close()
            _do(job, told)
        finally:
            os._exit(0)  # nothing of the parent's is tidied up here
    told.close()
    try:
        with heard:
            made: T | None = _listen(heard, progress, cancelled)
            return made
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _do(job: Callable[[Progress], Any], told: Connection) -> None:
    try:
        made = job(lambda done, total: told.send(("progress", (done, total))))
    except BaseException as error:
        told.send(("raised", _whole(error)))
    else:
        told.send(("made", made))


def _listen(heard: Connection, progress: Progress | None, cancelled: Callable[[], bool]) -> Any:
    while not cancelled():
        if not heard.poll(_LOOK):
            continue
        try:
            kind, said = heard.recv()
        except EOFError as error:
            raise EndedError from error
        if kind == "made":
            return said
        if kind == "raised":
            raise said
        if progress is not None:
            progress(*said)
    return None


def _whole(error: BaseException) -> BaseException:
    """Return an error that can be sent, with a note of where it arose."""
    lines = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(lines)
    error.add_note(lines)
    return error
