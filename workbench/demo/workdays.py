"""The days on which the offices of the demo work, by the shipped calendars."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from workbench.law.calendar import Calendar


class Workdays:
    """Working days from ``first`` to ``last``; after that any day will do, for nothing is recorded then."""

    __slots__ = ("_days", "_first", "_next")

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        span = [first + timedelta(days=at) for at in range((last - first).days + 1)]
        self._days = [day for day in span if calendar.is_working_day(day)]
        self._first = first.toordinal()
        self._next = [self._days[min(bisect_left(self._days, day), len(self._days) - 1)] for day in span]

    def between(self, first: date, last: date) -> list[date]:
        """Return the working days from ``first`` to ``last``, both included."""
        return self._days[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def after(self, day: date, days: int) -> date:
        """Return the day ``days`` calendar days later, moved on to a working day."""
        at = day.toordinal() + days - self._first
        if 0 <= at < len(self._next):
            return self._next[at]
        return date.fromordinal(at + self._first)

    def step(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``."""
        at = bisect_right(self._days, day) + count - 1
        return self._days[at] if at < len(self._days) else day + timedelta(days=count + 2 * (count // 5 + 1))
