"""Everything one unit owes, wherever it arises: limits of matters, promises, orders, reports, rework.

Read through the eyes of the unit: an accusation against it, or against one above or below it, is not there
(art. 30(3)). Each duty says where it is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection

from workbench.access.viewer import Viewer
from workbench.law.calendar import CalendarHistory
from workbench.law.limits import rule_title
from workbench.law.screening_month import month_words
from workbench.office import OFFICE
from workbench.queries.accountability import accountability_log
from workbench.queries.agreed_items import agreed_items
from workbench.queries.instructions import instruction_lines
from workbench.queries.look_backs import rounds, worklist
from workbench.queries.office_owed import office_owed
from workbench.queries.ownerships import owned
from workbench.queries.proposals import proposal_board
from workbench.queries.screening import screening_board
from workbench.queries.supervision import board
from workbench.snapshots.read import Snapshot
from workbench.terms import (
    ActKind,
    AgreedItemState,
    CommitmentKind,
    CommitmentState,
    FeedbackState,
    InstructionState,
    LookBackState,
    OrderState,
    ProceedingStep,
    Role,
    ScreeningState,
)

AHEAD: Final = 31  # calendar days that the page looks ahead
RIGHT: Final = "R-UNIT-OBJECT5"  # to object to what was sent (art. 23(3)) is a right of the unit, no duty
LATE, TODAY, WEEK, MONTH, OPEN = "late", "today", "week", "month", "open"
SPANS: Final = {
    LATE: "已逾期",
    TODAY: "今天到期",
    WEEK: "七日内到期",
    MONTH: "一个月内到期",
    OPEN: "没有限定日期",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of a unit: ``what`` it has to do, on ``number``, about ``subject`` (masked), by ``due_on``.

    ``app`` and ``at`` lead to where it is answered. ``is_returned``: it was answered and sent back.
    """

    what: str
    number: str
    subject: str
    due_on: date | None
    app: str
    at: tuple[tuple[str, str], ...]
    is_returned: bool = False

    def span(self, as_of: date) -> str:
        """Return when it is due, seen from a day: a key of ``SPANS``."""
        if self.due_on is None:
            return OPEN
        days = (self.due_on - as_of).days
        return LATE if days < 0 else TODAY if days == 0 else WEEK if days <= 7 else MONTH

    def days_late(self, as_of: date) -> int:
        """Return the calendar days past its day, 0 if it is not late."""
        return 0 if self.due_on is None else max((as_of - self.due_on).days, 0)


def unit_viewer(unit: str) -> Viewer:
    """Return the unit itself as a viewer: what its own official would see."""
    return Viewer("", "", Role.HANDLER, unit)


def unit_duties(
    connection: Connection, snapshot: Snapshot, unit: str, *, calendars: CalendarHistory
) -> tuple[Owed, ...]:
    """Return what a unit owes on the snapshot's day, up to ``AHEAD`` days ahead: late first, then by day.

    ``connection`` and ``snapshot`` are those that ``unit_viewer`` may read.
    """
    as_of, viewer = snapshot.as_of, unit_viewer(unit)
    found: list[Owed] = [
        *_deadlines(snapshot, unit),
        *_orders(connection, viewer, as_of),
        *_proposals(connection, viewer, as_of),
        *_items(connection, viewer, as_of),
        *_instructions(connection, snapshot, viewer),
        *_milestones(connection, snapshot, unit),
        *_screenings(connection, viewer, as_of, calendars),
        *_look_backs(connection, viewer, as_of),
        *_rectifications(connection, viewer, as_of),
        *(Owed(*one) for one in office_owed(connection, snapshot) if unit == OFFICE),
    ]
    until = as_of + timedelta(AHEAD)
    near = (one for one in found if one.due_on is None or one.due_on <= until)
    return tuple(
        sorted(near, key=lambda one: (one.due_on is None, one.due_on or date.max, one.what, one.number))
    )


def by_span(found: Iterable[Owed], as_of: date) -> dict[str, tuple[Owed, ...]]:
    """Return the duties by when they are due, every span there."""
    told: dict[str, list[Owed]] = {span: [] for span in SPANS}
    for one in found:
        told[one.span(as_of)].append(one)
    return {span: tuple(ones) for span, ones in told.items()}


def _deadlines(snapshot: Snapshot, unit: str) -> Iterator[Owed]:
    rows = snapshot.rows(
        "select c.case_no, c.title, d.rule_id, d.due from deadline_fact d "
        "join case_fact c on c.case_id = d.case_id "
        "where d.state in ('late', 'running') and d.due <= :until and d.rule_id <> :right and d.unit in ("
        "with recursive below(code) as (select :unit union "
        "select u.code from unit_fact u join below b on u.parent = b.code) select code from below)",
        {"until": (snapshot.as_of + timedelta(AHEAD)).isoformat(), "unit": unit, "right": RIGHT},
    )
    for case_no, title, rule, due in rows:
        day = date.fromisoformat(due)
        yield Owed(rule_title(rule), case_no, title, day, "case_review", (("case", case_no),))


