"""The n-th call of a kind answered with an error by libfiu, within the process: no tracer, no stop per call.

The library must have been loaded before the program (``environment()``); the program then says which call
shall fail by ``failing``. Debian: the packages fiu-utils and libfiu0.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass
class Struck:
    """How often the call was made while one of them was to fail, and whether it came to that."""

    calls: int = 0
    fired: bool = False


@contextmanager
def failing(point: str, error: int, n: int) -> Iterator[Struck]:
    """Let the ``n``-th call fail with ``error``, once, until the end of the block."""
    library, told = ctypes.CDLL(LIBRARY), Struck()

    @_Callback
    def decide(name: bytes, *_: object) -> int:
        told.calls += 1
        if told.calls == n:
            told.fired = True
        return int(told.calls == n)

    enable = library.fiu_enable_external
    enable.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, _Callback]
    if enable(point.encode(), 1, error, 0, decide):
        raise RuntimeError(f"libfiu does not know {point}")
    try:
        yield told
    finally:
        library.fiu_disable(point.encode())
