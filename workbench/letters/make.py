"""Which letters there are, and how each is written from the records of one workbench.

``LETTERS`` says for every kind what it is about and which passages somebody writes for it; ``write`` reads
the rows, as the viewer may see them, and gives the document without number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from workbench.access.gate import require
from workbench.documents.content import Document, Provenance
from workbench.letters import (
    appraisal_sheet,
    meetings,
    notices,
    orders,
    reports,
    study_record,
    year_sheet,
)
from workbench.letters.objections import RefusedTerm, objections
from workbench.letters.passages import LetterError, Passage, Texts, check_known
from workbench.terms import IssuedKind, IssuedSubject, UnitKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.access.viewer import Viewer
    from workbench.app import Workbench
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


@dataclass(frozen=True, slots=True)
class Written:
    """A letter without number, the unit in whose name it goes out, and what it is about."""

    document: Document
    unit: str
    subject_kind: IssuedSubject
    subject: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind: what it is about, an example of its number, the passages that are written for it."""

    subject_kind: IssuedSubject
    example: str
    passages: tuple[Passage, ...]
    write: Callable[[Sources, str, Texts], tuple[Document, str]]


def write(
    bench: Workbench,
    viewer: Viewer,
    kind: IssuedKind,
    subject: str,
    texts: Texts,
    *,
    refused_term: RefusedTerm,
    as_of: date | None = None,
    issued_on: date | None = None,
) -> Written:
    """Return the letter of this kind on this matter, meeting, order, proposal or round.

    ``LetterError`` says what is missing, which passage it has no place for, or what may not be said
    (``refused_term`` is the firewall's); a subject that is not on record, or that the viewer may not see, is
    refused by its query.
    """
    letter = letter_of(kind)
    check_known(texts, letter.passages, kind.label)
    passages = {one.name: one for one in letter.passages}
    told = [(passages[name], text) for name, text in texts.items()]
    refused = bench.ask(objections, told, refused_term=refused_term)
    if refused:
        raise LetterError("；".join(refused))
    day = as_of or bench.today()

    def written(connection: Connection) -> tuple[Document, str]:
        calendars = bench.calendars(connection)
        origin = origin_of(bench, day, calendars.latest.version)
        return letter.write(Sources(connection, viewer, day, issued_on, calendars, origin), subject, texts)

    document, unit = bench.ask(written)
    return Written(document, unit, letter.subject_kind, subject)


def letter_of(kind: IssuedKind) -> Letter:
    """Return how a kind is written; ``LetterError`` for what is made from a snapshot or an appraisal."""
    if kind not in LETTERS:
        raise LetterError(f"{kind.label}不在此制作：简报和年度报告请在简报页面编制，或用 workbench briefing")
    return LETTERS[kind]


def origin_of(bench: Workbench, as_of: date, calendar_version: str) -> Provenance:
    """Return what a letter is made from: day, ledger with its code, calendar and software."""
    size = bench.ledger_size()
    root = bench.ledger_root(size)
    while not root:  # the ledger has grown between the two
        size = bench.ledger_size()
        root = bench.ledger_root(size)
    bench.keep_note()
    return Provenance(
        as_of=as_of,
        ledger_size=size,
        code=bench.anchors.checkpoint_of(size, root).code if size else "",
        calendar=calendar_version,
        software=version("petition-workbench"),
    )


def _unit_of(connection: Connection, kind: UnitKind, as_of: date) -> tuple[str, str]:
    """Return code and name of the one unit of a kind: the office, or the joint conference."""
    from workbench.records.unit_tree import UnitTree

    units = UnitTree.read(connection)
    found = sorted(code for code, one in units.kinds.items() if one is kind)
    if not found:
        raise LetterError(f"单位名录中没有{kind.label}：请先设立该单位")
    return found[0], units.name_on(found[0], as_of)


