"""How each act changes the records. One function per act, the same in life and in replay.

Each checks first and changes after: an act that is refused leaves nothing behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select

from workbench.acts.accused import APPLY as ACCUSED
from workbench.acts.amending import Correct
from workbench.acts.base import Act, Actor
from workbench.acts.book import Book
from workbench.acts.calendar import AnnounceHolidays
from workbench.acts.codec import plain_values
from workbench.acts.corrections import correct
from workbench.acts.guards import check_accusation, check_accused, check_step
from workbench.acts.handling import (
    DocumentDraft,
    Person,
    Register,
    RegisterRepeat,
    Take,
)
from workbench.acts.holding import APPLY as HOLDING
from workbench.acts.holding import check_not_held, keep_away
from workbench.acts.intake import RecordBatch, RecordRefusal
from workbench.acts.keys import MarkIdentityKey
from workbench.acts.matter import Matter
from workbench.acts.owning import APPLY as OWNING
from workbench.acts.rooms import ROOMS
from workbench.acts.unit_changes import establish, merge, move, rename
from workbench.acts.units import EstablishUnit, MergeUnit, MoveUnit, RenameUnit
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.lifecycle import advance
from workbench.records.batches import ImportBatch, ImportFile, ImportRefusal
from workbench.records.deadlines import HolidayDay, HolidayNoticeRow
from workbench.records.people import IdentityKeyMark, Petitioner
from workbench.records.petitions import AccusedLink, Petition, PetitionText
from workbench.records.steps import Document, StepNote, StepRow
from workbench.terms import Step


class WrongStepError(ValueError):
    """The step of the act is not one that this act takes."""


class AlreadyImportedError(ValueError):
    """The very same file was imported before."""

    def __init__(self, batch: str) -> None:
        super().__init__(f"该文件已导入（批次{batch}），没有再次导入")


def apply(book: Book, act: Act, seq: int, by: Actor) -> None:
    """Carry out ``act``, recorded at ledger position ``seq``."""
    check_not_held(book, act)
    _APPLY[type(act)](book, act, seq, by)


def _register(book: Book, act: Register, seq: int, by: Actor) -> None:
    if act.step.kind is not Step.REGISTER:
        raise WrongStepError("登记新事项的步骤应为“登记”")
    empty = CaseFile(act.case_no)
    state = advance(None, empty, act.step, calendars=book.calendars)
    check_step(book, act.step)
    accused: frozenset[str] = frozenset()
    if act.accused_unit is not None:
        book.units.check_acting(act.accused_unit, act.step.on)
        accused = frozenset({act.accused_unit})
    if act.cause_unit is not None:
        book.units.check_acting(act.cause_unit, act.step.on)
    matter = Matter(
        id=seq,
        file=empty,
        state=state,
        topic=act.topic,
        purpose=act.purpose and act.purpose.value,
        level=act.level and act.level.value,
        external_no=act.external_no,
        batch_id=None if act.batch is None else book.batch_id(act.batch),
        assumed=",".join(act.assumed) or None,
        cause_unit=act.cause_unit,
        accused=accused,
    )
    if accused:
        check_accused(book, matter, act.step)
    taken = matter.take(act.step, state, seq)
    check_accusation(matter)
    book.open_matter(matter)
    for unit in accused:
        book.rows.add(AccusedLink, (seq, unit))
    _keep_step(book, matter, taken, by)
    _keep_petition(book, matter, taken, act.title, act.narrative, act.persons)
    _keep_documents(book, matter, taken, act.documents)


def _register_repeat(book: Book, act: RegisterRepeat, seq: int, by: Actor) -> None:
    if act.step.kind is not Step.REPEAT:
        raise WrongStepError("再次登记的步骤应为“再次来信来访登记”")
    matter, taken = _advance(book, act.case_no, act.step, seq)
    _keep_step(book, matter, taken, by)
    _keep_petition(book, matter, taken, act.title, act.narrative, act.persons)
    _keep_documents(book, matter, taken, act.documents)


def _take(book: Book, act: Take, seq: int, by: Actor) -> None:
    if act.step.kind is Step.REGISTER or act.step.kind is Step.REPEAT:
        raise WrongStepError("登记来信来访请使用“登记”或“再次来信来访登记”")
    matter, taken = _advance(book, act.case_no, act.step, seq)
    _keep_step(book, matter, taken, by)
    if act.note is not None:
        book.rows.add(StepNote, (seq, act.note))
    if act.documents:
        _keep_documents(book, matter, taken, act.documents)


def _advance(book: Book, case_no: str, step: StepTaken, seq: int) -> tuple[Matter, StepTaken]:
    matter = book.matter(case_no)
    state = advance(matter.state, matter.file, step, calendars=book.calendars)
    check_step(book, step)
    if matter.accused:
        check_accused(book, matter, step)
    taken = matter.take(step, state, seq)
    book.touch(matter)
    return matter, taken


def _keep_step(book: Book, matter: Matter, step: StepTaken, by: Actor) -> None:
    row = (step.recorded, matter.id, step.number, *plain_values(step), by.id, by.role.value, None)
    book.rows.add(StepRow, row)


def _keep_petition(
    book: Book,
    matter: Matter,
    step: StepTaken,
    title: str | None,
    narrative: str,
    persons: tuple[Person, ...],
) -> None:
    seq = step.recorded
    book.rows.add(Petition, (seq, matter.id, matter.petitions(), step.number, *petition_facts(step)))
    if matter.held is not None:
        title, narrative = keep_away(book, seq, title, narrative)
    book.rows.add(PetitionText, (seq, title, narrative))
    for number, person in enumerate(persons, 1):
        told = (person.name, person.phone, person.address)
        identity = (person.id_kind.value, person.id_hash, person.id_last_two)
        book.rows.add(Petitioner, (seq, number, *told, *identity))


def petition_facts(step: StepTaken) -> tuple[Any, ...]:
    """Return channel, day of receipt and registration, people and unit of a REGISTER or REPEAT step."""
    channel = step.channel and step.channel.value
    return (channel, step.received_on or step.on, step.on, step.people or 1, step.unit)


def _keep_documents(
    book: Book, matter: Matter, step: StepTaken, documents: tuple[DocumentDraft, ...]
) -> None:
    for number, draft in enumerate(documents, 1):
        facts = (draft.kind.value, draft.document_no, draft.issued_on, draft.title, draft.text, draft.sha256)
        book.rows.add(Document, (step.recorded, number, matter.id, step.number, *facts))


def _record_batch(book: Book, act: RecordBatch, seq: int, by: Actor) -> None:
    imported = (
        select(ImportBatch.batch)
        .join(ImportFile, ImportFile.batch_id == ImportBatch.id)
        .where(ImportFile.sha256 == act.sha256)
    )
    before = book.connection.scalar(imported)
    if before is not None:
        raise AlreadyImportedError(before)
    counts = {"rows_read": act.rows_read, "rows_imported": act.rows_imported}
    batch = {"id": seq, "batch": act.batch, "mapping": act.mapping, **counts}
    book.connection.execute(insert(ImportBatch), batch)
    kept = {"sha256": act.sha256, "file_name": act.file_name, "content": act.content}
    book.connection.execute(insert(ImportFile), {"batch_id": seq, **kept})
    book.know_batch(act.batch, seq)


def _record_refusal(book: Book, act: RecordRefusal, seq: int, by: Actor) -> None:
    reasons = json.dumps([[code, count] for code, count in act.reasons], ensure_ascii=False)
    book.rows.add(ImportRefusal, (seq, act.sha256, act.file_name, reasons))


def _announce_holidays(book: Book, act: AnnounceHolidays, seq: int, by: Actor) -> None:
    notice = act.notice
    book.announce(notice)
    book.rows.add(HolidayNoticeRow, (seq, notice.year, notice.source, notice.announced_on))
    names = dict(notice.names)
    for day, is_off in notice.days:
        book.rows.add(HolidayDay, (seq, day, is_off, names.get(day)))


def _mark_identity_key(book: Book, act: MarkIdentityKey, seq: int, by: Actor) -> None:
    book.rows.add(IdentityKeyMark, (1, act.mark))


_APPLY: dict[type[Act], Callable[[Book, Any, int, Actor], None]] = {
    Register: _register,
    RegisterRepeat: _register_repeat,
    Take: _take,
    Correct: correct,
    RecordBatch: _record_batch,
    RecordRefusal: _record_refusal,
    AnnounceHolidays: _announce_holidays,
    EstablishUnit: establish,
    RenameUnit: rename,
    MoveUnit: move,
    MergeUnit: merge,
    MarkIdentityKey: _mark_identity_key,
    **ROOMS,
    **OWNING,
    **HOLDING,
    **ACCUSED,
}
