"""Yearly assessments as of a day: what the final monthly sheets say of each unit, and what became of it.

The sums are those of the sheets that the assessment names, corrected where an objection was accepted; each
leads to the month and its cases. Units stand in the order of the directory: no points, no rank, no volume.
A unit sees its own row, once the result was made known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workbench.access.gate import require
from workbench.access.masking import scrub
from workbench.access.viewer import Viewer
from workbench.acts.appraisals import APPRAISAL
from workbench.acts.dossier import read_dossiers
from workbench.acts.year_assessments import YEAR_ASSESSMENT
from workbench.law.appraisal import Appraisal
from workbench.law.limits import find_limit
from workbench.law.year_assessment import RULE, YearAssessment
from workbench.queries.appraisals import SEES_ALL
from workbench.records.appraisals import AppraisalRow
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnitTree
from workbench.records.year_assessments import YearAssessmentRow
from workbench.snapshots.read import Snapshot

Counts = tuple[int, int]  # done in time, owed
TEXTS = ("paper", "found", "missing_why", "why", "scope", "circulated_paper", "referred_to", "referred_paper")


@dataclass(frozen=True, slots=True)
class YearUnit:
    """One unit: ``sums`` of the year, ``months`` of each sheet, by figure; absent where it owed nothing."""

    unit: str
    name: str
    sums: dict[str, Counts]
    months: dict[str, dict[str, Counts]]


@dataclass(frozen=True, slots=True)
class YearLine:
    """An edition of a year; ``corrected`` are sheets of it that a later final edition replaced since."""

    assessment: YearAssessment
    replaced_by: str | None
    items: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, date], ...]
    corrected: tuple[str, ...]
    units: tuple[YearUnit, ...]


def year_lines(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[YearLine, ...]:
    """Return the editions that the viewer may see, the latest year and edition first."""
    require(viewer, "read:appraisals")
    found = _assessments(connection, as_of)
    sheets = {one.appraisal_no: one for one in _sheets(connection, as_of)}
    newest = {one.year: one.assessment_no for one in sorted(found, key=lambda one: one.edition)}
    tree = UnitTree.read(connection)
    lines = []
    for one in sorted(found, key=lambda one: (one.year, one.edition), reverse=True):
        if viewer.role not in SEES_ALL and (one.circulated_on is None or viewer.unit is None):
            continue
        later = newest[one.year] if newest[one.year] != one.assessment_no else None
        lines.append(_line(one, later, sheets, tree, viewer))
    return tuple(lines)


def final_sheets(connection: Connection, year: int, *, as_of: date) -> tuple[Appraisal, ...]:
    """Return the newest final sheet of each month of a year, by month."""
    found: dict[date, Appraisal] = {}
    for one in sorted(_sheets(connection, as_of), key=lambda one: one.edition):
        if one.month.year == year and one.final_on is not None:
            found[one.month] = one
    return tuple(found[month] for month in sorted(found))


def next_edition(connection: Connection, year: int) -> int:
    """Return the edition that a year's next assessment is."""
    head = table_of(YearAssessmentRow)
    return 1 + len(connection.execute(select(head.c.id).where(head.c.year == year)).all())


def assessment_owed(connection: Connection, snapshot: Snapshot) -> tuple[int, YearAssessment | None] | None:
    """Return the last full year and its newest assessment, if something of it is still owed (art. 39(1)).

    ``None`` also of a year of which nothing is on record here, and of one before the law. The law gives no
    day: nothing is late.
    """
    year = snapshot.as_of.year - 1
    if find_limit(RULE, date(year, 12, 31)) is None:
        return None
    found = [one for one in _assessments(connection, snapshot.as_of) if one.year == year]
    if found:
        last = max(found, key=lambda one: one.edition)
        is_done = last.circulated_on is not None and last.referred_on is not None
        return None if is_done else (year, last)
    # Whether there was anything at all is no secret of a matter: asked of the table, not of what one sees.
    asked = "select 1 from main.case_fact where registered_on between :start and :end limit 1"
    is_there = snapshot.rows(asked, {"start": f"{year}-01-01", "end": f"{year}-12-31"})
    return (year, None) if is_there else None


def _assessments(connection: Connection, as_of: date) -> list[YearAssessment]:
    head = table_of(YearAssessmentRow)
    wanted = select(head).where(head.c.assessed_on <= as_of)
    return [_masked(one.until(as_of)) for one in read_dossiers(connection, YEAR_ASSESSMENT, wanted)]


def _masked(one: YearAssessment) -> YearAssessment:
    told: dict[str, Any] = {name: scrub(text) for name in TEXTS if (text := getattr(one, name)) is not None}
    return replace(one, **told)


def _sheets(connection: Connection, as_of: date) -> list[Appraisal]:
    head = table_of(AppraisalRow)
    wanted = select(head).where(head.c.drafted_on <= as_of)
    return [one.until(as_of) for one in read_dossiers(connection, APPRAISAL, wanted)]


def _line(
    one: YearAssessment, later: str | None, known: dict[str, Appraisal], tree: UnitTree, viewer: Viewer
) -> YearLine:
    sheets = [known[named.appraisal_no] for named in one.sheets]
    sheets.sort(key=lambda sheet: sheet.month)
    items = {item.figure: item.title for sheet in sheets for item in sheet.items}
    codes = sorted({unit.unit for sheet in sheets for unit in sheet.units})
    seen = [code for code in codes if viewer.role in SEES_ALL or code == viewer.unit]
    named = {sheet.appraisal_no for sheet in sheets}
    corrected = [
        each.replaces for each in known.values() if each.replaces in named and each.final_on is not None
    ]
    end = date(one.year, 12, 31)
    return YearLine(
        one,
        later,
        tuple(items.items()),
        tuple((sheet.appraisal_no, sheet.month) for sheet in sheets),
        tuple(sorted(number for number in corrected if number is not None)),
        tuple(_unit(code, tree.name_on(code, end), items, sheets) for code in seen),
    )


def _unit(code: str, name: str, items: Iterable[str], sheets: list[Appraisal]) -> YearUnit:
    done: Counter[str] = Counter()
    owed: Counter[str] = Counter()
    months: dict[str, dict[str, Counts]] = {}
    for sheet in sheets:
        for figure in items:
            line = sheet.line(code, figure)
            if line is not None:
                done[figure] += line.numerator
                owed[figure] += line.denominator
                told = (line.numerator, line.denominator)
                months.setdefault(sheet.appraisal_no, {})[figure] = told
    return YearUnit(code, name, {figure: (done[figure], owed[figure]) for figure in owed}, months)
