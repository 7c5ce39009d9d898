"""A fresh place into which a backup is unpacked: a folder, and on PostgreSQL a database, of its own."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.backup.archive import Cancelled, Progress, never, silent, unpack
from workbench.backup.manifest import DATABASE, Manifest
from workbench.config import DATABASE_FILE, Config
from workbench.ledger.notes import NoteFolder
from workbench.records.naming import name_within

if TYPE_CHECKING:
    from workbench.app import Workbench


def unpack_home(
    home: Path,
    manifest: Manifest,
    tar: tarfile.TarFile,
    database: str,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> None:
    """Unpack into the new folder ``home``; the notes go where the ledger at ``database`` looks for them.

    A PostgreSQL dump is left beside them as ``database.dump``.
    """
    home.mkdir(mode=0o700)
    notes = NoteFolder.of(home, name_within(database, home)).path

    def place(name: str) -> Path:
        folder, _, rest = name.partition("/")
        if name == DATABASE["sqlite"]:
            return home / DATABASE_FILE
        return notes / rest if folder == "checkpoints" else home / name

    unpack(manifest, tar, place, progress=progress, cancelled=cancelled)


@contextmanager
def fresh_place(
    like: Workbench,
    home: Path,
    manifest: Manifest,
    tar: tarfile.TarFile,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Iterator[Workbench]:
    """Give the workbench of a backup, restored where nothing was; it goes away at the end."""
    if manifest.engine == "sqlite":
        address = f"sqlite:///{(home / DATABASE_FILE).as_posix()}"
        unpack_home(home, manifest, tar, address, progress=progress, cancelled=cancelled)
        with _opened(address, home, like) as copy:
            yield copy
        return
    from workbench.backup.passing import passing_database
    from workbench.backup.server import restore

    with passing_database(like.config.database) as address:
        unpack_home(home, manifest, tar, address, progress=progress, cancelled=cancelled)
        restore(home / DATABASE["postgresql"], address, progress=progress, cancelled=cancelled)
        with _opened(address, home, like) as copy:
            yield copy


@contextmanager
def _opened(address: str, home: Path, like: Workbench) -> Iterator[Workbench]:
    from workbench.app import Workbench

    copy = Workbench(Config(address, home), clock=like.now)
    try:
        yield copy
    finally:
        copy.close()
