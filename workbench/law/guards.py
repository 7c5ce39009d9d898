"""Checks that a step must pass beside the table of the procedure: dates, windows, what it must say.

Each check looks at the file before the step, at the step, and at the calendars. It returns ``None``, or why
the step is not allowed with the article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.limits import find_limit
from workbench.law.paths import paths
from workbench.law.targets import awaits_execution
from workbench.terms import Outcome, PetitionClass, Procedure, StatutoryChannel, Step

Objection = tuple[str, str]
Guard = Callable[[CaseFile, StepTaken, CalendarHistory], Objection | None]

SIMPLE_RULE: Final = "《信访事项简易办理办法》第五条"
OWN_PROCEDURES: Final = frozenset(path for path, rule in paths().paths.items() if not rule.has_handling_limit)
# Steps after which an earlier day is no longer believable; the others may be told of later.
_ORDERED: Final = frozenset(Step) - {
    Step.REPEAT, Step.CLASSIFY, Step.RESOLVE, Step.RATE, Step.REPORT_BACK, Step.TELL_EXTENSION,
    Step.CONVERT_TO_ORDINARY, Step.HOLD_HEARING,
}  # fmt: skip


def current_class(file: CaseFile) -> PetitionClass | None:
    """Return the last word on the class of the matter; a repeated petition does not change it."""
    for step in reversed(file.steps):
        if step.petition_class is not None and step.kind is not Step.REPEAT:
            return step.petition_class
    return None


def current_path(file: CaseFile) -> StatutoryChannel | None:
    """Return the last word on the statutory path of the matter."""
    for step in reversed(file.steps):
        if step.path is not None and step.kind is not Step.REPEAT:
            return step.path
    return None


def is_simple(file: CaseFile) -> bool:
    """Return whether the matter now runs by the simple procedure."""
    for step in reversed(file.steps):
        if step.kind is Step.CONVERT_TO_ORDINARY:
            return False
        if step.procedure is not None and step.kind is not Step.REPEAT:
            return step.procedure is Procedure.SIMPLE
    return False


def objection_ends(file: CaseFile, calendars: CalendarHistory, as_of: date) -> date | None:
    """Return the last day on which the receiving unit may object; ``None`` if not limited or not known."""
    sent = file.last(Step.TRANSFER, Step.ASSIGN)
    if sent is None:
        return None
    received = sent.received_on or sent.on
    limit = find_limit("R-UNIT-OBJECT5", received)
    if limit is None or limit.length is None:
        return None
    return calendars.on(as_of).try_add(received, limit.length)


def application_ends(
    rule_id: str, file: CaseFile, calendars: CalendarHistory, as_of: date
) -> tuple[date, date | None] | None:
    """Return the day the petitioner had the written answer and the last day to apply (35, 36(1)).

    The last day is rolled over days off, and ``None`` where it is not known. ``None`` where nothing was
    answered yet.
    """
    kinds = (
        (Step.SERVE, Step.REPLY_DIRECTLY)
        if rule_id == "R-REVIEW-APPLY30"
        else (Step.SERVE, Step.DECIDE_REEXAMINATION)
    )
    answered = file.last(*kinds)
    if answered is None:
        return None
    limit = find_limit(rule_id, answered.on)
    if limit is None or limit.length is None:
        return answered.on, None
    return answered.on, calendars.on(as_of).try_roll(answered.on + timedelta(limit.length))


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


def _not_simple_assignment(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if is_simple(file):
        return "交办的事项不适用简易程序，请先转为普通程序或者改为转送", SIMPLE_RULE
    return None


def _objection_window(file: CaseFile, step: StepTaken, calendars: CalendarHistory) -> Objection | None:
    ends = objection_ends(file, calendars, step.on)
    if ends is not None and step.on > ends:
        why = f"自收到之日起提出异议的期限已于 {ends} 届满，异议权已消灭，仍由收到单位负责办理"
        return why, "第二十三条第三款"
    return None


def _says_class(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.petition_class is None and step.path is None and step.procedure is None:
        return "甄别分类须写明事项类别、法定途径或者办理程序", "第二十九条至第三十一条"
    return None


def _class_and_path(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.path is None:
        return None
    found = step.petition_class or current_class(file)
    if found is not None and found is not PetitionClass.CLAIM:
        return f"六条法定途径只适用于申诉求决类事项，本事项为{found.label}", "第三十一条"
    return None


def _other_path(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.path is StatutoryChannel.PETITION_HANDLING:
        return "信访程序不是应当导入的其他法定途径；属于信访程序的请作受理告知", "第三十一条第六项"
    return None


def _simple(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.procedure is None and step.path is None:
        return None
    simple = step.procedure is Procedure.SIMPLE or (step.procedure is None and is_simple(file))
    if not simple:
        return None
    if (step.path or current_path(file)) in OWN_PROCEDURES:
        return "属于第三十一条第一项至第五项途径的事项不适用简易程序，请先转为普通程序", SIMPLE_RULE
    if step.procedure is Procedure.SIMPLE and file.last(Step.ASSIGN) is not None:
        return "交办的事项不适用简易程序，请按普通程序办理", SIMPLE_RULE
    return None


def _is_simple(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if not is_simple(file):
        return "本事项已按普通程序办理，不需要转换", SIMPLE_RULE
    return None


def _not_simple(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if is_simple(file):
        return "简易程序不得延长办理期限，请先转为普通程序", SIMPLE_RULE
    return None


def _clock(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    found, path = current_class(file), current_path(file)
    if found is not None and found is not PetitionClass.CLAIM:
        return f"{found.label}事项不适用该条的办理期限，没有可以延长的期限", "第三十四条"
    if path in OWN_PROCEDURES:
        return "该事项按其自身程序的期限办理，没有可以延长的期限", "第三十四条"
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


def _opinion_path(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    found, path = current_class(file), current_path(file)
    if found is PetitionClass.SUGGESTION:
        return "建议意见类事项应当研究论证并予以回复，不出具信访处理意见书；请作“直接答复”", "第二十九条"
    if found is PetitionClass.ACCUSATION:
        return "检举控告类事项按规定反馈，不出具信访处理意见书；请作“直接答复”", "第三十条"
    if path in OWN_PROCEDURES:
        return "该事项按其法定途径处理，不出具信访处理意见书；请作“告知并导入法定途径”", "第三十一条"
    return None


def _outcome(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.outcome is None:
        return "处理意见书须写明处理意见：予以支持、解释说明或者不予支持", "第三十二条第一款"
    return None


def _simple_outcome(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.outcome is Outcome.NOT_SUPPORTED and is_simple(file):
        return "可能不予支持的事项不适用简易程序，请先转为普通程序", SIMPLE_RULE
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
    if ends is not None and step.on > ends:
        return f"申请{what}的期限自收到书面答复之日（{answered}）起算，已于 {ends} 届满", article
    return None


def _hearing_days(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.days is not None and step.days < 1:
        return "听证所需天数应当不少于1日", "第三十六条第二款"
    return None


def _support_outcome(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if not awaits_execution(file):
        return "没有待执行的支持信访请求的意见", "第三十二条第二款"
    return None


def _satisfaction(_file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.satisfaction is None:
        return "须写明信访人的评价；未评价的不作记录，沉默不等于满意", "第二十一条第二款"
    return None


# Checks that the file alone decides: they say beforehand whether a step is open at all.
FILE_GUARDS: Final[Mapping[str, Guard]] = {
    "order": _order,
    "not_before_registration": _not_before_registration,
    "not_simple_assignment": _not_simple_assignment,
    "objection_window": _objection_window,
    "is_simple": _is_simple,
    "not_simple": _not_simple,
    "clock": _clock,
    "extended_once": _extended_once,
    "untold_extension": _untold_extension,
    "was_assigned": _was_assigned,
    "opinion_path": _opinion_path,
    "reexamination": _reexamination,
    "final_review": _final_review,
    "support_outcome": _support_outcome,
}

# Checks of what the step itself says.
STEP_GUARDS: Final[Mapping[str, Guard]] = {
    "receipt": _receipt,
    "receiver": _receiver,
    "report_date": _report_date,
    "says_class": _says_class,
    "class_and_path": _class_and_path,
    "other_path": _other_path,
    "simple": _simple,
    "extension_days": _extension_days,
    "outcome": _outcome,
    "simple_outcome": _simple_outcome,
    "hearing_days": _hearing_days,
    "satisfaction": _satisfaction,
}
