"""The period and the day of a question, as an analyst writes them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workbench.figures.questions import QuestionError
from workbench.indicators.evaluate import Period

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_IN_WORDS = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
HOW = (
    "2026、2026-03、2026-03-15、2026-01..2026-06 或 2026-03-05..2026-03-09，"
    "也可以写 (date(2026, 1, 1), date(2026, 6, 30)) 或 Period(date(2026, 1, 1), date(2026, 6, 30))"
)


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """The days that are counted; ``remark`` says in Chinese where they are fewer than were asked for."""

    period: Period
    remark: str = ""


def read_period(given: object, as_of: date) -> AskedPeriod:
    """Return the period of a question; ``QuestionError`` says how it is written.

    ``given`` is "2026", 2026, "2026-03", "2026年3月", "2026-03-15", "2026-01..2026-06", a ``Period``, a day,
    a pair of days, or ``None`` for the twelve months up to ``as_of``.

    A year or month that is not over is counted up to ``as_of``, with a remark. What begins
    later, or ends by its very day later, is refused: what is due then and done already would look perfect.
    """
    if given is None:
        return AskedPeriod(_year_up_to(as_of))
    asked, ends_by_day = _read(given, as_of)
    if asked.start > asked.end:
        raise QuestionError(f"统计期的开头 {asked.start} 晚于结尾 {asked.end}：请核对")
    if asked.start > as_of:
        raise QuestionError(
            f"统计期的第一天 {asked.start} 晚于截至日 {as_of}，还没有可统计的：请换一个统计期"
        )
    if asked.end <= as_of:
        return AskedPeriod(asked)
    if ends_by_day:
        raise QuestionError(f"统计期的最后一天 {asked.end} 晚于截至日 {as_of}：请写成不晚于截至日的一天")
    remark = f"统计期到 {asked.end} 才结束，只统计到截至日 {as_of}，不与完整的时期相比"
    return AskedPeriod(Period(asked.start, as_of), remark)


def read_day(given: object) -> date | None:
    """Return the as-of day, given as a day or as text like 2026-03-01; ``None`` stays so."""
    if isinstance(given, datetime):
        return given.date()
    if given is None or isinstance(given, date):
        return given
    try:
        if not isinstance(given, str):
            raise ValueError
        return date.fromisoformat(given.strip())
    except ValueError:
        raise QuestionError(f"as_of“{given}”不是日期，请写成 2026-03-01 的样子") from None


def _read(given: object, as_of: date) -> tuple[Period, bool]:
    """Return the days as they were written, and whether the last one was written as a day."""
    if isinstance(given, date):
        given = (given, given)
    if isinstance(given, tuple | list) and len(given) == 2 and all(isinstance(day, date) for day in given):
        first, last = (day.date() if isinstance(day, datetime) else day for day in given)
        return Period(first, last), True
    if isinstance(given, Period):
        if not (isinstance(given.start, date) and isinstance(given.end, date)):
            raise QuestionError("统计期 Period 的两端请写日期：Period(date(2026, 1, 1), date(2026, 6, 30))")
        return given, True
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str):
        raise QuestionError(f"统计期“{given}”看不懂，请写成 {HOW}")
    begun, mark, last = (part.strip() for part in given.partition(".."))
    if mark and not (begun and last):
        said = f"{begun or '2026-01'}..{last or as_of}"
        raise QuestionError(f"统计期“{given}”只写了一头：请两头都写，如 {said}")
    start, end = _span(begun), _span(last or begun)
    return Period(start.start, end.end), end.start == end.end


def _year_up_to(as_of: date) -> Period:
    year = as_of.year - 1
    last = calendar.monthrange(year, as_of.month)[1]
    return Period(date(year, as_of.month, min(as_of.day, last)) + timedelta(1), as_of)


def _span(text: str) -> Period:
    told = _WRITTEN.fullmatch(text) or _IN_WORDS.fullmatch(text)
    if told is None:
        raise QuestionError(f"统计期“{text}”看不懂，请写成 {HOW}")
    year, month, day = (int(part) if part else None for part in told.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            return Period(date(year, month, day), date(year, month, day))
        first, last = (month, month) if month is not None else (1, 12)
        return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
    except (ValueError, calendar.IllegalMonthError):
        raise QuestionError(f"统计期“{text}”不存在：{_why_not(year, month)}") from None


def _why_not(year: int, month: int | None) -> str:
    """Return what there is instead of a day or month that does not exist."""
    if year == 0:
        return "年份从 0001 起"
    if month is None or not 1 <= month <= 12:
        return "月份请写 01 至 12"
    last = calendar.monthrange(year, month)[1]
    return f"{year}年{month}月只有 {last} 天，日请写 01 至 {last}"
