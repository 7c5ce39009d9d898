"""How the acts on receptions change the records: what a schedule may hold, what a reception takes in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import select

from workbench.acts.base import Actor
from workbench.acts.book import Book, CarriedOut
from workbench.acts.guards import AccusedUnitError
from workbench.acts.instructions import open_instruction
from workbench.acts.receptions import (
    RECEPTION,
    HoldReception,
    MissReception,
    MoveReception,
    PlannedReception,
    PlanReceptions,
    PublishReceptions,
    ReceiveMatter,
)
from workbench.law.instruction import Instruction
from workbench.law.reception import Reception, ReceptionError
from workbench.records.receptions import ReceptionRow
from workbench.terms import InstructionKind, ReceptionKind

MOST_ROWS: Final = 1000  # of one act: with the ledger position they make the ids


class SamePlanError(ReceptionError):
    """The schedule has this leader on this day, in this way, already."""

    def __init__(self, leader: str, day: date, kind: ReceptionKind) -> None:
        super().__init__(f"{leader}在{day:%Y-%m-%d}的{kind.label}已有安排：请删去重复的一行，或改用改期")


def _plan(book: Book, act: PlanReceptions, seq: int, by: Actor) -> None:
    if not act.rows:
        raise ReceptionError("接访安排是空的：请至少填写一行")
    if len(act.rows) >= MOST_ROWS:
        raise ReceptionError(f"一次最多安排{MOST_ROWS - 1}行：请分几次录入")
    planned = []
    for number, row in enumerate(act.rows):
        if f"{row.planned_on:%Y-%m}" != act.month:
            raise ReceptionError(f"{row.leader}在{row.planned_on}的安排不属于{act.month}：请核对日期")
        book.units.check_acting(row.unit, row.planned_on)
        planned.append(_from_row(_place_of(seq, number), row))
    _refuse_same(book, planned)
    for one in planned:
        book.dossiers.open(RECEPTION, one)


def _publish(book: Book, act: PublishReceptions, seq: int, by: Actor) -> None:
    numbers = dict.fromkeys(act.reception_nos)  # each once
    found = [book.dossiers.get(RECEPTION, number).published(act.on) for number in numbers]
    if not found:
        raise ReceptionError("没有待公示的接访安排：请先录入安排")
    for one in found:
        book.dossiers.keep(RECEPTION, one)


def _move(book: Book, act: MoveReception, seq: int, by: Actor) -> None:
    old = book.dossiers.get(RECEPTION, act.reception_no)
    moved = old.moved(act.to_no, act.to_day, act.on, act.reason, act.text)
    hours = (act.planned_from, act.planned_until) if act.planned_from or act.planned_until else None
    new = old.following(_place_of(seq, 0), act.to_no, act.to_day, place=act.place, hours=hours)
    book.units.check_acting(new.unit, new.planned_on)
    _refuse_same(book, [new])
    book.dossiers.open(RECEPTION, new)
    book.dossiers.keep(RECEPTION, moved)


def _hold(book: Book, act: HoldReception, seq: int, by: Actor) -> None:
    found = book.dossiers.get(RECEPTION, act.reception_no)
    hours = {"held_from": act.held_from, "held_until": act.held_until}
    book.dossiers.keep(RECEPTION, found.held(act.on, **hours, nobody_came=act.nobody_came, why=act.why))


def _miss(book: Book, act: MissReception, seq: int, by: Actor) -> None:
    found = book.dossiers.get(RECEPTION, act.reception_no)
    book.dossiers.keep(RECEPTION, found.not_held(act.reason, act.text, why=act.why))


def _receive(book: Book, act: ReceiveMatter, seq: int, by: Actor) -> None:
    found = book.dossiers.get(RECEPTION, act.reception_no)
    promise = act.promise
    received = found.received(act.case_no, promise.instruction_no if promise else None)
    for accused in book.matter(act.case_no).accused:
        if found.unit in book.units.relatives(accused):
            raise AccusedUnitError
    if promise is not None:
        assert found.held_on is not None  # ``received`` has refused it else
        given = Instruction(
            id=seq,
            instruction_no=promise.instruction_no,
            kind=InstructionKind.RECEPTION,
            case_no=act.case_no,
            leader=found.leader,
            post=found.post,
            given_on=found.held_on,
            text=promise.text.strip(),
            to_unit=promise.to_unit,
            due_on=promise.due_on,
            reception_no=found.reception_no,
        )
        open_instruction(book, given)
    book.dossiers.keep(RECEPTION, received)


def _from_row(place: int, row: PlannedReception) -> Reception:
    return Reception(
        id=place,
        reception_no=row.reception_no,
        leader=row.leader.strip(),
        post=row.post.strip(),
        charge=(row.charge or "").strip() or None,
        unit=row.unit,
        is_main_leader=row.is_main_leader,
        kind=row.kind,
        planned_on=row.planned_on,
        planned_from=row.planned_from,
        planned_until=row.planned_until,
        place=row.place.strip(),
        account=row.account,
    )


def _place_of(seq: int, number: int) -> int:
    """Return the id of the ``number``-th reception of one act: the rows of a month share its entry."""
    return seq * MOST_ROWS + number


def _refuse_same(book: Book, planned: Iterable[Reception]) -> None:
    planned = list(planned)
    days = sorted({one.planned_on for one in planned})
    row = ReceptionRow
    known = {
        (leader, post, day, kind)
        for leader, post, day, kind in book.connection.execute(
            select(row.leader, row.post, row.planned_on, row.kind).where(
                row.planned_on.in_(days), row.moved_to.is_(None)
            )
        )
    }
    for one in planned:
        key = (one.leader, one.post, one.planned_on, one.kind.value)
        if key in known:
            raise SamePlanError(one.leader, one.planned_on, one.kind)
        known.add(key)


APPLY: CarriedOut = {
    PlanReceptions: _plan,
    PublishReceptions: _publish,
    MoveReception: _move,
    HoldReception: _hold,
    MissReception: _miss,
    ReceiveMatter: _receive,
}
