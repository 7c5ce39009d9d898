"""What a unit owes in a matter by when: the answer of the law, frozen, good for any as-of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from workbench.law.calendar import Calendar
from workbench.law.limits import Limit
from workbench.terms import DeadlineState

Day = TypeVar("Day", date, str)  # ISO text compares as the day it names

# A duty of these kinds never has a due date here, met or not.
WITHOUT_DATE = frozenset({DeadlineState.OWN_PROCEDURE, DeadlineState.UNCLASSIFIED})

# The limit has passed, whatever became of the duty.
MISSED = frozenset({DeadlineState.LATE, DeadlineState.MET_LATE, DeadlineState.ENDED_LATE})


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that was put on record (art. 34): in effect from ``effective_on``, or void.

    ``base_due`` is the last day of the limit without it: approval and notice have to come by then. A void
    one says why in Chinese, and since which day that is certain; until then it can still be told.
    """

    step: int
    on: date
    days: int | None
    told_on: date | None
    base_due: date | None
    effective_on: date | None = None
    void_since: date | None = None
    void_why: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Days that do not count: the time of a hearing (art. 36(2))."""

    step: int
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class DueVersion:
    """What could be said of the due date from ``since`` on, until the next version.

    ``due_strict`` is start plus length; ``due_rolled`` the first working day from there on: only past that
    day is a unit late. ``kind`` says why ``due_rolled`` is missing, or that it had passed when the duty fell
    away (``ENDED_LATE``). ``safe_until`` is the last day on which
    it is certain that the limit has not passed, although the due date is not known.
    ``added`` counts the days of an extension, ``excluded`` those of hearings, in calendar days.
    """

    since: date
    start_on: date | None
    due_strict: date | None
    due_rolled: date | None
    kind: DeadlineState | None
    calendar: Calendar
    safe_until: date | None = None
    reason: str | None = None
    added: int = 0
    excluded: int = 0

    @property
    def calendar_version(self) -> str:
        """Return the name of the calendar that the dates were counted with."""
        return self.calendar.version


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty with a limit: who is bound, since when, every version of its due date, how it ended.

    ``round`` counts the duties of this rule in the matter, from 1. ``ended_on`` is the day it fell away
    without being met; ``has_lapsed`` says that it did so by itself when its limit had passed, which is no
    lateness. ``due_on`` is a day that an order or an opinion named.
    """

    rule_id: str
    round: int
    unit: str | None
    started_by: int
    arises_on: date
    limit: Limit
    versions: tuple[DueVersion, ...]
    met_on: date | None = None
    met_by: int | None = None
    ended_on: date | None = None
    ended_why: str | None = None
    due_on: date | None = None
    extensions: tuple[Extension, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    has_lapsed: bool = False

    def at(self, as_of: date) -> DueVersion | None:
        """Return the version in force on ``as_of``; ``None`` before the duty arose."""
        found = None
        for version in self.versions:
            if version.since > as_of:
                break
            found = version
        return found

    def state(self, as_of: date) -> DeadlineState | None:
        """Return what can be said of the deadline on ``as_of``; ``None`` before the duty arose."""
        version = self.at(as_of)
        if version is None:
            return None
        return state_of(
            kind=version.kind,
            due=version.due_rolled,
            safe_until=version.safe_until,
            met_on=self.met_on if self.met_on is not None and self.met_on <= as_of else None,
            ended_on=self.ended_on if self.ended_on is not None and self.ended_on <= as_of else None,
            as_of=as_of,
        )

    def days_late(self, as_of: date) -> int:
        """Return calendar days past the rolled due date by ``as_of`` or the day it was closed."""
        version = self.at(as_of)
        if version is None or version.due_rolled is None:
            return 0
        until = min(day for day in (as_of, self.met_on, self.ended_on) if day is not None)
        return max(0, (until - version.due_rolled).days)


def state_of(
    *,
    kind: DeadlineState | str | None,
    due: Day | None,
    met_on: Day | None,
    ended_on: Day | None,
    as_of: Day,
    safe_until: Day | None = None,
) -> DeadlineState:
    """Return the state of a deadline from its facts as of a day; days as dates or as ISO text.

    ``due`` is the rolled due date, ``met_on`` and ``ended_on`` are given only if they are not after
    ``as_of``. Without ``due`` the answer is why there is none, except that up to ``safe_until`` (the strict
    due date will do) it is certain that nothing is late.
    """
    if ended_on is not None:
        return DeadlineState.ENDED_LATE if kind == DeadlineState.ENDED_LATE else DeadlineState.ENDED
    decided = as_of if met_on is None else met_on
    if kind is not None and kind in WITHOUT_DATE:
        return DeadlineState.coded(kind)
    if due is not None:
        in_time = decided <= due
    elif safe_until is not None and decided <= safe_until:
        in_time = True
    else:
        return DeadlineState.UNKNOWN
    if met_on is None:
        return DeadlineState.RUNNING if in_time else DeadlineState.LATE
    return DeadlineState.MET if in_time else DeadlineState.MET_LATE
