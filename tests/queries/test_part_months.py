"""Months that are not whole, beside those that are."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.indicators.evaluate import Period
from workbench.queries.part_months import empty_months_words, part_months, part_months_words


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), {}),
        (date(2025, 12, 2), date(2026, 12, 1), {"2025-12": "从 2 日起", "2026-12": "到 1 日止"}),
        (date(2026, 2, 1), date(2026, 2, 28), {}),
        (date(2024, 2, 1), date(2024, 2, 28), {"2024-02": "到 28 日止"}),
        (date(2026, 3, 5), date(2026, 3, 9), {"2026-03": "5 日至 9 日"}),
        (date(2026, 3, 5), date(2026, 3, 31), {"2026-03": "从 5 日起"}),
    ],
)
def test_months_at_the_ends_of_a_period_may_be_parts(start: date, end: date, found: dict[str, str]) -> None:
    assert part_months(Period(start, end), ("unit", "month")) == found
    assert part_months(Period(start, end), ("unit",)) == {}
    assert bool(part_months_words(found)) is bool(found)


def test_a_month_in_which_nothing_counts_is_named_for_it_has_no_line() -> None:
    year = Period(date(2026, 1, 1), date(2026, 4, 15))
    told = ("2026-01", "2026-04")

    assert empty_months_words(year, None, told) == "2026-02、2026-03没有计入的，不列在表和图中"
    assert empty_months_words(year, date(2026, 3, 20), told) == "2026-03没有计入的，不列在表和图中"
    assert empty_months_words(year, date(2026, 4, 1), told) == ""
    many = empty_months_words(Period(date(2025, 1, 1), date(2026, 1, 31)), None, ("2026-01",))
    assert many.endswith("2025-06等 12 个月没有计入的，不列在表和图中")
