"""Merged cells: every row of a range has the value of its first; what does not show is not taken in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbench.intake.columns import Kind, shipped_vocabulary
from workbench.intake.findings import Findings
from workbench.intake.reading.cells import Row, Sheet

if TYPE_CHECKING:
    from workbench.intake.layout import Table

# Cells under merged ranges; more are only there where ranges lie over each other.
MOST, WIDEST = 2_000_000, 200
Filled = dict[int, tuple[int, int, int]]  # column → the first range filled: its row, first and last filled


def fill_merged(sheet: Sheet, body: list[Row], name_of: Callable[[int], str], findings: Findings) -> Filled:
    """Give every row of a merged range the value of its first, inside it only; return what was filled."""
    filled: Filled = {}
    if not sheet.merges or not body:
        return filled
    numbers = [number for number, _ in body]
    ranges = []
    for (top, left), (bottom, right) in sheet.merges:
        begin, end = bisect_left(numbers, top + 1), bisect_right(numbers, bottom + 1)
        if begin < end and numbers[begin] == top + 1:
            ranges.append((begin, end, left, min(right, WIDEST)))
    covered = sum((end - begin) * (right - left + 1) for begin, end, left, right in ranges)
    if covered > min(MOST, len(body) * WIDEST):
        findings.fault(None, "", "", "合并单元格互相重叠，内容不可信", "请用表格软件另存为新文件")
        return filled
    for begin, end, left, right in ranges:
        top = numbers[begin]
        value = _cell(body[begin][1], left)
        _refuse_unseen(body[begin:end], value, left, right, name_of, findings)
        rows = [row for row in body[begin + 1 : end] if value is not None and _cell(row[1], left) is None]
        for _, cells in rows:
            cells.extend([None] * (left + 1 - len(cells)))
            cells[left] = value
        if rows:
            first, last = rows[0][0], rows[-1][0]
            filled.setdefault(left, (top, first, last))
            told = f"第 {first}–{last} 行同此值"
            findings.correct(top, name_of(left), "（合并单元格）", told, "合并单元格按其范围向下填充")
    return filled


def refuse_shared_counts(table: Table, columns: dict[str, tuple[int, ...]], findings: Findings) -> None:
    """Refuse a count over several rows: of each it would be counted again."""
    fields = shipped_vocabulary().fields
    for fact, places in columns.items():
        if fields[fact].kind is not Kind.COUNT:
            continue
        for at in places:
            if at in table.filled:
                row, first, last = table.filled[at]
                reason = (
                    f"{fields[fact].label}是合并单元格，第 {row} 行和第 {first}–{last} 行各是几个，说不准"
                )
                findings.fault(row, table.column(at), "", reason, "请取消合并，逐行填写")


def _refuse_unseen(
    rows: list[Row], value: Any, left: int, right: int, name_of: Callable[[int], str], findings: Findings
) -> None:
    for at, (number, cells) in enumerate(rows):
        for column in range(left + (at == 0), min(right + 1, len(cells))):
            cell = cells[column]
            if cell is not None and cell != value and str(cell).strip():
                reason = "合并单元格下面另有看不见的内容，与显示的不同"
                findings.fault(number, name_of(column), "", reason, "请取消合并，核对后重新导出")


def _cell(cells: list[Any], at: int) -> Any:
    return cells[at] if at < len(cells) else None
