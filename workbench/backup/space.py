"""Is there room for a backup? Asked before it begins, so that a full disk stops nobody's work."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.backup.kept import good_backups
from workbench.backup.manifest import BackupError
from workbench.records.sqlite_file import sqlite_path

if TYPE_CHECKING:
    from workbench.app import Workbench

SPARE: Final = 64 * 1024 * 1024  # left free for the database that goes on growing


def database_bytes(bench: Workbench) -> int:
    """Return how large the database is on disk, in bytes; on SQLite with its write-ahead log."""
    path = sqlite_path(bench.config.database)
    if path is not None:
        return sum(part.stat().st_size for part in (path, Path(f"{path}-wal")) if part.exists())
    from sqlalchemy import text

    from workbench.backup.databases import one_moment

    with one_moment(bench) as link:
        return int(link.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def require_space(bench: Workbench, folder: Path, work: Path) -> None:
    """Raise ``BackupError`` unless there is room for the copy, for it packed, and for the sealed file."""
    kept = folder_bytes(bench.config.frozen)
    whole = database_bytes(bench)
    last = next(iter(good_backups(folder)), None)
    sealed = whole + kept if last is None else max(last.bytes * 5 // 4, last.bytes + SPARE // 4)
    packed = sealed  # as large, and there until the test is done
    _require(work, whole + kept + packed + (sealed if _same_disk(work, folder) else 0))
    if not _same_disk(work, folder):
        _require(folder, sealed)


def require_room(folder: Path, wanted: int) -> None:
    """Raise ``BackupError`` unless ``wanted`` bytes (and some to spare) are free where ``folder`` is."""
    _require(folder, wanted)


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files of a folder have together."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _require(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + SPARE:
        raise BackupError(
            f"空间不够：“{folder}”所在的磁盘还剩 {free / 1e6:,.0f} MB，"
            f"需要约 {(wanted + SPARE) / 1e6:,.0f} MB。请清理磁盘或换一个位置"
        )


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev
