"""The tab of impact assessments: entered, struck, destroyed once it need not be kept; the list of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.act_box import ActBox
from widgets.erasure.state import ErasureState
from widgets.exports import Export
from widgets.judging import NEVER_DELETED, refused_words
from widgets.parts.form import Draft
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.line_table import Cell, Line, LineTable
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.values import EXCEL, Choice, FileToSave
from workbench.law.impact_assessment import BASIS
from workbench.terms import ActKind, Holding, ImpactGround, ImpactState

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.queries.impact_assessments import ImpactLine

HEAD = ("编号", "应当评估的情形", "所评估的处理活动", "完成", "应保存到", "报告", "状态")
LACKING = "没有登记有效的评估：{ground}。信访材料常含健康、财务等敏感个人信息，处理以前应当评估。"
AIMS = {
    ActKind.RECORD_IMPACT: "评估报告完成后登记：评估了什么、结论、报告放在哪里。",
    ActKind.DESTROY_IMPACT: "保存期限届满、经批准销毁报告的，登记销毁。",
    ActKind.STRIKE_IMPACT: "登记错了的，撤销并写明理由；原来的登记留存。",
}


class ImpactsView(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """The list with its forms; ``on_done(sentence)`` hears that something was recorded."""

    def __init__(self, state: ErasureState, *, on_done: Callable[[str], None]) -> None:
        from workbench.queries.impact_assessments import keep_words, lacks

        self.state, self._on_done = state, on_done
        lines = state.impacts
        table = LineTable(HEAD, label="影响评估", empty="还没有登记过影响评估。", on_open=lambda _: None)
        table.show([impact_line(one) for one in lines])
        warning = tag("p", LACKING.format(ground=ImpactGround.SENSITIVE.label), class_="erasure-lacking")
        told = [Static(warning)] if lacks(lines, ImpactGround.SENSITIVE) else []
        book = Export("导出影响评估登记", self._export, state.viewer, Holding.LEDGER)
        self.boxes = {kind: self._box(kind) for kind in self._kinds(lines)}
        note = keep_words(state.today)
        super().__init__([Panel("个人信息保护影响评估", *told, table, book, note=note), *self.boxes.values()])

    def _kinds(self, lines: Sequence[ImpactLine]) -> list[ActKind]:
        kinds = [ActKind.RECORD_IMPACT]
        kinds += [ActKind.DESTROY_IMPACT] if choices(lines, ImpactState.ENDED) else []
        kinds += [ActKind.STRIKE_IMPACT] if choices(lines, ImpactState.KEPT, ImpactState.ENDED) else []
        return kinds

    def _box(self, kind: ActKind) -> ActBox:
        state = self.state
        return ActBox(
            state.bench,
            kind,
            lambda: self._asked(kind),
            lambda values: (self._act(kind, values),),
            viewer=state.viewer,
            on_done=self._on_done,
            can_be_done=True,
            note=BASIS,
            aim=AIMS[kind],
            question=NEVER_DELETED,
            seen=None,
            behaviour={
                "on_change": refused_words,
                "draft": Draft(state.viewer.account, f"impact/{kind.value}"),
            },
        )

    def _asked(self, kind: ActKind) -> Sequence[FormField]:
        lines, today = self.state.impacts, self.state.today
        if kind is ActKind.RECORD_IMPACT:
            return recording(today)
        states = (ImpactState.ENDED,) if kind is ActKind.DESTROY_IMPACT else tuple(ImpactState)[:2]
        which = FormField("number", "影响评估", "choice", required=True, choices=choices(lines, *states))
        if kind is ActKind.DESTROY_IMPACT:
            return (which, FormField("paper", "销毁审批文号", required=True, longest=80))
        return (which, FormField("why", "撤销理由", required=True, longest=200))

    def _act(self, kind: ActKind, values: FormValues) -> Act:
        from workbench.acts.impact_assessments import DestroyImpact, RecordImpact, StrikeImpact
        from workbench.queries.impact_assessments import next_impact_no

        today = self.state.today
        if kind is ActKind.DESTROY_IMPACT:
            return DestroyImpact(values.text("number"), today, values.text("paper"))
        if kind is ActKind.STRIKE_IMPACT:
            return StrikeImpact(values.text("number"), today, values.text("why"))
        number = self.state.bench.ask(next_impact_no, today.year)
        names = ("activity", "purpose", "impact", "measures", "paper", "place")
        ground, on = ImpactGround.coded(values.text("ground")), values.day("on") or today
        return RecordImpact(number, ground, on, *(values.text(name) for name in names))

    def _export(self) -> FileToSave:
        from workbench.queries.impact_assessments import impact_workbook

        proof = self.state.bench.proof()
        content = impact_workbook(self.state.impacts, self.state.today, proof.basis, proof=proof)
        return FileToSave(f"个人信息保护影响评估（{self.state.today}）.xlsx", content, EXCEL)


def recording(today: date) -> tuple[FormField, ...]:
    """Return what article 56 asks of a report, with where it lies."""
    grounds = tuple(Choice(one.value, one.label) for one in ImpactGround)
    no_names = "写处理活动，不写具体的人"
    return (
        FormField("ground", "应当评估的情形", "choice", required=True, choices=grounds),
        FormField("on", "完成评估日期", "date", required=True, high=today, initial=today.isoformat()),
        FormField("activity", "所评估的处理活动", "long", required=True, longest=500, hint=no_names),
        FormField("purpose", "处理目的、处理方式是否合法、正当、必要", "long", required=True, longest=1000),
        FormField("impact", "对个人权益的影响及安全风险", "long", required=True, longest=1000),
        FormField("measures", "保护措施是否合法、有效、与风险相适应", "long", required=True, longest=1000),
        FormField("paper", "评估报告文号", required=True, longest=80),
        FormField("place", "评估报告保存地点", required=True, longest=120),
    )


def choices(lines: Sequence[ImpactLine], *states: ImpactState) -> tuple[Choice, ...]:
    """Return the assessments in one of these states, to choose from."""
    return tuple(
        Choice(one.assessment.impact_no, f"{one.assessment.impact_no} {one.assessment.activity[:30]}")
        for one in lines
        if one.state in states
    )


def impact_line(line: ImpactLine) -> Line:
    """Return an assessment as a row of the list."""
    from workbench.queries.impact_assessments import state_words

    one = line.assessment
    return Line(
        (
            Cell(one.impact_no, keeps=True),
            Cell(one.ground.label),
            Cell(one.activity),
            Cell(f"{one.done_on}", keeps=True),
            Cell(f"{one.kept_until}", keeps=True),
            Cell(one.paper, note=one.place),
            Cell(state_words(line)),
        ),
        one.impact_no,
    )
