"""One backup at a time: a lock that the system lets go when its holder dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workbench.backup.manifest import BackupError
from workbench.file_lock import take

FILE: Final = "backup.lock"


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the lock of ``home``; ``BackupError`` if another process holds it."""
    handle = os.open(home / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not take(handle):
            raise BackupError("另一个备份正在进行：请等它完成")
        yield
    finally:
        os.close(handle)
