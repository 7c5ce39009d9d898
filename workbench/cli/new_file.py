"""Files that a command writes: new ones, for this user alone; whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from workbench.disk import put_on_disk


class RefusedError(ValueError):
    """What was asked of the command line cannot be done; the sentence says what to do."""


def require_new(path: Path, *suffixes: str) -> None:
    """Refuse a file that is there already, or whose name does not end as what is written into it."""
    if suffixes and path.suffix.lower() not in suffixes:
        raise RefusedError(f"只能存成 {'、'.join(suffixes)} 文件：请把文件名写成 {path.stem}{suffixes[0]}")
    if path.exists():
        raise RefusedError(f"文件“{path}”已经存在：请换一个名字")


def write_private(path: Path, content: bytes, *, may_replace: bool = False) -> None:
    """Write a file that only this user can read; whole or not at all. An existing one is refused.

    One that it ``may_replace`` stays until the new one is written.
    """
    if not may_replace:
        require_new(path)
    waiting = path.with_name(f"{path.name}.new")
    try:
        with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
        put_on_disk(path.parent)  # a power cut may take the name of a private key that was just carried away
    except OSError:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
            if not may_replace:
                path.unlink(missing_ok=True)  # said not to be written, it must not lie there
        raise not_written(path) from None


def not_written(path: Path | str) -> RefusedError:
    """Return what is said of a file or folder that cannot be written, by every command alike."""
    return RefusedError(f"写不了文件“{path}”：请检查文件夹和权限")
