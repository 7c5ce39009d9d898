"""The pictures of the overview that run over time: months, days; each mark leads to its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from widgets.overview.charts import short_name
from widgets.overview.spans import days_within, months_of
from widgets.overview.state import OverviewState
from widgets.parts.drawing import Picture, Piece
from widgets.parts.pictures import Multiple, Point, multiples, trend
from widgets.parts.squares import calendar
from workbench.indicators.evaluate import Figure, Period
from workbench.indicators.statistics import count_interval, wilson
from workbench.queries.part_months import PART
from workbench.queries.records_begin import no_records

UNRECORDED = "尚无记录"


def trend_picture(state: OverviewState, name: str, *, width: int = 620) -> Picture:
    """Return a figure month by month with its 95 % interval; a gap before there were records."""
    months = state.months(name)
    is_share = any(found is not None and found.indicator.is_share for _, found in months)
    points = [_of_records(state, month, _point(state, month, found, is_share)) for month, found in months]
    return trend(points, ("月份", "数值", "说明"), percent=is_share, width=width)


def _of_records(state: OverviewState, month: str, point: Point) -> Point:
    """Return a point as the records allow: none before they begin, the first marked where it is a part."""
    missing = no_records(state.snapshot, days_within(month, Period(date.min, state.month.end)))
    if missing is None:
        return point
    if missing.is_gone:
        return Point(point.label, None, 0.0, 0.0, UNRECORDED, f"{month} {UNRECORDED}")
    said = f"{point.said}，{missing.origin}，{PART}"
    return replace(point, words=f"{point.words}（{PART}）", said=said, is_small=True)


def _point(state: OverviewState, month: str, found: Figure | None, is_share: bool) -> Point:
    label = _short_month(month)
    if found is None:
        low, high = (0.0, 1.0) if is_share else count_interval(0)
        return Point(label, None if is_share else 0.0, low, high, "无案件", f"{month} 没有案件")
    href = state.links.figure(found, by="month")
    if is_share:
        low, high = wilson(found.numerator or 0, found.denominator)
        said = (
            f"{month}，{found.label}（{found.numerator}/{found.denominator}），95% 区间 {low:.0%}–{high:.0%}"
        )
        words = f"{found.value or 0:.0%}"
        if found.is_small:
            words, said = f"{found.numerator}/{found.denominator}", f"{said}，样本过小"
        return Point(label, found.value, low, high, words, said, href, found.is_small)
    low, high = count_interval(found.count)
    said = f"{month}，{found.label} {found.indicator.unit}，95% 区间 {low:.0f}–{high:.0f}"
    return Point(label, float(found.count), low, high, found.label, said, href)


def multiples_picture(state: OverviewState) -> Picture:
    """Return for each unit, month by month, what fell due: answered in time, and not."""
    months, begins = months_of(state.year), _first_recorded(state)
    found = {cell.groups: cell.figure for cell in state.unit_months}
    rows = []
    for one in sorted(state.by_unit, key=_most_missed):
        missed = _missed(one)
        label = state.names.get(one.group or "", "未定")
        told = [(month, found.get((one.group, month))) for month in months]
        rows.append(
            Multiple(
                short_name(state, label),
                tuple((cell.numerator or 0, _missed(cell)) if cell else (0, 0) for _, cell in told),
                f"{one.label}（{one.numerator}/{one.denominator}）"
                if not one.is_small
                else f"{one.numerator}/{one.denominator}，样本过小",
                f"{label}，近一年应办结 {one.denominator} 件，未按期 {missed} 件",
                state.links.figure(one, "failed" if missed else "all", by="unit"),
                tuple(links := [_unit_month(state, label, one.group, month, cell) for month, cell in told]),
                tuple(
                    Piece(f"{cell.numerator}/{cell.denominator}", said, href)
                    if cell
                    else ("无案件" if place >= begins else "")
                    for place, ((said, href), (_, cell)) in enumerate(zip(links, told, strict=True))
                ),
                begins,
            )
        )
    return multiples(rows, ("单位", "按期办结率", *(_short_month(month) for month in months)))


def _unit_month(
    state: OverviewState, label: str, unit: str | None, month: str, cell: Figure | None
) -> tuple[str, str]:
    """Return what a month of a unit means, and where its cases are: those that were missed, if there are."""
    if cell is None:
        return "", ""
    missed, period = _missed(cell), days_within(month, state.year)
    href = state.links.figure(cell, "failed" if missed else "all", by="unit", group=unit, period=period)
    return f"{label}，{month} 应办结 {cell.denominator} 件，未按期 {missed} 件", href


def topics_picture(state: OverviewState) -> Picture:
    """Return for each topic, month by month, how many petitions were registered."""
    months, begins = months_of(state.year), _first_recorded(state)
    found = {cell.groups: cell.figure for cell in state.topic_months}

    def counted(topic: str | None, month: str) -> Piece:
        cell = found.get((topic, month))
        if cell is None:
            return Piece("0" if months.index(month) >= begins else "")
        href = state.links.figure(cell, by="topic_group", group=topic, period=days_within(month, state.year))
        return Piece(str(cell.denominator), f"{topic or '未定'}，{month} 登记 {cell.label} 批次", href)

    rows = []
    for one in state.by_topic:
        cells = [counted(one.group, month) for month in months]
        rows.append(
            Multiple(
                one.group or "未定",
                tuple((int(cell.text or 0), 0) for cell in cells),
                f"{one.label} 批次",
                f"{one.group or '未定'}，近一年登记 {one.label} 批次，{one.person_times:,} 人次",
                state.links.figure(one, by="topic_group"),
                tuple((cell.said, cell.href) for cell in cells),
                tuple(cells),
                begins,
            )
        )
    return multiples(rows, ("内容分类", "近一年登记", *(_short_month(month) for month in months)))


def _first_recorded(state: OverviewState) -> int:
    """Return the place of the first of the twelve months of which there are records at all."""
    months = (days_within(month, state.year) for month in months_of(state.year))
    missing = (no_records(state.snapshot, month) for month in months)
    return sum(found is not None and found.is_gone for found in missing)


def _short_month(month: str) -> str:
    return f"{month[2:4]}/{month[5:]}"


def _missed(found: Figure) -> int:
    return found.denominator - (found.numerator or 0)


def _most_missed(found: Figure) -> tuple[int, str]:
    return -_missed(found), found.group or ""


def calendar_picture(state: OverviewState) -> Picture:
    """Return the registrations of each day of the twelve months."""
    counted = {date.fromisoformat(one.group or ""): one for one in state.days}
    # Any of its days: the address asks for the figure, not for the day.
    in_month = {f"{day:%Y-%m}": one for day, one in counted.items()}
    return calendar(
        {day: one.denominator for day, one in counted.items()},
        state.year.start,
        state.year.end,
        "登记批次",
        {day: state.links.figure(one, by="day") for day, one in counted.items()},
        {
            month: state.links.figure(one, period=days_within(month, state.year))
            for month, one in in_month.items()
        },
        begun=state.since,
    )
