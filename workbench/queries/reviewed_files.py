"""Results of file reviews as facts for a snapshot: a file drawn for a review is owed in order.

It is due on the day on which its result stands (both reviewers locked, or the third), and met that day if the
file passes. A file whose result is not there yet is no fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.acts.dossier import read_dossiers
from workbench.acts.file_reviews import SHEET
from workbench.law.file_review import ReviewSheet, result
from workbench.records.file_reviews import ReviewSheetRow
from workbench.records.tables import table_of


def reviewed_files(
    link: Connection, as_of: date
) -> Iterator[tuple[str, str, str, tuple[date, date, date | None, date | None]]]:
    """Yield (number, matter, unit, (assigned, result, passed, never ended)) of each result as of a day."""
    files: dict[tuple[str, str], list[ReviewSheet]] = defaultdict(list)
    for one in read_dossiers(link, SHEET, select(table_of(ReviewSheetRow))):
        if one.assigned_on <= as_of:
            is_locked = one.locked_on is not None and one.locked_on <= as_of
            files[one.round_no, one.case_no].append(one if is_locked else replace(one, locked_on=None))
    for (round_no, case_no), sheets in files.items():
        came = result(sheets)
        if came is not None:
            on = max(one.locked_on for one in sheets if one.locked_on is not None)
            days = (min(one.assigned_on for one in sheets), on, on if came.passes else None, None)
            yield f"{round_no}/{case_no}", case_no, sheets[0].unit, days
