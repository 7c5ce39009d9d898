"""The workbook: words on the first sheet, each table on its own, numbers as numbers, nothing a formula."""

import io
import time
import zipfile

import openpyxl
import pytest

from tests.documents.samples import HOSTILE, make_document, missing
from workbench.documents.content import Column, Document, Paragraph, Table
from workbench.documents.sheet import to_xlsx
from workbench.terms import IssuedKind


def read(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_word_comes_through_and_nothing_is_cut():
    document = make_document()
    cells = [
        str(cell.value) for sheet in read(to_xlsx(document)) for row in sheet for cell in row if cell.value
    ]
    numbers = {f"{1000 + number:,}" for number in range(30)}  # are numbers there

    assert [one for one in missing(document, "\n".join(cells)) if one not in numbers] == []


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("1,234", 1234),
        ("0", 0),
        ("-5", -5),
        ("12.5", 12.5),
        ("96.5%", "96.5%"),
        ("——", "——"),
        ("007", "007"),
        ("=1+1", "=1+1"),
    ],
)
def test_plain_numbers_of_a_numeric_column_are_numbers(printed, kept):
    table = Table("表", (Column("数", True), Column("文")), ((printed, printed),))
    sheet = read(to_xlsx(Document(IssuedKind.UNIT_SHEET, "表", (table,)))).worksheets[1]

    assert (sheet["A2"].value, sheet["B2"].value) == (kept, printed)
    assert sheet["B2"].data_type == "s"


def test_a_long_passage_takes_several_rows_and_is_whole():
    text = "长" * 70_000
    sheet = read(to_xlsx(Document(IssuedKind.MINUTES, "题", (Paragraph(text),)))).worksheets[0]

    assert "".join(row[1].value for row in sheet if row[0].value == "正文") == text


def test_the_same_document_gives_the_same_bytes_at_another_moment():
    first = to_xlsx(make_document())
    time.sleep(1.05)

    assert to_xlsx(make_document()) == first
    xml = "".join(
        zipfile.ZipFile(io.BytesIO(first)).read(name).decode()
        for name in zipfile.ZipFile(io.BytesIO(first)).namelist()
        if "sheet" in name
    )
    assert "<f>" not in xml and "hyperlink" not in xml and HOSTILE
