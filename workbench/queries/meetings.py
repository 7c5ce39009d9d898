"""Meetings as of a day: the list, one meeting with its agenda and what it agreed, its minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import UnknownDossierError, read_dossiers
from workbench.acts.meetings import MEETING
from workbench.law.meeting import ACCUSATION_SENTENCE, AgendaItem, Attendance, Meeting
from workbench.queries.agreed_items import ItemRow, agreed_items, items_of_meeting
from workbench.queries.supervision import Around
from workbench.records.agreed_items import AgreedItemRow
from workbench.records.meetings import MeetingRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import AgendaReason, AttendanceStatus, MeetingKind, MeetingState, UnitKind

INVITED = (UnitKind.SUBDISTRICT, UnitKind.TOWN, UnitKind.TOWNSHIP, UnitKind.MUNICIPAL_DEPARTMENT)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in the list, without its agenda: how many topics, items agreed, and of these still open."""

    meeting: Meeting
    state: MeetingState
    topics: int
    agreed: int
    left_open: int


@dataclass(frozen=True, slots=True)
class Topic:
    """One item of the agenda as it may be shown: people masked, of an accusation the number only."""

    number: int
    position: int
    item: AgendaItem
    is_accusation: bool

    @property
    def reason(self) -> AgendaReason:
        """By which rule it is on the agenda."""
        return self.item.reason


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting: ``topics`` in their order, ``removed`` what was taken off, ``items`` what was agreed."""

    meeting: Meeting
    state: MeetingState
    topics: tuple[Topic, ...]
    removed: tuple[Topic, ...]
    items: tuple[ItemRow, ...]
    next_item_no: str

    def agreed_on(self, number: int) -> tuple[ItemRow, ...]:
        """Return what was agreed on one item of the agenda."""
        return tuple(one for one in self.items if one.item.agenda_number == number)


@dataclass(frozen=True, slots=True)
class Attendee:
    """One unit in the minutes, and who came for it."""

    unit_name: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class MinutesTopic:
    """One item of the agenda in the minutes, with what was agreed on it."""

    position: int
    subject: str
    facts: str
    reason: AgendaReason
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """What minutes are written from (rules.md section 7): everything as of the day of the meeting's end."""

    meeting_no: str
    kind: MeetingKind
    held_on: date
    time: str
    venue: str
    convenor: str
    convenor_post: str
    present: tuple[Attendee, ...]
    observing: tuple[Attendee, ...]
    excused: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]
    topics: tuple[MinutesTopic, ...]
    is_final: bool


def meeting_lines(connection: Connection, *, as_of: date) -> tuple[MeetingLine, ...]:
    """Return all meetings, the latest first."""
    found = read_dossiers(connection, MEETING, select(table_of(MeetingRow)))
    agreed: dict[str, list[ItemRow]] = {}
    for row in agreed_items(connection, None, as_of=as_of):
        agreed.setdefault(row.item.meeting_no, []).append(row)
    lines = []
    for meeting in found:
        items = agreed.get(meeting.meeting_no, [])
        state, topics = meeting.state(as_of), len(meeting.standing)
        still_open = sum(one.is_open for one in items)
        lines.append(MeetingLine(replace(meeting, agenda=()), state, topics, len(items), still_open))
    return tuple(sorted(lines, key=lambda line: (line.meeting.planned_on, line.meeting.id), reverse=True))


def meeting_page(
    connection: Connection, meeting_no: str, viewer: Viewer | None, *, as_of: date
) -> MeetingPage:
    """Return one meeting; ``UnknownDossierError`` if there is none with this number."""
    head = table_of(MeetingRow)
    found = read_dossiers(connection, MEETING, select(head).where(head.c.meeting_no == meeting_no))
    if not found:
        raise UnknownDossierError(MEETING.what, meeting_no)
    meeting, silent = _masked(connection, found[0])
    topics = [
        Topic(number, at, item, number in silent) for at, (number, item) in enumerate(meeting.standing, 1)
    ]
    removed = [
        Topic(number, 0, item, number in silent)
        for number, item in enumerate(meeting.agenda, 1)
        if item.removed_on is not None
    ]
    return MeetingPage(
        meeting=meeting,
        state=meeting.state(as_of),
        topics=tuple(topics),
        removed=tuple(removed),
        items=items_of_meeting(connection, meeting_no, viewer, as_of=as_of),
        next_item_no=next_item_no(connection, meeting_no),
    )


