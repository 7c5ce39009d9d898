"""What happened in a matter, step by step, and what people wrote: masked, as of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE, mask_id_number, mask_name, mask_phone, scrub
from workbench.china_time import CHINA
from workbench.law.facts import CaseFile, StepTaken
from workbench.queries.correction_lines import correction_lines
from workbench.queries.officials import people
from workbench.records.journal import LedgerEntryRow
from workbench.records.people import Petitioner
from workbench.records.petitions import Petition, PetitionText
from workbench.records.steps import Document, StepNote, StepRow
from workbench.records.tables import table_of
from workbench.terms import Channel, DocumentKind, Step

# The nodes that are published to the petitioner (网上办理工作规程): the backbone of the timeline.
PUBLISHED = frozenset(
    {
        Step.REGISTER, Step.TRANSFER, Step.ASSIGN, Step.ACCEPT, Step.DECLINE, Step.DECLINE_FURTHER,
        Step.TELL_EXTENSION, Step.EXTEND, Step.ISSUE_OPINION, Step.REPLY_DIRECTLY, Step.SERVE,
        Step.DECIDE_REEXAMINATION, Step.DECIDE_FINAL_REVIEW,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A document of a step; ``text`` is empty where it may not be shown here."""

    kind: str
    title: str
    document_no: str | None
    issued_on: date | None
    text: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """One step on the timeline: ``recorded_on`` is the civil day on which it was entered."""

    number: int
    on: date
    label: str
    unit: str
    to_unit: str
    details: tuple[tuple[str, str], ...]
    note: str
    actor: str
    recorded: int
    recorded_on: date
    is_published: bool
    documents: tuple[PageDocument, ...]

    @property
    def recorded_late(self) -> int:
        """Return calendar days between the fact and its entry."""
        return (self.recorded_on - self.on).days


@dataclass(frozen=True, slots=True)
class PetitionCard:
    """One petition (信访件) of the matter with its people, masked."""

    number: int
    channel: str
    received_on: date
    registered_on: date
    person_times: int
    people: tuple[str, ...]
    title: str
    narrative: str


def civil_day(utc: str) -> date:
    """Return the day in China on which an entry was written; its time is kept in universal time."""
    return datetime.fromisoformat(utc).astimezone(CHINA).date()


def say(value: Any) -> str:
    return getattr(value, "label", None) or str(value)


# Fields of a step that are told on the timeline, where they are given.
_DETAILS: tuple[tuple[str, str], ...] = (
    ("channel", "信访渠道"),
    ("people", "人次"),
    ("received_on", "收到日期"),
    ("petition_class", "诉求类别"),
    ("path", "法定途径"),
    ("procedure", "办理程序"),
    ("outcome", "处理意见"),
    ("due_on", "限期"),
    ("days", "天数"),
    ("told_on", "告知信访人日期"),
    ("satisfaction", "评价"),
    ("asked_by", "评价由谁征求"),
    ("document_no", "文号"),
)
_YES_OR_NO: tuple[tuple[str, str], ...] = (
    ("approved_by_head", "经机关负责人批准"),
    ("sender_agreed", "转送交办机关同意"),
)


def _details(step: StepTaken) -> tuple[tuple[str, str], ...]:
    told = [(label, say(value)) for name, label in _DETAILS if (value := getattr(step, name)) is not None]
    told += [
        (label, "是" if value else "否")
        for name, label in _YES_OR_NO
        if (value := getattr(step, name)) is not None
    ]
    if step.contact_known is False:
        told.append(("姓名、住址", "不清楚，无法书面告知"))
    return tuple(told)


def read_nodes(
    link: Connection, case_id: int, file: CaseFile, units: dict[str, str], names: list[str], secret: bool
) -> tuple[Node, ...]:
    question = (
        select(StepRow.number, StepRow.actor, LedgerEntryRow.utc, StepNote.note)
        .join(LedgerEntryRow, LedgerEntryRow.seq == StepRow.id)
        .outerjoin(StepNote, StepNote.step_id == StepRow.id)
        .where(StepRow.case_id == case_id)
    )
    entered = {number: (actor, utc, note) for number, actor, utc, note in link.execute(question)}
    officers = people(link, (actor for actor, _, _ in entered.values()))
    documents = _documents(link, case_id, names, secret)
    corrections = correction_lines(link, file.case_no, names, is_secret=secret)
    nodes = []
    for step in file.steps:
        actor, utc, note = entered[step.number]
        nodes.append(
            Node(
                number=step.number,
                on=step.on,
                label=step.kind.label,
                unit=units.get(step.unit or "", step.unit or ""),
                to_unit=units.get(step.to_unit or "", step.to_unit or ""),
                details=(*_details(step), *corrections.get(step.number, ())),
                note=(ACCUSATION_NOTICE if secret else scrub(note, names)) if note else "",
                actor=officers[actor],
                recorded=step.recorded,
                recorded_on=civil_day(utc),
                is_published=step.kind in PUBLISHED,
                documents=tuple(documents.get(step.number, ())),
            )
        )
    return tuple(nodes)


def _documents(
    link: Connection, case_id: int, names: list[str], secret: bool
) -> dict[int, list[PageDocument]]:
    question = (
        select(*table_of(Document).columns)
        .where(Document.case_id == case_id)
        .order_by(Document.step_number, Document.number)
    )
    found: dict[int, list[PageDocument]] = defaultdict(list)
    for row in link.execute(question):
        found[row.step_number].append(
            PageDocument(
                kind=DocumentKind.coded(row.kind).label,
                title=ACCUSATION_NOTICE if secret else scrub(row.title, names),
                document_no=row.document_no,
                issued_on=row.issued_on,
                text="" if secret else scrub(row.text or "", names),
                sha256=row.sha256,
            )
        )
    return found


def read_petitions(
    link: Connection, case_id: int, file: CaseFile, names: list[str], secret: bool, *, with_phones: bool
) -> tuple[PetitionCard, ...]:
    people: dict[int, list[str]] = defaultdict(list)
    persons = (
        select(Petitioner.petition_id, Petitioner.name, Petitioner.phone, Petitioner.id_last_two)
        .join(Petition, Petition.id == Petitioner.petition_id)
        .where(Petition.case_id == case_id)
        .order_by(Petitioner.petition_id, Petitioner.number)
    )
    for petition, name, phone, last_two in link.execute(persons):
        reached = f"电话 {mask_phone(phone)}" if with_phones else "电话不显示"
        people[petition].append(f"{mask_name(name)}（{reached}，证件 {mask_id_number(last_two)}）")
    question = (
        select(*table_of(Petition).columns, PetitionText.title, PetitionText.narrative)
        .outerjoin(PetitionText, PetitionText.petition_id == Petition.id)
        .where(Petition.case_id == case_id, Petition.step_number <= file.steps[-1].number)
        .order_by(Petition.number)
    )
    return tuple(
        PetitionCard(
            number=row.number,
            channel=Channel.coded(row.channel).label,
            received_on=row.received_on,
            registered_on=row.registered_on,
            person_times=row.people,
            people=("（检举控告人信息按权限查阅）",) if secret else tuple(people.get(row.id, ())),
            title="" if secret else scrub(row.title or "", names),
            narrative=ACCUSATION_NOTICE if secret else scrub(row.narrative or "", names),
        )
        for row in link.execute(question)
    )
