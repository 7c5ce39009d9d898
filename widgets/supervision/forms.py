"""The acts on an open order or proposal, from the questions to the ledger. No widgets here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from widgets.judging import judged
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.supervision.asked import FIELDS, MAKE, About
from widgets.supervision.state import SupervisionState
from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.law.supervision import OrderError, SupervisionOrder
from workbench.terms import ActKind, Role

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.queries.proposals import ProposalPage
    from workbench.queries.supervision import OrderPage

ON_ORDERS = (
    ActKind.REPLY_ORDER,
    ActKind.CLOSE_ORDER,
    ActKind.RETURN_REPLY,
    ActKind.REMIND_ORDER,
    ActKind.WITHDRAW_ORDER,
)


class FormClosedError(ValueError):
    """The act cannot be recorded here and now."""


@dataclass(frozen=True, slots=True)
class Step:
    """An act on a page: whether it may be done now, and why not."""

    kind: ActKind
    why: str


def order_steps(state: SupervisionState, page: OrderPage) -> tuple[Step, ...]:
    """Return the acts on an order, each with the reason that stands against it, as the law has it."""
    order = page.line.order
    return tuple(Step(kind, _why_not(state, kind, partial(_try, state, order, kind))) for kind in ON_ORDERS)


def proposal_steps(state: SupervisionState, page: ProposalPage) -> tuple[Step, ...]:
    """Return the act on a proposal with the reason that stands against it."""
    given = page.line.proposal.feedback_on
    why = f"已于{given}反馈" if given is not None else ""
    kind = ActKind.RECORD_FEEDBACK
    return (Step(kind, _why_not(state, kind, lambda: why)),)


def _why_not(state: SupervisionState, kind: ActKind, law: Callable[[], str]) -> str:
    if not state.may(kind):
        return f"您的角色（{state.viewer.role.label}）不能办理这一项"
    return state.closed() or law()


def _try(state: SupervisionState, order: SupervisionOrder, kind: ActKind) -> str:
    """Return why the law refuses this act today whatever it says, "" where it does not."""
    who, today = state.viewer, state.today
    unit, account = who.unit, who.account
    try:
        match kind:
            case ActKind.REPLY_ORDER:
                order.replied(today, "…", None, unit=answering_unit(state, order.to_unit), account=account)
            case ActKind.REMIND_ORDER:
                order.reminded(today, "…", unit=unit, account=account)
            case ActKind.RETURN_REPLY:
                order.returned(today, "…", today + timedelta(1), unit=unit, account=account)
            case ActKind.CLOSE_ORDER:
                order.closed(today, "…", unit=unit, account=account)
            case _:
                order.withdrawn(today, "…", unit=unit, account=account)
    except OrderError as error:
        return str(error)
    return ""


def awaited_of(viewer: Viewer) -> frozenset[ActKind]:
    """Return the acts that are this viewer's own to do: a unit answers, who issued an order judges it."""
    if viewer.role is Role.HANDLER:
        return frozenset({ActKind.REPLY_ORDER, ActKind.RECORD_FEEDBACK})
    return frozenset({ActKind.CLOSE_ORDER})


def answering_unit(state: SupervisionState, to_unit: str) -> str:
    """Return in whose name this viewer answers: an official for his unit, others record the paper of it."""
    return state.viewer.unit or "" if state.viewer.role is Role.HANDLER else to_unit


class PageForm:
    """One act on the open order or proposal; ``version`` is what the reader had before him."""

    def __init__(self, state: SupervisionState, kind: ActKind) -> None:
        """``NotPermittedError`` by role, ``FormClosedError`` with the reason where it cannot be done now."""
        require(state.viewer, f"act:{kind.value}")
        self.state = state
        self.kind = kind
        self.is_proposal = kind is ActKind.RECORD_FEEDBACK
        self._look()
        why = next(step.why for step in self._steps() if step.kind is kind)
        if why:
            raise FormClosedError(f"现在不能办理“{kind.label}”：{why}")

    @property
    def key(self) -> str:
        """Return what the draft of this form is kept under."""
        return f"{self.number}/{self.kind.value}"

    @property
    def takes_evidence(self) -> bool:
        """Return whether the form has a place for originals."""
        return self.kind in (ActKind.REPLY_ORDER, ActKind.RECORD_FEEDBACK)

    @property
    def needs_evidence(self) -> bool:
        """Return whether there must be one: feedback on a proposal is given in writing (art. 40(4))."""
        return self.is_proposal

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions; an official answers today, others record a paper with its day."""
        return (*self._day(), *FIELDS[self.kind](self.due))

    def act(self, values: FormValues) -> Act:
        """Return the act that the answers make."""
        on = values.day("on") or self.state.today
        about = About(self.number, answering_unit(self.state, self.to_unit))
        return MAKE[self.kind](about, on, values)

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against it."""
        return judged(values, lambda: self.state.refusal(self.act(values)))

    def perform(self, values: FormValues) -> int:
        """Record the act; return its ledger position. If somebody was quicker, look anew and say so."""
        require(self.state.viewer, f"act:{self.kind.value}")
        act = self.act(values)
        try:
            return self.state.bench.perform(act, actor=self.state.viewer.actor, seen=self.version)[0]
        except ValueError:
            self._look()
            raise

    def _look(self) -> None:
        if self.is_proposal:
            found = self.state.proposal_page()
            proposal = found.line.proposal
            self.number, self.to_unit, self.version = proposal.proposal_no, proposal.to_unit, proposal.version
            self.due = proposal.feedback_due_on
            self._steps: Callable[[], tuple[Step, ...]] = lambda: proposal_steps(self.state, found)
        else:
            page = self.state.order_page()
            order = page.line.order
            self.number, self.to_unit, self.version = order.order_no, order.to_unit, order.version
            self.due = self.state.usual_due()
            self._steps = lambda: order_steps(self.state, page)

    def _day(self) -> tuple[FormField, ...]:
        if not self.takes_evidence or self.state.viewer.role is Role.HANDLER:
            return ()
        today = self.state.today
        return (
            FormField(
                "on",
                "反馈日期",
                "date",
                required=True,
                initial=today.isoformat(),
                high=today,
                hint="单位书面反馈送达之日；单位账号反馈的以提交当日为准",
            ),
        )
