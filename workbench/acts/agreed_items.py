"""Acts on what meetings agreed: record, correct while the meeting lasts, amend, report, return, confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.evidence import require_kept
from workbench.acts.guards import AccusedUnitError
from workbench.acts.left_open import AGREED_ITEM
from workbench.acts.meetings import MEETING
from workbench.law.agreed_item import AgreedItem, AgreedItemError, SupportingUnit, agreed
from workbench.law.evidence import check_evidence
from workbench.terms import Role

# Who may report for his own unit only; the office records what other units report on paper.
_OF_A_UNIT = frozenset({Role.HANDLER, Role.LEADER})


@dataclass(frozen=True, slots=True)
class AgreeItem(DeclaredAct):
    """记录议定事项, while the meeting is in session. ``item_no`` is the meeting's number and a serial one."""

    kind: ClassVar[str] = "agree_item"
    about: ClassVar[str] = "item_no"
    shape: ClassVar = AGREED_ITEM
    item_no: str
    meeting_no: str
    agenda_number: int
    on: date
    due_on: date
    lead_unit: str
    supporting_units: tuple[str, ...] = ()
    case_no: str | None = None
    text: str = secret("")
    leader: str = secret("")
    leader_post: str = secret("")


@dataclass(frozen=True, slots=True)
class CorrectItem(DeclaredAct):
    """会上更正议定事项: other words or units, until the meeting ends."""

    kind: ClassVar[str] = "correct_item"
    about: ClassVar[str] = "item_no"
    shape: ClassVar = AGREED_ITEM
    item_no: str
    on: date
    lead_unit: str
    supporting_units: tuple[str, ...] = ()
    text: str = secret("")
    leader: str = secret("")
    leader_post: str = secret("")


@dataclass(frozen=True, slots=True)
class AmendItem(DeclaredAct):
    """变更议定事项期限, with the reason and the meeting that decided it."""

    kind: ClassVar[str] = "amend_item"
    about: ClassVar[str] = "item_no"
    shape: ClassVar = AGREED_ITEM
    item_no: str
    on: date
    due_on: date
    meeting_no: str
    why: str = secret("")


@dataclass(frozen=True, slots=True)
class ReportItem(DeclaredAct):
    """报告议定事项落实: by an owing unit, with the evidence."""

    kind: ClassVar[str] = "report_item"
    about: ClassVar[str] = "item_no"
    shape: ClassVar = AGREED_ITEM
    item_no: str
    on: date
    unit: str
    evidence_dated_on: date
    evidence_sha256: str
    words: str = secret("")
    evidence_title: str = secret("")


@dataclass(frozen=True, slots=True)
class ReturnItem(DeclaredAct):
    """退回议定事项报告, with the reason; never by an owing unit."""

    kind: ClassVar[str] = "return_item"
    about: ClassVar[str] = "item_no"
    shape: ClassVar = AGREED_ITEM
    item_no: str
    on: date
    why: str = secret("")


@dataclass(frozen=True, slots=True)
class ConfirmItem(DeclaredAct):
    """核实议定事项落实; never by an owing unit."""

    kind: ClassVar[str] = "confirm_item"
    about: ClassVar[str] = "item_no"
    shape: ClassVar = AGREED_ITEM
    item_no: str
    on: date


def _agree(book: Book, act: AgreeItem, seq: int, by: Actor) -> None:
    if not re.fullmatch(re.escape(act.meeting_no) + r"-[0-9]{2,3}", act.item_no):
        raise AgreedItemError("议定事项编号应为会议编号加次序，如 2026-11-03")
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    meeting.check_in_session(act.on)
    agenda = meeting.item(act.agenda_number)
    if agenda.case_no is not None and act.case_no not in (None, agenda.case_no):
        raise AgreedItemError("议定事项的信访件编号与议题不符：请核对")
    case_no = agenda.case_no or act.case_no
    _check_units(book, case_no, (act.lead_unit, *act.supporting_units), act.on)
    item = AgreedItem(
        seq,
        act.item_no,
        act.meeting_no,
        act.agenda_number,
        case_no,
        act.text,
        act.lead_unit,
        act.leader,
        act.leader_post,
        act.on,
        act.due_on,
        tuple(SupportingUnit(unit) for unit in act.supporting_units),
    )
    book.dossiers.open(AGREED_ITEM, agreed(item))


def _check_units(book: Book, case_no: str | None, units: Iterable[str], on: date) -> None:
    """Refuse unknown or abolished units, and any related to a unit that the matter accuses."""
    accused = book.matter(case_no).accused if case_no is not None else frozenset()
    related = {unit for one in accused for unit in book.units.relatives(one)}
    for unit in units:
        book.units.check_acting(unit, on)
        if unit in related:
            raise AccusedUnitError


def _correct(book: Book, act: CorrectItem, seq: int, by: Actor) -> None:
    item = book.dossiers.get(AGREED_ITEM, act.item_no)
    book.dossiers.get(MEETING, item.meeting_no).check_in_session(act.on)
    _check_units(book, item.case_no, (act.lead_unit, *act.supporting_units), act.on)
    changed = item.corrected(act.text, act.lead_unit, act.supporting_units, act.leader, act.leader_post)
    book.dossiers.keep(AGREED_ITEM, changed)


def _amend(book: Book, act: AmendItem, seq: int, by: Actor) -> None:
    item = book.dossiers.get(AGREED_ITEM, act.item_no)
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    if meeting.opened_on is None or act.on < meeting.opened_on:
        raise AgreedItemError(f"会议“{act.meeting_no}”还没有召开，不能据以变更期限：请填写决定变更的会议")
    book.dossiers.keep(AGREED_ITEM, item.amended(act.on, act.due_on, act.meeting_no, act.why))


def _report(book: Book, act: ReportItem, seq: int, by: Actor) -> None:
    item = book.dossiers.get(AGREED_ITEM, act.item_no)
    if by.role in _OF_A_UNIT and by.unit not in book.units.relatives(act.unit):
        raise AgreedItemError("只能为本单位报告落实情况：请核对单位")
    evidence = check_evidence(act.evidence_title, act.evidence_dated_on, act.evidence_sha256, act.on)
    changed = item.reported(act.on, act.unit, act.words, evidence)
    require_kept(book, act.evidence_sha256)
    book.dossiers.keep(AGREED_ITEM, changed)


def _return(book: Book, act: ReturnItem, seq: int, by: Actor) -> None:
    item = book.dossiers.get(AGREED_ITEM, act.item_no)
    book.dossiers.keep(AGREED_ITEM, item.returned(act.on, by.unit, _barred(book, item), act.why))


def _confirm(book: Book, act: ConfirmItem, seq: int, by: Actor) -> None:
    item = book.dossiers.get(AGREED_ITEM, act.item_no)
    book.dossiers.keep(AGREED_ITEM, item.confirmed(act.on, by.unit, _barred(book, item)))


def _barred(book: Book, item: AgreedItem) -> frozenset[str]:
    """Return the owing units with all above and below them: none of them judges the report."""
    return frozenset(unit for owing in item.owing for unit in book.units.relatives(owing))


APPLY: CarriedOut = {
    AgreeItem: _agree,
    CorrectItem: _correct,
    AmendItem: _amend,
    ReportItem: _report,
    ReturnItem: _return,
    ConfirmItem: _confirm,
}
