"""Two matters on the ownership screen: one owned with its first promise late, one owned by nobody."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from widgets.ownership.address import Shown
from widgets.ownership.state import OwnershipScreenState
from widgets.ownership.view import Ownerships
from workbench.access.viewer import Viewer
from workbench.acts import evidence
from workbench.acts.base import Actor
from workbench.acts.ownership import (
    AssignOwnership,
    DraftPlan,
    LeaderDraft,
    MemberDraft,
    MilestoneDraft,
    SignPlan,
)
from workbench.terms import OwnershipSource, Role, TeamRole

SUPERVISOR = Viewer("supervisor", "督查员", Role.SUPERVISOR, OFFICE)
LEADER = Viewer("leader", "李副市长", Role.LEADER, "430682")
HANDLER = Viewer("handler", "经办人", Role.HANDLER, TOWN)
STRANGER = Viewer("stranger", "别处经办", Role.HANDLER, OTHER_TOWN)
AUDITOR = Viewer("auditor", "审计", Role.AUDITOR)
ON, DUE, TODAY = date(2026, 2, 2), date(2026, 3, 1), date(2026, 3, 31)
NO = "BA-A-1"
PAID = evidence.keep("收据.pdf", b"paid")


@pytest.fixture
def county(bench):
    """A is owned, its first promise late; B is owned by nobody and late."""
    leader = LeaderDraft("430682", "李某", "副市长", "leader")
    team = (MemberDraft(TeamRole.LEAD, TOWN, "张某", "镇长"),)
    bench.perform(*(make_register(case_no=no, title="路灯<b>不亮</b>") for no in "AB"), actor=CLERK)
    bench.perform(
        PAID,
        AssignOwnership(NO, "A", ON, OwnershipSource.SUPERIOR, leader, "补偿款<i>未付</i>", "付清", team),
        DraftPlan(
            NO,
            ON,
            (MilestoneDraft(1, DUE, "核实"), MilestoneDraft(2, date(2026, 4, 5), "付清")),
            "筹款",
            "土地管理法",
        ),
        SignPlan(NO, ON, "李某"),
        actor=Actor("supervisor", Role.SUPERVISOR, OFFICE),
    )
    return bench


def at(bench, viewer=SUPERVISOR, day=None, **shown):
    return OwnershipScreenState(bench, Shown(**shown), day, viewer=viewer)


@pytest.fixture
def screen(county, monkeypatch):
    monkeypatch.setattr("workbench.access.viewer._known", [SUPERVISOR])
    return Ownerships(county, None, {})
