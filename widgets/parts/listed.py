"""Lines in memory as a source of rows for the grid: sorted and tested here, for they are a few hundred."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from widgets.parts.grid_query import Cell, ColumnFilter, GridQuery, Row
from widgets.parts.values import Tag, Tone


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: its key, a cell by column, the codes of its choice columns, the tone of the line."""

    key: str
    cells: Mapping[str, Cell]
    codes: Mapping[str, str]
    tone: Tone = ""


class Lines:
    """A ``GridSource`` over lines that ``read`` gives anew for every question."""

    def __init__(self, read: Callable[[], Sequence[Listed]]) -> None:
        self._read = read

    def count(self, query: GridQuery) -> int:
        """Return how many lines pass the tests in the heads."""
        return len(self._passing(query))

    def page(self, query: GridQuery, offset: int, limit: int) -> Sequence[Row]:
        """Return the rows in sight, in the order asked for; without one as they were given."""
        shown = self._ordered(query)[offset : offset + limit]
        return [Row(one.key, tuple(one.cells.get(key) for key in query.columns), one.tone) for one in shown]

    def keys(self, query: GridQuery) -> list[str]:
        """Return the keys of all lines that pass, in the order asked for: what is exported."""
        return [one.key for one in self._ordered(query)]

    def _ordered(self, query: GridQuery) -> list[Listed]:
        found = self._passing(query)
        for key, descending in reversed(query.sort):
            found.sort(key=lambda line: _sortable(line.cells.get(key)), reverse=descending)
            found.sort(key=lambda line: line.cells.get(key) in (None, ""))  # what is empty stands last
        return found

    def _passing(self, query: GridQuery) -> list[Listed]:
        return [one for one in self._read() if all(_passes(one, test) for test in query.filters)]


def _sortable(cell: Any) -> Any:
    if cell is None or cell == "":
        return (0, "")
    if isinstance(cell, Tag):
        return (1, cell.text)
    return (1, cell)


def _passes(line: Listed, test: ColumnFilter) -> bool:
    cell = line.cells.get(test.key)
    text = cell.text if isinstance(cell, Tag) else "" if cell is None else str(cell)
    if test.contains and not _contains(text, test.contains):
        return False
    if test.any_of and line.codes.get(test.key) not in test.any_of:
        return False
    if not (test.low or test.high):
        return True
    if isinstance(cell, date):
        return (not test.low or test.low <= text) and (not test.high or text <= test.high)
    number = float(cell) if isinstance(cell, int | float) else 0.0
    return (not test.low or float(test.low) <= number) and (not test.high or number <= float(test.high))


def _contains(text: str, word: str) -> bool:
    from workbench.access.masked_words import is_masked  # asked only then: the table comes up without it

    return word.lower() in text.lower() and not is_masked(word)
