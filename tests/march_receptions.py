"""March 2026: a month of receptions with every way it may go, an accusation and two instructions, as acts."""

from __future__ import annotations

from datetime import date, time

from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.received import planned
from workbench.acts import evidence
from workbench.acts.base import Act
from workbench.acts.handling import Person
from workbench.acts.instructions import GiveInstruction
from workbench.acts.receptions import (
    HoldReception,
    MissReception,
    MoveReception,
    PlannedReception,
    PlanReceptions,
    Promise,
    PublishReceptions,
    ReceiveMatter,
)
from workbench.terms import Channel, NotHeldReason, PetitionClass, Step

PROOF = evidence.keep("回执.pdf", b"mended")


def on(day: int, number: int, **facts: object) -> PlannedReception:
    """Return one row of the schedule of March."""
    return planned(number, planned_on=date(2026, 3, day), **facts)


def receptions_of_march(
    *more: PlannedReception, title: str = "路灯", also: tuple[Act, ...] = ()
) -> list[Act]:
    """Return the acts: held with a promise, nobody came, not held, moved to April, no record, on the 31st.

    ``more`` is planned too, ``also`` done while the first reception is held; ``title`` is of matter A.
    """
    chief = {"leader": "刘书记", "post": "市委书记", "is_main_leader": True}
    schedule = (
        on(3, 1, **chief, planned_from=time(9), planned_until=time(11, 30)),
        on(10, 2, unit=TOWN, post="镇长"),
        on(12, 3, **{**chief, "leader": "李市长", "post": "市长"}),
        on(17, 4),
        on(20, 5),
        on(31, 6),
        *more,
    )
    promise = Promise("PS-1", TOWN, "请周大山等候，一周修好", date(2026, 3, 10))
    leader = (DEPARTMENT, "刘书记", "市委书记")
    return [
        make_register(
            case_no="A",
            title=title,
            channel=Channel.VISIT,
            persons=(Person(name="周大山"),),
            on=date(2026, 3, 3),
        ),
        make_take("A", Step.TRANSFER, date(2026, 3, 4), unit=OFFICE, to_unit=TOWN),
        make_register(case_no="B", title="欠薪", on=date(2026, 3, 3)),
        make_register(
            case_no="X",
            petition_class=PetitionClass.ACCUSATION,
            path=None,
            accused_unit=OTHER_TOWN,
            title="机密",
        ),
        PlanReceptions("2026-03", schedule),
        PublishReceptions("2026-03", ("JF-1", "JF-2"), date(2026, 3, 1)),
        HoldReception("JF-1", date(2026, 3, 3), time(9), time(12)),
        ReceiveMatter("JF-1", "A", promise),
        *also,
        HoldReception("JF-2", date(2026, 3, 10), nobody_came=True),
        MissReception("JF-3", NotHeldReason.OFFICIAL_BUSINESS, "赴省开会"),
        MoveReception("JF-4", "JF-7", date(2026, 4, 2), date(2026, 3, 16), NotHeldReason.LEAVE, "学习"),
        GiveInstruction("PS-2", "X", date(2026, 3, 5), *leader, "机密，请核查"),
        GiveInstruction("PS-3", "B", date(2026, 3, 6), *leader, "请督办", date(2026, 4, 6)),
        PROOF,
    ]
