"""The stretches of time that the overview tells of, counted from its day."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.indicators.evaluate import Period
from workbench.queries.comparison import month_before, year_earlier

TREND_MONTHS = 24


def twelve_months(as_of: date) -> Period:
    """Return the twelve months up to a day."""
    return Period(year_earlier(Period(as_of, as_of)).start + timedelta(1), as_of)


def months_of(period: Period) -> list[str]:
    """Return the months of a period as 2026-03, oldest first; the first and the last need not be whole."""
    months, day = [], period.end
    while day.replace(day=1) > period.start.replace(day=1):
        months.append(f"{day:%Y-%m}")
        day = day.replace(day=1) - timedelta(1)
    return [f"{period.start:%Y-%m}", *months[::-1]]


def days_within(month: str, period: Period) -> Period:
    """Return the days of a month (2026-03) that belong to a period."""
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    return Period(max(first, period.start), min(last, period.end))


def ragged_ends(period: Period) -> str:
    """Return in words from and to which day a period's first and last month count, "" for whole months."""
    is_whole = period.start.day == 1 and (period.end + timedelta(1)).day == 1
    return "" if is_whole else f"首尾两月只计 {period.start} 起、{period.end} 止"


def whole_months(last: Period) -> list[Period]:
    """Return the months of a trend, oldest first, the last of which is ``last``."""
    months = [last]
    while len(months) < TREND_MONTHS:
        months.append(month_before(months[-1]))
    return months[::-1]


def earlier_days(as_of: date) -> tuple[date, date]:
    """Return the last day of the month before and the same day of the year before."""
    return as_of.replace(day=1) - timedelta(1), year_earlier(Period(as_of, as_of)).end
