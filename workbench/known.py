"""What a workbench reads once and keeps: the calendars as recorded, and the key for "same person"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from workbench.law.calendar import CalendarHistory
    from workbench.records.identity import IdentityKey


class Known:
    """Both are read again only where the records say that there is something new."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._calendars: tuple[int, CalendarHistory] | None = None
        self._key: IdentityKey | None = None

    def calendars(self, connection: Connection) -> CalendarHistory:
        """Return the calendars as recorded, kept until another notice is recorded."""
        from sqlalchemy import func, select

        from workbench.acts.calendars import read_calendars
        from workbench.records.deadlines import HolidayNoticeRow

        last = connection.scalar(select(func.max(HolidayNoticeRow.id))) or 0
        if self._calendars is None or self._calendars[0] != last:
            self._calendars = (last, read_calendars(connection))
        return self._calendars[1]

    def checked_key(self, connection: Connection) -> IdentityKey | None:
        """Return the key for "same person", once it is known to be that of the hashes in the database."""
        from sqlalchemy import select

        from workbench.records.identity import IdentityKey
        from workbench.records.people import IdentityKeyMark

        if self._key is None:
            mark = connection.scalar(select(IdentityKeyMark.mark))
            self._key = IdentityKey.read_for(self._home, mark)
        return self._key
