"""What is on hand on the day: the numbers of the home page, each of which opens its cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.access.masking import HELD_TITLE
from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import counts
from workbench.snapshots.read import Snapshot

SOON = 7  # calendar days; how far ahead the home page looks


@dataclass(frozen=True, slots=True)
class ImportedBatch:
    """One accepted workbook: its number, how many matters it brought, the last registration day in it."""

    batch: str
    cases: int
    registered_until: date


@dataclass(frozen=True, slots=True)
class Overview:
    """Matters on hand at the end of the as-of day; ``soon_days`` are calendar days."""

    as_of: date
    all_cases: int
    open_cases: int
    late_cases: int
    open_late: int  # of the late ones
    due_soon: int
    soon_days: int
    batches: tuple[ImportedBatch, ...]
    held: int = 0  # may be accusations, until a person has decided


def overview(snapshot: Snapshot) -> Overview:
    """Return the numbers of the home page and the five most recent imported batches."""
    everything = counts(snapshot, CaseFilter())
    soon = counts(snapshot, CaseFilter(due_within=SOON))
    batches = snapshot.rows(
        "select batch, count(*), max(registered_on), max(case_id) from case_fact "
        "where batch is not null group by batch order by 4 desc limit 5"
    )
    return Overview(
        as_of=snapshot.as_of,
        all_cases=everything.cases,
        open_cases=everything.open_cases,
        late_cases=everything.late_cases,
        open_late=everything.open_late,
        due_soon=soon.cases,
        soon_days=SOON,
        held=int(snapshot.value("select count(*) from case_fact where title = ?", (HELD_TITLE,)) or 0),
        batches=tuple(
            ImportedBatch(batch, cases, date.fromisoformat(until)) for batch, cases, until, _ in batches
        ),
    )
