"""What must stand in the accountability log before an entry: a table of functions over what stands.

What stands is each entry as last corrected, in the order of the first writing; a correction is checked by
playing the whole log again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from workbench.law.accountability_data import NOT_PURSUED
from workbench.law.accountability_entry import AccountabilityError, ProceedingEntry
from workbench.terms import ProceedingStep

S = ProceedingStep
Standing = tuple[tuple[int, ProceedingEntry], ...]  # by the number of the first writing


class DueProcessError(AccountabilityError):
    """Somebody would be decided upon who was not heard, and has not waived it."""

    def __init__(self) -> None:
        super().__init__(
            "还没有听取陈述申辩，不能记载处理决定："
            "请先告知陈述申辩权利并等到答复或期满，或者记载其书面放弃（附材料）"
        )


def standing_of(entries: Sequence[ProceedingEntry]) -> Standing:
    """Return what stands of the entries, by the number of the first writing, in that order."""
    root = roots_of(entries)
    found: dict[int, ProceedingEntry] = {}
    for number, one in enumerate(entries, 1):
        if one.kind is S.VOID:
            found.pop(root[number], None)
        else:
            found[root[number]] = one
    return tuple(sorted(found.items()))


def roots_of(entries: Sequence[ProceedingEntry]) -> dict[int, int]:
    """Return for the number of each entry that of the first writing whose place it took in the end."""
    root: dict[int, int] = {}
    for number, one in enumerate(entries, 1):
        root[number] = number if one.corrects is None else root[one.corrects]
    return root


def first_of(standing: Standing, kind: ProceedingStep) -> ProceedingEntry | None:
    """Return the first standing entry of a kind."""
    return next((one for _, one in standing if one.kind is kind), None)


def by_subject(standing: Standing, kind: ProceedingStep, subject: int | None) -> list[ProceedingEntry]:
    """Return the standing entries of a kind about the unit (``None``) or a person."""
    return [one for _, one in standing if one.kind is kind and one.subject == subject]


def open_objection(standing: Standing, subject: int | None) -> ProceedingEntry | None:
    """Return the objection of a subject that has no result yet."""
    objections = by_subject(standing, S.OBJECTION, subject)
    answered = len(by_subject(standing, S.REEXAMINATION, subject))
    return objections[answered] if answered < len(objections) else None


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
    _once(before, entry)


def _once(before: Standing, entry: ProceedingEntry) -> None:
    if by_subject(before, entry.kind, entry.subject):
        raise AccountabilityError(f"已记载“{entry.kind.label}”：有误的请更正，原记录保留")


def _about(before: Standing, entry: ProceedingEntry) -> None:
    _recommended(before, entry)
    person = dict(before).get(entry.subject) if entry.subject is not None else None
    if entry.subject is not None and (person is None or person.kind is not S.PERSON):
        raise AccountabilityError(f"没有第{entry.subject}条认定的责任人：请先记载责任人的认定")


def _before_decision(before: Standing, entry: ProceedingEntry) -> None:
    _about(before, entry)
    if by_subject(before, S.DECISION, entry.subject):
        raise AccountabilityError("已有处理决定：对决定不服的，请记“申请复审复核”")


def _decision(before: Standing, entry: ProceedingEntry) -> None:
    _about(before, entry)
    _once(before, entry)
    recommended = _recommended(before, entry)
    if entry.unit != recommended.unit:
        raise AccountabilityError("作出决定的机关与收到建议的机关不同：请核对，改送的请先更正建议")
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
    _once(before, entry)


def _objection(before: Standing, entry: ProceedingEntry) -> None:
    decided = by_subject(before, S.DECISION, entry.subject)
    if not decided or decided[0].form == NOT_PURSUED:
        raise AccountabilityError("没有对其作出的处理决定，不能记载申请复审复核")
    if entry.happened_on < decided[0].happened_on:
        raise AccountabilityError(f"申请日期早于决定之日（{decided[0].happened_on}）：请核对")
    if open_objection(before, entry.subject) is not None:
        raise AccountabilityError("已有一次申请等待答复：有结果后才能再次记载")


def _reexamination(before: Standing, entry: ProceedingEntry) -> None:
    asked = open_objection(before, entry.subject)
    if asked is None:
        raise AccountabilityError("没有等待答复的申请，不能记载复审复核结果")
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
