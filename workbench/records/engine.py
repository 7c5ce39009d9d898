"""Opening the database: SQLite with its promises switched on, or PostgreSQL. Opening creates nothing."""

from __future__ import annotations

import os
import sqlite3
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from workbench.records.base import HEAD, REVISIONS
from workbench.records.failures import known_failure
from workbench.records.journal import LedgerHead
from workbench.records.let_in import unanswered
from workbench.records.naming import WRONG_ADDRESS, server_url
from workbench.records.sqlite_file import (
    APPLICATION_ID,
    AddressError,
    DamagedDatabaseError,
    DatabaseError,
    EmptyDatabaseError,
    ForeignDatabaseError,
    NewerDatabaseError,
    OlderDatabaseError,
    check_file,
    sqlite_path,
)

READS_ONLY = "reads_only"  # option of an engine: a newer version of this software wrote its database
WAIT_SECONDS = 30  # for the writer before us
IDLE_SECONDS = 300  # of a writing transaction that asks nothing: its process hangs, or its machine is gone
LINE = {  # to a server: given up if it does not answer, noticed if it breaks; the address may say otherwise
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds: keepalives are not sent while a question is on its way
}
DAMAGED = "数据库已损坏或不是本软件的数据库：请从备份恢复"
COUNTS_ONLY = (
    "这个数据库账号不能打开记录，只能自己查询：分析人员请用 figures.totals() 和另存的分析文件"
    "（notebooks/explore/totals.ipynb）；网站和命令请用网站的数据库账号"
)
NEWER = "数据库由更新版本的软件写成：只能查看，不能办理；请升级软件"
NEWER_ONLY_LOOKS = "数据库由更新版本的软件写成，只能查看；新版本才有的内容，这里可能没有算进去。请升级软件"

# As SQLAlchemy itself writes them; rows written with prepared statements go the same way.
sqlite3.register_adapter(date, date.isoformat)
sqlite3.register_adapter(time, time.isoformat)


def open_engine(address: str, *, synchronous: str = "FULL", read_only: bool = False) -> Engine:
    """Return the engine of an existing database.

    Parameters never stand in an error message or a log. On SQLite a transaction that was begun with the
    execution option ``writes`` takes the lock at once (BEGIN IMMEDIATE): nobody fails half way.
    ``synchronous="NORMAL"`` is for bulk generation only: a power cut may lose the last transactions.
    ``read_only`` lets the database itself refuse every change.
    """
    path = sqlite_path(address)
    if path is not None:
        check_file(path)
        return _sqlite_engine(path, synchronous, read_only)
    url = server_url(address)
    if url.drivername != "postgresql+psycopg":  # another driver is not installed, and would not be known
        raise AddressError(WRONG_ADDRESS)
    return _server_engine(url, read_only)


def check_schema(engine: Engine) -> None:
    """Refuse one that is empty, of another program, of a newer or of an older version of this one."""
    try:
        with engine.connect() as connection:
            revision = read_revision(connection)
            is_empty = revision is None and not connection.dialect.get_table_names(connection)
    except OperationalError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise known_failure(str(error.orig)) or DamagedDatabaseError(DAMAGED) from None
        raise DatabaseError(unanswered(error.orig)) from None
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise DamagedDatabaseError(DAMAGED) from None
        if type(error.orig).__name__ == "InsufficientPrivilege":
            raise DatabaseError(COUNTS_ONLY) from None
        raise DatabaseError("数据库服务不回答这个账号：请核对数据库地址、账号和权限") from None
    if is_empty:
        raise EmptyDatabaseError("数据库是空的：请核对地址；还没有数据的，请先运行 workbench init")
    if revision is None:
        raise ForeignDatabaseError("数据库中有其他软件的数据表，没有本软件的：请核对地址")
    refuse_other(revision)


