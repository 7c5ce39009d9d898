"""What is asked where a decision is objected to, and where that is answered: which, if there are several."""

from __future__ import annotations

from widgets.parts.form_values import FormField
from widgets.parts.values import Choice
from workbench.law.accountability_data import form
from workbench.law.accountability_entry import ProceedingEntry
from workbench.law.accountability_standing import open_objections
from workbench.queries.accountability import ProceedingLine
from workbench.terms import ProceedingStep

S = ProceedingStep


def objected(line: ProceedingLine, initial: str) -> FormField | None:
    """Return the question which decision is objected to, asked where somebody has several."""
    decided = line.of(S.DECISION)
    subjects = [one.subject for one in decided]
    if len(subjects) == len(set(subjects)):
        return None
    words = {
        one.form: f"{form(one.form).name}（{one.document_no}）" for one in decided if one.form is not None
    }
    choices = tuple(Choice(code, told) for code, told in words.items())
    hint = "同一对象有几项处理决定的，写明对哪一项不服"
    return FormField("form", "所不服的处理", "choice", choices=choices, initial=initial, hint=hint)


def answered(line: ProceedingLine, corrects: int, initial: str) -> FormField | None:
    """Return the question which objection a result answers, asked where several of one subject wait."""
    standing = tuple((one.first, one.entry) for one in line.standing if one.number != corrects)
    waiting = [
        open_objections(standing, subject)
        for subject in dict.fromkeys(entry.subject for _, entry in standing)
    ]
    if not initial and all(len(one) < 2 for one in waiting):
        return None
    choices = tuple(
        Choice(str(number), f"第{number}条 {entry.happened_on:%Y-%m-%d} 申请{_of_form(entry)}")
        for found in waiting
        for number, entry in sorted(found.items())
    )
    hint = "同一对象有几次申请等待答复的，写明答复的是哪一次"
    return FormField("answers", "所答复的申请", "choice", choices=choices, initial=initial, hint=hint)


def _of_form(entry: ProceedingEntry) -> str:
    return f"（{form(entry.form).name}）" if entry.form else ""
