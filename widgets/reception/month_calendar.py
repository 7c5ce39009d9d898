"""The month as a calendar: who receives where, and how it came out; a day opens when it is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import traitlets as tl

from widgets.parts.base import CraftedMessageError, Message, Part, script_of
from widgets.parts.values import Tone
from workbench.law.reception import Reception
from workbench.terms import ReceptionState

TONES: dict[ReceptionState, Tone] = {
    ReceptionState.PLANNED: "accent",
    ReceptionState.HELD: "done",
    ReceptionState.NOBODY_CAME: "done",
    ReceptionState.NOT_HELD: "late",
    ReceptionState.UNRECORDED: "soon",
    ReceptionState.MOVED: "quiet",
}

LEGEND = frozenset(ReceptionState) - {ReceptionState.NOBODY_CAME}  # it bears the sign of what was held


class MonthCalendar(Part):
    """``on_open(day)`` is called for a day that was pressed."""

    _esm = f"{script_of()}\n{Path(__file__).with_name('month_calendar.js').read_text('utf-8')}"

    weeks = tl.List(tl.List(tl.Dict())).tag(sync=True)
    legend = tl.List(tl.List(tl.Unicode())).tag(sync=True)
    label = tl.Unicode("").tag(sync=True)
    chosen = tl.Unicode("").tag(sync=True)
    today = tl.Unicode("").tag(sync=True)

    def __init__(self, on_open: Callable[[date], None]) -> None:
        self.on_open = on_open
        super().__init__(legend=[[tone, state.label] for state, tone in TONES.items() if state in LEGEND])

    def show(
        self,
        first: date,
        receptions: Sequence[Reception],
        *,
        as_of: date,
        today: date,
        chosen: date | None,
    ) -> None:
        """Show a month as of a day."""
        with self.hold_sync():
            self.label = f"{first.year}年{first.month}月接访日历"
            self.weeks = weeks_of(first, receptions, as_of)
            self.today = today.isoformat()
            self.chosen = chosen.isoformat() if chosen else ""

    def receive(self, message: Message, buffers: Sequence[memoryview]) -> None:
        day = message.text("day", longest=10)
        if message.kind != "open" or all(day != one["day"] for week in self.weeks for one in week):
            raise CraftedMessageError("没有这一天，请刷新页面后再试")
        self.on_open(date.fromisoformat(day))


def weeks_of(first: date, receptions: Sequence[Reception], as_of: date) -> list[list[dict[str, Any]]]:
    """Return the weeks (Monday first) that hold the month, each day with its receptions."""
    day = first - timedelta(first.weekday())
    weeks = []
    while day <= first or day.month == first.month:
        week = [_day(day + timedelta(place), first, receptions, as_of) for place in range(7)]
        weeks.append(week)
        day += timedelta(7)
    return weeks


def _day(day: date, first: date, receptions: Sequence[Reception], as_of: date) -> dict[str, Any]:
    found = [one for one in receptions if one.planned_on == day]
    return {
        "day": day.isoformat(),
        "beside": day.month != first.month,
        "entries": [_entry(one, as_of) for one in found],
    }


def _entry(one: Reception, as_of: date) -> dict[str, Any]:
    state = one.state(as_of)
    return {
        "who": one.leader,
        "kind": one.kind.label,
        "hour": f"{one.planned_from:%H:%M}" if one.planned_from else "",
        "state": state.label,
        "tone": TONES[state],
        "main": one.is_main_leader,
    }
