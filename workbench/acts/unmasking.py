"""Acts by which an original text is shown: with a reason, one value of one matter at a time.

They change no record: the entry in the ledger is what they leave. What may be read because of it, and until
when, is worked out from the entries (``queries.unmasking``), so that nobody can see without having left one.
An accusation is shown only where somebody else agrees (Regulation 2022, article 30(3)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.left_open import is_withheld
from workbench.terms import Step, UnmaskField, UnmaskReason


class UnmaskingError(ValueError):
    """An original text cannot be shown in this way."""


@dataclass(frozen=True, slots=True)
class UnmaskValue(DeclaredAct):
    """查看原文: of the ``petition``-th petition of a matter; ``person`` counts its people from 1."""

    kind: ClassVar[str] = "unmask_value"
    about: ClassVar[str] = "case_no"
    case_no: str
    petition: int
    field: UnmaskField
    reason: UnmaskReason
    person: int | None = None
    why: str = secret("")


@dataclass(frozen=True, slots=True)
class AskUnmasking(DeclaredAct):
    """申请查看检举控告原文: shown to whoever asked once somebody else has approved."""

    kind: ClassVar[str] = "ask_unmasking"
    about: ClassVar[str] = "case_no"
    case_no: str
    petition: int
    field: UnmaskField
    reason: UnmaskReason
    person: int | None = None
    why: str = secret("")


@dataclass(frozen=True, slots=True)
class ApproveUnmasking(DeclaredAct):
    """同意查看检举控告原文: ``asked`` is the ledger position of what ``asked_by`` asked."""

    kind: ClassVar[str] = "approve_unmasking"
    about: ClassVar[str] = "case_no"
    case_no: str
    asked: int
    asked_by: str


@dataclass(frozen=True, slots=True)
class DeclineUnmasking(DeclaredAct):
    """不同意查看检举控告原文, with the reason."""

    kind: ClassVar[str] = "decline_unmasking"
    about: ClassVar[str] = "case_no"
    case_no: str
    asked: int
    asked_by: str
    why: str = secret("")


def _check_asked(book: Book, act: UnmaskValue | AskUnmasking) -> None:
    steps = book.matter(act.case_no).file.steps
    petitions = sum(step.kind in (Step.REGISTER, Step.REPEAT) for step in steps)
    if not 1 <= act.petition <= petitions:
        raise UnmaskingError(f"本事项没有第 {act.petition} 次来信来访：请刷新页面后重新选择")
    if (act.person is not None) != act.field.is_of_person:
        raise UnmaskingError("请选择要查看哪一位信访人的哪一项")
    if not act.why.strip():
        raise UnmaskingError("请写明为什么需要查看原文：理由记入台账，供审计核对")


def _unmask(book: Book, act: UnmaskValue, seq: int, by: Actor) -> None:
    _check_asked(book, act)
    if is_withheld(book, act.case_no):
        raise UnmaskingError("检举控告类事项的原文须由另一人同意后查看：请改为提出申请")


def _ask(book: Book, act: AskUnmasking, seq: int, by: Actor) -> None:
    _check_asked(book, act)
    if not is_withheld(book, act.case_no):
        raise UnmaskingError("本事项不是检举控告类，不需要申请：请直接查看原文")


def _decide(book: Book, act: ApproveUnmasking | DeclineUnmasking, seq: int, by: Actor) -> None:
    book.matter(act.case_no)
    if by.id == act.asked_by:
        raise UnmaskingError("申请查看的人不能自己同意：请由另一位有权限的人决定")
    if isinstance(act, DeclineUnmasking) and not act.why.strip():
        raise UnmaskingError("请写明不同意查看的理由")


APPLY: CarriedOut = {
    UnmaskValue: _unmask,
    AskUnmasking: _ask,
    ApproveUnmasking: _decide,
    DeclineUnmasking: _decide,
}
