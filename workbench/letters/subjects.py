"""What a letter may be about, to choose from: meetings, orders, proposals, rounds, sheets; latest first.

Matters are not listed here: there are too many, and whoever writes on one comes from its page.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.letters.appraisal_sheet import subject_of
from workbench.letters.make import letter_of
from workbench.letters.orders import KINDS
from workbench.terms import AppraisalState, IssuedKind, IssuedSubject, MeetingState, OrderState

MOST: Final = 200
MONTHS: Final = 3  # of appraisals, whose sheets are offered
Subjects = tuple[tuple[str, str], ...]


def subjects(connection: Connection, viewer: Viewer, kind: IssuedKind, *, as_of: date) -> Subjects:
    """Return pairs of number and words for what a letter of this kind can be written about now.

    Only what the viewer may see; empty for a letter on a matter. ``NotPermittedError`` where the viewer may
    not see such things at all.
    """
    about = letter_of(kind).subject_kind
    found: list[tuple[str, str]] = []
    if about is IssuedSubject.MEETING:
        found = _meetings(connection, as_of)
    elif about is IssuedSubject.ORDER:
        found = _orders(connection, viewer, as_of)
    elif about is IssuedSubject.PROPOSAL:
        found = _proposals(connection, viewer, kind, as_of)
    elif about is IssuedSubject.LOOK_BACK_ROUND:
        from workbench.queries.look_backs import rounds

        found = [(one.round_no, one.name) for one in rounds(connection, as_of=as_of)]
    elif about is IssuedSubject.REVIEW_ROUND:
        from workbench.queries.review_rounds import rounds as reviews

        found = [(one.round_no, one.name) for one in reviews(connection)]
    elif about is IssuedSubject.YEAR_ASSESSMENT:
        found = _years(connection, viewer, as_of)
    elif about is IssuedSubject.WORK_STUDY:
        found = _studies(connection, viewer, as_of)
    elif about is IssuedSubject.APPRAISAL:
        return _sheets(connection, viewer, as_of)
    return tuple((number, f"{number}　{words}") for number, words in found[:MOST])


def _meetings(connection: Connection, as_of: date) -> list[tuple[str, str]]:
    from workbench.queries.meetings import meeting_lines

    return [
        (one.meeting.meeting_no, f"{one.meeting.kind.label}，{one.meeting.planned_on}")
        for one in meeting_lines(connection, as_of=as_of)
        if one.state is MeetingState.CLOSED
    ]


def _orders(connection: Connection, viewer: Viewer, as_of: date) -> list[tuple[str, str]]:
    from workbench.queries.supervision import board

    lines = sorted(
        board(connection, viewer, as_of=as_of), key=lambda one: (one.order.issued_on, one.order.id)
    )
    return [
        (one.order.order_no, f"{one.unit_name}，{one.order.reason.label}")
        for one in reversed(lines)
        if one.state is not OrderState.WITHDRAWN
    ]


def _proposals(
    connection: Connection, viewer: Viewer, kind: IssuedKind, as_of: date
) -> list[tuple[str, str]]:
    from workbench.queries.proposals import proposal_board

    lines = sorted(
        proposal_board(connection, viewer, as_of=as_of),
        key=lambda one: (one.proposal.issued_on, one.proposal.id),
    )
    return [
        (one.proposal.proposal_no, one.unit_name)
        for one in reversed(lines)
        if KINDS[one.proposal.proposal_kind] is kind
    ]


def _sheets(connection: Connection, viewer: Viewer, as_of: date) -> Subjects:
    from workbench.queries.appraisals import appraisals
    from workbench.records.unit_tree import UnitTree

    units, found = UnitTree.read(connection), []
    current = [
        line
        for line in appraisals(connection, viewer, as_of=as_of)
        if line.state is not AppraisalState.DRAFT and line.replaced_by is None
    ]
    for line in current[:MONTHS]:
        told = line.appraisal
        for one in told.units:
            words = f"{told.month.year}年{told.month.month}月，{units.name_on(one.unit, told.end)}"
            found.append((subject_of(told.appraisal_no, one.unit), f"{words}（{told.appraisal_no}）"))
    return tuple(found)


def _years(connection: Connection, viewer: Viewer, as_of: date) -> list[tuple[str, str]]:
    from workbench.queries.year_assessments import year_lines

    return [
        (one.assessment.assessment_no, f"{one.assessment.year}年，{one.assessment.assessed_on}考核")
        for one in year_lines(connection, viewer, as_of=as_of)
        if one.replaced_by is None
    ]


def _studies(connection: Connection, viewer: Viewer, as_of: date) -> list[tuple[str, str]]:
    from workbench.law.work_study import session_name
    from workbench.queries.work_studies import study_lines

    require(viewer, "read:studies")
    found = [
        (session_name(line.body, session.on), session.session)
        for line in study_lines(connection, as_of=as_of)
        for _, session in line.sessions
    ]
    return sorted(found, key=lambda pair: pair[0].rpartition(" ")[2], reverse=True)
