"""Acts on sessions of the joint conference: plan, attendance, agenda, open, close.

The least that makes a meeting: ``PlanMeeting``, ``MarkAttendance``, ``PutOnAgenda``, ``OpenMeeting`` (it puts
what earlier meetings left open before the rest), ``AgreeItem`` for each item, ``CloseMeeting``; afterwards
``ReportItem`` by the owing unit and ``ConfirmItem`` or ``ReturnItem`` by somebody else (``agreed_items``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.left_open import is_withheld, left_open
from workbench.law.meeting import (
    ACCUSATION_SENTENCE,
    AgendaItem,
    Attendance,
    Meeting,
    MeetingError,
    planned,
)
from workbench.records.meetings import AgendaRow, AttendanceRow, MeetingRow
from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind

MEETING: Final = Shape(
    "联席会议", Meeting, "meeting_no", MeetingRow, {"attendance": AttendanceRow, "agenda": AgendaRow}
)


class AccusationTextError(ValueError):
    """What an accusation says would be written on the agenda (Regulation 2022, article 30(3))."""

    def __init__(self) -> None:
        super().__init__(
            "检举控告类事项只列编号，不写内容（《信访工作条例》第三十条第三款）：请清除议题名称和事实"
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """One unit at a meeting, as it is marked."""

    unit: str
    status: AttendanceStatus
    name: str = secret("")
    post: str = secret("")


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One item as it is put on the agenda; of an accusation only the number of the matter."""

    reason: AgendaReason
    case_no: str | None = None
    item_no: str | None = None
    subject: str = secret("")
    facts: str = secret("")


@dataclass(frozen=True, slots=True)
class PlanMeeting(DeclaredAct):
    """筹备联席会议: number, kind, convenor, day and place."""

    kind: ClassVar[str] = "plan_meeting"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    meeting_kind: MeetingKind
    planned_on: date
    planned_at: str
    convenor: str = secret("")
    convenor_post: str = secret("")
    venue: str = secret("")


@dataclass(frozen=True, slots=True)
class MarkAttendance(DeclaredAct):
    """登记参会情况: one or many units at once."""

    kind: ClassVar[str] = "mark_attendance"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    on: date
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class PutOnAgenda(DeclaredAct):
    """列入议程: one or many items at once, all or none."""

    kind: ClassVar[str] = "put_on_agenda"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    on: date
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True, slots=True)
class EditAgendaItem(DeclaredAct):
    """修改议题: other words for what is on the agenda."""

    kind: ClassVar[str] = "edit_agenda_item"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    number: int
    on: date
    subject: str = secret("")
    facts: str = secret("")


@dataclass(frozen=True, slots=True)
class RemoveFromAgenda(DeclaredAct):
    """撤下议题, with the reason."""

    kind: ClassVar[str] = "remove_from_agenda"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    number: int
    on: date
    why: str = secret("")


@dataclass(frozen=True, slots=True)
class ReorderAgenda(DeclaredAct):
    """调整议题顺序: the numbers of all items on the agenda, in their new order."""

    kind: ClassVar[str] = "reorder_agenda"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    on: date
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenMeeting(DeclaredAct):
    """会议开始: on what the last meeting left open."""

    kind: ClassVar[str] = "open_meeting"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    on: date


@dataclass(frozen=True, slots=True)
class CloseMeeting(DeclaredAct):
    """会议结束."""

    kind: ClassVar[str] = "close_meeting"
    about: ClassVar[str] = "meeting_no"
    shape: ClassVar = MEETING
    meeting_no: str
    on: date


def _plan(book: Book, act: PlanMeeting, seq: int, by: Actor) -> None:
    meeting = Meeting(
        seq,
        act.meeting_no,
        act.meeting_kind,
        act.convenor.strip(),
        act.convenor_post.strip(),
        act.planned_on,
        act.planned_at,
        act.venue.strip(),
    )
    book.dossiers.open(MEETING, planned(meeting))


def _mark(book: Book, act: MarkAttendance, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    for mark in act.marks:
        book.units.check_acting(mark.unit, act.on)
    marks = [Attendance(one.unit, one.status, one.name.strip(), one.post.strip()) for one in act.marks]
    book.dossiers.keep(MEETING, meeting.attended(marks))


def _put(book: Book, act: PutOnAgenda, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    items = [_item(book, entry, act.on) for entry in act.entries]
    book.dossiers.keep(MEETING, meeting.put(items))


def _item(book: Book, entry: AgendaEntry, on: date) -> AgendaItem:
    subject, facts = entry.subject.strip(), entry.facts.strip()
    if entry.case_no is not None and is_withheld(book, entry.case_no):
        _check_silent(entry.case_no, entry.item_no, subject, facts)
        subject, facts = entry.item_no or entry.case_no, ACCUSATION_SENTENCE
    return AgendaItem(entry.reason, subject, facts, 1, on, entry.case_no, entry.item_no)


def _check_silent(case_no: str, item_no: str | None, subject: str, facts: str) -> None:
    if subject not in ("", case_no, item_no) or facts not in ("", ACCUSATION_SENTENCE):
        raise AccusationTextError


def _edit(book: Book, act: EditAgendaItem, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    item = meeting.item(act.number)
    if item.case_no is not None and is_withheld(book, item.case_no):
        _check_silent(item.case_no, item.item_no, act.subject.strip(), act.facts.strip())
    book.dossiers.keep(MEETING, meeting.edited(act.number, act.subject, act.facts))


def _remove(book: Book, act: RemoveFromAgenda, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    book.dossiers.keep(MEETING, meeting.removed(act.number, act.on, act.why))


def _reorder(book: Book, act: ReorderAgenda, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    book.dossiers.keep(MEETING, meeting.reordered(act.order))


def _open(book: Book, act: OpenMeeting, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    if meeting.closed_on is not None:
        raise MeetingError("会议已经结束，不能再次开始：请筹备新的会议")
    book.dossiers.keep(MEETING, meeting.opened(act.on, left_open(book, act.on)))


def _close(book: Book, act: CloseMeeting, seq: int, by: Actor) -> None:
    meeting = book.dossiers.get(MEETING, act.meeting_no)
    book.dossiers.keep(MEETING, meeting.closed(act.on))


APPLY: CarriedOut = {
    PlanMeeting: _plan,
    MarkAttendance: _mark,
    PutOnAgenda: _put,
    EditAgendaItem: _edit,
    RemoveFromAgenda: _remove,
    ReorderAgenda: _reorder,
    OpenMeeting: _open,
    CloseMeeting: _close,
}
