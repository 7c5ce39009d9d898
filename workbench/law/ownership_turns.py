"""The ownerships of one matter, one after the other: when one begins, when a wrong one is taken back.

On no day has a matter two owners, and none from an assignment to its confirmed end or its withdrawal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from workbench.law.ownership import Ownership
from workbench.law.ownership_parts import Leader, OwnershipError, Withdrawal, check_leader


def assigned(new: Ownership) -> Ownership:
    """Return a new ownership; ``OwnershipError`` if its problem or its leader is not told."""
    if not new.asked.strip() or not new.settles.strip():
        raise OwnershipError("请写明一个问题：诉求是什么，怎样算解决")
    check_leader(new.leader)
    bare = replace(new, asked=new.asked.strip(), settles=new.settles.strip(), team=())
    return bare.with_team(new.team, new.assigned_on) if new.team else bare


def withdrawn(ownership: Ownership, on: date, why: str) -> Ownership:
    """Return a wrongly assigned ownership taken back; it stays on record with its reason.

    Only before a plan is signed: what was promised is kept, handed over or confirmed, not taken back. The
    leader owns it up to, not including, ``on``; another one may be assigned that very day.
    """
    ownership.check_live(on)
    if ownership.signed:
        raise OwnershipError("方案已经签订，不能再撤回交办：换人的请办理交接，已完成的请报结果后核验")
    latest = max(
        ownership.leader.since,
        *(one.since for one in ownership.team),
        *(one.drafted_on for one in ownership.plans),
        *(one.on for one in ownership.log),
        ownership.assigned_on,
    )
    if on < latest:
        raise OwnershipError(f"撤回日期早于最近一次记录（{latest}）：请核对")
    if not why.strip():
        raise OwnershipError("撤回交办须写明错在哪里")
    return replace(ownership, withdrawals=(Withdrawal(on, why.strip()),))


def check_next(last: Ownership | None, on: date) -> None:
    """Refuse another ownership of a matter while the last one holds, or on a day that has its owner."""
    if last is None:
        return
    if last.is_held:
        raise OwnershipError(f"本事项已有领导包案（{last.ownership_no}），核验结束或者撤回后才能再次交办")
    if last.ended_on is not None and on <= last.ended_on:
        raise OwnershipError(f"上一次包案到{last.ended_on}（含当日）才结束：请从次日起交办")
    if last.withdrawn_on is not None and on < last.withdrawn_on:
        raise OwnershipError(f"日期早于上一次交办撤回之日（{last.withdrawn_on}）：请核对")


def owners_on(turns: Sequence[Ownership], day: date) -> tuple[Leader, ...]:
    """Return who owned the matter on ``day``, over all its ownerships: one or nobody."""
    return tuple(leader for one in turns for leader in one.leaders_on(day))
