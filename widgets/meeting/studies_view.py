"""Who hears of petition work regularly (art. 9(2)): how often, when last, what was decided, what is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.act_box import ActBox
from widgets.exports import Export
from widgets.judging import NEVER_DELETED, refused_words
from widgets.letter_links import letter_links
from widgets.meeting.state import MeetingState
from widgets.parts.form import Draft
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import Moment, day_text, facts, label, timeline
from widgets.parts.values import EXCEL, Choice, FileToSave, Tag
from workbench.law.work_study import session_name
from workbench.terms import ActKind, Holding, IssuedKind, StudyBody

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.law.work_study import StudySession
    from workbench.queries.work_studies import StudyLine

NO_INTERVAL = "没有设定间隔，不计逾期"
LAW = "条例规定定期听取，没有规定次数；"
NOTE = "间隔由本地决定，不是条例规定的次数；重新设定不能免除已经到期的"
AIMS = {
    ActKind.RECORD_STUDY: "会议听取了信访工作汇报的，登记会议和议定的内容。",
    ActKind.SET_STUDY_INTERVAL: "多长时间听取一次，由本地决定。",
    ActKind.STRIKE_STUDY: "登记错了的，撤销并写明理由；原来的登记留存。",
}


class StudiesView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """One panel for each body; ``on_done(sentence)`` hears that something was recorded."""

    def __init__(self, state: MeetingState, *, on_done: Callable[[str], None]) -> None:
        self.state, self._on_done = state, on_done
        self.boxes: dict[StudyBody, tuple[ActBox, ...]] = {}
        lines = state.studies()
        ledger = Export("导出听取汇报台账", lambda: export(state), state.viewer, Holding.ASSIGNMENT)
        super().__init__([*(self._panel(line) for line in lines), ledger])
        self.add_class("meeting-stack")

    def _panel(self, line: StudyLine) -> Panel:
        kinds = [ActKind.RECORD_STUDY, ActKind.SET_STUDY_INTERVAL]
        kinds += [ActKind.STRIKE_STUDY] if line.sessions else []
        self.boxes[line.body] = tuple(self._box(kind, line) for kind in kinds)
        letters: tuple[Static, ...] = ()
        if line.last is not None:
            name = session_name(line.body, line.last.on)
            letters = letter_links(self.state.viewer, (IssuedKind.STUDY_RECORD,), name)
        told = Static(study_markup(line))
        return Panel(line.body.label, told, *letters, *self.boxes[line.body], note=line.basis)

    def _box(self, kind: ActKind, line: StudyLine) -> ActBox:
        state = self.state
        asked: Mapping[ActKind, Callable[[], Sequence[FormField]]] = {
            ActKind.RECORD_STUDY: lambda: recording(state.today),
            ActKind.SET_STUDY_INTERVAL: lambda: setting(line, state.today),
            ActKind.STRIKE_STUDY: lambda: striking(line),
        }
        draft = Draft(state.viewer.account, f"study/{line.body.value}/{kind.value}")
        return ActBox(
            state.bench,
            kind,
            asked[kind],
            lambda values: (_act(kind, line, values, state.today),),
            viewer=state.viewer,
            on_done=self._on_done,
            can_be_done=True,
            note=NOTE if kind is ActKind.SET_STUDY_INTERVAL else line.basis,
            aim=AIMS[kind],
            question=NEVER_DELETED,
            seen=line.version or None,
            behaviour={"on_change": refused_words, "draft": draft},
        )


def export(state: MeetingState) -> FileToSave:
    """Return what both bodies heard, and when they should again, as a workbook."""
    from workbench.queries.work_study_workbook import study_workbook

    proof = state.bench.proof()
    content = study_workbook(state.studies(), state.today, proof.basis, proof=proof)
    return FileToSave(f"听取信访工作汇报台账（{state.today}）.xlsx", content, EXCEL)


def recording(today: date) -> tuple[FormField, ...]:
    """Return what is asked of a session that heard of the work."""
    no_names = "只写工作，不写信访人，不写检举控告的内容"
    return (
        FormField("on", "会议日期", "date", required=True, high=today),
        FormField("session", "会议名称", required=True, longest=120),
        FormField("paper", "纪要或者记录文号", required=True, longest=80),
        FormField("heard", "听取、研究的内容", "long", required=True, longest=1000, hint=no_names),
        FormField("decided", "议定内容", "long", longest=2000, hint=f"没有议定的留空；{no_names}"),
    )


def setting(line: StudyLine, today: date) -> tuple[FormField, ...]:
    """Return what is asked of an interval; nothing is proposed, for the law names no number."""
    before = line.interval
    months = "" if before is None else f"现为{before.months}个月，自{before.since}起"
    return (
        FormField("months", "间隔（月）", "number", required=True, low=1, high=120, hint=months),
        FormField("since", "起算日期", "date", required=True, high=today),
        FormField("basis", "依据", required=True, longest=200, hint="作出决定的会议或者文件的名称、文号"),
    )


def striking(line: StudyLine) -> tuple[FormField, ...]:
    """Return what is asked of a session that was recorded by mistake."""
    choices = tuple(Choice(f"{number}", f"{one.on} {one.session}") for number, one in line.sessions)
    return (
        FormField("number", "会议", "choice", required=True, choices=choices),
        FormField("why", "撤销理由", required=True, longest=200),
    )


def _act(kind: ActKind, line: StudyLine, values: FormValues, today: date) -> Act:
    from workbench.acts.work_studies import RecordStudy, SetStudyInterval, StrikeStudy

    if kind is ActKind.SET_STUDY_INTERVAL:
        since = values.day("since") or today
        return SetStudyInterval(line.body, values.whole("months") or 0, since, values.text("basis"))
    if kind is ActKind.STRIKE_STUDY:
        return StrikeStudy(line.body, int(values.text("number")), today, values.text("why"))
    told = (values.text(name) for name in ("session", "paper", "heard", "decided"))
    return RecordStudy(line.body, values.day("on") or today, *told)


def study_markup(line: StudyLine) -> Markup:
    """Return how often a body should hear of the work, when it did, and what it decided."""
    interval = line.interval
    often: Content = f"{LAW if line.body is StudyBody.STANDING_COMMITTEE else ''}{NO_INTERVAL}"
    if interval is not None:
        often = f"{interval.months}个月（本地设定），自{interval.since}起，依据：{interval.basis}"
    due: Content = day_text(line.due_on)
    if line.days_late:
        due = (f"{day_text(line.due_on)} ", label(Tag(f"已逾期 {line.days_late} 日", "late")))
    last = line.last
    pairs = [
        ("听取间隔", often),
        ("最近一次", "没有登记" if last is None else f"{last.on} {last.session}"),
        ("最迟听取日期", due),
    ]
    moments = [_moment(one) for _, one in line.sessions] + [_moment(one) for _, one in line.struck]
    return tag("div", facts(pairs), timeline(moments, empty="还没有登记听取汇报的会议。"))


def _moment(one: StudySession) -> Moment:
    struck = f"（{one.struck_on} 撤销登记：{one.struck_why}）" if one.struck_on else ""
    heard = f"{one.heard.rstrip('。；')}；议定：{one.decided}" if one.decided else one.heard
    return Moment(one.on, f"{one.session}{struck}", document=one.paper, note=heard)
