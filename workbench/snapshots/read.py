"""Read a snapshot: a local file of flat case facts, opened read-only with the standard library.

Nothing heavier than ``sqlite3`` is imported here: this is the path to the first view of every screen.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.snapshots.answers import remembered

Parameters = Mapping[str, object] | Sequence[object]


class SnapshotError(ValueError):
    """A snapshot file cannot be read as what it claims to be."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One folder entry: what was known at ledger position ``ledger_size`` of the day ``as_of``.

    Frozen and small: it holds the path, not a connection, so that a screen may keep it for hours.
    ``views`` lay what its viewer may see over the tables (see ``snapshots.seen``).
    """

    path: Path
    as_of: date
    ledger_size: int
    calendar_version: str
    views: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return what stands in the footer: as-of day and ledger position."""
        return f"截至 {self.as_of:%Y-%m-%d} · 台账第 {self.ledger_size} 条 · 日历 {self.calendar_version}"

    @property
    def ledger_root(self) -> str:
        """Return "": a live snapshot keeps no root, the ledger has it while it has not grown."""
        return ""

    def connect(self) -> sqlite3.Connection:
        """Return a read-only connection; the caller closes it."""
        link = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        for view in self.views:
            link.execute(view)
        link.execute("PRAGMA query_only = ON")
        link.execute("PRAGMA mmap_size = 268435456")
        return link

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows of one question; a slow one is asked of the file once, see ``answers``."""

        def ask() -> list[tuple[Any, ...]]:
            link = self.connect()
            try:
                return link.execute(sql, parameters).fetchall()
            finally:
                link.close()

        asked = (parameters, self.views) if self.views else parameters
        return remembered(self.path, self.ledger_size, sql, asked, ask)

    execute = rows  # as figures ask: they know a connection or a snapshot

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first value of the first row, or ``None``."""
        found = self.rows(sql, parameters)
        return found[0][0] if found else None


def read_snapshot(path: Path) -> Snapshot:
    """Return the snapshot in ``path``; ``SnapshotError`` if it is none or of another layout."""
    from workbench.snapshots.schema import VERSION

    try:
        link = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            meta = dict(link.execute("SELECT key, value FROM meta").fetchall())
        finally:
            link.close()
    except sqlite3.Error as error:
        raise SnapshotError(f"快照文件 {path.name} 无法读取，请重新生成") from error
    if meta.get("layout") != str(VERSION):
        raise SnapshotError(f"快照文件 {path.name} 是其他版本生成的，请重新生成")
    return Snapshot(
        path=path,
        as_of=date.fromisoformat(meta["as_of"]),
        ledger_size=int(meta["ledger_size"]),
        calendar_version=meta["calendar_version"],
    )


def snapshot_path(folder: Path, database: str, as_of: date) -> Path:
    """Return where the snapshot of this database and day lies."""
    return folder / f"{_mark(database)}-{as_of.isoformat()}.sqlite"


def snapshot_files(folder: Path, database: str, *, end: str = ".sqlite") -> list[Path]:
    """Return the files of all days of this database, by their ending; none where there is no folder yet."""
    return sorted(folder.glob(f"{_mark(database)}-????-??-??{end}"))


def _mark(database: str) -> str:
    return hashlib.sha256(database.encode()).hexdigest()[:10]


def find(path: Path) -> Snapshot | None:
    """Return the snapshot in ``path`` if one can be read there."""
    if not path.exists():
        return None
    try:
        return read_snapshot(path)
    except SnapshotError:
        return None  # of an older layout, or torn: it is only a copy and is folded anew


def find_again(path: Path) -> Snapshot | None:
    """Return the same as ``find``; a file that still lies as it lay is not read again.

    For who only reads. A page asks three times while it opens, and each time the file would be opened.
    """
    try:
        lies = path.stat()
        return _as_it_lies(path, lies.st_ino, lies.st_mtime_ns, lies.st_size)
    except (FileNotFoundError, NotADirectoryError, SnapshotError):
        return None


@lru_cache(maxsize=16)
def _as_it_lies(path: Path, *_state: int) -> Snapshot:
    return read_snapshot(path)
