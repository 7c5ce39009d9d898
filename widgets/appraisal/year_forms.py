"""Where the office records a yearly assessment, that it was made known, and to whom it was handed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.act_box import ActBox
from widgets.appraisal.state import AppraisalScreenState
from widgets.judging import NEVER_DELETED, refused_words
from widgets.parts.form import Draft
from widgets.parts.form_values import FormField, FormValues
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.queries.year_assessments import YearLine

ARTICLE = "《信访工作条例》第三十九条第一款"
AIMS = {
    ActKind.RECORD_ASSESSMENT: "以当年定稿的月考核为依据；不看来信来访的数量，不排名次。",
    ActKind.CIRCULATE_ASSESSMENT: "考核结果在适当范围内通报。",
    ActKind.REFER_ASSESSMENT: "考核结果作为对领导班子和有关领导干部综合考核评价的重要参考。",
}
FIRST = 2022  # the year from whose end the regulation asks for it


class YearForms(ipw.VBox):  # type: ignore[misc, unused-ignore]
    """Without ``line`` a year is recorded; with it, what became of that year. ``on_done`` hears of it."""

    def __init__(
        self,
        state: AppraisalScreenState,
        line: YearLine | None = None,
        *,
        on_done: Callable[[str], None],
    ) -> None:
        self.state, self.line, self._on_done = state, line, on_done
        self.boxes = {kind: self._box(kind) for kind in self._kinds()}
        super().__init__(list(self.boxes.values()))

    def _kinds(self) -> list[ActKind]:
        if self.line is None:
            return [ActKind.RECORD_ASSESSMENT]
        told, kinds = self.line.assessment, []
        if self.line.replaced_by is None and told.circulated_on is None:
            kinds.append(ActKind.CIRCULATE_ASSESSMENT)
        if self.line.replaced_by is None and told.referred_on is None:
            kinds.append(ActKind.REFER_ASSESSMENT)
        return kinds

    def _box(self, kind: ActKind) -> ActBox:
        number = "" if self.line is None else self.line.assessment.assessment_no
        return ActBox(
            self.state.bench,
            kind,
            lambda: self._asked(kind),
            lambda values: (self._act(kind, values),),
            viewer=self.state.viewer,
            on_done=self._on_done,
            can_be_done=True,
            note=ARTICLE,
            aim=AIMS[kind],
            question=NEVER_DELETED,
            seen=None if self.line is None else self.line.assessment.version,
            behaviour={
                "on_change": refused_words,
                "draft": Draft(self.state.viewer.account, f"assessment/{number}/{kind.value}"),
            },
        )

    def _asked(self, kind: ActKind) -> Sequence[FormField]:
        today = self.state.today
        day = FormField("on", "日期", "date", required=True, high=today, initial=today.isoformat())
        paper = FormField("paper", "文号", required=True, longest=80)
        if kind is ActKind.CIRCULATE_ASSESSMENT:
            return (day, FormField("scope", "通报范围", required=True, longest=200), paper)
        if kind is ActKind.REFER_ASSESSMENT:
            return (day, FormField("to", "送交机关", required=True, longest=120), paper)
        last = f"{today.year - 1}"
        return (
            FormField(
                "year", "考核年份", "year", required=True, low=FIRST, high=int(last), initial=last,
                hint="所依据的是当年各月定稿的月考核，由系统列出",
            ),
            day,
            paper,
            FormField(
                "found", "考核情况", "long", required=True, longest=2000,
                hint="写单位履行职责的情况，不写信访人",
            ),
            FormField("missing", "缺少月份的原因", longest=200, hint="有月份没有定稿的月考核时填写"),
            FormField("why", "更正理由", longest=200, hint="当年已经登记过考核，现在更正的才填写"),
        )  # fmt: skip

    def _act(self, kind: ActKind, values: FormValues) -> Act:
        from workbench.acts.year_assessments import CirculateAssessment, RecordAssessment, ReferAssessment
        from workbench.law.year_assessment import YearSheet, number_of
        from workbench.queries.year_assessments import final_sheets, next_edition

        today = self.state.today
        on, paper = values.day("on") or today, values.text("paper")
        if kind is ActKind.RECORD_ASSESSMENT or self.line is None:
            year = values.whole("year") or today.year - 1
            edition = self.state.bench.ask(next_edition, year)
            sheets = self.state.bench.ask(final_sheets, year, as_of=on)
            of = tuple(YearSheet(one.appraisal_no) for one in sheets)
            told = (paper, values.text("found"), values.text("missing") or None, values.text("why") or None)
            return RecordAssessment(number_of(year, edition), year, edition, on, of, *told)
        number = self.line.assessment.assessment_no
        if kind is ActKind.CIRCULATE_ASSESSMENT:
            return CirculateAssessment(number, on, values.text("scope"), paper)
        return ReferAssessment(number, on, values.text("to"), paper)
