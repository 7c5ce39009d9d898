"""Acts on the monthly screening: report, mend, send back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import DossierTakenError, Shape
from workbench.acts.evidence import require_kept
from workbench.acts.staffing import STAFFING
from workbench.acts.supervision import check_own_unit
from workbench.law.reply_days import check_day_off
from workbench.law.screening import BACKWARDS, OWING, Screening, check_last_stock, check_signature, reported
from workbench.law.screening_month import month_before, month_words, report_number
from workbench.law.screening_parts import DisputeLine, ScreeningEdition, ScreeningError
from workbench.records.screenings import (
    DisputeLineRow,
    ScreeningEditionRow,
    ScreeningReturnRow,
    ScreeningRow,
)
from workbench.terms import ActKind, DisputeKind

SCREENING: Final = Shape(
    "排查月报",
    Screening,
    "report_no",
    ScreeningRow,
    {"editions": ScreeningEditionRow, "lines": DisputeLineRow, "returns": ScreeningReturnRow},
)


@dataclass(frozen=True, slots=True)
class GivenLine:
    """Disputes (件) of one kind; where some remain: the official in charge, the measure, the limit."""

    dispute: DisputeKind
    new: int
    settled: int
    stock: int
    due_on: date | None = None
    responsible: str | None = secret(None)
    post: str | None = secret(None)
    measure: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class ReportScreening(DeclaredAct):
    """报送排查月报: signed by the head of the unit; ``report_no`` is made of unit and month."""

    kind: ClassVar[str] = "report_screening"
    about: ClassVar[str] = "report_no"
    shape: ClassVar = SCREENING
    report_no: str
    unit: str
    month: str
    on: date
    last_stock: int
    new: int
    settled: int
    stock: int
    signed_on: date
    signed_by: str = secret()
    lines: tuple[GivenLine, ...] = ()
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class AmendScreening(DeclaredAct):
    """更正排查月报: a new edition in place of the one before, which stays on record."""

    kind: ClassVar[str] = "amend_screening"
    about: ClassVar[str] = "report_no"
    shape: ClassVar = SCREENING
    report_no: str
    on: date
    last_stock: int
    new: int
    settled: int
    stock: int
    signed_on: date
    signed_by: str = secret()
    why: str = secret()
    lines: tuple[GivenLine, ...] = ()
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnScreening(DeclaredAct):
    """退回排查月报: what is wrong, and by when it is to be mended."""

    kind: ClassVar[str] = "return_screening"
    about: ClassVar[str] = "report_no"
    shape: ClassVar = SCREENING
    report_no: str
    on: date
    due_on: date
    why: str = secret()


def stock_before(book: Book, unit: str, month: str) -> Screening | None:
    """Return the last report of a unit before a month, no more than twelve months back."""
    for back in range(1, BACKWARDS + 1):
        found = book.dossiers.find(SCREENING, report_number(unit, month_before(month, back)))
        if found is not None:
            return found
    return None


def _report(book: Book, act: ReportScreening, seq: int, by: Actor) -> None:
    check_own_unit(by, act.unit, ActKind.REPORT_SCREENING.label)
    book.units.check_acting(act.unit, act.on)
    if book.units.kinds[act.unit] not in OWING:
        raise ScreeningError("只有镇街和市直单位报送排查月报：请核对报送单位")
    new = Screening(seq, act.report_no, act.unit, act.month)
    # Wrong numbers are told first, for an existing report may be why.
    opened = reported(new, _edition(book, act, by, None), _lines(act.lines))
    if act.report_no != report_number(act.unit, act.month):
        raise ScreeningError("月报编号与单位、月份不符：请刷新页面后重新填报")
    _check_around(book, act.unit, act.month, act)
    try:
        book.dossiers.open(SCREENING, opened)
    except DossierTakenError:
        raise ScreeningError(
            f"{month_words(act.month)}的月报已经报送：有变动的，请用“更正”并写明理由"
        ) from None


def _amend(book: Book, act: AmendScreening, seq: int, by: Actor) -> None:
    found = book.dossiers.get(SCREENING, act.report_no)
    check_own_unit(by, found.unit, ActKind.AMEND_SCREENING.label)
    changed = found.amended(_edition(book, act, by, act.why.strip()), _lines(act.lines))
    _check_around(book, found.unit, found.month, act)
    book.dossiers.keep(SCREENING, changed)


def _return(book: Book, act: ReturnScreening, seq: int, by: Actor) -> None:
    found = book.dossiers.get(SCREENING, act.report_no)
    check_day_off(book.calendars.on(act.on), act.due_on)
    told = found.sent_back(act.why, act.due_on, by_unit=by.unit, account=by.id, on=act.on)
    book.dossiers.keep(SCREENING, told)


def _edition(
    book: Book, act: ReportScreening | AmendScreening, by: Actor, why: str | None
) -> ScreeningEdition:
    if act.sha256 is not None:
        require_kept(book, act.sha256)
    return ScreeningEdition(
        on=act.on,
        account=by.id,
        last_stock=act.last_stock,
        new=act.new,
        settled=act.settled,
        stock=act.stock,
        signed_by=act.signed_by.strip(),
        signed_on=act.signed_on,
        why=why,
        sha256=act.sha256,
    )


def _lines(given: tuple[GivenLine, ...]) -> list[DisputeLine]:
    return [
        DisputeLine(
            1,
            one.dispute,
            one.new,
            one.settled,
            one.stock,
            one.responsible,
            one.post,
            one.measure,
            one.due_on,
        )
        for one in given
    ]


def _check_around(book: Book, unit: str, month: str, act: ReportScreening | AmendScreening) -> None:
    check_last_stock(act.last_stock, stock_before(book, unit, month))
    staffing = book.dossiers.find(STAFFING, unit)
    check_signature(act.signed_by, staffing.head_on(act.signed_on) if staffing is not None else None)


APPLY: CarriedOut = {ReportScreening: _report, AmendScreening: _amend, ReturnScreening: _return}
