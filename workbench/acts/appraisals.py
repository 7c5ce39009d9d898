"""Acts on the monthly appraisal of units: draft, give to the units, object, answer, make final.

The shortest full course: ``DraftAppraisal`` (what it needs comes from ``queries.appraisal_draft.draft_of``)
and ``PublishAppraisal`` by the office, ``FinaliseAppraisal`` after the time to object; between them, for each
``ObjectToAppraisal`` of a unit, an ``AnswerAppraisal`` of the office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import select

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.office import check_office
from workbench.acts.supervision import check_own_unit
from workbench.indicators.appraisal_items import items_in
from workbench.law.appraisal import Appraisal, AppraisalError, drafted
from workbench.law.appraisal_parts import AppraisedUnit, ItemObjection, SheetItem, SheetLine
from workbench.law.reply_days import check_day_off
from workbench.records.appraisals import (
    AppraisalItemRow,
    AppraisalLineRow,
    AppraisalRow,
    AppraisedUnitRow,
    ItemObjectionRow,
)
from workbench.terms import ActKind

APPRAISAL: Final = Shape(
    "月考核",
    Appraisal,
    "appraisal_no",
    AppraisalRow,
    {
        "units": AppraisedUnitRow,
        "items": AppraisalItemRow,
        "lines": AppraisalLineRow,
        "objections": ItemObjectionRow,
    },
)


@dataclass(frozen=True, slots=True)
class DraftAppraisal(DeclaredAct):
    """编制月考核: the sheet stands in the entry whole, with the hash of the snapshot it was drawn from."""

    kind: ClassVar[str] = "draft_appraisal"
    about: ClassVar[str] = "appraisal_no"
    shape: ClassVar = APPRAISAL
    appraisal_no: str
    month: date
    edition: int
    as_of: date
    snapshot: str
    ledger_size: int
    on: date
    units: tuple[AppraisedUnit, ...] = ()
    items: tuple[SheetItem, ...] = ()
    lines: tuple[SheetLine, ...] = ()
    replaces: str | None = None
    why: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class PublishAppraisal(DeclaredAct):
    """交单位核对月考核: each unit sees its own sheet and may object up to and including ``object_until``."""

    kind: ClassVar[str] = "publish_appraisal"
    about: ClassVar[str] = "appraisal_no"
    shape: ClassVar = APPRAISAL
    appraisal_no: str
    on: date
    object_until: date


@dataclass(frozen=True, slots=True)
class ObjectToAppraisal(DeclaredAct):
    """对月考核提出异议: one item of one's own sheet, with the reason."""

    kind: ClassVar[str] = "object_to_appraisal"
    about: ClassVar[str] = "appraisal_no"
    shape: ClassVar = APPRAISAL
    appraisal_no: str
    unit: str
    figure: str
    on: date
    reason: str = secret()


@dataclass(frozen=True, slots=True)
class AnswerAppraisal(DeclaredAct):
    """答复月考核异议: accepted with the corrected numbers, or not; in writing either way."""

    kind: ClassVar[str] = "answer_appraisal"
    about: ClassVar[str] = "appraisal_no"
    shape: ClassVar = APPRAISAL
    appraisal_no: str
    unit: str
    figure: str
    on: date
    is_accepted: bool
    answer: str = secret()
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class FinaliseAppraisal(DeclaredAct):
    """月考核定稿: from then on nothing of it changes."""

    kind: ClassVar[str] = "finalise_appraisal"
    about: ClassVar[str] = "appraisal_no"
    shape: ClassVar = APPRAISAL
    appraisal_no: str
    on: date


