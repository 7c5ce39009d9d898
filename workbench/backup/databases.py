"""Copies of a database made while people work, of one moment: SQLite's own copier, PostgreSQL's own tools."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Connection, func, inspect, select

from workbench.backup.archive import Cancelled, Progress, never, silent
from workbench.backup.manifest import BackupCancelledError, BackupError
from workbench.records.engine import create_file, open_engine, read_revision
from workbench.records.failures import in_words, known_failure
from workbench.records.journal import LedgerHead
from workbench.records.sqlite_file import ForeignDatabaseError, sqlite_path
from workbench.records.tables import metadata

if TYPE_CHECKING:
    from workbench.app import Workbench

PAGES: Final = 2_000  # copied between two looks whether somebody waits


@contextmanager
def one_moment(bench: Workbench) -> Iterator[Connection]:
    """Give a connection that sees the database as it is now, however long it looks; others go on writing.

    An older version of the database is looked at as well: it is backed up before it is upgraded.
    """
    engine = open_engine(bench.config.database, read_only=True)
    options: Any = {} if engine.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    try:
        with in_words(), engine.connect().execution_options(**options) as link:
            if read_revision(link) is None:
                raise ForeignDatabaseError("数据库中没有本软件的数据表：请核对地址")
            link.rollback()
            link.execute(select(LedgerHead.size)).all()  # the moment is that of the first look
            yield link
    finally:
        engine.dispose()


def count_rows(link: Connection) -> dict[str, int]:
    """Return how many rows each table has, of those that this software knows and that are there."""
    names = sorted(metadata.tables.keys() & set(inspect(link).get_table_names()))
    return {name: link.scalar(select(func.count()).select_from(metadata.tables[name])) or 0 for name in names}


def copy_database(
    link: Connection, target: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> None:
    """Copy what ``link`` sees into the new file ``target``: a database (SQLite) or a dump (PostgreSQL).

    ``BackupCancelledError`` after a true answer of ``cancelled``; the caller removes what was begun.
    """
    if link.engine.name != "sqlite":
        from workbench.backup.server import dump

        dump(link, target, progress=progress, cancelled=cancelled)
        return

    def told(_status: int, remaining: int, total: int) -> None:
        if cancelled():
            raise BackupCancelledError("已取消，没有留下任何文件")
        progress("复制数据库", total - remaining, total)

    create_file(target)
    # The connection is within its read transaction: what others write meanwhile is not seen, and does not
    # make the copier begin anew.
    original = cast(sqlite3.Connection, link.connection.dbapi_connection)
    try:
        with closing(sqlite3.connect(target)) as copy:
            original.backup(copy, pages=PAGES, progress=told)
    except sqlite3.Error as error:
        known = known_failure(str(error))
        raise BackupError(str(known or "数据库复制出错：请检查存储介质，再重新备份")) from None


def drop_left_copies(bench: Workbench) -> None:
    """Drop what a killed backup restored on the server for its test and left there, whole and readable."""
    if sqlite_path(bench.config.database) is None:
        from workbench.backup.passing import drop_left

        drop_left(bench.config.database)
