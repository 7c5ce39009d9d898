"""Rows on their way into tables: gathered, then written table by table with prepared statements.

The statements are written out once and rows are tuples in the order of the columns: building a dictionary
and an expression for each row costs more than the database does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from workbench.records.base import Base
from workbench.records.tables import LEDGER, RECORDS, table_of

Row = tuple[Any, ...]


class Rows:
    """Rows waiting to be written, by model."""

    def __init__(self) -> None:
        self.waiting: dict[type[Base], list[Row]] = {model: [] for model in (*LEDGER, *RECORDS)}

    def add(self, model: type[Base], row: Row) -> None:
        """Keep one row, its values in the order of the columns."""
        self.waiting[model].append(row)

    def write(self, connection: Connection) -> None:
        """Write all rows, parents before children."""
        for model, rows in self.waiting.items():
            if rows:
                execute_many(connection, insertion(model, connection.dialect.paramstyle), rows)
                rows.clear()


def execute_many(connection: Connection, statement: str, rows: Sequence[Row]) -> int:
    """Run one statement for every row; return how many rows it touched."""
    if len(rows) == 1:
        return connection.exec_driver_sql(statement, rows[0]).rowcount
    return connection.exec_driver_sql(statement, list(rows)).rowcount


@cache
def insertion(model: type[Base], paramstyle: str) -> str:
    """Return the INSERT of all columns of a table."""
    table = table_of(model)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join([mark(paramstyle)] * len(table.columns))
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'


@cache
def guarded_update(model: type[Base], key: str, paramstyle: str) -> str:
    """Return the UPDATE of all columns but ``key``, which holds only for the version that was read.

    Parameters: all columns but the key in order, then the key, then the version that was read.
    """
    table = table_of(model)
    sign = mark(paramstyle)
    assigned = ", ".join(f'"{column.name}" = {sign}' for column in table.columns if column.name != key)
    return f'UPDATE "{table.name}" SET {assigned} WHERE "{key}" = {sign} AND "version" = {sign}'


@cache
def deletion(model: type[Base], key: str, paramstyle: str) -> str:
    """Return the DELETE of all rows with one value of ``key``."""
    return f'DELETE FROM "{table_of(model).name}" WHERE "{key}" = {mark(paramstyle)}'


def mark(paramstyle: str) -> str:
    """Return the sign of a parameter: ``?`` for SQLite, ``%s`` for PostgreSQL."""
    return "?" if paramstyle == "qmark" else "%s"
