"""Which steps made the state and the deadlines of a matter what a figure reads, as the records tell it.

The law decides which step opens a state, begins a duty, meets it, ends it or moves its day; the records keep
the answer beside each state and each duty. So nothing of the law is said here a second time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Self

from sqlalchemy import Connection, select

from workbench.indicators.catalogue import Indicator
from workbench.records.deadlines import DueVersionRow, ObligationRow, StandingRow
from workbench.snapshots.corrected import columns_of
from workbench.snapshots.moved_days import asked_by
from workbench.terms import CaseState

_OPEN: Final = re.compile(r"\bis_open\b")
_STATE: Final = re.compile(r"\b(state|state_since)\b")


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Steps by their matter and number, and days of a matter on which a duty ended or moved."""

    numbers: set[tuple[int, int]] = field(default_factory=set)
    days: set[tuple[int, date]] = field(default_factory=set)

    @classmethod
    def of(cls, records: Connection, ids: Sequence[int], figure: Indicator) -> Self:
        """Return what made the state and the deadlines of the matters ``ids`` that a figure reads."""
        made = cls()
        columns = columns_of(figure)
        is_each = bool(_STATE.search(columns))
        if is_each or _OPEN.search(columns):
            made._add_states(records, ids, is_each=is_each)
        asked = asked_by(figure)
        rules = None if asked.days is None else asked.days | asked.there
        if rules is None or rules:
            made._add_duties(records, ids, rules)
        return made

    def has(self, case: int, number: int, day: date) -> bool:
        """Return whether a step is one of them."""
        return (case, number) in self.numbers or (case, day) in self.days

    def _add_states(self, records: Connection, ids: Sequence[int], *, is_each: bool) -> None:
        """Add the steps with which a matter was answered or open again; ``is_each``: those of every state."""
        asked = (
            select(StandingRow.case_id, StandingRow.state, StandingRow.step_number)
            .where(StandingRow.case_id.in_(ids))
            .order_by(StandingRow.case_id, StandingRow.number)
        )
        answered, was = CaseState.answered(), (0, False)
        for case, state, number in records.execute(asked):
            now = (case, state in answered)
            if is_each or now != was:
                self.numbers.add((case, number))
            was = now

    def _add_duties(self, records: Connection, ids: Sequence[int], rules: frozenset[str] | None) -> None:
        """Add what began and met the duties under ``rules`` (``None``: all), and when one ended or moved."""
        duties = select(
            ObligationRow.case_id, ObligationRow.started_by, ObligationRow.met_by, ObligationRow.ended_on
        ).where(ObligationRow.case_id.in_(ids))
        moves = select(DueVersionRow.case_id, DueVersionRow.since).where(
            DueVersionRow.case_id.in_(ids), DueVersionRow.number > 1
        )
        if rules is not None:
            duties = duties.where(ObligationRow.rule_id.in_(rules))
            moves = moves.where(DueVersionRow.rule_id.in_(rules))
        for case, began, met, ended in records.execute(duties):
            self.numbers.update((case, number) for number in (began, met) if number is not None)
            if ended is not None:
                self.days.add((case, ended))
        self.days.update((case, since) for case, since in records.execute(moves))
