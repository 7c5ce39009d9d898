"""The five ones (五个一) of an ownership as of a day: each is there, or what is missing is said with days.

The days after which a missing one counts as lacking are settings of the office (local.toml): the regulation
sets none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from workbench.law.commitments import commitments, tally
from workbench.law.ownership import Ownership
from workbench.law.settings import Settings, settings
from workbench.terms import FiveOnes, Fulfilment, TeamRole


@dataclass(frozen=True, slots=True)
class OneState:
    """One of the five: how it stands, and the reason in words, with days."""

    one: FiveOnes
    state: Fulfilment
    why: str


def five_ones(ownership: Ownership, as_of: date) -> tuple[OneState, ...]:
    """Return the five in order. ``ownership`` is the dossier as it was on ``as_of`` (see ``as_it_was``).

    Of an assignment that was withdrawn nothing is lacking after that day.
    """
    day = ownership.withdrawn_on or as_of
    return tuple(OneState(one, *judge(ownership, day, settings())) for one, judge in _JUDGES.items())


def is_complete(ones: tuple[OneState, ...]) -> bool:
    """Return whether the first four are there and nothing is lacking in the fifth."""
    *first, last = ones
    return all(one.state is Fulfilment.MET for one in first) and last.state is not Fulfilment.LACKING


Judged = tuple[Fulfilment, str]


def _problem(ownership: Ownership, as_of: date, local: Settings) -> Judged:
    return Fulfilment.MET, "诉求和化解标准已写明"


def _leader(ownership: Ownership, as_of: date, local: Settings) -> Judged:
    former = len(ownership.leaders) - 1
    return Fulfilment.MET, f"自{ownership.leader.since}起" + (f"，已交接{former}次" if former else "")


def _team(ownership: Ownership, as_of: date, local: Settings) -> Judged:
    lead = [one for one in ownership.team_on(as_of) if one.role is TeamRole.LEAD]
    if any(one.person for one in lead):
        return Fulfilment.MET, "牵头单位和责任人已明确"
    missing = "牵头单位未明确责任人" if lead else "班子未组建"
    return _missing(missing, ownership, as_of, local.ownership_team_days)


def _plan(ownership: Ownership, as_of: date, local: Settings) -> Judged:
    if ownership.signed:
        waiting = "，另有变更待审批" if ownership.draft else ""
        return Fulfilment.MET, f"第{len(ownership.signed)}版，{ownership.signed[-1].signed_on}签订{waiting}"
    missing = "方案已起草未签订" if ownership.draft else "方案未签订"
    return _missing(missing, ownership, as_of, local.ownership_plan_days)


def _through(ownership: Ownership, as_of: date, local: Settings) -> Judged:
    if ownership.ended_on is not None:
        return Fulfilment.MET, f"结果经核验确认（{ownership.ended_on}）"
    if ownership.withdrawals:
        return Fulfilment.PENDING, f"交办已撤回（{ownership.withdrawn_on}）：{ownership.withdrawals[-1].why}"
    found = tally(commitments(ownership, as_of), as_of)
    if found.late:
        return Fulfilment.LACKING, f"{found.late}个节点逾期未兑现，最长已{found.most_days}天"
    if ownership.waits_for_check:
        days = (as_of - ownership.claims[-1].on).days
        limit = local.ownership_check_days
        if days > limit:
            return Fulfilment.LACKING, f"结果已报{days}天未核验（本地要求{limit}天内）"
        return Fulfilment.PENDING, f"结果已报，等待核验：已{days}天"
    again = f"，{ownership.checks[-1].on}核验未通过" if ownership.checks else ""
    if not found.all:
        return Fulfilment.PENDING, f"尚无签订的节点{again}"
    ahead = f"，下一节点{found.next_due}" if found.next_due else "，尚未报结果"
    return Fulfilment.PENDING, f"节点已兑现{found.kept + found.kept_late}/{found.all}{ahead}{again}"


_JUDGES: dict[FiveOnes, Callable[[Ownership, date, Settings], Judged]] = {
    FiveOnes.PROBLEM: _problem,
    FiveOnes.LEADER: _leader,
    FiveOnes.TEAM: _team,
    FiveOnes.PLAN: _plan,
    FiveOnes.THROUGH: _through,
}


def _missing(what: str, ownership: Ownership, as_of: date, limit: int) -> Judged:
    days = (as_of - ownership.assigned_on).days
    if days > limit:
        return Fulfilment.LACKING, f"{what}：交办已{days}天（本地要求{limit}天内）"
    return Fulfilment.PENDING, f"{what}：交办已{days}天"
