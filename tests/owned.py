"""An ownership from its assignment to its confirmed end, as acts."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from workbench.acts.declared import DeclaredAct
from workbench.acts.ownership import (
    AssignOwnership,
    ChangeTeam,
    CheckResult,
    ClaimResult,
    DraftPlan,
    LeaderDraft,
    MeetMilestone,
    MemberDraft,
    MilestoneDraft,
    NoteProgress,
    ReplaceLeader,
    SignPlan,
    WithdrawOwnership,
)
from workbench.terms import OwnershipResult, OwnershipSource, ProgressKind, TeamRole

CONTENT = b"paid"  # of the receipt, which must be kept


def owned_to_the_end(case_no: str, unit: str, on: date = date(2026, 2, 4)) -> tuple[DeclaredAct, ...]:
    """Return acts that leave a row in each table of ownerships; whoever performs them is not on the team."""
    no, paid = f"BA-{case_no}-1", sha256(CONTENT).hexdigest()
    leader = LeaderDraft("430682", "李某", "副市长", "leader")
    team = (MemberDraft(TeamRole.LEAD, unit, "张某", "镇长"),)
    return (
        AssignOwnership(no, case_no, on, OwnershipSource.SCREENING, leader, "补偿款未付", "付清"),
        ChangeTeam(no, on, team),
        ChangeTeam(no, on, team),
        DraftPlan(no, on, (MilestoneDraft(1, date(2026, 3, 1), "付清"),), "筹款", "土地管理法", "1号"),
        SignPlan(no, on, "李某"),
        ReplaceLeader(no, on, LeaderDraft("430682", "赵某", "副市长"), on, on, "未付"),
        MeetMilestone(no, 1, on, on, paid, "收据"),
        NoteProgress(no, on, ProgressKind.DISPATCH, "调度"),
        ClaimResult(no, on, OwnershipResult.RESOLVED, on, paid, "已付清", "收据"),
        CheckResult(no, date(2026, 3, 2), True, "督查员", "属实"),
    )


def owned_by_mistake(case_no: str, turn: int = 2, on: date = date(2026, 3, 5)) -> tuple[DeclaredAct, ...]:
    """Return an assignment that is taken back the next day."""
    no, leader = f"BA-{case_no}-{turn}", LeaderDraft("430682", "钱某", "副市长")
    return (
        AssignOwnership(no, case_no, on, OwnershipSource.SCREENING, leader, "补偿款未付", "付清"),
        WithdrawOwnership(no, date(2026, 3, 6), "不属其分管"),
    )
