"""Two tables over the same things that may be shown side by side: neither tells a small cell of the other.

The whole counts each thing once, the parts count it once under each heading that it has, as proceedings by
unit and by clause. Whoever lays one beside the other knows that no heading has more than the whole, and may
suppose that each thing has at most, at least or exactly one heading. Whichever of these agrees with what he
sees, a hidden cell must still be any small number; where it would not be, the parts are withheld for that
column. Totals stand only over what both tables show, so that they tell nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

from workbench.indicators.small_cells import THRESHOLD, SafeTable, Shown, is_small

Counts = Sequence[Sequence[int]]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SafePair:
    """Both tables, and for each column whether the parts are withheld: ``None`` without being small."""

    parts: SafeTable
    whole: SafeTable
    withheld: tuple[bool, ...]


def safe_pair(parts: Counts, whole: Counts, *, threshold: int = THRESHOLD) -> SafePair:
    """Return what may be shown of two tables with the same columns; rows of equal length in each."""
    width = len((*parts, *whole)[0]) if parts or whole else 0
    columns = [([row[at] for row in parts], [row[at] for row in whole]) for at in range(width)]
    withheld = tuple(not _tells_nothing(*pair, threshold=threshold) for pair in columns)
    hides = [
        is_held or any(is_small(one, threshold) for one in (*ours, *theirs))
        for is_held, (ours, theirs) in zip(withheld, columns, strict=True)
    ]
    return SafePair(
        _shown(parts, withheld, hides, threshold),
        _shown(whole, (False,) * width, hides, threshold),
        withheld,
    )


def _shown(counts: Counts, withheld: Sequence[bool], hides: Sequence[bool], threshold: int) -> SafeTable:
    cells: tuple[tuple[Shown, ...], ...] = tuple(
        tuple(
            None if is_held or is_small(one, threshold) else one
            for one, is_held in zip(row, withheld, strict=True)
        )
        for row in counts
    )
    return SafeTable(
        cells=cells,
        rows=tuple(None if None in shown else sum(row) for row, shown in zip(counts, cells, strict=True)),
        columns=tuple(
            None if is_hiding else sum(row[at] for row in counts) for at, is_hiding in enumerate(hides)
        ),
        total=None if any(hides) else sum(map(sum, counts)),
    )


def _tells_nothing(parts: Sequence[int], whole: Sequence[int], *, threshold: int) -> bool:
    """Return whether each hidden cell of one column can be any small number, whatever a reader supposes."""
    most = threshold - 1
    shown = [one for one in parts if not is_small(one, threshold)]
    hidden = len(parts) - len(shown)
    base = sum(one for one in whole if not is_small(one, threshold))
    count = sum(is_small(one, threshold) for one in whole)
    of_whole = (base + count, base + most * count)
    for at_most_one, at_least_one in product((True, False), repeat=2):
        supposed = (at_most_one, at_least_one)
        by_parts = _span(shown, hidden, 0, most, supposed)
        if not _meet(by_parts, of_whole):
            continue  # nobody can suppose this who sees the tables
        if count and not all(
            _meet(by_parts, (base + value + count - 1, base + value + most * (count - 1)))
            for value in (1, most)
        ):
            return False
        if hidden and not all(
            _meet(_span(shown, hidden - 1, value, most, supposed), of_whole) for value in (1, most)
        ):
            return False
    return True


def _span(shown: Sequence[int], hidden: int, fixed: int, most: int, supposed: tuple[bool, bool]) -> Span:
    """Return between what the whole must lie, given shown parts, how many are hidden, and one of them."""
    at_most_one, at_least_one = supposed
    known = sum(shown) + fixed
    least = known + hidden if at_most_one else max((*shown, fixed, min(hidden, 1)))
    return least, known + most * hidden if at_least_one else inf


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
