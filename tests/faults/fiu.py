"""The n-th call of a kind answered with an error by libfiu, within the process: no tracer, no stop per call.

The library must have been loaded before the program (``environment()``); the program then says which call
shall fail by ``failing``. Debian: the packages fiu-utils and libfiu0.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRELOADED = ("fiu_run_preload.so", "fiu_posix_preload.so")
FOLDERS = ("/usr/lib/fiu", "/usr/local/lib/fiu")
LIBRARY = "libfiu.so.0"
# What libfiu calls the call, and the error; mkdir and openat are not among what it can fail.
POINTS = (
    ("posix/io/rw/pwrite", errno.ENOSPC), ("posix/io/rw/pwrite", errno.EIO),
    ("posix/io/rw/write", errno.ENOSPC), ("posix/io/rw/pread", errno.EIO),
    ("posix/io/sync/fdatasync", errno.EIO), ("posix/io/sync/fsync", errno.EIO),
    ("posix/io/rw/ftruncate", errno.EIO), ("posix/io/dir/rename", errno.EIO),
    ("posix/io/dir/unlink", errno.EACCES), ("posix/io/oc/open", errno.EROFS),
)  # fmt: skip

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_int),
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(ctypes.c_uint),
)


def libraries() -> list[str]:
    """Return the libraries to be loaded first, none where libfiu is not installed."""
    found = [str(Path(folder) / name) for name in PRELOADED for folder in FOLDERS]
    found = [path for path in found if Path(path).is_file()]
    return found if len(found) == len(PRELOADED) else []


def environment() -> dict[str, str]:
    """Return the surroundings of a process in which calls can be failed."""
    return {**os.environ, "LD_PRELOAD": ":".join(libraries())}


class Struck:
    """How often the call was made while one of them was to fail, and whether it came to that.

    In memory that forked processes share: a deed may do its work in one.
    """

    def __init__(self) -> None:
        self._shared = (ctypes.c_long * 2).from_buffer(mmap.mmap(-1, mmap.PAGESIZE))

    def call(self, n: int) -> bool:
        """Count one call; return whether it is the ``n``-th."""
        self._shared[0] += 1
        if self._shared[0] == n:
            self._shared[1] = 1
        return self._shared[0] == n

    @property
    def fired(self) -> bool:
        """Whether the call was made so often."""
        return bool(self._shared[1])


@contextmanager
def failing(point: str, error: int, n: int) -> Iterator[Struck]:
    """Let the ``n``-th call fail with ``error``, once, until the end of the block."""
    library, told = ctypes.CDLL(LIBRARY), Struck()

    @_Callback
    def decide(name: bytes, *_: object) -> int:
        return int(told.call(n))

    enable = library.fiu_enable_external
    enable.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, _Callback]
    if enable(point.encode(), 1, error, 0, decide):
        raise RuntimeError(f"libfiu does not know {point}")
    try:
        yield told
    finally:
        library.fiu_disable(point.encode())
