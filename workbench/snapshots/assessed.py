"""Which units have a final yearly assessment (art. 39(1)) as of a day: the last year that counts for each.

An assessment rests on final monthly sheets; a unit is assessed where one of them names it. Of a year the
newest edition counts.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from workbench.records.appraisals import AppraisalRow, AppraisedUnitRow
from workbench.records.year_assessments import YearAssessmentRow, YearSheetRow
from workbench.snapshots.sources import iso, unit_rows

Assessed = tuple[int, str, str]  # year, number, day
UNKNOWN: tuple[None, None, None] = (None, None, None)


def unit_facts(link: Connection, as_of: str) -> list[tuple[Any, ...]]:
    """Return the rows of ``unit_fact`` as of a day (ISO text): each unit with its last assessment."""
    assessed = assessed_units(link, as_of)
    return [(*row, *assessed.get(row[0], UNKNOWN)) for row in unit_rows(link, as_of)]


def assessed_units(link: Connection, as_of: str) -> dict[str, Assessed]:
    """Return year, number and day of the last assessment of each unit that has one as of a day."""
    head = YearAssessmentRow
    editions = link.execute(
        select(head.id, head.year, head.assessment_no, iso(head.assessed_on))
        .where(iso(head.assessed_on) <= as_of)
        .order_by(head.year, head.edition)
    )
    newest = {year: (key, number, day) for key, year, number, day in editions}
    found: dict[str, Assessed] = {}
    for year, (key, number, day) in newest.items():
        units = (
            select(AppraisedUnitRow.unit)
            .join(AppraisalRow, AppraisalRow.id == AppraisedUnitRow.appraisal_id)
            .join(YearSheetRow, YearSheetRow.appraisal_no == AppraisalRow.appraisal_no)
            .where(YearSheetRow.assessment_id == key)
            .distinct()
        )
        found |= dict.fromkeys(link.scalars(units), (year, number, day))
    return found
