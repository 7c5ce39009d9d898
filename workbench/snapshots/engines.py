"""Ask a frozen snapshot with DuckDB, in the very words that are asked of the live one with SQLite.

Both engines understand the same conditions; what differs is rewritten in ``rewording.py`` and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb

from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.parquet import FROZEN
from workbench.snapshots.rewording import RELATIONS, relation, reworded
from workbench.snapshots.schema import DAYS

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Columns of few values, of the tables kept in memory.
_CODES: Final = frozenset(
    "channel petition_class path procedure purpose level topic_group first_contact_unit unit state outcome "
    "closed_by satisfaction asked_by next_rule batch rule_id petition_channel".split()
)
_SETTINGS: Final = (
    "integer_division = true",
    "default_null_order = 'nulls_first'",
    # What a file says of itself is read once, and again where it was replaced: a third of a short question.
    "parquet_metadata_cache = true",
)
# SQLite's day arithmetic, as far as a filter uses it: date('2026-03-01', '-14 days').
_SUBSTR: Final = "create macro substr(words, first, count) as substring(cast(words as varchar), first, count)"
_DATE: Final = (
    "create macro date(day, change) as "
    "cast(cast(cast(day as date) + cast(change as interval) as date) as varchar)"
)


class DuckFacts:
    """The tables of a frozen snapshot, asked with DuckDB; close it, or use it in ``with``.

    ``threads`` of zero takes what the machine has. With ``resident`` the facts are read into memory once,
    days as days and codes as numbers: twice as quick for many questions over millions of matters.
    """

    def __init__(
        self, files: Mapping[str, Path], *, threads: int = 0, memory: str = "", resident: bool = False
    ) -> None:
        self._link = connect(threads=threads, memory=memory)
        self.first_days: dict[str, Any] = {}  # what was found of when the records begin
        self._has_days = resident
        attach(self._link, files, resident=resident)

    @classmethod
    def of(
        cls, snapshot: FrozenSnapshot, *, threads: int = 0, memory: str = "", resident: bool = False
    ) -> Self:
        """Return the facts of a frozen snapshot."""
        files = {table: snapshot.path(table) for table in FROZEN}
        return cls(files, threads=threads, memory=memory, resident=resident)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def cover_titles(self, titles: Mapping[str, str]) -> None:
        """Show these titles, by number of their matters, instead of those of the day: told no more by now.

        Figures read no title and stay what they are. Not for facts that are ``resident``.
        """
        if not titles:
            return
        self._link.execute("create table covered (case_no varchar, shown varchar)")
        self._link.executemany("insert into covered values (?, ?)", [list(one) for one in titles.items()])
        self._link.execute("alter view case_fact rename to case_fact_then")
        self._link.execute(
            "create view case_fact as select t.* replace (coalesce(c.shown, t.title) as title) "
            "from case_fact_then t left join covered c on c.case_no = t.case_no"
        )

    def close(self) -> None:
        """Let go of the files."""
        self._link.close()

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None, /) -> list[tuple[Any, ...]]:
        """Return the rows of one question, whose named values are marked as for SQLite (``:name``)."""
        asked, names = in_duckdb(sql)
        values = {name: (parameters or {})[name] for name in names}
        if not self._has_days:
            return self._link.execute(asked, values).fetchall()
        typed = {name: _as_day(value) for name, value in values.items()}
        return [tuple(map(_as_text, row)) for row in self._link.execute(asked, typed).fetchall()]

    rows = execute

    def value(self, sql: str, parameters: Mapping[str, object] | None = None, /) -> Any:
        """Return the first value of the first row, or ``None``."""
        found = self.execute(sql, parameters)
        return found[0][0] if found else None


def connect(*, threads: int = 0, memory: str = "") -> duckdb.DuckDBPyConnection:
    """Return DuckDB in memory, set up to answer as SQLite does."""
    config: dict[str, str | bool | int | float | list[str]] = {}
    if threads:
        config["threads"] = threads
    if memory:
        config["memory_limit"] = memory
    link = duckdb.connect(config=config)
    for setting in _SETTINGS:
        link.execute(f"set {setting}")
    link.execute(_DATE)
    link.execute(_SUBSTR)
    return link


def attach(
    link: duckdb.DuckDBPyConnection, files: Mapping[str, Path], *, schema: str = "", resident: bool = False
) -> None:
    """Give the Parquet files their names as tables, in a schema of their own if one is named."""
    if schema:
        link.execute(f"create schema {schema}")
        link.execute(f"use {schema}")
    for table, path in files.items():
        place = str(path).replace("'", "''")
        source = f"read_parquet('{place}')"
        if resident:
            link.execute(f"create table {table} as select {_typed(link, table, source)} from {source}")
        else:
            link.execute(f"create view {table} as select * from {source}")
    for grain, (name, table, _) in RELATIONS.items():
        if table in files:
            link.execute(f"create view {name} as {relation(grain, _columns(link, table))}")


def _columns(link: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    return [row[0] for row in link.execute(f"describe select * from {source}").fetchall()]


def _typed(link: duckdb.DuckDBPyConnection, table: str, source: str) -> str:
    """Return the columns of a table for memory: days as days, few codes as numbers with names."""
    casts = []
    for name in _columns(link, source):
        told = name.removeprefix("case_") if table != "case_fact" else name
        if told in DAYS:
            casts.append(f"cast({name} as date) as {name}")
        elif told in _CODES and table != "unit_fact":
            kind = f"{table}_{name}"
            distinct = f"select distinct {name} from {source} where {name} is not null order by 1"
            link.execute(f"create type {kind} as enum ({distinct})")
            casts.append(f"cast({name} as {kind}) as {name}")
    return f"* replace ({', '.join(casts)})" if casts else "*"


def _as_day(value: object) -> object:
    is_day = isinstance(value, str) and _DAY.fullmatch(value)
    return date.fromisoformat(str(value)) if is_day else value


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def in_duckdb(sql: str) -> tuple[str, list[str]]:
    """Return a question to SQLite in the words of DuckDB, and the names of the values in it."""
    return reworded(sql, "$")


def files_in(folder: Path, tables: Iterable[str] = FROZEN) -> dict[str, Path]:
    """Return the Parquet files of a folder by table."""
    return {table: folder / f"{table}.parquet" for table in tables}
