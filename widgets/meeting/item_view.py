"""One agreed item: what it says, how it went, and what this viewer may do with it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.evidence import EvidenceUpload, evidence_download
from widgets.meeting.lists import state_tag
from widgets.meeting.state import MeetingState
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.guard import guard
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import Moment, day_text, facts, label, timeline
from widgets.parts.values import Choice
from workbench.queries.agreed_items import ItemRow
from workbench.terms import ActKind, AgreedItemState, ReportDecision, Role

if TYPE_CHECKING:
    from workbench.acts.declared import DeclaredAct

WORDS_HINT = "办成了什么，不写信访人姓名"
LATE_RULE = "变更时已经超期的，仍按原期限计超期"


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that may be done with an item: its questions, and the act of the answers."""

    kind: ActKind
    fields: tuple[FormField, ...]
    make: Callable[[FormValues], DeclaredAct]
    with_evidence: bool = False


class ItemView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """``on_done(sentence)`` is called after an act, ``on_back()`` to see the list again."""

    def __init__(
        self,
        state: MeetingState,
        row: ItemRow,
        *,
        on_done: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        self.state, self.row, self._on_done = state, row, on_done
        self._place = ipw.VBox()
        back = ipw.Button(description="← 回到议定事项")
        back.on_click(guard(lambda _button: on_back()))
        self.buttons = {one.kind: self._button(one) for one in doings(state, row)}
        bar = ipw.HBox(list(self.buttons.values()))
        bar.add_class("meeting-bar")
        panel = Panel(
            f"议定事项 {row.item.item_no}", Static(item_facts(row)), bar, self._place, *self._originals()
        )
        super().__init__([back, panel, Panel("经过", Static(timeline(moments(row))))])
        self.add_class("meeting-stack")

    def _button(self, doing: Doing) -> ipw.Button:
        button = ipw.Button(description=doing.kind.label)
        button.on_click(guard(lambda _button: self.ask(doing)))
        return button

    def ask(self, doing: Doing) -> None:
        """Open the form of one act."""
        upload = EvidenceUpload(self.state.bench, self.state.viewer) if doing.with_evidence else None
        fields = doing.fields if upload is None else (*doing.fields, *upload.fields(self.state.today))
        positions: list[int] = []
        item = self.row.item

        def leave() -> None:
            self._place.children = ()

        self.form = Form(
            fields,
            lambda values: positions.append(self.state.perform(doing.make(values), seen=item.version)),
            label=doing.kind.label,
            button="记入台账",
            question="记入台账后不能删除。确定记入？",
            draft=Draft(self.state.viewer.account, f"{item.item_no}/{doing.kind.value}", str(item.version)),
            today=self.state.today,
            on_done=lambda: self._on_done(f"“{doing.kind.label}”已记入台账第 {positions[-1]:,} 条。"),
            on_cancel=leave,
            takes_focus=bool(fields),  # to confirm asks nothing,
        )
        if upload is not None:
            upload.join(self.form)
        shown = (self.form,) if upload is None else (upload, self.form)
        self._place.children = (Panel(doing.kind.label, *shown),)

    def _originals(self) -> list[ipw.Widget]:
        from workbench.queries.evidence import kept_files

        digests = [one.evidence_sha256 for one in self.row.item.reports]
        if not digests or self.row.is_accusation or not self.state.may("read:evidence"):
            return []
        found = self.state.bench.ask(kept_files, digests)
        return [evidence_download(self.state.bench, self.state.viewer, file) for file in found.values()]


def doings(state: MeetingState, row: ItemRow) -> tuple[Doing, ...]:
    """Return what the viewer may do with the item now; the act itself refuses what only it can know."""
    from workbench.acts.agreed_items import AmendItem, ConfirmItem, ReportItem, ReturnItem

    item, today = row.item, state.today
    found: list[Doing] = []
    names = (row.lead_name, *row.supporting_names)
    units = tuple(Choice(code, name) for code, name in zip(item.owing, names, strict=True))
    if state.viewer.role in (Role.HANDLER, Role.LEADER):
        own = tuple(one for one in units if one.code == state.viewer.unit)
        units = own or units
    if row.state is AgreedItemState.OPEN:
        fields = (
            FormField("unit", "报告单位", "choice", required=True, choices=units, initial=units[0].code),
            FormField(
                "words", "落实情况", "long", required=True, longest=2000, hint="办成了什么，不写信访人姓名"
            ),
        )

        def report(values: FormValues) -> DeclaredAct:
            return ReportItem(
                item.item_no, today, values.text("unit"), _day(values, "evidence.dated_on"),
                values.text("evidence.sha256"), values.text("words"), values.text("evidence.title"),
            )  # fmt: skip

        found.append(Doing(ActKind.REPORT_ITEM, fields, report, with_evidence=True))
    if row.state is AgreedItemState.REPORTED:
        why = (FormField("why", "退回理由", "long", required=True, longest=2000),)
        found.append(Doing(ActKind.CONFIRM_ITEM, (), lambda _values: ConfirmItem(item.item_no, today)))
        found.append(
            Doing(
                ActKind.RETURN_ITEM, why, lambda values: ReturnItem(item.item_no, today, values.text("why"))
            )
        )
    if row.is_open and state.may("act:amend_item"):
        meetings = tuple(
            Choice(one.meeting.meeting_no, one.meeting.meeting_no)
            for one in state.lines()
            if one.meeting.opened_on is not None
        )
        questions = (
            FormField("due_on", "新的办理期限", "date", required=True, low=today, hint=LATE_RULE),
            FormField("meeting", "决定变更的会议", "choice", required=True, choices=meetings),
            FormField("why", "变更理由", "long", required=True, longest=2000),
        )

        def amend(values: FormValues) -> DeclaredAct:
            due_on, meeting = _day(values, "due_on"), values.text("meeting")
            return AmendItem(item.item_no, today, due_on, meeting, values.text("why"))

        found.append(Doing(ActKind.AMEND_ITEM, questions, amend))
    return tuple(one for one in found if state.may(f"act:{one.kind.value}"))


def _day(values: FormValues, key: str) -> date:
    day = values.day(key)
    assert day is not None  # required
    return day


def item_facts(row: ItemRow) -> Markup:
    """Return what the item says; the first due date stays in sight."""
    item = row.item
    due = day_text(row.due)
    if row.due != item.due_on:
        due += f"（议定时为 {day_text(item.due_on)}，变更 {len(item.amendments)} 次）"
    late = f"超期 {row.days_late} 日，自 {day_text(row.binding_due)} 起算" if row.days_late else "未超期"
    return facts(
        [
            ("状态", label(state_tag(row))),
            ("议定内容", item.text),
            ("信访件编号", item.case_no),
            ("牵头单位", row.lead_name),
            ("配合单位", "、".join(row.supporting_names)),
            ("责任领导", f"{item.leader} {item.leader_post}"),
            ("办理期限", due),
            ("是否超期", tag("strong", late, class_="meeting-late") if row.days_late else late),
            ("议定", f"{day_text(item.agreed_on)}，会议 {item.meeting_no}"),
        ]
    )


def moments(row: ItemRow) -> list[Moment]:
    """Return how the item went, from its recording on."""
    item = row.item
    found = [Moment(item.agreed_on, "议定", f"会议 {item.meeting_no}", note=f"期限 {day_text(item.due_on)}")]
    for change in item.amendments:
        words = f"{day_text(change.due_before)} 改为 {day_text(change.due_after)}：{change.why}"
        late = "变更时已超期" if change.amended_on > change.due_before else ""
        found.append(
            Moment(change.amended_on, "变更期限", f"会议 {change.meeting_no}", note=words, late=late)
        )
    names = dict(zip(item.owing, (row.lead_name, *row.supporting_names), strict=True))
    for one in item.reports:
        paper = f"{one.evidence_title}（{day_text(one.evidence_dated_on)}）"
        document = "" if row.is_accusation else paper
        found.append(Moment(one.reported_on, "报告落实", names[one.unit], document, one.words))
        if one.decision is not None:
            tone = "done" if one.decision is ReportDecision.CONFIRMED else "soon"
            note = one.decided_why or ""
            found.append(Moment(one.decided_on, one.decision.label, "", note=note, tone=tone))  # type: ignore[arg-type]
    return sorted(found, key=lambda moment: moment.on or item.agreed_on)
