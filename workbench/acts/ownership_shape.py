"""How an ownership lies in the tables, and by which number a matter's ownerships are known."""

from __future__ import annotations

from typing import Final

from workbench.acts.dossier import Shape
from workbench.law.ownership import Ownership
from workbench.records.ownerships import (
    OwnershipCheck,
    OwnershipClaim,
    OwnershipKept,
    OwnershipLeader,
    OwnershipMember,
    OwnershipMilestone,
    OwnershipPlan,
    OwnershipProgress,
    OwnershipRow,
    OwnershipWithdrawal,
)

OWNERSHIP: Final = Shape(
    "领导包案",
    Ownership,
    "ownership_no",
    OwnershipRow,
    {
        "leaders": OwnershipLeader,
        "team": OwnershipMember,
        "plans": OwnershipPlan,
        "milestones": OwnershipMilestone,
        "kept": OwnershipKept,
        "log": OwnershipProgress,
        "claims": OwnershipClaim,
        "checks": OwnershipCheck,
        "withdrawals": OwnershipWithdrawal,
    },
)


def number_of(case_no: str, turn: int) -> str:
    """Return the number of a matter's ownership; ``turn`` counts from 1."""
    return f"BA-{case_no}-{turn}"
