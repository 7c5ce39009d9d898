"""Write tables as .xlsx files that are safe to open: every cell is text or a number, never a formula.

What people wrote may begin with ``=``, ``+`` or ``@``, or look like a link; in a workbook it stays
what it is, a text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

CELL_LIMIT = 32_767  # characters in one cell of the format
ROW_LIMIT = 1_048_575  # rows under one heading row
CUT = "……（原文过长，已截断）"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: what stands above it, and its width in characters."""

    label: str
    width: int = 14


def write_table(
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    notes: Sequence[str] = (),
) -> bytes:
    """Return a workbook with one sheet: the table, and below it the notes that make it understood.

    ``title`` names the sheet and the printed head. Dates are written as true dates, numbers as
    numbers, everything else as text; characters the format cannot hold are shown as ``□``.
    """
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    look = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
    head = book.add_format({**look, "bold": True, "bg_color": "#E8EDF5", "border": 1, "align": "center"})
    body = book.add_format({**look, "border": 1})
    day = book.add_format({**look, "border": 1, "num_format": "yyyy-mm-dd", "align": "center"})
    note = book.add_format({**look, "text_wrap": False, "font_color": "#555555"})
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width)
        sheet.write_string(0, column, heading.label, head)
    line = 0
    for line, row in enumerate(rows, start=1):
        if line > ROW_LIMIT:
            raise ValueError(f"一张工作表最多 {ROW_LIMIT:,} 行，请缩小范围后再导出")
        for column, value in enumerate(row):
            if isinstance(value, bool) or value is None:
                sheet.write_string(line, column, {True: "是", False: "否", None: ""}[value], body)
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value, body)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write_string(line, column, _cell(str(value)), body)
    for number, text in enumerate(notes, start=line + 2):
        sheet.write_string(number, 0, _cell(text), note)
    sheet.freeze_panes(1, 0)
    if headings:
        sheet.autofilter(0, 0, max(line, 1), len(headings) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C&14{title.replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
    book.close()
    return target.getvalue()


def _cell(text: str) -> str:
    if len(text) > CELL_LIMIT:
        text = text[: CELL_LIMIT - len(CUT)] + CUT
    return "".join(mark if mark in "\n\t" or mark >= " " else "□" for mark in text)


def _sheet_name(title: str) -> str:
    kept = "".join("－" if mark in "[]:*?/\\'" else mark for mark in title)
    return kept[:31] or "表"
