"""Write a snapshot file: whole, beside its final name, and put in place in one move."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from workbench.snapshots.fold_file import fold_records, open_beside
from workbench.snapshots.linked import Linked
from workbench.snapshots.schema import INDEXES, VERSION, create_statements, insert_statement
from workbench.snapshots.texts import fold_texts

Rows = Mapping[str, Iterable[tuple[Any, ...]]]


class SnapshotWriter:
    """A snapshot in the making; ``finish`` puts it in place, leaving it before that leaves nothing behind.

    With ``records``, the file of an SQLite database, it can fold them by itself.
    """

    def __init__(self, path: Path, records: Path | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        self._draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        self._draft.unlink(missing_ok=True)
        self._draft.touch(mode=0o600)
        self._link = open_beside(str(self._draft), records)
        self._link.execute("BEGIN")
        for statement in create_statements():
            self._link.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.close()
        self._draft.unlink(missing_ok=True)

    def ledger_size(self) -> int:
        """Return how many acts the ledger of the records holds; from here on they stay as they are seen."""
        return int(self._link.execute("SELECT size FROM records.ledger_head").fetchone()[0])

    def fold(
        self,
        as_of: date,
        unit_names: Mapping[str, str],
        linked: Linked,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool],
    ) -> bool:
        """Fold the records with their texts; return false if ``cancelled`` answered true on the way."""
        return fold_records(
            self._link,
            as_of=as_of,
            unit_names=unit_names,
            linked=linked,
            after=lambda first, last: fold_texts(self._link, as_of, first, last),
            progress=progress,
            cancelled=cancelled,
        )

    def add(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows in the order of the table's columns."""
        self._link.executemany(insert_statement(table), rows)

    def finish(self, meta: Mapping[str, str]) -> Path:
        """Write the indexes and the head, and move the file to its name."""
        self.add("meta", [("layout", str(VERSION)), *meta.items()])
        for statement in INDEXES:
            self._link.execute(statement)
        self._link.execute("COMMIT")
        self._link.execute("ANALYZE main")
        self._link.close()
        os.replace(self._draft, self.path)
        return self.path
