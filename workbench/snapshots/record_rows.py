"""Bring records of a chunk of matters into DuckDB: from a file of SQLite as Arrow, from a server as lines.

Both give the same tables, so that what is folded and written does not depend on where the records lie.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from ctypes import CDLL
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

import adbc_driver_sqlite
import duckdb
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement
from adbc_driver_manager import Error as AdbcError
from sqlalchemy import Connection

from workbench.records.engine import WAIT_SECONDS
from workbench.records.failures import known_failure
from workbench.snapshots.record_sql import (
    NUMBERS,
    SCANNED,
    Question,
    record_questions,
    scan_questions,
    server_day,
)

Made = Mapping[str, str]  # of a table, the statement that makes it
ROWS: Final = "{rows}"  # stands for what is read, in a statement that makes a table of it
_BATCH, _ROWS = "adbc.sqlite.query.batch_rows", "65536"  # at a time: of a thousand each takes a tenth longer
_NOBODY: Final = -1  # the number of the row that tells the types
_LIBRARY: Final = Path(adbc_driver_sqlite.__file__).with_name("libadbc_driver_sqlite.so")


class LedgerMovedOnError(ValueError):
    """Somebody wrote between two looks at the records: look again."""

    def __init__(self) -> None:
        super().__init__("台账刚刚有了新的记录：请再试一次")

    def __reduce__(self) -> tuple[type[LedgerMovedOnError], tuple[()]]:
        return LedgerMovedOnError, ()  # from the process that reads the file


class Records(Protocol):
    """Where the records lie."""

    def bring(self, facts: duckdb.DuckDBPyConnection, as_of: date, first: int, last: int, made: Made) -> None:
        """Put the records of the matters ``first`` to ``last`` into temporary tables of their names.

        ``made`` has, for a table that is to be something else, the statement that makes it of ``ROWS``.
        """

    def close(self) -> None:
        """Let go of the records."""


class FileRecords:
    """The file of an SQLite database, as it was at ``ledger_size`` entries; for one thread.

    Raises ``LedgerMovedOnError`` if it has gained entries meanwhile, ``DatabaseError`` where the disk fails.
    """

    def __init__(self, path: Path, ledger_size: int, facts: duckdb.DuckDBPyConnection) -> None:
        with _in_words():
            self._open(path)
            size = self._number(facts, "select size from ledger_head")
        if size != ledger_size:
            self.close()
            raise LedgerMovedOnError

    def _open(self, path: Path) -> None:
        self._database = _database(f"{path.absolute().as_uri()}?mode=ro", by_name=os.name == "nt")
        self._link = AdbcConnection(self._database)
        # As long as anybody waits here: who opens it first after a cut puts it in order and lets nobody in.
        self._tell(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
        self._tell("PRAGMA mmap_size = 1073741824")
        self._link.set_autocommit(False)
        self._scanned: Sequence[int] = ()

    def scan(self, facts: duckdb.DuckDBPyConnection, as_of: date, part: int, parts: int) -> None:
        """Put a part of what was not written in the order of matters into tables that stay."""
        tops = [self._number(facts, f"select max(id) from {table}") for table in ("step", "petition")]
        steps, petitions = (_share(top, part, parts) for top in tops)
        for question in scan_questions(as_of, steps, petitions):
            self._put(facts, question, f"create table {_kept(question.table, part)} as from {ROWS}")

    def use(self, parts: int) -> None:
        """Take from now on what ``parts`` scans have put there, by whichever thread."""
        self._scanned = range(parts)

    def bring(self, facts: duckdb.DuckDBPyConnection, as_of: date, first: int, last: int, made: Made) -> None:
        for question in record_questions(as_of, first, last):
            if self._scanned and question.table in SCANNED:
                of_them = f"where case_id between {first} and {last}"
                found = [f"from {_kept(question.table, part)} {of_them}" for part in self._scanned]
                facts.execute(f"create or replace temp view {question.table} as {' union all '.join(found)}")
            else:
                self._put(facts, question, made.get(question.table, _as_table(question.table)))

    def close(self) -> None:
        self._link.close()
        self._database.close()

    def _tell(self, sql: str) -> None:
        with AdbcStatement(self._link) as statement:
            statement.set_sql_query(sql)
            statement.execute_query()

    def _put(self, facts: duckdb.DuckDBPyConnection, question: Question, made: str) -> None:
        told = ", ".join(f"{_NOBODY if name in NUMBERS else repr('')} as {name}" for name in question.columns)
        asked = _Rows(self._link, f"select {told}", question.sql)
        with _in_words(), closing(asked) as rows:  # noqa: F841 found by name
            facts.execute(made.replace(ROWS, f"(from rows where {question.columns[0]} <> {_NOBODY})"))

    def _number(self, facts: duckdb.DuckDBPyConnection, sql: str) -> int:
        with closing(_Rows(self._link, f"select {_NOBODY} as number", sql)) as rows:  # noqa: F841 as above
            (number,) = facts.execute("select max(number) from rows").fetchone() or (0,)
        return max(int(number), 0)


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what the driver says of a file, itself or through DuckDB reading from it, into domain errors."""
    try:
        yield
    except (AdbcError, duckdb.Error) as error:
        known = known_failure(str(error))
        if known is None:
            raise
        raise known from None


