"""Checks that a step must pass beside the table of the procedure: its dates and what it must say.

Each check looks at the file before the step, at the step, and at the calendars. It returns ``None``, or why
the step is not allowed with the article.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.law import path_guards, window_guards
from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.refusals import Guard, Objection
from workbench.law.targets import DECISIONS, awaits_execution
from workbench.terms import Outcome, Step

# Steps after which an earlier day is no longer believable; the others may be told of later.
_ORDERED: Final = frozenset(Step) - {
    Step.REPEAT, Step.CLASSIFY, Step.RESOLVE, Step.RATE, Step.REPORT_BACK, Step.TELL_EXTENSION,
    Step.CONVERT_TO_ORDINARY, Step.HOLD_HEARING,
}  # fmt: skip


def _receipt(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.received_on is not None and step.received_on > step.on:
        return f"收到日期 {step.received_on} 晚于登记日期 {step.on}，请核对", "第二十二条第一款"
    return None


def _not_before_registration(
    file: CaseFile, step: StepTaken, _calendars: CalendarHistory
) -> Objection | None:
    first = file.steps[0].on if file.steps else step.on
    if step.on < first:
        return f"日期 {step.on} 早于登记日期 {first}，请核对", "第二十二条第一款"
    return None


def _order(file: CaseFile, step: StepTaken, calendars: CalendarHistory) -> Objection | None:
    for taken in reversed(file.steps):
        if taken.kind in _ORDERED:
            if step.on < taken.on:
                why = f"日期 {step.on} 早于上一步骤“{taken.kind.label}”的日期 {taken.on}，请核对"
                return why, "第二十一条第二款"
            return None
    return None


def _receiver(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.to_unit is None:
        return "须写明收到的机关、单位", "第二十二条第一款"
    if step.received_on is not None and step.received_on < step.on:
        return f"收到日期 {step.received_on} 早于转送、交办日期 {step.on}，请核对", "第二十三条第三款"
    return None


def _report_date(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.due_on is not None and step.due_on < step.on:
        return f"指定的反馈日期 {step.due_on} 早于交办日期，请核对", "第二十二条第一款第三项"
    return None


def _outcome(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.outcome is None:
        return "处理意见书须写明处理意见：予以支持、解释说明或者不予支持", "第三十二条第一款"
    return None


def _execution_date(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    """Support without a day is never due; a higher body that names none leaves the day that stands."""
    if step.outcome is not Outcome.SUPPORT:
        return None
    if step.due_on is not None and step.due_on < step.on:
        return f"执行期限 {step.due_on} 早于作出意见的日期，请核对", "第三十二条第二款"
    if step.due_on is None and not (awaits_execution(file) and _names_a_day(file)):
        return "支持信访请求的意见须写明执行期限，否则无从督促执行", "第三十二条第二款"
    return None


def _names_a_day(file: CaseFile) -> bool:
    """Return whether the support that stands names the day by which it is to be carried out."""
    for taken in reversed(file.steps):
        if taken.kind in DECISIONS and taken.outcome is not None:
            if taken.outcome is not Outcome.SUPPORT:
                return False
            if taken.due_on is not None:
                return True
    return False


def _hearing_days(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.days is not None and step.days < 1:
        return "听证所需天数应当不少于1日", "第三十六条第二款"
    return None


def _satisfaction(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.satisfaction is None:
        return "须写明信访人的评价；未评价的不作记录，沉默不等于满意", "第二十一条第二款"
    return None


# Checks that the file alone decides: they say beforehand whether a step is open at all.
FILE_GUARDS: Final[Mapping[str, Guard]] = {
    "order": _order,
    "not_before_registration": _not_before_registration,
    **path_guards.FILE_GUARDS,
    **window_guards.FILE_GUARDS,
}

# Checks of what the step itself says.
STEP_GUARDS: Final[Mapping[str, Guard]] = {
    "receipt": _receipt,
    "receiver": _receiver,
    "report_date": _report_date,
    "outcome": _outcome,
    "execution_date": _execution_date,
    "hearing_days": _hearing_days,
    "satisfaction": _satisfaction,
    **path_guards.STEP_GUARDS,
    **window_guards.STEP_GUARDS,
}
