"""What the site does once a day by itself: a signed note of the ledger, kept beside the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.app import Workbench


class DailyNote:
    """Keeps a note at the first look of each day, in China, if the ledger has grown; a day is tried once."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._tried: date | None = None

    def look(self) -> None:
        """Keep the note of today unless that was tried; what hinders it is in the log."""
        today = self._bench.today()
        if self._tried != today:
            self._tried = today
            self._bench.keep_note(is_daily=True)
