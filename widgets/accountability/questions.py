"""The questions of each kind of entry, and the answers as the act takes them. No widgets here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from widgets.accountability.objection_questions import answered, objected
from widgets.accountability.state import AccountabilityState
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.values import Choice
from workbench.law.accountability_data import (
    TRACED_BY,
    accountability_data,
    forms_for,
    offered_clauses,
)
from workbench.law.accountability_entry import NEEDS, decides_as, fields_of
from workbench.law.clauses import clause_text
from workbench.law.explain import JUDGED_BY
from workbench.law.reply_days import PROPOSAL_NOTE
from workbench.queries.accountability import ProceedingLine
from workbench.terms import (
    Adoption,
    ProceedingStep,
    PublicationScope,
    ReexaminationResult,
    Responsibility,
    Term,
)

S = ProceedingStep
_TERMS: Final[dict[str, tuple[str, type[Term]]]] = {
    "responsibility": ("责任类型（人的认定）", Responsibility),
    "adoption": ("采纳情况", Adoption),
    "result": (ProceedingStep.REEXAMINATION.label, ReexaminationResult),
    "scope": ("通报范围", PublicationScope),
}
_TEXTS: Final = {
    S.TRACE: "谁引发的、怎么引发的",
    S.FACT: "查明的事实（时间、事项、超期天数）",
    S.RECOMMEND: "建议内容（只写事实和条款）",
    S.DEFENCE: "陈述申辩的内容",
    S.FEEDBACK: "反馈内容",
    S.OBJECTION: "申请的理由",
    S.RECTIFICATION: "整改情况",
    S.END: "终止的理由",
}
_FIRST: Final = ("subject", "answers")  # whom and what an entry is about is asked before what it says
_PLAIN: Final = {
    "name": ("责任人姓名", "认定文书上的姓名；报送和单位查看时不显示"),
    "post": ("责任人职务", ""),
    "person_account": ("责任人账号", "本人有账号的填写，办结后本人可查看自己的记录"),
    "author": ("认定人（机关内设机构或承办人）", ""),
    "document_no": ("文号", "照决定文书填写"),
    "proposal_no": ("建议编号", "已在“督办建议”中发出建议的填写，如 信建〔2026〕1号"),
}


class Questions:
    """What is asked for one entry of a proceeding; ``corrects`` (0: none) fills in what stood there."""

    def __init__(
        self, state: AccountabilityState, line: ProceedingLine, step: ProceedingStep, corrects: int
    ) -> None:
        self.state, self.line, self.step, self.corrects = state, line, step, corrects

    def all(self) -> tuple[FormField, ...]:
        """Return the questions, those of the paper left out."""
        if self.step is S.VOID:
            return (self._which(), *self._why())
        today = self.state.today
        first = self._old("happened_on") if self.corrects else ""
        asked = [
            FormField(
                "happened_on",
                "日期",
                "date",
                required=True,
                initial=first or today.isoformat(),
                high=today,
                hint="所记事项发生之日",
            )
        ]
        needed, also = (fields_of(words) for words in NEEDS[self.step])
        for name in (*(one for one in also if one in _FIRST), *needed, *also):
            question = self._question(name, required=name in needed)
            if question is not None and all(one.key != question.key for one in asked):
                asked.append(question)
        return (*asked, *(self._why() if self.corrects else ()))

    def _old(self, name: str) -> str:
        entry = next((one.entry for one in self.line.standing if one.number == self.corrects), None)
        value = getattr(entry, name, None)
        if value is None:
            return ""
        return value.isoformat() if isinstance(value, date) else str(getattr(value, "value", value)).lower()

    def _why(self) -> tuple[FormField, ...]:
        return (FormField("why", "更正理由", "long", required=True, longest=500),)

    def _which(self) -> FormField:
        choices = tuple(
            Choice(
                str(one.number), f"第{one.number}条 {one.entry.happened_on:%Y-%m-%d} {one.entry.kind.label}"
            )
            for one in self.line.standing
            if one.entry.kind is not S.LEAD
        )
        return FormField("corrects", "作废哪一条", "choice", required=True, choices=choices)

    def _question(self, name: str, *, required: bool) -> FormField | None:
        initial = self._old(name) if self.corrects else ""
        if name in _TERMS:
            label, terms = _TERMS[name]
            choices = tuple(Choice(one.value, one.label) for one in terms)
            return FormField(name, label, "choice", required=required, choices=choices, initial=initial)
        if name in _PLAIN:
            label, hint = _PLAIN[name]
            return FormField(name, label, required=required, initial=initial, hint=hint)
        match name:
            case "text":
                label = _TEXTS.get(self.step, "说明")
                return FormField(name, label, "long", required=required, initial=initial, longest=4000)
            case "subject":
                return self._subject(initial)
            case "unit":
                return FormField(name, self._unit_label, "unit", required=required, choices=self._bodies(),
                                 initial=initial or self._usual_unit())  # fmt: skip
            case "clause":
                return self._clauses(required=required, initial=initial)
            case "answers":
                return answered(self.line, self.corrects, initial)
            case "form" if self.step is S.OBJECTION:
                return objected(self.line, initial)
            case "form":
                return self._forms(required=required, initial=initial)
            case "months":
                hint = "法律规定了期间的自动带出；其他按决定文书填写，没有的不填"
                return FormField(name, "影响期（月）", "number", initial=initial, low=1, high=120, hint=hint)
            case "is_grave":
                return FormField(name, "该机关是否认定造成严重后果", "yes_no", initial=initial,
                                 hint="只照决定文书填写，文书没有写的不填")  # fmt: skip
            case "due_on":
                return self._due(initial)
        return None

    @property
    def _unit_label(self) -> str:
        return {S.TRACE: "引发问题的单位", S.RECOMMEND: "有权机关", S.FEEDBACK: "反馈的机关"}.get(
            self.step, "作出决定的机关"
        )

    def _bodies(self) -> tuple[Choice, ...]:
        if self.step is S.TRACE:
            return self.state.unit_offers
        kinds, about = self.state.unit_kinds, self.line.proceeding.unit
        return tuple(
            one
            for one in self.state.unit_offers
            if one.code != about and decides_as(one.code, kinds[one.code]) is not None
        )

    def _usual_unit(self) -> str:
        if self.step is S.TRACE:
            return self.line.proceeding.unit
        asked = [one.unit or "" for one in self.line.of(S.RECOMMEND)]
        if self.step is S.RECOMMEND or not asked:
            return ""
        answered = {one.unit or asked[0] for one in self.line.of(S.FEEDBACK)}
        left = [one for one in asked if one not in answered] if self.step is S.FEEDBACK else asked
        return (left or asked)[0]

    def _subject(self, initial: str) -> FormField:
        persons = [
            Choice(str(one.first), f"{one.entry.name}（{one.entry.post}）")
            for one in self.line.standing
            if one.entry.kind is S.PERSON
        ]
        choices = (Choice("0", f"单位：{self.line.unit_name}"), *persons)
        return FormField("subject", "对象", "choice", required=True, choices=choices, initial=initial or "0")

    def _clauses(self, *, required: bool, initial: str) -> FormField:
        proceeding = self.line.proceeding
        found = offered_clauses(proceeding.source, self.state.unit_kinds[proceeding.unit])
        if self.step is S.TRACE:
            found = tuple(one for one in found if one.code.startswith(TRACED_BY))
        choices = tuple(Choice(one.code, clause_text(one.code)) for one in found)
        return FormField("clause", "可能适用的条款", "choice", required=required, choices=choices,
                         initial=initial, hint=JUDGED_BY)  # fmt: skip

    def _forms(self, *, required: bool, initial: str) -> FormField:
        bodies = [one.unit for one in self.line.of(S.RECOMMEND) if one.unit]
        roles = dict.fromkeys(decides_as(body, self.state.unit_kinds[body]) or "" for body in bodies)
        found = {
            one.code: one for role in roles for aim in (False, True) for one in forms_for(role, is_person=aim)
        }
        choices = tuple(Choice(one.code, f"{one.name}（{one.source}）") for one in found.values())
        hint = "照决定文书填写；本系统不提出处理方式"
        return FormField(
            "form", "处理方式", "choice", required=required, choices=choices, initial=initial, hint=hint
        )

    def _due(self, initial: str) -> FormField:
        today, data = self.state.today, accountability_data()
        label, usual, hint = {
            S.RECOMMEND: ("书面反馈期限", None, PROPOSAL_NOTE),
            S.INVITE: ("陈述申辩期限", today + timedelta(data.defence_days), "按本地设定，可按告知书改"),
        }.get(self.step, ("答复期限", today + timedelta(data.reexamination_days), "按文书填写"))
        day = usual or self.state.usual_feedback_due()
        return FormField(
            "due_on", label, "date", required=True, initial=initial or day.isoformat(), hint=hint
        )


def answer(name: str, values: FormValues) -> Any:
    """Return the answer to one question as the entry holds it."""
    if name in ("title", "dated_on", "sha256"):
        key = f"evidence.{name}"
        return values.day(key) if name == "dated_on" else values.text(key) or None
    if name in _TERMS:
        return _TERMS[name][1].coded(values.text(name)) if values.text(name) else None
    match name:
        case "subject" | "answers":
            return int(values.text(name) or 0) or None
        case "months":
            return values.whole(name)
        case "is_grave":
            return values.flag(name)
        case "due_on":
            return values.day(name)
    return values.text(name) or None
