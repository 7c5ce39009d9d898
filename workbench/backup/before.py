"""Before a server's database is upgraded: a dump of it, restored once, in the user's folder.

An SQLite file is copied by the upgrade itself (``records.migrate``).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from workbench.backup.archive import Progress, never, silent
from workbench.backup.manifest import BackupError
from workbench.backup.passing import drop_left, passing_database
from workbench.backup.server import ServerError, dump, restore
from workbench.config import Config
from workbench.records.base import HEAD, REVISIONS
from workbench.records.engine import open_engine, read_revision
from workbench.records.let_in import let_in
from workbench.records.roles import owns_tables
from workbench.records.sqlite_file import sqlite_path


def keep_before_upgrade(config: Config, *, progress: Progress = silent) -> Path | None:
    """Return the dump of a PostgreSQL database that is about to be upgraded, ``None`` where none is needed.

    ``BackupError`` if the dump, restored into a database that goes away again, is not what it was made of:
    then nothing may be upgraded. ``ServerError`` for an account that does not own the tables.
    """
    if sqlite_path(config.database) is not None:
        return None
    target = config.home / f"postgresql.before-{HEAD}.dump"
    engine = open_engine(config.database)
    try:
        with let_in():
            opened = engine.connect()
        with opened.execution_options(isolation_level="REPEATABLE READ") as link:
            revision = read_revision(link)
            if revision is None or revision == HEAD or revision not in REVISIONS:
                return None
            if not owns_tables(link):
                raise ServerError(
                    "这个数据库账号不是属主，不能升级：请把 WORKBENCH_DATABASE 里的账号换成属主"
                    "（如 petition_owner），再运行 workbench init"
                )
            drop_left(config.database)
            target.unlink(missing_ok=True)
            known = _rows(link)
            dump(link, target, progress=progress, cancelled=never)
    finally:
        engine.dispose()
    with passing_database(config.database) as address:
        restore(target, address, progress=progress)
        copy = open_engine(address)
        try:
            with copy.connect() as link:
                found = _rows(link)
        finally:
            copy.dispose()
    if found != known:
        target.unlink()
        raise BackupError("升级前的备份核对不符，没有升级：请检查磁盘和数据库服务，再重新升级")
    return target


def _rows(link: Connection) -> dict[str, object]:
    """Rows by table as they are there, whatever the revision, and the head of the ledger."""
    told: dict[str, object] = {
        name: link.execute(text(f'SELECT count(*) FROM "{name}"')).scalar()
        for name in sorted(inspect(link).get_table_names())
    }
    head = link.execute(text("SELECT size, frontier FROM ledger_head")).all()
    return told | {"": [(size, bytes(frontier)) for size, frontier in head]}
