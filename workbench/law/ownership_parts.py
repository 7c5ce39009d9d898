"""What an ownership consists of: leaders, team, plans and their milestones, evidence, log, results, checks.

Each is a row that stays on record once it is there; only ``until`` and a signature are added later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.terms import OwnershipResult, ProgressKind, TeamRole


class OwnershipError(ValueError):
    """A change that the ownership does not allow."""


@dataclass(frozen=True, slots=True)
class Leader:
    """一名领导: who owns the problem from ``since`` up to, not including, ``until``.

    A leader who was replaced leaves a signed handover: what was open, and the days on which both signed.
    """

    name: str
    post: str
    unit: str
    account: str | None
    since: date
    until: date | None = None
    left_open: str | None = None
    signed_out_on: date | None = None
    signed_in_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether this leader owned the problem on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Member:
    """一套班子: a lead or supporting unit, with a named person, while it belonged to the team."""

    role: TeamRole
    unit: str
    person: str | None
    post: str | None
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it belonged to the team on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Plan:
    """一个方案: one version, frozen once signed. Versions are numbered by their place, from 1.

    ``author`` and ``signed_by`` are accounts; ``signer`` is the name under the plan. Every version after the
    first has a reason, ``why``.
    """

    author: str
    drafted_on: date
    measures: str
    policy: str
    document_no: str | None = None
    why: str | None = None
    signed_by: str | None = None
    signer: str | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A promise in one version of the plan; ``key`` is the same in every version that repeats it."""

    plan: int
    key: int
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Kept:
    """A milestone that was met, and the document that shows it."""

    key: int
    on: date
    title: str
    dated_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A line of the log: shown, never counted as an achievement."""

    sort: ProgressKind
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A result that the leader reports, and the document that shows it."""

    result: OwnershipResult
    on: date
    words: str
    title: str
    dated_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Check:
    """A later look at a claimed result, by somebody who had no part in it."""

    on: date
    account: str
    unit: str | None
    checker: str
    is_confirmed: bool
    findings: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An assignment that was wrong and is taken back from ``on``, with what was wrong about it."""

    on: date
    why: str


def check_leader(leader: Leader) -> None:
    """Refuse a leader without name, post or unit."""
    if not (leader.name.strip() and leader.post.strip() and leader.unit.strip()):
        raise OwnershipError("请填写包案领导的姓名、职务和单位")


def check_approver(leaders: Sequence[Leader], by: str, signer: str) -> None:
    """Refuse an owning leader, by account or by name, who would approve more time for himself."""
    if any(by == one.account or signer.strip() == one.name for one in leaders):
        raise OwnershipError("包案领导不能审批自己的延期：请由主要负责人或督查人员审批、签订")


def check_milestones(
    milestones: Sequence[Milestone], before: Sequence[Milestone], kept: Sequence[Kept], on: date
) -> None:
    """Refuse a plan without milestones, and days that are past or of what is done; ``before`` were signed."""
    due = {one.key: one.due_on for one in before}
    done = {one.key for one in kept}
    keys = [one.key for one in milestones]
    if not keys or min(keys) < 1 or len(set(keys)) != len(keys):
        raise OwnershipError("方案须至少有一个节点，节点编号从1起且不重复")
    for one in milestones:
        is_moved = due.get(one.key) != one.due_on
        if not one.words.strip():
            raise OwnershipError("请写明每个节点要做成什么")
        if is_moved and one.key in done:
            raise OwnershipError(f"第{one.key}号节点已经完成，不能改期")
        if is_moved and one.due_on < on:
            raise OwnershipError(f"第{one.key}号节点的期限（{one.due_on}）已过：请改为今后的日期")


def is_extended(before: Sequence[Milestone], now: Sequence[Milestone], kept: Sequence[Kept]) -> bool:
    """Return whether a further version gives more time: one later or left out, or an end after the last.

    ``before`` are the milestones signed last, none before the first plan; what is ``kept`` needs no time.
    """
    if not before:
        return False
    due, done = {one.key: one.due_on for one in now}, {one.key for one in kept}
    is_later = any(one.key not in due or due[one.key] > one.due_on for one in before if one.key not in done)
    return is_later or max(due.values(), default=date.min) > max(one.due_on for one in before)
