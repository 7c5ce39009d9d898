"""Original texts: what of a matter could be shown, who may see what until when, and who saw what.

Everything follows from the entries of the ledger. A value is read by ``original`` alone, once its entry is
there and its minutes are not over; nothing else here holds one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, exists, select

from workbench.access.gate import require
from workbench.access.masking import mask_name, scrub
from workbench.access.policy import policy
from workbench.access.viewer import Viewer
from workbench.acts.unmasking import ApproveUnmasking, AskUnmasking, DeclineUnmasking, UnmaskValue
from workbench.ledger.entries import Entry, read_body
from workbench.queries.officials import people
from workbench.queries.supervision import Around
from workbench.records.journal import LedgerEntryRow, LedgerPayload
from workbench.records.people import Petitioner
from workbench.records.petitions import AccusedLink, HeldText, Petition, PetitionCase, PetitionText
from workbench.records.steps import StepRow
from workbench.terms import PetitionClass, UnmaskField, UnmaskReason

_KINDS = (UnmaskValue.kind, AskUnmasking.kind, ApproveUnmasking.kind, DeclineUnmasking.kind)


class UnmaskingOverError(ValueError):
    """The viewer may not, or no longer, see this original text."""

    def __init__(self) -> None:
        super().__init__("没有可以查看的原文，或者查看时间已过：需要再看的，请重新写明理由")


@dataclass(frozen=True, slots=True)
class Maskable:
    """A value that the matter has and its page masks; ``person`` counts from 1, ``who`` is masked."""

    petition: int
    field: UnmaskField
    person: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Unmasking:
    """One request to see an original text: ``until`` is the moment it ends, ``None`` while nobody agreed."""

    position: int
    case_no: str
    about: Maskable
    reason: UnmaskReason
    account: str
    asked: datetime
    until: datetime | None = None
    approved_by: str | None = None
    is_declined: bool = False

    @property
    def waits(self) -> bool:
        """Return whether a second person has to decide."""
        return self.until is None and not self.is_declined

    def holds(self, viewer: Viewer, now: datetime) -> bool:
        """Return whether this viewer may see the text now; nobody sees it before it was asked for."""
        is_now = self.until is not None and self.asked <= now < self.until
        return is_now and self.account == viewer.account


@dataclass(frozen=True, slots=True)
class UnmaskedLine:
    """Who saw what of which matter, for whoever audits it; ``why`` are his words, people masked."""

    unmasking: Unmasking
    name: str
    approver: str
    why: str


def maskable(connection: Connection, case_no: str) -> tuple[Maskable, ...]:
    """Return what of a matter is masked and could be shown, petition by petition; never a value."""
    found: list[Maskable] = []
    of_case = (
        select(Petition.number, PetitionText.title, Petition.id)
        .join(PetitionCase, PetitionCase.id == Petition.case_id)
        .outerjoin(PetitionText, PetitionText.petition_id == Petition.id)
        .where(PetitionCase.case_no == case_no)
        .order_by(Petition.number)
    )
    for number, title, petition_id in connection.execute(of_case).all():
        whole = (UnmaskField.TITLE, UnmaskField.NARRATIVE) if title else (UnmaskField.NARRATIVE,)
        found += [Maskable(number, one) for one in whole]
        persons = select(Petitioner.number, Petitioner.name, Petitioner.phone, Petitioner.address)
        for person, *values in connection.execute(persons.where(Petitioner.petition_id == petition_id)):
            given = zip((UnmaskField.NAME, UnmaskField.PHONE, UnmaskField.ADDRESS), values, strict=True)
            found += [Maskable(number, one, person, mask_name(values[0])) for one, value in given if value]
    return tuple(found)


def needs_approval(connection: Connection, case_no: str) -> bool:
    """Return whether the matter is, ever was, or may be an accusation: a second person has to agree."""
    of_case = select(PetitionCase.id).where(PetitionCase.case_no == case_no).scalar_subquery()
    is_held = exists().where(PetitionCase.id == of_case, PetitionCase.held.is_not(None))
    is_accused = exists().where(AccusedLink.case_id == of_case)
    accusation = PetitionClass.ACCUSATION.value
    was_told = exists().where(StepRow.case_id == of_case, StepRow.petition_class == accusation)
    return bool(connection.scalar(select(is_held | is_accused | was_told)))


def unmaskings_of(connection: Connection, case_no: str) -> tuple[Unmasking, ...]:
    """Return the requests to see original texts of a matter, the latest last."""
    asked = _entries().where(LedgerEntryRow.object == case_no)
    return _told([read_body(row.body) for row in connection.execute(asked)])


def unmasked_since(connection: Connection, viewer: Viewer, since: datetime) -> tuple[UnmaskedLine, ...]:
    """Return who asked to see what since a moment, the latest first; for supervisors and auditors."""
    require(viewer, "read:unmaskings")
    rows = connection.execute(_entries().where(LedgerEntryRow.utc >= _text(since))).all()
    found = _told([read_body(row.body) for row in rows])
    names = people(connection, [account for one in found for account in (one.account, one.approved_by)])
    told = Around.read(connection, {one.case_no for one in found}).names  # a reason may name whom it is about
    whys = _whys(connection, [one.position for one in found])
    return tuple(
        UnmaskedLine(
            one,
            names.get(one.account, one.account),
            names.get(one.approved_by or "", ""),
            scrub(whys.get(one.position, ""), told.get(one.case_no, ())),
        )
        for one in reversed(found)
    )


def original(connection: Connection, viewer: Viewer, case_no: str, position: int, now: datetime) -> str:
    """Return one original text; ``UnmaskingOverError`` unless this viewer may see it at this moment."""
    found = next((one for one in unmaskings_of(connection, case_no) if one.position == position), None)
    if found is None or not found.holds(viewer, now):
        raise UnmaskingOverError
    held = None if found.about.field.is_of_person else _value(case_no, found.about, HeldText)
    value: str | None = None if held is None else connection.scalar(held)
    value = value or connection.scalar(_value(case_no, found.about))
    return value or "（没有留下这一项）"


def _value(case_no: str, about: Maskable, texts: type[PetitionText | HeldText] = PetitionText) -> Select[Any]:
    column = {
        UnmaskField.NAME: Petitioner.name,
        UnmaskField.PHONE: Petitioner.phone,
        UnmaskField.ADDRESS: Petitioner.address,
        UnmaskField.TITLE: texts.title,
        UnmaskField.NARRATIVE: texts.narrative,
    }[about.field]
    wanted: Select[Any] = select(column)
    if about.field.is_of_person:
        wanted = wanted.join(Petition, Petition.id == Petitioner.petition_id)
        wanted = wanted.where(Petitioner.number == about.person)
    else:
        wanted = wanted.join(Petition, Petition.id == texts.petition_id)
    of_case = wanted.join(PetitionCase, PetitionCase.id == Petition.case_id)
    return of_case.where(PetitionCase.case_no == case_no, Petition.number == about.petition)


def _entries() -> Select[int, str]:
    entry = LedgerEntryRow
    return select(entry.seq, entry.body).where(entry.kind.in_(_KINDS)).order_by(entry.seq)


def _told(entries: list[Entry]) -> tuple[Unmasking, ...]:
    minutes = timedelta(minutes=policy().unmask_minutes)
    found: dict[int, Unmasking] = {}
    for entry in entries:
        told = entry.public
        if entry.kind in (UnmaskValue.kind, AskUnmasking.kind):
            moment = datetime.fromisoformat(entry.utc)
            until = moment + minutes if entry.kind == UnmaskValue.kind else None
            found[entry.seq] = Unmasking(
                entry.seq, entry.object, _about(entry), UnmaskReason.coded(str(told["reason"])),
                entry.actor, moment, until,
            )  # fmt: skip
            continue
        asked = found.get(int(str(told["asked"])))
        if asked is None or not asked.waits or entry.actor == asked.account:
            continue  # of another matter, decided before, or by himself: it decides nothing
        if entry.kind == ApproveUnmasking.kind:
            until = datetime.fromisoformat(entry.utc) + minutes
            found[asked.position] = replace(asked, until=until, approved_by=entry.actor)
        else:
            found[asked.position] = replace(asked, is_declined=True)
    return tuple(found.values())


def _about(entry: Entry) -> Maskable:
    person = entry.public.get("person")
    return Maskable(
        int(str(entry.public["petition"])),
        UnmaskField.coded(str(entry.public["field"])),
        None if person is None else int(str(person)),
    )


def _whys(connection: Connection, positions: list[int]) -> dict[int, str]:
    payload = LedgerPayload
    asked = select(payload.seq, payload.value).where(payload.seq.in_(positions), payload.field == "why")
    return {seq: value for seq, value in connection.execute(asked)}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
