"""Working days in China: the ordinary week, changed by the yearly notices of the State Council.

A year that was not announced is not known. Nothing here estimates: a question that reaches such a
year raises ``NotAnnouncedError``. Counting follows 民法典 art. 201 and 203: the day of the start is day
zero, and a last day on a day off moves to the first working day after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256

SATURDAY = 5


class NotAnnouncedError(ValueError):
    """A limit reaches a year whose holidays are not announced; ``year`` says which."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year}年放假安排尚未公布，涉及该年的工作日和顺延日期尚不可知；公布后请录入放假安排"
        )


class HolidayNoticeError(ValueError):
    """A notice that cannot be a notice of the State Council; the sentence says what to correct."""


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """The days of one year that differ from an ordinary week: ``(day, True)`` is off, ``False`` worked.

    Days of the December before may stand in it. ``names`` gives the festival where the source does.
    """

    year: int
    days: tuple[tuple[date, bool], ...]
    source: str
    announced_on: date
    names: tuple[tuple[date, str], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.days:
            raise HolidayNoticeError(f"{self.year}年的放假安排没有日期：空表不等于没有假日，请录入通知全文")
        seen: set[date] = set()
        for day, _ in self.days:
            if day in seen:
                raise HolidayNoticeError(f"{day:%Y-%m-%d} 在{self.year}年放假安排中出现两次，请删去一条")
            seen.add(day)
            if day.year != self.year and not (day.year == self.year - 1 and day.month == 12):
                raise HolidayNoticeError(f"{day:%Y-%m-%d} 不属于{self.year}年放假安排，请核对年份")


@dataclass(frozen=True)
class Calendar:
    """The working days of the announced years. ``version`` names it in every explanation.

    ``notices`` holds one notice a year, the one in force, rising.
    """

    version: str
    notices: tuple[HolidayNotice, ...] = field(default=(), repr=False)

    @cached_property
    def years(self) -> frozenset[int]:
        """Return the announced years."""
        return frozenset(notice.year for notice in self.notices)

    @cached_property
    def exceptions(self) -> dict[date, bool]:
        """Return the days that differ from an ordinary week: ``True`` off, ``False`` worked."""
        return {day: off for notice in self.notices for day, off in notice.days}

    @cached_property
    def _names(self) -> dict[date, str]:
        return dict(pair for notice in self.notices for pair in notice.names)

    @cached_property
    def _tables(self) -> _Tables:
        return _Tables(self.years, self.exceptions)

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on ``day``; ``NotAnnouncedError`` outside the announced years."""
        if day.year not in self.years:
            raise NotAnnouncedError(day.year)
        off = self.exceptions.get(day)
        return day.weekday() < SATURDAY if off is None else not off

    def add_working_days(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start``; ``NotAnnouncedError`` if it is not known."""
        if count < 1:
            raise ValueError(f"工作日数应当至少为1，而不是{count}")
        found = self._tables.after(start.toordinal(), count)
        if found is None:
            raise NotAnnouncedError(self._first_gap(start))
        return found

    def roll(self, day: date) -> date:
        """Return ``day``, or the first working day after it; ``NotAnnouncedError`` if it is not known."""
        found = self._tables.rolled(day.toordinal())
        if found is None:
            raise NotAnnouncedError(self._first_gap(day - timedelta(1)))
        return found

    def try_add(self, start: date, count: int) -> date | None:
        """Return as ``add_working_days`` does, or ``None`` where the days are not announced."""
        return self._tables.after(start.toordinal(), count)

    def try_roll(self, day: date) -> date | None:
        """Return as ``roll`` does, or ``None`` where the days are not announced."""
        return self._tables.rolled(day.toordinal())

    def known_through(self, start: date) -> date:
        """Return the last day up to which every day from the day after ``start`` on is announced."""
        return date(self._first_gap(start) - 1, 12, 31)

    def why(self, day: date) -> str:
        """Return in Chinese why an announced day is worked or off."""
        off, name = self.exceptions.get(day), self._names.get(day)
        if off is None:
            return "工作日" if day.weekday() < SATURDAY else "周末"
        if off:
            return f"{name}放假" if name else "国务院通知放假"
        return f"{name}调休上班" if name else "国务院通知调休上班"

    def with_notice(self, notice: HolidayNotice) -> Calendar:
        """Return the calendar with the year of ``notice`` announced, or announced anew."""
        others = [known for known in self.notices if known.year != notice.year]
        notices = tuple(sorted((*others, notice), key=lambda known: known.year))
        return Calendar(_version(notice, notices), notices)

    def _first_gap(self, start: date) -> int:
        year = start.year
        if (start.month, start.day) == (12, 31):
            year += 1
        while year in self.years:
            year += 1
        return year


class _Tables:
    """Arrays over the announced years, so that a question costs a look-up and no loop."""

    __slots__ = ("base", "days", "end", "position", "reach")

    def __init__(self, years: Iterable[int], exceptions: dict[date, bool]) -> None:
        announced = sorted(years) or [1]
        self.base = date(announced[0], 1, 1).toordinal() - 1  # the day before may start a limit
        self.end = date(announced[-1], 12, 31).toordinal()
        self.days: list[date] = []  # every working day, rising
        self.position: list[int] = [0]  # working days up to and including base + i
        self.reach: list[int] = [0] * (self.end - self.base + 1)  # working days before the next gap
        known = set(announced)
        for ordinal in range(self.base + 1, self.end + 1):
            day = date.fromordinal(ordinal)
            if day.year in known:
                off = exceptions.get(day)
                if (day.weekday() < SATURDAY) if off is None else not off:
                    self.days.append(day)
            self.position.append(len(self.days))
        limit = len(self.days)
        for ordinal in range(self.end, self.base - 1, -1):
            index = ordinal - self.base
            self.reach[index] = limit
            if ordinal > self.base and date.fromordinal(ordinal).year not in known:
                limit = self.position[index - 1]

    def after(self, start: int, count: int) -> date | None:
        """Return the ``count``-th working day after the ordinal ``start``, or ``None``."""
        if not self.base <= start <= self.end:
            return None
        index = start - self.base
        place = self.position[index] + count - 1
        return self.days[place] if place < self.reach[index] else None

    def rolled(self, day: int) -> date | None:
        """Return the first working day from the ordinal ``day`` on, or ``None``."""
        return self.after(day - 1, 1)


@dataclass(frozen=True, slots=True)
class CalendarHistory:
    """Calendars by the day from which they were known, oldest first.

    Notices are kept in the order of announcement, so that a notice entered late still takes its place.
    """

    notices: tuple[HolidayNotice, ...] = ()
    since: tuple[date, ...] = field(init=False, compare=False, repr=False)
    calendars: tuple[Calendar, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.notices, key=lambda notice: notice.announced_on))
        object.__setattr__(self, "notices", ordered)
        object.__setattr__(self, "since", (date.min, *(notice.announced_on for notice in ordered)))
        object.__setattr__(self, "calendars", _calendars(ordered))

    @property
    def latest(self) -> Calendar:
        """Return the calendar with every notice known so far."""
        return self.calendars[-1]

    def on(self, day: date) -> Calendar:
        """Return the calendar that was known on ``day``."""
        return self.calendars[self.index_on(day)]

    def index_on(self, day: date) -> int:
        """Return the place in ``calendars`` of the one known on ``day``."""
        return bisect_right(self.since, day) - 1

    def with_notice(self, notice: HolidayNotice) -> CalendarHistory:
        """Return the history with one more notice; the same notice twice changes nothing."""
        if notice in self.notices:
            return self
        return CalendarHistory((*self.notices, notice))


def shipped_calendars() -> CalendarHistory:
    """Return the calendars of the year files that ship with the software (``data/holidays``)."""
    from workbench.law.holidays import shipped  # the reader builds calendars, so it imports this module

    return shipped()


@lru_cache(maxsize=256)  # a replay announces the notices of all years one by one
def _calendars(ordered: tuple[HolidayNotice, ...]) -> tuple[Calendar, ...]:
    """Return the calendars known before the first notice, and after each of them."""
    if not ordered:
        return (UNANNOUNCED,)
    before = _calendars(ordered[:-1])
    return (*before, before[-1].with_notice(ordered[-1]))


def _version(newest: HolidayNotice, notices: tuple[HolidayNotice, ...]) -> str:
    told = ";".join(
        f"{day.isoformat()}{'-' if off else '+'}" for notice in notices for day, off in sorted(notice.days)
    )
    digest = sha256(told.encode()).hexdigest()[:6]
    return f"{newest.year}年放假安排（{newest.announced_on:%Y-%m-%d}公布，{digest}）"


UNANNOUNCED = Calendar("尚无放假安排")
