"""What the screen of supervision knows: the day, the lists, the page that is open. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from widgets.address import asked_day
from widgets.duties import reminder
from widgets.parts.values import Choice
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
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer
from workbench.law.reply_days import order_due, proposal_due
from workbench.queries.act_refusal import refusal
from workbench.queries.proposals import ProposalLine, ProposalPage, proposal_page
from workbench.queries.supervision import OrderLine, OrderPage, order_page
from workbench.queries.supervision_due import OrderDraft, Suggestion, order_draft, present_workings
from workbench.terms import Role

if TYPE_CHECKING:
    from widgets.duties import Reminder
    from workbench.acts.base import Act
    from workbench.app import Workbench
    from workbench.queries.case_page import Working


class SupervisionState:
    """Supervision as of a day, as its viewer may see it; lists are read when they are first asked for."""

    def __init__(
        self,
        bench: Workbench,
        address: Mapping[str, str] | None = None,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self.bench = bench
        self.viewer = viewer()
        self.shown = Shown()
        self.complaint = self.go_to(address or {})

    def go_to(self, address: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it cannot be read, "" if nothing."""
        problems: list[str] = []
        day = asked_day(address, self.bench.today(), problems)
        self.shown, more = read_shown(address)
        self.set_as_of(day)
        if self.shown.tab not in self.tabs:
            self.shown = replace(self.shown, tab=ORDERS)
        told = (*problems, *more)
        return f"{'；'.join(told)}。其余内容已按地址显示。" if told else ""

    def set_as_of(self, day: date | None) -> None:
        """Show what was true at the end of a day, ``None`` for today."""
        self.today = self.bench.today()
        self.snapshot = self.bench.snapshot(day)
        self.lists = Lists(self.bench, self.viewer, self.snapshot)

    def refresh_after_act(self) -> None:
        """Read everything anew after something was recorded."""
        self.set_as_of(None if self.as_of == self.today else self.as_of)

    @property
    def as_of(self) -> date:
        """Return the day that is shown."""
        return self.snapshot.as_of

    @property
    def address(self) -> str:
        """Return the query of what is shown; today needs no day."""
        return query_of(self.shown, "" if self.as_of == self.today else self.as_of.isoformat())

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists that this viewer has: officials and leaders see what concerns them."""
        if self.viewer.role in (Role.HANDLER, Role.LEADER):
            return (ORDERS, PROPOSALS)
        return (ORDERS, SUGGESTED, PROPOSALS, OFFICE_OWN)

    @property
    def reminder(self) -> Reminder | None:
        """Return what waits for the viewer."""
        return reminder(self.bench)

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the lists come from."""
        return self.bench.ledger_root(self.snapshot.ledger_size)

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

    @property
    def unit_offers(self) -> tuple[Choice, ...]:
        """Return the units to choose from, those of the city before those above it."""
        rows = self.snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
        return tuple(Choice(code, name) for code, name in rows)

    def refusal(self, act: Act) -> str:
        """Return why an act of this viewer would be refused now, "" where it would not."""
        with self.bench.reading() as session:
            link = session.connection()
            return refusal(link, act, by=self.viewer.actor, calendars=self.bench.calendars(link))

    def may(self, kind: str) -> bool:
        """Return whether the viewer's role may do an act of this kind."""
        return allow(self.viewer, f"act:{kind}")

    def closed(self) -> str:
        """Return why nothing can be recorded on this page now; "" if it can."""
        if self.as_of != self.today:
            return f"现在显示的是 {self.as_of:%Y-%m-%d} 的情况：请把截至日改回今天再办理"
        return ""
