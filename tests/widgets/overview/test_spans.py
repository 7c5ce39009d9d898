"""The months that the overview tells of, at the ends of months and years."""

from datetime import date

import pytest

from widgets.overview.spans import (
    days_within,
    earlier_days,
    months_of,
    ragged_ends,
    twelve_months,
    whole_months,
)
from workbench.indicators.evaluate import Period


@pytest.mark.parametrize(
    ("day", "first", "months"),
    [
        (date(2026, 3, 31), date(2025, 4, 1), 12),
        (date(2026, 3, 10), date(2025, 3, 11), 13),
        (date(2024, 2, 29), date(2023, 3, 1), 12),
    ],
)
def test_twelve_months_touch_twelve_or_thirteen(day, first, months):
    year = twelve_months(day)

    assert year == Period(first, day)
    assert len(months_of(year)) == months
    assert months_of(year) == sorted(set(months_of(year)))


def test_the_days_of_the_months_are_those_of_the_year():
    year = twelve_months(date(2026, 3, 10))

    spans = [days_within(month, year) for month in months_of(year)]

    assert spans[0] == Period(date(2025, 3, 11), date(2025, 3, 31))
    assert spans[-1] == Period(date(2026, 3, 1), date(2026, 3, 10))
    assert sum((span.end - span.start).days + 1 for span in spans) == 365


def test_months_that_are_not_whole_say_from_and_to_which_day_they_count():
    assert ragged_ends(twelve_months(date(2026, 3, 31))) == ""
    assert ragged_ends(twelve_months(date(2026, 12, 1))) == "首尾两月只计 2025-12-02 起、2026-12-01 止"


def test_a_trend_has_two_years_of_whole_months_and_compares_with_known_days():
    trend = whole_months(Period(date(2026, 2, 1), date(2026, 2, 28)))

    assert (len(trend), trend[0].start, trend[-1].end) == (24, date(2024, 3, 1), date(2026, 2, 28))
    assert earlier_days(date(2026, 3, 31)) == (date(2026, 2, 28), date(2025, 3, 31))
