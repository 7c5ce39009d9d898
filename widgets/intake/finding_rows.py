"""Faults, corrections and sample rows as sources of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from widgets.parts.grid_query import Cell, Column, ColumnFilter, GridQuery, Row
from workbench.access.masked_words import is_masked

if TYPE_CHECKING:
    from workbench.intake.preview import Preview

FAULT_COLUMNS = (
    Column("row", "行", "number", 72, filter="number"),
    Column("column", "栏目", width=150, filter="text"),
    Column("value", "值", width=170),
    Column("reason", "原因", width=390, filter="text"),
    Column("remedy", "怎样改正", width=390),
)
CORRECTION_COLUMNS = (
    Column("row", "行", "number", 72, filter="number"),
    Column("column", "栏目", width=170, filter="text"),
    Column("before", "原值", width=250),
    Column("after", "改为", width=250),
    Column("reason", "理由", width=400, filter="text"),
)


class Lines:
    """A ``GridSource`` over rows in memory."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> None:
        self._places = {column.key: at for at, column in enumerate(columns)}
        self._rows = [Row(str(number), cells) for number, cells in enumerate(rows)]
        self._asked: tuple[object, object] | None = None
        self._found: list[Row] = self._rows

    def count(self, query: GridQuery) -> int:
        """Return how many rows pass the tests in the heads."""
        return len(self._ordered(query))

    def page(self, query: GridQuery, offset: int, limit: int) -> Sequence[Row]:
        """Return the rows in sight."""
        places = [self._places[key] for key in query.columns]
        found = self._ordered(query)[offset : offset + limit]
        return [Row(row.key, tuple(row.cells[at] for at in places)) for row in found]

    def cells(self, key: str) -> tuple[Cell, ...]:
        """Return a whole row by its key."""
        return next(row.cells for row in self._rows if row.key == key)

    def _ordered(self, query: GridQuery) -> list[Row]:
        asked = (query.sort, query.filters)
        if asked != self._asked:
            found = [row for row in self._rows if all(self._passes(row, test) for test in query.filters)]
            for key, is_descending in reversed(query.sort):
                found.sort(key=lambda row, at=self._places[key]: _order(row.cells[at]), reverse=is_descending)  # type: ignore[misc]
            self._asked, self._found = asked, found
        return self._found

    def _passes(self, row: Row, test: ColumnFilter) -> bool:
        cell = row.cells[self._places[test.key]]
        text = str(cell or "").casefold()
        if test.contains and (is_masked(test.contains) or test.contains.casefold() not in text):
            return False
        if not (test.low or test.high):
            return True
        if not isinstance(cell, int | float):
            return False
        return (not test.low or cell >= float(test.low)) and (not test.high or cell <= float(test.high))


def _order(cell: Cell) -> tuple[int, float, str]:
    if isinstance(cell, int | float):
        return 1, float(cell), ""
    return (2, 0.0, str(cell)) if cell else (0, 0.0, "")


def fault_rows(preview: Preview) -> list[tuple[Cell, ...]]:
    """Return the faults; their values are masked, or left in the file, where they were found."""
    return [(one.row, one.column, one.value, one.reason, one.remedy) for one in preview.faults]


def correction_rows(preview: Preview) -> list[tuple[Cell, ...]]:
    """Return the corrections."""
    return [(one.row, one.column, one.before, one.after, one.reason) for one in preview.corrections]
