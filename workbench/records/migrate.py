"""Make the database or bring it up to date, through Alembic, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, text

from workbench.records.base import DERIVED, HEAD, REVISIONS
from workbench.records.engine import create_file, open_engine, read_revision
from workbench.records.failures import in_words
from workbench.records.journal import LedgerHead
from workbench.records.sqlite_file import (
    DamagedDatabaseError,
    DatabaseError,
    ForeignDatabaseError,
    NewerDatabaseError,
    sqlite_path,
)


def create_or_upgrade(
    address: str,
    *,
    before_new: Callable[[], None] = lambda: None,
    derive: Callable[[Connection], None] = lambda _connection: None,
) -> bool:
    """Make the tables where there are none; return whether the database is new.

    An older database is upgraded, an SQLite file after a copy beside it. A database of another program or
    of a newer version is refused and left alone. What a full or failing disk left of a new one is removed.
    ``before_new`` is asked before anything of a new one is made, and may refuse. ``derive`` writes anew what
    is derived, in the same transaction, where an older database read the law otherwise.
    """
    path = sqlite_path(address)
    is_new_file = path is not None and not path.exists()
    if is_new_file:
        before_new()
    try:
        with in_words():
            if path is not None and is_new_file:
                create_file(path)
            return _upgrade(address, path, before_new, derive)
    except BaseException:
        if path is not None and is_new_file:
            for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                leftover.unlink(missing_ok=True)
        raise


def _upgrade(
    address: str,
    path: Path | None,
    before_new: Callable[[], None],
    derive: Callable[[Connection], None],
) -> bool:
    engine = open_engine(address)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            revision = read_revision(connection)
            if revision is None and _has_tables(connection):
                raise ForeignDatabaseError("数据库中已有其他软件的数据表：请换一个空的数据库")
            if revision is None and path is None:
                _require_every_sign(connection)
                before_new()
            if revision is not None and revision not in REVISIONS:
                raise NewerDatabaseError("数据库由更新版本的软件写成：请升级软件后再打开")
            if revision == HEAD:
                return False
            if revision is not None and path is not None:
                _copy_aside(path)
            if revision is not None and path is None:  # who writes now has done; who comes will look again
                connection.execute(text("SELECT size FROM ledger_head WHERE id = 1 FOR UPDATE"))
            command.upgrade(alembic_config(connection), "head")
            if revision is None:
                connection.execute(insert(LedgerHead), {"id": 1, "size": 0, "frontier": b""})
            elif revision < DERIVED:
                derive(connection)
            return revision is None
    finally:
        engine.dispose()


def _require_every_sign(connection: Connection) -> None:
    """Refuse a database of another encoding than UTF8: rare signs of names would find no place in it."""
    encoding = connection.scalar(text("SELECT current_setting('server_encoding')"))
    if encoding != "UTF8":
        raise DatabaseError(
            f"这个数据库的编码是 {encoding}，有的姓名、地名用字存不进去：请另建编码为 UTF8 的库"
            "（createdb --encoding UTF8 --template template0，见 data/service）"
        )


def aside_of(path: Path) -> Path:
    """Return where an SQLite file is kept as it was before this version upgraded it."""
    return Path(f"{path}.before-{HEAD}")


def _copy_aside(path: Path) -> None:
    """Keep the database as it was, private, and read the copy again before anything is changed.

    Copying the file alone would miss its WAL.
    """
    aside = aside_of(path)
    aside.unlink(missing_ok=True)
    create_file(aside)
    with closing(sqlite3.connect(path)) as original, closing(sqlite3.connect(aside)) as copy:
        original.backup(copy)
        said = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
        heads = [_head(one) for one in (original, copy)]
    if said != ["ok"] or heads[0] != heads[1]:
        raise DamagedDatabaseError(f"升级前的副本 {aside} 核对不符，没有升级：请检查磁盘，再重新升级")


def _head(connection: sqlite3.Connection) -> tuple[int, bytes]:
    size, frontier = connection.execute("SELECT size, frontier FROM ledger_head WHERE id = 1").fetchone()
    return size, frontier


def alembic_config(connection: Connection) -> Config:
    """Return the configuration of the packaged migrations, bound to one connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _has_tables(connection: Connection) -> bool:
    return bool(connection.dialect.get_table_names(connection))
