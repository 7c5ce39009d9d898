"""Acts on the yearly assessment (art. 39(1)): assessed, made known, handed on as a reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import func, select

from workbench.acts.appraisals import APPRAISAL
from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.office import check_has_come, check_office
from workbench.law.year_assessment import YearAssessment, YearAssessmentError, YearSheet, assessed
from workbench.records.appraisals import AppraisalRow
from workbench.records.year_assessments import YearAssessmentRow, YearSheetRow
from workbench.terms import ActKind

YEAR_ASSESSMENT: Final = Shape(
    "年度考核", YearAssessment, "assessment_no", YearAssessmentRow, {"sheets": YearSheetRow}
)


@dataclass(frozen=True, slots=True)
class RecordAssessment(DeclaredAct):
    """登记年度考核: on which final monthly sheets it rests, and what it found."""

    kind: ClassVar[str] = "record_assessment"
    about: ClassVar[str] = "assessment_no"
    shape: ClassVar = YEAR_ASSESSMENT
    assessment_no: str
    year: int
    edition: int
    on: date
    sheets: tuple[YearSheet, ...] = ()
    paper: str = secret("")
    found: str = secret("")
    missing_why: str | None = secret(None)
    why: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class CirculateAssessment(DeclaredAct):
    """登记年度考核通报: within which circle the result was made known."""

    kind: ClassVar[str] = "circulate_assessment"
    about: ClassVar[str] = "assessment_no"
    shape: ClassVar = YEAR_ASSESSMENT
    assessment_no: str
    on: date
    scope: str = secret()
    paper: str = secret()


@dataclass(frozen=True, slots=True)
class ReferAssessment(DeclaredAct):
    """登记年度考核结果送交: to whom, as a reference where leading bodies are appraised."""

    kind: ClassVar[str] = "refer_assessment"
    about: ClassVar[str] = "assessment_no"
    shape: ClassVar = YEAR_ASSESSMENT
    assessment_no: str
    on: date
    to: str = secret()
    paper: str = secret()


def _record(book: Book, act: RecordAssessment, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.RECORD_ASSESSMENT, "考核日期", act.on)
    book.flush()
    editions = select(func.count()).where(YearAssessmentRow.year == act.year)
    if act.edition != (book.connection.scalar(editions) or 0) + 1:
        raise YearAssessmentError(f"{act.year}年的年度考核已有别的版次：请刷新后核对")
    sheets = [book.dossiers.get(APPRAISAL, one.appraisal_no) for one in act.sheets]
    named = [one.appraisal_no for one in sheets]
    later = book.connection.scalar(
        select(AppraisalRow.appraisal_no).where(
            AppraisalRow.replaces.in_(named), AppraisalRow.final_on.is_not(None)
        )
    )
    if later is not None:
        raise YearAssessmentError(f"已有定稿的更正版“{later}”：请以更正版为依据")
    new = YearAssessment(
        seq, act.assessment_no, act.year, act.edition, act.on, act.paper.strip(), act.found.strip(),
        act.missing_why, act.why, sheets=act.sheets,
    )  # fmt: skip
    book.dossiers.open(YEAR_ASSESSMENT, assessed(new, sheets))


def _circulate(book: Book, act: CirculateAssessment, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.CIRCULATE_ASSESSMENT, "通报日期", act.on)
    found = book.dossiers.get(YEAR_ASSESSMENT, act.assessment_no)
    book.dossiers.keep(YEAR_ASSESSMENT, found.circulated(act.on, act.scope, act.paper))


def _refer(book: Book, act: ReferAssessment, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.REFER_ASSESSMENT, "送交日期", act.on)
    found = book.dossiers.get(YEAR_ASSESSMENT, act.assessment_no)
    book.dossiers.keep(YEAR_ASSESSMENT, found.referred(act.on, act.to, act.paper))


def _check(book: Book, by: Actor, kind: ActKind, what: str, on: date) -> None:
    check_office(book, by, kind.label, YearAssessmentError)
    check_has_come(book, what, on, YearAssessmentError)


APPLY: CarriedOut = {RecordAssessment: _record, CirculateAssessment: _circulate, ReferAssessment: _refer}
