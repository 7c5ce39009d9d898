"""Answers of a snapshot, worked out once and kept beside it for whoever asks the same next.

Fifty officers who open the same list ask the same questions of the same file. An answer is known by the
snapshot file as it lies on the disk and by the question with its values, to which belongs what of the file
the asker may see.

The folder is a copy and may be deleted at any time. It is as private as the snapshot is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson

try:
    import fcntl
except ImportError:  # Windows: two who ask at the same time both work it out
    fcntl = None  # type: ignore[assignment]

SLOW = 0.0005  # seconds; what is quicker is not worth a file
LARGEST = 250_000  # bytes of one answer
MOST_ROWS = 2_000  # of one answer; a whole export is none of those that come again
MOST = 2_000  # answers of one state of a snapshot, some 10 MB
TURN = "turn"  # the file on which those who ask the same wait for each other
Rows = list[tuple[Any, ...]]


def remembered(path: Path, ledger_size: int, question: str, values: object, ask: Callable[[], Rows]) -> Rows:
    """Return the rows of a question to the snapshot in ``path``: as kept, or else as ``ask`` finds them.

    Of several processes that ask the same for the first time one works it out and the others wait for it.
    """
    try:
        place = _place(path, ledger_size, question, values)
    except (OSError, TypeError, ValueError):
        return ask()
    found = _read(place)
    if found is not None:
        return found
    kept = Path(place)
    with _alone(kept):
        found = _read(place)
        if found is not None:
            return found
        began = time.perf_counter()
        rows = ask()
        if time.perf_counter() - began > SLOW and len(rows) <= MOST_ROWS:
            _keep(kept, rows)
        return rows


def forget(path: Path) -> None:
    """Remove the kept answers of the snapshot in ``path``, which has become another."""
    shutil.rmtree(_folder(path), ignore_errors=True)


def _place(path: Path, ledger_size: int, question: str, values: object) -> str:
    """Return the file of an answer. A snapshot that was patched or folded anew has another folder.

    As text: a click asks for four, and a ``Path`` takes longer to make than the answer to read.
    """
    lies = os.stat(path)
    state = f"{lies.st_ino:x}-{lies.st_mtime_ns:x}-{lies.st_size:x}-{ledger_size:x}"
    asked = hashlib.sha256(f"{question}\n".encode())
    asked.update(orjson.dumps(values, option=orjson.OPT_SORT_KEYS))
    return f"{_folder(path)}/{state}/{asked.hexdigest()[:40]}"


@cache
def _folder(path: Path) -> str:
    return str(path.with_suffix(".answers"))


def _read(kept: str) -> Rows | None:
    try:
        with open(kept, "rb", buffering=0) as file:
            return list(map(tuple, orjson.loads(file.readall())))
    except (OSError, ValueError):  # none yet, or cut off by a power failure
        return None


def _keep(kept: Path, rows: Rows) -> None:
    """Write an answer for the others; where that cannot be, everybody works it out for himself."""
    with suppress(OSError, TypeError):
        told = orjson.dumps(rows)
        if len(told) > LARGEST:
            return
        _make(kept.parent)
        _make_room(kept.parent)
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        with open(draft, "wb", opener=_private) as file:
            file.write(told)
        os.replace(draft, kept)


def _make(state: Path) -> None:
    state.parent.mkdir(mode=0o700, exist_ok=True)
    state.mkdir(mode=0o700, exist_ok=True)


def _make_room(state: Path) -> None:
    for other in state.parent.iterdir():
        if other != state:
            shutil.rmtree(other, ignore_errors=True)  # answers of what the snapshot was before
    answers = [entry for entry in state.iterdir() if entry.name != TURN]
    if len(answers) >= MOST:
        for answer in sorted(answers, key=_age)[: MOST // 2]:
            answer.unlink(missing_ok=True)


def _age(answer: Path) -> float:
    try:
        return answer.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """Let one process at a time work out one answer; the system gives the turn back if it dies."""
    if fcntl is None:
        yield
        return
    try:
        turn = _turn(kept.parent)
    except OSError:  # a full or read-only disk
        yield
        return
    try:
        with suppress(OSError):
            fcntl.lockf(turn, fcntl.LOCK_EX, 1, int(kept.name[:8], 16))
        yield
    finally:
        os.close(turn)


def _turn(state: Path) -> int:
    try:
        return os.open(state / TURN, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:  # the first question of this state
        _make(state)
        return os.open(state / TURN, os.O_RDWR | os.O_CREAT, 0o600)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
