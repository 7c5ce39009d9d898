"""Milestones in time: a calendar of a month, and each ownership's promises on one scale of days."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from widgets.ownership.sheets import PROMISE_TONES
from widgets.parts.drawing import Box, Line, Mark, Picture, Words, shortened, text_width
from widgets.parts.markup import Markup, tag
from workbench.law.commitments import Commitment
from workbench.queries.ownerships import Owned
from workbench.terms import CommitmentState

if TYPE_CHECKING:
    from widgets.ownership.state import OwnershipScreenState

WEEK = "一二三四五六日"
WIDTH, NAMES, ROW, TOP = 1240, 300, 30, 34
MOST_ROWS = 40


def promises(found: Sequence[Owned]) -> list[tuple[Owned, Commitment]]:
    """Return every promise that was not dropped, with its ownership."""
    return [
        (one, each) for one in found for each in one.commitments if each.state is not CommitmentState.DROPPED
    ]


def month_sheet(state: OwnershipScreenState, month: date) -> Markup:
    """Return the month as a calendar; a promise stands on the day promised last, with the leader's name."""
    days: dict[date, list[tuple[Owned, Commitment]]] = defaultdict(list)
    for one, promise in promises(state.found):
        days[promise.due_on].append((one, promise))
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    body = [tag("tr", [_day(state, day, month, days.get(day, [])) for day in week]) for week in weeks]
    head = tag("tr", [tag("th", f"周{name}", scope="col") for name in WEEK])
    caption = tag("caption", f"{month.year}年{month.month}月到期的节点", class_="wb-unseen")
    return tag("table", caption, tag("thead", head), tag("tbody", body), class_="wb-table ownership-month")


def _day(state: OwnershipScreenState, day: date, month: date, due: list[tuple[Owned, Commitment]]) -> Markup:
    lines = [
        tag(
            "li",
            tag(
                "a",
                f"{one.ownership.leader.name}：{promise.words}",
                href=state.link_to(one.ownership.ownership_no),
                title=f"{one.ownership.case_no}，{promise.state.label}",
            ),
            data_tone=PROMISE_TONES[promise.state],
        )
        for one, promise in due
    ]
    is_out = day.month != month.month
    return tag(
        "td",
        tag("time", str(day.day), datetime=day.isoformat()),
        tag("ul", lines) if lines and not is_out else None,
        class_="ownership-out" if is_out else "ownership-today" if day == state.as_of else None,
    )


def gantt(state: OwnershipScreenState) -> Picture:
    """Return the live ownerships line by line: from the assignment on, each promise on its day.

    Red is late, amber was kept late, green kept, blue lies ahead; the number of the milestone stands beside.
    """
    live = [one for one in state.found if one.is_live and one.commitments][:MOST_ROWS]
    if not live:
        return Picture(WIDTH, 40, (), (), ())
    days = [state.as_of, *(one.ownership.assigned_on for one in live)]
    days += [due for one in live for each in one.commitments for due in each.due_dates]
    first, last = min(days), max(days) + timedelta(7)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return NAMES + (day - first).days / span * (WIDTH - NAMES - 30)

    height = TOP + ROW * len(live) + 8
    marks: list[Mark] = [*_scale(first, last, x, height)]
    marks.append(Line(((x(state.as_of), TOP - 6), (x(state.as_of), height)), tone="accent"))
    marks.append(Words(x(state.as_of), 10, f"{state.as_of:%m-%d}", "middle", tone="accent"))
    for place, one in enumerate(live):
        marks += _line(state, one, TOP + ROW * place, x)
    rows = [
        (
            one.ownership.leader.name,
            one.ownership.case_no,
            "；".join(f"{each.due_on} {each.words}（{each.state.label}）" for each in one.commitments),
        )
        for one in live
    ]
    return Picture(WIDTH, height, tuple(marks), ("包案领导", "事项", "节点"), tuple(rows))


def _scale(first: date, last: date, x: Callable[[date], float], height: int) -> list[Mark]:
    marks: list[Mark] = []
    month, place = date(first.year, first.month, 1), -100.0
    while month <= last:
        if month >= first:
            here = x(month)
            marks.append(Line(((here, TOP - 6), (here, height)), is_grid=True))
            if here - place > 44:
                marks.append(Words(here, 24, f"{month:%y/%m}", "middle", 11))
                place = here
        month = (month + timedelta(32)).replace(day=1)
    return marks


def _line(state: OwnershipScreenState, one: Owned, top: float, x: Callable[[date], float]) -> list[Mark]:
    middle, href = top + ROW / 2, state.link_to(one.ownership.ownership_no)
    leader = one.ownership.leader.name
    name = shortened(f"{leader}　{one.matter.title}", NAMES - 16)
    end = max(each.due_on for each in one.commitments)
    marks: list[Mark] = [
        Words(0, middle + 4, name),
        Line(((x(one.ownership.assigned_on), middle), (x(end), middle)), is_grid=True),
    ]
    taken = -100.0
    for each in one.commitments:
        if each.state is CommitmentState.DROPPED:
            continue
        what = f"第{each.key}号节点“{each.words}”"
        said = f"{leader}，{one.ownership.case_no}，{what}，{each.due_on}，{each.state.label}"
        at = x(each.due_on)
        marks.append(Box(at - 6, middle - 6, 12, 12, PROMISE_TONES[each.state], said, href, round=True))
        words = f"{each.key}" + ("逾" if each.is_late else "")
        if at - taken > 16 + text_width(words, 11):
            marks.append(Words(at + 9, middle + 4, words, "start", 11, tone="late" if each.is_late else ""))
            taken = at
    return marks
