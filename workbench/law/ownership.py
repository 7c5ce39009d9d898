"""Leader case-ownership (领导包案; Regulation 2022, article 18(2)): one problem, owned until it is settled.

The dossier refuses, or returns what it becomes. Its days are facts; what is late follows from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workbench.law.evidence import Evidence
from workbench.law.ownership_parts import (
    Check,
    Claim,
    Kept,
    Leader,
    Member,
    Milestone,
    OwnershipError,
    Plan,
    Progress,
    Withdrawal,
    check_approver,
    check_leader,
    check_milestones,
    is_extended,
)
from workbench.terms import OwnershipResult, OwnershipSource, ProgressKind, TeamRole


@dataclass(frozen=True, slots=True)
class Ownership:
    """领导包案 of one matter: ``asked`` says what is wanted, ``settles`` what will settle it.

    It ends (``ended_on``) only when a later check confirms the result that was claimed. A wrong assignment is
    withdrawn, at most once (``ownership_turns.withdrawn``).
    """

    id: int
    ownership_no: str
    case_no: str
    source: OwnershipSource
    assigned_on: date
    asked: str
    settles: str
    ended_on: date | None = None
    leaders: tuple[Leader, ...] = ()
    team: tuple[Member, ...] = ()
    plans: tuple[Plan, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    kept: tuple[Kept, ...] = ()
    log: tuple[Progress, ...] = ()
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    version: int = 1

    @property
    def leader(self) -> Leader:
        """The leader who owns it now, or did last."""
        return self.leaders[-1]

    @property
    def signed(self) -> tuple[Plan, ...]:
        """The signed versions of the plan, in order."""
        return tuple(plan for plan in self.plans if plan.signed_on is not None)

    @property
    def draft(self) -> Plan | None:
        """The version that waits for a signature."""
        return self.plans[-1] if self.plans and self.plans[-1].signed_on is None else None

    @property
    def waits_for_check(self) -> bool:
        """True from a claimed result until it is checked."""
        return len(self.claims) > len(self.checks)

    @property
    def withdrawn_on(self) -> date | None:
        """The day from which the assignment is taken back."""
        return self.withdrawals[-1].on if self.withdrawals else None

    @property
    def is_held(self) -> bool:
        """True until it has ended or was withdrawn."""
        return self.ended_on is None and not self.withdrawals

    def leaders_on(self, day: date) -> tuple[Leader, ...]:
        """Return who owned the problem on ``day``: exactly one from the assignment to the end."""
        if day < self.assigned_on or (self.ended_on is not None and day > self.ended_on):
            return ()
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return ()
        return tuple(leader for leader in self.leaders if leader.holds_on(day))

    def team_on(self, day: date) -> tuple[Member, ...]:
        """Return the team of ``day``, lead unit first."""
        found = [member for member in self.team if member.holds_on(day)]
        return tuple(sorted(found, key=lambda member: member.role is not TeamRole.LEAD))

    def milestones_of(self, version: int) -> tuple[Milestone, ...]:
        """Return the milestones of a version of the plan (numbered from 1)."""
        return tuple(one for one in self.milestones if one.plan == version)

    def with_team(self, team: Sequence[Member], on: date) -> Ownership:
        """Return the ownership with another team from ``on``; the former one stays on record."""
        self.check_live(on)
        if sum(1 for one in {(one.role, one.unit) for one in team} if one[0] is TeamRole.LEAD) != 1:
            raise OwnershipError("一套班子须有且只有一个牵头单位：请核对")
        if len({(one.unit, one.person) for one in team}) != len(team):
            raise OwnershipError("班子名单中有重复的单位和责任人：请核对")
        if any(one.since > on for one in self.team):
            raise OwnershipError("日期早于现有班子的起始日期：请核对")
        former = tuple(replace(one, until=on) if one.until is None else one for one in self.team)
        return replace(self, team=(*former, *(replace(one, since=on, until=None) for one in team)))

    def drafted(self, plan: Plan, milestones: Sequence[Milestone]) -> Ownership:
        """Return the ownership with a plan to be signed; an unsigned one gives way to it.

        A milestone that repeats one of an earlier version bears its key. Once a version is signed, every
        further one needs a reason.
        """
        self._check_active(plan.drafted_on)
        signed = self.signed
        if not plan.measures.strip() or not plan.policy.strip():
            raise OwnershipError("方案须写明工作措施和政策依据")
        if signed and not (plan.why and plan.why.strip()):
            raise OwnershipError("方案已签订，变更须写明理由")
        if signed and plan.drafted_on < _signed_on(signed[-1]):
            raise OwnershipError("起草日期早于现行方案的签订日期：请核对")
        check_milestones(milestones, self.milestones_of(len(signed)), self.kept, plan.drafted_on)
        number = len(signed) + 1
        others = tuple(one for one in self.milestones if one.plan < number)
        promised = tuple(replace(one, plan=number, words=one.words.strip()) for one in milestones)
        unsigned = replace(plan, signed_by=None, signer=None, signed_on=None)
        return replace(self, plans=(*signed, unsigned), milestones=(*others, *promised))

    def signed_off(self, by: str, signer: str, on: date, *, is_replay: bool = False) -> Ownership:
        """Return the ownership with its draft signed, and frozen; ``by`` is the account that signs."""
        self._check_active(on)
        draft = self.draft
        if draft is None:
            raise OwnershipError("没有待签订的方案：请先起草")
        if not signer.strip():
            raise OwnershipError("请填写签订人姓名")
        if on < draft.drafted_on:
            raise OwnershipError("签订日期早于起草日期：请核对")
        if self.signed and by == draft.author:
            raise OwnershipError("变更方案须由起草人以外的人审批：请由包案领导或督查人员签订")
        before, now = self.milestones_of(len(self.signed)), self.milestones_of(len(self.plans))
        if not is_replay and is_extended(before, now, self.kept):
            check_approver(self.leaders_on(on), by, signer)
        check_milestones(now, before, self.kept, on)
        done = replace(draft, signed_by=by, signer=signer.strip(), signed_on=on)
        return replace(self, plans=(*self.signed, done))

    def met(self, key: int, on: date, evidence: Evidence) -> Ownership:
        """Return the ownership with a promised milestone met on ``on``, which the evidence shows."""
        self._check_active(on)
        if all(one.key != key for number in self._signed_by(on) for one in self.milestones_of(number)):
            raise OwnershipError(f"{on}之前签订的方案中没有第{key}号节点：请核对节点和日期")
        if any(one.key == key for one in self.kept):
            raise OwnershipError(f"第{key}号节点已经完成，不必再报")
        done = Kept(key, on, evidence.title, evidence.dated_on, evidence.sha256)
        return replace(self, kept=(*self.kept, done))

    def noted(self, sort: ProgressKind, on: date, words: str) -> Ownership:
        """Return the ownership with one more line in its log."""
        self.check_live(on)
        if not words.strip():
            raise OwnershipError("请写明进展情况")
        return replace(self, log=(*self.log, Progress(sort, on, words.strip())))

    def handed_over(self, successor: Leader, left_open: str, signed_out: date, signed_in: date) -> Ownership:
        """Return the ownership in the hands of another leader from ``successor.since``.

        Both have signed by then what is still open, so that no day is without an owner, and none has two.
        """
        on = successor.since
        self.check_live(on)
        check_leader(successor)
        if on < self.leader.since:
            raise OwnershipError("交接日期早于现任包案领导接手的日期：请核对")
        if not left_open.strip():
            raise OwnershipError("交接须写明尚未完成的事项")
        if max(signed_out, signed_in) > on or min(signed_out, signed_in) < self.leader.since:
            raise OwnershipError("交接须由双方在交接日之前（含当日）签字：请核对签字日期")
        left = replace(
            self.leader,
            until=on,
            left_open=left_open.strip(),
            signed_out_on=signed_out,
            signed_in_on=signed_in,
        )
        return replace(self, leaders=(*self.leaders[:-1], left, replace(successor, until=None)))

    def claimed(self, result: OwnershipResult, on: date, words: str, evidence: Evidence) -> Ownership:
        """Return the ownership with a result claimed; everything promised is kept by then."""
        self._check_active(on)
        if not self.signed:
            raise OwnershipError("还没有签订方案，不能报结果")
        done = {one.key for one in self.kept}
        unmet = [one for one in self.milestones_of(len(self.signed)) if one.key not in done]
        if unmet:
            raise OwnershipError(f"现行方案还有{len(unmet)}个节点没有完成：请先完成，或按程序变更方案")
        if not words.strip():
            raise OwnershipError("请写明怎样达到了化解标准")
        claim = Claim(result, on, words.strip(), evidence.title, evidence.dated_on, evidence.sha256)
        return replace(self, claims=(*self.claims, claim))

    def checked(self, check: Check) -> Ownership:
        """Return the ownership ended by a check that confirms, or active again with findings."""
        self.check_live(check.on)
        if not self.waits_for_check:
            raise OwnershipError("没有待核验的结果：请先由包案领导报结果")
        if check.on <= self.claims[-1].on:
            raise OwnershipError("核验须在报结果之后进行：请核对日期")
        if any(check.account == leader.account for leader in self.leaders):
            raise OwnershipError("包案领导不能核验自己的结果：请由其他人员核验")
        if any(check.unit == one.unit for one in self.team if one.role is TeamRole.LEAD):
            raise OwnershipError("牵头单位不能核验自己的结果：请由其他单位的人员核验")
        if not check.checker.strip() or not check.findings.strip():
            raise OwnershipError("请填写核验人和核验情况")
        return replace(self, checks=(*self.checks, check), ended_on=check.on if check.is_confirmed else None)

    def _signed_by(self, day: date) -> list[int]:
        return [number for number, plan in enumerate(self.signed, 1) if _signed_on(plan) <= day]

    def check_live(self, on: date) -> None:
        """Refuse any change once it has ended or was withdrawn, and any day before the assignment."""
        if self.withdrawn_on is not None:
            raise OwnershipError(f"“{self.ownership_no}”的交办已于{self.withdrawn_on}撤回，不再变动")
        if self.ended_on is not None:
            raise OwnershipError(f"“{self.ownership_no}”已于{self.ended_on}核验结束，不再变动")
        if on < self.assigned_on:
            raise OwnershipError(f"日期早于交办日期（{self.assigned_on}）：请核对")

    def _check_active(self, on: date) -> None:
        self.check_live(on)
        if self.waits_for_check:
            raise OwnershipError("已报结果，正在等待核验：核验未通过的再继续办理")
        if self.checks and on < self.checks[-1].on:
            raise OwnershipError(f"日期早于最近一次核验（{self.checks[-1].on}）：请核对")


def _signed_on(plan: Plan) -> date:
    assert plan.signed_on is not None
    return plan.signed_on
