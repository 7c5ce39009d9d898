"""Is the demo county there already? Asked of the file itself, with the standard library only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from workbench.records.sqlite_file import DatabaseError, check_file
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
