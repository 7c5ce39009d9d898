"""Months of the screening: how they are written and counted, and by when a report is due.

The day is the county's own rule (``screening_report_day`` in local.toml), none of the regulation.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from workbench.law.calendar import Calendar
from workbench.law.settings import settings

MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def report_number(unit: str, month: str) -> str:
    """Return the number of the report of a unit on a month: there is one."""
    return f"{unit}-{month}"


def due_day(month: str, calendar: Calendar) -> date:
    """Return the day by which the report is due, moved over a known holiday; the county's own rule."""
    day = first_day(month).replace(day=settings().screening_report_day)
    return calendar.try_roll(day) or day  # a year not announced yet is not guessed


def first_day(month: str) -> date:
    """Return the first day of ``2026-11``."""
    return date.fromisoformat(f"{month}-01")


def month_of(day: date) -> str:
    """Return the month of a day: ``2026-11``."""
    return f"{day:%Y-%m}"


def month_words(month: str) -> str:
    """Return a month as it is read: 2026年11月."""
    first = first_day(month)
    return f"{first.year}年{first.month}月"


def months_between(start: date, end: date) -> int:
    """Return how many months ``end`` lies after ``start``, by the calendar months of both."""
    return (end.year - start.year) * 12 + end.month - start.month


def month_before(month: str, back: int = 1) -> str:
    """Return the month so many months before."""
    first = first_day(month)
    at = first.year * 12 + first.month - 1 - back
    return f"{at // 12:04}-{at % 12 + 1:02}"


def months_from(first: str, last: str) -> tuple[str, ...]:
    """Return the months from one to another, both included; none where the first is the later."""
    count = months_between(first_day(first), first_day(last))
    return tuple(month_before(last, back) for back in range(count, -1, -1))
