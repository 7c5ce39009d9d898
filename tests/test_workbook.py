import io
import zipfile
from datetime import date

import openpyxl
import pytest

from workbench.workbook import CELL_LIMIT, Heading, write_table


def read(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("x")', "http://a.b", "007", "＝1"]
)
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text(text):
    data = write_table([Heading("内容")], [[text]], title="表")

    assert read(data)["A2"].value == text
    assert read(data)["A2"].data_type == "s"
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet


def test_dates_and_numbers_keep_their_kind():
    sheet = read(
        write_table([Heading("甲"), Heading("乙"), Heading("丙")], [[date(2026, 3, 1), 5, True]], title="表")
    )

    assert sheet["A2"].value.date() == date(2026, 3, 1)
    assert sheet["B2"].value == 5
    assert sheet["C2"].value == "是"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so():
    value = read(write_table([Heading("甲")], [["长" * 40_000]], title="表"))["A2"].value

    assert len(value) == CELL_LIMIT
    assert value.endswith("（原文过长，已截断）")


def test_characters_the_format_cannot_hold_are_shown_as_a_box():
    assert read(write_table([Heading("甲")], [["a\x00b\x07"]], title="表"))["A2"].value == "a□b□"


def test_notes_stand_below_the_table():
    sheet = read(write_table([Heading("甲")], [["x"]], title="一/二:三", notes=["截至 2026-11-20"]))

    assert sheet.title == "一－二－三"
    assert sheet["A4"].value == "截至 2026-11-20"


def test_a_table_without_rows_still_opens():
    assert read(write_table([Heading("甲")], [], title="空表"))["A1"].value == "甲"
