"""Write tables as .xlsx files that are safe to open: every cell is text or a number, never a formula.

What people wrote may begin with ``=``, ``+`` or ``@``, or look like a link; in a workbook it stays
what it is, a text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

CELL_LIMIT = 32_767  # characters in one cell of the format
ROW_LIMIT = 1_048_575  # rows under one heading row
PROOF_SHEET = "核对"
CUT = "……（原文过长，已截断）"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: what stands above it, and its width in characters."""

    label: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Proof:
    """On what a workbook stands: the day, by what it is made again, the ledger's size and its printed code.

    ``square`` is a PNG to scan, empty for none. It becomes a sheet of its own behind the others.
    """

    as_of: date
    basis: str
    ledger_size: int
    code: str
    square: bytes = b""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``title`` names it and its printed head; below the table the notes that explain it."""

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = ()


def write_table(
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    notes: Sequence[str] = (),
    proof: Proof | None = None,
) -> bytes:
    """Return a workbook with one sheet: the table, and below it the notes that make it understood.

    Dates are written as true dates, numbers as numbers, everything else as text; characters the format
    cannot hold are shown as ``□``.
    """
    return write_tables([Sheet(title, headings, rows, notes)], proof=proof)


def write_tables(
    sheets: Iterable[Sheet], *, created: date | None = None, proof: Proof | None = None
) -> bytes:
    """Return a workbook with these sheets, whose titles differ in their first 31 characters.

    With a day of creation, or with a proof, whose day it then is, the same sheets give the same bytes;
    without either it is the present moment.
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
    created = created or (proof.as_of if proof else None)
    if created is not None:
        book.set_properties({"created": datetime(created.year, created.month, created.day, tzinfo=UTC)})
    look = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
    formats = _Formats(
        head=book.add_format({**look, "bold": True, "bg_color": "#E8EDF5", "border": 1, "align": "center"}),
        body=book.add_format({**look, "border": 1}),
        day=book.add_format({**look, "border": 1, "num_format": "yyyy-mm-dd", "align": "center"}),
        note=book.add_format({**look, "text_wrap": False, "font_color": "#555555"}),
    )
    for one in sheets:
        _fill(book.add_worksheet(_sheet_name(one.title)), one, formats)
    if proof is not None:
        _prove(book.add_worksheet(PROOF_SHEET), proof, formats)
    book.close()
    return target.getvalue()


class _Formats(NamedTuple):
    head: Any
    body: Any
    day: Any
    note: Any


def _fill(sheet: Any, told: Sheet, formats: _Formats) -> None:
    for column, heading in enumerate(told.headings):
        sheet.set_column(column, column, heading.width)
        sheet.write_string(0, column, heading.label, formats.head)
    line = 0
    for line, row in enumerate(told.rows, start=1):
        if line > ROW_LIMIT:
            raise ValueError(f"一张工作表最多 {ROW_LIMIT:,} 行，请缩小范围后再导出")
        for column, value in enumerate(row):
            if isinstance(value, bool) or value is None:
                sheet.write_string(line, column, {True: "是", False: "否", None: ""}[value], formats.body)
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value, formats.body)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, formats.day)
            else:
                sheet.write_string(line, column, _cell(str(value)), formats.body)
    for number, text in enumerate(told.notes, start=line + 2):
        sheet.write_string(number, 0, _cell(text), formats.note)
    sheet.freeze_panes(1, 0)
    if told.headings:
        sheet.autofilter(0, 0, max(line, 1), len(told.headings) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C&14 {told.title[:80].replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def proof_lines(proof: Proof) -> tuple[tuple[str, str], ...]:
    """Return what a proof tells, each with its name."""
    return (
        ("截至", f"{proof.as_of}"),
        ("数据依据", proof.basis),
        ("台账条数", f"{proof.ledger_size}"),
        ("台账校验码", proof.code),
        ("怎样核对", f"workbench ledger verify --code {proof.code or '校验码'} --size {proof.ledger_size}"),
    )


def proof_file(proof: Proof, name: str, content: bytes) -> bytes:
    """Return the proof of a file that has no room for it, as text to keep beside: it names its SHA-256."""
    told = (*proof_lines(proof), ("文件", name), ("文件 SHA-256", sha256(content).hexdigest()))
    return "".join(f"{label}：{value}\r\n" for label, value in told).encode("utf-8-sig")


def _prove(sheet: Any, proof: Proof, formats: _Formats) -> None:
    told = proof_lines(proof)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 76)
    for line, (label, value) in enumerate(told):
        sheet.write_string(line, 0, label, formats.head)
        sheet.write_string(line, 1, _cell(value), formats.body)
    if proof.square:
        sheet.insert_image(
            len(told) + 1, 1, "square.png",
            {"image_data": io.BytesIO(proof.square), "description": "台账校验码", "object_position": 1},
        )  # fmt: skip
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C&14 {PROOF_SHEET}")


def _cell(text: str) -> str:
    if len(text) > CELL_LIMIT:
        text = text[: CELL_LIMIT - len(CUT)] + CUT
    return "".join(mark if mark in "\n\t" or mark >= " " else "□" for mark in text)


def _sheet_name(title: str) -> str:
    kept = "".join("－" if mark in "[]:*?/\\'" else mark for mark in title)
    return kept[:31] or "表"
