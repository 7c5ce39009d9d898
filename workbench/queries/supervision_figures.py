"""Figures of supervision: who answers orders and proposals in writing and in time, who is late again.

Numerator and denominator open their orders or proposals; where nothing was due there is no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workbench.indicators.evaluate import Period
from workbench.queries.proposals import ProposalLine
from workbench.queries.supervision import OrderLine
from workbench.snapshots.read import Snapshot
from workbench.terms import OrderState

ORDER_RATE = "督办反馈率"
PROPOSAL_RATE = "建议采纳反馈率"


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
    """Return 督办反馈率: orders due in the period, not withdrawn, first answered in writing by their day.

    The day is that of the order itself. One that is due today and not answered is not judged yet.
    """
    passed, failed = [], []
    for line in lines:
        order = line.order
        if line.state is OrderState.WITHDRAWN or not _is_in(order.reply_due_on, period):
            continue
        first = order.first_reply_on(as_of)
        if first is not None and first <= order.reply_due_on:
            passed.append(order.order_no)
        elif order.reply_due_on < as_of:
            failed.append(order.order_no)
    return FeedbackRate(ORDER_RATE, period, tuple(passed), tuple(failed))


def proposal_feedback_rate(lines: Iterable[ProposalLine], period: Period, as_of: date) -> FeedbackRate:
    """Return 建议采纳反馈率: proposals due in the period, fed back on in writing by then (art. 40(4))."""
    passed, failed = [], []
    for line in lines:
        proposal = line.proposal
        if not _is_in(proposal.feedback_due_on, period):
            continue
        given = proposal.feedback_on
        if given is not None and given <= proposal.feedback_due_on:
            passed.append(proposal.proposal_no)
        elif proposal.feedback_due_on < as_of:
            failed.append(proposal.proposal_no)
    return FeedbackRate(PROPOSAL_RATE, period, tuple(passed), tuple(failed))


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


def _is_in(day: date, period: Period) -> bool:
    return period.start <= day <= period.end
