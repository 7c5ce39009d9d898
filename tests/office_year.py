"""A year of the office on a small county, told as a plan: what units will do, and by plain sums what follows.

The plan knows no law and no query: late is what happens on a day that no calendar could call in time, in time
what happens many days before. From the same plan come the acts, and the numbers that queries must give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.factories import CLERK, OFFICE, make_register, make_take
from workbench.acts.base import Act, Actor
from workbench.acts.screenings import AmendScreening, GivenLine, ReportScreening, ReturnScreening
from workbench.law.screening_month import report_number
from workbench.terms import DisputeKind, Outcome, Role, Step

YEAR = 2025
MONTHS = tuple(date(YEAR, month, 1) for month in range(1, 13))
END = date(YEAR, 12, 31)
READ_ON = date(YEAR + 1, 1, 30)  # when the last appraisal is final and the year is read
TOWNS = ("430682001", "430682003", "430682004", "430682101", "430682103", "430682105")
DEPARTMENTS = ("430682D01", "430682D02")
ACTIVE = TOWNS + DEPARTMENTS  # to whom matters are sent; all 45 units screen
POLICY, OTHERS = "0202", ("0301", "0401", "0501")  # of land taken, at five units; the others at one each
RETURNED = (3, 5)  # the unit (by place) and the month whose report is sent back
BOSS = Actor("boss", Role.SUPERVISOR, OFFICE)
Planned = tuple[date, Act, Actor]


@dataclass(frozen=True, slots=True)
class Course:
    """One matter: sent to a unit, given notice, answered, executed, concluded; ``None`` is never."""

    case_no: str
    unit: str
    topic: str
    sent: date
    noticed: date | None
    answered: date | None
    supports: bool
    executed: date | None

    @property
    def notice_month(self) -> date:
        """The month in which notice is due: fifteen days after the unit got it, a weekend later at most."""
        return _within(self.sent + timedelta(15))

    @property
    def is_noticed_in_time(self) -> bool:
        return self.noticed is not None and self.noticed <= self.sent + timedelta(15)

    @property
    def answer_due(self) -> date:
        """Sixty days after notice, or after the day on which it should have been given (art. 34)."""
        told = self.sent + timedelta(15)
        return min(self.noticed or told, told) + timedelta(60)

    @property
    def is_answered_in_time(self) -> bool:
        return self.answered is not None and self.answered <= self.answer_due

    @property
    def execution_due(self) -> date | None:
        """The day that the opinion names: the 20th of the month behind it."""
        if self.answered is None or not self.supports:
            return None
        return (self.answered.replace(day=1) + timedelta(31)).replace(day=20)

    @property
    def concluded(self) -> date | None:
        """Five days after the answer was served, or after it was executed."""
        last = self.executed if self.supports else self.answered
        return None if last is None else last + timedelta(5)

    def is_open(self, day: date) -> bool:
        return self.sent <= day and (self.concluded is None or self.concluded > day)

    def is_late(self, day: date) -> bool:
        """Whether something is overdue and not done at the end of the day, a fortnight past its day."""
        told = (
            (self.sent + timedelta(15), self.noticed),
            (self.answer_due, self.answered),
            (self.execution_due, self.executed),
        )
        return any(
            due is not None and due + timedelta(3) < day and (done is None or done > day)
            for due, done in told
        )


def courses() -> tuple[Course, ...]:
    """The matters of the year: one a month for each of eight units, late in patterns that do not repeat."""
    return tuple(_course(at, k) for at in range(12) for k in range(len(ACTIVE)))


def _course(at: int, k: int) -> Course:
    sent = MONTHS[at].replace(day=4 + k % 6)
    kind = (at + 3 * k) % 8
    noticed = {0: sent + timedelta(18), 1: None}.get(kind, sent + timedelta(6))
    answer = (2 * at + k) % 7
    answered = None
    if noticed is not None and answer != 1:
        answered = noticed + timedelta(75 if answer == 0 else 30)
    supports = (at + k) % 5 == 0
    executed = answered + timedelta(12) if answered and supports and (at + k) % 10 else None
    topic = POLICY if k < 5 else OTHERS[k - 5]
    return Course(f"{YEAR}-{at + 1:02}-{k}", ACTIVE[k], topic, sent, noticed, answered, supports, executed)


def of_course(one: Course) -> Iterator[Planned]:
    """The acts of one matter, each on its day, up to the day on which the year is read."""
    unit = one.unit
    registered = one.sent - timedelta(1)
    yield registered, replace(make_register(case_no=one.case_no, on=registered), topic=one.topic), CLERK
    yield one.sent, make_take(one.case_no, Step.TRANSFER, one.sent, unit=OFFICE, to_unit=unit), CLERK
    if one.noticed:
        yield one.noticed, make_take(one.case_no, Step.ACCEPT, one.noticed, unit=unit), CLERK
    if one.answered:
        outcome = Outcome.SUPPORT if one.supports else Outcome.EXPLAIN
        opinion = {"unit": unit, "outcome": outcome, "due_on": one.execution_due}
        yield one.answered, make_take(one.case_no, Step.ISSUE_OPINION, one.answered, **opinion), CLERK
        yield one.answered, make_take(one.case_no, Step.SERVE, one.answered, unit=unit), CLERK
    if one.executed:
        yield one.executed, make_take(one.case_no, Step.EXECUTE, one.executed, unit=unit), CLERK
    if one.concluded:
        yield one.concluded, make_take(one.case_no, Step.CONCLUDE, one.concluded, unit=unit), CLERK


@dataclass(frozen=True, slots=True)
class Report:
    """What a unit reports on a month; ``on`` is ``None`` where it never does. Disputes, not people."""

    unit: str
    month: date
    on: date | None
    last_stock: int
    new: int
    settled: int

    @property
    def stock(self) -> int:
        return self.last_stock + self.new - self.settled

    @property
    def is_in_time(self) -> bool:
        return self.on is not None and self.on.day <= 25


def reports(units: tuple[str, ...]) -> tuple[Report, ...]:
    """The reports of the year: some late, some missing, many with nothing new; stocks carry over."""
    found = []
    for i, unit in enumerate(units):
        stock = i % 3
        for at, month in enumerate(MONTHS):
            late, missing = (7 * i + at) % 11 == 0, at > 0 and (5 * i + at) % 13 == 0
            on = None if missing else month.replace(day=28 if late else 20)
            new = 0 if missing else max((i + 2 * at) % 5 - 2, 0)
            settled = 0 if missing else min(stock + new, (i * at) % 3)
            found.append(Report(unit, month, on, stock, new, settled))
            stock = found[-1].stock
    return tuple(found)


def of_report(one: Report, *, is_returned: bool = False) -> Iterator[Planned]:
    """The acts of one report: handed in by the unit's own account, once sent back and mended."""
    if one.on is None:
        return
    own = Actor(f"u{one.unit}", Role.HANDLER, one.unit)
    month, number = f"{one.month:%Y-%m}", report_number(one.unit, f"{one.month:%Y-%m}")
    counts = {"new": one.new, "settled": one.settled, "stock": one.stock}
    lines: tuple[GivenLine, ...] = ()
    if one.last_stock or one.new:
        seen_to: dict[str, Any] = {}
        if one.stock:
            due = one.month + timedelta(90)
            seen_to = {"due_on": due, "responsible": "周某", "post": "副镇长", "measure": "现场调解"}
        lines = (GivenLine(DisputeKind.LAND, one.new, one.settled, one.stock, **seen_to),)
    signed = {"signed_on": one.on, "signed_by": "钱某", "lines": lines}
    told = ReportScreening(number, one.unit, month, one.on, one.last_stock, **counts, **signed)
    yield one.on, told, own
    if is_returned:
        back, again = one.on + timedelta(2), one.on + timedelta(4)
        yield back, ReturnScreening(number, back, again + timedelta(3), "措施不具体，请补充"), BOSS
        sums = one.last_stock, one.new, one.settled, one.stock
        mended = AmendScreening(number, again, *sums, again, "钱某", "补充措施", lines)
        yield again, mended, own


def in_order(*plans: Iterator[Planned]) -> list[Planned]:
    """All acts in the order of their days, those of one plan in their own."""
    return sorted((one for plan in plans for one in plan), key=lambda one: one[0])


def _within(day: date) -> date:
    return day.replace(day=1)
