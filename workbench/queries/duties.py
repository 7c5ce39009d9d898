"""Deadlines that bind a unit and need it now: late, or due soon. Duties of units, nothing of petitioners.

Read from the snapshot with the standard library: the head of every screen asks this before its first view.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workbench.snapshots.read import Snapshot

SOON_DAYS = 14  # calendar days ahead that a reminder looks


@dataclass(frozen=True, slots=True)
class DutyCases:
    """Matters with a deadline of ``unit`` (``None``: of any) that is late or due within ``SOON_DAYS``.

    A unit answers for the units below it. With ``since`` only what has become so on that day or later: a
    deadline came into sight, or one in sight ran out.
    """

    unit: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """Matters (件) with such deadlines: all of them, those with a late one, those new since the last look."""

    cases: int
    late: int
    new: int


def duty_condition(wanted: DutyCases, as_of: date) -> tuple[str, dict[str, object]]:
    """Return the SQL condition over case_fact, and its named parameters."""
    where, values = _deadlines(wanted.unit, as_of)
    if wanted.since is not None:
        where = f"{where} and {_IS_NEW}"
        values["duty_since"] = wanted.since.isoformat()
    return f"case_id in (select case_id from deadline_fact where {where})", values


def count_duties(snapshot: Snapshot, unit: str | None, since: date | None) -> DutyCounts:
    """Return how many matters have a deadline of the unit that needs it; without ``since`` all are new."""
    where, values = _deadlines(unit, snapshot.as_of)
    values["duty_since"] = since.isoformat() if since else ""
    found = snapshot.rows(
        "select count(distinct case_id), count(distinct case when state = 'late' then case_id end), "
        f"count(distinct case when {_IS_NEW} then case_id end) from deadline_fact where {where}",
        values,
    )
    return DutyCounts(*found[0])


_IS_NEW = (
    f"(max(arises_on, date(due, '-{SOON_DAYS} days')) >= :duty_since "
    "or (state = 'late' and date(due, '+1 day') >= :duty_since))"
)


def _deadlines(unit: str | None, as_of: date) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {"duty_until": (as_of + timedelta(SOON_DAYS)).isoformat()}
    where = "state in ('late', 'running') and due <= :duty_until"
    if unit is not None:
        values["duty_unit"] = unit
        where += (
            " and unit in (with recursive below(code) as (select :duty_unit union "
            "select u.code from unit_fact u join below b on u.parent = b.code) select code from below)"
        )
    return where, values
