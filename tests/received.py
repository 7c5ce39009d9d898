"""A month of receptions with every way it may go, as acts: for tests that need all its tables filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from workbench.acts import evidence
from workbench.acts.base import Act
from workbench.acts.instructions import ConfirmInstruction, ReportInstruction, ReturnInstruction
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
from workbench.terms import NotHeldReason, ReceptionKind

DAY = date(2026, 2, 10)
CITY = "430682"


def planned(number: int, **facts: object) -> PlannedReception:
    """Return one row of the schedule of February."""
    given: dict[str, object] = {
        "reception_no": f"JF-{number}",
        "unit": CITY,
        "kind": ReceptionKind.RECEIVE,
        "planned_on": DAY,
        "leader": f"周某{number}",
        "post": "副市长",
        "place": "市信访局接访大厅",
        "charge": "城乡建设",
        **facts,
    }
    return PlannedReception(**given)  # type: ignore[arg-type]


def received_and_instructed(case_no: str, unit: str) -> Iterator[Act]:
    """Yield the acts: one held with a promise kept at the second try, one moved, one not held."""
    paper = evidence.keep("收据.pdf", b"paid")
    yield paper
    yield PlanReceptions("2026-02", (planned(1, is_main_leader=True), planned(2), planned(3)))
    yield PublishReceptions("2026-02", ("JF-1", "JF-2"), date(2026, 2, 1))
    yield MoveReception("JF-2", "JF-4", date(2026, 2, 12), date(2026, 2, 9), NotHeldReason.LEAVE, "外出")
    yield MissReception("JF-3", NotHeldReason.OFFICIAL_BUSINESS, "参加会议")
    yield HoldReception("JF-1", DAY)
    yield ReceiveMatter("JF-1", case_no, Promise("PS-1", unit, "一周内修好", date(2026, 2, 17)))
    report = ReportInstruction("PS-1", DAY, DAY, paper.sha256, "收据", "已修好")
    yield report
    yield ReturnInstruction("PS-1", date(2026, 2, 11), "照片不是现场")
    yield replace(report, on=date(2026, 2, 18))
    yield ConfirmInstruction("PS-1", date(2026, 2, 20))
