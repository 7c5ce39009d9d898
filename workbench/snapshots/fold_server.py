"""Fold the records of a PostgreSQL server by the same SQL; the rows come over in chunks of matters."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Connection

from workbench.access.masking import scrub
from workbench.snapshots.dialect import Postgres
from workbench.snapshots.fold import longest_first
from workbench.snapshots.fold_sql import FoldSql
from workbench.snapshots.schema import CASE_COLUMNS, TABLES
from workbench.snapshots.sources import case_ids, read_names

CHUNK = 20_000  # matters folded by one question
_TITLE = list(CASE_COLUMNS).index("title")


def fold_server(
    link: Connection,
    facts: sqlite3.Connection,
    *,
    as_of: date,
    unit_names: Mapping[str, str],
    after: Callable[[int, int], None] = lambda first, last: None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Fold every matter into ``facts``; return false if ``cancelled`` answered true between two chunks."""
    sql = FoldSql(Postgres(), as_of, unit_names)
    ids = case_ids(link, as_of.isoformat())
    for start in range(0, len(ids), CHUNK):
        if cancelled():
            return False
        part = ids[start : start + CHUNK]
        _fold_chunk(link, facts, sql, part)
        after(part[0], part[-1])
        if progress is not None:
            progress(start + len(part), len(ids))
    return True


def _fold_chunk(link: Connection, facts: sqlite3.Connection, sql: FoldSql, ids: list[int]) -> None:
    first, last = ids[0], ids[-1]
    deadlines = sql.deadlines(first, last)
    sums = f"({sql.deadline_sums(f'({deadlines}) x', first, last)})"
    names = ", ".join(
        f"{table} ({columns}) as (values {', '.join(rows)})"
        for table, (columns, rows) in sql.names().items()
        if rows
    )
    told = read_names(link, ids)
    cases = [
        (*row[:_TITLE], scrub(row[_TITLE], longest_first(told.get(row[0], ()))), *row[_TITLE + 1 :])
        for row in link.exec_driver_sql(f"with {names} {sql.cases(first, last, sums, title='{title}')}").all()
    ]
    _insert(facts, "case_fact", cases)
    for table, question in (("deadline_fact", deadlines), ("petition_fact", sql.petitions(first, last))):
        _insert(facts, table, [tuple(row) for row in link.exec_driver_sql(question).all()])


def _insert(facts: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    places = ", ".join("?" * len(TABLES[table]))
    facts.executemany(f"insert into {table} values ({places})", rows)
