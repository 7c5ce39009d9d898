"""One agreed item: what it says, how it went, and what this viewer may do with it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.evidence import EvidenceUpload, evidence_download
from widgets.judging import NEVER_DELETED
from widgets.lead_link import lead_link
from widgets.meeting.item_acts import Doing, doings
from widgets.meeting.lists import state_tag
from widgets.meeting.state import MeetingState
from widgets.parts.form import Draft, Form
from widgets.parts.guard import guard
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import Moment, day_text, facts, label, timeline
from workbench.queries.agreed_items import ItemRow
from workbench.terms import ReportDecision

if TYPE_CHECKING:
    from workbench.queries.evidence import KeptFile


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
        parts = (Static(item_facts(row)), bar, self._place, *self._originals(), *self._lead())
        panel = Panel(f"议定事项 {row.item.item_no}", *parts)
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
            question=NEVER_DELETED,
            on_change=doing.judge,
            draft=Draft(self.state.viewer.account, f"{item.item_no}/{doing.kind.value}", str(item.version)),
            today=self.state.today,
            on_done=lambda: self._on_done(f"“{doing.kind.label}”已记入台账第 {positions[-1]:,} 条。"),
            on_cancel=leave,
            takes_focus=bool(fields),  # to confirm asks nothing
        )
        if upload is not None:
            upload.join(self.form)
        shown = (self.form,) if upload is None else (upload, self.form)
        self._place.children = (Panel(doing.kind.label, *shown),)

    def _originals(self) -> list[ipw.Widget]:
        from workbench.queries.evidence import kept_files

        titles = {one.evidence_sha256: one.evidence_title for one in self.row.item.reports}
        if not titles or self.row.is_accusation or not self.state.may("read:evidence"):
            return []
        found: dict[str, KeptFile] = self.state.bench.ask(kept_files, titles)
        bench, viewer = self.state.bench, self.state.viewer
        return [evidence_download(bench, viewer, one, title=titles[one.sha256]) for one in found.values()]

    def _lead(self) -> list[ipw.Widget]:
        """Return the way to a lead of accountability; whether there is ground for one, a person judges."""
        lead = lead_link(self.state.viewer, self.row.item.lead_unit, item=self.row.item.item_no)
        return [Static(lead)] if lead is not None else []


def item_facts(row: ItemRow) -> Markup:
    """Return what the item says; the first due date stays in sight."""
    item = row.item
    due = day_text(row.due)
    if row.due != item.due_on:
        due += f"（议定时为 {day_text(item.due_on)}，变更 {len(item.amendments)} 次）"
    late = f"逾期 {row.days_late} 日，自 {day_text(row.binding_due)} 起算" if row.days_late else "未逾期"
    return facts(
        [
            ("状态", label(state_tag(row))),
            ("议定内容", item.text),
            ("信访件编号", item.case_no),
            ("牵头单位", row.lead_name),
            ("配合单位", "、".join(row.supporting_names)),
            ("责任领导", f"{item.leader} {item.leader_post}"),
            ("办理期限", due),
            ("是否逾期", tag("strong", late, class_="meeting-late") if row.days_late else late),
            ("议定", f"{day_text(item.agreed_on)}，会议 {item.meeting_no}"),
        ]
    )


def moments(row: ItemRow) -> list[Moment]:
    """Return how the item went, from its recording on."""
    item = row.item
    found = [Moment(item.agreed_on, "议定", f"会议 {item.meeting_no}", note=f"期限 {day_text(item.due_on)}")]
    for change in item.amendments:
        words = f"{day_text(change.due_before)} 改为 {day_text(change.due_after)}：{change.why}"
        late = "变更时已逾期" if change.amended_on > change.due_before else ""
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
