"""Who saw which original text, week by week, for whoever audits it; never a text itself (HR4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from widgets.address import link
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import empty, heading, table
from workbench.china_time import CHINA
from workbench.queries.unmasking import UnmaskedLine

WEEKS: Final = 4  # with the one that is not over
HEAD: Final = ("台账", "时间", "谁", "哪一件", "哪一项", "理由", "同意")


def monday_of(day: date) -> date:
    """Return the first day of the week."""
    return day - timedelta(day.weekday())


def weeks(found: Sequence[UnmaskedLine], today: date) -> Markup:
    """Return the last weeks, the latest first, each with what was seen in it."""
    mondays = [monday_of(today) - timedelta(weeks=back) for back in range(WEEKS)]
    return tag(
        "div", [_week(monday, [one for one in found if _week_of(one) == monday]) for monday in mondays]
    )


def _week_of(line: UnmaskedLine) -> date:
    return monday_of(line.unmasking.asked.astimezone(CHINA).date())


def _week(monday: date, found: Sequence[UnmaskedLine]) -> Content:
    name = f"{monday} 至 {monday + timedelta(6)}"
    if not found:
        return tag("section", heading(name, level=3), empty("没有人查看原文。"))
    lines = table(HEAD, [_line(one) for one in found], caption=name, numbers=(0,))
    return tag("section", heading(name, f"{len(found)} 次", level=3), lines)


def _line(line: UnmaskedLine) -> tuple[Content, ...]:
    one = line.unmasking
    state = "未获同意" if one.is_declined else "等待同意" if one.waits else "—"
    return (
        f"{one.position:,}",
        f"{one.asked.astimezone(CHINA):%Y-%m-%d %H:%M}",
        line.name,
        tag("a", one.case_no, href=link("case_review", case=one.case_no)),
        f"第 {one.about.petition} 次的{one.about.field.label}",
        f"{one.reason.label}（{line.why}）",
        line.approver or state,
    )
