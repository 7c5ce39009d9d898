"""Acts on leader case-ownership (领导包案). What they may do is said by ``law.ownership``.

The least that makes an ownership, signed, met, claimed and confirmed (``keep`` from ``acts.evidence``)::

    AssignOwnership("BA-A-1", "A", on, source, LeaderDraft(unit, name, post), asked, settles)
    ChangeTeam("BA-A-1", on, (MemberDraft(TeamRole.LEAD, unit, person, post),))
    DraftPlan("BA-A-1", on, (MilestoneDraft(1, due_on, words),), measures, policy)
    SignPlan("BA-A-1", on, signer)                       # a later version: by another account than its author
    keep(file_name, content); MeetMilestone("BA-A-1", 1, on, dated_on, sha256, title)
    ClaimResult("BA-A-1", on, result, dated_on, sha256, words, title)
    CheckResult("BA-A-1", later, True, checker, findings)  # by neither a leader's account nor the lead unit

``WithdrawOwnership`` takes a wrong assignment back, as long as no plan is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.acts.declared import DeclaredAct, secret
from workbench.acts.ownership_shape import OWNERSHIP
from workbench.terms import OwnershipResult, OwnershipSource, ProgressKind, TeamRole


@dataclass(frozen=True, slots=True)
class LeaderDraft:
    """Who is to own it; ``account`` where he has one here."""

    unit: str
    name: str = secret()
    post: str = secret()
    account: str | None = None


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A unit of the team, with the person who answers there."""

    role: TeamRole
    unit: str
    person: str | None = secret(None)
    post: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """A promise of a plan; the key is that of the version before where it repeats one."""

    key: int
    due_on: date
    words: str = secret()


@dataclass(frozen=True, slots=True)
class AssignOwnership(DeclaredAct):
    """交办领导包案: ``ownership_no`` is ``BA-<case_no>-<n>``, the next one of the matter."""

    kind: ClassVar[str] = "assign_ownership"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    case_no: str
    on: date
    source: OwnershipSource
    leader: LeaderDraft
    asked: str = secret()
    settles: str = secret()
    team: tuple[MemberDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeTeam(DeclaredAct):
    """组建或调整班子: the whole team from ``on``."""

    kind: ClassVar[str] = "change_team"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    team: tuple[MemberDraft, ...]


@dataclass(frozen=True, slots=True)
class DraftPlan(DeclaredAct):
    """起草方案: the first version or, with a reason, a further one; an unsigned draft gives way."""

    kind: ClassVar[str] = "draft_plan"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    milestones: tuple[MilestoneDraft, ...]
    measures: str = secret()
    policy: str = secret()
    document_no: str | None = None
    why: str | None = secret(None)


@dataclass(frozen=True, slots=True)
class SignPlan(DeclaredAct):
    """签订方案: it is frozen from then on; a change is signed by another than its author."""

    kind: ClassVar[str] = "sign_plan"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    signer: str = secret()


@dataclass(frozen=True, slots=True)
class MeetMilestone(DeclaredAct):
    """节点完成, with the document that shows it; its original must be kept."""

    kind: ClassVar[str] = "meet_milestone"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    key: int
    on: date
    dated_on: date
    sha256: str
    title: str = secret()


@dataclass(frozen=True, slots=True)
class NoteProgress(DeclaredAct):
    """记录进展: shown, never counted."""

    kind: ClassVar[str] = "note_progress"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    sort: ProgressKind
    words: str = secret()


@dataclass(frozen=True, slots=True)
class ReplaceLeader(DeclaredAct):
    """包案领导交接: from ``on`` another owns it; both have signed what is still open."""

    kind: ClassVar[str] = "replace_leader"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    leader: LeaderDraft
    signed_out_on: date
    signed_in_on: date
    left_open: str = secret()


@dataclass(frozen=True, slots=True)
class ClaimResult(DeclaredAct):
    """报包案结果, with the document that shows it; it waits for a check."""

    kind: ClassVar[str] = "claim_result"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    result: OwnershipResult
    dated_on: date
    sha256: str
    words: str = secret()
    title: str = secret()


@dataclass(frozen=True, slots=True)
class CheckResult(DeclaredAct):
    """核验包案结果: confirmed it ends the ownership, else it is active again."""

    kind: ClassVar[str] = "check_result"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    is_confirmed: bool
    checker: str = secret()
    findings: str = secret()


@dataclass(frozen=True, slots=True)
class WithdrawOwnership(DeclaredAct):
    """撤回包案交办: the assignment was wrong; before a plan is signed, with the reason."""

    kind: ClassVar[str] = "withdraw_ownership"
    about: ClassVar[str] = "ownership_no"
    shape: ClassVar = OWNERSHIP
    ownership_no: str
    on: date
    why: str = secret()
