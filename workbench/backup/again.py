"""An old backup, tested again with the private key: media rot, and a test is soon forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pyrage.x25519 import Identity

from workbench.backup.archive import Cancelled, Progress, never, open_archive, silent
from workbench.backup.checks import Check, check_restored
from workbench.backup.databases import drop_left_copies
from workbench.backup.lock import only_one
from workbench.backup.manifest import BackupError, Manifest
from workbench.backup.place import fresh_place
from workbench.backup.space import require_room
from workbench.backup.whereabouts import WORK
from workbench.records.sqlite_file import sqlite_path

if TYPE_CHECKING:
    from workbench.app import Workbench


def check_again(
    bench: Workbench,
    file: Path,
    private: Identity,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Manifest, tuple[Check, ...]]:
    """Return what a backup holds and how it answers, restored into a place that goes away again.

    The ledger is replayed too. ``BackupError`` if the file cannot be read to its end.
    """
    work = bench.config.home / WORK
    with only_one(bench.config.home):
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700, parents=True)
        drop_left_copies(bench)
        try:
            opening = open_archive(file, private, work, progress=progress, cancelled=cancelled)
            with opening as (manifest, tar):
                engine = "sqlite" if sqlite_path(bench.config.database) is not None else "postgresql"
                if engine != manifest.engine:
                    raise BackupError(
                        "备份与现在的数据库不是同一种，请用 workbench restore 恢复到新的位置核对"
                    )
                require_room(work, manifest.size)
                place = fresh_place(
                    bench, work / "restored", manifest, tar, progress=progress, cancelled=cancelled
                )
                with place as copy:
                    checks = check_restored(
                        copy, manifest, replay=True, progress=progress, cancelled=cancelled
                    )
            return manifest, checks
        finally:
            shutil.rmtree(work, ignore_errors=True)
