"""Proceedings of the accountability log as plain SQL: on whom one is decided, and whether one goes on."""

from __future__ import annotations

from typing import Final

from workbench.law.accountability_data import NOT_PURSUED

# Each entry that stands, with the number of its first writing, by which others name it as their subject.
_STANDING: Final = (
    "WITH RECURSIVE root(proceeding_id, number, first) AS ("
    "SELECT proceeding_id, number, number FROM proceeding_entry WHERE corrects IS NULL "
    "UNION ALL SELECT later.proceeding_id, later.number, root.first FROM proceeding_entry AS later "
    "JOIN root ON root.proceeding_id = later.proceeding_id AND root.number = later.corrects), "
    "standing AS (SELECT one.proceeding_id, root.first, one.kind, one.subject, one.person_account, one.form, "
    'one.months, one.happened_on, one."on" FROM proceeding_entry AS one '
    "JOIN root ON root.proceeding_id = one.proceeding_id AND root.number = one.number "
    "WHERE one.kind <> 'void' AND NOT EXISTS (SELECT 1 FROM proceeding_entry AS later "
    "WHERE later.proceeding_id = one.proceeding_id AND later.corrects = one.number)) "
)


def decided_on(account: str, units: str) -> str:
    """Return the proceedings in which a decision stands on the units, or on the person whom one found.

    ``account`` and ``units`` (the inside of ``IN``) are SQL.
    """
    decided = "FROM standing AS decided JOIN proceeding AS held ON held.id = decided.proceeding_id"
    found = (
        "SELECT 1 FROM standing AS person WHERE person.proceeding_id = decided.proceeding_id "
        "AND person.kind = 'person' AND person.first = decided.subject "
        f"AND person.person_account = {account}"
    )
    open_still = (
        "SELECT 1 FROM standing AS person WHERE person.proceeding_id = decided.proceeding_id "
        "AND person.kind = 'person' AND NOT EXISTS (SELECT 1 FROM standing AS other "
        "WHERE other.proceeding_id = person.proceeding_id AND other.kind = 'decision' "
        "AND other.subject = person.first)"
    )
    on_unit = f"held.unit IN ({units}) AND (decided.subject IS NULL OR NOT EXISTS ({open_still}))"
    return (
        f"{_STANDING}SELECT decided.proceeding_id {decided} "
        f"WHERE decided.kind = 'decision' AND (({on_unit}) OR EXISTS ({found}))"
    )


def goes_on(since: str) -> str:
    """Return the proceedings of which something has not ended before a day (SQL).

    An entry is not older, an effect runs, an objection waits for its result, or a unit that was held to
    account has mended nothing yet.
    """
    turns = (
        "SELECT proceeding_id, COALESCE(subject, 0) AS whom, "
        "CASE kind WHEN 'objection' THEN 1 ELSE -1 END AS turn "
        "FROM standing WHERE kind IN ('objection', 'reexamination')"
    )
    waits = f"SELECT proceeding_id FROM ({turns}) AS turns GROUP BY proceeding_id, whom HAVING SUM(turn) > 0"
    mended = "SELECT proceeding_id FROM standing WHERE kind = 'rectification'"
    owes = (
        f"SELECT proceeding_id FROM standing WHERE kind = 'decision' AND subject IS NULL "
        f"AND form <> '{NOT_PURSUED}' AND proceeding_id NOT IN ({mended})"
    )
    return (
        f'{_STANDING}SELECT proceeding_id FROM standing WHERE "on" >= {since} '
        f"OR (months IS NOT NULL AND ({_effect_runs(since)})) UNION {waits} UNION {owes}"
    )


def _effect_runs(since: str) -> str:
    """Months from a day end on the same day of the month, or on the month's last (民法典 art. 202)."""
    ends, asked = f"({_month('happened_on')} + months)", _month(since)
    return f"{ends} > {asked} OR ({ends} = {asked} AND {_day('happened_on')} >= {_day(since)})"


def _month(day: str) -> str:
    return f"({_part(day, 1, 4)} * 12 + {_part(day, 6, 2)})"


def _day(day: str) -> str:
    return _part(day, 9, 2)


def _part(day: str, start: int, length: int) -> str:
    """Both engines write a day alike; they do not reckon alike."""
    return f"CAST(substr(CAST({day} AS VARCHAR(10)), {start}, {length}) AS INTEGER)"
