"""No hidden cell can be told from what is shown, by no subtraction: asked of a linear program."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from workbench.indicators.small_cells import is_small, safe_column, safe_table

LOW, HIGH = 1, 4  # what everybody knows of a hidden cell
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 4), st.integers(0, 12)), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


def hidden_places(table):
    return [(i, j) for i, row in enumerate(table.cells) for j, cell in enumerate(row) if cell is None]


def equations(table, places):
    """What the shown totals say of the hidden cells: (their places, their sum)."""
    lines = [(total, [(i, j) for j in range(len(table.columns))]) for i, total in enumerate(table.rows)]
    lines += [(total, [(i, j) for i in range(len(table.rows))]) for j, total in enumerate(table.columns)]
    lines.append((table.total, [(i, j) for i in range(len(table.rows)) for j in range(len(table.columns))]))
    for total, line in lines:
        if total is not None:
            shown = sum(table.cells[i][j] or 0 for i, j in line)
            yield [float((i, j) in line) for i, j in places], total - shown


@settings(max_examples=400, deadline=None)
@given(tables)
def test_no_hidden_cell_is_known_better_than_that_it_is_small(counts):
    table = safe_table(counts)
    places = hidden_places(table)
    told = list(equations(table, places))
    for at in range(len(places)):
        for sign, bound in ((1, LOW), (-1, HIGH)):
            if not told:
                continue
            wanted = [sign * float(at == k) for k in range(len(places))]
            found = linprog(
                wanted,
                A_eq=[row for row, _ in told],
                b_eq=[value for _, value in told],
                bounds=(LOW, HIGH),
            )
            assert found.status == 0
            assert round(found.fun * sign, 6) == bound


@given(tables)
def test_what_is_shown_is_true_and_small_numbers_are_never_shown(counts):
    table = safe_table(counts)
    for row, shown in zip(counts, table.cells, strict=True):
        assert all(
            cell is None if is_small(one) else cell == one for one, cell in zip(row, shown, strict=True)
        )
    totals = (*table.rows, *table.columns, table.total)
    assert not any(total is not None and is_small(total) for total in totals)
    assert all(t is None or t == sum(row) for t, row in zip(table.rows, counts, strict=True))
    assert table.total in (None, sum(map(sum, counts)))


@pytest.mark.parametrize(
    ("counts", "rows", "columns", "total"),
    [
        ([[6, 7], [0, 9]], (13, 9), (6, 16), 22),
        ([[6, 2], [0, 9]], (None, 9), (6, None), None),  # 8 − 6 would tell it
        ([[1, 1], [9, 9]], (None, 18), (None, None), None),  # 2 would tell both
        ([[2, 3], [9, 9]], (5, 18), (None, None), 23),  # 5 is any of 1+4 … 4+1
        ([[4, 4], [9, 9]], (None, 18), (None, None), None),  # 8 would tell both
        ([], (), (), 0),
    ],
)
def test_a_total_is_shown_only_where_it_tells_nothing(counts, rows, columns, total):
    table = safe_table(counts)

    assert (table.rows, table.columns, table.total) == (rows, columns, total)


def test_every_small_table_of_two_by_two_keeps_its_secret():
    """All of them, by counting: as many solutions agree with what is shown as there are small numbers."""
    for flat in product(range(6), repeat=4):
        table = safe_table([flat[:2], flat[2:]])
        places = hidden_places(table)
        told = [(row, value) for row, value in equations(table, places)]
        for at in range(len(places)):
            possible = {
                guess[at]
                for guess in product(range(LOW, HIGH + 1), repeat=len(places))
                if all(sum(a * b for a, b in zip(row, guess, strict=True)) == value for row, value in told)
            }
            assert possible == set(range(LOW, HIGH + 1)), (flat, table)


@pytest.mark.parametrize("length", [2, 3, 4])
def test_of_a_column_whose_total_everybody_knows_no_hidden_cell_can_be_told(length):
    """Every column of small numbers, read by somebody who knows the rule and the total from elsewhere."""
    alike = defaultdict(list)
    for counts in product(range(8), repeat=length):
        shown = safe_column(counts)
        assert not any(is_small(one) for one in (*shown.cells, shown.total) if one is not None)
        alike[shown.cells, None if is_small(sum(counts)) else sum(counts)].append(counts)
    for (cells, _), possible in alike.items():
        for at, shown in enumerate(cells):
            assert shown is not None or len({one[at] for one in possible}) > 1, (cells, possible)


def test_a_column_without_small_cells_is_shown_whole():
    assert safe_column([7, 0, 12]).cells == (7, 0, 12)
    assert safe_column([7, 0, 12]).total == 19
