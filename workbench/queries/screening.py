"""Monthly screenings as of a day: who reported in time, late, not at all; what is due next; the series.

A unit's own official sees his unit alone. Reports are owed from the month in which the first one came in:
what was before is nobody's lateness. Counts are of disputes (件) and of reports, never of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.screenings import SCREENING
from workbench.law.calendar import CalendarHistory
from workbench.law.screening import Screening, state_of
from workbench.law.screening_month import month_before, month_of, months_from, report_number
from workbench.queries.screening_owed import began, due_on, owes, owing_units, own_unit
from workbench.records.screenings import ScreeningRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import ScreeningState

SHOWN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ReportLine:
    """The report that a unit owes for a month; ``screening`` is ``None`` until it comes in.

    ``gap`` is the stock at which the report before ended, where this one began with another (件): one of the
    two was mended later. ``overdue`` counts the disputes that remain past their limit: of the unit's last
    report as of the day, of an earlier one as of the day on which it came in.
    """

    unit: str
    unit_name: str
    month: str
    due_on: date
    state: ScreeningState
    screening: Screening | None
    gap: int | None = None
    overdue: int = 0

    @property
    def number(self) -> str:
        """The number of the report, also of one that has not come in."""
        return report_number(self.unit, self.month)

    def days_late(self, as_of: date) -> int:
        """Return the calendar days past the due day, up to the first report; 0 if it came in time."""
        came = self.screening.editions[0].on if self.screening is not None else as_of
        return max((came - self.due_on).days, 0)


@dataclass(frozen=True, slots=True)
class MonthSums:
    """One month of all units: reports owed, in time, late, missing, and the disputes they tell of (件)."""

    month: str
    owed: int
    on_time: int
    late: int
    missing: int
    awaited: int
    returned: int
    zero: int
    new: int
    settled: int
    stock: int

    @property
    def reports(self) -> int:
        """How many reports came: without any, nothing is known of the disputes, which is not none."""
        return self.on_time + self.late


@dataclass(frozen=True, slots=True)
class ScreeningBoard:
    """Reports by unit and month, the months rising; ``months`` is empty before the first report."""

    as_of: date
    months: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    lines: dict[tuple[str, str], ReportLine]

    def of_month(self, month: str) -> tuple[ReportLine, ...]:
        """Return the reports of a month: what is missing first, then sent back, late, awaited, in time."""
        found = [one for (_, its), one in self.lines.items() if its == month]
        return tuple(sorted(found, key=lambda one: (_ORDER.index(one.state), one.unit)))

    def of_unit(self, unit: str) -> tuple[ReportLine, ...]:
        """Return the reports of a unit, the latest month first."""
        return tuple(
            self.lines[unit, month] for month in reversed(self.months) if (unit, month) in self.lines
        )

    def sums(self, month: str) -> MonthSums:
        """Return the sums of a month over the units that are shown."""
        lines = self.of_month(month)
        states = [one.state for one in lines]
        told = [one.screening for one in lines if one.screening is not None]
        first = [_is_first_in_time(one) for one in lines if one.screening is not None]
        return MonthSums(
            month=month,
            owed=len(lines),
            on_time=sum(first),
            late=len(first) - sum(first),
            missing=states.count(ScreeningState.MISSING),
            awaited=states.count(ScreeningState.AWAITED),
            returned=states.count(ScreeningState.RETURNED),
            zero=sum(one.is_zero for one in told),
            new=sum(one.edition.new for one in told),
            settled=sum(one.edition.settled for one in told),
            stock=sum(one.edition.stock for one in told),
        )

    @property
    def open(self) -> tuple[ReportLine, ...]:
        """What somebody has to do: missing, sent back, not yet due; the oldest month first.

        What is missing waits for nobody once the unit has reported on a later month.
        """
        waits = (ScreeningState.MISSING, ScreeningState.RETURNED, ScreeningState.AWAITED)
        last = {one.unit: "" for one in self.lines.values()}
        for one in self.lines.values():
            if one.screening is not None:
                last[one.unit] = max(last[one.unit], one.month)
        found = [
            one
            for one in self.lines.values()
            if one.state in waits and (one.state is not ScreeningState.MISSING or one.month > last[one.unit])
        ]
        return tuple(sorted(found, key=lambda one: (one.month, waits.index(one.state), one.unit)))


_ORDER = (
    ScreeningState.MISSING,
    ScreeningState.RETURNED,
    ScreeningState.LATE,
    ScreeningState.AWAITED,
    ScreeningState.ON_TIME,
)


def _is_first_in_time(line: ReportLine) -> bool:
    return line.screening is not None and line.screening.editions[0].on <= line.due_on


def screening_board(
    connection: Connection,
    viewer: Viewer,
    *,
    as_of: date,
    calendars: CalendarHistory,
    months: int = SHOWN_MONTHS,
    unit: str | None = None,
) -> ScreeningBoard:
    """Return the reports of the last ``months`` months that the viewer may see; of one ``unit`` if given.

    ``NotPermittedError`` for a role that sees no reports.
    """
    only = own_unit(viewer) or unit
    tree = UnitTree.read(connection)
    start = began(connection, as_of)
    first = month_before(month_of(as_of), months - 1)
    owed = months_from(max(first, start), month_of(as_of)) if start is not None else (month_of(as_of),)
    found = _read(connection, month_before(owed[0]), as_of, only)
    units = [code for code in owing_units(tree, as_of) if only in (None, code)]
    lines: dict[tuple[str, str], ReportLine] = {}
    for month in owed:
        due = due_on(month, calendars, as_of)
        for code in units:
            if owes(tree, code, due):
                name = tree.name_on(code, as_of)
                lines[code, month] = _line(code, name, month, due, found, as_of)
    return ScreeningBoard(as_of, owed, tuple((code, tree.name_on(code, as_of)) for code in units), lines)


def _line(
    code: str, name: str, month: str, due: date, found: dict[tuple[str, str], Screening], as_of: date
) -> ReportLine:
    screening, before = found.get((code, month)), found.get((code, month_before(month)))
    gap, overdue = None, 0
    if screening is not None:
        if before is not None and before.edition.stock != screening.edition.last_stock:
            gap = before.edition.stock
        is_last = all(month >= other for unit, other in found if unit == code)
        overdue = past_limit(screening, as_of if is_last else screening.edition.on)
    return ReportLine(code, name, month, due, state_of(screening, due, as_of), screening, gap, overdue)


def past_limit(screening: Screening, day: date) -> int:
    """Return the disputes (件) of the edition in force that remain past their limit on ``day``."""
    return sum(one.stock for one in screening.shown_lines if one.due_on is not None and one.due_on < day)


def _read(
    connection: Connection, first: str, as_of: date, unit: str | None
) -> dict[tuple[str, str], Screening]:
    head = table_of(ScreeningRow)
    wanted = select(head).where(head.c.month >= first, head.c.month <= month_of(as_of))
    if unit is not None:
        wanted = wanted.where(head.c.unit == unit)
    told = (one.until(as_of) for one in read_dossiers(connection, SCREENING, wanted))
    return {(one.unit, one.month): one for one in told if one is not None}
