"""What a unit did in time, each share with what it was made of, and what it objected to.

No rank and no sum of points: what was owed, what was done, and the cases behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, select

from workbench.indicators.evaluate import Figure, Period, evaluate
from workbench.queries.behind import CaseBehind, cases_behind
from workbench.queries.in_force import in_force
from workbench.records.petitions import PetitionCase
from workbench.records.steps import StepRow
from workbench.snapshots.read import Snapshot
from workbench.terms import Step

SPAN: Final = 364  # calendar days back, so that the period is a year
# What a unit owes by a day; figures of who came, and of what people think, are none of these.
SHOWN: Final = (
    "accepted_on_time",
    "concluded_on_time",
    "reported_back_on_time",
    "support_executed",
    "promises_kept",
    "agreed_items_done",
    "orders_answered",
    "proposals_answered",
    "instructions_done",
    "screening_on_time",
)
_COLUMN: Final = {"case": "unit", "commitment": "bound_unit", "deadline": "bound_unit"}
_BELOW: Final = (
    "{column} in (with recursive below(code) as (select :unit union "
    "select u.code from unit_fact u join below b on u.parent = b.code) select code from below)"
)


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection of a unit to a matter that was sent to it (art. 23), and what came of it."""

    case_no: str
    on: date
    decided_on: date | None
    is_granted: bool | None


def unit_record(snapshot: Snapshot, unit: str) -> tuple[Figure, ...]:
    """Return what the unit and those below it did in time over a year, figure by figure; empty ones stay."""
    period = Period(snapshot.as_of - timedelta(SPAN), snapshot.as_of)
    found = []
    for name in SHOWN:
        one = in_force(name)
        where = _BELOW.format(column=_COLUMN[one.grain])
        found += evaluate(
            snapshot, one, period=period, as_of=snapshot.as_of, where=where, parameters={"unit": unit}
        )
    return tuple(found)


def unit_cases(snapshot: Snapshot, unit: str, figure: str) -> tuple[CaseBehind, ...]:
    """Return the cases that one of these figures counts for the unit and those below it."""
    period = Period(snapshot.as_of - timedelta(SPAN), snapshot.as_of)
    below = snapshot.rows(f"select code from unit_fact where {_BELOW.format(column='code')}", {"unit": unit})
    return cases_behind(snapshot, in_force(figure), (code for (code,) in below), period, snapshot.as_of)


def unit_objections(connection: Connection, unit: str, *, as_of: date) -> tuple[Objection, ...]:
    """Return the objections of a unit in the last year, the latest first."""
    start = as_of - timedelta(SPAN)
    told = (Step.OBJECT.value, Step.GRANT_OBJECTION.value, Step.DENY_OBJECTION.value)
    rows = connection.execute(
        select(PetitionCase.case_no, StepRow.kind, StepRow.happened_on, StepRow.unit)
        .join(StepRow, StepRow.case_id == PetitionCase.id)
        .where(StepRow.kind.in_(told), StepRow.happened_on >= start, StepRow.happened_on <= as_of)
        .order_by(PetitionCase.case_no, StepRow.id)
    ).all()
    found: list[Objection] = []
    waiting: dict[str, date] = {}
    for case_no, kind, on, by in rows:
        if kind == Step.OBJECT.value:
            if by == unit:
                waiting[case_no] = on
        elif case_no in waiting:
            found.append(Objection(case_no, waiting.pop(case_no), on, kind == Step.GRANT_OBJECTION.value))
    found += [Objection(case_no, on, None, None) for case_no, on in waiting.items()]
    return tuple(sorted(found, key=lambda one: (one.on, one.case_no), reverse=True))
