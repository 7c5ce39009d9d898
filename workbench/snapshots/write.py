"""Write a snapshot file: whole, beside its final name, and put in place in one move."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workbench.snapshots.schema import INDEXES, VERSION, create_statements, insert_statement

Rows = Mapping[str, Iterable[tuple[Any, ...]]]


class SnapshotWriter:
    """A snapshot in the making; ``finish`` puts it in place, ``abandon`` leaves nothing behind."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        self._draft.unlink(missing_ok=True)
        self._draft.touch(mode=0o600)
        self._link = sqlite3.connect(self._draft, isolation_level=None)
        # The draft is thrown away after a crash, so its journal would protect nothing.
        self._link.execute("PRAGMA journal_mode = OFF")
        self._link.execute("PRAGMA synchronous = OFF")
        self._link.execute("BEGIN")
        for statement in create_statements():
            self._link.execute(statement)

    def add(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows in the order of the table's columns."""
        self._link.executemany(insert_statement(table), rows)

    def finish(self, meta: Mapping[str, str]) -> Path:
        """Write the indexes and the head, and move the file to its name."""
        self.add("meta", [("layout", str(VERSION)), *meta.items()])
        for statement in INDEXES:
            self._link.execute(statement)
        self._link.execute("COMMIT")
        self._link.execute("ANALYZE")
        self._link.close()
        os.replace(self._draft, self.path)
        return self.path

    def abandon(self) -> None:
        """Remove the draft."""
        self._link.close()
        self._draft.unlink(missing_ok=True)
