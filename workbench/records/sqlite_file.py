"""Is this file a database of ours? Asked before SQLite touches it; the standard library only."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

APPLICATION_ID = 0x50455457  # "PETW": written into the header of every database of this software
WAIT_SECONDS = 30  # for who holds the file alone
_MAGIC = b"SQLite format 3\x00"
_kept: ContextVar[tuple[Path, sqlite3.Connection] | None] = ContextVar("kept", default=None)
_looked_at: dict[tuple[int, int], int] = {}  # device and number of a file: its handle
_looking = threading.Lock()
_MOST_OPEN = 32
_LOOKS, _BETWEEN_LOOKS = 4, 0.05  # seconds
SCRUB_OWED = "scrub.owed"  # in the user's folder: deleted values may still lie in unused pages


class DatabaseError(ValueError):
    """The database cannot be used; the sentence says what to do."""


class AddressError(DatabaseError):
    """The address names no database that this software can use; it may hold a password and is not told."""


class DatabaseMissingError(DatabaseError):
    """There is no database yet."""


class EmptyDatabaseError(DatabaseMissingError):
    """There is a database without any table: nothing was written yet, or what was there is gone."""


class DamagedDatabaseError(DatabaseError):
    """The file is empty, cut short or no database at all."""


class ForeignDatabaseError(DatabaseError):
    """A database, but of another program."""


class NewerDatabaseError(DatabaseError):
    """Written by a newer version of this software."""


class OlderDatabaseError(DatabaseError):
    """Written by an older version of this software."""


def sqlite_path(address: str) -> Path | None:
    """Return the file of an SQLite address, ``None`` for PostgreSQL; ``AddressError`` for anything else."""
    scheme, _, rest = address.partition("://")
    engine = scheme.partition("+")[0]
    if engine not in ("sqlite", "postgresql"):
        raise AddressError(
            "数据库地址不是规定的格式：SQLite 写 sqlite:////文件夹/workbench.sqlite，"
            "PostgreSQL 写 postgresql+psycopg://账号@主机/数据库（见 WORKBENCH_DATABASE）"
        )
    if engine == "postgresql":
        return None
    path = rest.removeprefix("/").partition("?")[0]
    if not path or path == ":memory:":
        raise AddressError(
            "内存数据库不能作为工作台的数据库：请给出文件地址，如 sqlite:////data/workbench.sqlite"
        )
    return Path(path)


def check_file(path: Path) -> None:
    """Refuse what is not a whole database file of this software. Nothing is created or changed."""
    for look in range(_LOOKS):
        if look:  # between header and length somebody may have written what he had in his log
            time.sleep(_BETWEEN_LOOKS)
        if _is_whole(path):
            return
    raise DamagedDatabaseError(f"数据库 {path} 不完整（文件被截断）：请从备份恢复")


def _is_whole(path: Path) -> bool:
    """Return whether a database of ours is as long as it says; an error where it is none."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise DamagedDatabaseError(f"{path} 不是文件：请核对数据库地址")
        header = _header(path)
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseMissingError(f"数据库 {path} 不存在：请先运行 workbench init") from None
    except OSError:
        raise DatabaseError(f"数据库 {path} 读不出来：请检查文件和文件夹的权限") from None
    if size == 0:
        raise DamagedDatabaseError(f"数据库 {path} 是空文件：请从备份恢复，或换一个地址运行 workbench init")
    if not header.startswith(_MAGIC):
        raise DamagedDatabaseError(f"{path} 不是数据库文件：请核对地址")
    page = int.from_bytes(header[16:18], "big")
    page_bytes = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    # A log beside the file holds what it still lacks after a full disk or a power cut: SQLite mends that.
    if len(header) < 100 or (size < pages * page_bytes and not _has_log(path)):
        return False
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ForeignDatabaseError(f"{path} 是其他软件的数据库：请核对地址")
    return True


