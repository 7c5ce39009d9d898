"""How a correction changes the records: the value is read strictly, and the whole matter is judged anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select, update

from workbench.acts.amending import Correct
from workbench.acts.base import Actor
from workbench.acts.book import Book
from workbench.acts.codec import STEP_FIELDS, plain_values, read_value
from workbench.acts.guards import check_accused, check_step
from workbench.acts.matter import Matter
from workbench.law.facts import CaseFile, StepTaken
from workbench.law.lifecycle import advance
from workbench.records.people import Petitioner
from workbench.records.petitions import HeldText, Petition, PetitionText
from workbench.records.steps import Document, StepRow
from workbench.records.tables import table_of
from workbench.terms import CaseState, Level, Purpose, Step

_COUNTS = frozenset({"people", "days"})
_ANSWERS = frozenset({"approved_by_head", "contact_known", "sender_agreed"})
_CORRECTABLE = frozenset(STEP_FIELDS) - {"kind"}
_MATTER: dict[str, Callable[[str], str]] = {
    "topic": str,
    "purpose": lambda value: Purpose.coded(value).value,
    "level": lambda value: Level.coded(value).value,
    "external_no": str,
    "cause_unit": str,
}
_TEXTS = frozenset({"title", "narrative"})
_DOCUMENT = frozenset({"title", "document_no", "issued_on"})
_PERSON = frozenset({"name", "phone", "address", "identity"})


class CorrectionError(ValueError):
    """The correction names something that does not exist or a value that cannot stand there."""


def correct(book: Book, act: Correct, seq: int, by: Actor) -> None:
    """Replace one value."""
    if not act.reason.strip():
        raise CorrectionError("更正必须写明理由")
    matter = book.matter(act.case_no)
    if act.step_number is None:
        _correct_matter(book, matter, act)
        return
    if not 1 <= act.step_number <= len(matter.file.steps):
        raise CorrectionError(f"“{act.case_no}”没有第{act.step_number}个办理步骤")
    step = matter.file.steps[act.step_number - 1]
    if act.document is not None:
        _correct_document(book, matter, step, act, seq)
    elif act.person is not None:
        _correct_person(book, matter, step, act)
    elif act.field in _TEXTS:
        _correct_text(book, matter, step, act)
    elif act.field in _CORRECTABLE:
        _correct_step(book, matter, step, act, seq)
    else:
        raise CorrectionError(f"“{act.field}”不是可以更正的栏目")


def _correct_matter(book: Book, matter: Matter, act: Correct) -> None:
    read = _MATTER.get(act.field)
    if read is None:
        raise CorrectionError(f"“{act.field}”不是可以更正的栏目")
    try:
        value = None if act.value is None else read(act.value)
    except ValueError:
        raise CorrectionError(f"“{act.value}”不是这一栏的可选值") from None
    if act.field == "cause_unit" and value is not None:
        book.units.relatives(value)
    setattr(matter, act.field, value)
    book.touch(matter)


def _correct_person(book: Book, matter: Matter, step: StepTaken, act: Correct) -> None:
    if act.field not in _PERSON:
        raise CorrectionError(f"“{act.field}”不是可以更正的信访人栏目")
    changed: dict[str, Any] = {act.field: act.value}
    if act.field == "identity":
        id_hash, _, last_two = (act.value or "").partition(":")
        changed = {"id_hash": id_hash or None, "id_last_two": last_two or None}
    book.flush()
    one = (Petitioner.petition_id == step.recorded) & (Petitioner.number == act.person)
    if book.connection.execute(update(Petitioner).where(one).values(**changed)).rowcount != 1:
        raise CorrectionError(f"该次信访没有第{act.person}位信访人")
    book.touch(matter)


def _correct_document(book: Book, matter: Matter, step: StepTaken, act: Correct, seq: int) -> None:
    """Correct what a paper is called, numbered and dated; its text and its original are what they are."""
    if act.field not in _DOCUMENT:
        raise CorrectionError(f"“{act.field}”不是可以更正的文书栏目")
    if act.field == "title" and not (act.value or "").strip():
        raise CorrectionError("文书标题不能删空")
    book.flush()
    paper = (Document.step_id == step.recorded) & (Document.number == act.document)
    found = book.connection.execute(select(Document.document_no).where(paper)).first()
    if found is None:
        raise CorrectionError(f"第{step.number}个办理步骤没有第{act.document}份文书")
    value: Any = act.value
    if act.field == "issued_on" and act.value is not None:
        value = _day(act.value)
    book.connection.execute(update(Document).where(paper).values({act.field: value}))
    if act.field == "document_no" and step.document_no is not None and step.document_no == found[0]:
        _correct_step(book, matter, step, act, seq)  # the step goes by the number of its paper
    else:
        book.touch(matter)


def _correct_text(book: Book, matter: Matter, step: StepTaken, act: Correct) -> None:
    if step.kind not in (Step.REGISTER, Step.REPEAT) or (act.field == "narrative" and act.value is None):
        raise CorrectionError("只能更正来信来访登记中的标题和内容，内容不能删空")
    book.flush()
    model = PetitionText if matter.held is None else HeldText
    text = update(model).where(model.petition_id == step.recorded)
    book.connection.execute(text.values({act.field: act.value}))
    book.touch(matter)


def _correct_step(book: Book, matter: Matter, step: StepTaken, act: Correct, seq: int) -> None:
    corrected = replace(step, **{act.field: _read(act)})
    check_step(book, corrected)
    if matter.accused:
        check_accused(book, matter, corrected)
    position = step.number - 1
    steps = (*matter.file.steps[:position], corrected, *matter.file.steps[position + 1 :])
    state = _judge_anew(book, matter.file.case_no, steps)
    book.flush()
    _rewrite_step(book, corrected, seq)
    matter.file, matter.state = CaseFile(matter.file.case_no, steps), state
    book.touch(matter)


def _judge_anew(book: Book, case_no: str, steps: tuple[StepTaken, ...]) -> CaseState:
    state: CaseState | None = None
    file = CaseFile(case_no)
    for step in steps:
        state = advance(state, file, step, calendars=book.calendars)
        file = CaseFile(case_no, (*file.steps, step))
    assert state is not None
    return state


def _rewrite_step(book: Book, step: StepTaken, seq: int) -> None:
    names = [column.name for column in table_of(StepRow).columns][3 : 3 + len(STEP_FIELDS)]
    facts = dict(zip(names, plain_values(step), strict=True))
    row = update(StepRow).where(StepRow.id == step.recorded)
    book.connection.execute(row.values(**facts, corrected=seq))
    if step.kind in (Step.REGISTER, Step.REPEAT):
        petition = update(Petition).where(Petition.id == step.recorded)
        book.connection.execute(
            petition.values(
                channel=facts["channel"],
                received_on=step.received_on or step.on,
                registered_on=step.on,
                people=step.people or 1,
                unit=step.unit,
            )
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CorrectionError(f"“{text}”不是这一栏的可选值") from None


def _read(act: Correct) -> Any:
    text, field = act.value, act.field
    if text is None:
        if field == "on":
            raise CorrectionError("发生日期不能删空")
        return None
    try:
        if field in _COUNTS:
            if not re.fullmatch(r"[0-9]{1,6}", text):
                raise ValueError
            return int(text)
        if field in _ANSWERS:
            return {"true": True, "false": False}[text]
        return read_value(field, text)
    except (ValueError, KeyError):
        raise CorrectionError(f"“{text}”不是这一栏的可选值") from None
