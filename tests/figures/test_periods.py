"""The period of a question, as an analyst writes it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workbench.figures.periods import read_day, read_period
from workbench.figures.questions import QuestionError
from workbench.indicators.evaluate import Period

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        (2025, date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-03", date(2026, 3, 1), TODAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-11..2026-02", date(2025, 11, 1), date(2026, 2, 28)),
        (" 2026-03-05 .. 2026-03-09 ", date(2026, 3, 5), date(2026, 3, 9)),
        (Period(date(2026, 1, 1), TODAY), date(2026, 1, 1), TODAY),
        ((date(2026, 1, 1), date(2026, 2, 28)), date(2026, 1, 1), date(2026, 2, 28)),
        ("2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        (None, date(2025, 4, 1), TODAY),
        ("2025年", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026年2月..2026年3月5日", date(2026, 2, 1), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5)),
        ([date(2026, 1, 1), date(2026, 2, 28)], date(2026, 1, 1), date(2026, 2, 28)),
    ],
)
def test_a_period_is_said_in_short(given: object, start: date, end: date) -> None:
    asked = read_period(given, TODAY)

    assert (asked.period, asked.remark) == (Period(start, end), "")


@pytest.mark.parametrize("given", ["2026", 2026, "2026-03..2026-04", "2025..2026"])
def test_a_year_or_month_that_is_not_over_ends_with_the_day_and_says_so(given: object) -> None:
    asked = read_period(given, date(2026, 3, 30))

    assert asked.period.end == date(2026, 3, 30)
    assert "只统计到截至日 2026-03-30" in asked.remark


@pytest.mark.parametrize(
    "given",
    ["2027", "2026-04", "2026-04-01", "2026-03-05..2026-04-01", Period(date(2026, 1, 1), date(2026, 4, 1))],
)
def test_days_to_come_that_are_asked_for_by_day_are_refused_as_by_the_command(given: object) -> None:
    with pytest.raises(QuestionError, match="晚于截至日 2026-03-31"):
        read_period(given, TODAY)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2026-02-30", "“2026-02-30”不存在：2026年2月只有 28 天，日请写 01 至 28"),
        ("2026-01..2026-02-00", "“2026-02-00”不存在：2026年2月只有 28 天"),
        ("2026年13月", "“2026年13月”不存在：月份请写 01 至 12"),
        ("2026年5日", "看不懂"),
        ("2026-13", "“2026-13”不存在：月份请写 01 至 12"),
        ("2026-00", "“2026-00”不存在：月份请写 01 至 12"),
        ("0000", "“0000”不存在：年份"),
        ("2026-1", "“2026-1”看不懂，请写成 2026、2026-03、2026-03-15"),
        (
            "2026Q1",
            r"“2026Q1”看不懂.*2026-03-05..2026-03-09.*Period\(date\(2026, 1, 1\), date\(2026, 6, 30\)\)",
        ),
    ],
)
def test_a_day_that_does_not_exist_and_a_way_of_writing_are_told_apart(given: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        read_period(given, TODAY)


@pytest.mark.parametrize(
    "given",
    [
        *("gestern", "2026-13", "2026..2025", "2026-02-30", "", "2026-01..", "..2026-02", 20, (2025,), True),
        Period(date(2026, 2, 1), date(2026, 1, 1)),
        Period("2026-01-01", "2026-02-01"),  # type: ignore[arg-type]
    ],
)
def test_a_period_that_is_none_is_told_in_chinese(given: object) -> None:
    with pytest.raises(QuestionError, match="统计期"):
        read_period(given, TODAY)


def test_a_period_without_an_end_is_told_how_to_end() -> None:
    with pytest.raises(QuestionError, match=r"2026-01\.\.2026-03-31"):
        read_period("2026-01..", TODAY)


@pytest.mark.parametrize("given", ["2026-03-01", date(2026, 3, 1), datetime(2026, 3, 1, 9)])  # noqa: DTZ001
def test_a_day_is_a_day_or_its_text(given: object) -> None:
    assert read_day(given) == date(2026, 3, 1)


@pytest.mark.parametrize("given", ["1.3.2026", "2026-03", 20260301, ("2026",)])
def test_a_day_that_is_none_is_told_in_chinese(given: object) -> None:
    with pytest.raises(QuestionError, match="as_of"):
        read_day(given)
