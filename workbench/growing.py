"""Files that several processes write a line at a time, set aside when they are full: none grows for ever.

What is full is copied to ``name.1`` and emptied, never renamed. A process that has it open, as kernels have
what their libraries complain into, goes on in the file of that name; and Windows renames no open file. Who
adds a line does it alone, by a lock on the file itself, so that none falls between copying and emptying.
The standard library only.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workbench.file_lock import take

BYTES_PER_FILE: Final = 5_000_000
KEPT_FILES: Final = 5
LOCKED: Final = 2**30  # the byte that Windows locks: nobody writes there, and it keeps others from reading it
PATIENCE: Final = 1.0  # seconds; who holds it for longer stands still, and a line is worth more than a lock
_REST: Final = 0.002  # seconds between two looks
_PIECE: Final = 1_000_000  # bytes
_BINARY: Final = getattr(os, "O_BINARY", 0)
_FLAGS: Final = os.O_RDWR | os.O_APPEND | _BINARY


@dataclass(frozen=True, slots=True)
class Growing:
    """A private file of at most ``most`` bytes (or one text), with ``kept`` older ones beside it."""

    path: Path
    most: int = BYTES_PER_FILE
    kept: int = KEPT_FILES

    def append(self, text: str) -> None:
        """Add ``text``; ``OSError`` if the file takes it not. What cannot be set aside grows on."""
        told = text.encode("utf-8", "backslashreplace")
        with _alone(self.path, _FLAGS | os.O_CREAT) as (handle, is_alone):
            size = os.fstat(handle).st_size
            if is_alone and size and size + len(told) > self.most:
                self._set_aside(handle)
            while told:
                told = told[os.write(handle, told) :]

    def set_aside_if_full(self) -> None:
        """Set aside what others have filled past ``append``; what hinders it hinders nobody."""
        with suppress(OSError), _alone(self.path, _FLAGS) as (handle, is_alone):
            if is_alone and os.fstat(handle).st_size >= self.most:
                self._set_aside(handle)

    def lines(self) -> list[bytes]:
        """Return all lines that are kept, the oldest first; none where there is no file, or it is closed."""
        told: list[bytes] = []
        with suppress(OSError), _alone(self.path, os.O_RDONLY | _BINARY):
            for path in reversed(self.files()):
                told += path.read_bytes().splitlines()
        return told

    def files(self) -> list[Path]:
        """Return the file and what was set aside of it, the newest first, as far as they are there."""
        return [path for path in map(self._older, range(self.kept + 1)) if path.is_file()]

    def _older(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path

    def _set_aside(self, handle: int) -> None:
        """Copy the open file and empty it, or, where that fails, leave everything as it is."""
        places = range(1, self.kept + 1)
        free = next((number for number in places if not self._older(number).exists()), self.kept)
        waiting = self.path.with_name(f"{self.path.name}.new")
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            with _private(waiting, os.O_TRUNC) as into:
                _pass_on(handle, into)
                os.fsync(into)
            for number in range(free, 1, -1):
                os.replace(self._older(number - 1), self._older(number))
            os.replace(waiting, self._older(1))
            with _private(self._older(1), os.O_APPEND) as into:
                _pass_on(handle, into)  # what was added meanwhile past the lock
            os.ftruncate(handle, 0)
        except OSError:
            with suppress(OSError):
                waiting.unlink(missing_ok=True)


def _pass_on(handle: int, into: int) -> None:
    while piece := os.read(handle, _PIECE):
        while piece:
            piece = piece[os.write(into, piece) :]


@contextmanager
def _private(path: Path, flags: int) -> Iterator[int]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | _BINARY | flags, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _alone(path: Path, flags: int) -> Iterator[tuple[int, bool]]:
    """Open a file and wait for its lock; give it also when the lock cannot be had, and say so."""
    handle = os.open(path, flags, 0o600)
    try:
        os.lseek(handle, LOCKED, os.SEEK_SET)
        deadline = time.monotonic() + PATIENCE
        while not (is_alone := take(handle)) and time.monotonic() < deadline:
            time.sleep(_REST)
        yield handle, is_alone
    finally:
        os.close(handle)