def refuse_other(revision: str | None) -> None:
    """Raise ``NewerDatabaseError`` or ``OlderDatabaseError`` unless the tables are those of this version."""
    if revision not in REVISIONS:
        raise NewerDatabaseError(NEWER)
    if revision != HEAD:
        raise OlderDatabaseError("数据库由旧版本的软件写成：请先备份，再运行 workbench init 升级")


def become_writer(connection: Connection) -> None:
    """Wait until this transaction is the one that writes to the ledger; then ``look_again``.

    Whoever waited may have waited for an upgrade: the second statement sees what the lock was waiting for.
    A server that does not answer is given up until the end of the transaction.
    """
    _expect_answers(connection)
    if connection.dialect.name != "sqlite":  # SQLite took its lock with BEGIN IMMEDIATE
        connection.execute(select(LedgerHead.size).where(LedgerHead.id == 1).with_for_update())
    look_again(connection)


def look_again(connection: Connection) -> None:
    """Refuse to write where another process has upgraded the tables since this one opened them.

    The same statement bounds how long a transaction on a server may do nothing. Those that only read
    (backups, snapshots, tests of a restore) are not bound: they hold nobody up.
    """
    _expect_answers(connection)
    if connection.dialect.name == "sqlite":
        refuse_other(connection.scalar(text("SELECT version_num FROM alembic_version")))
        return
    asked = (
        "SELECT version_num, set_config('idle_in_transaction_session_timeout', :limit, true) "
        "FROM alembic_version"
    )
    found = connection.execute(text(asked), {"limit": _milliseconds(IDLE_SECONDS)}).first()
    refuse_other(None if found is None else found[0])


def read_revision(connection: Connection) -> str | None:
    """Return the schema revision, or ``None`` where this software never wrote."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    if not connection.dialect.has_table(connection, "ledger_head"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def create_file(path: Path) -> None:
    """Make an empty database file that only this user can read, in a folder of his own."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        connection.close()


def _sqlite_engine(path: Path, synchronous: str, read_only: bool = False) -> Engine:
    def connect() -> sqlite3.Connection:
        # mode=rw: a missing file is an error, never a new empty database.
        # Not ``query_only``, which refuses the passing views too that narrow what a viewer sees.
        where = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
        connection = sqlite3.connect(where, uri=True, timeout=WAIT_SECONDS, check_same_thread=False)
        connection.isolation_level = None  # BEGIN is ours
        for pragma in (
            "foreign_keys = ON",
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "secure_delete = ON",
            "trusted_schema = OFF",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        hide_parameters=True,
        poolclass=NullPool,
        execution_options={READS_ONLY: read_only},
    )
    begin_ourselves(engine)
    return engine


def _server_engine(url: URL, read_only: bool) -> Engine:
    from workbench.records import line as lines

    line = {name: value for name, value in LINE.items() if name not in url.query}
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=4, connect_args=line)
    engine.update_execution_options(**{READS_ONLY: read_only})

    @event.listens_for(engine, "connect")
    def begin(connection: Any, _record: object) -> None:
        # Said here and not among the options of the connection: a pool (pgbouncer) refuses those.
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {_milliseconds(WAIT_SECONDS)}")
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
        connection.autocommit = False

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, given: Any, named: Any) -> lines.Line:
        return lines.Line.connect(*given, **named)

    @event.listens_for(engine, "checkout")
    def lend(connection: lines.Line, *_: object) -> None:
        connection.patience = None  # whoever waits for it says how long

    @event.listens_for(engine, "reset")
    def take_back(connection: lines.Line, *_: object) -> None:
        connection.patience = (
            lines.ANSWER_SECONDS
        )  # also for the question by which the next one finds it alive

    return engine


def _expect_answers(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        from workbench.records import line as lines

        lines.answer_within(connection, lines.ANSWER_SECONDS)


def _milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))


def begin_ourselves(engine: Engine) -> None:
    """Let SQLite transactions begin when SQLAlchemy says so, writers with the lock at once."""

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        is_writer = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
