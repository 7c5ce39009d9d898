"""Fold the deadlines of one matter, as of a day: their rows, and what the row of the matter says of them."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date
from typing import Any

from workbench.law.obligation import MISSED, state_of
from workbench.snapshots.sources import DeadlineRow
from workbench.terms import DeadlineState

NOTICE_RULES = frozenset({"R-UNIT-NOTICE15-DIRECT", "R-UNIT-NOTICE15-FWD", "R-SIMPLE-ACCEPT3"})
HANDLING_RULES = frozenset({"R-HANDLE60", "R-SIMPLE-HANDLE10"})

Row = tuple[Any, ...]


def deadline_rows(rows: Iterable[DeadlineRow], as_of: date, today: str) -> list[Row]:
    """Return the rows of ``deadline_fact`` of one matter; ``today`` is ``as_of`` as ISO text."""
    found = []
    for row in rows:
        met = row.met_on if row.met_on and row.met_on <= today else None
        ended = row.ended_on if row.ended_on and row.ended_on <= today else None
        state = state_of(
            kind=row.kind,
            due=row.due,
            safe_until=row.due_strict,
            met_on=met,
            ended_on=ended,
            as_of=today,
        )
        late = 0
        if state in MISSED and row.due:
            late = (date.fromisoformat(met or ended or today) - date.fromisoformat(row.due)).days
        found.append(
            (
                row.case_id, row.rule_id, row.round, row.unit, row.arises_on, row.start_on,
                row.due_strict, row.due, met, ended, state.value, late,
            )
        )  # fmt: skip
    return found


def facts_of_deadlines(rows: list[Row], unit: str | None) -> dict[str, Any]:
    """Return the due dates a list shows: of the notice, of the handling, and the next one to fall due.

    Figures count those of the notice and the handling for the ``unit`` that answers for the matter now.
    """
    facts: dict[str, Any] = {"late_deadlines": 0, "missed_deadlines": 0, "late_days": 0}
    _, due, met = _last_of(NOTICE_RULES, rows, unit)
    facts.update(notice_due=due, notice_on=met)
    strict, due, met = _last_of(HANDLING_RULES, rows, unit)
    facts.update(handling_due_strict=strict, handling_due=due, handling_on=met)
    for _, rule, _, _, _, _, _, due, _, _, state, late in rows:
        if state == DeadlineState.LATE:
            facts["late_deadlines"] += 1
            facts["late_days"] = max(facts["late_days"], late)
        if state in MISSED:
            facts["missed_deadlines"] += 1
        if state == DeadlineState.RUNNING and due and due < facts.get("next_due", "9999"):
            facts.update(next_due=due, next_rule=rule)
    return facts


def _last_of(rules: Set[str], rows: list[Row], unit: str | None) -> tuple[Any, Any, Any]:
    """Return strict day, due day and day met of the last deadline of these rules that stands or was missed.

    What another unit missed before the matter came to this one is that unit's, and no day of the matter now.
    """
    last = None
    for row in sorted(rows, key=lambda row: (row[4], row[1], row[2])):  # as they arose
        _, rule, _, _, _, _, _, _, _, ended, state, _ = row
        if rule in rules and (ended is None or state == DeadlineState.ENDED_LATE):
            last = row
    if last is None:
        return None, None, None
    is_others = last[10] == DeadlineState.ENDED_LATE and unit is not None and last[3] != unit
    return (None, None, None) if is_others else (last[6], last[7], last[8])
