"""Any sequence of acts on an order: never closed by the unit that owes, never twice, never silently late.

Short by default; ``WORKBENCH_LONG_STEPS=100000`` walks so many steps.
"""

from __future__ import annotations

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.law.test_supervision import ON, OTHER, PAPER, make_order
from workbench.law.supervision import OrderError, SupervisionOrder
from workbench.terms import OrderState

LONG = int(os.environ.get("WORKBENCH_LONG_STEPS", "0"))
UNITS = ("430682XF", "430682101", OTHER, "430682LX", None)
ACCOUNTS = ("chen", "wang", "li")
who = {"unit": st.sampled_from(UNITS), "account": st.sampled_from(ACCOUNTS)}
forward = st.integers(-2, 9)
ENDED = (OrderState.CLOSED, OrderState.WITHDRAWN)


class OrderMachine(RuleBasedStateMachine):
    """One order in the hands of whoever comes; refusals change nothing."""

    @initialize()
    def issue(self) -> None:
        self.order = make_order()
        self.today = ON

    def attempt(self, change) -> SupervisionOrder | None:
        """Return what the order has become, ``None`` where it was refused."""
        before = self.order
        try:
            self.order = change()
        except OrderError:
            assert self.order is before
            return None
        assert before.closed_on is None and before.withdrawn_on is None
        assert self.order.facts == before.facts and self.order.issued_on == before.issued_on
        return before

    def go(self, days: int):
        day = self.today + timedelta(days)
        self.today = max(self.today, day)
        return day

    @rule(days=forward, has_paper=st.booleans(), **who)
    def reply(self, days, has_paper, unit, account) -> None:
        day = self.go(days)
        paper = PAPER if has_paper else None
        before = self.attempt(lambda: self.order.replied(day, "已办", paper, unit=unit, account=account))
        if before is not None:
            assert unit == before.to_unit
            assert before.state(day) is not OrderState.ANSWERED

    @rule(days=forward, due=st.integers(-1, 20), **who)
    def send_back(self, days, due, unit, account) -> None:
        day = self.go(days)
        due_on = day + timedelta(due)
        before = self.attempt(lambda: self.order.returned(day, "不全", due_on, unit=unit, account=account))
        if before is not None:
            self.by_issuer(before, unit, account)
            assert before.state(self.today) is OrderState.ANSWERED and due_on > day

    @rule(days=forward, **who)
    def remind(self, days, unit, account) -> None:
        day = self.go(days)
        before = self.attempt(lambda: self.order.reminded(day, "请快", unit=unit, account=account))
        if before is not None:
            self.by_issuer(before, unit, account)

    @rule(days=forward, **who)
    def close(self, days, unit, account) -> None:
        day = self.go(days)
        before = self.attempt(lambda: self.order.closed(day, "属实", unit=unit, account=account))
        if before is not None:
            self.by_issuer(before, unit, account)
            assert before.state(self.today) is OrderState.ANSWERED

    @rule(days=forward, **who)
    def withdraw(self, days, unit, account) -> None:
        day = self.go(days)
        before = self.attempt(lambda: self.order.withdrawn(day, "错发", unit=unit, account=account))
        if before is not None:
            self.by_issuer(before, unit, account)

    @rule()
    def begin_anew(self) -> None:
        if self.order.state(self.today) in ENDED:
            self.issue()

    def by_issuer(self, before: SupervisionOrder, unit, account) -> None:
        assert unit != before.to_unit
        assert unit == before.by_unit or account == before.by_account

    @invariant()
    def a_day_is_told_the_same_before_and_after(self) -> None:
        order = self.order
        for day in (ON, self.today, self.today + timedelta(40)):
            state = order.state(day)
            assert order.until(day).state(day) is state
            assert (order.days_late(day) > 0) == (state is OrderState.LATE)
            assert order.escalates(day) == (state is OrderState.LATE)

    @invariant()
    def what_happened_stands_in_order(self) -> None:
        order = self.order
        assert len(order.returns) <= len(order.replies)
        assert [one.reply for one in order.returns] == list(range(1, len(order.returns) + 1))
        assert all(one.unit == order.to_unit for one in order.replies)
        days = sorted(one.on for one in (*order.replies, *order.returns, *order.reminders))
        assert all(day >= order.issued_on for day in days)
        assert order.closed_on is None or (
            order.withdrawn_on is None and order.closed_on >= (days or [ON])[-1]
        )


OrderMachine.TestCase.settings = settings(
    max_examples=max(LONG // 100, 1) if LONG else 30,
    stateful_step_count=100 if LONG else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck) if LONG else (),
)
TestAnySequenceOfActsOnAnOrder = OrderMachine.TestCase
