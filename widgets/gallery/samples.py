"""Invented rows, bars and moments for looking at the parts; nothing here is a real case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from widgets.parts import Choice, Column, ColumnFilter, GridQuery, Moment, Row, Series, Tag, Tone
from widgets.parts.pictures import Point

TODAY = date(2026, 3, 31)
CHANNELS = ("来信", "来访", "来电", "网上")
STATES: tuple[tuple[str, Tone], ...] = (
    ("办理中", "accent"),
    ("已延期", "soon"),
    ("超期未办结", "late"),
    ("已办结", "done"),
    ("不予受理", "quiet"),
)
UNITS = (
    "长安街道",
    "五里牌街道",
    "云湖街道",
    "桃矿街道",
    "羊楼司镇",
    "聂市镇",
    "江南镇",
    "市住房和城乡建设局",
)
MATTERS = (
    "反映小区楼顶漏水多次报修未处理",
    "咨询农村宅基地确权登记办理进度",
    "反映道路施工后路面未恢复影响出行",
    "请求协调解决征地补偿款发放问题",
    "反映河道采砂噪声扰民",
)
NUMBER_WIDTH = 6

COLUMNS = (
    Column("case_no", "编号", "link", 150, filter="text"),
    Column("matter", "事项", "text", 280, filter="text"),
    Column("unit", "办理单位", "text", 150, filter="choice", choices=tuple(Choice(u, u) for u in UNITS)),
    Column("channel", "渠道", "text", 80, filter="choice", choices=tuple(Choice(c, c) for c in CHANNELS)),
    Column("received_on", "收到日期", "date", 118, filter="date"),
    Column("due_on", "到期日", "date", 118, filter="date", hint="按民法典第203条顺延后的到期日"),
    Column("days_left", "剩余天数", "number", 96, filter="number"),
    Column(
        "state", "状态", "tag", 110, filter="choice", choices=tuple(Choice(name, name) for name, _ in STATES)
    ),
    Column("person_times", "人次", "number", 80, shown=False, filter="number"),
)
TONES = dict(STATES)


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented line."""

    case_no: str
    matter: str
    unit: str
    channel: str
    received_on: date
    due_on: date
    days_left: int
    state: str
    person_times: int


class Samples:
    """A source of invented lines, held in memory; the last order is remembered."""

    def __init__(self, count: int = 100_000) -> None:
        self._rows = _samples(count)
        self._asked: GridQuery | None = None
        self._found: list[Sample] = []

    def count(self, query: GridQuery) -> int:
        """Return how many lines pass the tests."""
        return len(self._ordered(query))

    def page(self, query: GridQuery, offset: int, limit: int) -> Sequence[Row]:
        """Return the lines from ``offset``."""
        lines = self._ordered(query)[offset : offset + limit]
        return [Row(line.case_no, _cells(line, query.columns), _tone(line)) for line in lines]

    def _ordered(self, query: GridQuery) -> list[Sample]:
        if self._asked is None or (query.sort, query.filters) != (self._asked.sort, self._asked.filters):
            found = [row for row in self._rows if all(_passes(row, test) for test in query.filters)]
            for key, descending in reversed(query.sort):
                found.sort(key=lambda row, key=key: getattr(row, key), reverse=descending)  # type: ignore[misc]
            self._asked, self._found = query, found
        return self._found


class NotReadableError(ValueError):
    """A source that cannot be read now."""


class Unreadable:
    """A source that answers with a sentence."""

    def count(self, query: GridQuery) -> int:
        """Raise ``NotReadableError``."""
        raise NotReadableError("数据正在更新，请稍后重试。")

    def page(self, query: GridQuery, offset: int, limit: int) -> Sequence[Row]:
        """Raise ``NotReadableError``."""
        raise NotReadableError("数据正在更新，请稍后重试。")


def _samples(count: int) -> list[Sample]:
    """Return the lines; drawn column by column, for whoever opens the page waits for it."""
    chance = Random(430682)
    days = [TODAY - timedelta(back) for back in range(1600)]
    received = chance.choices(days, k=count)
    due = {day: (day + timedelta(60), (day + timedelta(60) - TODAY).days) for day in days}
    waiting = chance.choices(("办理中", "已延期"), k=count)
    ended = chance.choices(("已办结", "超期未办结", "不予受理"), (12, 1, 1), k=count)
    told = zip(
        received,
        chance.choices(MATTERS, k=count),
        chance.choices(UNITS, k=count),
        chance.choices(CHANNELS, k=count),
        chance.choices((1, 2, 3, 8, 15), (4, 1, 1, 1, 1), k=count),
        strict=True,
    )
    return [
        Sample(
            f"LX{day.year}{number:0{NUMBER_WIDTH}}",
            matter,
            unit,
            channel,
            day,
            due[day][0],
            due[day][1],
            waiting[number - 1] if due[day][1] >= 0 else ended[number - 1],
            persons,
        )
        for number, (day, matter, unit, channel, persons) in enumerate(told, 1)
    ]


