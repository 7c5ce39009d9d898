"""Two tables side by side: no hidden cell of one can be told from the other, asked of one linear program."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from workbench.indicators.paired_cells import safe_pair
from workbench.indicators.small_cells import is_small

LOW, HIGH = 1, 4  # what everybody knows of a hidden cell
YEARS = 2
# Proceedings by unit, year and how often; each under one clause, which is what a reader would suppose.
proceedings = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, YEARS - 1), st.integers(1, 7)),
    min_size=1,
    max_size=8,
)


def tables(found, place):
    rows = sorted({one[place] for one in found})
    return [
        [sum(n for *at, year, n in found if (at[place], year) == (row, column)) for column in range(YEARS)]
        for row in rows
    ]


def unknowns(pair):
    """The cells that are not shown, of both tables, by (table, row, year), with the bounds that all know."""
    for name, table in (("parts", pair.parts), ("whole", pair.whole)):
        for i, row in enumerate(table.cells):
            for j, cell in enumerate(row):
                if cell is None:
                    is_held = name == "parts" and pair.withheld[j]
                    yield (name, i, j), (0, None) if is_held else (LOW, HIGH)


def equations(pair):
    """What is known: (factor by cell, sum); totals that are shown, and that both tables count the same."""
    for name, table in (("parts", pair.parts), ("whole", pair.whole)):
        lines = [(total, [(i, j) for j in range(YEARS)]) for i, total in enumerate(table.rows)]
        lines += [(t, [(i, j) for i in range(len(table.rows))]) for j, t in enumerate(table.columns)]
        lines.append((table.total, [(i, j) for i in range(len(table.rows)) for j in range(YEARS)]))
        for total, line in lines:
            if total is not None:
                yield (
                    {(name, i, j): 1.0 for i, j in line},
                    total - sum(table.cells[i][j] or 0 for i, j in line),
                )
    for j in range(YEARS):
        if not pair.withheld[j]:  # where it is, there may be rows that are not shown at all
            ours = {("parts", i, j): 1.0 for i in range(len(pair.parts.cells))}
            theirs = {("whole", i, j): -1.0 for i in range(len(pair.whole.cells))}
            shown = sum(row[j] or 0 for row in pair.whole.cells) - sum(
                row[j] or 0 for row in pair.parts.cells
            )
            yield {**ours, **theirs}, shown


@settings(max_examples=150, deadline=None)
@given(proceedings)
def test_no_hidden_cell_of_either_table_is_known_better_than_that_it_is_small(found):
    pair = safe_pair(tables(found, 0), tables(found, 1))
    places = dict(unknowns(pair))
    names = list(places)
    told = [([by.get(name, 0.0) for name in names], value) for by, value in equations(pair)]
    told = [(row, value) for row, value in told if any(row)]
    for at, name in enumerate(names):
        if not told or places[name] != (LOW, HIGH):
            continue
        for sign, bound in ((1, LOW), (-1, HIGH)):
            answer = linprog(
                [sign * float(at == k) for k in range(len(names))],
                A_eq=[row for row, _ in told],
                b_eq=[value for _, value in told],
                bounds=list(places.values()),
            )
            assert answer.status == 0
            assert round(answer.fun * sign, 6) == bound, (name, pair)


@given(proceedings)
def test_what_is_shown_is_true_and_small_numbers_are_never_shown(found):
    pair = safe_pair(tables(found, 0), tables(found, 1))
    for counts, table in ((tables(found, 0), pair.parts), (tables(found, 1), pair.whole)):
        flat = [(n, cell) for row, cells in zip(counts, table.cells, strict=True)
                for n, cell in zip(row, cells, strict=True)]  # fmt: skip
        assert all(cell in (None, n) and not (cell is not None and is_small(cell)) for n, cell in flat)
        totals = (*table.rows, *table.columns, table.total)
        assert not any(total is not None and is_small(total) for total in totals)


@pytest.mark.parametrize(
    ("parts", "whole", "withheld"),
    [
        ([[6]], [[5], [1]], True),  # 6 − 5
        ([[5], [1]], [[6]], True),
        ([[9]], [[5], [4]], True),  # no clause has more than there are proceedings
        ([[8], [8]], [[5], [4]], True),  # also where each has two clauses
        ([[6], [6]], [[6]], False),  # nothing is hidden
        ([[7], [2], [3]], [[3], [3], [3], [3]], False),  # 9 to 15 of 4 to 16
        ([], [[2]], False),  # nobody knows of a clause
        ([], [], False),
    ],
)
def test_parts_are_withheld_where_they_would_tell(parts, whole, withheld):
    pair = safe_pair(parts, whole)

    assert any(pair.withheld) is withheld
    if withheld or any(is_small(one) for row in (*parts, *whole) for one in row):
        assert pair.whole.total is None and pair.parts.total is None
        assert set((*pair.whole.columns, *pair.parts.columns)) == {None}
