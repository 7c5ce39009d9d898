"""Tables of counts that may be shown: small cells are hidden, and so is every total that would tell them.

A cell from 1 to ``threshold - 1`` is hidden. Whoever reads the table knows that much of it; the rule is that
he never knows more. A total is therefore shown only where the hidden cells under it can still each be any
small number, and never two totals over the same hidden cell: rows come first, then columns without hidden
cells, then the grand total over what no shown row total covers (rules.md section 8, reliability.md 3.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

THRESHOLD: Final = 5

Shown = int | None  # None is hidden


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Counts with what is hidden left out: cells by row, totals of rows and of columns, the grand total."""

    cells: tuple[tuple[Shown, ...], ...]
    rows: tuple[Shown, ...]
    columns: tuple[Shown, ...]
    total: Shown

    @property
    def hides(self) -> bool:
        """Return whether anything is hidden."""
        return any(cell is None for row in self.cells for cell in row)


@dataclass(frozen=True, slots=True)
class SafeColumn:
    """Counts of one column with what is hidden left out, and its total, hidden where it is small itself."""

    cells: tuple[Shown, ...]
    total: Shown


def is_small(count: int, threshold: int = THRESHOLD) -> bool:
    """Return whether a count may not be shown; nobody (0) may."""
    return 0 < count < threshold


def safe_table(counts: Sequence[Sequence[int]], *, threshold: int = THRESHOLD) -> SafeTable:
    """Return the table that may be shown of these counts, rows of equal length."""
    cells = tuple(tuple(None if is_small(one, threshold) else one for one in row) for row in counts)
    rows = tuple(
        sum(row) if _tells_nothing([one for one in row if is_small(one, threshold)], threshold) else None
        for row in counts
    )
    columns = tuple(
        None if any(row[at] is None for row in cells) else sum(row[at] for row in counts)
        for at in range(len(counts[0]) if counts else 0)
    )
    uncovered = [
        one
        for row, total in zip(counts, rows, strict=True)
        if total is None
        for one in row
        if is_small(one, threshold)
    ]
    total = sum(map(sum, counts)) if _tells_nothing(uncovered, threshold) else None
    return SafeTable(cells, rows, columns, total)


def safe_column(counts: Sequence[int], *, threshold: int = THRESHOLD) -> SafeColumn:
    """Return the column that may be shown of these counts although everybody knows their total."""
    hidden = {at for at, one in enumerate(counts) if is_small(one, threshold)}
    if not _tells_nothing([counts[at] for at in sorted(hidden)], threshold):
        least = min((one for one in counts if one >= threshold), default=None)
        hidden |= {at for at, one in enumerate(counts) if least is None or one == least}
    total = sum(counts)
    return SafeColumn(
        tuple(None if at in hidden else one for at, one in enumerate(counts)),
        None if is_small(total, threshold) else total,
    )


def _tells_nothing(hidden: Sequence[int], threshold: int) -> bool:
    """Return whether the sum of these hidden cells leaves each of them every small number."""
    if not hidden:
        return True
    most, others, known = threshold - 1, len(hidden) - 1, sum(hidden)
    return others + most <= known <= most * others + 1
