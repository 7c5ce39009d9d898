"""Write flat facts as Parquet, the same bytes for the same rows: fixed order, one thread, no time of day.

The rows come out of SQLite as lines of text that the database itself puts together, and DuckDB reads them:
no value passes through Python, which makes ten million rows a matter of minutes.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

import duckdb

from workbench.snapshots.manifest import FileFact, digest
from workbench.snapshots.schema import KEYS, TABLES

# What is frozen, in this order: no narratives; what a list shows of a text is masked already.
FROZEN: Final = ("case_fact", "petition_fact", "deadline_fact", "commitment_fact", "unit_fact")
WRITER: Final = f"duckdb {duckdb.__version__}"
_ORDER: Final = {"case_fact": "case_id", "unit_fact": "code"}
_ROW_GROUP = 122_880
# Columns that hold what people typed; all others hold days, numbers and codes of this software.
WORDS: Final = frozenset(
    "case_no title topic_group topic first_contact_unit unit unit_name closed_by assumed batch "
    "external_no code name parent commitment number".split()
)


class ParquetWriter:
    """Files of facts in the making, in ``folder``; leaving it removes what was only on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._streams: dict[str, TextIO] = {}

    def __enter__(self) -> Self:
        for table in FROZEN:
            self._streams[table] = self._lines(table).open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table, stream in self._streams.items():
            stream.close()
            self._lines(table).unlink(missing_ok=True)

    def add(self, facts: sqlite3.Connection, tables: tuple[str, ...] = FROZEN) -> None:
        """Append the rows of ``tables`` in the order of their keys, and empty them."""
        for table in tables:
            write_lines(facts, table, table_order(table), self._streams[table])
            facts.execute(f"delete from main.{table}")

    def append(self, table: str, lines: Path) -> None:
        """Append rows that another process wrote as lines, and remove its file."""
        with lines.open(encoding="utf-8", newline="\n") as stream:
            shutil.copyfileobj(stream, self._streams[table], 1 << 20)
        lines.unlink()

    def finish(self) -> tuple[FileFact, ...]:
        """Write the Parquet files; return name, hash and rows of each."""
        return tuple(self._write(table) for table in FROZEN)

    def _write(self, table: str) -> FileFact:
        self._streams[table].close()
        path = self.folder / f"{table}.parquet"
        columns = ", ".join(f"'{name}': '{_type(kind)}'" for name, kind in TABLES[table].items())
        link = duckdb.connect(config={"threads": 1})
        try:
            ((rows,),) = link.execute(
                f"copy (select * from read_csv(?, columns = {{{columns}}}, auto_detect = false, "
                "header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
                "allow_quoted_nulls = false, new_line = '\\n', max_line_size = 16777216)) to "
                f"'{_escaped(path)}' (format parquet, compression zstd, row_group_size {_ROW_GROUP})",
                [str(self._lines(table))],
            ).fetchall()
        except duckdb.IOException as error:
            raise OSError(errno.ENOSPC if _is_full(path) else errno.EIO, "Parquet") from error
        finally:
            link.close()
        _keep(path)
        return FileFact(path.name, digest(path), int(rows))

    def _lines(self, table: str) -> Path:
        return self.folder / f"{table}.csv"


def table_order(table: str) -> str:
    """Return the columns by which the rows of a table lie."""
    return _ORDER.get(table) or KEYS[table].removeprefix("PRIMARY KEY (").rstrip(")")


def write_lines(facts: sqlite3.Connection, table: str, order: str, stream: TextIO) -> None:
    """Write the rows of a table as lines of text."""
    lines = facts.execute(f"select {_line(table)} from main.{table} order by {order}")
    stream.writelines(line for (line,) in lines)


def _line(table: str) -> str:
    """Return the expression of one line of text: nothing for null, quotes around words."""
    columns = TABLES[table]
    fields = [f"'\"' || replace({name}, '\"', '\"\"') || '\"'" if name in WORDS else name for name in columns]
    return f"printf('{','.join(['%s'] * len(columns))}' || char(10), {', '.join(fields)})"


def _type(kind: str) -> str:
    return "varchar" if kind.startswith("TEXT") else "bigint"


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def _is_full(path: Path) -> bool:
    """Return whether the disk is full; DuckDB says so in words that change from version to version."""
    return shutil.disk_usage(path.parent).free < 1 << 20


def _keep(path: Path) -> None:
    path.chmod(0o600)
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
