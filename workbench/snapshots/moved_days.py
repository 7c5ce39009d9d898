"""What another calendar moved between two snapshots, as far as a figure asks it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import duckdb

from workbench.indicators.catalogue import Indicator
from workbench.snapshots.fold_deadlines import HANDLING_RULES, NOTICE_RULES
from workbench.terms import CommitmentKind

# The deadlines that a column of a matter is made of.
_OF_COLUMN: Final = {
    "notice_due": NOTICE_RULES,
    "handling_due": HANDLING_RULES,
    "handling_due_strict": HANDLING_RULES,
}
_OF_ALL: Final = frozenset({"late_deadlines", "missed_deadlines", "late_days", "next_due", "next_rule"})
# What another day makes of a row without anything having happened.
_PASSING: Final = re.compile(
    r"\b(late_deadlines|missed_deadlines|late_days|days_late|closed_days|elapsed_days|next_due|next_rule)\b"
)
_BY_CALENDAR: Final = (CommitmentKind.SCREENING,)  # the days of other promises are set by whoever makes them
_IS_THERE = re.compile(r"\b([a-z_]+) is (?:not )?null")
_NAMES = re.compile(r"R-[A-Z0-9-]+|\b[a-z_]+\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules of the deadlines whose day a figure asks (``None``: all), and those it asks to have a day."""

    days: frozenset[str] | None
    there: frozenset[str]

    def heeds(self, rule: str, *, has_come: bool) -> bool:
        """Return whether a deadline that moved can change the figure; ``has_come``: it has a day now only."""
        return self.days is None or rule in self.days or (has_come and rule in self.there)


def asked_by(definition: Indicator) -> Asked:
    """Return which deadlines a figure asks, by the columns and rules that its definition names."""
    told = " ".join(filter(None, (definition.of, definition.that, definition.silent, definition.date)))
    told += " ".join(("", *(definition.days or ())))
    named = set(_NAMES.findall(_IS_THERE.sub("", told)))
    if definition.grain == "deadline":
        rules = frozenset(one for one in named if one.startswith("R-"))
        return Asked(rules or None, rules)
    if named & _OF_ALL:
        return Asked(None, frozenset())
    days, there = (
        frozenset().union(*(rules for column, rules in _OF_COLUMN.items() if column in names))
        for names in (named, set(_IS_THERE.findall(told)))
    )
    return Asked(days, there)


def passes_with_days(definition: Indicator) -> bool:
    """Return whether a figure reads a column that is another on another day though nothing happened."""
    told = (definition.of, definition.that, definition.silent, *(definition.days or ()))
    return any(_PASSING.search(text) for text in told if text)


def moved_matters(facts: duckdb.DuckDBPyConnection, definition: Indicator) -> set[int]:
    """Return the matters with a deadline that the figure asks, that starts as before and is due otherwise."""
    asked = asked_by(definition)
    moved = facts.execute(
        "select distinct case_id, rule_id, (a.due is null) <> (b.due is null) "
        "from before.deadline_fact b join after.deadline_fact a using (case_id, rule_id, round) "
        "join before.case_fact x using (case_id) join after.case_fact y using (case_id) "
        # What was extended is due later by that and by no calendar.
        "where a.start_on is not distinct from b.start_on "
        "and x.extended_on is not distinct from y.extended_on "
        "and (a.due, a.due_strict) is distinct from (b.due, b.due_strict)"
    ).fetchall()
    return {case for case, rule, has_come in moved if asked.heeds(rule, has_come=has_come)}


def moved_promises(facts: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the promises whose day the calendar gives, and gives otherwise now."""
    kinds = ", ".join(f"'{kind.value}'" for kind in _BY_CALENDAR)
    moved = facts.execute(
        "select commitment from before.commitment_fact b join after.commitment_fact a using (commitment) "
        f"where a.kind in ({kinds}) and a.due_on is distinct from b.due_on"
    ).fetchall()
    return {key for (key,) in moved}
