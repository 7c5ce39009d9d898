"""All meetings, and the form that plans the next one."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.meeting.lists import MEETING_COLUMNS, meeting_line
from widgets.meeting.state import MeetingState
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.grid import Grid
from widgets.parts.listed import Lines
from widgets.parts.panel import Panel
from widgets.parts.values import Choice
from workbench.terms import MeetingKind


class MeetingsView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_open(meeting_no)`` leads to a meeting, ``on_planned(meeting_no, position)`` to a new one."""

    def __init__(
        self, state: MeetingState, *, on_open: Callable[[str], None], on_planned: Callable[[str, int], None]
    ) -> None:
        self.state, self._on_planned = state, on_planned
        lines = Lines(lambda: [meeting_line(one) for one in state.lines()])
        self.grid = Grid(
            MEETING_COLUMNS,
            lines,
            label="联席会议",
            on_open=on_open,
            empty="还没有会议。填写下面的表单，筹备第一次会议。",
            height="min(46vh, 480px)",
        )
        parts: list[ipw.Widget] = [self.grid]
        if state.may("act:plan_meeting"):
            self.form = self._form()
            parts.append(Panel("筹备下一次会议", self.form))
        super().__init__(parts)
        self.add_class("meeting-stack")

    def _form(self) -> Form:
        state = self.state
        last = next((one.meeting for one in state.lines()), None)
        kinds = tuple(Choice(one.value, one.label) for one in MeetingKind)
        fields = (
            FormField("no", "会议编号", required=True, initial=state.next_meeting_no(), longest=12),
            FormField(
                "kind", "会议类型", "choice", required=True, choices=kinds, initial=MeetingKind.PLENARY.value
            ),
            FormField("on", "计划日期", "date", required=True, low=state.today),
            FormField("at", "时间", required=True, initial=last.planned_at if last else "09:00", longest=5),
            FormField("venue", "地点", required=True, initial=last.venue if last else "", longest=120),
            FormField("convenor", "召集人", required=True, initial=last.convenor if last else "", longest=60),
            FormField(
                "post", "召集人职务", required=True, initial=last.convenor_post if last else "", longest=120
            ),
        )
        draft = Draft(state.viewer.account, "meeting/plan")
        return Form(
            fields, self._plan, label="筹备会议", button="建立会议", draft=draft, today=state.today,
            on_done=lambda: self._on_planned(*self._planned),
        )  # fmt: skip

    def _plan(self, values: FormValues) -> None:
        from workbench.acts.meetings import PlanMeeting

        on = values.day("on")
        assert on is not None  # required
        act = PlanMeeting(
            values.text("no"),
            MeetingKind.coded(values.text("kind")),
            on,
            values.text("at"),
            values.text("convenor"),
            values.text("post"),
            values.text("venue"),
        )
        self._planned = act.meeting_no, self.state.perform(act)
