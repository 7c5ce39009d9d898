"""The pictures of the overview, made of its state: each mark says what it counts and leads to its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from widgets.overview.links import OpenPart
from widgets.overview.spans import days_within, months_of
from widgets.overview.state import OverviewState
from widgets.parts.drawing import Picture, Piece
from widgets.parts.pictures import (
    Bar,
    Multiple,
    Part,
    Point,
    bars,
    multiples,
    trend,
)
from widgets.parts.squares import calendar
from workbench.indicators.evaluate import Figure, Period
from workbench.indicators.statistics import count_interval, wilson
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import OPEN_LATE_NAME
from workbench.queries.part_months import PART
from workbench.queries.records_begin import no_records
from workbench.queries.situation import GROUPS, Age, Load

MOST_BARS = 10
UNRECORDED = "尚无记录"


def load_picture(state: OverviewState, by: str, *, width: int = 620, most: int = MOST_BARS) -> Picture:
    """Return what lies open per group: late, and the rest; the rest of the groups in one line.

    Its table tells of every group.
    """
    loads = state.loads(by)
    told = [_load_bar(state, by, load) for load in loads]
    rows = told[:most]
    if others := loads[most:]:
        counted = (sum(getattr(one, name) for one in others) for name in ("open_cases", "late", "soon"))
        total = Load(None, f"其余 {len(others)} 个", *counted)
        pieces = _pieces(state, total, by=by, besides=[load.code for load in loads[:most]])
        # In words only: a bar of all the others would dwarf those that are to be compared.
        rows.append(Bar(total.label, (), _after(pieces)))
    head = (GROUPS[by], "在办", OPEN_LATE_NAME, f"{SOON_DAYS} 日内到期")
    return bars(rows, head, width=width, names=150 if width > 500 else 104, told=told)


def _load_bar(state: OverviewState, by: str, load: Load) -> Bar:
    pieces = _pieces(state, load, by=by, group=load.code)
    name = short_name(state, load.label) if by == "unit" else load.label
    return _open_bar(state, name, load, pieces, by=by, group=load.code)


def _pieces(state: OverviewState, load: Load | Age, **which: Any) -> list[Piece]:
    """Return how many are open, late and soon due, each leading to its cases."""
    counted: tuple[tuple[OpenPart, str, int], ...] = (
        ("all", "在办", load.open_cases), ("late", "在办超期", load.late)
    )  # fmt: skip
    if isinstance(load, Load):
        counted = (*counted, ("soon", f"{SOON_DAYS} 日内到期", load.soon))
    return [
        Piece(str(count), f"{load.label}，{words} {count} 件", opening(state, part, count, **which))
        for part, words, count in counted
    ]


def _open_bar(state: OverviewState, name: str, load: Load | Age, pieces: list[Piece], **which: Any) -> Bar:
    late, rest = pieces[1], load.open_cases - load.late
    said = f"{load.label}，在办未超期 {rest} 件"
    parts = (
        Part(load.late, "late", late.said, late.href),
        Part(rest, "accent", said, opening(state, "rest", rest, **which)),
    )
    return Bar(name, parts, _after(pieces), tuple(pieces))


def opening(state: OverviewState, part: OpenPart, count: int, **which: Any) -> str:
    """Return where a part of the open cases of a group is, "" where there are none."""
    return state.links.open_in(Period(state.since, state.as_of), part, **which) if count else ""


def _after(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return the numbers as they stand behind a bar: 30 件，超期 14，将到期 16."""
    words = ("{} 件", "超期 {}", "将到期 {}")
    told = [replace(one, text=said.format(one.text)) for one, said in zip(pieces, words, strict=False)]
    shown = [one for at, one in enumerate(told) if at == 0 or pieces[at].text != "0"]
    return tuple(piece for at, one in enumerate(shown) for piece in ((Piece("，"), one) if at else (one,)))


def short_name(state: OverviewState, unit: str) -> str:
    """Return a unit's name without that of the city, which all of them bear: 市委组织部, 水利局."""
    party = f"中共{state.city}"[:-1]  # the name of the party's organs goes on with 市委
    return unit.removeprefix(party).removeprefix(state.city) or unit


def ages_picture(state: OverviewState, *, width: int = 620) -> Picture:
    """Return how old the open matters are: late, and the rest."""
    rows = [_open_bar(state, age.label, age, _pieces(state, age, age=age), age=age) for age in state.ages]
    return bars(rows, ("收到至今", "在办", OPEN_LATE_NAME), width=width, names=100)


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
