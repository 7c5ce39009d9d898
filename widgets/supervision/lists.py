"""The lists and figures of supervision of one day, each read when it is first asked for. No widgets here."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.access.viewer import Viewer
from workbench.indicators.evaluate import Period
from workbench.queries.office_duties import OfficeDuties, office_duties
from workbench.queries.proposals import ProposalLine, proposal_board
from workbench.queries.situation import unit_names
from workbench.queries.supervision import OrderLine, board
from workbench.queries.supervision_due import Suggestion, suggestions
from workbench.queries.supervision_figures import (
    FeedbackRate,
    LateAgain,
    late_again,
    order_feedback_rate,
    proposal_feedback_rate,
)
from workbench.snapshots.read import Snapshot
from workbench.terms import OrderState

if TYPE_CHECKING:
    from workbench.app import Workbench

YEAR = timedelta(364)


class Lists:
    """What one viewer may see at the end of the day of ``snapshot``."""

    def __init__(self, bench: Workbench, viewer: Viewer, snapshot: Snapshot) -> None:
        self.bench = bench
        self.viewer = viewer
        self.snapshot = snapshot

    @property
    def period(self) -> Period:
        """Return the twelve months up to the day: the period of the figures."""
        return Period(self.snapshot.as_of - YEAR, self.snapshot.as_of)

    @cached_property
    def orders(self) -> tuple[OrderLine, ...]:
        """Return the orders that the viewer may see."""
        return self.bench.ask(board, self.viewer, as_of=self.snapshot.as_of)

    @cached_property
    def proposals(self) -> tuple[ProposalLine, ...]:
        """Return the proposals that the viewer may see."""
        return self.bench.ask(proposal_board, self.viewer, as_of=self.snapshot.as_of)

    @cached_property
    def suggested(self) -> tuple[Suggestion, ...]:
        """Return what is late and has no order that is alive."""
        return suggestions(self.snapshot, self.orders)

    @cached_property
    def office(self) -> OfficeDuties:
        """Return the petition office's own duties of the twelve months."""
        return office_duties(self.snapshot, since=self.period.start)

    @cached_property
    def order_rate(self) -> FeedbackRate:
        """Return 督办反馈率 of the twelve months."""
        return order_feedback_rate(self.orders, self.period, self.snapshot.as_of)

    @cached_property
    def proposal_rate(self) -> FeedbackRate:
        """Return 建议采纳反馈率 of the twelve months."""
        return proposal_feedback_rate(self.proposals, self.period, self.snapshot.as_of)

    @cached_property
    def again(self) -> tuple[LateAgain, ...]:
        """Return the closed orders after which the unit was late in the same matter."""
        return late_again(self.snapshot, self.orders)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the names of the units by code."""
        return unit_names(self.snapshot)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return the titles of the matters under an order, masked; those of accusations say so."""
        wanted = sorted({line.order.case_no for line in self.orders if line.order.case_no})
        found: dict[str, str] = {}
        for start in range(0, len(wanted), 500):
            chunk = wanted[start : start + 500]
            marks = ", ".join("?" * len(chunk))
            found |= dict(
                self.snapshot.rows(f"select case_no, title from case_fact where case_no in ({marks})", chunk)
            )
        return found

    def count(self, *states: OrderState) -> int:
        """Return how many orders stand so."""
        return sum(line.state in states for line in self.orders)
