"""Orders of supervision (督办单): issued, answered, returned, closed by who issued them, never by who owes.

The regulation (art. 40(1)) gives no day for the reply: it is the office's own setting, and says so.
Everything is a dated fact; whether an order is late on a day, or goes before the joint conference
(art. 39(3)), is computed for that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.law.evidence import Evidence
from workbench.terms import OrderState, SupervisionReason

ESCALATION: Final = "提请联席会议（第三十九条第三款）"
BASIS: Final = "《信访工作条例》第四十条第一款"
WAITING: Final = frozenset({OrderState.OPEN, OrderState.LATE, OrderState.RETURNED})


class OrderError(ValueError):
    """A change that the order does not allow."""


class NotIssuerError(OrderError):
    """Only who issued an order may do this, and never the unit that owes."""


@dataclass(frozen=True, slots=True)
class OrderReply:
    """What the unit answered, in writing; the evidence may be missing. ``account`` recorded it."""

    on: date
    text: str
    unit: str
    account: str
    title: str | None = None
    dated_on: date | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class OrderReturn:
    """A reply (its number from 1) that the issuer did not accept, why, and by when the next one is due."""

    on: date
    reply: int
    reason: str
    due_on: date
    account: str


@dataclass(frozen=True, slots=True)
class OrderReminder:
    """催办: a reminder of the issuer while the unit owes its reply."""

    on: date
    text: str
    account: str


@dataclass(frozen=True, slots=True)
class SupervisionOrder:
    """督办单. ``facts`` are frozen at issue; it rests on a matter, on an agreed item, or on neither.

    ``by_unit`` and ``by_account`` issued it. Days never run backwards within an order.
    """

    id: int
    order_no: str
    case_no: str | None
    item_no: str | None
    to_unit: str
    by_unit: str
    by_account: str
    reason: SupervisionReason
    facts: str
    basis: str
    demand: str
    issued_on: date
    reply_due_on: date
    closed_on: date | None = None
    closed_by: str | None = None
    closed_note: str | None = None
    withdrawn_on: date | None = None
    withdrawn_why: str | None = None
    replies: tuple[OrderReply, ...] = ()
    returns: tuple[OrderReturn, ...] = ()
    reminders: tuple[OrderReminder, ...] = ()
    version: int = 1

    # Questions about a day

    def until(self, as_of: date) -> SupervisionOrder:
        """Return the order as it stood at the end of ``as_of``."""
        closed = self.closed_on is not None and self.closed_on <= as_of
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= as_of
        return replace(
            self,
            closed_on=self.closed_on if closed else None,
            closed_by=self.closed_by if closed else None,
            closed_note=self.closed_note if closed else None,
            withdrawn_on=self.withdrawn_on if withdrawn else None,
            withdrawn_why=self.withdrawn_why if withdrawn else None,
            replies=tuple(one for one in self.replies if one.on <= as_of),
            returns=tuple(one for one in self.returns if one.on <= as_of),
            reminders=tuple(one for one in self.reminders if one.on <= as_of),
        )

    def state(self, as_of: date) -> OrderState:
        """Return where the order stands at the end of ``as_of``."""
        return self.until(as_of)._state(as_of)

    def due(self, as_of: date) -> date:
        """Return the day by which the reply is owed: of the order, or of the last return."""
        returns = [one for one in self.returns if one.on <= as_of]
        return returns[-1].due_on if returns else self.reply_due_on

    def days_late(self, as_of: date) -> int:
        """Return the calendar days past due while the unit owes a reply; 0 where it does not."""
        if self.state(as_of) not in WAITING:
            return 0
        return max(0, (as_of - self.due(as_of)).days)

    def escalates(self, as_of: date) -> bool:
        """Return whether the order goes before the joint conference: unanswered past the due day."""
        return self.state(as_of) is OrderState.LATE

    def first_reply_on(self, as_of: date) -> date | None:
        """Return the day of the first written reply, if there was one by ``as_of``."""
        return next((one.on for one in self.replies if one.on <= as_of), None)

    # Changes

    def reminded(self, on: date, text: str, *, unit: str | None, account: str) -> SupervisionOrder:
        """Return the order with a reminder of the issuer; only while the unit owes its reply."""
        self._check_issuer(unit, account, "催办")
        self._check_open(on)
        if not self._is_owed:
            raise OrderError("该单位已反馈，不必催办：请审核反馈，退回或者闭环")
        return replace(self, reminders=(*self.reminders, OrderReminder(on, _said(text, "催办内容"), account)))

    def replied(
        self, on: date, text: str, evidence: Evidence | None, *, unit: str, account: str
    ) -> SupervisionOrder:
        """Return the order with the unit's reply; while one waits for the issuer there is no second."""
        self._check_open(on)
        if unit != self.to_unit:
            raise OrderError("只有被督办单位才能反馈本督办单：请核对反馈单位")
        if not self._is_owed:
            raise OrderError("已有反馈等待发出单位审核，退回后才能再次反馈")
        given = () if evidence is None else (evidence.title, evidence.dated_on, evidence.sha256)
        reply = OrderReply(on, _said(text, "反馈内容"), unit, account, *given)
        return replace(self, replies=(*self.replies, reply))

    def returned(
        self, on: date, reason: str, due_on: date, *, unit: str | None, account: str
    ) -> SupervisionOrder:
        """Return the order with its last reply sent back: the reason, and a new due day."""
        self._check_issuer(unit, account, "退回反馈")
        self._check_open(on)
        if self._is_owed:
            raise OrderError("没有等待审核的反馈，不能退回")
        if due_on <= on:
            raise OrderError("重新反馈的期限须晚于退回之日：请核对")
        sent_back = OrderReturn(on, len(self.replies), _said(reason, "退回理由"), due_on, account)
        return replace(self, returns=(*self.returns, sent_back))

    def closed(self, on: date, note: str, *, unit: str | None, account: str) -> SupervisionOrder:
        """Return the order closed upon a reply; by the issuer alone, never by the unit that owes."""
        self._check_issuer(unit, account, "闭环")
        self._check_open(on)
        if self._is_owed:
            raise OrderError("没有等待审核的反馈，不能闭环：应先由被督办单位书面反馈，错发的请撤回")
        return replace(self, closed_on=on, closed_by=account, closed_note=_said(note, "审核意见"))

    def withdrawn(self, on: date, why: str, *, unit: str | None, account: str) -> SupervisionOrder:
        """Return the order withdrawn by the issuer, with the reason; it stays on record."""
        self._check_issuer(unit, account, "撤回")
        self._check_open(on)
        return replace(self, withdrawn_on=on, withdrawn_why=_said(why, "撤回理由"))

    @property
    def _is_owed(self) -> bool:
        return len(self.replies) == (self.returns[-1].reply if self.returns else 0)

    @property
    def _last_day(self) -> date:
        days = [one.on for one in self.replies] + [one.on for one in self.returns]
        return max([self.issued_on, *days, *(one.on for one in self.reminders)])

    def _state(self, as_of: date) -> OrderState:
        if self.withdrawn_on is not None:
            return OrderState.WITHDRAWN
        if self.closed_on is not None:
            return OrderState.CLOSED
        if not self._is_owed:
            return OrderState.ANSWERED
        if as_of > self.due(as_of):
            return OrderState.LATE
        return OrderState.RETURNED if self.returns else OrderState.OPEN

    def _check_open(self, on: date) -> None:
        if self.withdrawn_on is not None:
            raise OrderError(f"督办单“{self.order_no}”已于{self.withdrawn_on}撤回，不再变动")
        if self.closed_on is not None:
            raise OrderError(f"督办单“{self.order_no}”已于{self.closed_on}闭环，不再变动")
        if on < self._last_day:
            raise OrderError(f"日期早于上一步（{self._last_day}）：请核对")

    def _check_issuer(self, unit: str | None, account: str, what: str) -> None:
        if unit == self.to_unit:
            raise NotIssuerError(f"被督办单位不能对自己的督办单{what}：由发出单位办理")
        if unit != self.by_unit and account != self.by_account:
            raise NotIssuerError(f"只有发出单位才能{what}：请由发出本督办单的单位办理")


def issued(order: SupervisionOrder) -> SupervisionOrder:
    """Return the order as it is issued; ``OrderError`` says what it lacks."""
    if order.to_unit == order.by_unit:
        raise OrderError("不能向本单位发督办单：督办信访局由联席会议发出")
    if order.case_no is not None and order.item_no is not None:
        raise OrderError("督办单只依据一件信访事项或者一项议定事项：请只填一项")
    if order.reply_due_on <= order.issued_on:
        raise OrderError("反馈期限须晚于发出之日：请核对")
    return replace(
        order,
        facts=_said(order.facts, "事实"),
        basis=_said(order.basis, "依据"),
        demand=_said(order.demand, "督办要求"),
    )


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise OrderError(f"请填写{what}")
    return text.strip()
