"""One database as a workbench holds it: opened when first asked, many readers, one writer at a time.

Importing this module loads no SQLAlchemy: a screen that only reads a snapshot starts without it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.records.sqlite_file import (
    SCRUB_OWED,
    DatabaseError,
    NewerDatabaseError,
    asking,
    kept_open,
    read_ledger_head,
    read_logins,
    scrub_file,
    sqlite_path,
)
from workbench.terms import AccountEvent

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


class ScrubError(DatabaseError):
    """Values were deleted, but the place where they stood could not be written anew: a disk, or a reader."""

    def __init__(self) -> None:
        super().__init__(
            "删除已生效并记入台账，但磁盘上的残留还没有清除（磁盘已满、只读、读写出错，"
            "或备份等正占着数据库）：请先处理，再运行 workbench init 清除"
        )


class Store:
    """The engine of one database and its transactions."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._engine: Engine | None = None
        self._bulk_engine: Engine | None = None
        self.is_newer = False
        self.patience: float | None = None  # seconds that a reader waits for one answer of a server

    @property
    def engine(self) -> Engine:
        """The engine; ``DatabaseError`` with a Chinese sentence if the database cannot be used.

        What a newer version of this software wrote is opened to be read only (``is_newer``).
        """
        if self._engine is None:
            from workbench.records.engine import check_schema, open_engine

            engine = open_engine(self._address)
            try:
                check_schema(engine)
            except NewerDatabaseError:
                engine.dispose()
                engine, self.is_newer = open_engine(self._address, read_only=True), True
            self._engine = engine
        return self._engine

    def close(self) -> None:
        """Let go of the database."""
        for engine in (self._engine, self._bulk_engine):
            if engine is not None:
                engine.dispose()
        self._engine = self._bulk_engine = None

    @contextmanager
    def asking(self) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
        """Give a function that puts SQL to the tables as they are; lean like ``ledger_head``."""
        path = sqlite_path(self._address)
        if path is not None:
            with asking(path) as ask:
                yield ask
            return
        with self.reading() as session:
            link = session.connection()
            yield lambda sql: [tuple(row) for row in link.exec_driver_sql(sql)]

    def kept_open(self) -> AbstractContextManager[None]:
        """Let this thread ask several times, lean like ``ledger_head``, for one opening of the file."""
        path = sqlite_path(self._address)
        return nullcontext() if path is None else kept_open(path)

    @contextmanager
    def reading(self, *, with_views: bool = False) -> Iterator[Session]:
        """Give a session to read with; whatever it changes is rolled back.

        ``with_views`` is for who lays passing views over the tables: a transaction that only reads may not.
        """
        from sqlalchemy.orm import Session

        from workbench.records.failures import in_words

        with in_words(), Session(self.engine) as session:
            if with_views and self.is_newer and sqlite_path(self._address) is None:
                session.connection().exec_driver_sql("SET TRANSACTION READ WRITE")
            if self.patience is not None and sqlite_path(self._address) is None:
                from workbench.records.line import answer_within

                answer_within(session.connection(), self.patience)
            yield session

    @contextmanager
    def transaction(self, *, bulk: bool = False) -> Iterator[Session]:
        """Give the session of the one writer; commit at the end, roll back after an error.

        Writers wait for each other at the start (SQLite ``BEGIN IMMEDIATE``; PostgreSQL a lock on the row
        of ``ledger_head``). ``bulk`` is for generated data: a power cut may lose the last transactions.
        """
        from sqlalchemy.orm import Session

        from workbench.records.engine import NEWER, become_writer
        from workbench.records.failures import in_words

        engine = self._engine_for_bulk() if bulk else self.engine
        if self.is_newer:
            raise NewerDatabaseError(NEWER)
        with in_words(), engine.connect().execution_options(writes=True) as connection, connection.begin():
            try:
                become_writer(connection)
            except NewerDatabaseError:
                self.is_newer = True
                raise
            session = Session(connection, join_transaction_mode="control_fully")
            yield session
            session.flush()

    def scrub(self, copies: Path, *, only_if_owed: bool = False) -> None:
        """Write the database anew without what was deleted, empty SQLite's log, drop the folder of copies.

        ``ScrubError`` if that cannot be done now; then it is owed, and a file beside the copies says so.
        """
        from workbench.records.failures import in_words
        from workbench.records.rewriting import NotRewrittenError

        owed = copies.with_name(SCRUB_OWED)
        if only_if_owed and not owed.exists():
            return
        with suppress(OSError):  # where not even this can be written, the error below says it
            owed.touch(mode=0o600)
        shutil.rmtree(copies, ignore_errors=True)
        try:
            with in_words():
                self._write_anew()
            owed.unlink(missing_ok=True)
        except NotRewrittenError:
            raise  # it says itself who must do it
        except (DatabaseError, OSError):
            raise ScrubError from None

    def _write_anew(self) -> None:
        path = sqlite_path(self._address)
        if path is not None:
            scrub_file(path)
            return
        from workbench.records.rewriting import rewrite_tables

        rewrite_tables(self.engine)

    def ledger_head(self) -> tuple[int, bytes]:
        """Return size and frontier of the ledger; on SQLite without loading SQLAlchemy."""
        path = sqlite_path(self._address)
        if path is not None:
            return read_ledger_head(path)
        from sqlalchemy import select

        from workbench.records.journal import LedgerHead

        with self.reading() as session:
            size, frontier = session.execute(select(LedgerHead.size, LedgerHead.frontier)).one()
            return size, frontier

    def logins(self, account: str, *, most: int) -> list[str]:
        """Return the newest moments (UTC) at which an account was let in; lean like ``ledger_head``."""
        path = sqlite_path(self._address)
        admitted = (AccountEvent.ADMITTED.value, AccountEvent.NAMED.value)
        if path is not None:
            return read_logins(path, account, admitted, most=most)
        from sqlalchemy import select

        from workbench.records.accounts import LoginRecordRow as Log

        asked = select(Log.utc).where(Log.name == account, Log.event.in_(admitted))
        with self.reading() as session:
            return list(session.scalars(asked.order_by(Log.id.desc()).limit(most)))

    def _engine_for_bulk(self) -> Engine:
        if self._bulk_engine is None:
            from workbench.records.engine import open_engine

            _ = self.engine  # refuses a schema that is not ours
            self._bulk_engine = open_engine(self._address, synchronous="NORMAL")
        return self._bulk_engine
