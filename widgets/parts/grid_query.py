"""What a grid shows and what its reader asks for, as checked values."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeAlias

from widgets.parts.base import CraftedMessageError
from widgets.parts.values import Choice, Tag, Tone

log = logging.getLogger("workbench.widgets")

CellKind = Literal["text", "number", "date", "tag", "link"]
FilterKind = Literal["none", "text", "choice", "date", "number"]
Cell: TypeAlias = str | int | float | date | Tag | None

LONGEST_TEXT = 200
MOST_SORTED = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``width`` in pixels, ``filter`` the test that stands in its head.

    ``at_desk`` columns are left out on a projector.
    """

    key: str
    label: str
    kind: CellKind = "text"
    width: int = 120
    shown: bool = True
    sortable: bool = True
    filter: FilterKind = "none"
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    at_desk: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what opens it, a cell for every column of the query, and a tone for the whole line."""

    key: str
    cells: tuple[Cell, ...]
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """A test from the head of a column: part of a text, chosen codes, or bounds.

    ``low`` and ``high`` are ISO days or numbers, both inclusive; an empty one leaves its end open.
    """

    key: str
    contains: str = ""
    any_of: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class GridQuery:
    """What is asked of a source: order as (key, descending), tests, and the columns that are shown.

    ``chosen`` are the columns that the reader chose, of which a projector may show fewer; empty if none.
    """

    sort: tuple[tuple[str, bool], ...] = ()
    filters: tuple[ColumnFilter, ...] = ()
    columns: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


class GridSource(Protocol):
    """Where the rows of a grid come from."""

    def count(self, query: GridQuery) -> int:
        """Return how many rows pass the tests."""

    def page(self, query: GridQuery, offset: int, limit: int) -> Sequence[Row]:
        """Return up to ``limit`` rows from ``offset``, with a cell for every column of ``query.columns``."""


def read_query(asked: object, columns: Sequence[Column]) -> GridQuery:
    """Return the query that a browser asks for.

    What names no column, or asks a column for what it cannot do, is left out and logged.
    ``CraftedMessageError`` if the whole has not the form of a query.
    """
    known = {column.key: column for column in columns}
    if not isinstance(asked, dict):
        raise CraftedMessageError("表格的查询内容无法识别，请刷新页面后再试")
    shown = _read_columns(asked.get("columns"), known)
    return GridQuery(
        sort=_read_sort(asked.get("sort"), known),
        filters=_read_filters(asked.get("filters"), known),
        columns=shown or tuple(column.key for column in columns if column.shown),
        chosen=_read_columns(asked.get("chosen"), known),
    )


def _read_columns(asked: object, known: Mapping[str, Column]) -> tuple[str, ...]:
    wanted = [key for key in asked if isinstance(key, str)] if isinstance(asked, list) else []
    _report(set(wanted) - set(known), "columns")
    return tuple(key for key in dict.fromkeys(wanted) if key in known)


def _read_sort(asked: object, known: Mapping[str, Column]) -> tuple[tuple[str, bool], ...]:
    found: dict[str, bool] = {}
    for item in asked if isinstance(asked, list) else []:
        match item:
            case [str(key), bool(descending)] if key in known and known[key].sortable:
                found.setdefault(key, descending)
            case _:
                _report([item], "sort")
    return tuple(found.items())[:MOST_SORTED]


def _read_filters(asked: object, known: Mapping[str, Column]) -> tuple[ColumnFilter, ...]:
    found = []
    for key, test in asked.items() if isinstance(asked, dict) else ():
        column = known.get(key)
        read = _read_filter(column, test) if column and isinstance(test, dict) else None
        if read is None:
            _report([key], "filters")
        elif read != ColumnFilter(read.key):
            found.append(read)
    return tuple(found)


def _read_filter(column: Column, test: dict[str, object]) -> ColumnFilter | None:
    """Return the test, an empty one where nothing is asked, or ``None`` where it cannot be."""
    match column.filter:
        case "text":
            contains = _text(test.get("contains"))
            return None if contains is None else ColumnFilter(column.key, contains=contains.strip())
        case "choice":
            codes = test.get("any_of")
            allowed = {choice.code for choice in column.choices}
            if not isinstance(codes, list) or not all(
                isinstance(code, str) and code in allowed for code in codes
            ):
                return None
            return ColumnFilter(column.key, any_of=tuple(codes))
        case "date" | "number":
            low, high = (_bound(column.filter, test.get(end)) for end in ("low", "high"))
            return None if low is None or high is None else ColumnFilter(column.key, low=low, high=high)
        case _:
            return None


def _text(value: object) -> str | None:
    if value is None:
        return ""
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT else None


def _bound(kind: str, value: object) -> str | None:
    given = _text(value)
    if not given:
        return given
    try:
        if kind == "date":
            return date.fromisoformat(given).isoformat()
        number = float(given)
        return given if abs(number) < 1e12 else None
    except ValueError:
        return None


def _report(ignored: object, where: str) -> None:
    if ignored:
        log.warning("a browser asked a grid for what it has not; ignored in %s", where)  # not what it said
