"""The case list as a source of rows for the grid: asks the snapshot for just what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from widgets.case_review.list_heads import heads_of
from widgets.case_review.state import CaseReviewState
from widgets.parts.grid_query import Cell, Column, GridQuery, Row
from widgets.parts.values import Choice as Offer
from widgets.parts.values import Tag, Tone
from workbench.queries.caseload import choices, page
from workbench.queries.columns import BY_KEY, COLUMNS, CaseColumn
from workbench.snapshots.read import Snapshot
from workbench.terms import CaseState

WIDTHS = {
    "case_no": 150,
    "title": 290,
    "unit_name": 150,
    "channel": 90,
    "state": 134,
    "late_days": 92,
    "batches": 68,
    "person_times": 68,
    "path": 180,
}
AT_DESK = frozenset({"channel", "registered_on", "batches", "person_times"})
KINDS = {"text": "text", "number": "number", "date": "date", "choice": "text"}
TONES: dict[str, Tone] = {
    CaseState.CONCLUDED: "done",
    CaseState.DECLINED: "quiet",
    CaseState.LED_TO_PATH: "quiet",
    CaseState.OBJECTED: "soon",
    CaseState.EXTENDED: "soon",
    CaseState.EXECUTING: "soon",
}


def grid_columns(snapshot: Snapshot) -> tuple[Column, ...]:
    """Return the columns of the grid, coded ones with the values that occur."""
    return tuple(_column(column, snapshot) for column in COLUMNS)


def _column(column: CaseColumn, snapshot: Snapshot) -> Column:
    offers: tuple[Offer, ...] = ()
    if column.kind == "choice":
        offers = tuple(Offer(one.code, one.label, one.cases) for one in choices(snapshot, column.key))
    return Column(
        key=column.key,
        label=column.label,
        kind="link" if column.key == "case_no" else "tag" if column.key == "state" else KINDS[column.kind],  # type: ignore[arg-type]
        width=WIDTHS.get(column.key, 108),
        shown=column.shown,
        filter=column.kind,  # type: ignore[arg-type]
        choices=offers,
        at_desk=column.key in AT_DESK,
    )


class CaseList:
    """A ``GridSource`` over the state's snapshot and filter, read anew for every question."""

    def __init__(self, state: CaseReviewState) -> None:
        self._state = state

    def count(self, query: GridQuery) -> int:
        """Return how many matters pass the filter and the tests in the heads."""
        return self._state.counts_with(heads_of(query).tests).cases

    def page(self, query: GridQuery, offset: int, limit: int) -> Sequence[Row]:
        """Return the rows in sight."""
        shown = tuple(BY_KEY[key] for key in query.columns)
        found = page(
            self._state.snapshot,
            self._state.wanted_with(heads_of(query).tests),
            columns=shown,
            sort=query.sort or self._state.sort,
            offset=offset,
            limit=limit,
        )
        cells = [_cell_of(column) for column in shown]
        return [
            Row(
                row.case_no,
                tuple([cell(value) for cell, value in zip(cells, row.values, strict=True)]),
                "late" if row.is_late else "",
            )
            for row in found
        ]


@cache
def _cell_of(column: CaseColumn) -> Callable[[Any], Cell]:
    """Return how a value of the column is shown; made once, for a page has hundreds of cells."""
    if column.terms is None:
        return partial(_cell, column)
    known = {term.value: _cell(column, term.value) for term in column.terms}
    return lambda value: known[value] if value in known else _cell(column, value)


def _cell(column: CaseColumn, value: Any) -> Cell:
    if value is None or value == "":
        return None
    if column.key == "state":
        return Tag(column.say(value), TONES.get(value, "accent"))
    if column.key == "late_days":
        return value or None  # a zero in a column of late days only distracts
    if column.kind == "date":
        return date.fromisoformat(value)
    return value if column.kind == "number" else column.say(value)
