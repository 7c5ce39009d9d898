"""What leaders had planned in a month and what came of it, and the month's duty of the main leaders, in days.

Main leaders receive at least one day a month: Opinion of 2009 (《关于领导干部定期接待群众来访的意见》), a
setting in local.toml, since article 18(2) of the Regulation says "regularly". Nobody is ranked: the order is
that of the posts. How many people came makes no difference; a day on which nobody came was held.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.law.reception import Reception
from workbench.terms import NotHeldReason, ReceptionState

HELD = frozenset({ReceptionState.HELD, ReceptionState.NOBODY_CAME})


@dataclass(frozen=True, slots=True)
class LeaderDuty:
    """What one leader had planned in a month, and what came of it, in days.

    ``needed`` days are the duty of a main leader's post, ``post_held`` what was held in that post by whoever
    was in it; both 0 for others. ``reasons`` count the days not held.
    """

    leader: str
    post: str
    unit: str
    is_main_leader: bool
    planned: int
    held: int
    not_held: int
    unrecorded: int
    ahead: int
    moved: int
    reasons: tuple[tuple[NotHeldReason, int], ...] = ()
    needed: int = 0
    post_held: int = 0

    @property
    def lacking(self) -> int:
        """Return how many days the duty of the month still lacks."""
        return max(0, self.needed - self.post_held)


def leader_duties(
    receptions: Sequence[Reception], start: date, end: date, as_of: date, *, needed: int
) -> tuple[LeaderDuty, ...]:
    """Return what each leader had planned from ``start`` to ``end``: main leaders first, by unit and post.

    ``receptions`` may reach back before ``start``: a main leader's post that was ever among them stands
    here even if nothing was planned for it, with the duty of ``needed`` days.
    """
    of_leader: dict[tuple[str, str, str], list[Reception]] = defaultdict(list)
    holders: dict[tuple[str, str], str] = {}
    for one in sorted(receptions, key=lambda one: (one.planned_on, one.id)):
        if one.planned_on > end:
            continue
        if one.is_main_leader:
            holders[one.unit, one.post] = one.leader
        if start <= one.planned_on:
            of_leader[one.unit, one.post, one.leader].append(one)
    for (unit, post), leader in holders.items():
        of_leader.setdefault((unit, post, leader), [])
    post_held = {
        post: sum(_days(ones, HELD, as_of) for (*at, _), ones in of_leader.items() if tuple(at) == post)
        for post in holders
    }
    found = []
    for (unit, post, leader), ones in of_leader.items():
        is_main = holders.get((unit, post)) == leader
        duty = (needed, post_held[unit, post]) if is_main else (0, 0)
        found.append(_duty(leader, post, unit, ones, as_of, is_main, duty))
    return tuple(sorted(found, key=lambda one: (not one.is_main_leader, one.unit, one.post, one.leader)))


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of ``day``."""
    first = day.replace(day=1)
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)


def _duty(
    leader: str,
    post: str,
    unit: str,
    ones: list[Reception],
    as_of: date,
    is_main: bool,
    duty: tuple[int, int],
) -> LeaderDuty:
    states = {one.reception_no: one.state(as_of) for one in ones}
    kept = [one for one in ones if states[one.reception_no] is not ReceptionState.MOVED]
    held_days = {one.planned_on for one in kept if states[one.reception_no] in HELD}
    missed = [one for one in kept if one.planned_on not in held_days]
    reasons = Counter(
        one.not_held_reason
        for one in {one.planned_on: one for one in missed}.values()
        if one.not_held_reason is not None and states[one.reception_no] is ReceptionState.NOT_HELD
    )

    def days(state: ReceptionState) -> int:
        return len({one.planned_on for one in missed if states[one.reception_no] is state})

    return LeaderDuty(
        leader=leader,
        post=post,
        unit=unit,
        is_main_leader=is_main,
        planned=len({one.planned_on for one in kept}),
        held=len(held_days),
        not_held=days(ReceptionState.NOT_HELD),
        unrecorded=days(ReceptionState.UNRECORDED),
        ahead=days(ReceptionState.PLANNED),
        moved=len(ones) - len(kept),
        reasons=tuple(sorted(reasons.items())),
        needed=duty[0],
        post_held=duty[1],
    )


def _days(ones: list[Reception], states: frozenset[ReceptionState], as_of: date) -> int:
    return len({one.planned_on for one in ones if one.state(as_of) in states})
