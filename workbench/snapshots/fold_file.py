"""Fold the records of an SQLite file into the tables of a snapshot, by SQL, a chunk of matters at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from workbench.access.masking import scrub
from workbench.snapshots.dialect import Sqlite
from workbench.snapshots.fold import longest_first
from workbench.snapshots.fold_sql import FoldSql
from workbench.snapshots.linked import Linked

CHUNK = 20_000  # matters folded by one statement: bounds memory, lets progress and cancel in between

# Names are scrubbed by Python, like everywhere else: two ways to mask would be one too many.
_TITLE = (
    "masked({title}, (select json_group_array(n.name) from petition p "
    "join petitioner n on n.petition_id = p.id where p.case_id = {case} and n.name is not null))"
)


def records_file(link: Connection) -> Path | None:
    """Return the file of an SQLite database; ``None`` for one on a server or in memory."""
    if link.dialect.name != "sqlite":
        return None
    for _, name, path in link.exec_driver_sql("PRAGMA database_list"):
        if name == "main" and path:
            return Path(path)
    return None


def open_beside(target: str, records: Path | None) -> sqlite3.Connection:
    """Return a connection to the snapshot ``target`` that also reads the records, and changes only itself.

    ``target`` is a path or ``:memory:``; ``records`` a database file, if they lie in one. Nothing that is
    written to the target is protected by a journal: a draft is thrown away after a crash.
    """
    link = sqlite3.connect(target, isolation_level=None, uri=True, check_same_thread=False)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY", "cache_size = -64000"):
        link.execute(f"PRAGMA {pragma}")
    if records is not None:
        link.execute("ATTACH ? AS records", (f"{records.absolute().as_uri()}?mode=ro",))
        link.execute("PRAGMA records.mmap_size = 1073741824")
    link.create_function("masked", 2, masked, deterministic=True)
    return link


def masked(title: str, names: str) -> str:
    """Return a title without the names (a JSON list), ID and phone numbers of who told it."""
    return scrub(title, longest_first(json.loads(names)) if names != "[]" else ())


def count_cases(link: sqlite3.Connection, as_of: date) -> int:
    """Return how many matters were registered by the day."""
    question = "select count(*) from petition_case where registered_on <= ?"
    return int(link.execute(question, (as_of.isoformat(),)).fetchone()[0])


def chunks(link: sqlite3.Connection, as_of: date, size: int = CHUNK) -> Iterator[tuple[int, int, int]]:
    """Yield the first and the last id of each chunk of matters registered by the day, and how many it has."""
    last = 0
    question = (
        "select min(id), max(id), count(*) from (select id from petition_case where id > ? "
        "and registered_on <= ? order by id limit ?)"
    )
    while True:
        first, last, count = link.execute(question, (last, as_of.isoformat(), size)).fetchone()
        if not count:
            return
        yield first, last, count


def make_helpers(link: sqlite3.Connection, sql: FoldSql) -> None:
    """Make the tables that a fold needs for a while: names of codes, sums of the deadlines of a chunk."""
    for table, (columns, rows) in sql.names().items():
        link.execute(f"create temp table {table} ({columns.replace('code', 'code primary key', 1)})")
        for start in range(0, len(rows), 10_000):
            link.execute(f"insert into temp.{table} values {', '.join(rows[start : start + 10_000])}")
    link.execute("create index temp.came_by_matter on came_before (case_id)")
    link.execute("create index temp.linked_by_matter on linked_day (case_id, day)")
    link.execute(
        "create temp table deadline_sum (case_id integer primary key, notice, handling, next, "
        "late_deadlines, missed_deadlines, late_days)"
    )


def fold_chunk(link: sqlite3.Connection, sql: FoldSql, first: int, last: int) -> None:
    """Add the rows of the matters ``first`` to ``last`` to the tables of the snapshot."""
    link.execute("delete from temp.deadline_sum")
    link.execute(f"insert into main.deadline_fact {sql.deadlines(f'({sql.due_rows(first, last)})')}")
    link.execute(f"insert into temp.deadline_sum {sql.deadline_sums('main.deadline_fact', first, last)}")
    link.execute(f"insert into main.case_fact {sql.cases(first, last, 'temp.deadline_sum', title=_TITLE)}")
    link.execute(f"insert into main.petition_fact {sql.petitions(first, last)}")


def fold_records(
    link: sqlite3.Connection,
    *,
    as_of: date,
    unit_names: Mapping[str, str],
    linked: Linked | None = None,
    after: Callable[[int, int], None] = lambda first, last: None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Fold every matter; return false if ``cancelled`` answered true between two chunks.

    ``after`` hears the first and the last id of each chunk that is folded, ``progress`` how many matters of
    how many are done.
    """
    sql = FoldSql(Sqlite(), as_of, unit_names, linked)
    total = count_cases(link, as_of)
    make_helpers(link, sql)
    done = 0
    for first, last, count in chunks(link, as_of):
        if cancelled():
            return False
        fold_chunk(link, sql, first, last)
        after(first, last)
        done += count
        if progress is not None:
            progress(done, total)
    return True
