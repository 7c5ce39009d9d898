"""Key files of the office: 32 random bytes that nobody but this user may read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from workbench.disk import put_on_disk

KEY_BYTES: Final = 32


def make_key(path: Path) -> None:
    """Write a key made at random (32 bytes, mode 0600); one that is there already stays as it is.

    It lies on the disk with its name. ``OSError`` where the file cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    put_on_disk(path.parent)  # what was made with the key may be on the disk before its name is


def is_open_to_others(path: Path) -> bool:
    """Return whether somebody else of the machine may open the file; Windows keeps no such bits."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)
