"""The month's schedule as it is made public, and the record of what came of it, as workbooks.

Made public are name, post, what the leader is in charge of, time and place (Opinion of 2009). The record
names matters by number; petitioners stand in neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from workbench.law.reception import Reception
from workbench.queries.reception import MatterLine, MonthOfReceptions
from workbench.queries.reception_rate import ReceptionRate, rate_definition
from workbench.terms import ReceptionState
from workbench.workbook import Heading, Proof, write_table

WEEKDAYS = "一二三四五六日"
SCHEDULE = (
    Heading("日期", 12),
    Heading("星期", 7),
    Heading("时间", 14),
    Heading("姓名", 10),
    Heading("职务", 24),
    Heading("分管工作", 30),
    Heading("方式", 8),
    Heading("地点", 28),
    Heading("备注", 24),
)
RECORD = (
    Heading("计划日期", 12),
    Heading("领导", 10),
    Heading("职务", 22),
    Heading("方式", 8),
    Heading("地点", 24),
    Heading("公示日期", 12),
    Heading("结果", 12),
    Heading("实际时间", 14),
    Heading("未接访或改期原因", 28),
    Heading("接访事项", 20),
    Heading("责任单位", 16),
    Heading("当场交办", 28),
    Heading("限办日期", 12),
    Heading("办理状态", 14),
)


def schedule_sheet(month: MonthOfReceptions, *, city: str, proof: Proof | None = None) -> bytes:
    """Return the schedule as an .xlsx to be made public: what was moved away is not in it, the new day is."""
    rows = [
        [
            one.planned_on,
            WEEKDAYS[one.planned_on.weekday()],
            hours(one.planned_from, one.planned_until),
            one.leader,
            one.post,
            one.charge or "",
            one.kind.label,
            one.place,
            f"由编号{one.moved_from}改期" if one.moved_from else "",
        ]
        for one in month.receptions
        if one.state(month.as_of) is not ReceptionState.MOVED
    ]
    title = f"{city}{month.first.year}年{month.first.month}月领导干部接访安排"
    notes = ["公示内容：姓名、职务、分管工作、时间、地点。"]
    return write_table(SCHEDULE, rows, title=title, notes=notes, proof=proof)


def record_sheet(
    month: MonthOfReceptions,
    lines: Sequence[MatterLine],
    units: dict[str, str],
    *,
    city: str,
    code: str,
    proof: Proof | None = None,
) -> bytes:
    """Return what came of each reception as an .xlsx: a row for each matter, or one where there was none."""
    rows: list[list[Any]] = []
    for one in month.receptions:
        of_it = [line for line in lines if line.reception.reception_no == one.reception_no]
        rows += [[*_facts(one, month.as_of), *_matter(line, units)] for line in of_it] or [
            [*_facts(one, month.as_of), "", "", "", None, ""]
        ]
    title = f"{city}{month.first.year}年{month.first.month}月领导干部接访记录"
    notes = [rate_words(month.rate) if month.rate else month.why_no_rate, rate_definition(), code]
    return write_table(RECORD, rows, title=title, notes=notes, proof=proof)


def rate_words(rate: ReceptionRate) -> str:
    """Return the share with what it was made of and its period."""
    return (
        f"接访履职率 {rate.value:.0%}（已接访 {rate.numerator} 日／计划 {rate.denominator} 日），"
        f"统计期 {rate.start} 至 {rate.end}，截至 {rate.as_of}"
    )


def hours(start: time | None, end: time | None) -> str:
    """Return hours as they are read: 09:00–11:30, 09:00起, "" where none is known."""
    if start is None:
        return f"至{end:%H:%M}" if end else ""
    return f"{start:%H:%M}–{end:%H:%M}" if end else f"{start:%H:%M}起"


def why(one: Reception, as_of: date) -> str:
    """Return why it was not held or moved, "" where it was neither by the day."""
    state = one.state(as_of)
    if state is ReceptionState.MOVED and one.moved_reason is not None:
        return f"{one.moved_reason.label}：{one.moved_why}（改为编号{one.moved_to}）"
    if state is ReceptionState.NOT_HELD and one.not_held_reason is not None:
        return f"{one.not_held_reason.label}：{one.not_held_why}"
    return ""


def _facts(one: Reception, as_of: date) -> list[Any]:
    return [
        one.planned_on,
        one.leader,
        one.post,
        one.kind.label,
        one.place,
        one.published_on,
        one.state(as_of).label,
        hours(one.held_from, one.held_until),
        why(one, as_of),
    ]


def _matter(line: MatterLine, units: dict[str, str]) -> list[Any]:
    promise, now = line.promise, line.now
    return [
        line.case_no,
        now.unit_name if now else "",
        _promised(line, units),
        promise.due_on if promise else None,
        now.state.label if now else "",
    ]


def _promised(line: MatterLine, units: dict[str, str]) -> str:
    if line.promise is None:
        return ""
    return f"{units.get(line.promise.to_unit, line.promise.to_unit)}：{line.promise.text}"
