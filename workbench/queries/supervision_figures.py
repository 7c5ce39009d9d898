"""Figures of supervision: who answers orders and proposals in writing and in time, who is late again.

What counts and what passes says the catalogue, over the orders or proposals that the viewer may see.
Numerator and denominator open them; where nothing was due there is no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workbench.acts.proposals import PROPOSAL
from workbench.acts.supervision import ORDER
from workbench.indicators.evaluate import Period
from workbench.queries.promise_share import promise_share
from workbench.queries.proposals import ProposalLine
from workbench.queries.supervision import OrderLine
from workbench.snapshots.read import Snapshot
from workbench.terms import OrderState


class NothingDueError(ValueError):
    """A share of nothing: no order or proposal was due in the period."""

    def __init__(self, name: str, period: Period) -> None:
        super().__init__(f"{period.label}没有到期的文书，不计算{name}")


@dataclass(frozen=True, slots=True)
class FeedbackRate:
    """How many of what was due in a period were answered in writing by their day; numbers of both parts."""

    name: str
    period: Period
    passed: tuple[str, ...]
    failed: tuple[str, ...]

    @property
    def numerator(self) -> int:
        """Return how many were answered in time."""
        return len(self.passed)

    @property
    def denominator(self) -> int:
        """Return how many were due."""
        return len(self.passed) + len(self.failed)

    @property
    def share(self) -> float:
        """Return the share; ``NothingDueError`` where nothing was due."""
        if not self.denominator:
            raise NothingDueError(self.name, self.period)
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class LateAgain:
    """A matter in which the unit was late after its order had been closed: ``days`` late by the as-of day."""

    unit: str
    unit_name: str
    order_no: str
    case_no: str
    closed_on: date
    days: int


def order_feedback_rate(lines: Iterable[OrderLine], period: Period, as_of: date) -> FeedbackRate:
    """Return 督办反馈率: orders due in the period, not withdrawn, first answered in writing by their day."""
    found = promise_share("orders_answered", ORDER, (line.order for line in lines), period, as_of)
    return FeedbackRate(found.definition.name, period, found.passed, found.failed)


def proposal_feedback_rate(lines: Iterable[ProposalLine], period: Period, as_of: date) -> FeedbackRate:
    """Return 建议采纳反馈率: proposals due in the period, fed back on in writing by then (art. 40(4))."""
    found = promise_share("proposals_answered", PROPOSAL, (line.proposal for line in lines), period, as_of)
    return FeedbackRate(found.definition.name, period, found.passed, found.failed)


def late_again(snapshot: Snapshot, lines: Iterable[OrderLine]) -> tuple[LateAgain, ...]:
    """Return the closed orders whose unit was late in the same matter on some day after the close."""
    closed = {
        (line.order.case_no, line.order.to_unit): line
        for line in sorted(lines, key=lambda one: one.order.closed_on or date.min)
        if line.state is OrderState.CLOSED and line.order.case_no is not None
    }
    found = []
    for case_no, unit, days, until in _late_in(snapshot, {case_no for case_no, _ in closed if case_no}):
        line = closed.pop((case_no, unit), None)
        if line is None or line.order.closed_on is None:
            continue
        if until > line.order.closed_on:
            order = line.order
            found.append(LateAgain(unit, line.unit_name, order.order_no, case_no, line.order.closed_on, days))
    return tuple(sorted(found, key=lambda one: (one.unit, one.order_no)))


def _late_in(snapshot: Snapshot, case_nos: set[str]) -> list[tuple[str, str, int, date]]:
    """Return case, unit, days late and the last day of lateness, the latest per case and unit first."""
    found: list[tuple[str, str, int, date]] = []
    wanted = sorted(case_nos)
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        rows = snapshot.rows(
            "select c.case_no, d.unit, d.days_late, coalesce(d.met_on, d.ended_on) "
            "from deadline_fact d join case_fact c on c.case_id = d.case_id "
            f"where d.days_late > 0 and d.unit is not null and c.case_no in ({marks})",
            chunk,
        )
        found += [
            (case_no, unit, days, date.fromisoformat(met) if met else snapshot.as_of)
            for case_no, unit, days, met in rows
        ]
    return sorted(found, key=lambda one: one[3], reverse=True)
