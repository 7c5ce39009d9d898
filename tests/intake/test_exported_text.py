"""Text files as systems export them: cut off, named as workbooks, with titles above, numbers as formulas."""

from __future__ import annotations

import pytest

from tests.intake.files import csv, look, row
from workbench.intake.reading.container import RefusedFileError

GOOD = csv(row(), row(信访件编号="XF-0002"))


def number_of(content: str | bytes, name: str = "台账.csv") -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    return [draft.case_no for draft in look(data, name).drafts]


def test_a_file_that_was_cut_off_within_its_last_row_is_refused():
    with pytest.raises(RefusedFileError, match=r"第 3 行.*没有下载完整"):
        look(GOOD[: GOOD.rindex("忠防镇") - 1].encode(), "台账.csv")


@pytest.mark.parametrize(
    "content", [GOOD.rstrip(), GOOD.rstrip() + "\r\nXF-0003,2026-01-05,张某,来信,一,二\r\n"]
)
def test_a_last_row_without_a_line_end_or_with_fewer_cells_is_whole(content: str):
    assert number_of(content)[:2] == ["XF-0001", "XF-0002"]


def test_a_number_kept_as_a_formula_of_a_text_is_that_text_and_said_so():
    preview = look(csv(row(信访件编号='="00123"')).encode(), "台账.csv")

    assert preview.drafts[0].case_no == "00123"
    assert any('="' in note for note in preview.notes)


@pytest.mark.parametrize("title", ["临湘市台账\r\n", "临湘市台账，2026年\r\n\r\n", "sep=\t\r\n"])
def test_the_separator_is_that_of_the_table_and_not_of_its_title(title: str):
    assert number_of(title + csv(row(), separator="\t")) == ["XF-0001"]


def test_bars_between_cells_are_known():
    assert number_of(csv(row(), separator="|")) == ["XF-0001"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["台账.xls", "台账.xlsx"])
def test_a_text_that_is_named_as_a_workbook_is_read_as_what_it_is(name: str, encoding: str):
    preview = look(csv(row(), separator="\t").encode(encoding), name)

    assert len(preview.drafts) == 1
    assert any("扩展名" in note for note in preview.notes)


def test_a_broken_byte_is_told_in_the_encoding_that_the_file_is_in():
    with pytest.raises(RefusedFileError, match=r"第 3 行.*UTF-8"):
        look(GOOD.encode()[:-2] + b"\xff\r\n", "台账.csv")


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"Rar!\x1a\x07\x00" + b"0" * 100, "台账.xlsx", "压缩包"),
        (b"7z\xbc\xaf'\x1c" + b"0" * 100, "台账.xls", "压缩包"),
        (b"\x1f\x8b\x08" + b"0" * 100, "台账.csv", "压缩包"),
        (b"<!-- x --><html><table>", "台账.xls", "HTML"),
        (b"<style>td{}</style><table>", "台账.xls", "HTML"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "台账.xls", "HTML"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "台账.xls", "损坏"),
    ],
)
def test_what_is_no_workbook_is_named(content: bytes, name: str, word: str):
    with pytest.raises(RefusedFileError, match=word):
        look(content, name)


def test_a_word_document_is_told_from_a_broken_workbook():
    from tests.intake.files import zipped

    with pytest.raises(RefusedFileError, match="Word"):
        look(zipped({"[Content_Types].xml": "x", "word/document.xml": "y"}), "台账.docx")
