"""Tables of what stands on the day of a briefing: loads, late duties, ages, waiting, promises, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.briefings.stock import LateDuty, Promised, Proposed, UnitLoad
from workbench.documents.content import Column, Table
from workbench.indicators.waiting import Durations
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import OPEN_LATE_NAME
from workbench.queries.situation import Age
from workbench.terms import Adoption

UNITS_SHOWN = 40


def unit_table(caption: str, loads: Sequence[UnitLoad]) -> Table:
    """Return the units with something late or due soon; the note says how many have neither."""
    shown = [one for one in loads if one.late or one.soon]
    rest = len(loads) - len(shown[:UNITS_SHOWN])
    columns = (
        Column("责任单位", width=5),
        Column("在办", numeric=True, width=2),
        Column(OPEN_LATE_NAME, numeric=True, width=3),
        Column(f"{SOON_DAYS}日内到期", numeric=True, width=3),
        Column("最久超期（日）", numeric=True, width=4),
    )
    rows = [
        (one.name, str(one.open_cases), str(one.late), str(one.soon), str(one.longest) if one.late else "—")
        for one in shown[:UNITS_SHOWN]
    ]
    cut = len(shown) > UNITS_SHOWN
    more = f"另有{rest}个单位有在办事项{'，未列出' if cut else '，没有在办超期和将到期的'}。" if rest else ""
    return Table(caption, columns, tuple(rows), f"按件计；超期只按遇节假日顺延后的到期日认定。{more}")


def duty_table(caption: str, duties: Iterable[LateDuty]) -> Table:
    """Return the duties that are late and not done, by limit."""
    columns = (
        Column("法定义务", width=8),
        Column("依据", width=6),
        Column("项数", numeric=True, width=2),
        Column("单位数", numeric=True, width=2),
        Column("最久（日）", numeric=True, width=3),
    )
    rows = [(one.title, one.basis, str(one.count), str(one.units), str(one.longest)) for one in duties]
    return Table(caption, columns, tuple(rows), "一件事项可能同时有几项义务超期。")


def age_table(caption: str, ages: Iterable[Age]) -> Table:
    """Return how old the open matters are."""
    columns = (
        Column("收到至今", width=2),
        Column("在办", numeric=True),
        Column(OPEN_LATE_NAME, numeric=True),
    )
    rows = [(one.label, str(one.open_cases), str(one.late)) for one in ages]
    return Table(caption, columns, tuple(rows))


def wait_table(caption: str, waits: Iterable[Durations]) -> Table:
    """Return after how many calendar days half, three quarters, nine of ten had what they waited for."""
    columns = (
        Column("项目", width=3),
        Column("已有", numeric=True, width=2),
        Column("还在等", numeric=True, width=2),
        Column("一半（日）", numeric=True, width=3),
        Column("四分之三（日）", numeric=True, width=4),
        Column("九成（日）", numeric=True, width=3),
        Column("等得最久（日）", numeric=True, width=4),
    )
    rows = [
        (
            one.indicator.name + ("（样本过小）" if one.is_small else ""),
            str(one.done),
            str(one.waiting),
            *(str(day) if day is not None else "尚不可知" for day in one.days),
            str(one.longest) if one.waiting else "—",
        )
        for one in waits
    ]
    return Table(caption, columns, tuple(rows))


def promise_table(caption: str, promised: Iterable[Promised]) -> Table:
    """Return the promises beside the limits of the law: new ones, late ones."""
    columns = (
        Column("承诺事项", width=3),
        Column("本期新增", numeric=True),
        Column("逾期未完成", numeric=True),
        Column("最久逾期（日）", numeric=True),
    )
    rows = [
        (one.kind.label, str(one.raised), str(one.late), str(one.longest) if one.late else "—")
        for one in promised
    ]
    return Table(caption, columns, tuple(rows))


def proposal_table(caption: str, proposed: Iterable[Proposed]) -> Table:
    """Return the three proposals and whether they were adopted."""
    columns = (
        Column("建议", width=2),
        Column("发出", numeric=True),
        *(Column(one.label, numeric=True) for one in Adoption),
        Column("未反馈", numeric=True),
        Column("其中逾期", numeric=True),
    )
    rows = [
        (one.kind.label, *map(str, (one.issued, one.adopted, one.partly, one.refused, one.waiting, one.late)))
        for one in proposed
    ]
    return Table(
        caption, columns, tuple(rows), "采纳与否以被建议单位的书面反馈为准（《信访工作条例》第四十条）。"
    )
