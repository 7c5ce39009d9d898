"""What stands behind a filter or a figure, as a table: matters, or the promises that a figure counts.

A figure of promises is opened to its promises: a list of matters would lose those that are about none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import page
from workbench.queries.columns import COLUMNS
from workbench.queries.export import cell_value, export_cases, export_promises
from workbench.queries.promises import HEADINGS, counts_promises, promises
from workbench.snapshots.asked import Asked
from workbench.workbook import Heading, Proof

Table = tuple[list[str], list[list[Any]]]


def listing(facts: Asked, wanted: CaseFilter) -> Table:
    """Return the headings and the rows: days (``None`` where there is none), numbers, texts."""
    if wanted.figure is not None and counts_promises(facts, wanted.figure):
        kept = promises(facts, wanted.figure, wanted)
        are_days = [_is_day(heading) for heading in HEADINGS]
        return [heading.label for heading in HEADINGS], [_row(are_days, one.cells) for one in kept]
    are_days = [column.kind == "date" for column in COLUMNS]
    rows = [
        _row(are_days, (cell_value(column, value) for column, value in zip(COLUMNS, row.values, strict=True)))
        for row in page(facts, wanted, limit=None)
    ]
    return [column.label for column in COLUMNS], rows


def export_listing(
    facts: Asked, wanted: CaseFilter, *, filter_words: str = "", proof: Proof | None = None
) -> bytes:
    """Return the same as an .xlsx, with the filter, the day and the sources below it."""
    if wanted.figure is not None and counts_promises(facts, wanted.figure):
        found = promises(facts, wanted.figure, wanted)
        return export_promises(facts, found, wanted, filter_words=filter_words, proof=proof)
    return export_cases(facts, wanted, filter_words=filter_words, proof=proof)


def _row(are_days: Iterable[bool], values: Iterable[Any]) -> list[Any]:
    told = zip(are_days, values, strict=True)
    return ["" if value is None and not is_day else value for is_day, value in told]


def _is_day(heading: Heading) -> bool:
    return heading.label.endswith("日期") or heading.label == "期限"
