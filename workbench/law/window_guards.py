"""Checks of windows and of what may happen once: objection, extension, re-examination, final review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.limits import find_limit
from workbench.law.readings import answer_and_service, application_ends, objection_ends
from workbench.law.refusals import Guard, Objection
from workbench.law.targets import awaits_execution
from workbench.terms import Step


def _objection_window(file: CaseFile, step: StepTaken, calendars: CalendarHistory) -> Objection | None:
    ends = objection_ends(file, calendars, step.on)
    if ends is not None and step.on > ends:
        why = f"自收到之日起提出异议的期限已于 {ends} 届满，异议权已消灭，仍由收到单位负责办理"
        return why, "第二十三条第三款"
    return None


def _extended_once(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    for taken in file.steps:
        if taken.kind is Step.EXTEND and taken.approved_by_head:
            return f"办理期限只能延长一次，已于 {taken.on} 批准延期", "第三十四条"
    return None


def _extension_days(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    limit = find_limit("R-HANDLE-EXT30", step.on)
    if limit is None or limit.length is None:
        return None
    if step.days is None or step.days < 1:
        return f"须写明延长的天数（1至{limit.length}日）", "第三十四条"
    if step.days > limit.length:
        return f"延长期限不得超过{limit.length}日，现为{step.days}日", "第三十四条"
    if step.told_on is not None and file.steps and step.told_on < file.steps[0].on:
        return f"告知日期 {step.told_on} 早于登记日期，请核对", "第三十四条"
    return None


def _untold_extension(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    extension = file.last(Step.EXTEND)
    if extension is None:
        return "没有批准延长办理期限，不需要延期告知", "第三十四条"
    told = file.last(Step.TELL_EXTENSION)
    if extension.told_on is not None or (told is not None and told.number > extension.number):
        return "延期理由已经告知信访人，不需要再次告知", "第三十四条"
    if step.on < extension.on:
        return f"告知日期 {step.on} 早于批准延期日期 {extension.on}，请核对", "第三十四条"
    return None


def _was_assigned(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if file.last(Step.ASSIGN) is None:
        return "该事项未经交办，不需要反馈交办结果", "第二十二条第一款第三项"
    return None


def _reexamination(file: CaseFile, step: StepTaken, calendars: CalendarHistory) -> Objection | None:
    if file.last(Step.DECIDE_REEXAMINATION) is not None:
        return "该事项已经复查，信访人不服的请申请复核", "第三十六条第一款"
    return _in_time("R-REVIEW-APPLY30", "复查", "第三十五条", file, step, calendars)


def _final_review(file: CaseFile, step: StepTaken, calendars: CalendarHistory) -> Objection | None:
    if file.last(Step.DECIDE_FINAL_REVIEW) is not None:
        return "该事项已经复核终结，不能再次申请复核", "第三十六条第三款"
    if file.last(Step.DECIDE_REEXAMINATION) is None:
        return "尚未作出复查意见，不能申请复核；请先申请复查", "第三十六条第一款"
    return _in_time("R-RECHECK-APPLY30", "复核", "第三十六条第一款", file, step, calendars)


def _in_time(
    rule_id: str, what: str, article: str, file: CaseFile, step: StepTaken, calendars: CalendarHistory
) -> Objection | None:
    window = application_ends(rule_id, file, calendars, step.on)
    if window is None:
        return f"尚无送达信访人的书面答复，不能申请{what}", article
    answered, ends = window
    if answered is not None and ends is not None and step.on > ends:
        return f"申请{what}的期限自收到书面答复之日（{answered}）起算，已于 {ends} 届满", article
    return None


def _support_outcome(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if not awaits_execution(file):
        return "没有待执行的支持信访请求的意见", "第三十二条第二款"
    return None


def _served(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    answer, served = answer_and_service(file)
    if answer is None or served is not None:
        return None
    if answer.kind is Step.DECIDE_FINAL_REVIEW:
        return "复核意见书尚未送达信访人，不能办结；请先送达", "第三十六条第一款"
    if answer.kind is Step.DECIDE_REEXAMINATION:
        why = "复查意见书尚未送达信访人，申请复核的期限无从起算，不能办结；请先送达"
        return why, "第三十六条第一款"
    return "处理意见书尚未送达信访人，复查期限无从起算，不能办结；请先送达", "第三十五条"


FILE_GUARDS: Final[Mapping[str, Guard]] = {
    "objection_window": _objection_window,
    "extended_once": _extended_once,
    "untold_extension": _untold_extension,
    "was_assigned": _was_assigned,
    "reexamination": _reexamination,
    "final_review": _final_review,
    "support_outcome": _support_outcome,
    "served": _served,
}

STEP_GUARDS: Final[Mapping[str, Guard]] = {
    "extension_days": _extension_days,
}
