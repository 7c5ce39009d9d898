"""March 2026 on a screen, seen on the 31st: held, nobody came, not held, moved, no record, today."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.received import planned
from widgets.reception import ReceptionScreen, ReceptionState
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.handling import Person
from workbench.acts.instructions import GiveInstruction
from workbench.acts.receptions import (
    HoldReception,
    MissReception,
    MoveReception,
    PlanReceptions,
    Promise,
    PublishReceptions,
    ReceiveMatter,
)
from workbench.terms import Channel, NotHeldReason, PetitionClass, Role, Step

CLERK_VIEWER = Viewer("zhang", "张科员", Role.CLERK, OFFICE)
HANDLER = Viewer("wang", "王经办", Role.HANDLER, TOWN)
AUDITOR = Viewer("sun", "孙审计", Role.AUDITOR)
PROOF = evidence.keep("回执.pdf", b"mended")


def opened(bench, **address):
    """The screen at an address."""
    return ReceptionScreen(ReceptionState(bench, address))


def on(day, number, **facts):
    return planned(number, planned_on=date(2026, 3, day), **facts)


@pytest.fixture
def viewer(monkeypatch):
    """Become somebody; at first a clerk of the petition office."""

    def become(who):
        monkeypatch.setattr("workbench.access.viewer._known", [who])

    become(CLERK_VIEWER)
    return become


@pytest.fixture
def march(bench, viewer):
    chief = {"leader": "刘书记", "post": "市委书记", "is_main_leader": True}
    bench.perform(
        make_register(
            case_no="A",
            title="路灯<b>不亮</b>",
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
        PlanReceptions(
            "2026-03",
            (
                on(3, 1, **chief, planned_from=time(9), planned_until=time(11, 30)),
                on(10, 2, unit=TOWN, post="镇长"),
                on(12, 3, **{**chief, "leader": "李市长", "post": "市长"}),
                on(17, 4),
                on(20, 5),
                on(31, 6),
                on(31, 8),
            ),
        ),
        PublishReceptions("2026-03", ("JF-1", "JF-2"), date(2026, 3, 1)),
        HoldReception("JF-1", date(2026, 3, 3), time(9), time(12)),
        ReceiveMatter("JF-1", "A", Promise("PS-1", TOWN, "请周大山等候，一周修好", date(2026, 3, 10))),
        HoldReception("JF-2", date(2026, 3, 10), nobody_came=True),
        MissReception("JF-3", NotHeldReason.OFFICIAL_BUSINESS, "赴省开会"),
        MoveReception("JF-4", "JF-7", date(2026, 4, 2), date(2026, 3, 16), NotHeldReason.LEAVE, "学习"),
        GiveInstruction("PS-2", "X", date(2026, 3, 5), DEPARTMENT, "刘书记", "市委书记", "机密，请核查"),
        GiveInstruction(
            "PS-3", "B", date(2026, 3, 6), DEPARTMENT, "刘书记", "市委书记", "请督办", date(2026, 4, 6)
        ),
        PROOF,
        actor=CLERK,
    )
    return bench
