"""Working days by the notices of the State Council: known answers, brute force, and years not announced."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.config import data_file
from workbench.law.calendar import (
    Calendar,
    CalendarHistory,
    HolidayNotice,
    HolidayNoticeError,
    NotAnnouncedError,
    shipped_calendars,
)
from workbench.law.holidays import read_folder
from workbench.law.tables import LawDataError

CALENDAR = shipped_calendars().latest
ANNOUNCED = st.dates(date(2007, 1, 1), date(2026, 12, 31))

# Days off and worked weekends as published, by year.
PUBLISHED = {
    2024: (
        "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def days_of(year: int, text: str) -> set[date]:
    found = set()
    for part in text.split():
        first, _, last = part.partition("..")
        day, end = (date.fromisoformat(f"{year}-{one}") for one in (first, last or first))
        while day <= end:
            found.add(day)
            day += timedelta(1)
    return found


def by_hand(year: int) -> dict[date, bool]:
    """Every day of a year with whether it is worked, counted from the year files without our code."""
    exceptions: dict[str, bool] = {}
    for file_year in (year, year + 1):
        path = data_file("holidays", f"{file_year}.json")
        for one in json.loads(path.read_text("utf-8"))["days"]:
            exceptions[one["date"]] = one["isOffDay"]
    days, day = {}, date(year, 1, 1)
    while day.year == year:
        days[day] = not exceptions.get(day.isoformat(), day.weekday() >= 5)
        day += timedelta(1)
    return days


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_day_of_the_year_is_as_published(year: int) -> None:
    off, worked = (days_of(year, text) for text in PUBLISHED[year])

    for day in by_hand(year):
        expected = day not in off and (day.weekday() < 5 or day in worked)
        assert CALENDAR.is_working_day(day) is expected, day


@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_day_agrees_with_counting_by_hand(year: int) -> None:
    for day, worked in by_hand(year).items():
        assert CALENDAR.is_working_day(day) is worked, day


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 9, 24), 5, date(2026, 10, 9)),  # Mid-Autumn and National Day
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a worked Saturday
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a worked Saturday before the Spring Festival
        (date(2026, 2, 14), 5, date(2026, 2, 28)),  # 24, 25, 26, 27 and the worked Saturday
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # over the year end, to a worked Sunday
        (date(2024, 2, 28), 1, date(2024, 2, 29)),  # a leap day
        (date(2024, 2, 8), 3, date(2024, 2, 19)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),  # a worked Sunday after the Spring Festival
        (date(2018, 12, 28), 1, date(2018, 12, 29)),  # stands in the file of 2019
        (date(2022, 12, 30), 1, date(2023, 1, 3)),
        (date(2006, 12, 31), 1, date(2007, 1, 4)),  # the day before the first known year may start a limit
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, count: int, due: date) -> None:
    assert CALENDAR.add_working_days(start, count) == due


@pytest.mark.parametrize(
    ("strict", "rolled"),
    [
        (date(2026, 3, 6), date(2026, 3, 6)),
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 10, 10), date(2026, 10, 10)),  # a worked Saturday is a working day
        (date(2026, 10, 11), date(2026, 10, 12)),
        (date(2025, 1, 28), date(2025, 2, 5)),
        (date(2023, 12, 30), date(2024, 1, 2)),
    ],
)
def test_a_last_day_off_moves_to_the_next_working_day(strict: date, rolled: date) -> None:
    assert CALENDAR.roll(strict) == rolled


@given(ANNOUNCED, st.integers(1, 30))
def test_adding_working_days_agrees_with_counting_one_by_one(start: date, count: int) -> None:
    day, left = start, count
    while left and day.year < 2027:
        day += timedelta(1)
        left -= day.year < 2027 and CALENDAR.is_working_day(day)

    found = CALENDAR.try_add(start, count)

    assert found == (None if left else day)


@given(ANNOUNCED, st.integers(1, 20))
def test_one_working_day_more_is_never_earlier(start: date, count: int) -> None:
    found, more = CALENDAR.try_add(start, count), CALENDAR.try_add(start, count + 1)

    if found is None:
        assert more is None
    else:
        assert found > start
        assert more is None or more > found


def test_a_limit_that_reaches_an_unannounced_year_names_the_year() -> None:
    for ask in (
        lambda: CALENDAR.add_working_days(date(2026, 12, 28), 5),
        lambda: CALENDAR.roll(date(2027, 1, 2)),
        lambda: CALENDAR.is_working_day(date(2027, 1, 4)),
    ):
        with pytest.raises(NotAnnouncedError, match="2027年放假安排尚未公布") as refused:
            ask()
        assert refused.value.year == 2027


def test_days_before_the_year_end_are_still_known() -> None:
    assert CALENDAR.add_working_days(date(2026, 12, 28), 3) == date(2026, 12, 31)
    assert CALENDAR.known_through(date(2026, 12, 28)) == date(2026, 12, 31)


def test_an_empty_year_file_is_a_year_not_announced() -> None:
    assert 2027 not in CALENDAR.years
    assert 2026 in CALENDAR.years


def notice(year: int, *days: tuple[str, bool], on: date) -> HolidayNotice:
    read = tuple((date.fromisoformat(day), off) for day, off in days)
    return HolidayNotice(year, read, "测试用虚构通知", on)


def test_a_notice_is_known_from_the_day_it_was_announced() -> None:
    announced = notice(2027, ("2027-01-01", True), on=date(2026, 11, 10))

    history = shipped_calendars().with_notice(announced)

    assert history.on(date(2026, 11, 9)).try_roll(date(2027, 1, 1)) is None
    assert history.on(date(2026, 11, 10)).roll(date(2027, 1, 1)) == date(2027, 1, 4)
    assert history.latest.version != shipped_calendars().latest.version


def test_a_notice_entered_late_takes_its_place_in_time() -> None:
    later = notice(2028, ("2028-01-01", True), on=date(2027, 11, 10))
    earlier = notice(2027, ("2027-01-01", True), on=date(2026, 11, 10))

    one = shipped_calendars().with_notice(later).with_notice(earlier)
    other = shipped_calendars().with_notice(earlier).with_notice(later)

    assert one == other
    assert one.latest.version == other.latest.version
    assert one.on(date(2027, 1, 1)).years == other.on(date(2027, 1, 1)).years


def test_a_correction_replaces_the_year_and_only_from_its_day() -> None:
    changed = notice(2026, ("2026-01-01", True), ("2026-06-01", True), on=date(2026, 5, 20))

    history = shipped_calendars().with_notice(changed)

    assert history.on(date(2026, 5, 19)).is_working_day(date(2026, 6, 1))
    assert not history.on(date(2026, 5, 20)).is_working_day(date(2026, 6, 1))
    assert history.latest.is_working_day(date(2026, 10, 1))  # no longer off by the correction


def test_late_december_days_of_the_next_notice_count() -> None:
    moved = notice(2027, ("2026-12-31", True), ("2027-01-01", True), on=date(2026, 11, 10))

    history = shipped_calendars().with_notice(moved)

    assert history.on(date(2026, 11, 1)).is_working_day(date(2026, 12, 31))
    assert not history.latest.is_working_day(date(2026, 12, 31))


def test_a_gap_between_announced_years_is_not_bridged() -> None:
    later = notice(2028, ("2028-01-01", True), on=date(2027, 11, 10))

    history = shipped_calendars().with_notice(later)

    assert history.latest.try_add(date(2026, 12, 30), 5) is None
    assert history.latest.roll(date(2028, 1, 1)) == date(2028, 1, 3)
    with pytest.raises(NotAnnouncedError) as refused:
        history.latest.roll(date(2027, 12, 31))
    assert refused.value.year == 2027


def test_the_same_notice_twice_changes_nothing() -> None:
    once = notice(2027, ("2027-01-01", True), on=date(2026, 11, 10))
    history = shipped_calendars().with_notice(once)

    assert history.with_notice(once) is history


def test_nothing_is_known_before_the_first_notice() -> None:
    nothing = CalendarHistory().latest

    assert nothing == Calendar("尚无放假安排")
    assert nothing.try_add(date(2026, 1, 1), 1) is None


@pytest.mark.parametrize(
    ("days", "what"),
    [
        ((), "空表不等于没有假日"),
        ((("2027-01-01", True), ("2027-01-01", False)), "出现两次"),
        ((("2028-01-01", True),), "请核对年份"),
        ((("2026-11-30", True),), "请核对年份"),
    ],
)
def test_a_notice_that_cannot_be_one_is_refused(days: tuple[tuple[str, bool], ...], what: str) -> None:
    with pytest.raises(HolidayNoticeError, match=what):
        notice(2027, *days, on=date(2026, 11, 10))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("2024.json", "{", "无法读取"),
        ("2024.json", '{"year": 2025, "papers": [], "days": []}', "请核对文件名"),
        ("2024.json", '{"year": 2024, "papers": []}', "无法读取"),
        (
            "2031.json",
            '{"year": 2031, "papers": [], "days": [{"date": "2031-01-01", "isOffDay": true, "name": ""}]}',
            "缺少2031年",
        ),
        ("2024.json", '{"year": 2024, "papers": [], "days": []}', "没有放假安排文件"),
    ],
)
def test_a_broken_year_file_is_named(tmp_path: Path, name: str, content: str, what: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")

    with pytest.raises(LawDataError, match=what):
        read_folder(tmp_path)


def test_why_a_day_is_worked_or_off_is_said() -> None:
    assert CALENDAR.why(date(2026, 10, 1)) == "国庆节放假"
    assert CALENDAR.why(date(2026, 10, 10)) == "国庆节调休上班"
    assert CALENDAR.why(date(2026, 10, 17)) == "周末"
    assert CALENDAR.why(date(2026, 10, 19)) == "工作日"
