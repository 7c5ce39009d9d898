"""The milestones of an ownership as commitments: kept, late, moved how often, broken when.

A milestone is broken on a due date if it was not met by then, in the version of the plan that was in force
at the end of that day. Moving or dropping it afterwards heals nothing: it stays late until it is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from workbench.law.ownership import Ownership
from workbench.law.ownership_parts import Kept, Milestone, Plan
from workbench.terms import CommitmentState


@dataclass(frozen=True, slots=True)
class Commitment:
    """One milestone through all signed versions, as of a day.

    ``due_dates`` are the days promised one after the other, the last one in force; ``broken_on`` those that
    passed unmet; ``is_dropped`` says that the plan in force holds it no more.
    """

    key: int
    words: str
    due_dates: tuple[date, ...]
    broken_on: tuple[date, ...]
    kept: Kept | None
    is_dropped: bool

    @property
    def due_on(self) -> date:
        """The day promised last."""
        return self.due_dates[-1]

    @property
    def moved(self) -> int:
        """How often the day was moved."""
        return len(self.due_dates) - 1

    @property
    def is_late(self) -> bool:
        """True while it is broken and not met, whatever was promised since."""
        return bool(self.broken_on) and self.kept is None

    @property
    def is_ahead(self) -> bool:
        """True while it is in force, not met and not broken."""
        return self.kept is None and not self.broken_on and not self.is_dropped

    @property
    def state(self) -> CommitmentState:
        """How it stands."""
        if self.kept is not None:
            return CommitmentState.KEPT_LATE if self.broken_on else CommitmentState.KEPT
        if self.broken_on:
            return CommitmentState.LATE
        return CommitmentState.DROPPED if self.is_dropped else CommitmentState.AHEAD

    def days_late(self, as_of: date) -> int:
        """Return the calendar days since the first broken date, up to the day it was met; 0 if none was."""
        if not self.broken_on:
            return 0
        return ((self.kept.on if self.kept else as_of) - self.broken_on[0]).days


def commitments(ownership: Ownership, as_of: date) -> tuple[Commitment, ...]:
    """Return the milestones of all signed versions, in the order of the days promised last.

    ``ownership`` is the dossier as it was on ``as_of`` (see ``as_it_was``).
    """
    signed = ownership.signed
    kept = {one.key: one for one in ownership.kept}
    versions: dict[int, list[Milestone]] = {}
    for number in range(1, len(signed) + 1):
        for one in ownership.milestones_of(number):
            versions.setdefault(one.key, []).append(one)
    found = [_commitment(promised, signed, kept.get(key), as_of) for key, promised in versions.items()]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.key)))


def _commitment(
    promised: list[Milestone], signed: tuple[Plan, ...], kept: Kept | None, as_of: date
) -> Commitment:
    days = [one.due_on for one in promised]
    dates = (days[0], *(after for before, after in pairwise(days) if before != after))
    broken = {
        one.due_on
        for one in promised
        if one.due_on < as_of
        and (kept is None or kept.on > one.due_on)
        and _is_in_force(one.plan, signed, one.due_on)
    }
    last = promised[-1]
    is_dropped = last.plan < len(signed)
    return Commitment(last.key, last.words, dates, tuple(sorted(broken)), kept, is_dropped)


def _is_in_force(version: int, signed: tuple[Plan, ...], day: date) -> bool:
    """Return whether this version (numbered from 1) was in force at the end of ``day``."""
    starts = [plan.signed_on for plan in signed if plan.signed_on is not None]
    ends = [*starts[1:], date.max]
    return starts[version - 1] <= day < ends[version - 1]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the commitments stand: in all, kept on time, kept late, late and not kept, moved (times)."""

    all: int
    kept: int
    kept_late: int
    late: int
    moved: int
    next_due: date | None
    most_days: int  # calendar days of the longest one that is late

    @property
    def due(self) -> int:
        """Return how many have fallen due or were met: what a share of kept promises is taken of."""
        return self.kept + self.kept_late + self.late


def tally(found: tuple[Commitment, ...], as_of: date) -> Tally:
    """Return the sums over commitments as of a day."""
    states = [one.state for one in found]
    ahead = [one.due_on for one in found if one.is_ahead]
    return Tally(
        all=sum(1 for one in found if one.state is not CommitmentState.DROPPED),
        kept=states.count(CommitmentState.KEPT),
        kept_late=states.count(CommitmentState.KEPT_LATE),
        late=states.count(CommitmentState.LATE),
        moved=sum(one.moved for one in found),
        next_due=min(ahead, default=None),
        most_days=max((one.days_late(as_of) for one in found if one.is_late), default=0),
    )


def coming(found: tuple[Commitment, ...], as_of: date, days: int) -> tuple[Commitment, ...]:
    """Return what is ahead and falls due within ``days`` calendar days from ``as_of``, both included."""
    return tuple(one for one in found if one.is_ahead and one.due_on <= as_of + timedelta(days))
