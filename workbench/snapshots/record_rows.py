"""Bring records of a chunk of matters into DuckDB: from a file of SQLite as Arrow, from a server as lines.

Both give the same tables, so that what is folded and written does not depend on where the records lie.
"""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

import adbc_driver_sqlite
import duckdb
from adbc_driver_manager import AdbcConnection, AdbcStatement
from sqlalchemy import Connection

from workbench.snapshots.record_sql import NUMBERS, Question, record_questions, server_day

_NOBODY: Final = -1  # the number of the row that tells the types


class LedgerMovedOnError(ValueError):
    """Somebody wrote between two looks at the records: look again."""

    def __init__(self) -> None:
        super().__init__("台账刚刚有了新的记录：请再试一次")


class Records(Protocol):
    """Where the records lie."""

    def bring(self, facts: duckdb.DuckDBPyConnection, as_of: date, first: int, last: int) -> None:
        """Put the records of the matters ``first`` to ``last`` into temporary tables."""

    def close(self) -> None:
        """Let go of the records."""


class FileRecords:
    """The file of an SQLite database, as it was at ``ledger_size`` entries; for one thread.

    Raises ``LedgerMovedOnError`` if it has gained entries meanwhile.
    """

    def __init__(self, path: Path, ledger_size: int) -> None:
        self._database = adbc_driver_sqlite.connect(f"{path.absolute().as_uri()}?mode=ro")
        self._link = AdbcConnection(self._database)
        self._tell("PRAGMA mmap_size = 1073741824")
        self._link.set_autocommit(False)
        with duckdb.connect() as link, closing(_Rows(self._link, "select size from ledger_head")) as rows:
            ((size,),) = link.from_arrow(rows).fetchall()
        if size != ledger_size:
            self.close()
            raise LedgerMovedOnError

    def bring(self, facts: duckdb.DuckDBPyConnection, as_of: date, first: int, last: int) -> None:
        for question in record_questions(as_of, first, last):
            with closing(_Rows(self._link, _with_types(question))) as rows:  # noqa: F841 DuckDB finds it by name
                facts.execute(
                    f"create or replace temp table {question.table} as "
                    f"select * from rows where {question.columns[0]} <> {_NOBODY}"
                )

    def close(self) -> None:
        self._link.close()
        self._database.close()

    def _tell(self, sql: str) -> None:
        with AdbcStatement(self._link) as statement:
            statement.set_sql_query(sql)
            statement.execute_query()


class _Rows:
    """The rows of one question as Arrow; DuckDB asks for them twice, for their columns and for themselves."""

    def __init__(self, link: AdbcConnection, sql: str) -> None:
        self._link, self._sql = link, sql
        self._asked: list[AdbcStatement] = []

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        statement = AdbcStatement(self._link)
        statement.set_sql_query(self._sql)
        handle, _ = statement.execute_query()
        self._asked.append(statement)  # the rows come from it
        return handle.__arrow_c_stream__(requested_schema)

    def close(self) -> None:
        for statement in self._asked:
            statement.close()


def _with_types(question: Question) -> str:
    """Return the question with a first row of nobody: the driver takes the types of columns from it."""
    first = ", ".join(f"{_NOBODY if name in NUMBERS else repr('')} as {name}" for name in question.columns)
    return f"select {first} union all {question.sql}"


class ServerRecords:
    """The records of a PostgreSQL server, in the transaction of ``link``; threads wait for each other."""

    def __init__(self, link: Connection, folder: Path) -> None:
        self._link = link
        self._folder = folder
        self._turn = threading.Lock()

    def bring(self, facts: duckdb.DuckDBPyConnection, as_of: date, first: int, last: int) -> None:
        for question in record_questions(as_of, first, last, server_day):
            lines = self._folder / f"{question.table}-{first}.csv"
            with self._turn:
                self._write(question.sql, lines)
            kinds = ", ".join(
                f"'{name}': '{'bigint' if name in NUMBERS else 'varchar'}'" for name in question.columns
            )
            facts.execute(
                f"create or replace temp table {question.table} as select * from read_csv(?, "
                f"columns = {{{kinds}}}, auto_detect = false, header = false, delim = ',', quote = '\"', "
                "escape = '\"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', "
                "max_line_size = 16777216)",
                [str(lines)],
            )
            lines.unlink()

    def close(self) -> None:
        pass

    def _write(self, sql: str, lines: Path) -> None:
        driver = self._link.connection.driver_connection
        assert driver is not None
        with lines.open("wb") as stream, driver.cursor().copy(f"copy ({sql}) to stdout (format csv)") as rows:
            lines.chmod(0o600)
            for part in rows:
                stream.write(part)
