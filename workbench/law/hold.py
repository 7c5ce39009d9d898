"""A unit that has the matter in hand, the duties that bind it because of that, and how they end."""

from __future__ import annotations

from datetime import date, timedelta

from workbench.law.calendar import CalendarHistory
from workbench.law.duty import Duty
from workbench.law.limits import find_limit
from workbench.law.reasons import CONVERTED


class Hold:
    """One unit's time with the matter, from receipt to answer, return or passing on."""

    __slots__ = (
        "handling",
        "notice",
        "objection",
        "receipt",
        "report",
        "simple_accept",
        "simple_handle",
        "unit",
    )

    def __init__(self, unit: str | None, receipt: date) -> None:
        self.unit = unit
        self.receipt = receipt
        self.notice: Duty | None = None
        self.handling: Duty | None = None
        self.objection: Duty | None = None
        self.report: Duty | None = None
        self.simple_accept: Duty | None = None
        self.simple_handle: Duty | None = None

    def close(self, on: date, why: str, *, is_returned: bool) -> list[Duty]:
        """End what is still owed; return the duties that never came to bind anybody.

        What was missed by then stays missed (44(3), 45(1)): neither another unit nor the end of the matter
        forgives it. A matter that ``is_returned`` was not within the competence of the unit, which owed
        nothing (23(3)); the report to who assigned it is owed beyond everything else.
        """
        unborn = []
        for duty in (self.notice, self.handling, self.objection, self.simple_accept, self.simple_handle):
            if duty is not None and duty.is_open:
                if duty.arises > on or (duty is self.handling and duty.arises == on):
                    unborn.append(duty)
                duty.end(on, why, is_missed=not is_returned)
        if self.report is not None and is_returned:
            self.report.end(on, why)
        return unborn

    def convert(self, on: date, calendars: CalendarHistory, *, counts_anew: bool) -> None:
        """Leave the simple procedure; the ordinary limits count anew only if none of it was missed."""
        in_time = not self.accepted_late(on, calendars)
        for duty in (self.simple_accept, self.simple_handle):
            if duty is not None:
                duty.end(on, CONVERTED)
        if counts_anew and in_time:
            for duty in (self.notice, self.handling):
                if duty is not None and duty.is_open:
                    duty.restart(on)

    def handling_starts(self, answered: date) -> date:
        """Return the day on which handling starts: with the answer, at the latest as the notice was due."""
        rule_id = self.notice.rule_id if self.notice is not None else "R-UNIT-NOTICE15-DIRECT"
        latest = latest_start(rule_id, self.receipt)
        return answered if latest is None else min(answered, latest)

    def accepted_late(self, on: date, calendars: CalendarHistory) -> bool:
        """Return whether the acceptance in simple procedure, given or due by ``on``, missed its limit."""
        limit = find_limit("R-SIMPLE-ACCEPT3", self.receipt)
        if limit is None or limit.length is None:
            return False
        due = calendars.on(on).try_add(self.receipt, limit.length)
        met = self.simple_accept.met_on if self.simple_accept is not None else None
        return due is not None and (met or on) > due


def latest_start(rule_id: str, receipt: date) -> date | None:
    """Return the day on which handling starts at the latest: a late notice gains no time."""
    limit = find_limit(rule_id, receipt)
    return None if limit is None or limit.length is None else receipt + timedelta(limit.length)
