"""Dates as people and systems write them, read without a guess: what can be read in two ways is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from workbench.china_time import CHINA
from workbench.intake.day_parts import PARTS, hour_of
from workbench.intake.text import UNSEEN

EARLIEST = date(1949, 10, 1)
_SERIALS = range(18_264, 73_051)  # 1950 to 2100 as Excel counts days
_EPOCH = date(1899, 12, 30)
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {
    zero: "0" for zero in "零○ＯOo"
}
_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
_FORM = re.compile(
    r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?[日号]?"
    r"(?: ?[（(]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[)）]?|\.(?=$))?"
    rf"(?:[ T]*(?P<half>{PARTS})? ?(?P<hour>\d{{1,2}})[:时](?P<minute>\d{{1,2}})(?:分)?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?(?: ?(?P<noon>[AaPp][Mm]))?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_SLASHED = re.compile(
    r"(?P<first>\d{1,2})/(?P<second_part>\d{1,2})/(?P<year>\d{4})"
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))? ?(?P<half>[AaPp][Mm])?)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|初[一二三四五六七八九十]|廿|闰")
_CHINESE = re.compile(r"[〇零○ＯOo一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月")
_WEEK = re.compile(r"\d{4}-?W\d{1,2}")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\D.*)?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?:\D.*)?")
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}[日号]?(?:\D.*)?")
_MONTH_ONLY = re.compile(r"\d{4}(?:[-/.年])\d{1,2}月?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９／－．：　\u00a0", "0123456789/-.:  ")


class UnreadableDateError(ValueError):
    """The value is no date, or could be two; ``remedy`` says how to write it."""

    def __init__(self, reason: str, remedy: str = "请写成 2026-03-31 的样子") -> None:
        super().__init__(reason)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Moment:
    """A civil date in China, the time of day where the source gives one, and what was changed in reading."""

    day: date
    at: time | None = None
    changed: str | None = None


def read_moment(cell: object, *, order: str = "year_first", from_1904: bool = False) -> Moment:
    """Return the moment a cell means; ``UnreadableDateError`` if it means none, or could mean two.

    ``order`` says how 03/04/2026 is to be read where the mapping knows it (``month_first``, ``day_first``);
    ``from_1904`` that the workbook counts its days from another one.
    """
    if isinstance(cell, datetime):
        return _checked(cell.date(), None if cell.time() == time() else cell.time().replace(microsecond=0))
    if isinstance(cell, date):
        return _checked(cell)
    if isinstance(cell, bool) or isinstance(cell, time):
        raise UnreadableDateError("不是日期")
    if isinstance(cell, int | float):
        return _from_number(cell, from_1904)
    said = str(cell)
    text = UNSEEN.sub("", said)
    moment = _from_text(" ".join(text.translate(_FULL_WIDTH).split()), order)
    return moment if text == said or moment.changed else replace(moment, changed="删去不可见的字符")


@lru_cache(maxsize=65_536)
def _from_text(text: str, order: str) -> Moment:
    found = _FORM.fullmatch(text)
    if found:
        return _from_parts(found)
    if order != "year_first" and (found := _SLASHED.fullmatch(text)):
        return _from_slashed(found, order)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _checked(_day(*(int(compact[key]) for key in ("year", "month", "day"))))
    if _LUNAR.search(text):
        raise UnreadableDateError("是农历日期", "请换算成公历，写成 2026-03-31 的样子")
    if _CHINESE.match(text):
        return _from_text(_arabic(text), order)
    raise _why(text)


def _why(text: str) -> UnreadableDateError:
    if _WEEK.match(text):
        return UnreadableDateError("是“年-周”的写法")
    if _MONTH_ONLY.fullmatch(text):
        return UnreadableDateError("只有年月，没有日", "请补上日，不能按1日代替")
    if _SHORT_YEAR.fullmatch(text) and not _YEAR_LAST.fullmatch(text):
        return UnreadableDateError("年份只有两位，可有几种读法", "请写四位年份，如 2023-05-04")
    if _YEAR_LAST.fullmatch(text):
        return UnreadableDateError("日、月先后不明，可有两种读法", "请把年份写在前面，如 2023-05-04")
    if _NO_YEAR.fullmatch(text):
        return UnreadableDateError("没有年份", "请补上年份，写成 2026-03-31 的样子")
    if re.fullmatch(r"\d+", text):
        return UnreadableDateError("是一串数字，不是日期")
    return UnreadableDateError("写法不能识别")


def _from_parts(found: re.Match[str]) -> Moment:
    day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
    weekday = found["weekday"]
    if weekday is not None and day.weekday() != _WEEKDAYS[weekday]:
        raise UnreadableDateError(f"这一天是星期{'一二三四五六日'[day.weekday()]}", "请核对原件上的日期")
    if found["hour"] is None:
        return _checked(day)
    if found["half"] and found["noon"]:
        raise UnreadableDateError("上午、下午写了两次", "请改写成24小时制，如 2026-03-31 15:20")
    hour = _hour(found["half"] or found["noon"], int(found["hour"]))
    at = _time(hour, int(found["minute"]), int(found["second"] or 0))
    zone = found["zone"]
    if zone is None:
        return _checked(day, at)
    return _in_china(day, at, zone)


def _from_slashed(found: re.Match[str], order: str) -> Moment:
    first, second = int(found["first"]), int(found["second_part"])
    month, day_of_month = (first, second) if order == "month_first" else (second, first)
    day = _day(int(found["year"]), month, day_of_month)
    if found["hour"] is None:
        return _checked(day)
    hour = _hour(found["half"], int(found["hour"]))
    return _checked(day, _time(hour, int(found["minute"]), int(found["second"] or 0)))


def _in_china(day: date, at: time, zone: str) -> Moment:
    if zone == "Z":
        offset = timedelta()
    else:
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
        if offset >= timedelta(hours=24) or offset <= timedelta(hours=-24):
            raise UnreadableDateError("时区不存在")
    if offset == timedelta(hours=8):
        return _checked(day, at)
    local = datetime.combine(day, at, timezone(offset)).astimezone(CHINA)
    return _checked(local.date(), local.time(), "时间带有时区，已换算为北京时间")


def _from_number(number: float, from_1904: bool) -> Moment:
    if number != number or number in (float("inf"), float("-inf")):
        raise UnreadableDateError("不是有限的数字")
    whole = int(number)
    compact = _COMPACT.fullmatch(str(whole)) if whole == number else None
    if compact and 1949 <= int(compact["year"]) <= 2100:
        return _checked(_day(*(int(compact[key]) for key in ("year", "month", "day"))))
    if whole not in _SERIALS:
        raise UnreadableDateError("是数字，不是日期", "请把该栏设为日期格式，或写成文字 2026-03-31")
    if from_1904:
        reason = "是数字，而该工作簿的日期从1904年算起"
        raise UnreadableDateError(reason, "请把该栏设为日期格式，或写成文字 2026-03-31")
    moment = datetime.combine(_EPOCH, time()) + timedelta(days=number)
    # A serial holds the day exactly, the time only to some millionths of it.
    rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    at = None if whole == number else rounded.time()
    return Moment(rounded.date(), at, "按表格软件的日期序号换算")


def _arabic(text: str) -> str:
    year, _, rest = text.partition("年")
    month, _, day = rest.partition("月")
    parts = ["".join(_NUMERALS.get(c, c) for c in year), _small(month), _small(day.rstrip("日号"))]
    return "-".join(parts) if parts[2] else f"{parts[0]}年{parts[1]}月"


def _small(numeral: str) -> str:
    """Return 1 to 31 in digits: 十 is 10, 二十三 is 23."""
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "".join(_NUMERALS.get(c, c) for c in numeral)
    return _NUMERALS.get(tens, "1" if not tens else "?") + (_NUMERALS.get(ones, "?") if ones else "0")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDateError("这一天不存在", "请核对原件上的日期") from None


def _hour(part: str | None, hour: int) -> int:
    meant = hour_of(part, hour)
    if meant is None:
        raise UnreadableDateError(f"“{part}{hour}时”说不准是几时", "请改写成24小时制，如 2026-03-31 15:20")
    return meant


def _time(hour: int, minute: int, second: int) -> time:
    try:
        return time(hour, minute, second)
    except ValueError:
        raise UnreadableDateError("时间不存在", "请核对原件上的时间") from None


def _checked(day: date, at: time | None = None, changed: str | None = None) -> Moment:
    if day < EARLIEST:
        raise UnreadableDateError(f"早于{EARLIEST:%Y-%m-%d}，不可能", "请核对原件上的日期")
    return Moment(day, at, changed)