def _draft(book: Book, act: DraftAppraisal, seq: int, by: Actor) -> None:
    check_office(book, by, ActKind.DRAFT_APPRAISAL.label, AppraisalError)
    in_force = {one.law.figure: one.law for one in items_in(act.month)}
    for item in act.items:
        law = in_force.get(item.figure)
        if law is None or (law.points, law.floor) != (item.points, item.floor):
            raise AppraisalError(f"“{item.title}”与该月适用的考核表不符：请重新编制")
    if len(act.items) != len(in_force):
        raise AppraisalError("项目与该月适用的考核表不符：请重新编制")
    for one in act.units:
        book.units.check_acting(one.unit, act.month)
    _check_edition(book, act)
    new = Appraisal(
        id=seq,
        appraisal_no=act.appraisal_no,
        month=act.month,
        edition=act.edition,
        as_of=act.as_of,
        snapshot=act.snapshot,
        ledger_size=act.ledger_size,
        drafted_on=act.on,
        drafted_by=by.id,
        replaces=act.replaces,
        why=act.why,
        units=act.units,
        items=act.items,
        lines=act.lines,
    )
    book.dossiers.open(APPRAISAL, drafted(new))


def _publish(book: Book, act: PublishAppraisal, seq: int, by: Actor) -> None:
    check_office(book, by, "交单位核对", AppraisalError)
    found = _newest(book, act.appraisal_no)
    check_day_off(book.calendars.on(act.on), act.object_until)
    book.dossiers.keep(APPRAISAL, found.published(act.on, act.object_until))


def _object(book: Book, act: ObjectToAppraisal, seq: int, by: Actor) -> None:
    check_own_unit(by, act.unit, ActKind.OBJECT_TO_APPRAISAL.label)
    found = _newest(book, act.appraisal_no)
    new = ItemObjection(act.unit, act.figure, act.on, by.id, act.reason)
    book.dossiers.keep(APPRAISAL, found.objected(new))


def _answer(book: Book, act: AnswerAppraisal, seq: int, by: Actor) -> None:
    check_office(book, by, "答复异议", AppraisalError)
    if by.unit == act.unit:
        raise AppraisalError("被考核单位的人员不能答复本单位的异议：请由其他人员答复")
    found = _newest(book, act.appraisal_no)
    if act.is_accepted and (act.numerator is None or act.denominator is None):
        raise AppraisalError("采纳异议的，请写明更正后的做到数和应办数")
    if not act.is_accepted and (act.numerator is not None or act.denominator is not None):
        raise AppraisalError("不采纳异议的，不写更正数：请核对")
    corrected = (act.numerator or 0, act.denominator or 0) if act.is_accepted else None
    book.dossiers.keep(
        APPRAISAL,
        found.answered(act.unit, act.figure, on=act.on, by=by.id, answer=act.answer, corrected=corrected),
    )


def _finalise(book: Book, act: FinaliseAppraisal, seq: int, by: Actor) -> None:
    check_office(book, by, "定稿", AppraisalError)
    book.dossiers.keep(APPRAISAL, _newest(book, act.appraisal_no).finalised(act.on))


def _newest(book: Book, appraisal_no: str) -> Appraisal:
    """Return an edition that no later one replaces."""
    found = book.dossiers.get(APPRAISAL, appraisal_no)
    book.flush()
    later = book.connection.scalar(
        select(AppraisalRow.appraisal_no).where(AppraisalRow.replaces == appraisal_no)
    )
    if later is not None:
        raise AppraisalError(f"“{appraisal_no}”已由更正版“{later}”取代：请打开更正版办理")
    return found


def _check_edition(book: Book, act: DraftAppraisal) -> None:
    """Refuse a second sheet of a month beside the first: the next edition replaces the last one."""
    book.flush()
    last = book.connection.execute(
        select(AppraisalRow.appraisal_no, AppraisalRow.edition)
        .where(AppraisalRow.month == act.month)
        .order_by(AppraisalRow.edition.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        if act.edition != 1:
            raise AppraisalError("该月还没有考核表，从第一版开始编制")
    elif act.edition != last.edition + 1 or act.replaces != last.appraisal_no:
        raise AppraisalError(
            f"该月已有“{last.appraisal_no}”：另出一版的，写明更正“{last.appraisal_no}”及理由"
        )


APPLY: CarriedOut = {
    DraftAppraisal: _draft,
    PublishAppraisal: _publish,
    ObjectToAppraisal: _object,
    AnswerAppraisal: _answer,
    FinaliseAppraisal: _finalise,
}