def _header(path: Path) -> bytes:
    """Return the first hundred bytes of a file, and leave it open.

    Whoever closes a file lets go of every lock that his process holds on it, those of SQLite as well: then
    another process writes together with one of our threads. Windows locks by handle, and keeps from being
    moved what somebody has open.
    """
    if os.name == "nt":
        with path.open("rb") as file:
            return file.read(100)
    with _looking:
        facts = path.stat()
        handle = _looked_at.pop((facts.st_dev, facts.st_ino), None)
        if handle is None:
            handle = os.open(path, os.O_RDONLY)
            facts = os.fstat(handle)
        _looked_at[facts.st_dev, facts.st_ino] = handle  # the last that will be let go of
        if len(_looked_at) > _MOST_OPEN:  # of files that this process has not looked at for long
            os.close(_looked_at.pop(next(iter(_looked_at))))
        return os.pread(handle, 100, 0)


def let_go_of_files() -> None:
    """Close what was looked at: for who wants to unmount a disk, and has no connection open any more."""
    with _looking:
        while _looked_at:
            os.close(_looked_at.popitem()[1])


def _has_log(path: Path) -> bool:
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False


def read_ledger_head(path: Path) -> tuple[int, bytes]:
    """Return how many acts the ledger holds and the right edge of its tree; the standard library only."""
    with asking(path) as ask:
        row = next(iter(ask("SELECT size, frontier FROM ledger_head WHERE id = 1")), None)
    if row is None:
        raise DamagedDatabaseError(f"数据库 {path} 缺少台账首部：请从备份恢复")
    return int(row[0]), bytes(row[1])


@contextmanager
def asking(path: Path) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Give a function that returns the rows of a question; the file is opened once, for reading only."""
    check_file(path)
    kept = _kept.get()
    connection = kept[1] if kept is not None and kept[0] == path else _connect(path)
    try:
        yield lambda sql, values=(): connection.execute(sql, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise told(path, error) from None
    finally:
        if kept is None or connection is not kept[1]:
            connection.close()


@contextmanager
def kept_open(path: Path) -> Iterator[None]:
    """Let this thread ask one file several times without opening it each time.

    To read the description of a hundred tables takes longer than a short question. What is asked is as new
    as ever: no question leaves anything locked or remembered.
    """
    check_file(path)
    connection = _connect(path)
    before = _kept.set((path, connection))
    try:
        yield
    finally:
        _kept.reset(before)
        connection.close()


def told(path: Path, error: sqlite3.DatabaseError) -> DatabaseError:
    """Return what the user is told; only what is damaged is called so, for it is restored from a backup."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # less its details
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseError(f"数据库 {path} 正忙：请稍后重试")
    if code == sqlite3.SQLITE_IOERR:
        return DatabaseError(f"数据库 {path} 磁盘读写出错：请检查存储介质，必要时从备份恢复")
    if code == sqlite3.SQLITE_CANTOPEN:
        return DatabaseError(f"数据库 {path} 打不开：请检查文件和文件夹的权限，或存储介质")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return DatabaseError(f"数据库 {path} 或它的文件夹不能写：请检查权限或存储介质")
    if code == sqlite3.SQLITE_FULL:
        return DatabaseError(f"数据库 {path} 所在的磁盘已满：请清理磁盘后重试")
    return DamagedDatabaseError(f"数据库 {path} 已损坏或不完整：请从备份恢复")


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    except sqlite3.DatabaseError as error:
        raise told(path, error) from None


def read_logins(path: Path, account: str, events: Sequence[str], *, most: int) -> list[str]:
    """Return when (universal time) the login log notes one of ``events`` of an account, newest first."""
    marks = ", ".join("?" * len(events))
    with asking(path) as ask:
        rows = ask(
            f"SELECT utc FROM login_record WHERE name = ? AND event IN ({marks}) ORDER BY id DESC LIMIT ?",
            (account, *events, most),
        )
    return [str(utc) for (utc,) in rows]


def scrub_file(path: Path) -> None:
    """Write the file anew without what was deleted, and empty its write-ahead log."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)
    try:
        connection.isolation_level = None
        for statement in ("PRAGMA secure_delete = ON", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.execute(statement).fetchall()
    finally:
        connection.close()
