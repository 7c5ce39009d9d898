"""Accounts read from the SQLite file with the standard library: the site asks at every request."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from workbench.records.sqlite_file import DatabaseError, check_file


def read_account(path: Path, name: str) -> Mapping[str, Any] | None:
    """Return the row of one account, ``None`` if there is none; ``DatabaseError`` for an unreadable file."""
    return _first(path, "SELECT * FROM account WHERE name = ?", (name,))


def has_accounts(path: Path) -> bool:
    """Return whether there is any account."""
    return _first(path, "SELECT 1 AS one FROM account LIMIT 1", ()) is not None


def _first(path: Path, query: str, values: tuple[str, ...]) -> Mapping[str, Any] | None:
    check_file(path)
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        ) as connection:
            connection.row_factory = sqlite3.Row
            found = connection.execute(query, values).fetchone()
    except sqlite3.DatabaseError:
        raise DatabaseError("账号读不出来：请检查数据库，或运行 workbench init 升级数据库") from None
    return None if found is None else dict(found)
