"""One report on its page: editions, lines, returns, and what the next edition begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import NotPermittedError
from workbench.access.masking import scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.screenings import SCREENING
from workbench.acts.staffing import STAFFING
from workbench.law.calendar import CalendarHistory
from workbench.law.screening import BACKWARDS, Screening, state_of
from workbench.law.screening_month import MONTH, month_before, month_of
from workbench.queries.evidence import KeptFile, kept_files
from workbench.queries.officials import people
from workbench.queries.screening import ReportLine, past_limit
from workbench.queries.screening_owed import due_on, own_unit
from workbench.records.screenings import ScreeningRow
from workbench.records.staffing import StaffingRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree


class ReportNotFoundError(ValueError):
    """No such unit or month, or not for this viewer."""

    def __init__(self, unit: str, month: str) -> None:
        super().__init__(f"没有您可以查看的“{unit} {month}”排查月报：请核对单位和月份")


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with what stands around it.

    ``judged_on`` is the day on which limits are looked at: the day shown, or for a report that a later one
    follows, the day it came in. ``before`` is the report that came last before it, ``head`` who is registered
    as head of the unit on the day; ``version`` is that of the dossier now, 0 where nothing was reported.
    """

    line: ReportLine
    judged_on: date
    before: Screening | None
    head: str | None
    people: dict[str, str]
    files: dict[str, KeptFile]
    version: int


def screening_page(
    connection: Connection,
    viewer: Viewer,
    unit: str,
    month: str,
    *,
    as_of: date,
    calendars: CalendarHistory,
) -> ReportPage:
    """Return the report of a unit on a month, also one that has not come in; ``ReportNotFoundError``."""
    tree = UnitTree.read(connection)
    only = own_unit(viewer)
    if unit not in tree.kinds or not MONTH.fullmatch(month) or month > month_of(as_of):
        raise ReportNotFoundError(unit, month)
    if only is not None and only != unit:
        raise NotPermittedError(viewer.role)
    head = table_of(ScreeningRow)
    first = month_before(month, BACKWARDS)
    wanted = select(head).where(head.c.unit == unit, head.c.month >= first)
    known = read_dossiers(connection, SCREENING, wanted.order_by(head.c.month))
    told = [(one.version, then) for one in known if (then := one.until(as_of)) is not None]
    version, screening = next(((v, one) for v, one in told if one.month == month), (0, None))
    before = next((one for _, one in reversed(told) if one.month < month), None)
    due = due_on(month, calendars, as_of)
    gap = None
    if screening is not None and before is not None and before.edition.stock != screening.edition.last_stock:
        gap = before.edition.stock
    is_followed = any(one.month > month for _, one in told)
    judged_on = screening.edition.on if is_followed and screening is not None else as_of
    line = ReportLine(
        unit, tree.name_on(unit, as_of), month, due, state_of(screening, due, as_of),
        None if screening is None else masked(screening), gap,
        0 if screening is None else past_limit(screening, judged_on),
    )  # fmt: skip
    accounts = [] if screening is None else [
        *(one.account for one in screening.editions), *(one.account for one in screening.returns)
    ]  # fmt: skip
    digests = [] if screening is None else [one.sha256 for one in screening.editions if one.sha256]
    return ReportPage(
        line=line,
        judged_on=judged_on,
        before=before,
        head=head_of(connection, unit, as_of),
        people=people(connection, accounts),
        files=kept_files(connection, digests),
        version=version,
    )


def head_of(connection: Connection, unit: str, day: date) -> str | None:
    """Return who is registered as head of a unit on ``day``."""
    wanted = select(table_of(StaffingRow)).where(StaffingRow.unit == unit)
    return next((one.head_on(day) for one in read_dossiers(connection, STAFFING, wanted)), None)


def masked(screening: Screening) -> Screening:
    """Return the report with its texts masked, though numbers of people are refused when it comes in."""
    return replace(
        screening,
        lines=tuple(replace(one, measure=one.measure and scrub(one.measure)) for one in screening.lines),
        editions=tuple(replace(one, why=one.why and scrub(one.why)) for one in screening.editions),
        returns=tuple(replace(one, why=scrub(one.why)) for one in screening.returns),
    )
