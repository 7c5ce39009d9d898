"""Acts on the regular hearing of petition work (art. 9(2)): interval, session, a session recorded by mistake.

The least: ``RecordStudy``. Nothing is due before ``SetStudyInterval`` said how often; the law does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.office import check_has_come, check_office
from workbench.law.work_study import WorkStudy, WorkStudyError
from workbench.records.work_studies import StudyIntervalRow, StudySessionRow, WorkStudyRow
from workbench.terms import ActKind, StudyBody

WORK_STUDY: Final = Shape(
    "听取信访工作汇报",
    WorkStudy,
    "body",
    WorkStudyRow,
    {"intervals": StudyIntervalRow, "sessions": StudySessionRow},
)


@dataclass(frozen=True, slots=True)
class SetStudyInterval(DeclaredAct):
    """设定听取汇报间隔: calendar months from ``since`` on, and whose decision that is."""

    kind: ClassVar[str] = "set_study_interval"
    about: ClassVar[str] = "body"
    shape: ClassVar = WORK_STUDY
    body: StudyBody
    months: int
    since: date
    basis: str = secret()


@dataclass(frozen=True, slots=True)
class RecordStudy(DeclaredAct):
    """登记听取汇报: the session, the number of its minutes, what it heard and decided."""

    kind: ClassVar[str] = "record_study"
    about: ClassVar[str] = "body"
    shape: ClassVar = WORK_STUDY
    body: StudyBody
    on: date
    session: str = secret()
    paper: str = secret()
    heard: str = secret()
    decided: str = secret("")


@dataclass(frozen=True, slots=True)
class StrikeStudy(DeclaredAct):
    """撤销听取汇报登记: what was recorded by mistake counts no more; ``number`` is that in the record."""

    kind: ClassVar[str] = "strike_study"
    about: ClassVar[str] = "body"
    shape: ClassVar = WORK_STUDY
    body: StudyBody
    number: int
    on: date
    why: str = secret()


def _set(book: Book, act: SetStudyInterval, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.SET_STUDY_INTERVAL, "起算日期", act.since)
    _keep(book, seq, _found(book, act.body, seq).with_interval(act.months, act.since, act.basis))


def _record(book: Book, act: RecordStudy, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.RECORD_STUDY, "会议日期", act.on)
    found = _found(book, act.body, seq)
    _keep(book, seq, found.studied(act.on, act.session, act.paper, act.heard, act.decided))


def _strike(book: Book, act: StrikeStudy, seq: int, by: Actor) -> None:
    _check(book, by, ActKind.STRIKE_STUDY, "撤销日期", act.on)
    found = book.dossiers.get(WORK_STUDY, act.object)
    book.dossiers.keep(WORK_STUDY, found.struck(act.number, act.on, act.why))


def _found(book: Book, body: StudyBody, seq: int) -> WorkStudy:
    """Return the record of a body; before the first act on it, an empty one."""
    return book.dossiers.find(WORK_STUDY, str(body)) or WorkStudy(seq, body)


def _keep(book: Book, seq: int, study: WorkStudy) -> None:
    keep = book.dossiers.open if study.id == seq else book.dossiers.keep
    keep(WORK_STUDY, study)


def _check(book: Book, by: Actor, kind: ActKind, what: str, on: date) -> None:
    check_office(book, by, kind.label, WorkStudyError)
    check_has_come(book, what, on, WorkStudyError)


APPLY: CarriedOut = {SetStudyInterval: _set, RecordStudy: _record, StrikeStudy: _strike}
