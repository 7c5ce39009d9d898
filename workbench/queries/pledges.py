"""What leaders and units promised and what of it is late or due soon; for the first page of the day.

Read from the snapshot with the standard library: the home page asks this before its first view.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from workbench.queries.duties import SOON_DAYS
from workbench.snapshots.read import Snapshot
from workbench.terms import CommitmentKind


@dataclass(frozen=True, slots=True)
class PledgeCount:
    """Promises of one kind that wait: late ones, and those due within ``SOON_DAYS`` calendar days."""

    kind: CommitmentKind
    late: int
    soon: int
    longest: int  # calendar days of the longest late one


def count_pledges(snapshot: Snapshot, unit: str | None = None) -> tuple[PledgeCount, ...]:
    """Return a count for each kind that waits for something; of ``unit`` and those below it, or of all."""
    values: dict[str, object] = {
        "today": snapshot.as_of.isoformat(),
        "until": (snapshot.as_of + timedelta(SOON_DAYS)).isoformat(),
    }
    # A reception that was missed cannot be made good: only those to come wait for somebody. A file that did
    # not pass its review waits for nobody either.
    where = (
        "met_on is null and ended_on is null and due_on <= :until "
        f"and kind <> '{CommitmentKind.FILE_REVIEW.value}' "
        f"and (kind <> '{CommitmentKind.RECEPTION.value}' or due_on >= :today)"
    )
    if unit is not None:
        values["unit"] = unit
        where += (
            " and unit in (with recursive below(code) as (select :unit union "
            "select u.code from unit_fact u join below b on u.parent = b.code) select code from below)"
        )
    found = {
        kind: PledgeCount(CommitmentKind.coded(kind), late, soon, longest)
        for kind, late, soon, longest in snapshot.rows(
            "select kind, count(case when due_on < :today then 1 end), "
            "count(case when due_on >= :today then 1 end), max(days_late) "
            f"from commitment_fact where {where} group by kind",
            values,
        )
    }
    return tuple(found[kind.value] for kind in CommitmentKind if kind.value in found)
