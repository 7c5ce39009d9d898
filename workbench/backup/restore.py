"""Restore a backup into a new place, ask it everything, and say what may be missing since."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pyrage.x25519 import Identity

from workbench.backup.archive import Cancelled, Progress, never, open_archive, silent
from workbench.backup.checks import Check, check_restored
from workbench.backup.manifest import DATABASE, BackupError, Manifest
from workbench.backup.place import unpack_home
from workbench.backup.space import require_room
from workbench.config import DATABASE_FILE, Config
from workbench.ledger.checkpoint import read_code
from workbench.ledger.notes import NoteFolder
from workbench.records.naming import name_within

PART: Final = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """恢复结果: where it is, what it holds, and how many entries a newer checkpoint of this office knows of.

    ``known_size`` is 0 where no checkpoint is newer than the backup; otherwise nothing can be written until
    two people acknowledge.
    """

    home: Path
    database: str
    manifest: Manifest
    checks: tuple[Check, ...]
    known_size: int
    paper: str = ""

    @property
    def missing(self) -> int:
        """How many entries were recorded after the backup, as far as checkpoints know."""
        return max(0, self.known_size - self.manifest.ledger_size)


def restore_backup(
    file: Path,
    private: Identity,
    into: Path,
    *,
    now: Callable[[], datetime],
    database: str | None = None,
    known: NoteFolder | None = None,
    paper: tuple[int, str] | None = None,
    replay: bool = True,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Restored:
    """Restore ``file`` into the new folder ``into`` (PostgreSQL: and the new database ``database``).

    ``known`` are the checkpoints of the place that is to be replaced: newer ones come along, so that an older
    copy does not pass for the present one. ``paper`` is size and code as printed. ``BackupError`` if the
    place is not new, the backup does not stand its test, or contradicts the paper; then nothing is left.
    """
    into = into.absolute()
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupError(f"“{into}”已经存在且不是空文件夹：恢复只写入新的位置，不覆盖任何文件")
    part = into.with_name(f"{into.name}{PART}")
    if part.exists():
        raise BackupError(f"“{part}”是上次没有完成的恢复留下的：请核对后删去再试")
    into.parent.mkdir(parents=True, exist_ok=True)
    made_database = False
    try:
        opening = open_archive(file, private, into.parent, progress=progress, cancelled=cancelled)
        with opening as (manifest, tar):
            require_room(into.parent, manifest.size)
            address = _address(manifest, part, database)
            unpack_home(part, manifest, tar, address, progress=progress, cancelled=cancelled)
        if manifest.engine != "sqlite":
            from workbench.backup.server import create_database, restore

            create_database(address)
            made_database = True
            restore(part / DATABASE["postgresql"], address, progress=progress, cancelled=cancelled)
            (part / DATABASE["postgresql"]).unlink()
        checks = _checked(part, address, manifest, now, paper, replay, progress, cancelled)
        found = _bring_newer(part, address, manifest, known)
        if into.exists():
            into.rmdir()
        part.replace(into)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        if made_database:
            from workbench.backup.server import drop_database

            drop_database(address)
        raise
    final = f"sqlite:///{(into / DATABASE_FILE).as_posix()}" if manifest.engine == "sqlite" else address
    return Restored(into, final, manifest, checks, found, paper[1] if paper else "")


def _address(manifest: Manifest, part: Path, database: str | None) -> str:
    if manifest.engine == "sqlite":
        if database is not None:
            raise BackupError("这份备份是 SQLite 的：不用给出 --database，数据库就在新文件夹里")
        return f"sqlite:///{(part / DATABASE_FILE).as_posix()}"
    if database is None or database.partition("://")[0].partition("+")[0] != "postgresql":
        raise BackupError("这份备份是 PostgreSQL 的：请用 --database 给出一个还不存在的数据库的地址")
    return database


def _checked(
    part: Path,
    address: str,
    manifest: Manifest,
    now: Callable[[], datetime],
    paper: tuple[int, str] | None,
    replay: bool,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[Check, ...]:
    from workbench.app import Workbench

    copy = Workbench(Config(address, part), clock=now)
    try:
        checks = check_restored(copy, manifest, replay=replay, progress=progress, cancelled=cancelled)
        if paper is not None:
            size, typed = paper
            there = copy.anchors.code_at(size)
            told = (
                ""
                if there == read_code(typed)
                else f"备份中前{size}条的校验码是 {there or '（没有这么多条）'}"
            )
            checks += (Check("纸面校验码", told),)
    finally:
        copy.close()
    wrong = [f"{check.name}：{check.fault}" for check in checks if check.fault]
    if wrong:
        raise BackupError(f"备份没有通过核对，没有恢复。{'；'.join(wrong)}。请换一份备份")
    return checks


def _bring_newer(part: Path, address: str, manifest: Manifest, known: NoteFolder | None) -> int:
    """Take along the checkpoints of the place that is replaced; return the largest size that they know.

    Those put aside or kept for another database are taken too: who restores may have begun anew before.
    """
    if known is None:
        return 0
    here, largest = NoteFolder.of(part, name_within(address, part)).path, 0
    for folder in known.all_here():
        for note in folder.newest_first():
            if note.checkpoint.origin != manifest.origin:
                continue
            largest = max(largest, note.checkpoint.size)
            for path in folder.files(note):
                here.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not (here / path.name).exists():
                    shutil.copyfile(path, here / path.name)
                    (here / path.name).chmod(0o600)
    return largest if largest > manifest.ledger_size else 0
