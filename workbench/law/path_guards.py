"""Checks of class, path and procedure: which steps a matter on this path may take at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.paths import paths
from workbench.law.readings import current_class, current_path, is_simple
from workbench.law.refusals import Guard, Objection
from workbench.terms import Outcome, PetitionClass, Procedure, StatutoryChannel, Step

SIMPLE_RULE: Final = "《信访事项简易办理办法》第五条"
OWN_PROCEDURES: Final = frozenset(path for path, rule in paths().paths.items() if not rule.has_handling_limit)


def _not_simple_assignment(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if is_simple(file):
        return "交办的事项不适用简易程序，请先转为普通程序或者改为转送", SIMPLE_RULE
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


def _classified(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    """The notice tells by which path and procedure: without them nobody could, and no limit would run."""
    found = step.petition_class or current_class(file)
    if found is None:
        return "受理告知须写明处理途径和程序：请先甄别诉求类别", "第二十三条"
    if found is PetitionClass.CLAIM and (step.path or current_path(file)) is None:
        return "受理告知须写明处理途径和程序：申诉求决类事项请先甄别法定途径", "第二十三条"
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


def _first_time(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.procedure is Procedure.SIMPLE and file.last(Step.REPEAT) is not None:
        why = "简易程序只适用于初次信访事项，本事项已再次来信来访，请按普通程序办理"
        return why, "《信访事项简易办理办法》第四条"
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


def _opinion_path(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    found, path = current_class(file), current_path(file)
    if found is PetitionClass.SUGGESTION:
        return "建议意见类事项应当研究论证并予以回复，不出具信访处理意见书；请作“直接答复”", "第二十九条"
    if found is PetitionClass.ACCUSATION:
        return "检举控告类事项按规定反馈，不出具信访处理意见书；请作“直接答复”", "第三十条"
    if path in OWN_PROCEDURES:
        return "该事项按其法定途径处理，不出具信访处理意见书；请作“告知并导入法定途径”", "第三十一条"
    return None


def _no_opinion_due(file: CaseFile, _step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    """An ordinary claim on the petition path ends with a written opinion: it opens the way to review."""
    found, path = current_class(file), current_path(file)
    if found is None or (found is PetitionClass.CLAIM and path is None):
        return "尚未甄别诉求类别和法定途径，不能确定可否直接答复；请先作“甄别分类”", "第二十九条至第三十一条"
    if found is PetitionClass.CLAIM and path is StatutoryChannel.PETITION_HANDLING and not is_simple(file):
        why = "信访程序的申诉求决事项应当出具信访处理意见书，不能以直接答复代替；请作“出具处理意见书”"
        return why, "第三十一条第六项、第三十二条第一款"
    return None


def _simple_outcome(file: CaseFile, step: StepTaken, _calendars: CalendarHistory) -> Objection | None:
    if step.outcome is Outcome.NOT_SUPPORTED and is_simple(file):
        return "可能不予支持的事项不适用简易程序，请先转为普通程序", SIMPLE_RULE
    return None


FILE_GUARDS: Final[Mapping[str, Guard]] = {
    "not_simple_assignment": _not_simple_assignment,
    "is_simple": _is_simple,
    "not_simple": _not_simple,
    "clock": _clock,
    "opinion_path": _opinion_path,
    "no_opinion_due": _no_opinion_due,
}

STEP_GUARDS: Final[Mapping[str, Guard]] = {
    "says_class": _says_class,
    "class_and_path": _class_and_path,
    "classified": _classified,
    "other_path": _other_path,
    "simple": _simple,
    "first_time": _first_time,
    "simple_outcome": _simple_outcome,
}
