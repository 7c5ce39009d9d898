"""The supervisor's board of ownerships: which pass a filter, and leaders by the five ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.queries.ownerships import Owned
from workbench.terms import FiveOnes, Fulfilment, OwnershipState


@dataclass(frozen=True, slots=True)
class OwnedFilter:
    """Conditions that all hold; an empty one does not narrow. A unit answers for the units below it.

    ``figure`` is one of ``FIGURES``: just the ownerships that a figure above the board counts.
    """

    units: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    states: tuple[OwnershipState, ...] = ()
    lacking: tuple[FiveOnes, ...] = ()
    late_only: bool = False
    leader: str = ""
    figure: str = ""


FIGURES: Final[dict[str, Callable[[Owned], bool]]] = {
    "live": lambda one: one.is_live,
    "complete": lambda one: one.is_live and one.is_complete,
    "incomplete": lambda one: one.is_live and not one.is_complete,
    "due": lambda one: one.tally.due > 0,
    "kept": lambda one: one.tally.kept > 0,
    "broken": lambda one: one.tally.kept_late + one.tally.late > 0,
    "late": lambda one: one.tally.late > 0,
    "soon": lambda one: one.is_live and one.soon > 0,
    "claimed": lambda one: one.state is OwnershipState.CLAIMED,
}


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A leader on the board; ``met`` and ``lacking`` count his live ownerships for each of the five ones.

    ``late`` are commitments broken and not kept, ``most_days`` the calendar days of the longest of them,
    ``soon`` those due within a fortnight, ``kept`` and ``due`` what a share of kept promises is made of.
    """

    key: str
    name: str
    post: str
    unit: str
    live: int
    ended: int
    complete: int
    met: tuple[int, ...]
    lacking: tuple[int, ...]
    late: int
    most_days: int
    soon: int
    kept: int
    due: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Sums:
    """What stands above the board: ownerships, complete ones, commitments due and how they were kept."""

    live: int
    ended: int
    complete: int
    claimed: int
    due: int
    kept: int
    kept_late: int
    late: int
    soon: int


def passes(one: Owned, wanted: OwnedFilter) -> bool:
    """Return whether an ownership passes the filter."""
    lacking = {each.one for each in one.ones if each.state is Fulfilment.LACKING}
    return (
        (not wanted.units or bool(one.answers & set(wanted.units)))
        and (not wanted.towns or bool(one.answers & set(wanted.towns)))
        and (not wanted.campaigns or bool(set(one.campaigns) & set(wanted.campaigns)))
        and (not wanted.states or one.state in wanted.states)
        and (not wanted.lacking or bool(lacking & set(wanted.lacking)))
        and (not wanted.late_only or one.tally.late > 0)
        and (not wanted.leader or one.leader_key == wanted.leader)
        and (not wanted.figure or FIGURES[wanted.figure](one))
    )


def narrowed(found: Iterable[Owned], wanted: OwnedFilter) -> tuple[Owned, ...]:
    """Return the ownerships that pass: most late commitments first, then the next promise."""
    kept = [one for one in found if passes(one, wanted)]
    return tuple(sorted(kept, key=_urgency))


def leaders(found: Iterable[Owned]) -> tuple[LeaderLine, ...]:
    """Return a line for each leader, most late commitments first; one withdrawn counts for nobody."""
    groups: dict[str, list[Owned]] = {}
    for one in found:
        if one.state is OwnershipState.WITHDRAWN:
            continue
        groups.setdefault(one.leader_key, []).append(one)
    lines = [_line(key, group) for key, group in groups.items()]
    return tuple(sorted(lines, key=lambda line: (-line.late, -line.most_days, -line.live, line.key)))


def sums(found: Sequence[Owned]) -> Sums:
    """Return the sums over these ownerships."""
    live = [one for one in found if one.is_live]
    return Sums(
        live=len(live),
        ended=sum(one.state is OwnershipState.ENDED for one in found),
        complete=sum(one.is_complete for one in live),
        claimed=sum(one.state is OwnershipState.CLAIMED for one in live),
        due=sum(one.tally.due for one in found),
        kept=sum(one.tally.kept for one in found),
        kept_late=sum(one.tally.kept_late for one in found),
        late=sum(one.tally.late for one in found),
        soon=sum(one.soon for one in live),
    )


def _line(key: str, group: list[Owned]) -> LeaderLine:
    live = [one for one in group if one.is_live]
    whole, leader = sums(group), group[-1].ownership.leader
    ahead = [one.tally.next_due for one in live if one.tally.next_due]

    def count(state: Fulfilment) -> tuple[int, ...]:
        return tuple(sum(one.ones[place].state is state for one in live) for place in range(len(FiveOnes)))

    return LeaderLine(
        key=key,
        name=leader.name,
        post=leader.post,
        unit=leader.unit,
        live=whole.live,
        ended=whole.ended,
        complete=whole.complete,
        met=count(Fulfilment.MET),
        lacking=count(Fulfilment.LACKING),
        late=whole.late,
        most_days=max(one.tally.most_days for one in group),
        soon=whole.soon,
        kept=whole.kept,
        due=whole.due,
        next_due=min(ahead, default=None),
    )


def _urgency(one: Owned) -> tuple[bool, int, int, date, int]:
    sums = one.tally
    return (not one.is_live, -sums.late, -sums.most_days, sums.next_due or date.max, -one.ownership.id)