def _orders(connection: Connection, viewer: Viewer, as_of: date) -> Iterator[Owed]:
    waits = (OrderState.OPEN, OrderState.LATE, OrderState.RETURNED)
    for line in board(connection, viewer, as_of=as_of):
        if line.state in waits:
            order = line.order
            at = (("order", order.order_no),)
            back = bool(order.returns)
            what = ActKind.REPLY_ORDER.label
            yield Owed(what, order.order_no, order.demand, line.due_on, "supervision", at, back)


def _proposals(connection: Connection, viewer: Viewer, as_of: date) -> Iterator[Owed]:
    for line in proposal_board(connection, viewer, as_of=as_of):
        if line.state in (FeedbackState.WAITING, FeedbackState.MISSING):
            one = line.proposal
            what = f"{one.proposal_kind.label}的书面反馈"
            at = (("tab", "proposals"), ("proposal", one.proposal_no))
            yield Owed(what, one.proposal_no, one.text, one.feedback_due_on, "supervision", at)


def _items(connection: Connection, viewer: Viewer, as_of: date) -> Iterator[Owed]:
    for row in agreed_items(connection, viewer, as_of=as_of):
        if row.state is AgreedItemState.OPEN:
            item = row.item
            helps = "" if item.lead_unit == viewer.unit else "（配合）"
            what, at = f"{ActKind.REPORT_ITEM.label}{helps}", (("item", item.item_no),)
            yield Owed(what, item.item_no, item.text, row.due, "meeting", at, bool(item.reports))


def _instructions(connection: Connection, snapshot: Snapshot, viewer: Viewer) -> Iterator[Owed]:
    for line in instruction_lines(connection, snapshot, viewer=viewer):
        one = line.instruction
        if line.state in (InstructionState.OPEN, InstructionState.LATE) and one.to_unit == viewer.unit:
            at = (("tab", "instructions"), ("instruction", one.instruction_no))
            what = ActKind.REPORT_INSTRUCTION.label
            yield Owed(what, one.instruction_no, one.text, one.due_on, "reception", at, bool(one.reports))


def _milestones(connection: Connection, snapshot: Snapshot, unit: str) -> Iterator[Owed]:
    waits = (CommitmentState.AHEAD, CommitmentState.LATE)
    for one in owned(connection, snapshot):
        if one.is_live and one.lead_unit == unit:
            for promise in one.commitments:
                if promise.state in waits:
                    due = promise.broken_on[0] if promise.broken_on else promise.due_on
                    number = one.ownership.ownership_no
                    what = f"包案{CommitmentKind.MILESTONE.label}"
                    at = (("page", "one"), ("no", number))
                    yield Owed(what, number, promise.words, due, "ownership", at)


def _screenings(
    connection: Connection, viewer: Viewer, as_of: date, calendars: CalendarHistory
) -> Iterator[Owed]:
    for line in screening_board(connection, viewer, as_of=as_of, calendars=calendars).open:
        at = (("report", line.number),)
        returned = line.screening.returned if line.screening is not None else None
        kind = ActKind.REPORT_SCREENING if returned is None else ActKind.AMEND_SCREENING
        subject = f"{month_words(line.month)}月报" + ("" if returned is None else f"，退回：{returned.why}")
        due = line.due_on if returned is None else returned.due_on
        yield Owed(
            kind.label, line.number, subject, due, "screening", at, line.state is ScreeningState.RETURNED
        )


def _look_backs(connection: Connection, viewer: Viewer, as_of: date) -> Iterator[Owed]:
    for one in rounds(connection, as_of=as_of):
        for line in worklist(connection, viewer, one.round_no, as_of=as_of):
            check = line.check
            if check is None or line.unit != viewer.unit:
                continue
            at = (("round", one.round_no), ("check", check.check_no))
            if line.state in (LookBackState.IN_REWORK, LookBackState.LATE):
                back = bool(check.reports)
                words = check.measures or ""
                what = ActKind.REPORT_REWORK.label
                yield Owed(what, check.check_no, words, check.rework_due, "look_back", at, back)
            elif line.state is LookBackState.OPEN and check.viewed_on is None:
                what = ActKind.VIEW_OWN_WORK.label
                yield Owed(what, check.check_no, line.case_no, None, "look_back", at)


def _rectifications(connection: Connection, viewer: Viewer, as_of: date) -> Iterator[Owed]:
    """Yield what a decision on the unit leaves to be mended, as far as the unit may read of it."""
    for line in accountability_log(connection, viewer, as_of=as_of):
        decided, mended = line.of(ProceedingStep.DECISION), line.of(ProceedingStep.RECTIFICATION)
        if line.proceeding.unit == viewer.unit and decided and not mended:
            number = line.proceeding.proceeding_no
            what = f"责任追究后的{ProceedingStep.RECTIFICATION.label}"
            told = decided[-1].title or ""
            yield Owed(what, number, told, None, "accountability", (("id", number),))
