"""The daily notice to a unit: what is due, what is late, what came in from it, what was sent back.

It is a page to print and a file for the office's own messaging: nothing leaves the machine by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection

from workbench.law.calendar import CalendarHistory
from workbench.law.screening_month import month_words
from workbench.queries.agreed_items import agreed_items
from workbench.queries.instructions import instruction_lines
from workbench.queries.proposals import proposal_board
from workbench.queries.screening import screening_board
from workbench.queries.supervision import board
from workbench.queries.unit_duties import LATE, TODAY, WEEK, Owed, by_span, unit_duties, unit_viewer
from workbench.snapshots.read import Snapshot
from workbench.terms import ActKind, ReportDecision

NEWS: Final = 7  # calendar days back that a notice tells of, its own day included
ANSWERED, RETURNED = "answered", "returned"


@dataclass(frozen=True, slots=True)
class News:
    """What happened on a day: the unit answered something, or something was sent back to it, and why."""

    on: date
    kind: str
    what: str
    number: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of one day to one unit. Counts are of duties (项)."""

    day: date
    unit: str
    unit_name: str
    late: tuple[Owed, ...]
    today: tuple[Owed, ...]
    week: tuple[Owed, ...]
    news: tuple[News, ...]

    @property
    def answered(self) -> tuple[News, ...]:
        """What came in from the unit."""
        return tuple(one for one in self.news if one.kind == ANSWERED)

    @property
    def returned(self) -> tuple[News, ...]:
        """What was sent back to it."""
        return tuple(one for one in self.news if one.kind == RETURNED)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.late or self.today or self.week or self.news)


def notice(
    connection: Connection,
    snapshot: Snapshot,
    unit: str,
    unit_name: str,
    *,
    calendars: CalendarHistory,
    duties: tuple[Owed, ...] | None = None,
) -> Notice:
    """Return the notice of the snapshot's day; ``duties`` are those of ``unit_duties``, if known already.

    ``connection`` and ``snapshot`` are those that ``unit_viewer`` may read.
    """
    as_of = snapshot.as_of
    owed = unit_duties(connection, snapshot, unit, calendars=calendars) if duties is None else duties
    spans = by_span(owed, as_of)
    since = as_of - timedelta(NEWS - 1)
    found = [one for one in _news(connection, snapshot, unit, calendars) if since <= one.on <= as_of]
    news = tuple(sorted(found, key=lambda one: (one.on, one.what, one.number), reverse=True))
    return Notice(as_of, unit, unit_name, spans[LATE], spans[TODAY], spans[WEEK], news)


def _news(
    connection: Connection, snapshot: Snapshot, unit: str, calendars: CalendarHistory
) -> Iterator[News]:
    as_of, viewer = snapshot.as_of, unit_viewer(unit)
    for line in board(connection, viewer, as_of=as_of):
        what, number = ActKind.REPLY_ORDER.label, line.order.order_no
        yield from (News(one.on, ANSWERED, what, number) for one in line.order.replies)
        yield from (News(one.on, RETURNED, what, number, one.reason) for one in line.order.returns)
    for proposed in proposal_board(connection, viewer, as_of=as_of):
        told = proposed.proposal
        if told.feedback_on is not None:
            yield News(told.feedback_on, ANSWERED, ActKind.RECORD_FEEDBACK.label, told.proposal_no)
    for row in agreed_items(connection, viewer, as_of=as_of):
        what, number = ActKind.REPORT_ITEM.label, row.item.item_no
        for report in row.item.reports:
            if report.reported_on <= as_of:
                yield News(report.reported_on, ANSWERED, what, number)
            if report.decision is ReportDecision.RETURNED and report.decided_on is not None:
                yield News(report.decided_on, RETURNED, what, number, report.decided_why or "")
    for shown in instruction_lines(connection, snapshot, viewer=viewer):
        if shown.instruction.to_unit == unit:
            what, number = ActKind.REPORT_INSTRUCTION.label, shown.instruction.instruction_no
            for one in shown.instruction.reports:
                yield News(one.reported_on, ANSWERED, what, number)
                if one.returned_on is not None:
                    yield News(one.returned_on, RETURNED, what, number, one.returned_why or "")
    for month in screening_board(connection, viewer, as_of=as_of, calendars=calendars).of_unit(unit):
        if month.screening is not None:
            what, number = ActKind.REPORT_SCREENING.label, month_words(month.month)
            yield from (News(one.on, ANSWERED, what, number) for one in month.screening.editions)
            yield from (News(one.on, RETURNED, what, number, one.why) for one in month.screening.returns)