def _database(uri: str, *, by_name: bool) -> AdbcDatabase:
    """Return the database at ``uri`` through the driver for files of SQLite.

    On Windows the manager reads the driver's path in the letters of the system, does not find one with
    Chinese in it, and takes ``C:`` for the scheme of an address. A library that is loaded already is found
    ``by_name`` alone.
    """
    if by_name and _LIBRARY.is_file():
        CDLL(str(_LIBRARY))
        return AdbcDatabase(driver=_LIBRARY.name, uri=uri)
    return adbc_driver_sqlite.connect(uri)


class _Rows:
    """The rows of one question as Arrow, after a first row of nobody, which tells the types of columns.

    The driver takes the types from the first rows, and DuckDB asks twice: for the columns, then for the rows.
    The first time it gets nobody alone, for the driver would read a thousand rows to say what they are.
    """

    def __init__(self, link: AdbcConnection, nobody: str, sql: str) -> None:
        self._link = link
        self._next = iter((nobody, f"{nobody} union all select * from ({sql})"))
        self._asked: list[AdbcStatement] = []

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        statement = AdbcStatement(self._link)
        statement.set_options(**{_BATCH: _ROWS})
        statement.set_sql_query(next(self._next))
        handle, _ = statement.execute_query()
        self._asked.append(statement)  # the rows come from it
        return handle.__arrow_c_stream__(requested_schema)

    def close(self) -> None:
        for statement in self._asked:
            statement.close()


def _share(top: int, part: int, parts: int) -> tuple[int, int]:
    """Return the first and the last row number of a part of those up to ``top``."""
    return top * part // parts + 1, top * (part + 1) // parts


def _as_table(name: str) -> str:
    return f"create or replace temp table {name} as from {ROWS}"


def _kept(table: str, part: int) -> str:
    return f"memory.main.{table}_{part}"


class ServerRecords:
    """The records of a PostgreSQL server, in the transaction of ``link``; threads wait for each other."""

    def __init__(self, link: Connection, folder: Path) -> None:
        self._link = link
        self._folder = folder
        self._turn = threading.Lock()

    def bring(self, facts: duckdb.DuckDBPyConnection, as_of: date, first: int, last: int, made: Made) -> None:
        for question in record_questions(as_of, first, last, server_day):
            lines = self._folder / f"{question.table}-{first}.csv"
            with self._turn:
                self._write(question.sql, lines)
            kinds = ", ".join(
                f"'{name}': '{'bigint' if name in NUMBERS else 'varchar'}'" for name in question.columns
            )
            told = (
                f"(from read_csv(?, columns = {{{kinds}}}, auto_detect = false, header = false, delim = ',', "
                "quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', "
                "max_line_size = 16777216))"
            )
            told_as = made.get(question.table, _as_table(question.table))
            facts.execute(told_as.replace(ROWS, told), [str(lines)])
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
