"""Is the demo county there already? Asked of the file itself, with the standard library only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from workbench.records.sqlite_file import DatabaseError, check_file, sqlite_path
from workbench.terms import Step

ACTOR_PREFIX: Final = "demo-"  # of every account in the demo; tells its matters from real ones


def holds_only_demo(path: Path) -> bool:
    """Return whether an SQLite file holds matters, and none but those of the demo.

    False where that cannot be told: a file that is not there, not ours or older than these tables.
    """
    try:
        check_file(path)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as link:
            registered, invented = link.execute(
                "SELECT count(*), sum(substr(actor, 1, ?) = ?) FROM step WHERE kind = ?",
                (len(ACTOR_PREFIX), ACTOR_PREFIX, Step.REGISTER.value),
            ).fetchone()
    except (DatabaseError, sqlite3.DatabaseError):
        return False
    return bool(0 < registered == invented)


def begins_with_demo(address: str) -> bool:
    """Return whether the first step in a database is one of the demo, which needs an empty one; one row read.

    False on a server, and where it cannot be told.
    """
    try:
        path = sqlite_path(address)
        if path is None:
            return False
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as link:
            first = link.execute("SELECT actor FROM step ORDER BY id LIMIT 1").fetchone()
    except (DatabaseError, sqlite3.DatabaseError, ValueError):
        return False
    return first is not None and str(first[0]).startswith(ACTOR_PREFIX)


def ends_words(last: date) -> str:
    """Return what whoever looks at the demo must know: nobody handles anything in it after its last day."""
    return f"演示县的记录到 {last} 为止，以后没有人办理，看今天的数字会一天比一天差"
