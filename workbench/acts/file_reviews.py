"""Acts on reviews of case files: draw a round, assign, answer, lock, close.

The least that makes a review: ``OpenReviewRound`` (files from ``law.sampling.draw``), ``AssignReview`` twice,
``AnswerItems`` for all items by each reviewer, ``LockReview`` twice; where they differ ``AssignReview`` with
turn 3 and the same again; ``CloseReviewRound``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import select

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.dossier import Shape, read_dossiers
from workbench.acts.guards import check_person
from workbench.law.file_review import (
    FailFinding,
    ItemAnswer,
    ReviewSheet,
    check_reviewer,
)
from workbench.law.review_round import ReviewError, ReviewRound, SampledFile, opened
from workbench.records.file_reviews import (
    FailFindingRow,
    ItemAnswerRow,
    ReviewRoundRow,
    ReviewSheetRow,
    SampledFileRow,
)
from workbench.records.ownerships import OwnershipLeader, OwnershipMember, OwnershipRow
from workbench.records.steps import StepRow
from workbench.records.tables import table_of

ROUND: Final = Shape("评查批次", ReviewRound, "round_no", ReviewRoundRow, {"files": SampledFileRow})
SHEET: Final = Shape(
    "评查表", ReviewSheet, "sheet_no", ReviewSheetRow, {"answers": ItemAnswerRow, "fails": FailFindingRow}
)


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """One file of the sample."""

    case_no: str
    unit: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """Points for an item, ``None`` where it does not apply; beside it what the file had said."""

    item: str
    points: int | None = None
    note: str | None = secret(None)
    was_found: bool = False
    found: int | None = None


@dataclass(frozen=True, slots=True)
class GivenFail:
    """What fails the file, and what shows it."""

    fail: str
    note: str = secret()


@dataclass(frozen=True, slots=True)
class OpenReviewRound(DeclaredAct):
    """开展案件评查: the sample stands in the entry, with the seed that draws it again."""

    kind: ClassVar[str] = "open_review_round"
    about: ClassVar[str] = "round_no"
    shape: ClassVar = ROUND
    round_no: str
    name: str
    on: date
    start: date
    end: date
    as_of: date
    seed: int
    population: int
    files: tuple[DrawnFile, ...]


@dataclass(frozen=True, slots=True)
class CloseReviewRound(DeclaredAct):
    """结束案件评查."""

    kind: ClassVar[str] = "close_review_round"
    about: ClassVar[str] = "round_no"
    shape: ClassVar = ROUND
    round_no: str
    on: date


@dataclass(frozen=True, slots=True)
class AssignReview(DeclaredAct):
    """分派评查: ``turn`` 1 and 2 do not see each other, 3 decides where they differ."""

    kind: ClassVar[str] = "assign_review"
    about: ClassVar[str] = "sheet_no"
    shape: ClassVar = SHEET
    sheet_no: str
    round_no: str
    case_no: str
    turn: int
    reviewer: str
    on: date
    reviewer_unit: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerItems(DeclaredAct):
    """填写评查表: some items or all, until it is locked."""

    kind: ClassVar[str] = "answer_items"
    about: ClassVar[str] = "sheet_no"
    shape: ClassVar = SHEET
    sheet_no: str
    on: date
    answers: tuple[GivenAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class FindFails(DeclaredAct):
    """认定一票不合格: instead of what was found before."""

    kind: ClassVar[str] = "find_fails"
    about: ClassVar[str] = "sheet_no"
    shape: ClassVar = SHEET
    sheet_no: str
    on: date
    fails: tuple[GivenFail, ...] = ()


@dataclass(frozen=True, slots=True)
class LockReview(DeclaredAct):
    """锁定评查表: complete, and never changed again."""

    kind: ClassVar[str] = "lock_review"
    about: ClassVar[str] = "sheet_no"
    shape: ClassVar = SHEET
    sheet_no: str
    on: date


def sheets_of(book: Book, round_no: str, case_no: str) -> list[ReviewSheet]:
    """Return the sheets on one file of a round, those of this very transaction among them."""
    book.flush()
    head = table_of(ReviewSheetRow)
    wanted = select(head).where(head.c.round_no == round_no, head.c.case_no == case_no)
    return read_dossiers(book.connection, SHEET, wanted)


def check_no_owner(book: Book, act: AssignReview) -> None:
    """Refuse a reviewer who owned the matter as its leader, or is of a unit of its team (HR7).

    Asked in life alone: an older ledger may hold such a review.
    """
    book.flush()
    of_case = select(OwnershipRow.id).where(OwnershipRow.case_no == act.case_no)
    leader, member = OwnershipLeader, OwnershipMember
    owned = select(leader.account, leader.unit).where(leader.ownership_id.in_(of_case))
    if act.reviewer in {account for account, _ in book.connection.execute(owned)}:
        raise ReviewError("包案领导不能评查自己包案的事项：请另派人员")
    team = set(book.connection.scalars(select(member.unit).where(member.ownership_id.in_(of_case))))
    if act.reviewer_unit is not None and act.reviewer_unit in team:
        raise ReviewError("包案班子单位的人员不能评查自己参与的事项：请另派人员")


def _open(book: Book, act: OpenReviewRound, seq: int, by: Actor) -> None:
    files = tuple(SampledFile(one.case_no, one.unit) for one in act.files)
    for one in files:
        book.matter(one.case_no)
        book.units.check_acting(one.unit, act.on)
    days = (act.on, act.start, act.end, act.as_of)
    new = ReviewRound(seq, act.round_no, act.name, *days, act.seed, act.population, files)
    book.dossiers.open(ROUND, opened(new))


def _close(book: Book, act: CloseReviewRound, seq: int, by: Actor) -> None:
    book.dossiers.keep(ROUND, book.dossiers.get(ROUND, act.round_no).closed(act.on))


def _assign(book: Book, act: AssignReview, seq: int, by: Actor) -> None:
    review_round = _open_round(book, act.round_no)
    drawn = next((one for one in review_round.files if one.case_no == act.case_no), None)
    if drawn is None:
        raise ReviewError(f"“{act.case_no}”不在“{review_round.name}”抽取的卷宗中：请核对编号")
    check_person(book, act.case_no, act.reviewer)
    new = ReviewSheet(
        id=seq,
        sheet_no=act.sheet_no,
        round_no=act.round_no,
        case_no=act.case_no,
        unit=drawn.unit,
        turn=act.turn,
        reviewer=act.reviewer,
        reviewer_unit=act.reviewer_unit,
        assigned_on=act.on,
    )
    others = sheets_of(book, act.round_no, act.case_no)
    steps = select(StepRow.actor).where(StepRow.case_id == book.matter(act.case_no).id).distinct()
    related = book.units.relatives(drawn.unit)
    check_reviewer(new, others, related, set(book.connection.scalars(steps)))
    book.dossiers.open(SHEET, new)


def _answer(book: Book, act: AnswerItems, seq: int, by: Actor) -> None:
    found = _open_sheet(book, act.sheet_no)
    given = [ItemAnswer(one.item, one.points, one.note, one.was_found, one.found) for one in act.answers]
    book.dossiers.keep(SHEET, found.answered(given, by.id, act.on))


def _fail(book: Book, act: FindFails, seq: int, by: Actor) -> None:
    found = _open_sheet(book, act.sheet_no)
    given = [FailFinding(one.fail, one.note.strip()) for one in act.fails]
    book.dossiers.keep(SHEET, found.failed(given, by.id, act.on))


def _lock(book: Book, act: LockReview, seq: int, by: Actor) -> None:
    book.dossiers.keep(SHEET, _open_sheet(book, act.sheet_no).locked(by.id, act.on))


def _open_sheet(book: Book, sheet_no: str) -> ReviewSheet:
    found = book.dossiers.get(SHEET, sheet_no)
    _open_round(book, found.round_no)
    return found


def _open_round(book: Book, round_no: str) -> ReviewRound:
    found = book.dossiers.get(ROUND, round_no)
    if found.closed_on is not None:
        raise ReviewError(f"“{found.name}”已于{found.closed_on}结束，评查表不再变动")
    return found


APPLY: CarriedOut = {
    OpenReviewRound: _open,
    CloseReviewRound: _close,
    AssignReview: _assign,
    AnswerItems: _answer,
    FindFails: _fail,
    LockReview: _lock,
}
