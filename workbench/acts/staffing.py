"""Acts on the posts of a unit: who comes, who goes, who was trained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape
from workbench.acts.supervision import check_own_unit
from workbench.law.staffing import Staffing
from workbench.records.staffing import PostHolderRow, PostTrainingRow, StaffingRow
from workbench.terms import PostKind

STAFFING: Final = Shape(
    "信访岗位", Staffing, "unit", StaffingRow, {"holders": PostHolderRow, "trainings": PostTrainingRow}
)


@dataclass(frozen=True, slots=True)
class AppointPost(DeclaredAct):
    """登记到任: the first one of a unit opens its register."""

    kind: ClassVar[str] = "appoint_post"
    about: ClassVar[str] = "unit"
    shape: ClassVar = STAFFING
    unit: str
    post: PostKind
    since: date
    name: str = secret()
    title: str = secret()


@dataclass(frozen=True, slots=True)
class LeavePost(DeclaredAct):
    """登记离任: from ``on`` the post is vacant; ``holder`` is the number in the register."""

    kind: ClassVar[str] = "leave_post"
    about: ClassVar[str] = "unit"
    shape: ClassVar = STAFFING
    unit: str
    holder: int
    on: date
    why: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class RecordTraining(DeclaredAct):
    """登记培训: who of the unit took part."""

    kind: ClassVar[str] = "record_training"
    about: ClassVar[str] = "unit"
    shape: ClassVar = STAFFING
    unit: str
    holders: tuple[int, ...]
    on: date
    topic: str


def _appoint(book: Book, act: AppointPost, seq: int, by: Actor) -> None:
    check_own_unit(by, act.unit, "登记岗位人员")
    book.units.check_acting(act.unit, act.since)
    found = book.dossiers.find(STAFFING, act.unit)
    if found is None:
        first = Staffing(seq, act.unit).appointed(act.post, act.name, act.title, act.since)
        book.dossiers.open(STAFFING, first)
    else:
        book.dossiers.keep(STAFFING, found.appointed(act.post, act.name, act.title, act.since))


def _leave(book: Book, act: LeavePost, seq: int, by: Actor) -> None:
    check_own_unit(by, act.unit, "登记岗位人员")
    found = book.dossiers.get(STAFFING, act.unit)
    book.dossiers.keep(STAFFING, found.left(act.holder, act.on, act.why))


def _train(book: Book, act: RecordTraining, seq: int, by: Actor) -> None:
    check_own_unit(by, act.unit, "登记培训")
    found = book.dossiers.get(STAFFING, act.unit)
    book.dossiers.keep(STAFFING, found.trained(act.holders, act.on, act.topic))


APPLY: CarriedOut = {AppointPost: _appoint, LeavePost: _leave, RecordTraining: _train}
