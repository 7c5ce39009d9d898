"""Ask a frozen snapshot with DuckDB, in the very words that are asked of the live one with SQLite.

Both engines understand the same conditions; what differs is rewritten here and nowhere else: how a named
value is marked, and that SQLite's ``like`` does not tell ``A`` from ``a``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb

from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.parquet import FROZEN

# A text in quotes, a cast, a named value, the word like: what comes first is what it is.
_TOKENS: Final = re.compile(r"'(?:[^']|'')*'|::|:(?P<name>[A-Za-z_]\w*)|(?P<like>\blike\b)", re.IGNORECASE)
_SETTINGS: Final = ("integer_division = true", "default_null_order = 'nulls_first'")
# SQLite's day arithmetic, as far as a filter uses it: date('2026-03-01', '-14 days').
_DATE: Final = (
    "create macro date(day, change) as "
    "cast(cast(cast(day as date) + cast(change as interval) as date) as varchar)"
)


class DuckFacts:
    """The tables of a frozen snapshot, asked with DuckDB; close it, or use it in ``with``.

    ``threads`` of zero takes what the machine has. With ``resident`` the facts are read into memory once:
    better for many questions, where memory allows.
    """

    def __init__(
        self, files: Mapping[str, Path], *, threads: int = 0, memory: str = "", resident: bool = False
    ) -> None:
        self._link = connect(threads=threads, memory=memory)
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

    def close(self) -> None:
        """Let go of the files."""
        self._link.close()

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None, /) -> list[tuple[Any, ...]]:
        """Return the rows of one question, whose named values are marked as for SQLite (``:name``)."""
        asked, names = in_duckdb(sql)
        values = {name: (parameters or {})[name] for name in names}
        return self._link.execute(asked, values).fetchall()

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
    return link


def attach(
    link: duckdb.DuckDBPyConnection, files: Mapping[str, Path], *, schema: str = "", resident: bool = False
) -> None:
    """Give the Parquet files their names as tables, in a schema of their own if one is named."""
    if schema:
        link.execute(f"create schema {schema}")
    within = f"{schema}." if schema else ""
    kind = "table" if resident else "view"
    for table, path in files.items():
        place = str(path).replace("'", "''")
        link.execute(f"create {kind} {within}{table} as select * from read_parquet('{place}')")


def in_duckdb(sql: str) -> tuple[str, list[str]]:
    """Return a question to SQLite in the words of DuckDB, and the names of the values in it."""
    names: dict[str, None] = {}

    def reword(found: re.Match[str]) -> str:
        name = found["name"]
        if name is not None:
            names[name] = None
            return f"${name}"
        return "ilike" if found["like"] else found.group()

    return _TOKENS.sub(reword, sql), list(names)


def files_in(folder: Path, tables: Iterable[str] = FROZEN) -> dict[str, Path]:
    """Return the Parquet files of a folder by table."""
    return {table: folder / f"{table}.parquet" for table in tables}
