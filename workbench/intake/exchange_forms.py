"""Rows for another system: as CSV and as JSON, in the same words and in the same form of days."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

# What a table program may take for the beginning of a formula: Chinese ones read the full-width signs too,
# and a tab or the end of a line before one is read over.
_FORMULA: Final = tuple("=+-@＝＋－＠\t\r\n")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV with headings: UTF-8 with its mark, days as ``2026-03-31``."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def as_objects(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return rows as JSON tells them: by heading, days as ``2026-03-31``, without what is empty."""
    return [
        {
            label: cell.isoformat() if isinstance(cell, date) else cell
            for label, cell in zip(headings, row, strict=True)
            if cell is not None
        }
        for row in rows
    ]


def _plain(cell: Any) -> Any:
    """Return a cell of a CSV file; a text that a table program could take for a formula begins blank."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f" {cell}"
    return "" if cell is None else cell
