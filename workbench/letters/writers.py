"""Each letter from the rows that it tells of, as its viewer may see them; with the unit that issues it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workbench.access.gate import require
from workbench.documents.content import Document, Provenance
from workbench.letters import (
    appraisal_sheet,
    meetings,
    orders,
    reports,
    study_record,
    year_sheet,
)
from workbench.letters.passages import LetterError, Texts
from workbench.terms import IssuedKind, UnitKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.access.viewer import Viewer
    from workbench.law.calendar import CalendarHistory


@dataclass(frozen=True, slots=True)
class Sources:
    """From what a letter is written: the records as a viewer may see them, the day, its origin."""

    connection: Connection
    viewer: Viewer
    as_of: date
    issued_on: date | None
    calendars: CalendarHistory
    origin: Provenance


def _unit_of(connection: Connection, kind: UnitKind, as_of: date) -> tuple[str, str]:
    """Return code and name of the one unit of a kind: the office, or the joint conference."""
    from workbench.records.unit_tree import UnitTree

    units = UnitTree.read(connection)
    found = sorted(code for code, one in units.kinds.items() if one is kind)
    if not found:
        raise LetterError(f"单位名录中没有{kind.label}：请先设立该单位")
    return found[0], units.name_on(found[0], as_of)


def write_minutes(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the minutes of a meeting."""
    from workbench.queries.meetings import minutes

    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    found = minutes(of.connection, subject, of.viewer, as_of=of.as_of)
    made = meetings.minutes(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin)
    return made, unit


def write_agreed_items(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the list of what a meeting agreed."""
    from workbench.queries.agreed_items import items_of_meeting, orders_on
    from workbench.queries.meetings import minutes

    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    found = minutes(of.connection, subject, of.viewer, as_of=of.as_of)
    rows = items_of_meeting(of.connection, subject, of.viewer, as_of=of.as_of)
    orders = orders_on(of.connection, [row.item.item_no for row in rows], as_of=of.as_of)
    made = meetings.agreed_items(
        found, rows, texts, orders, as_of=of.as_of, issuer=name, issued_on=of.issued_on, origin=of.origin
    )
    return made, unit


def write_order(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return an order of supervision."""
    from workbench.queries.supervision import order_page

    page = order_page(of.connection, of.viewer, subject, as_of=of.as_of, calendars=of.calendars)
    made = orders.supervision_order(page, texts, issued_on=of.issued_on, origin=of.origin)
    return made, page.line.order.by_unit


def write_proposal(kind: IssuedKind) -> Callable[[Sources, str, Texts], tuple[Document, str]]:
    """Return how proposals of one kind are written."""

    def written(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
        from workbench.queries.proposals import proposal_page

        page = proposal_page(of.connection, of.viewer, subject, as_of=of.as_of, calendars=of.calendars)
        made = orders.proposal(page, texts, issued_on=of.issued_on, origin=of.origin)
        if made.kind is not kind:
            raise LetterError(f"“{subject}”是{made.kind.label}，不是{kind.label}：请改选文书种类")
        return made, page.line.proposal.by_unit

    return written


def write_notice(
    make: Callable[..., Document],
) -> Callable[[Sources, str, Texts], tuple[Document, str]]:
    """Return how a notice to a petitioner is written; ``make`` gives it from the facts of its matter."""

    def written(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
        from workbench.queries.letter_facts import letter_facts

        facts = letter_facts(
            of.connection, of.viewer, subject,
            as_of=of.as_of, calendars=of.calendars, issued_on=of.issued_on,
        )  # fmt: skip
        return make(facts, texts, issued_on=of.issued_on), facts.unit or ""

    return written


def write_look_back(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the report on a round of look-backs."""
    from workbench.queries.look_back_results import round_result
    from workbench.queries.look_backs import rounds

    units = round_result(of.connection, of.viewer, subject, as_of=of.as_of)
    found = next((one for one in rounds(of.connection, as_of=of.as_of) if one.round_no == subject), None)
    if found is None:
        raise LetterError(f"没有编号为“{subject}”的回头看批次：请核对编号")
    unit, name = _unit_of(of.connection, UnitKind.PETITION_OFFICE, of.as_of)
    made = reports.look_back(
        found, units, texts, as_of=of.as_of, issuer=name, issued_on=of.issued_on, origin=of.origin
    )
    return made, unit


def write_file_review(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the report on a round of file reviews."""
    from workbench.queries.review_results import round_result

    found = round_result(of.connection, of.viewer, subject)
    unit, name = _unit_of(of.connection, UnitKind.PETITION_OFFICE, of.as_of)
    return reports.file_review(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin), unit


def write_unit_sheet(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the monthly sheet of a unit."""
    from workbench.queries.appraisals import month_sheet

    number, code = appraisal_sheet.read_subject(subject)
    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    found = month_sheet(of.connection, of.viewer, number, as_of=of.as_of).of_unit(code)
    made = appraisal_sheet.unit_sheet(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin)
    return made, unit


def write_year_sheet(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the result of a yearly assessment."""
    from workbench.queries.year_assessments import year_lines

    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    lines = year_lines(of.connection, of.viewer, as_of=of.as_of)
    found = next((one for one in lines if one.assessment.assessment_no == subject), None)
    if found is None:
        raise LetterError(f"没有您可以查看的年度考核“{subject}”：请核对编号")
    return year_sheet.year_sheet(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin), unit


def write_study_record(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    """Return the record of a session that heard of the work."""
    from workbench.law.work_study import read_session, session_on
    from workbench.queries.work_studies import study_lines

    require(of.viewer, "read:studies")
    unit, name = _unit_of(of.connection, UnitKind.PETITION_OFFICE, of.as_of)
    body, on = read_session(subject)
    line = next(one for one in study_lines(of.connection, as_of=of.as_of) if one.body is body)
    session = session_on(body, line.sessions, on)
    about = {"issuer": name, "issued_on": of.issued_on, "origin": of.origin}
    return study_record.study_record(line, session, texts, **about), unit  # type: ignore[arg-type]
