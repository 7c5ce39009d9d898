"""Look at a sheet of an .xlsx without building its cells: extent, hidden rows, formulas, errors, merges.

One pass over the markup in pieces of about 1 MB. The reader proper says nothing about these things, and takes
memory for every cell between the first and the last: one cell in the last column would end the process.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from workbench.intake.limits import Limits
from workbench.intake.reading.container import RefusedFileError, chunks, refuse_document_type
from workbench.intake.reading.markup import written_alike

KEPT = 2_000  # references kept of what is only told
MARKED = 100_000  # cells that must not pass for empty ones: so many, and no more are looked at
_LONGEST = 64 << 20  # bytes of one row
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_WIDE = re.compile(rb'\br="([A-Z]{2,3})(\d+)"[^>]*>')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_LOW = re.compile(rb'\br="[A-Z]+([1-9]\d{5,})"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\b[^>]*>[^<])?"
)
_PLACE = re.compile(rb'\br="([A-Z]+\d+)"')
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)/?>")
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')


@dataclass(slots=True)
class Survey:
    """What was seen in one sheet. Rows and columns count from 1."""

    last_column: int = 26  # at least: single letters are never counted
    far_cells: list[str] = field(default_factory=list)  # filled, to the right of the last permitted column
    has_far: bool = False  # also where it is empty
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)  # with a kept result
    empty_formulas: list[str] = field(default_factory=list)  # with a kept result that is an empty text
    bare_formulas: list[str] = field(default_factory=list)  # without one
    errors: list[str] = field(default_factory=list)
    last_row: int = 0  # 0 below the hundred thousandth, where every row is affordable
    rows: int = 0
    last_place: int = 0
    is_shuffled: bool = False  # a cell stands before one that it should follow, or twice
    has_filter: bool = False
    lacks_places: bool = False  # of a formula, an error, or a hidden row

    @property
    def is_sparse(self) -> bool:
        """Whether a cell lies so far below the others that most of what is between would be empty cells."""
        return self.last_row > 4 * self.rows


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA, 16384 for XFD."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as ``B7``, both from 1."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), column_number(letters)


def survey_sheet(archive: zipfile.ZipFile, part: str, limits: Limits) -> Survey:
    """Return what is seen in the sheet stored as ``part``."""
    seen = Survey()
    for number, piece in enumerate(_whole_rows(archive, part, limits)):
        if number == 0:
            refuse_document_type(piece[:65536])
            _see_columns(seen, piece)
        _see_extent(seen, piece, limits)
        if b'hidden="' in piece:
            _see_hidden_rows(seen, piece)
        if b"<f" in piece or b":f" in piece:
            _see_formulas(seen, piece, limits)
        if b't="e"' in piece:
            for attributes in _ERROR.findall(piece):
                _mark(seen, seen.errors, attributes, limits)
        seen.has_filter = seen.has_filter or b"autoFilter" in piece
    return seen


def _whole_rows(archive: zipfile.ZipFile, part: str, limits: Limits) -> Iterator[bytes]:
    """Yield the markup in pieces that end at the end of a row, so that no cell is cut in two."""
    rest, counted = b"", 0
    with archive.open(part) as stream:
        for chunk in chunks(stream):
            counted += len(chunk)
            if counted > limits.unzipped_bytes:
                raise RefusedFileError("解压后超过大小上限，疑为压缩炸弹：请核对文件来源，或分成几个文件")
            rest += chunk
            end = rest.rfind(b"</row>") + 6
            if end < 6:
                end = rest.rfind(b":row>") + 5
                if end < 5:
                    if len(rest) > _LONGEST:
                        raise RefusedFileError("工作表中有一行过长，内容不可信：请用表格软件另存为新文件")
                    continue
            yield written_alike(rest[:end])
            rest = rest[end:]
    yield written_alike(rest)


def _see_extent(seen: Survey, piece: bytes, limits: Limits) -> None:
    for found in _WIDE.finditer(piece):
        column = _column(found[1])
        seen.last_column = max(seen.last_column, column)
        if column > limits.columns:
            seen.has_far = True
            if not found[0].endswith(b"/>"):  # an empty one is only coloured
                _keep(seen.far_cells, f"{found[1].decode()}{int(found[2])}")

    for letters, row in _CELL.findall(piece):
        here = int(row) << 15 | _column(letters)
        if here <= seen.last_place:
            seen.is_shuffled = True
            break
        seen.last_place = here
    seen.rows += piece.count(b"<row") + piece.count(b":row ")
    seen.last_row = max(seen.last_row, max(map(int, _LOW.findall(piece)), default=0))


@cache
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _see_columns(seen: Survey, piece: bytes) -> None:
    for attributes in _COLUMN.findall(piece.partition(b"sheetData")[0]):
        if _HIDDEN.search(attributes):
            span = {key: int(value) for key, value in _SPAN.findall(attributes)}
            first, last = span.get(b"min", 1), span.get(b"max", 1)
            seen.hidden_columns.extend(range(first, min(last, first + 255) + 1))


def _see_hidden_rows(seen: Survey, piece: bytes) -> None:
    for attributes in _ROW.findall(piece):
        if _HIDDEN.search(attributes):
            number = _ROW_NUMBER.search(attributes)
            if number:
                seen.hidden_rows.append(int(number.group(1)))
            else:
                seen.lacks_places = True


def _see_formulas(seen: Survey, piece: bytes, limits: Limits) -> None:
    for attributes, result in _FORMULA.findall(piece):
        if b't="e"' in attributes:
            continue  # seen as an error
        if result or b't="str"' in attributes:
            place = _PLACE.search(attributes)
            if place:
                _keep(seen.formulas if result else seen.empty_formulas, place[1].decode())
                continue
        _mark(seen, seen.bare_formulas, attributes, limits)


def _mark(seen: Survey, kept: list[str], attributes: bytes, limits: Limits) -> None:
    """Keep the place of a cell that must not pass for an empty one."""
    found = _PLACE.search(attributes)
    if found is None:
        seen.lacks_places = True
        return
    reference = found[1].decode()
    if column_number(reference.rstrip("0123456789")) <= limits.columns:
        kept.append(reference)
    if len(kept) > MARKED:
        raise RefusedFileError(
            f"有 {MARKED:,} 个以上的单元格是错误值，或是没有结果的公式：请删去这些公式后再导入"
        )


def _keep(kept: list[str], reference: str) -> None:
    if len(kept) < KEPT:
        kept.append(reference)
