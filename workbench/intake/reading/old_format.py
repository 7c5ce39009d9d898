"""Look at the sheets of an old .xls without building cells: errors, formulas, what is hidden.

The reader proper gives an error, and a formula without a result, as an empty cell.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.intake.reading.compound import BrokenError, Compound
from workbench.intake.reading.container import RefusedFileError
from workbench.intake.reading.survey import KEPT, MARKED, Survey, column_letters

_BEGIN, _END, _LOCKED, _FROM_1904, _SHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_ERROR, _FORMULA, _ROW, _COLUMNS, _FILTERED = 0x0205, 0x0006, 0x0208, 0x007D, 0x009B
_RESULT_IS_TOLD = b"\xff\xff"  # then its first byte says which: text, truth, error, nothing
_WIDEST = 256  # columns of the format


@dataclass(slots=True)
class OldBook:
    """What is seen in a workbook; its sheets in the order in which it lists them."""

    surveys: list[Survey] = field(default_factory=list)
    from_1904: bool = False


def survey_xls(path: Path) -> OldBook:
    """Return what is seen; ``RefusedFileError`` for a locked or a broken file."""
    try:
        stream = Compound(path.read_bytes()).stream("Workbook", "Book")
        seen, places = OldBook(), list[int]()
        for kind, told in _records(stream, 0):
            if kind == _LOCKED:
                raise RefusedFileError("文件已加密：请取消密码，另存为 .xlsx 后再导入")
            if kind == _FROM_1904:
                seen.from_1904 = told[:1] == b"\x01"
            elif kind == _SHEET:
                places.append(struct.unpack_from("<I", told)[0])
        seen.surveys = [_survey(stream, place) for place in places]
    except (BrokenError, struct.error, StopIteration):
        raise RefusedFileError("不是有效的 .xls：文件不完整或已损坏。请重新下载，或另存为 .xlsx") from None
    return seen


def _survey(stream: bytes, place: int) -> Survey:
    seen = Survey()
    for kind, told in _records(stream, place):
        if kind == _ERROR and told[7]:
            _mark(seen, told)
        elif kind == _FORMULA:
            _see_formula(seen, told)
        elif kind == _ROW and told[12] & 0x20:
            seen.hidden_rows.append(struct.unpack_from("<H", told)[0] + 1)
        elif kind == _COLUMNS and told[8] & 1:
            first, last = struct.unpack_from("<HH", told)
            seen.hidden_columns.extend(range(first + 1, min(last, _WIDEST - 1) + 2))
        elif kind == _FILTERED:
            seen.has_filter = True
    return seen


def _see_formula(seen: Survey, told: bytes) -> None:
    result = told[6:14]
    if result[6:] != _RESULT_IS_TOLD or result[0] in (0, 1):
        _keep(seen.formulas, told)
    elif result[0] == 2:
        _mark(seen, told)
    else:
        _keep(seen.empty_formulas, told)


def _mark(seen: Survey, told: bytes) -> None:
    if len(seen.errors) >= MARKED:
        raise RefusedFileError(f"有 {MARKED:,} 个以上的单元格是错误值：请删去这些公式后再导入")
    seen.errors.append(_place(told))


def _keep(kept: list[str], told: bytes) -> None:
    if len(kept) < KEPT:
        kept.append(_place(told))


def _place(told: bytes) -> str:
    row, column = struct.unpack_from("<HH", told)
    return f"{column_letters(column + 1)}{row + 1}"


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record from ``place`` to the end of what begins there.

    What begins within it, such as a chart, is passed over.
    """
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, place)
        told = stream[place + 4 : place + 4 + length]
        if len(told) < length:
            raise BrokenError
        place += 4 + length
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            yield kind, told
