"""Make files to import: good ones, and bad ones down to the byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from workbench.intake.limits import Limits
from workbench.intake.preview import Preview, inspect

TODAY = date(2026, 3, 31)
HEADINGS = ("信访件编号", "登记日期", "信访人姓名", "信访形式", "标题", "信访内容", "责任单位", "人数")
GOOD = ("XF-0001", "2026-01-05", "张某", "来信", "路灯不亮", "村口路灯坏了三个月。", "忠防镇", 1)


def row(**changed: Any) -> tuple[Any, ...]:
    """A good row with some cells changed, by heading."""
    return tuple(changed.get(heading, cell) for heading, cell in zip(HEADINGS, GOOD, strict=True))


def workbook(
    *rows: Sequence[Any], headings: Sequence[Any] = HEADINGS, sheet: str = "台账"
) -> openpyxl.Workbook:
    """A workbook with one sheet, to be changed further."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active.append(list(headings))
    for cells in rows:
        book.active.append(list(cells))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS) -> bytes:
    """The bytes of a workbook with one sheet."""
    return saved(workbook(*rows, headings=headings))


def with_column(heading: str, *values: Any) -> bytes:
    """Good rows with one more column."""
    rows = [(*row(信访件编号=f"XF-{number:04}"), value) for number, value in enumerate(values, 1)]
    return xlsx(*rows, headings=(*HEADINGS, heading))


def csv(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, separator: str = ",") -> str:
    """The text of a CSV file; cells with separators or line ends are quoted."""
    return "".join(
        separator.join(_quoted(str(cell), separator) for cell in line) + "\r\n" for line in (headings, *rows)
    )


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & {separator, "\n", '"'} else cell


def look(content: bytes, name: str = "台账.xlsx", **options: Any) -> Preview:
    """Inspect bytes with the shipped units on the day of the tests."""
    return inspect(content, name, **{"today": TODAY, **options})


def reasons(preview: Preview) -> str:
    """All reasons of the faults, joined, to look for words in."""
    return "；".join(fault.reason for fault in preview.faults)


def corrections(preview: Preview) -> str:
    """All reasons of the corrections, joined, to look for words in."""
    return "；".join(one.reason for one in preview.corrections)


def only_fault(preview: Preview) -> Any:
    """The one fault of a file."""
    assert len(preview.faults) == 1, [fault.reason for fault in preview.faults]
    return preview.faults[0]


def narrative_of(preview: Preview, at: int = 0) -> str:
    """The text that would be registered for a row."""
    return str(preview.drafts[at].acts[0].narrative)  # type: ignore[attr-defined]


# --- markup of one's own ---

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_ROOT = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_BOOK_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>'
)


def parts(rows: str, *, head: str = '<?xml version="1.0"?>', before: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook whose rows are given as markup."""
    sheet = (
        f'{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_LINKS,
        "xl/worksheets/sheet1.xml": sheet,
    }


def zipped(members: dict[str, str | bytes], *, again: tuple[str, ...] = ()) -> bytes:
    """The bytes of a zip of these parts; those named in ``again`` are in it twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        for name in again:
            archive.writestr(name, members[name])
    return target.getvalue()


def markup_row(number: int, cells: Sequence[Any]) -> str:
    """One row as markup, with inline strings and numbers."""
    told = []
    for at, cell in enumerate(cells):
        place = f"{chr(65 + at)}{number}"
        if isinstance(cell, int | float):
            told.append(f'<c r="{place}"><v>{cell}</v></c>')
        elif cell is not None:
            told.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>')
    return f'<row r="{number}">{"".join(told)}</row>'


def repeated_text(rows: int, text: str, *, is_shared: bool) -> bytes:
    """A workbook whose rows all have this narrative: kept once and referred to, or written into each."""
    kept = (
        '<c r="F{0}" t="s"><v>0</v></c>'
        if is_shared
        else f'<c r="F{{0}}" t="inlineStr"><is><t>{text}</t></is></c>'
    )
    made = [markup_row(1, HEADINGS)]
    for number in range(2, rows + 2):
        cells = markup_row(number, row(信访件编号=f"XF-{number:05}", 信访内容=None))
        made.append(cells.replace(f'<c r="G{number}"', kept.format(number) + f'<c r="G{number}"'))
    members = parts("".join(made))
    if is_shared:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        members["xl/sharedStrings.xml"] = f'<sst xmlns="{space}"><si><t>{text}</t></si></sst>'
        link = (
            '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        )
        links = "xl/_rels/workbook.xml.rels"
        members[links] = _BOOK_LINKS.replace("</Relationships>", link)
    return zipped(members)


def good_markup(*more: str) -> str:
    """Headings and one good row as markup, and what is to follow."""
    return markup_row(1, HEADINGS) + markup_row(2, GOOD) + "".join(more)


# --- the old binary format ---


def xls(*rows: Sequence[Any], **given: Any) -> bytes:
    """The bytes of a minimal .xls (BIFF8) with one sheet; see ``xls_stream``."""
    return compound({"Workbook": xls_stream(*rows, **given)})


def xls_stream(
    *rows: Sequence[Any],
    headings: Sequence[Any] = HEADINGS,
    records: bytes = b"",
    begins_with: bytes = b"",
) -> bytes:
    """The stream of its records; with more ``records`` in the sheet, or before the list of sheets."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = "台账".encode("utf-16-le")
    begin += begins_with
    length = len(begin) + (4 + 8 + len(name)) + 4
    bound = struct.pack("<HHIBBBB", 0x0085, 8 + len(name), length, 0, 0, len(name) // 2, 1) + name
    body = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    for at, cells in enumerate((headings, *rows)):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, int | float):
                body += struct.pack("<HHHHHd", 0x0203, 14, at, column, 0, float(cell))
            else:
                text = str(cell).encode("utf-16-le")
                size = 9 + len(text)
                body += struct.pack("<HHHHHHB", 0x0204, size, at, column, 0, len(text) // 2, 1) + text
    end = struct.pack("<HH", 0x000A, 0)
    return begin + bound + end + body + records + end


def compound(streams: dict[str, bytes]) -> bytes:
    """The bytes of an OLE compound file with these streams, each at least 4,096 bytes long."""
    sectors: list[bytes] = []
    chains: list[tuple[int, int]] = []
    table: list[int] = []
    for content in streams.values():
        padded = content.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % 512)
        first = len(sectors)
        sectors += [padded[at : at + 512] for at in range(0, len(padded), 512)]
        table += [*range(first + 1, len(sectors)), 0xFFFFFFFE]
        chains.append((first, len(padded)))
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, (first, size)) in enumerate(zip(streams, chains, strict=True), 1):
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, size, right=right))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    directory_at = len(sectors)
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    table += [*range(directory_at + 1, len(sectors)), 0xFFFFFFFE]
    table_at = len(sectors)
    table.append(0xFFFFFFFD)
    assert len(table) <= 128
    sectors.append(struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<109I", table_at, *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors)


def _entry(
    name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", text, len(text), kind, 1, 0xFFFFFFFF, right, child, 0, first, size
    )


def settings_file(folder: Path, text: str, name: str = "mine.toml") -> Path:
    """A settings file with this text."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


SMALL = Limits(
    file_bytes=1_000_000,
    unzipped_bytes=20_000_000,
    ratio=100,
    ratio_from=1_000_000,
    parts=100,
    rows=1_000,
    columns=100,
    cell_characters=32_767,
    text_characters=4_000_000,
    cpu_seconds=10,
    seconds=20,
    memory_bytes=1_000_000_000,
)
