"""An ownership as it stood on a day: what happened later is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from workbench.law.ownership import Ownership
from workbench.law.ownership_parts import Check, Claim, Kept, Leader, Member, Plan, Progress, Withdrawal

Happened = TypeVar("Happened", Kept, Progress, Claim, Check, Withdrawal)


def as_it_was(ownership: Ownership, day: date) -> Ownership | None:
    """Return the ownership as it stood at the end of ``day``; ``None`` before its assignment."""
    if day < ownership.assigned_on:
        return None
    plans = tuple(_plan(plan, day) for plan in ownership.plans if plan.drafted_on <= day)
    ended_on = ownership.ended_on
    return replace(
        ownership,
        ended_on=ended_on if ended_on is not None and ended_on <= day else None,
        leaders=tuple(_leader(one, day) for one in ownership.leaders if one.since <= day),
        team=tuple(_member(one, day) for one in ownership.team if one.since <= day),
        plans=plans,
        milestones=tuple(one for one in ownership.milestones if one.plan <= len(plans)),
        kept=_so_far(ownership.kept, day),
        log=_so_far(ownership.log, day),
        claims=_so_far(ownership.claims, day),
        checks=_so_far(ownership.checks, day),
        withdrawals=_so_far(ownership.withdrawals, day),
    )


def _plan(plan: Plan, day: date) -> Plan:
    is_signed = plan.signed_on is not None and plan.signed_on <= day
    return plan if is_signed else replace(plan, signed_by=None, signer=None, signed_on=None)


def _leader(leader: Leader, day: date) -> Leader:
    if leader.until is None or leader.until <= day:
        return leader
    return replace(leader, until=None, left_open=None, signed_out_on=None, signed_in_on=None)


def _member(member: Member, day: date) -> Member:
    return member if member.until is None or member.until <= day else replace(member, until=None)


def _so_far(parts: tuple[Happened, ...], day: date) -> tuple[Happened, ...]:
    return tuple(part for part in parts if part.on <= day)
