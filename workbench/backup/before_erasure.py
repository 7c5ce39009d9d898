"""Copies kept by upgrades, not sealed: they must not outlive a deletion of personal values made since."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from workbench.acts.erasing import EraseValues
from workbench.backup.databases import one_moment
from workbench.backup.kept import note
from workbench.config import Config
from workbench.records.journal import LedgerEntryRow
from workbench.records.sqlite_file import sqlite_path

if TYPE_CHECKING:
    from workbench.app import Workbench


def last_erasure(link: Connection) -> tuple[int, datetime] | None:
    """Return position and moment of the last deletion of personal values, ``None`` where none was made."""
    entry = LedgerEntryRow
    asked = select(entry.seq, entry.utc).where(entry.kind == EraseValues.kind).order_by(entry.seq.desc())
    row = link.execute(asked.limit(1)).first()
    return None if row is None else (row.seq, datetime.fromisoformat(row.utc))


def copies_of_upgrades(config: Config) -> list[Path]:
    """Return the copies that upgrades kept, in the user's folder and beside an SQLite database elsewhere."""
    path = sqlite_path(config.database)
    folders = {config.home} if path is None else {config.home, path.parent}
    return sorted(copy for folder in folders for copy in folder.glob("*.before-*") if copy.is_file())


def copies_before_erasure(config: Config, erased: tuple[int, datetime] | None) -> list[Path]:
    """Return those of them that still hold what was deleted since."""
    if erased is None:
        return []
    return [copy for copy in copies_of_upgrades(config) if _is_older(copy, *erased)]


def drop_copies_before_erasure(bench: Workbench, moment: datetime) -> None:
    """Remove them, for a good backup was made that can be gone back to."""
    with one_moment(bench) as link:
        found = copies_before_erasure(bench.config, last_erasure(link))
    for copy in found:
        with suppress(OSError):  # the doctor goes on telling of it
            copy.unlink()
            note(bench.config.home, "dropped", moment, folder=str(copy.parent), file=copy.name)


def _is_older(copy: Path, position: int, moment: datetime) -> bool:
    """By its ledger where it can be asked, by the time of the file for a dump of PostgreSQL."""
    try:
        address = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"  # opening it leaves no log beside it
        with closing(sqlite3.connect(address, uri=True)) as link:
            (size,) = link.execute("SELECT size FROM ledger_head WHERE id = 1").fetchone()
    except (sqlite3.Error, TypeError):
        return datetime.fromtimestamp(copy.stat().st_mtime, UTC) < moment
    return int(size) < position
