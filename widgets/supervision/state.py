"""What the screen of supervision knows: the day, the lists, the page that is open. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from widgets.dated_state import DatedState
from widgets.supervision.address import (
    OFFICE_OWN,
    ORDERS,
    PROPOSALS,
    SUGGESTED,
    Shown,
    query_of,
    read_shown,
)
from widgets.supervision.lists import Lists
from workbench.law.reply_days import order_due, proposal_due
from workbench.queries.proposals import ProposalLine, ProposalPage, proposal_page
from workbench.queries.supervision import OrderLine, OrderPage, order_page
from workbench.queries.supervision_due import OrderDraft, Suggestion, order_draft, present_workings
from workbench.terms import Role

if TYPE_CHECKING:
    from workbench.queries.case_page import Working


class SupervisionState(DatedState[Shown]):
    """Supervision as of a day, as its viewer may see it; lists are read when they are first asked for."""

    def read(self, address: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
        shown, problems = read_shown(address)
        return shown if shown.tab in self.tabs else replace(shown, tab=ORDERS), problems

    def query(self, as_of: str) -> str:
        return query_of(self.shown, as_of)

    def read_lists(self) -> None:
        self.lists = Lists(self.bench, self.viewer, self.snapshot)

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists that this viewer has: officials and leaders see what concerns them."""
        if self.viewer.role in (Role.HANDLER, Role.LEADER):
            return (ORDERS, PROPOSALS)
        return (ORDERS, SUGGESTED, PROPOSALS, OFFICE_OWN)

    # What is listed

    @property
    def shown_orders(self) -> tuple[OrderLine, ...]:
        """Return the orders that pass the filter."""
        shown, numbers = self.shown, self._numbers()
        return tuple(
            line
            for line in self.lists.orders
            if (not shown.units or line.order.to_unit in shown.units)
            and (not shown.states or line.state.value in shown.states)
            and (numbers is None or line.order.order_no in numbers)
        )

    @property
    def shown_proposals(self) -> tuple[ProposalLine, ...]:
        """Return the proposals that pass the filter."""
        part, rate = self.shown.part, self.lists.proposal_rate
        numbers = {"proposal_passed": rate.passed, "proposal_failed": rate.failed}.get(part)
        units = self.shown.units
        return tuple(
            line
            for line in self.lists.proposals
            if (not units or line.proposal.to_unit in units)
            and (numbers is None or line.proposal.proposal_no in numbers)
        )

    @property
    def shown_suggestions(self) -> tuple[Suggestion, ...]:
        """Return what deserves an order and passes the filter; a unit's official has no such list."""
        if SUGGESTED not in self.tabs:
            return ()
        units = self.shown.units
        return tuple(one for one in self.lists.suggested if not units or one.unit in units)

    def _numbers(self) -> frozenset[str] | None:
        part = self.shown.part
        if part == "again":
            return frozenset(one.order_no for one in self.lists.again)
        rate = {"rate_passed": self.lists.order_rate.passed, "rate_failed": self.lists.order_rate.failed}
        return frozenset(rate[part]) if part in rate else None

    # One order, one proposal, a new one

    def order_page(self) -> OrderPage:
        """Return the page of the open order; ``OrderNotFoundError`` if the viewer has none so numbered."""
        with self.bench.reading() as session:
            link = session.connection()
            calendars = self.bench.calendars(link)
            return order_page(link, self.viewer, self.shown.order, as_of=self.as_of, calendars=calendars)

    def proposal_page(self) -> ProposalPage:
        """Return the page of the open proposal; ``OrderNotFoundError`` as for orders."""
        with self.bench.reading() as session:
            link = session.connection()
            calendars = self.bench.calendars(link)
            return proposal_page(
                link, self.viewer, self.shown.proposal, as_of=self.as_of, calendars=calendars
            )

    def present(self, case_no: str, unit: str) -> tuple[Working, ...]:
        """Return the unit's deadlines in a matter as they stand on the day that is shown."""
        with self.bench.reading() as session:
            link = session.connection()
            calendars = self.bench.calendars(link)
            return present_workings(link, case_no, unit, as_of=self.as_of, calendars=calendars)

    def draft(self, case_no: str, unit: str | None) -> OrderDraft:
        """Return what an order in a matter would say today."""
        with self.bench.reading() as session:
            link = session.connection()
            calendars = self.bench.calendars(link)
            return order_draft(link, case_no, as_of=self.today, calendars=calendars, unit=unit)

    def usual_due(self) -> date:
        """Return the usual day for a reply to an order of today."""
        with self.bench.reading() as session:
            return order_due(self.bench.calendars(session.connection()).on(self.today), self.today)

    def usual_proposal_due(self) -> date:
        """Return the usual day for the feedback on a proposal of today."""
        with self.bench.reading() as session:
            return proposal_due(self.bench.calendars(session.connection()).on(self.today), self.today)
