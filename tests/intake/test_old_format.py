"""The old format .xls: errors, formulas and what is hidden are seen as in an .xlsx."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from tests.intake.files import (
    GOOD,
    HEADINGS,
    compound,
    corrections,
    look,
    only_fault,
    row,
    xls,
    xls_stream,
)

SECOND = row(信访件编号="XF-0002")
AT = HEADINGS.index


def formula(row: int, column: int, result: bytes) -> bytes:
    """A formula with this result, as the format keeps it."""
    return struct.pack("<HHHHH8sHIH3s", 0x0006, 25, row, column, 0, result, 0, 0, 3, b"\x1e\x01\x00")


def without(heading: str) -> tuple[Any, ...]:
    return tuple(None if at == AT(heading) else cell for at, cell in enumerate(SECOND))


@pytest.mark.parametrize("heading", ["标题", "人数", "登记日期"])
def test_a_cell_that_shows_an_error_is_refused(heading: str):
    error = struct.pack("<HHHHHBB", 0x0205, 8, 2, AT(heading), 0, 0x17, 1)  # #REF!
    fault = only_fault(look(xls(GOOD, without(heading), records=error), "台账.xls"))

    assert (fault.row, "错误值" in fault.reason) == (3, True)


def test_a_formula_that_ended_in_an_error_is_refused():
    records = formula(2, AT("标题"), b"\x02\x00\x2a\x00\x00\x00\xff\xff")
    fault = only_fault(look(xls(GOOD, without("标题"), records=records), "台账.xls"))

    assert "错误值" in fault.reason


@pytest.mark.parametrize(
    ("result", "told"),
    [(struct.pack("<d", 3.0), "取文件中保存的结果"), (b"\x03\x00\x00\x00\x00\x00\xff\xff", "结果是空的")],
)
def test_what_a_formula_gave_has_to_be_confirmed(result: bytes, told: str):
    preview = look(xls(GOOD, without("人数"), records=formula(2, AT("人数"), result)), "台账.xls")

    assert told in corrections(preview) and not preview.faults


def test_hidden_rows_and_columns_are_asked_about():
    hidden_row = struct.pack("<HHHHHHHHI", 0x0208, 16, 2, 0, 8, 255, 0, 0, 0x120)
    hidden_column = struct.pack("<HHHHHHHH", 0x007D, 12, 7, 7, 2048, 0, 1, 0)
    for records, named in ((hidden_row, "1 行"), (hidden_column, "人数")):
        (question,) = look(xls(GOOD, SECOND, records=records), "台账.xls").questions
        assert question.id == "hidden" and named in question.text


def test_a_workbook_under_a_password_says_so():
    locked = struct.pack("<HHH", 0x002F, 2, 1)
    with pytest.raises(ValueError, match="加密"):
        look(xls(GOOD, begins_with=locked), "台账.xls")


@pytest.mark.parametrize("cut", [600, 1500, 4000])
def test_a_file_that_was_cut_off_is_refused(cut: int):
    with pytest.raises(ValueError, match="请"):
        look(xls(GOOD)[:cut], "台账.xls")


def test_a_chain_that_bites_its_tail_is_refused():
    content = bytearray(compound({"Workbook": xls_stream(GOOD)}))
    table = struct.unpack_from("<I", content, 76)[0]
    struct.pack_into("<I", content, 512 * (table + 1), 0)  # the first sector follows itself
    with pytest.raises(ValueError, match="请"):
        look(bytes(content), "台账.xls")
