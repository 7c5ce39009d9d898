"""The calendars as recorded: one for each holiday notice, known from the day it was announced."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, select

from workbench.law.calendar import CalendarHistory, HolidayNotice
from workbench.records.deadlines import HolidayDay, HolidayNoticeRow
from workbench.records.tables import table_of


class AlreadyAnnouncedError(ValueError):
    """The very same notice is recorded already."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年放假安排已录入，内容相同，没有再次录入")


def read_calendars(connection: Connection) -> CalendarHistory:
    """Return the calendars of the notices recorded so far, each known from the day it was announced."""
    days: dict[int, list[tuple[date, bool, str | None]]] = defaultdict(list)
    recorded = select(HolidayDay.notice_id, HolidayDay.day, HolidayDay.is_off, HolidayDay.name)
    ordered = recorded.order_by(HolidayDay.notice_id, HolidayDay.day)
    for notice_id, day, is_off, name in connection.execute(ordered):
        days[notice_id].append((day, is_off, name))
    notices = select(table_of(HolidayNoticeRow)).order_by(HolidayNoticeRow.id)
    return CalendarHistory(
        tuple(
            HolidayNotice(
                year=notice.year,
                days=tuple((day, is_off) for day, is_off, _ in days[notice.id]),
                source=notice.source,
                announced_on=notice.announced_on,
                names=tuple((day, name) for day, _, name in days[notice.id] if name is not None),
            )
            for notice in connection.execute(notices)
        )
    )


def check_new(calendars: CalendarHistory, notice: HolidayNotice) -> None:
    """Refuse a notice that is recorded already."""
    if any(_is_same(notice, known) for known in calendars.notices):
        raise AlreadyAnnouncedError(notice.year)


def _is_same(one: HolidayNotice, other: HolidayNotice) -> bool:
    is_same_day = (one.year, one.announced_on) == (other.year, other.announced_on)
    return is_same_day and sorted(one.days) == sorted(other.days)
