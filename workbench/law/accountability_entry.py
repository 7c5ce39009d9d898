"""What an entry of the accountability log must hold: its fields, and what the tables of the law allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.law.accountability_data import NOT_PURSUED, TRACED_BY, applies_to, form
from workbench.law.clauses import clause
from workbench.law.evidence import check_evidence
from workbench.law.proposal import may_receive_accountability, named_sanction
from workbench.terms import (
    Adoption,
    ProceedingStep,
    PublicationScope,
    ReexaminationResult,
    Responsibility,
    UnitKind,
)


class AccountabilityError(ValueError):
    """An entry that the log does not take."""


@dataclass(frozen=True, slots=True)
class ProceedingEntry:
    """One entry. ``on`` is the day it was entered, ``happened_on`` the day of what it tells.

    ``subject`` is whom it is about: ``None`` for the unit, else the number of the finding of a person.
    ``corrects`` is the number (from 1) of the entry whose place it takes. ``months`` is a period of effect.
    ``answers`` is the number of the first writing of the objection to which a result belongs.
    """

    kind: ProceedingStep
    on: date
    happened_on: date
    account: str
    text: str | None = None
    unit: str | None = None
    clause: str | None = None
    subject: int | None = None
    name: str | None = None
    post: str | None = None
    person_account: str | None = None
    responsibility: Responsibility | None = None
    author: str | None = None
    form: str | None = None
    document_no: str | None = None
    months: int | None = None
    is_grave: bool | None = None
    adoption: Adoption | None = None
    result: ReexaminationResult | None = None
    scope: PublicationScope | None = None
    proposal_no: str | None = None
    due_on: date | None = None
    title: str | None = None
    dated_on: date | None = None
    sha256: str | None = None
    corrects: int | None = None
    why: str | None = None
    answers: int | None = None


S = ProceedingStep
_PAPER: Final = ("title", "dated_on", "sha256")
# What each kind of entry must have, and what else it may have; nothing beyond.
NEEDS: Final[dict[ProceedingStep, tuple[str, str]]] = {
    S.LEAD: ("text", "paper"),
    S.TRACE: ("text unit clause", "paper"),
    S.FACT: ("text paper", ""),
    S.CLAUSE: ("clause", "text"),
    S.RECOMMEND: ("text unit due_on paper", "proposal_no"),
    S.PERSON: ("name post responsibility author paper", "text person_account"),
    S.INVITE: ("due_on paper", "text subject"),
    S.DEFENCE: ("text", "paper subject"),
    S.WAIVER: ("paper", "text subject"),
    S.DECISION: ("unit form document_no paper", "text months is_grave subject"),
    S.FEEDBACK: ("text adoption paper", "unit"),
    S.OBJECTION: ("text due_on", "paper subject form"),
    S.REEXAMINATION: ("unit result document_no paper", "text form months subject answers"),
    S.RECTIFICATION: ("text paper", ""),
    S.PUBLICATION: ("scope", "text paper"),
    S.END: ("text", "paper"),
    S.VOID: ("", ""),
}
_ALWAYS: Final = frozenset({"kind", "on", "happened_on", "account", "corrects", "why"})
LABELS: Final = {
    "text": "内容", "unit": "单位", "clause": "条款", "name": "姓名", "post": "职务",
    "responsibility": "责任类型", "author": "认定人", "form": "处理方式", "document_no": "决定文号",
    "due_on": "期限", "adoption": "采纳情况", "result": S.REEXAMINATION.label, "scope": "通报范围",
    "answers": "所答复的申请", "title": "材料名称", "dated_on": "材料日期", "sha256": "材料原件",
}  # fmt: skip


def fields_of(words: str) -> tuple[str, ...]:
    """Return the names of fields in a cell of ``NEEDS``; ``paper`` is the three of the evidence."""
    return tuple(name for word in words.split() for name in (_PAPER if word == "paper" else (word,)))


def check_fields(entry: ProceedingEntry, kind_of: Callable[[str], UnitKind], about: str) -> None:
    """Refuse an entry that lacks something, says what its kind does not say, or contradicts the tables."""
    if entry.happened_on > entry.on:
        raise AccountabilityError("所记事项的日期晚于记入日期：尚未发生的不能记入")
    if entry.kind is S.VOID and entry.corrects is None:
        raise AccountabilityError("作废须指明作废哪一条")
    needed, also = (fields_of(words) for words in NEEDS[entry.kind])
    for name in ProceedingEntry.__dataclass_fields__:
        value = getattr(entry, name)
        given = value is not None and (not isinstance(value, str) or bool(value.strip()))
        if name in needed and name not in _PAPER and not given:
            raise AccountabilityError(f"“{entry.kind.label}”须填写{LABELS[name]}")
        if given and name not in (*needed, *also, *_ALWAYS):
            raise AccountabilityError(f"“{entry.kind.label}”不记载{LABELS.get(name, name)}：请另记一条")
    if "sha256" in needed or any(getattr(entry, name) is not None for name in _PAPER):
        check_evidence(entry.title, entry.dated_on, entry.sha256, entry.on)
    if entry.due_on is not None and entry.due_on <= entry.happened_on:
        raise AccountabilityError("期限须晚于当日：请核对")
    meaning = _MEANINGS.get(entry.kind)
    if meaning is not None:
        meaning(entry, kind_of, about)


def _check_clause(entry: ProceedingEntry, kind_of: Callable[[str], UnitKind], about: str) -> None:
    found = clause(entry.clause or "")
    if entry.kind is S.TRACE and not found.code.startswith(TRACED_BY):
        raise AccountabilityError("责任倒查所列条款应为第四十二条各项（引发信访问题的责任）")
    judged = entry.unit if entry.kind is S.TRACE else about
    if judged is not None and not applies_to(found, kind_of(judged)):
        raise AccountabilityError("第四十三条只适用于信访部门：请改选条款")


def _check_recommendation(entry: ProceedingEntry, kind_of: Callable[[str], UnitKind], about: str) -> None:
    body = entry.unit or ""
    if body == about:
        raise AccountabilityError("建议不能发给责任单位自己：请发给有管理权限的机关")
    if decides_as(body, kind_of(body)) is None:
        raise AccountabilityError(
            "追究责任的建议只能发给有管理权限的机关（第四十条第三款）或者联席会议（第三十九条第三款）"
        )
    named = named_sanction(entry.text or "")
    if named is not None:
        raise AccountabilityError(f"建议中不写处理方式（“{named}”）：只写事实和条款，由有权机关决定")


def _check_decision(entry: ProceedingEntry, kind_of: Callable[[str], UnitKind], about: str) -> None:
    if entry.kind is S.REEXAMINATION and entry.result is not ReexaminationResult.CHANGED:
        if entry.form is not None or entry.months is not None:
            raise AccountabilityError("只有变更原处理的，才填写新的处理方式")
        return
    if entry.form is None:
        raise AccountabilityError("变更原处理的，须填写新的处理方式")
    found, body = form(entry.form), entry.unit or ""
    if ("unit" if entry.subject is None else "person") not in found.aimed:
        whom = "单位" if entry.subject is None else "个人"
        raise AccountabilityError(f"“{found.name}”不是对{whom}的处理方式：请核对对象")
    if entry.kind is S.DECISION and decides_as(body, kind_of(body)) not in found.by:
        raise AccountabilityError(f"该机关不能作出“{found.name}”：请核对作出决定的机关（{found.source}）")
    if found.months is not None and entry.months != found.months:
        raise AccountabilityError(f"“{found.name}”的期间为{found.months}个月（{found.source}）：请核对")
    if entry.months is not None and not 1 <= entry.months <= 120:
        raise AccountabilityError("影响期应为1至120个月：请按决定文书填写")
    if found.code == NOT_PURSUED and (entry.months or entry.is_grave):
        raise AccountabilityError("不予追究的，没有影响期，也不认定严重后果")


def decides_as(body: str, kind: UnitKind) -> str | None:
    """Return in which capacity a unit may decide (a word of the ladder), ``None`` if it may not."""
    if may_receive_accountability(body, kind):
        return "authority"
    return "joint_conference" if kind is UnitKind.JOINT_CONFERENCE else None


_MEANINGS: Final = {
    S.TRACE: _check_clause,
    S.CLAUSE: _check_clause,
    S.RECOMMEND: _check_recommendation,
    S.DECISION: _check_decision,
    S.REEXAMINATION: _check_decision,
}
