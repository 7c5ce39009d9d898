"""Acts on orders of supervision: issue, remind, reply, return the reply, close, withdraw.

The shortest full course, as generated data performs it: ``keep`` (acts.evidence) the paper, then
``IssueOrder`` by an account of the petition office or the joint conference, ``ReplyOrder`` for the unit that
owes, ``CloseOrder`` by the issuer. Between them ``RemindOrder``; after a reply ``ReturnReply`` and the next
``ReplyOrder``; ``WithdrawOrder`` instead of an end. ``order_no`` comes from ``law.orders_data.next_number``,
``reply_due_on`` from ``law.reply_days.order_due``. Days never run backwards within an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.evidence import require_kept
from workbench.acts.guards import AccusedUnitError
from workbench.law.evidence import Evidence, check_evidence
from workbench.law.orders_data import check_number, orders_data
from workbench.law.reply_days import check_day_off
from workbench.law.supervision import OrderError, SupervisionOrder, issued
from workbench.records.supervision import (
    OrderReminderRow,
    OrderReplyRow,
    OrderReturnRow,
    SupervisionOrderRow,
)
from workbench.terms import Role, SupervisionReason, UnitKind

ORDER: Final = Shape(
    "督办单",
    SupervisionOrder,
    "order_no",
    SupervisionOrderRow,
    {"replies": OrderReplyRow, "returns": OrderReturnRow, "reminders": OrderReminderRow},
)
ISSUERS: Final = frozenset({UnitKind.PETITION_OFFICE, UnitKind.JOINT_CONFERENCE})


class NotYourUnitError(ValueError):
    """Somebody acts in the name of a unit that is not his."""

    def __init__(self, what: str) -> None:
        super().__init__(f"只能以本人所在单位的名义{what}：请由该单位的账号办理")


@dataclass(frozen=True, slots=True)
class IssueOrder(DeclaredAct):
    """发出督办单: the facts are frozen with it."""

    kind: ClassVar[str] = "issue_order"
    about: ClassVar[str] = "order_no"
    shape: ClassVar = ORDER
    order_no: str
    to_unit: str
    by_unit: str
    reason: SupervisionReason
    on: date
    reply_due_on: date
    facts: str = secret()
    basis: str = secret()
    demand: str = secret()
    case_no: str | None = None
    item_no: str | None = None


@dataclass(frozen=True, slots=True)
class RemindOrder(DeclaredAct):
    """催办 of an order that is not answered."""

    kind: ClassVar[str] = "remind_order"
    about: ClassVar[str] = "order_no"
    shape: ClassVar = ORDER
    order_no: str
    on: date
    text: str = secret()


@dataclass(frozen=True, slots=True)
class ReplyOrder(DeclaredAct):
    """反馈督办: ``unit`` answers in writing; the three fields of the evidence are given together or not."""

    kind: ClassVar[str] = "reply_order"
    about: ClassVar[str] = "order_no"
    shape: ClassVar = ORDER
    order_no: str
    on: date
    unit: str
    text: str = secret()
    title: str | None = secret(None)
    dated_on: date | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnReply(DeclaredAct):
    """退回督办反馈, with the reason and a new due day."""

    kind: ClassVar[str] = "return_reply"
    about: ClassVar[str] = "order_no"
    shape: ClassVar = ORDER
    order_no: str
    on: date
    due_on: date
    reason: str = secret()


@dataclass(frozen=True, slots=True)
class CloseOrder(DeclaredAct):
    """督办闭环: the issuer accepts the reply."""

    kind: ClassVar[str] = "close_order"
    about: ClassVar[str] = "order_no"
    shape: ClassVar = ORDER
    order_no: str
    on: date
    note: str = secret()


@dataclass(frozen=True, slots=True)
class WithdrawOrder(DeclaredAct):
    """撤回督办单, with the reason; it stays on record."""

    kind: ClassVar[str] = "withdraw_order"
    about: ClassVar[str] = "order_no"
    shape: ClassVar = ORDER
    order_no: str
    on: date
    why: str = secret()


def check_issuer(book: Book, by_unit: str, by: Actor, on: date, what: str) -> None:
    """Refuse an issuing unit that is not the actor's own, or that may not issue."""
    book.units.check_acting(by_unit, on)
    if by.unit is not None and by.unit != by_unit:
        raise NotYourUnitError(what)
    if book.units.kinds[by_unit] not in ISSUERS:
        raise OrderError(f"只有信访部门和信访工作联席会议可以{what}：请核对发出单位")


