"""What must stand in the accountability log before an entry: a table of functions over what stands.

A correction is checked by playing the whole log again. Several bodies may be asked, each once, and
several forms decided on one subject, each once: measures may be combined (《信访工作责任制实施办法》).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from workbench.law.accountability_data import NOT_PURSUED
from workbench.law.accountability_entry import AccountabilityError, ProceedingEntry
from workbench.law.accountability_standing import (
    Standing,
    answered_by,
    asked_bodies,
    by_subject,
    decision_of,
    first_of,
    objectionable,
    open_objections,
    undecided_bodies,
    waits_on,
)
from workbench.terms import ProceedingStep

S = ProceedingStep


class DueProcessError(AccountabilityError):
    """Somebody would be decided upon who was not heard, and has not waived it."""

    def __init__(self) -> None:
        super().__init__(
            "还没有听取陈述申辩，不能记载处理决定："
            "请先告知陈述申辩权利并等到答复或期满，或者记载其书面放弃（附材料）"
        )


def check_turn(before: Standing, entry: ProceedingEntry) -> None:
    """Refuse an entry whose turn it is not, given what stands before it."""
    kind = entry.kind
    if (kind is S.LEAD) == bool(before):
        raise AccountabilityError("台账从线索开始，一件只有一条线索")
    if first_of(before, S.END) is not None:
        raise AccountabilityError("本件已终止，不再记入新的事项")
    turn = _TURNS.get(kind)
    if turn is not None:
        turn(before, entry)


def _needs(before: Standing, kind: ProceedingStep, sentence: str) -> ProceedingEntry:
    found = first_of(before, kind)
    if found is None:
        raise AccountabilityError(sentence)
    return found


def _recommended(before: Standing, entry: ProceedingEntry) -> ProceedingEntry:
    found = _needs(before, S.RECOMMEND, f"须先向有权机关提出建议，才能记载“{entry.kind.label}”")
    if entry.happened_on < found.happened_on:
        raise AccountabilityError(f"日期早于提出建议之日（{found.happened_on}）：请核对")
    return found


def _recommend(before: Standing, entry: ProceedingEntry) -> None:
    _needs(before, S.FACT, "须先记载事实并附证据，才能提出建议")
    _needs(before, S.CLAUSE, "须先列明可能适用的条款，才能提出建议（由有权机关判断）")
    _once(entry, is_there=entry.unit in asked_bodies(before))


def _once(entry: ProceedingEntry, *, is_there: bool) -> None:
    if is_there:
        raise AccountabilityError(f"已记载“{entry.kind.label}”：有误的请更正，原记录保留")


def _about(before: Standing, entry: ProceedingEntry) -> None:
    _recommended(before, entry)
    person = dict(before).get(entry.subject) if entry.subject is not None else None
    if entry.subject is not None and (person is None or person.kind is not S.PERSON):
        raise AccountabilityError(f"没有第{entry.subject}条认定的责任人：请先记载责任人的认定")


def _before_decision(before: Standing, entry: ProceedingEntry) -> None:
    _about(before, entry)
    if not undecided_bodies(before, entry.subject):
        raise AccountabilityError("已有处理决定：对决定不服的，请记“申请复审复核”")


def _decision(before: Standing, entry: ProceedingEntry) -> None:
    _about(before, entry)
    asked = asked_bodies(before).get(entry.unit)
    if asked is None:
        raise AccountabilityError("作出决定的机关与收到建议的机关不同：请核对，改送的请先更正建议")
    if entry.happened_on < asked.happened_on:
        raise AccountabilityError(f"日期早于向该机关提出建议之日（{asked.happened_on}）：请核对")
    decided = by_subject(before, S.DECISION, entry.subject)
    _once(entry, is_there=any(one.form == entry.form for one in decided))
    if any(one.unit == entry.unit and NOT_PURSUED in (one.form, entry.form) for one in decided):
        raise AccountabilityError("同一机关对同一对象，不予追究与其他处理方式不能并存：有误的请更正")
    # By any invitation: ledgers hold decisions of when that was enough. ``unheard`` judges what comes now.
    if not was_heard(before, entry.subject, entry.happened_on, passed=any):
        raise DueProcessError


def was_heard(
    standing: Standing, subject: int | None, on: date, *, passed: Callable[[Iterable[bool]], bool] = all
) -> bool:
    """Return whether a subject was invited and answered, or let the days pass, or waived it, before ``on``.

    Every day that was given must have passed: one that was extended later does not count.
    """
    if any(one.happened_on <= on for one in by_subject(standing, S.WAIVER, subject)):
        return True
    invited = [one for one in by_subject(standing, S.INVITE, subject) if one.happened_on <= on]
    answered = any(one.happened_on <= on for one in by_subject(standing, S.DEFENCE, subject))
    days = [one.due_on is not None and one.due_on < on for one in invited]
    return bool(invited) and (answered or passed(days))


def unheard(standing: Standing) -> set[int]:
    """Return the decisions, by number of the first writing, on whom was not heard."""
    decided = [(number, one) for number, one in standing if one.kind is S.DECISION]
    return {number for number, one in decided if not was_heard(standing, one.subject, one.happened_on)}


def _feedback(before: Standing, entry: ProceedingEntry) -> None:
    _recommended(before, entry)
    asked = asked_bodies(before)
    if entry.unit is None and len(asked) > 1:
        raise AccountabilityError("向几个机关提出过建议：请写明是哪个机关的反馈")
    body = entry.unit or next(iter(asked))
    if body not in asked:
        raise AccountabilityError("没有向该机关提出建议，不能记载其反馈：请核对机关")
    if entry.happened_on < asked[body].happened_on:
        raise AccountabilityError(f"日期早于向该机关提出建议之日（{asked[body].happened_on}）：请核对")
    _once(entry, is_there=body in answered_by(before))


def _objection(before: Standing, entry: ProceedingEntry) -> None:
    found = objectionable(before, entry.subject)
    if not found:
        raise AccountabilityError("没有对其作出的处理决定，不能记载申请复审复核")
    if entry.form is None and len(found) > 1:
        raise AccountabilityError("对其有几项处理决定：请写明对哪一项不服")
    number = decision_of(before, entry)
    if number is None:
        raise AccountabilityError("没有对其作出这一处理方式的决定：请核对对哪一项不服")
    if entry.happened_on < found[number].happened_on:
        raise AccountabilityError(f"申请日期早于决定之日（{found[number].happened_on}）：请核对")
    if number in waits_on(before, entry.subject):
        raise AccountabilityError("对这一项决定已有一次申请等待答复：有结果后才能再次记载")


def _reexamination(before: Standing, entry: ProceedingEntry) -> None:
    waiting = open_objections(before, entry.subject)
    if not waiting:
        raise AccountabilityError("没有等待答复的申请，不能记载复审复核结果")
    if entry.answers is None and len(waiting) > 1:
        raise AccountabilityError("其有几次申请等待答复：请写明答复的是哪一次")
    asked = waiting.get(entry.answers or next(iter(waiting)))
    if asked is None:
        raise AccountabilityError("没有这一次申请，或者它已有结果：请核对答复的是哪一次")
    if entry.happened_on < asked.happened_on:
        raise AccountabilityError(f"结果日期早于申请之日（{asked.happened_on}）：请核对")


def _publication(before: Standing, entry: ProceedingEntry) -> None:
    _needs(before, S.DECISION, "须先有处理决定，才能记载通报范围")


def _end(before: Standing, entry: ProceedingEntry) -> None:
    if first_of(before, S.DECISION) is not None:
        raise AccountabilityError("已有处理决定的不能终止：决定被撤销的，请记复审复核结果")


_TURNS: Final[dict[ProceedingStep, Callable[[Standing, ProceedingEntry], object]]] = {
    S.RECOMMEND: _recommend,
    S.PERSON: _recommended,
    S.INVITE: _before_decision,
    S.DEFENCE: _before_decision,
    S.WAIVER: _before_decision,
    S.DECISION: _decision,
    S.FEEDBACK: _feedback,
    S.OBJECTION: _objection,
    S.REEXAMINATION: _reexamination,
    S.RECTIFICATION: _recommended,
    S.PUBLICATION: _publication,
    S.END: _end,
}
