"""Who owes a report of the monthly screening, from when, by which day; the same as promises of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.viewer import Viewer
from workbench.acts.calendars import read_calendars
from workbench.law.calendar import CalendarHistory
from workbench.law.screening import BACKWARDS, OWING
from workbench.law.screening_month import (
    due_day,
    first_day,
    month_of,
    months_between,
    months_from,
    report_number,
)
from workbench.law.settings import settings
from workbench.records.screenings import ScreeningEditionRow, ScreeningRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.terms import CommitmentKind, Role

SEES_ALL = frozenset({Role.SUPERVISOR, Role.CLERK, Role.AUDITOR})


def own_unit(viewer: Viewer) -> str | None:
    """Return the unit to which a viewer is narrowed, ``None`` for one who sees all.

    ``NotPermittedError`` for a role that sees no reports, and for an official without a unit.
    """
    if viewer.role in SEES_ALL:
        return None
    if viewer.role is Role.HANDLER and viewer.unit is not None:
        return viewer.unit
    raise NotPermittedError(viewer.role)


def owing_units(tree: UnitTree, as_of: date) -> tuple[str, ...]:
    """Return the units that report, by code: towns, subdistricts, municipal departments there on a day."""
    return tuple(
        sorted(code for code, kind in tree.kinds.items() if kind in OWING and owes(tree, code, as_of))
    )


def owes(tree: UnitTree, code: str, day: date) -> bool:
    """Return whether a unit was there on ``day``."""
    return any(name.holds_on(day) for name in tree.names[code])


def due_on(month: str, calendars: CalendarHistory, as_of: date) -> date:
    """Return the day by which a month is due, by the calendar known then, or by now if that is earlier."""
    usual = first_day(month).replace(day=settings().screening_report_day)
    return due_day(month, calendars.on(min(usual, as_of)))


def began(connection: Connection, as_of: date) -> str | None:
    """Return the month in which the reports began to come in, ``None`` if there was none by ``as_of``.

    R-SCREEN-25 asks for every month, but none is owed from before the office kept reports here. A report
    after which none came for longer than a month may still be reported (``law.screening.BACKWARDS``) begins
    nothing: by one old paper every unit would owe all months since.
    """
    edition = table_of(ScreeningEditionRow)
    days = connection.scalars(select(edition.c.on).where(edition.c.on <= as_of).distinct())
    start, later = None, as_of
    for day in sorted(days, reverse=True):
        if months_between(day, later) > BACKWARDS:
            break
        start, later = month_of(day), day
    return start


# kind, number, matter, unit, (raised, due, met, ended), subkind, outcome: as queries.commitments wants it.
ScreeningFact = tuple[CommitmentKind, str, None, str, tuple[date, date, date | None, date | None], None, None]


def screening_facts(link: Connection, as_of: date) -> Iterator[ScreeningFact]:
    """Yield one promise for every report owed by ``as_of``: raised on the first day of its month.

    It is met by the first edition; that it was sent back and mended changes nothing of that. What did not
    come in has ended once the unit reported on a later month: it counts as missed, and is owed no more.
    """
    start = began(link, as_of)
    if start is None:
        return
    head, edition = table_of(ScreeningRow), table_of(ScreeningEditionRow)
    came: dict[str, date] = {
        row[0]: row[1]
        for row in link.execute(
            select(head.c.report_no, edition.c.on)
            .join(edition, edition.c.screening_id == head.c.id)
            .where(edition.c.number == 1, edition.c.on <= as_of)
        )
    }
    of_unit: dict[str, list[tuple[str, date]]] = {}
    for number, on in came.items():
        of_unit.setdefault(number.rpartition("-")[0].rpartition("-")[0], []).append((number, on))
    tree, calendars = UnitTree.read(link), read_calendars(link)
    reporting = sorted(code for code, kind in tree.kinds.items() if kind in OWING)
    for month in months_from(start, month_of(as_of)):
        due = due_on(month, calendars, as_of)
        for code in reporting:
            if owes(tree, code, due):
                number = report_number(code, month)
                later = (on for one, on in of_unit.get(code, ()) if one > number)
                ended = None if number in came else min(later, default=None)
                days = (first_day(month), due, came.get(number), ended)
                yield CommitmentKind.SCREENING, number, None, code, days, None, None
