"""Merged cells: only what shows is taken in, and no count is taken in twice."""

from __future__ import annotations

import time

import pytest

from tests.intake.files import (
    corrections,
    good_markup,
    look,
    markup_row,
    only_fault,
    parts,
    reasons,
    row,
    saved,
    workbook,
    zipped,
)

SHEET = "xl/worksheets/sheet1.xml"


def merged(*ranges: str, rows: int = 2) -> bytes:
    """Good rows with these ranges merged over filled cells, as programs other than Excel leave them."""
    more = [markup_row(number, row(信访件编号=f"XF-{number:04}")) for number in range(3, rows + 2)]
    made = parts(good_markup(*more))
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    made[SHEET] = str(made[SHEET]).replace("</worksheet>", f"<mergeCells>{cells}</mergeCells></worksheet>")
    return zipped(made)


@pytest.mark.parametrize(("range_", "place"), [("A2:A3", (3, "A 信访件编号")), ("E2:F2", (2, "F 信访内容"))])
def test_what_lies_unseen_under_a_merged_cell_is_refused(range_: str, place: tuple[int, str]):
    fault = only_fault(look(merged(range_)))

    assert (fault.row, fault.column) == place
    assert "看不见" in fault.reason and "取消合并" in fault.remedy


def test_the_same_again_under_a_merged_cell_is_no_other_value():
    preview = look(merged("G2:G3"))

    assert len(preview.drafts) == 2 and "合并" not in corrections(preview)


def test_a_number_of_people_over_several_rows_is_not_counted_for_each():
    book = workbook(row(人数=30), row(信访件编号="XF-2", 人数=None))
    book.active.merge_cells("H2:H3")

    fault = only_fault(look(saved(book)))

    assert (fault.row, fault.column) == (2, "H 人数")
    assert "逐行" in fault.remedy


def test_ranges_over_ranges_are_refused_before_they_cost_anything():
    begun = time.monotonic()
    ranges = [f"{'ABCDEFGH'[at % 8]}{2 + at // 8}:{'ABCDEFGH'[at % 8]}1048576" for at in range(8 * 900)]

    assert "重叠" in reasons(look(merged(*ranges, rows=1_000)))
    assert time.monotonic() - begun < 20
