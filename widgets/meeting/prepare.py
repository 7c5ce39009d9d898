"""Preparing a meeting: what the rules propose, the agenda as it stands, who comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.meeting.agenda_list import AgendaList, Wish
from widgets.meeting.attendance import AttendanceSheet
from widgets.meeting.lists import PROPOSAL_COLUMNS, proposal_line
from widgets.meeting.state import MeetingState
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.grid import Grid
from widgets.parts.guard import guard
from widgets.parts.listed import Lines
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.release import Succession
from workbench.terms import AgendaReason, AttendanceStatus
from workbench.terms import MeetingState as Standing

if TYPE_CHECKING:
    from workbench.acts.declared import DeclaredAct
    from workbench.queries.agenda import Proposal

FACTS_HINT = "几条之间用分号隔开"
# Every other reason has its rule in law/agenda.toml, which finds the matters by itself.
BY_RULE = "超期、督办、回头看、重大紧急等由规则列出，不必在这里添加；不写信访人姓名"
CLOSED = "会议已经结束，议程和参会情况不再变动。"


class PrepareView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_changed(sentence)`` is called after every act, so that the head of the meeting follows."""

    def __init__(self, state: MeetingState, *, on_changed: Callable[[str], None]) -> None:
        self.state, self._on_changed = state, on_changed
        self.page = state.page()
        self.can_change = state.may("act:put_on_agenda") and self.page.state is not Standing.CLOSED
        self.proposals: tuple[Proposal, ...] = state.proposals(self.page) if self.can_change else ()
        self.agenda = AgendaList(
            guard(self._wished), can_change=self.can_change, empty="议程还是空的：在下面勾选，或者自己添加。"
        )
        self.agenda.show(self.page)
        self._place = ipw.VBox()
        self._forms = Succession()
        self.grid = Grid(
            PROPOSAL_COLUMNS,
            Lines(lambda: [proposal_line(one) for one in self.proposals]),
            label="按规则建议的议题",
            on_check=self._checked,
            empty="按规则没有新的议题可列。",
            height="min(52vh, 520px)",
            name="meeting-proposals",
        )
        self.put = ipw.Button(description="列入议程", disabled=True)
        self.put.add_class("mod-primary")
        self.put.on_click(guard(lambda _button: self._put()))
        note = f"{len(self.page.topics)} 项" if self.can_change else CLOSED
        self.agenda_panel = Panel("议程", self.agenda, self._place, note=note)
        tabs = [Tab("attendance", "参会情况", self._attendance)]
        if self.can_change:
            tabs = [
                Tab("rules", f"按规则建议（{len(self.proposals)}）", lambda: ipw.VBox([self.put, self.grid])),
                Tab("own", "自己添加议题", self._own),
                *tabs,
            ]
        super().__init__([self.agenda_panel, Tabs("备会", tabs)])
        self.add_class("meeting-stack")

    def _checked(self, keys: tuple[str, ...]) -> None:
        self.put.disabled = not keys
        self.put.description = f"把所选 {len(keys)} 项列入议程" if keys else "列入议程"

    def _put(self) -> None:
        chosen = [one for one in self.proposals if one.key in self.grid.checked]
        self.state.put(self.page, chosen)
        self.grid.checked = []
        self._checked(())
        self._read(f"已把 {len(chosen)} 项列入议程。")

    def _read(self, sentence: str = "") -> None:
        """Show the meeting as it is now."""
        self.page = self.state.page()
        self.proposals = self.state.proposals(self.page)
        self.agenda.show(self.page)
        self.agenda_panel.set_heading("议程", f"{len(self.page.topics)} 项")
        self.grid.refresh(keep_place=True)
        self._on_changed(sentence)

    def _wished(self, wish: Wish, number: int) -> None:
        if wish in ("up", "down"):
            try:
                self.state.move(self.page, number, -1 if wish == "up" else 1)
            finally:
                self._read()
        elif wish == "edit":
            self._edit(number)
        elif wish == "remove":
            self._remove(number)

    def _edit(self, number: int) -> None:
        from workbench.acts.meetings import EditAgendaItem

        topic = next(one for one in self.page.topics if one.number == number)
        fields = (
            FormField("subject", "议题名称", required=True, initial=topic.item.subject),
            FormField(
                "facts", "事实", "long", initial=topic.item.facts, longest=2000, hint="几条之间用分号隔开"
            ),
        )

        def act(values: FormValues) -> DeclaredAct:
            no = self.page.meeting.meeting_no
            told = values.text("subject"), values.text("facts")
            return EditAgendaItem(no, number, self.state.today, *told)

        self._ask(f"修改第 {topic.position} 项", f"edit/{number}", fields, act, "保存修改", "议题已修改。")

    def _remove(self, number: int) -> None:
        from workbench.acts.meetings import RemoveFromAgenda

        topic = next(one for one in self.page.topics if one.number == number)

        def act(values: FormValues) -> DeclaredAct:
            no = self.page.meeting.meeting_no
            return RemoveFromAgenda(no, number, self.state.today, values.text("why"))

        fields = (FormField("why", "撤下的理由", required=True),)
        self._ask(f"撤下第 {topic.position} 项：{topic.item.subject}", f"remove/{number}", fields, act,
                  "撤下", "议题已撤下，理由留在记录里。")  # fmt: skip

    def _ask(
        self,
        label: str,
        key: str,
        fields: tuple[FormField, ...],
        act: Callable[[FormValues], DeclaredAct],
        button: str,
        done: str,
    ) -> None:
        def leave(sentence: str = "") -> None:
            self._place.children = ()
            self._forms.follow()
            if sentence:
                self._read(sentence)

        form = Form(
            fields,
            lambda values: self._perform(act(values)),
            label=label,
            button=button,
            draft=Draft(self.state.viewer.account, f"meeting/{self.page.meeting.meeting_no}/{key}"),
            on_done=lambda: leave(done),
            on_cancel=leave,
            takes_focus=True,
        )
        self._place.children = (Panel(label, form),)
        self._forms.follow(*self._place.children)

    def _perform(self, act: DeclaredAct) -> None:
        try:
            self.state.perform(act, seen=self.page.meeting.version)
        except ValueError:
            self.page = self.state.page()  # the second press is upon what the reader was told
            raise

    def _own(self) -> ipw.Widget:
        fields = (
            FormField("subject", "议题名称", hint=BY_RULE),
            FormField("case_no", "信访件编号", hint="与某一事项有关的才填；检举控告类只填编号", longest=64),
            FormField("facts", "事实", "long", hint=f"{FACTS_HINT}；不写信访人姓名", longest=2000),
        )
        place = ipw.VBox()

        def done() -> None:
            add()
            self._read("议题已列入议程。")

        def add() -> None:
            form = Form(
                fields,
                self._add,
                label="自己添加议题",
                button="列入议程",
                draft=Draft(self.state.viewer.account, f"meeting/{self.page.meeting.meeting_no}/own"),
                on_done=done,
            )
            place.children = (form,)

        add()
        return place

    def _add(self, values: FormValues) -> None:
        from workbench.acts.meetings import AgendaEntry, PutOnAgenda

        told = values.text("subject"), values.text("facts")
        entry = AgendaEntry(AgendaReason.OTHER, values.text("case_no") or None, None, *told)
        self.state.perform(PutOnAgenda(self.page.meeting.meeting_no, self.state.today, (entry,)))

    def _attendance(self) -> ipw.Widget:
        meeting = self.page.meeting
        self.sheet = AttendanceSheet(
            self.state.invited(),
            self._mark,
            can_change=self.state.may("act:mark_attendance") and self.page.state is not Standing.CLOSED,
            draft={"owner": self.state.viewer.account, "key": f"meeting/{meeting.meeting_no}/attendance"},
        )
        self.sheet.show(meeting.attendance)
        return self.sheet

    def _mark(self, rows: list[tuple[str, AttendanceStatus, str, str]]) -> None:
        from workbench.acts.meetings import Mark

        self.state.mark(self.page, [Mark(*row) for row in rows])
        self._read(f"已保存 {len(rows)} 个单位的参会情况。")
        self.sheet.show(self.page.meeting.attendance)
