"""Acts on impact assessments of handling personal information: entered, struck, its report destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.office import check_has_come, check_office
from workbench.law.impact_assessment import ImpactAssessment, ImpactError, recorded
from workbench.records.impact_assessments import ImpactAssessmentRow
from workbench.terms import ActKind, ImpactGround

IMPACT: Final = Shape("影响评估", ImpactAssessment, "impact_no", ImpactAssessmentRow, {})


@dataclass(frozen=True, slots=True)
class RecordImpact(DeclaredAct):
    """登记影响评估: of which handling, what the report found, its number and where it is kept."""

    kind: ClassVar[str] = "record_impact"
    about: ClassVar[str] = "impact_no"
    shape: ClassVar = IMPACT
    impact_no: str
    ground: ImpactGround
    on: date
    activity: str = secret()
    purpose: str = secret()
    impact: str = secret()
    measures: str = secret()
    paper: str = secret()
    place: str = secret()


@dataclass(frozen=True, slots=True)
class StrikeImpact(DeclaredAct):
    """撤销影响评估登记: what was entered by mistake."""

    kind: ClassVar[str] = "strike_impact"
    about: ClassVar[str] = "impact_no"
    shape: ClassVar = IMPACT
    impact_no: str
    on: date
    why: str = secret()


@dataclass(frozen=True, slots=True)
class DestroyImpact(DeclaredAct):
    """登记影响评估报告销毁: by which approval, once it need not be kept any more."""

    kind: ClassVar[str] = "destroy_impact"
    about: ClassVar[str] = "impact_no"
    shape: ClassVar = IMPACT
    impact_no: str
    on: date
    paper: str = secret()


def _record(book: Book, act: RecordImpact, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.RECORD_IMPACT, "完成评估日期", act.on)
    new = ImpactAssessment(
        seq, act.impact_no, act.ground, act.on, act.activity.strip(), act.purpose.strip(),
        act.impact.strip(), act.measures.strip(), act.paper.strip(), act.place.strip(),
    )  # fmt: skip
    book.dossiers.open(IMPACT, recorded(new))


def _strike(book: Book, act: StrikeImpact, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.STRIKE_IMPACT, "撤销日期", act.on)
    book.dossiers.keep(IMPACT, book.dossiers.get(IMPACT, act.impact_no).struck(act.on, act.why))


def _destroy(book: Book, act: DestroyImpact, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.DESTROY_IMPACT, "销毁日期", act.on)
    book.dossiers.keep(IMPACT, book.dossiers.get(IMPACT, act.impact_no).destroyed(act.on, act.paper))


def _check(book: Book, by: Actor, kind: ActKind, what: str, on: date) -> None:
    check_office(book, by, kind.label, ImpactError)
    check_has_come(book, what, on, ImpactError)


APPLY: CarriedOut = {RecordImpact: _record, StrikeImpact: _strike, DestroyImpact: _destroy}