def next_item_no(connection: Connection, meeting_no: str) -> str:
    """Return the number of the next agreed item of a meeting."""
    used = connection.scalar(select(func.count()).where(AgreedItemRow.meeting_no == meeting_no)) or 0
    return f"{meeting_no}-{used + 1:02}"


def next_meeting_no(connection: Connection, on: date) -> str:
    """Return the number of the next meeting of a year: 2026-11."""
    taken = connection.scalars(
        select(MeetingRow.meeting_no).where(MeetingRow.meeting_no.like(f"{on.year}-%"))
    )
    serials = [int(number.partition("-")[2]) for number in taken]
    return f"{on.year}-{max(serials, default=0) + 1:02}"


def invited_units(connection: Connection, *, as_of: date) -> tuple[tuple[str, str], ...]:
    """Return code and name of the units that sit in the joint conference: towns and departments."""
    units = UnitTree.read(connection)
    acting = [
        code
        for code, kind in sorted(units.kinds.items())
        if kind in INVITED and (units.names[code][-1].valid_until or date.max) > as_of
    ]
    return tuple((code, units.name_on(code, as_of)) for code in acting)


def owing_units(connection: Connection, *, as_of: date) -> tuple[tuple[str, str], ...]:
    """Return code and name of the units that may owe an agreed item: those invited, and the office itself."""
    units = UnitTree.read(connection)
    offices = [code for code, kind in sorted(units.kinds.items()) if kind is UnitKind.PETITION_OFFICE]
    return (*invited_units(connection, as_of=as_of), *((one, units.name_on(one, as_of)) for one in offices))


def minutes(connection: Connection, meeting_no: str, viewer: Viewer | None, *, as_of: date) -> Minutes:
    """Return what minutes are written from; ``is_final`` once the meeting has ended."""
    page = meeting_page(connection, meeting_no, viewer, as_of=as_of)
    meeting = page.meeting
    units = UnitTree.read(connection)
    held_on = meeting.opened_on or meeting.planned_on

    def of(status: AttendanceStatus) -> tuple[Attendee, ...]:
        return tuple(_attendee(one, units, held_on) for one in meeting.attendance if one.status is status)

    topics = [
        MinutesTopic(one.position, one.item.subject, one.item.facts, one.reason, page.agreed_on(one.number))
        for one in page.topics
    ]
    return Minutes(
        meeting_no=meeting.meeting_no,
        kind=meeting.kind,
        held_on=held_on,
        time=meeting.planned_at,
        venue=meeting.venue,
        convenor=meeting.convenor,
        convenor_post=meeting.convenor_post,
        present=of(AttendanceStatus.PRESENT),
        observing=of(AttendanceStatus.OBSERVING),
        excused=of(AttendanceStatus.EXCUSED),
        absent=of(AttendanceStatus.ABSENT),
        topics=tuple(topics),
        is_final=meeting.closed_on is not None,
    )


def _attendee(one: Attendance, units: UnitTree, on: date) -> Attendee:
    return Attendee(units.name_on(one.unit, on), one.name, one.post)


def _masked(connection: Connection, meeting: Meeting) -> tuple[Meeting, frozenset[int]]:
    """Return the meeting with the texts of its agenda masked, and the numbers of the accusations on it.

    In what concerns no matter the people of all matters on the agenda are masked.
    """
    around = Around.read(connection, (one.case_no for one in meeting.agenda))
    every = tuple(one.case_no for one in meeting.agenda if one.case_no is not None)
    shown, silent = [], set()
    for number, item in enumerate(meeting.agenda, 1):
        if item.case_no is not None and (item.case_no in around.secret or item.case_no in around.accused):
            silent.add(number)
            shown.append(replace(item, subject=item.item_no or item.case_no, facts=ACCUSATION_SENTENCE))
            continue
        cases = (item.case_no,) if item.case_no is not None else every
        subject, facts = (
            around.masked(text, cases, in_list=False) or "" for text in (item.subject, item.facts)
        )
        shown.append(replace(item, subject=subject, facts=facts))
    return replace(meeting, agenda=tuple(shown)), frozenset(silent)
