"""Receptions by leaders for screens: a month, its duties and share, the matters that were raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.receptions import RECEPTION
from workbench.law.instruction import Instruction
from workbench.law.reception import Reception
from workbench.law.reception_duty import LeaderDuty, leader_duties, month_of
from workbench.law.settings import settings
from workbench.queries.instructions import masked, read_instructions
from workbench.queries.matters_now import MatterNow, matters_now, may_see
from workbench.queries.reception_rate import NothingScheduledError, ReceptionRate, reception_rate
from workbench.records.receptions import ReceivedMatterRow, ReceptionRow
from workbench.records.tables import table_of
from workbench.snapshots.read import Snapshot
from workbench.snapshots.sources import read_names


class ReceptionNotFoundError(ValueError):
    """There is no such reception."""

    def __init__(self, reception_no: str) -> None:
        super().__init__(f"没有编号为“{reception_no}”的接访安排：请核对编号")


@dataclass(frozen=True, slots=True)
class MonthOfReceptions:
    """One month as of a day: its receptions in order of day and hour, the duties, the share if there is one.

    ``why_no_rate`` is the sentence that stands instead of a share of nothing. ``needed`` are the days a month
    that a main leader's duty is (a setting; Opinion of 2009).
    """

    first: date
    last: date
    as_of: date
    receptions: tuple[Reception, ...]
    duties: tuple[LeaderDuty, ...]
    rate: ReceptionRate | None
    why_no_rate: str
    needed: int

    def on(self, day: date) -> tuple[Reception, ...]:
        """Return the receptions planned for one day."""
        return tuple(one for one in self.receptions if one.planned_on == day)

    @property
    def unpublished(self) -> tuple[Reception, ...]:
        """Return those that may still be made public in time."""
        return tuple(
            one
            for one in self.receptions
            if one.published_on is None and one.moved_to is None and one.planned_on >= self.as_of
        )


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter raised at a reception, what was promised, and what has become of it."""

    reception: Reception
    case_no: str
    now: MatterNow | None
    promise: Instruction | None


def receptions_between(
    connection: Connection, start: date, end: date, *, as_of: date
) -> tuple[Reception, ...]:
    """Return the receptions planned from ``start`` to ``end``, as far as they were planned by ``as_of``."""
    head = table_of(ReceptionRow)
    wanted = select(head).where(head.c.planned_on.between(start, end))
    found = read_dossiers(connection, RECEPTION, wanted)
    moved_later = set(
        connection.scalars(
            select(ReceptionRow.moved_to).where(
                ReceptionRow.moved_on > as_of, ReceptionRow.moved_to.is_not(None)
            )
        )
    )
    kept = [one for one in found if one.reception_no not in moved_later]
    return tuple(sorted(kept, key=_order))


def month_of_receptions(connection: Connection, month: date, *, as_of: date) -> MonthOfReceptions:
    """Return the month of a day; duties look back a year for the posts of the main leaders."""
    first, last = month_of(month)
    a_year = receptions_between(connection, first.replace(year=first.year - 1), last, as_of=as_of)
    receptions = tuple(one for one in a_year if one.planned_on >= first)
    needed = settings().leader_reception_days_a_month
    rate, why = None, ""
    try:
        rate = reception_rate(receptions, first, last, as_of)
    except NothingScheduledError as nothing:
        why = str(nothing)
    duties = leader_duties(a_year, first, last, as_of, needed=needed)
    return MonthOfReceptions(first, last, as_of, receptions, duties, rate, why, needed)


def reception(connection: Connection, reception_no: str) -> Reception:
    """Return one reception; ``ReceptionNotFoundError`` if there is none."""
    head = table_of(ReceptionRow)
    found = read_dossiers(connection, RECEPTION, select(head).where(head.c.reception_no == reception_no))
    if not found:
        raise ReceptionNotFoundError(reception_no)
    return found[0]


def received_matters(
    connection: Connection,
    snapshot: Snapshot,
    receptions: Iterable[Reception],
    *,
    viewer: Viewer | None = None,
) -> tuple[MatterLine, ...]:
    """Return the matters raised at these receptions by the snapshot's day, newest reception first.

    Content of accusations is not there; a unit's own official sees his unit's matters alone.
    """
    as_of = snapshot.as_of
    held = [one for one in receptions if one.held_on is not None and one.held_on <= as_of]
    now = matters_now(snapshot, (matter.case_no for one in held for matter in one.matters))
    promised = [m.instruction_no for one in held for m in one.matters if m.instruction_no is not None]
    names = read_names(connection, [matter.case_id for matter in now.values()])
    promises = {
        number: masked(promise, now.get(promise.case_no), names)
        for number, promise in read_instructions(connection, promised).items()
    }
    lines = [
        MatterLine(one, matter.case_no, now.get(matter.case_no), promises.get(matter.instruction_no or ""))
        for one in sorted(held, key=_order, reverse=True)
        for matter in one.matters
    ]
    return tuple(line for line in lines if may_see(viewer, line.now, line.promise))


def receptions_of_case(connection: Connection, case_no: str) -> tuple[Reception, ...]:
    """Return the receptions at which a matter was raised, oldest first."""
    head, part = table_of(ReceptionRow), ReceivedMatterRow
    ids = select(part.reception_id).where(part.case_no == case_no)
    found = read_dossiers(connection, RECEPTION, select(head).where(head.c.id.in_(ids)))
    return tuple(sorted(found, key=_order))


def free_numbers(connection: Connection, month: date, count: int) -> tuple[str, ...]:
    """Return numbers that no reception of the month has yet: ``JF-202604-01`` …"""
    start = f"JF-{month:%Y%m}-"
    taken = connection.scalars(
        select(ReceptionRow.reception_no).where(ReceptionRow.reception_no.startswith(start))
    )
    used = [int(number) for one in taken if (number := one.removeprefix(start)).isdigit()]
    first = max(used, default=0) + 1
    return tuple(f"{start}{number:02}" for number in range(first, first + count))


def _order(one: Reception) -> tuple[object, ...]:
    hour = one.planned_from.isoformat() if one.planned_from else "99"
    return one.planned_on, hour, one.id
