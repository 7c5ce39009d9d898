"""Bad inputs 69 to 82: dates. Numbers as in the list of the reliability study."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.files import HEADINGS, TODAY, look, only_fault, row, saved, with_column, workbook, xlsx
from workbench.intake.dates import Moment, UnreadableDateError, read_moment
from workbench.law.calendar import NotAnnouncedError, shipped_calendars


def refused(cell: object, **options: str) -> UnreadableDateError:
    with pytest.raises(UnreadableDateError) as caught:
        read_moment(cell, **options)
    return caught.value


@pytest.mark.parametrize("text", ["2023.2.30", "2023-02-29", "2023/13/1", "2023年4月31日"])
def test_case_69_a_day_that_does_not_exist_is_refused(text: str):
    assert "不存在" in str(refused(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年五月四日", date(2023, 5, 4)),
        ("二○二三年十月二十日", date(2023, 10, 20)),
        ("二零二三年十二月三十一日", date(2023, 12, 31)),
    ],
)
def test_case_70_chinese_numerals_are_read(text: str, day: date):
    assert read_moment(text) == Moment(day)


@pytest.mark.parametrize("text", ["农历二〇二三年四月初五", "二〇二三年腊月廿三", "癸卯年正月"])
def test_case_70_lunar_dates_are_refused_with_the_way_out(text: str):
    assert "公历" in refused(text).remedy


@pytest.mark.parametrize("text", ["2023年5月", "2023-05", "2023.5", "二〇二三年五月"])
def test_case_71_a_month_without_a_day_is_never_the_first(text: str):
    error = refused(text)

    assert "没有日" in str(error)
    assert "不能按1日代替" in error.remedy


@pytest.mark.parametrize("text", ["23.5.4", "23年5月4日", "04.05.2023", "5/4/2023", "04-05-2023"])
def test_case_72_what_can_be_read_in_two_ways_is_refused(text: str):
    assert "读法" in str(refused(text))


def test_case_72_a_mapping_may_say_which_part_comes_first():
    assert read_moment("03/04/2020 02:52:49 PM", order="month_first").day == date(2020, 3, 4)
    assert read_moment("03/04/2020", order="day_first").day == date(2020, 4, 3)
    assert "不存在" in str(refused("13/04/2020", order="month_first"))


def test_case_73_a_serial_number_of_a_day_is_converted_and_listed():
    preview = look(xlsx(row(登记日期=45050)))

    assert preview.drafts[0].acts[0].step.on == date(2023, 5, 4)  # type: ignore[attr-defined]
    assert "日期序号" in preview.corrections[0].reason


def test_case_73_digits_in_a_text_are_no_date():
    assert "一串数字" in str(refused("45050"))


@pytest.mark.parametrize("serial", [0, 1, 59, 60, 61])
def test_case_74_the_days_that_excel_counts_wrongly_are_refused(serial: int):
    book = workbook(row(登记日期=serial))
    book.active["B2"].number_format = "yyyy-mm-dd"

    assert only_fault(look(saved(book))).column == "B 登记日期"


def test_case_74_a_workbook_that_counts_from_1904_is_read_by_its_own_count():
    book = workbook(row(登记日期=date(2023, 5, 4)))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    preview = look(saved(book))

    assert preview.drafts[0].acts[0].step.on == date(2023, 5, 4)  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["2023-W18-4", "2023W184", "2023-124"])
def test_case_75_weeks_and_days_of_the_year_are_refused(text: str):
    refused(text)


def test_case_76_a_future_date_is_refused():
    fault = only_fault(look(xlsx(row(登记日期="2026-04-01"))))

    assert "晚于今天（2026-03-31）" in fault.reason


def test_case_76_a_date_to_come_is_fine_where_a_limit_stands():
    preview = look(
        xlsx((*row(), "2026-01-06", "2026-06-30"), headings=(*HEADINGS, "交办日期", "要求反馈日期"))
    )

    assert preview.drafts[0].acts[1].step.due_on == date(2026, 6, 30)  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["1949-09-30", "1900-01-01", "0001-01-01"])
def test_case_77_dates_before_1949_are_refused(text: str):
    assert "早于1949-10-01" in str(refused(text))


def test_case_78_a_reply_before_the_receipt_is_refused():
    preview = look(with_column("答复日期", "2026-01-04"))
    received = look(xlsx((*row(), "2026-01-05", "2026-01-04"), headings=(*HEADINGS, "信访日期", "答复日期")))

    assert "答复日期早于信访日期" in only_fault(received).reason
    assert "早于" in only_fault(preview).reason


def test_case_79_a_conclusion_before_the_acceptance_is_refused():
    preview = look(
        xlsx(
            (*row(), "2026-01-20", "2026-01-10", "处理完毕"),
            headings=(*HEADINGS, "受理告知日期", "办结日期", "处理意见"),
        )
    )

    assert "办结日期早于受理告知日期（2026-01-20）" in {fault.reason for fault in preview.faults}


def test_case_80_midnight_is_no_time_of_day_and_zones_become_chinese_time():
    assert read_moment(datetime.combine(date(2026, 1, 5), time())) == Moment(date(2026, 1, 5))
    assert read_moment("2026-01-05T20:00:00+08:00") == Moment(date(2026, 1, 5), time(20))

    moved = read_moment("2026-01-05T20:00:00Z")
    assert (moved.day, moved.at) == (date(2026, 1, 6), time(4))
    assert moved.changed is not None


@pytest.mark.parametrize("text", ["1988-04-17 00:30:00", "1988-04-17 02:30", "1991-09-15 01:30:00"])
def test_case_81_hours_of_the_old_summer_time_are_kept_as_they_were_written(text: str):
    moment = read_moment(text)

    assert f"{moment.day} {moment.at}"[: len(text)] == text


def test_case_82_a_year_without_a_holiday_notice_is_named_and_never_guessed():
    calendar = shipped_calendars().latest

    with pytest.raises(NotAnnouncedError, match="2027"):
        calendar.add_working_days(date(2026, 12, 30), 5)


def test_case_82_a_leap_day_and_the_end_of_a_year_are_dates_like_others():
    assert read_moment("2024年2月29日").day == date(2024, 2, 29)
    assert read_moment("2025.12.31").day == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2019/4/25 9:32:09", date(2019, 4, 25), time(9, 32, 9)),
        ("2019-04-25", date(2019, 4, 25), None),
        ("2019.4.5", date(2019, 4, 5), None),
        ("2019年4月5日 9时5分", date(2019, 4, 5), time(9, 5)),
        ("2019年4月5日下午3:20", date(2019, 4, 5), time(15, 20)),
        ("20190405", date(2019, 4, 5), None),
        ("  2019-04-05\u3000", date(2019, 4, 5), None),
    ],
)
def test_the_ways_in_which_offices_write_dates_are_read(text: str, day: date, at: time | None):
    assert read_moment(text) == Moment(day, at)


@pytest.mark.parametrize("text", ["昨天", "2026-01-05 25:00", "2026-01-05 上午", "—", "2026-1-5-6"])
def test_what_is_no_date_is_refused(text: str):
    refused(text)


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.sampled_from(["-", "/", "."]), st.booleans())
def test_every_day_is_read_back_as_it_was_written(day: date, mark: str, padded: bool):
    parts = [f"{day.year}", f"{day.month:02}" if padded else f"{day.month}", f"{day.day}"]

    assert read_moment(mark.join(parts)).day == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused_with_a_remedy(text: str):
    try:
        read_moment(text)
    except UnreadableDateError as error:
        assert error.remedy


def test_a_true_date_cell_and_a_text_mean_the_same_day():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(row(登记日期=date(2026, 1, 5)))))

    true, text = look(saved(book)), look(xlsx(row(登记日期="2026/1/5")))

    steps = [preview.drafts[0].acts[0].step for preview in (true, text)]  # type: ignore[attr-defined]
    assert steps[0] == steps[1]
    assert steps[0].on < TODAY


@pytest.mark.parametrize("serial", [0, -1])
def test_a_date_cell_of_zero_or_less_is_not_told_as_a_time_of_day(serial: int):
    book = workbook(row())
    book.active["B2"] = serial
    book.active["B2"].number_format = "yyyy-mm-dd"

    told = only_fault(look(saved(book)))

    assert told.value == "（0 或负数，设为日期格式）" and "不是日期" in told.reason


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-05 凌晨12:30", time(0, 30)),
        ("2026-03-05 凌晨1:30", time(1, 30)),
        ("2026-03-05 中午1:30", time(13, 30)),
        ("2026-03-05 中午12:30", time(12, 30)),
        ("2026-03-05 中午11:30", time(11, 30)),
        ("2026-03-05 下午12:30", time(12, 30)),
        ("2026-03-05 下午0:30", time(12, 30)),
        ("2026-03-05 下午15:20", time(15, 20)),
        ("2026-03-05 晚上8:00", time(20)),
        ("2026-03-05 3:20 PM", time(15, 20)),
        ("2026/3/5 下午 3:20", time(15, 20)),
    ],
)
def test_hours_are_read_with_the_part_of_the_day(text: str, at: time):
    assert read_moment(text) == Moment(date(2026, 3, 5), at)


@pytest.mark.parametrize(
    "text",
    ["上午12:30", "晚上12:30", "晚上1:00", "上午15:20", "凌晨15:00", "中午8:00", "13:20 PM", "12:30 AM 下午"],
)
def test_an_hour_that_does_not_fit_its_part_of_the_day_is_refused(text: str):
    refused(f"2026-03-05 {text}")


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5号",
        "2026年 3月 5日",
        "2026. 3. 5",
        "2026年3月5日星期四",
        "2026-03-05（周四）",
        "2026.3.5.",
        "二O二六年三月五日",
    ],
)
def test_more_ways_in_which_clerks_write_a_day_are_read(text: str):
    assert read_moment(text).day == date(2026, 3, 5)


def test_a_day_of_the_week_that_is_not_that_day_is_refused():
    assert "星期四" in str(refused("2026年3月5日星期五"))


@pytest.mark.parametrize("text", ["3月5日", "3/5", "3-5"])
def test_a_day_without_a_year_is_told_as_such(text: str):
    assert "没有年份" in str(refused(text))


def test_what_does_not_show_before_a_date_is_passed_over_and_listed():
    assert read_moment("\u200b2026-03-05") == Moment(date(2026, 3, 5), None, "删去不可见的字符")