def check_reach(book: Book, case_no: str, to_unit: str) -> None:
    """Refuse to give a matter to the unit it accuses, or to one above or below it (art. 30(3))."""
    for accused in book.matter(case_no).accused:
        if to_unit in book.units.relatives(accused):
            raise AccusedUnitError


def check_own_unit(by: Actor, unit: str, what: str) -> None:
    """Refuse a unit's own official (单位经办人) another unit; others record papers that came in."""
    if by.role is Role.HANDLER and by.unit != unit:
        raise NotYourUnitError(what)


def told_evidence(
    book: Book, title: str | None, dated_on: date | None, sha256: str | None, on: date
) -> Evidence:
    """Return the evidence of an act, whose original must be kept here."""
    evidence = check_evidence(title, dated_on, sha256, on)
    require_kept(book, evidence.sha256)
    return evidence


def _issue(book: Book, act: IssueOrder, seq: int, by: Actor) -> None:
    check_number(orders_data().order, act.order_no, act.on)
    check_issuer(book, act.by_unit, by, act.on, "发督办单")
    book.units.check_acting(act.to_unit, act.on)
    if act.case_no is not None:
        check_reach(book, act.case_no, act.to_unit)
    check_day_off(book.calendars.on(act.on), act.reply_due_on)
    order = SupervisionOrder(
        id=seq,
        order_no=act.order_no,
        case_no=act.case_no,
        item_no=act.item_no,
        to_unit=act.to_unit,
        by_unit=act.by_unit,
        by_account=by.id,
        reason=act.reason,
        facts=act.facts,
        basis=act.basis,
        demand=act.demand,
        issued_on=act.on,
        reply_due_on=act.reply_due_on,
    )
    book.dossiers.open(ORDER, issued(order))


def _remind(book: Book, act: RemindOrder, seq: int, by: Actor) -> None:
    order = _reaching(book, act.order_no)
    book.dossiers.keep(ORDER, order.reminded(act.on, act.text, unit=by.unit, account=by.id))


def _reply(book: Book, act: ReplyOrder, seq: int, by: Actor) -> None:
    order = _reaching(book, act.order_no)
    check_own_unit(by, act.unit, "反馈督办")
    evidence = None
    if act.title or act.dated_on is not None or act.sha256 is not None:
        evidence = told_evidence(book, act.title, act.dated_on, act.sha256, act.on)
    book.dossiers.keep(ORDER, order.replied(act.on, act.text, evidence, unit=act.unit, account=by.id))


def _return(book: Book, act: ReturnReply, seq: int, by: Actor) -> None:
    order = _reaching(book, act.order_no)
    check_day_off(book.calendars.on(act.on), act.due_on)
    book.dossiers.keep(ORDER, order.returned(act.on, act.reason, act.due_on, unit=by.unit, account=by.id))


def _close(book: Book, act: CloseOrder, seq: int, by: Actor) -> None:
    order = book.dossiers.get(ORDER, act.order_no)
    book.dossiers.keep(ORDER, order.closed(act.on, act.note, unit=by.unit, account=by.id))


def _withdraw(book: Book, act: WithdrawOrder, seq: int, by: Actor) -> None:
    order = book.dossiers.get(ORDER, act.order_no)
    book.dossiers.keep(ORDER, order.withdrawn(act.on, act.why, unit=by.unit, account=by.id))


def _reaching(book: Book, order_no: str) -> SupervisionOrder:
    """Return an order that may still go to and fro: its unit may have been named as accused meanwhile."""
    order = book.dossiers.get(ORDER, order_no)
    if order.case_no is not None:
        check_reach(book, order.case_no, order.to_unit)
    return order


APPLY: CarriedOut = {
    IssueOrder: _issue,
    RemindOrder: _remind,
    ReplyOrder: _reply,
    ReturnReply: _return,
    CloseOrder: _close,
    WithdrawOrder: _withdraw,
}