def _minutes(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    from workbench.queries.meetings import minutes

    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    found = minutes(of.connection, subject, of.viewer, as_of=of.as_of)
    made = meetings.minutes(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin)
    return made, unit


def _agreed_items(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
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


def _order(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    from workbench.queries.supervision import order_page

    page = order_page(of.connection, of.viewer, subject, as_of=of.as_of, calendars=of.calendars)
    made = orders.supervision_order(page, texts, issued_on=of.issued_on, origin=of.origin)
    return made, page.line.order.by_unit


def _proposal(kind: IssuedKind) -> Callable[[Sources, str, Texts], tuple[Document, str]]:
    def written(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
        from workbench.queries.proposals import proposal_page

        page = proposal_page(of.connection, of.viewer, subject, as_of=of.as_of, calendars=of.calendars)
        made = orders.proposal(page, texts, issued_on=of.issued_on, origin=of.origin)
        if made.kind is not kind:
            raise LetterError(f"“{subject}”是{made.kind.label}，不是{kind.label}：请改选文书种类")
        return made, page.line.proposal.by_unit

    return written


def _notice(
    make: Callable[..., Document],
) -> Callable[[Sources, str, Texts], tuple[Document, str]]:
    def written(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
        from workbench.queries.letter_facts import letter_facts

        facts = letter_facts(
            of.connection, of.viewer, subject,
            as_of=of.as_of, calendars=of.calendars, issued_on=of.issued_on,
        )  # fmt: skip
        return make(facts, texts, issued_on=of.issued_on), facts.unit or ""

    return written


def _look_back(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
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


def _file_review(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    from workbench.queries.review_results import round_result

    found = round_result(of.connection, of.viewer, subject)
    unit, name = _unit_of(of.connection, UnitKind.PETITION_OFFICE, of.as_of)
    return reports.file_review(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin), unit


def _unit_sheet(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    from workbench.queries.appraisals import month_sheet

    number, code = appraisal_sheet.read_subject(subject)
    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    found = month_sheet(of.connection, of.viewer, number, as_of=of.as_of).of_unit(code)
    made = appraisal_sheet.unit_sheet(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin)
    return made, unit


def _year_sheet(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    from workbench.queries.year_assessments import year_lines

    unit, name = _unit_of(of.connection, UnitKind.JOINT_CONFERENCE, of.as_of)
    lines = year_lines(of.connection, of.viewer, as_of=of.as_of)
    found = next((one for one in lines if one.assessment.assessment_no == subject), None)
    if found is None:
        raise LetterError(f"没有您可以查看的年度考核“{subject}”：请核对编号")
    return year_sheet.year_sheet(found, texts, issuer=name, issued_on=of.issued_on, origin=of.origin), unit


def _study_record(of: Sources, subject: str, texts: Texts) -> tuple[Document, str]:
    from workbench.law.work_study import read_session, session_on
    from workbench.queries.work_studies import study_lines

    require(of.viewer, "read:studies")
    unit, name = _unit_of(of.connection, UnitKind.PETITION_OFFICE, of.as_of)
    body, on = read_session(subject)
    line = next(one for one in study_lines(of.connection, as_of=of.as_of) if one.body is body)
    session = session_on(body, line.sessions, on)
    about = {"issuer": name, "issued_on": of.issued_on, "origin": of.origin}
    return study_record.study_record(line, session, texts, **about), unit  # type: ignore[arg-type]


LETTERS: Final[Mapping[IssuedKind, Letter]] = {
    IssuedKind.MINUTES: Letter(IssuedSubject.MEETING, "2026-11", meetings.MINUTES_PASSAGES, _minutes),
    IssuedKind.AGREED_ITEMS: Letter(IssuedSubject.MEETING, "2026-11", meetings.ITEMS_PASSAGES, _agreed_items),
    IssuedKind.SUPERVISION_ORDER: Letter(IssuedSubject.ORDER, "督〔2026〕1号", orders.ORDER_PASSAGES, _order),
    **{
        kind: Letter(IssuedSubject.PROPOSAL, "信建〔2026〕1号", orders.PROPOSAL_PASSAGES, _proposal(kind))
        for kind in orders.KINDS.values()
    },
    IssuedKind.ACCEPTANCE_NOTICE: Letter(
        IssuedSubject.MATTER, "信访件编号", notices.ACCEPTANCE_PASSAGES, _notice(notices.acceptance)
    ),
    IssuedKind.EXTENSION_NOTICE: Letter(
        IssuedSubject.MATTER, "信访件编号", notices.EXTENSION_PASSAGES, _notice(notices.extension)
    ),
    IssuedKind.HANDLING_OPINION: Letter(
        IssuedSubject.MATTER, "信访件编号", notices.OPINION_PASSAGES, _notice(notices.opinion)
    ),
    IssuedKind.LOOK_BACK_REPORT: Letter(
        IssuedSubject.LOOK_BACK_ROUND, "回头看〔2026〕1号", reports.PASSAGES, _look_back
    ),
    IssuedKind.FILE_REVIEW_REPORT: Letter(
        IssuedSubject.REVIEW_ROUND, "评查批次编号", reports.PASSAGES, _file_review
    ),
    IssuedKind.UNIT_SHEET: Letter(
        IssuedSubject.APPRAISAL, "KH-2026-10-1 430682D01", appraisal_sheet.PASSAGES, _unit_sheet
    ),
    IssuedKind.YEAR_SHEET: Letter(
        IssuedSubject.YEAR_ASSESSMENT, "NK-2025-1", year_sheet.PASSAGES, _year_sheet
    ),
    IssuedKind.STUDY_RECORD: Letter(
        IssuedSubject.WORK_STUDY, "市委常委会 2026-03-10", study_record.PASSAGES, _study_record
    ),
}
