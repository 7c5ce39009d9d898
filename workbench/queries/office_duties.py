"""The petition office's own duties: 15 days to register and forward (art. 22), a report a year (art. 41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from workbench.acts.dossier import read_dossiers
from workbench.acts.issuing import ISSUED_DOCUMENT
from workbench.law.limits import find_limit
from workbench.office import OFFICE
from workbench.records.issued_documents import IssuedDocumentRow
from workbench.records.tables import table_of
from workbench.snapshots.read import Snapshot
from workbench.terms import DeadlineState, IssuedKind

FORWARDING = ("R-XF-FWD15",)  # the petition office's own limit (art. 22(1))

YEARLY_REPORT: Final = "R-ANNUAL-REPORT"  # of each calendar year; the day is set by notice, not by the law


@dataclass(frozen=True, slots=True)
class OfficeDuty:
    """One matter in which the petition office is late, or was, or that it has before it."""

    case_no: str
    title: str
    due: date
    met_on: date | None
    state: DeadlineState
    days_late: int


@dataclass(frozen=True, slots=True)
class OfficeDuties:
    """The petition office's own 15 days (art. 22): how many matters were due, and how they were met."""

    due: int
    in_time: int
    late_done: int
    late_open: int
    running: int
    rows: tuple[OfficeDuty, ...]


def office_duties(snapshot: Snapshot, *, since: date, office: str = OFFICE) -> OfficeDuties:
    """Return the petition office's own duties due since a day: what is late first, then what is due next."""
    rules = ", ".join(f"'{rule}'" for rule in FORWARDING)
    rows = snapshot.rows(
        "select c.case_no, c.title, d.due, d.met_on, d.state, d.days_late "
        "from deadline_fact d join case_fact c on c.case_id = d.case_id "
        f"where d.rule_id in ({rules}) and d.unit = :office and d.due >= :since and d.state <> 'ended' "
        "order by d.due",
        {"office": office, "since": since.isoformat()},
    )
    duties = [_office_duty(row) for row in rows]
    count = {state: sum(one.state is state for one in duties) for state in DeadlineState}
    late, done = count[DeadlineState.LATE], count[DeadlineState.MET_LATE]
    shown = [one for one in duties if one.state is not DeadlineState.MET]
    places = (DeadlineState.LATE, DeadlineState.RUNNING, DeadlineState.MET_LATE)
    shown.sort(
        key=lambda one: (
            places.index(one.state) if one.state in places else len(places),
            -one.days_late,
            one.due,
        )
    )
    return OfficeDuties(
        due=count[DeadlineState.MET] + late + done,
        in_time=count[DeadlineState.MET],
        late_done=done,
        late_open=late,
        running=count[DeadlineState.RUNNING],
        rows=tuple(shown),
    )


def _office_duty(row: tuple[Any, ...]) -> OfficeDuty:
    case_no, title, due, met_on, state, days = row
    met = date.fromisoformat(met_on) if met_on else None
    return OfficeDuty(case_no, title, date.fromisoformat(due), met, DeadlineState.coded(state), days)


def missing_yearly_report(connection: Connection, snapshot: Snapshot) -> int | None:
    """Return the last full year of which no yearly report stands by the snapshot's day, if it is owed.

    ``None`` also of a year of which nothing is on record here, and of one before the law.
    """
    year = snapshot.as_of.year - 1
    if find_limit(YEARLY_REPORT, date(year, 12, 31)) is None:
        return None
    # Whether there was anything at all is no secret of a matter: asked of the table, not of what one sees.
    asked = "select 1 from main.case_fact where registered_on between :start and :end limit 1"
    if not snapshot.rows(asked, {"start": f"{year}-01-01", "end": f"{year}-12-31"}):
        return None
    head = table_of(IssuedDocumentRow)
    of_year = (head.c.issued_kind == IssuedKind.YEARLY_REPORT.value) & (head.c.subject == str(year))
    issued = select(head).where(of_year, head.c.issued_on <= snapshot.as_of)
    found = read_dossiers(connection, ISSUED_DOCUMENT, issued)
    return None if any(paper.stands(snapshot.as_of) for paper in found) else year
