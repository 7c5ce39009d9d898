"""What a room may read on the wall: the agenda and what is agreed, masked, nothing of petitioners.

Accusations are left off altogether. The titles of matters are not shown: a room of forty-five units needs to
know which unit owes what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.law.topics import topic_label
from workbench.queries.agreed_items import ItemRow
from workbench.queries.meetings import MeetingPage, Topic, meeting_page
from workbench.records.petitions import PetitionCase
from workbench.terms import AgreedItemState, AttendanceStatus, MeetingState


@dataclass(frozen=True, slots=True)
class DisplayItem:
    """One agreed item on the wall."""

    item_no: str
    text: str
    who: str
    due: date


@dataclass(frozen=True, slots=True)
class Slide:
    """One item of the agenda on the wall, with what has been agreed on it so far."""

    number: int
    subject: str
    reason: str
    facts: tuple[str, ...]
    items: tuple[DisplayItem, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """A meeting on the wall. ``last`` is the number of the agenda item of what was agreed last, 0 if none."""

    meeting_no: str
    kind: str
    state: MeetingState
    held_on: date
    present: int
    slides: tuple[Slide, ...]
    agreed: int
    last: int


def wall(connection: Connection, meeting_no: str, *, as_of: date) -> Wall:
    """Return a meeting as it may be shown to the room; ``UnknownDossierError`` if there is none."""
    page = meeting_page(connection, meeting_no, None, as_of=as_of)
    meeting = page.meeting
    matters = _topics_of_matters(connection, page)
    topics = [one for one in page.topics if not one.is_accusation]  # not even that there is one (art. 30(3))
    numbers = {one.number for one in topics}
    items = [one for one in page.items if one.item.agenda_number in numbers and not one.is_accusation]
    return Wall(
        meeting_no=meeting.meeting_no,
        kind=meeting.kind.label,
        state=page.state,
        held_on=meeting.opened_on or meeting.planned_on,
        present=sum(one.status is AttendanceStatus.PRESENT for one in meeting.attendance),
        slides=tuple(_slide(one, page, matters) for one in topics),
        agreed=len(items),
        last=items[-1].item.agenda_number if items else 0,
    )


def _topics_of_matters(connection: Connection, page: MeetingPage) -> dict[str, str]:
    wanted = [one.item.case_no for one in page.topics if one.item.case_no is not None]
    asked = select(PetitionCase.case_no, PetitionCase.topic).where(PetitionCase.case_no.in_(wanted))
    return {case_no: topic or "" for case_no, topic in connection.execute(asked)}


def _slide(topic: Topic, page: MeetingPage, matters: dict[str, str]) -> Slide:
    item = topic.item
    facts = tuple(part for part in item.facts.split("；") if part)
    subject = item.subject
    if item.case_no is not None and item.item_no is None:
        subject = f"信访事项 {item.case_no}"
        if matters.get(item.case_no):
            subject = f"{topic_label(matters[item.case_no])}  {item.case_no}"
    return Slide(
        topic.number,
        subject,
        item.reason.label,
        facts,
        tuple(_shown(one) for one in page.agreed_on(topic.number) if not one.is_accusation),
    )


def _shown(row: ItemRow) -> DisplayItem:
    who = row.lead_name + (f"（{'、'.join(row.supporting_names)}配合）" if row.supporting_names else "")
    done = "，已落实" if row.state is AgreedItemState.CONFIRMED else ""
    return DisplayItem(row.item.item_no, row.item.text, f"{who}  {row.item.leader}{done}", row.due)
