"""Figures of the accountability log: how many units and persons, by form and year; trends that hide the few.

What re-examination revoked, and 不予追究, counts nobody. The year is that of the decision. Persons
are counted, never named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from workbench.access.gate import require
from workbench.access.viewer import Viewer
from workbench.indicators.paired_cells import safe_pair
from workbench.indicators.small_cells import SafeTable
from workbench.law.accountability import Effect, Proceeding
from workbench.law.accountability_data import accountability_data
from workbench.law.accountability_due import Awaited
from workbench.queries.accountability import ProceedingLine
from workbench.queries.accountability_sight import readable_subjects, visible_proceedings
from workbench.terms import ProceedingStep


@dataclass(frozen=True, slots=True)
class Counted:
    """Units and persons held to account in a span; how often each form, in the order of the ladder."""

    label: str
    units: int
    persons: int
    forms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A table of proceedings opened by year: what stands at its rows, its years, what may be shown.

    A year is ``withheld`` where the other table would tell its small cells; a row of such years alone is left
    out, for that it is there would tell something too.
    """

    rows: tuple[str, ...]
    years: tuple[str, ...]
    table: SafeTable
    withheld: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing awaited in a proceeding."""

    proceeding_no: str
    unit_name: str
    awaited: Awaited


def counters(
    connection: Connection, viewer: Viewer, *, as_of: date, since: date
) -> tuple[Counted, tuple[Counted, ...]]:
    """Return what the office's report counts from ``since`` to ``as_of``: in all, and year by year.

    A person is counted once in the whole span: the same name in the same unit.
    """
    require(viewer, "read:accountability_log")
    decided = [
        (proceeding, effect)
        for proceeding, _, _ in visible_proceedings(connection, viewer, as_of)
        for effect in proceeding.effects(as_of)
        if effect.counts
        and since <= effect.decided_on <= as_of
        and effect.subject in readable_subjects(viewer, proceeding, as_of)
    ]
    years = sorted({effect.decided_on.year for _, effect in decided})
    by_year = tuple(
        _counted(f"{year}年", [pair for pair in decided if pair[1].decided_on.year == year]) for year in years
    )
    return _counted(f"{since:%Y-%m-%d}至{as_of:%Y-%m-%d}", decided), by_year


def trends(connection: Connection, viewer: Viewer, *, as_of: date, since: date) -> tuple[Trend, Trend]:
    """Return proceedings by clause and by unit, over the years in which they were opened; the few are hidden.

    Also from who lays the two tables side by side.

    Ended proceedings do not count. A proceeding counts once under each clause that stands in it.
    """
    require(viewer, "read:accountability_log")
    by_clause: Counter[tuple[str, int]] = Counter()
    by_unit: Counter[tuple[str, int]] = Counter()
    for one, _, around in visible_proceedings(connection, viewer, as_of):
        standing = one.standing
        kinds = {entry.kind for _, entry in standing}
        if one.opened_on < since or ProceedingStep.END in kinds:
            continue
        year = one.opened_on.year
        by_unit[around.units.name_on(one.unit, as_of), year] += 1
        for code in {entry.clause for _, entry in standing if entry.kind is ProceedingStep.CLAUSE}:
            by_clause[code or "", year] += 1
    years = tuple(range(since.year, as_of.year + 1))
    clauses, units = (tuple(sorted({name for name, _ in counts})) for counts in (by_clause, by_unit))
    pair = safe_pair(
        [[by_clause[name, year] for year in years] for name in clauses],
        [[by_unit[name, year] for year in years] for name in units],
    )
    labels = tuple(f"{year}年" for year in years)
    return (
        _without_empty(Trend(clauses, labels, pair.parts, pair.withheld)),
        Trend(units, labels, pair.whole, (False,) * len(years)),
    )


def due_lines(lines: Sequence[ProceedingLine]) -> tuple[DueLine, ...]:
    """Return what is awaited in these proceedings, the earliest day first."""
    found = [
        DueLine(line.proceeding.proceeding_no, line.unit_name, one) for line in lines for one in line.awaited
    ]
    return tuple(sorted(found, key=lambda one: (one.awaited.due_on, one.proceeding_no)))


def _counted(label: str, decided: Sequence[tuple[Proceeding, Effect]]) -> Counted:
    ladder = accountability_data().forms
    forms = Counter(effect.form for _, effect in decided)
    return Counted(
        label=label,
        units=len({proceeding.unit for proceeding, _ in decided}),
        persons=len({_person(proceeding, effect) for proceeding, effect in decided if effect.subject}),
        forms=tuple((one.name, forms[code]) for code, one in ladder.items() if forms[code]),
    )


def _person(proceeding: Proceeding, effect: Effect) -> tuple[str, str]:
    finding = dict(proceeding.standing).get(effect.subject or 0)
    return proceeding.unit, (finding.name or "") if finding is not None else ""


def _without_empty(trend: Trend) -> Trend:
    """Return the table without rows that have something in withheld years alone."""
    table, withheld = trend.table, trend.withheld
    kept = [
        at
        for at, cells in enumerate(table.cells)
        if any(cell != 0 and not held for cell, held in zip(cells, withheld, strict=True))
    ]
    return replace(
        trend,
        rows=tuple(trend.rows[at] for at in kept),
        table=replace(
            table, cells=tuple(table.cells[at] for at in kept), rows=tuple(table.rows[at] for at in kept)
        ),
    )
