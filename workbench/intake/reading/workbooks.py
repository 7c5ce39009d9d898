"""Read the sheets of an .xlsx or .xls: fast where it is safe, row by row where a lone cell lies far away."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from workbench.intake.limits import Limits
from workbench.intake.reading.cells import BareFormula, ErrorCell, Row
from workbench.intake.reading.container import RefusedFileError, check_parts, open_container
from workbench.intake.reading.directory import notes, sheet_parts
from workbench.intake.reading.old_format import survey_xls
from workbench.intake.reading.survey import Survey, place, survey_sheet

Emit = Callable[[dict[str, Any]], None]
BATCH = 2_000  # rows in one message
BATCH_CHARACTERS = 1_000_000  # after which a message is sent with fewer: both sides hold it whole
_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


def read_xlsx(path: Path, limits: Limits, emit: Emit, *, stream: bool) -> None:
    """Send the sheets of an .xlsx; ``stream`` reads row by row and needs little memory."""
    with open_container(path, limits) as archive:
        parts, from_1904 = sheet_parts(archive)
        if from_1904:
            emit({"from_1904": True})
        check_parts(archive, path.stat().st_size, limits, frozenset(parts.values()))
        for note in notes(archive.namelist()):
            emit({"note": note})
        surveys: dict[str, Survey] = {}
        for name, part in parts.items():
            try:
                surveys[name] = survey_sheet(archive, part, limits)
            except KeyError:
                raise RefusedFileError(f"工作表“{name}”的内容缺失：请用表格软件另存为新文件") from None
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
                raise RefusedFileError("不是有效的 xlsx：文件不完整或已损坏。请重新下载或重新导出") from None
    shuffled = next((name for name, survey in surveys.items() if survey.is_shuffled), None)
    if shuffled is not None:  # each reader would leave out other cells, and none would say so
        raise RefusedFileError(
            f"工作表“{shuffled}”中有单元格重复或次序颠倒，读出来会缺行：请用表格软件打开后另存为新文件"
        )
    is_far = any(survey.has_far or survey.is_sparse for survey in surveys.values())
    reader = _streamed if stream or is_far else _at_once
    reader(path, limits, emit, surveys)


def read_xls(path: Path, limits: Limits, emit: Emit) -> None:
    """Send the sheets of an old .xls."""
    emit({"note": "旧格式 .xls：公式只取其结果，批注和图片没有读取；建议今后导出 .xlsx"})
    seen = survey_xls(path)
    if seen.from_1904:
        emit({"from_1904": True})
    _at_once(path, limits, emit, seen.surveys)


def _at_once(path: Path, limits: Limits, emit: Emit, surveys: dict[str, Survey] | list[Survey]) -> None:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as error:
        if "assword" in str(error):
            raise RefusedFileError("文件已加密：请取消密码，另存为 .xlsx 后再导入") from None
        raise RefusedFileError("不是有效的工作簿：文件不完整或已损坏。请重新下载或重新导出") from None
    count = Counted(limits)
    if isinstance(surveys, list):  # in the order of the sheets, whatever signs their names hold
        if len(surveys) != len(book.sheets_metadata):
            raise RefusedFileError("工作簿目录与工作表不符：请用表格软件另存为 .xlsx")
        surveys = {meta.name: seen for meta, seen in zip(book.sheets_metadata, surveys, strict=True)}
    for meta in book.sheets_metadata:
        if "WorkSheet" not in str(meta.typ):
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
            before = [""] * (0 if sheet.start is None else sheet.start[1])  # empty columns are left out
            table = sheet.iter_rows()  # one at a time: all at once would be as much memory again
        except CalamineError:
            raise RefusedFileError(f"工作表“{meta.name}”无法读取：请用表格软件另存为新文件") from None
        rows = ((number, [*before, *cells]) for number, cells in enumerate(table, 1))
        merges = sheet.merged_cell_ranges or []
        is_hidden = meta.visible != SheetVisibleEnum.Visible
        send_sheet(emit, meta.name, is_hidden, surveys.get(meta.name), merges, count.filled(rows))


def _streamed(path: Path, limits: Limits, emit: Emit, surveys: dict[str, Survey]) -> None:
    import openpyxl

    count = Counted(limits)
    with path.open("rb") as file:  # by its content: the copy has no extension
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            # Without a last column the missing rows in between cost next to nothing.
            rows = enumerate(sheet.iter_rows(values_only=True), 1)
            is_hidden = sheet.sheet_state != "visible"
            listed = (
                (number, [_decoded(cell) for cell in cells[: limits.columns]])
                for number, cells in rows
                if cells
            )
            send_sheet(emit, sheet.title, is_hidden, surveys.get(sheet.title), [], count.filled(listed))


def _decoded(cell: Any) -> Any:
    """Return a text with the signs that the format escapes, as the other reader does; half signs stay."""
    if type(cell) is not str or "_x" not in cell:
        return cell
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)


class Counted:
    """Counts filled rows and their characters over all sheets and refuses one too many."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = 0
        self.characters = 0

    def filled(self, rows: Iterable[tuple[int, list[Any]]]) -> Iterator[Row]:
        """Yield the rows that hold something, without the empty cells at their end."""
        columns = self.limits.columns
        for number, cells in rows:
            while cells and (cells[-1] is None or cells[-1] == ""):
                cells.pop()
            if not cells:
                continue
            self.rows += 1
            if self.rows > self.limits.rows:
                raise RefusedFileError(
                    f"有内容的行超过上限 {self.limits.rows:,} 行：请按年份或单位分成几个文件导入"
                )
            if len(cells) > columns:
                raise RefusedFileError(
                    f"第 {number} 行有 {len(cells):,} 栏，超过上限 {columns} 栏：请删去多余的栏后再导入"
                )
            self.characters += characters_of(cells)
            if self.characters > self.limits.text_characters:
                raise RefusedFileError(
                    f"到第 {number} 行为止，全部文字超过上限 {self.limits.text_characters:,} 字："
                    "请核对是否有长文字在各行重复，或按年份、单位分成几个文件导入"
                )
            yield number, cells


