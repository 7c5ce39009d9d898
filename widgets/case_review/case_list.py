"""The case list as a source of rows for the grid: asks the snapshot for just what is in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
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
        sortable=not column.is_of_coming,
        filter="none" if column.is_of_coming else column.kind,  # type: ignore[arg-type]
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
        # Column by column: a page has hundreds of cells, and most of them are shown as they are.
        values = zip(*(row.values for row in found), strict=True)
        columns = [_cells(column, of_column) for column, of_column in zip(shown, values, strict=False)]
        return [
            Row(row.case_no, cells, "late" if row.is_late else "")
            for row, cells in zip(found, zip(*columns, strict=True), strict=True)
        ]


def _cells(column: CaseColumn, values: Iterable[Any]) -> list[Cell]:
    """Return how the values of a column are shown; days stay the ISO text in which they travel."""
    if column.terms is not None:
        return list(map(_said(column).__getitem__, values))
    if column.key == "late_days":
        return [value or None for value in values]  # a zero in a column of late days only distracts
    return [None if value == "" else value for value in values]


class _Said(dict[Any, Cell]):
    """How the codes of a column are said, each looked up once."""

    def __init__(self, column: CaseColumn) -> None:
        super().__init__({None: None, "": None})
        self._column = column

    def __missing__(self, code: str) -> Cell:
        said = self._column.say(code)
        self[code] = Tag(said, TONES.get(code, "accent")) if self._column.key == "state" else said
        return self[code]


@cache
def _said(column: CaseColumn) -> _Said:
    return _Said(column)
