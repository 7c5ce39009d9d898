"""A duty while the steps of a matter are walked through; settle.py makes an obligation of it."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.law.obligation import Exclusion
from workbench.terms import DeadlineState

Kind = tuple[DeadlineState, str] | None  # why the limit does not run, with the reason in Chinese

ONE_DAY = timedelta(1)


class Duty:
    """What is known of one duty so far. Days only ever move forward while steps are walked through."""

    __slots__ = (
        "arises", "due_on", "ended_on", "ended_why", "exclusions", "extensions", "heard_until", "is_missed",
        "is_suspended", "kinds", "lapses", "met_by", "met_on", "rule_id", "start", "started_by", "starts",
        "unit",
    )  # fmt: skip

    def __init__(
        self,
        rule_id: str,
        unit: str | None,
        started_by: int,
        *,
        start: date,
        arises: date,
        kind: Kind = None,
        due_on: date | None = None,
        lapses: str | None = None,
    ) -> None:
        self.rule_id = rule_id
        self.unit = unit
        self.started_by = started_by
        self.start = start
        self.arises = arises
        self.due_on = due_on
        self.lapses = lapses  # why it ends by itself when its limit has passed; None: it becomes late
        self.kinds: list[tuple[date, Kind]] = [(arises, kind)]
        self.starts: list[tuple[date, date]] = []  # later starts, where the count begins anew
        self.extensions: list[Request] = []
        self.exclusions: list[Exclusion] = []
        self.heard_until: date | None = None
        self.met_on: date | None = None
        self.met_by: int | None = None
        self.ended_on: date | None = None
        self.ended_why: str | None = None
        self.is_missed = False  # if its limit had passed when it fell away, that stays said
        self.is_suspended = False  # it fell away because another procedure came to apply, and may come back

    @property
    def is_open(self) -> bool:
        """Return whether nothing has met or ended it yet."""
        return self.met_on is None and self.ended_on is None

    @property
    def runs_no_more(self) -> bool:
        """Return whether the limit does not run now, for another procedure applies or none is known."""
        return self.kinds[-1][1] is not None

    def arise(self, on: date, start: date) -> None:
        """Let it arise earlier than it would have by itself."""
        self.arises, self.start = on, start
        self.kinds = [(on, self.kinds[-1][1])]

    def meet(self, on: date, step: int) -> None:
        """Note that the step meets it, if it is still open."""
        if self.met_on is None and self.ended_on is None:
            if on < self.arises:
                self.arise(on, min(self.start, on))
            self.met_on, self.met_by = on, step

    def end(self, on: date, why: str, *, is_missed: bool = False) -> None:
        """Note that it falls away, if still open; with ``is_missed`` a limit that had passed stays missed."""
        if self.met_on is None and self.ended_on is None:
            self.ended_on, self.ended_why, self.is_missed = on, why, is_missed

    def become(self, on: date, kind: Kind) -> None:
        """Note from which day the limit runs, or runs no more."""
        since, last = self.kinds[-1]
        if last == kind or self.ended_on is not None:
            return
        if on <= since:
            self.kinds[-1] = (since, kind)
        else:
            self.kinds.append((on, kind))

    def restart(self, on: date) -> None:
        """Count anew from ``on``."""
        if on <= self.arises:
            self.start = on
        else:
            self.starts.append((on, on))

    def request_extension(
        self, step: int, on: date, days: int | None, approved: bool, told: date | None
    ) -> None:
        """Note an extension; whether it is valid shows when the duty is settled."""
        self.extensions.append(Request(step, on, days, approved, told and max(told, on)))

    def tell_extension(self, on: date) -> None:
        """Note that the petitioner was told of the approved extension that still waits for it."""
        for request in self.extensions:
            if request.approved and request.told_on is None and request.on <= on:
                request.told_on = on
                return

    def exclude(self, step: int, on: date, days: int) -> None:
        """Leave out the days of a hearing; days already left out do not count twice."""
        end = on + timedelta(days - 1)
        first = on if self.heard_until is None else max(on, self.heard_until + ONE_DAY)
        self.exclusions.append(Exclusion(step, on, max(0, (end - first).days + 1)))
        self.heard_until = end if self.heard_until is None else max(end, self.heard_until)

    def start_on(self, day: date) -> date:
        """Return the start from which the limit is counted on ``day``."""
        return next((start for since, start in reversed(self.starts) if since <= day), self.start)


class Request:
    """An extension that was put on record: approved or not, told or not yet."""

    __slots__ = ("approved", "days", "on", "step", "told_on")

    def __init__(self, step: int, on: date, days: int | None, approved: bool, told_on: date | None) -> None:
        self.step = step
        self.on = on
        self.days = days
        self.approved = approved
        self.told_on = told_on