def characters_of(cells: list[Any]) -> int:
    """Return how many characters the texts of a row have."""
    return sum(len(cell) for cell in cells if type(cell) is str)


def send_sheet(
    emit: Emit, name: str, is_hidden: bool, survey: Survey | None, merges: Any, rows: Iterator[Row]
) -> None:
    """Send one sheet: what it is, its rows in batches, with errors and bare formulas put in their places."""
    survey = survey or Survey()
    if survey.lacks_places:
        raise RefusedFileError(f"工作表“{name}”有公式、错误值或隐藏行没有写明位置：请用表格软件另存为新文件")
    emit(
        {
            "sheet": name,
            "hidden": is_hidden,
            "merges": merges,
            "hidden_rows": survey.hidden_rows,
            "hidden_columns": [column - 1 for column in survey.hidden_columns],
            "formulas": survey.formulas,
            "empty_formulas": survey.empty_formulas,
            "far": survey.far_cells,
            "filter": survey.has_filter,
        }
    )
    marks = _marks(survey)
    batch: list[Row] = []
    characters = 0
    for number, cells in rows:
        for column, mark in marks.pop(number, ()):
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = mark
        batch.append((number, cells))
        characters += characters_of(cells)
        if len(batch) >= BATCH or characters > BATCH_CHARACTERS:
            emit({"rows": batch})
            batch, characters = [], 0
    batch.extend((number, _alone(found)) for number, found in sorted(marks.items()))
    emit({"rows": batch})


def _marks(survey: Survey) -> dict[int, list[tuple[int, object]]]:
    marks: dict[int, list[tuple[int, object]]] = {}
    kinds: tuple[tuple[list[str], object], ...] = (
        (survey.errors, ErrorCell()),
        (survey.bare_formulas, BareFormula()),
    )
    for references, mark in kinds:
        for reference in references:
            row, column = place(reference)
            marks.setdefault(row, []).append((column - 1, mark))
    return marks


def _alone(found: list[tuple[int, object]]) -> list[Any]:
    cells: list[Any] = [""] * (max(column for column, _ in found) + 1)
    for column, mark in found:
        cells[column] = mark
    return cells