def _passes(row: Sample, test: ColumnFilter) -> bool:
    value = getattr(row, test.key)
    if test.contains and test.contains not in value:
        return False
    if test.any_of and value not in test.any_of:
        return False
    if isinstance(value, int):
        return not (test.low and value < float(test.low)) and not (test.high and value > float(test.high))
    return (not test.low or str(value) >= test.low) and (not test.high or str(value) <= test.high)


def _cells(row: Sample, keys: Sequence[str]) -> tuple[str | int | date | Tag, ...]:
    return tuple(Tag(row.state, TONES[row.state]) if key == "state" else getattr(row, key) for key in keys)


def _tone(row: Sample) -> Tone:
    if row.state == "超期未办结":
        return "late"
    return "soon" if 0 <= row.days_left <= 7 else ""


MONTHS = tuple(Choice(f"2025-{m:02}", f"{m}月") for m in range(4, 13)) + tuple(
    Choice(f"2026-{m:02}", f"{m}月") for m in range(1, 4)
)
ON_TIME = (132, 118, 141, 127, 109, 98, 120, 133, 151, 118, 96, 87)
LATE = (6, 9, 4, 7, 11, 3, 5, 8, 12, 7, 4, 2)
OPEN = (0, 0, 0, 0, 0, 1, 2, 2, 5, 14, 33, 61)
BY_MONTH = (
    Series("on_time", "按期办结", ON_TIME, "accent"),
    Series("late", "超期办结", LATE, "late"),
    Series("open", "仍在办理", OPEN, "quiet"),
)
TREND = tuple(
    Point(month.label, count, count - 21, count + 23, str(count), f"{month.label}，{count} 批次，95% 区间")
    for month, count in zip(MONTHS, ON_TIME, strict=True)
)
UNIT_CHOICES = tuple(Choice(f"unit-{number}", name) for number, name in enumerate(UNITS))
SHARES = (0.973, 0.921, None, 0.884, 0.95, 1.0, 0.902, 0.861)
BY_UNIT = (
    Series(
        "share",
        "按期办结率",
        SHARES,
        "accent",
        (
            "按期 146 / 150",
            "按期 105 / 114",
            "没有到期案件",
            "按期 61 / 69",
            "按期 57 / 60",
            "按期 31 / 31",
            "按期 83 / 92",
            "按期 99 / 115",
        ),
    ),
)
MOMENTS = (
    Moment(
        date(2026, 1, 5),
        "登记",
        "临湘市信访局",
        "信访材料（来信）",
        "反映小区楼顶漏水多次报修未处理",
        tone="quiet",
    ),
    Moment(date(2026, 1, 12), "转送", "临湘市信访局 → 长安街道", "转送函〔2026〕18号"),
    Moment(date(2026, 1, 29), "受理告知", "长安街道", "受理告知书", late="晚于期限 2 日"),
    Moment(
        date(2026, 3, 20),
        "处理意见书",
        "长安街道",
        "信访处理意见书〔2026〕7号",
        "予以支持：由物业公司于 4 月 15 日前完成屋面防水维修。",
        recorded="2026-03-23 补录",
    ),
    Moment(date(2026, 3, 24), "送达", "长安街道", "送达回证", tone="done"),
)
WORKING = (
    ("依据", "《信访工作条例》第三十四条"),
    ("起算", "2026-01-20（受理告知日 2026-01-29 晚于收到后第 15 日，按第 15 日起算）"),
    ("期限", "60 日，未延长"),
    ("扣除", "无"),
    ("到期（严格）", "2026-03-21（周六）"),
    ("到期（顺延）", "2026-03-23，遇休息日顺延至次一工作日（民法典第二百零三条）"),
    ("日历版本", "国务院办公厅 2026 年节假日安排"),
    ("截至日状态", "2026-03-20 出具处理意见书，按期"),
)
DOCUMENTS = (
    ("信访材料（来信）", "—", date(2026, 1, 5), 3),
    ("转送函", "〔2026〕18号", date(2026, 1, 12), 1),
    ("信访处理意见书", "〔2026〕7号", date(2026, 3, 20), 4),
)
