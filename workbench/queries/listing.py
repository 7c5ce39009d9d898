"""What stands behind a filter or a figure, as a table: matters, or the promises that a figure counts.

A figure of promises is opened to its promises: a list of matters would lose those that are about none.
"""

from __future__ import annotations

from typing import Any

from workbench.queries.case_filter import CaseFilter
from workbench.queries.caseload import page
from workbench.queries.columns import COLUMNS
from workbench.queries.export import export_cases
from workbench.queries.promises import HEADINGS, counts_promises, export_promises, promises
from workbench.snapshots.asked import Asked
from workbench.workbook import Proof

Table = tuple[list[str], list[list[Any]]]


def listing(facts: Asked, wanted: CaseFilter) -> Table:
    """Return the headings and the rows, as texts; a missing value is an empty text."""
    if wanted.figure is not None and counts_promises(facts, wanted.figure):
        found = promises(facts, wanted.figure, wanted)
        rows = [["" if value is None else str(value) for value in one.cells] for one in found]
        return [heading.label for heading in HEADINGS], rows
    rows = [
        [column.say(value) for column, value in zip(COLUMNS, row.values, strict=True)]
        for row in page(facts, wanted, limit=None)
    ]
    return [column.label for column in COLUMNS], rows


def export_listing(
    facts: Asked, wanted: CaseFilter, *, filter_words: str = "", proof: Proof | None = None
) -> bytes:
    """Return the same as an .xlsx, with the filter, the day and the sources below it."""
    if wanted.figure is not None and counts_promises(facts, wanted.figure):
        found = promises(facts, wanted.figure, wanted)
        return export_promises(facts, found, filter_words=filter_words, proof=proof)
    return export_cases(facts, wanted, filter_words=filter_words, proof=proof)
