"""The snapshots of a day that screens look at: kept fresh, and shown to each viewer as he may see them.

Finding one that is fresh loads neither SQLAlchemy nor the fold.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from workbench.snapshots.read import find, find_again, snapshot_path

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from workbench.config import Config
    from workbench.eyes import Eyes
    from workbench.known import Known
    from workbench.snapshots.read import Snapshot


class FreshSnapshots:
    """The snapshots of one workbench, one a day."""

    def __init__(
        self,
        config: Config,
        known: Known,
        eyes: Eyes | None,
        *,
        reading: Callable[[], AbstractContextManager[Session]],
        ledger_size: Callable[[], int],
    ) -> None:
        """``reading`` gives a session that sees everything: one file is folded for all who look."""
        self._config = config
        self._known = known
        self._eyes = eyes
        self._reading = reading
        self._ledger_size = ledger_size

    def ready(self, as_of: date) -> Snapshot | None:
        """Return the snapshot of a day if it is up to date, else ``None``."""
        found = find_again(self._path(as_of))
        if found is None or found.ledger_size != self._ledger_size():
            return None
        return self._seen(found)

    def made(
        self, as_of: date, progress: Callable[[int, int], None] | None, cancelled: Callable[[], bool]
    ) -> Snapshot:
        """Return the snapshot of a day, folded as far as the ledger has grown since it was last."""
        from workbench.queries.commitments import commitment_rows
        from workbench.snapshots.keep import freshen

        before = find(self._path(as_of))
        with self._reading() as session:
            connection = session.connection()
            folded = freshen(
                connection,
                self._path(as_of),
                as_of=as_of,
                calendar_version=self._known.calendars(connection).latest.version,
                commitments=commitment_rows,
                progress=progress,
                cancelled=cancelled,
            )
        self.cover_secret(before.ledger_size if before is not None else 0)
        return self._seen(folded)

    def cover_secret(self, since: int = 0) -> None:
        """Take the words of what was held or found to accuse after ``since`` entries out of what lies here.

        A fold that began before leaves them too, and on a server the folders of others hear of it only here.
        """
        from workbench.snapshots.held import accusing_since, cover_secret, held_since, oldest_known

        where = self._config.snapshots, self._config.database
        with self._reading() as session:
            link = session.connection()
            oldest = oldest_known(*where)
            secret = {**accusing_since(link, max(since, oldest)), **held_since(link, min(since, oldest))}
        cover_secret(*where, secret)

    def _seen(self, snapshot: Snapshot) -> Snapshot:
        if self._eyes is None:
            return snapshot
        return replace(snapshot, views=self._eyes.views(snapshot.ledger_size))

    def _path(self, as_of: date) -> Path:
        return snapshot_path(self._config.snapshots, self._config.database, as_of)
