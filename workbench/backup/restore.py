"""Restore a backup into a new place, ask it everything, and say what may be missing since."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pyrage.x25519 import Identity

from workbench.backup.archive import Cancelled, Progress, never, open_archive, silent
from workbench.backup.checks import Check, check_restored
from workbench.backup.manifest import DATABASE, BackupError, Manifest
from workbench.backup.outside import Outside
from workbench.backup.place import unpack_home
from workbench.backup.space import require_room
from workbench.backup.whereabouts import require_not_ours
from workbench.config import DATABASE_FILE, Config
from workbench.ledger.notes import NoteFolder
from workbench.ledger.witness import Witness
from workbench.records.naming import name_within

PART: Final = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """恢复结果: where it is, what it holds, and how many entries the ledger is known to have had.

    ``known_size`` is 0 where nothing is known that the backup does not continue; otherwise nothing can be
    written until two people acknowledge. ``is_other``: the place that it shall replace has another ledger.
    """

    home: Path
    database: str
    manifest: Manifest
    checks: tuple[Check, ...]
    known_size: int
    paper: str = ""
    is_other: bool = False

    @property
    def missing(self) -> int:
        """How many entries were recorded after the backup, as far as is known."""
        return max(0, self.known_size - self.manifest.ledger_size)


def restore_backup(
    file: Path,
    private: Identity,
    into: Path,
    *,
    now: Callable[[], datetime],
    database: str | None = None,
    known: NoteFolder | None = None,
    home: Path | None = None,
    paper: tuple[int, str] | None = None,
    witness: Witness | None = None,
    replay: bool = True,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Restored:
    """Restore ``file`` into the new folder ``into`` (PostgreSQL: and the new database ``database``).

    ``known`` are the checkpoints of the place that is to be replaced, ``home`` its folder: newer ones come
    along, so that an older copy does not pass for the present one. ``paper`` is size and code as printed,
    ``witness`` the file that another office kept: where they tell of more entries than the backup has, they
    hold it in the same way. ``BackupError`` if the place is not new, the backup does not stand its test, or
    contradicts paper or witness; ``CheckpointError`` for a code that is none. Then nothing is left.
    """
    outside = Outside.of(paper, witness)
    into = into.absolute()
    if home is not None:
        require_not_ours(into, home, "请用 --into 给出别处的新文件夹")
    _require_above(into)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupError(f"“{into}”已经存在且不是空文件夹：恢复只写入新的位置，不覆盖任何文件")
    part = into.with_name(f"{into.name}{PART}")
    if part.exists():
        raise BackupError(
            f"“{part}”是上次没有完成的恢复留下的，里面有没有加密的记录：请核对后删去再试"
            "（用 PostgreSQL 的，那一次新建的数据库也请由管理员删去）"
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    made_database = False
    finished: Callable[[], None] | None = None
    try:
        with ExitStack() as held:
            opening = open_archive(file, private, into.parent, progress=progress, cancelled=cancelled)
            with opening as (manifest, tar):
                require_room(into.parent, manifest.size)
                address = _address(manifest, part, database)
                unpack_home(part, manifest, tar, address, progress=progress, cancelled=cancelled)
            if manifest.engine != "sqlite":
                from workbench.backup.passing import unfinished_database
                from workbench.backup.server import create_database, restore

                create_database(address)
                made_database = True
                finished = held.enter_context(unfinished_database(address))
                restore(part / DATABASE["postgresql"], address, progress=progress, cancelled=cancelled)
                (part / DATABASE["postgresql"]).unlink()
            checks = _checked(part, address, manifest, now, outside, replay, progress, cancelled)
            found = _held_by(part, address, manifest, now, known, outside)
            if finished is not None:
                finished()  # before the folder has its name: a whole place is never told as a left one
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
    origins = {note.checkpoint.origin for note in known.newest_first()} if known is not None else set()
    is_other = bool(origins) and manifest.origin not in origins
    return Restored(into, final, manifest, checks, found, paper[1] if paper else "", is_other)


def _require_above(into: Path) -> None:
    """A slip of who asks: what lies above the new folder is none."""
    there = next((one for one in into.parents if os.path.lexists(one)), into.parent)
    if not os.path.isdir(there):
        raise BackupError(f"“{there}”不是文件夹：请用 --into 给出另一个新文件夹")


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
    outside: Outside,
    replay: bool,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[Check, ...]:
    from workbench.app import Workbench

    copy = Workbench(Config(address, part), clock=now)
    try:
        checks = check_restored(copy, manifest, replay=replay, progress=progress, cancelled=cancelled)
        checks += outside.checks(copy.anchors, manifest)
    finally:
        copy.close()
    wrong = [f"{check.name}：{check.fault}" for check in checks if check.fault]
    if wrong:
        raise BackupError(f"备份没有通过核对，没有恢复。{'；'.join(wrong)}。请换一份备份")
    return checks


def _held_by(
    part: Path,
    address: str,
    manifest: Manifest,
    now: Callable[[], datetime],
    known: NoteFolder | None,
    outside: Outside,
) -> int:
    """Keep beside the copy what is known of its ledger; return the largest size that it does not continue.

    0 where it continues everything, or two people have acknowledged the rest before it was made.
    """
    from workbench.app import Workbench

    here = NoteFolder.of(part, name_within(address, part))
    if known is not None:  # those put aside too: who restores may have begun anew before
        here.take(known.all_here(), manifest.origin)
    for told in outside.newer(manifest):
        here.keep_testimony(told)
    copy = Workbench(Config(address, part), clock=now)
    try:
        open_one = copy.anchors.restored()
    finally:
        copy.close()
    return 0 if open_one is None else open_one.known_size
