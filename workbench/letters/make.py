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

from workbench.documents.content import Document, Provenance
from workbench.letters import (
    appraisal_sheet,
    meetings,
    notices,
    orders,
    reports,
    study_record,
    writers,
    year_sheet,
)
from workbench.letters.objections import RefusedTerm, objections
from workbench.letters.passages import LetterError, Passage, Texts, check_known
from workbench.letters.writers import Sources
from workbench.terms import IssuedKind, IssuedSubject

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.access.viewer import Viewer
    from workbench.app import Workbench


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


LETTERS: Final[Mapping[IssuedKind, Letter]] = {
    IssuedKind.MINUTES: Letter(
        IssuedSubject.MEETING, "2026-11", meetings.MINUTES_PASSAGES, writers.write_minutes
    ),
    IssuedKind.AGREED_ITEMS: Letter(
        IssuedSubject.MEETING, "2026-11", meetings.ITEMS_PASSAGES, writers.write_agreed_items
    ),
    IssuedKind.SUPERVISION_ORDER: Letter(
        IssuedSubject.ORDER, "督〔2026〕1号", orders.ORDER_PASSAGES, writers.write_order
    ),
    **{
        kind: Letter(
            IssuedSubject.PROPOSAL, "信建〔2026〕1号", orders.PROPOSAL_PASSAGES, writers.write_proposal(kind)
        )
        for kind in orders.KINDS.values()
    },
    IssuedKind.ACCEPTANCE_NOTICE: Letter(
        IssuedSubject.MATTER,
        "信访件编号",
        notices.ACCEPTANCE_PASSAGES,
        writers.write_notice(notices.acceptance),
    ),
    IssuedKind.EXTENSION_NOTICE: Letter(
        IssuedSubject.MATTER,
        "信访件编号",
        notices.EXTENSION_PASSAGES,
        writers.write_notice(notices.extension),
    ),
    IssuedKind.HANDLING_OPINION: Letter(
        IssuedSubject.MATTER, "信访件编号", notices.OPINION_PASSAGES, writers.write_notice(notices.opinion)
    ),
    IssuedKind.LOOK_BACK_REPORT: Letter(
        IssuedSubject.LOOK_BACK_ROUND, "回头看〔2026〕1号", reports.PASSAGES, writers.write_look_back
    ),
    IssuedKind.FILE_REVIEW_REPORT: Letter(
        IssuedSubject.REVIEW_ROUND, "评查批次编号", reports.PASSAGES, writers.write_file_review
    ),
    IssuedKind.UNIT_SHEET: Letter(
        IssuedSubject.APPRAISAL, "KH-2026-10-1 430682D01", appraisal_sheet.PASSAGES, writers.write_unit_sheet
    ),
    IssuedKind.YEAR_SHEET: Letter(
        IssuedSubject.YEAR_ASSESSMENT, "NK-2025-1", year_sheet.PASSAGES, writers.write_year_sheet
    ),
    IssuedKind.STUDY_RECORD: Letter(
        IssuedSubject.WORK_STUDY, "市委常委会 2026-03-10", study_record.PASSAGES, writers.write_study_record
    ),
}
