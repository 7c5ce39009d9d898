"""Cells as they lie in the file, before anybody has read a meaning into them, and how they cross a pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error of the table program, such as #REF!."""

    code: str = "#错误"

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class BareFormula:
    """A formula whose result is not stored in the file."""

    def __str__(self) -> str:
        return "（公式，无结果）"


Cell = str | float | bool | date | datetime | time | ErrorCell | BareFormula | None
Row = tuple[int, list[Any]]  # row number from 1, cells


@dataclass(slots=True)
class Sheet:
    """A sheet with something in it. Rows count from 1, columns from 0."""

    name: str
    is_hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: tuple[str, ...] = ()
    empty_formulas: tuple[str, ...] = ()
    far_cells: tuple[str, ...] = ()
    has_filter: bool = False


@dataclass(slots=True)
class Reading:
    """The cells of one file with what must be said about it."""

    sheets: list[Sheet] = field(default_factory=list)
    encoding: str | None = None  # of a text file
    notes: list[str] = field(default_factory=list)
    kind: str = ""
    from_1904: bool = False  # days are counted from 1 January 1904


def packed(value: object) -> object:
    """Return a cell as JSON can carry it; for ``json.dumps(default=…)``."""
    if isinstance(value, datetime):
        return {"d": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, ErrorCell):
        return {"e": value.code}
    if isinstance(value, BareFormula):
        return {"f": 1}
    return str(value)  # a span of hours


def unpacked(cell: Any) -> Cell:
    """Return the cell that ``packed`` wrote."""
    if type(cell) is not dict:
        return None if cell == "" else cell
    if "d" in cell:
        text = cell["d"]
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if "t" in cell:
        return time.fromisoformat(cell["t"])
    return ErrorCell(cell["e"]) if "e" in cell else BareFormula()
