"""Where in a sheet the table lies: titles above, one or two rows of headings, data, totals below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workbench.intake.columns import plain_heading
from workbench.intake.findings import Findings
from workbench.intake.merged import Filled, fill_merged
from workbench.intake.reading.cells import Row, Sheet
from workbench.intake.reading.survey import column_letters, place
from workbench.intake.text import shown

SEARCHED = 20  # filled rows in which the headings may lie
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "合计数", "总计数"})
_FOOTERS = ("制表", "填表", "审核", "备注", "说明", "注：", "注:", "负责人", "打印", "单位负责人", "统计人")


@dataclass(slots=True)
class Table:
    """The table of a sheet."""

    headings: list[str]
    rows: list[Row]
    totals: list[Row] = field(default_factory=list)
    heading_row: int = 1
    filled: Filled = field(default_factory=dict)

    def column(self, at: int) -> str:
        """Return a column as it is named to people: letters and heading."""
        heading = self.headings[at] if at < len(self.headings) else ""
        return f"{column_letters(at + 1)} {shown(heading, 20)}".strip()


def find_table(sheet: Sheet, is_known: Callable[[str], bool], findings: Findings) -> Table | None:
    """Return the table of a sheet, or ``None`` with a fault if no row of headings is recognised."""
    found = _heading_at(sheet.rows, is_known)
    if found is None:
        number = sheet.rows[0][0] if sheet.rows else None
        findings.fault(
            number,
            "",
            "",  # of a sheet without headings nobody knows which cells are about a person
            "找不到标题行：前 20 行中没有一行含有可识别的栏目名",
            "请在第一行写上栏目名（可用“导入模板”），或指定栏目对应",
        )
        return None
    first, headings, used = _with_second_row(sheet, found, is_known)
    for number, cells in sheet.rows[:first]:
        findings.correct(number, "", _counted(cells), "（不导入）", "标题行以上的表名等文字，不作数据")
    body = sheet.rows[first + used :]
    table = Table(headings, [], heading_row=sheet.rows[first][0])
    table.filled = fill_merged(sheet, body, table.column, findings)
    for row in body:
        number, cells = row
        if any(plain_heading(str(cell)) in _TOTALS for cell in cells[:3] if isinstance(cell, str)):
            table.totals.append(row)
            findings.correct(number, "", _counted(cells), "（不导入）", "合计行，核对后不作数据")
        elif _repeats(headings, cells):
            findings.correct(number, "", _counted(cells), "（不导入）", "重复的标题行，不作数据")
        elif _is_footer(cells):
            findings.correct(number, "", _counted(cells), "（不导入）", "表尾说明文字，不作数据")
        else:
            table.rows.append(row)
    _tell_formulas(sheet, table, findings)
    return table


def _heading_at(rows: list[Row], is_known: Callable[[str], bool]) -> int | None:
    scores = [
        sum(1 for cell in cells if isinstance(cell, str) and is_known(cell)) for _, cells in rows[:SEARCHED]
    ]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else None


def _with_second_row(sheet: Sheet, found: int, is_known: Callable[[str], bool]) -> tuple[int, list[str], int]:
    """Return where the headings begin (index), the headings, and how many rows they take."""
    for top in (found, found - 1):
        if top < 0 or top + 1 >= len(sheet.rows):
            continue
        number, cells = sheet.rows[top]
        below_number, below = sheet.rows[top + 1]
        spans = [
            (start[1], end[1])
            for start, end in sheet.merges
            if start[0] == end[0] == number - 1 and end[1] > start[1]
        ]
        # A title over the whole width is no heading; groups are narrower than the table.
        spans = [span for span in spans if span[1] - span[0] + 1 < max(len(cells), len(below))]
        if not spans or below_number != number + 1:
            continue
        upper = list(cells) + [None] * (len(below) - len(cells))
        for start, end in spans:
            upper[start : end + 1] = [upper[start]] * (min(end + 1, len(upper)) - start)
        lower = list(below) + [None] * (len(upper) - len(below))
        return top, [_one(a, b, is_known) for a, b in zip(upper, lower, strict=True)], 2
    return found, ["" if cell is None else str(cell).strip() for cell in sheet.rows[found][1]], 1


def _one(upper: Any, lower: Any, is_known: Callable[[str], bool]) -> str:
    above, below = str(upper or "").strip(), str(lower or "").strip()
    if not below or above == below:
        return above
    joined = above + below
    return joined if is_known(joined) or not is_known(below) else below


def _repeats(headings: list[str], cells: list[Any]) -> bool:
    """Return whether a row says what the headings say, as on every page of a print."""
    told = [(at, cell) for at, cell in enumerate(cells) if cell is not None]
    return len(told) >= 2 and all(
        isinstance(cell, str) and at < len(headings) and cell.strip() == headings[at] for at, cell in told
    )


def _is_footer(cells: list[Any]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return len(filled) <= 2 and isinstance(filled[0], str) and filled[0].strip().startswith(_FOOTERS)


def _tell_formulas(sheet: Sheet, table: Table, findings: Findings) -> None:
    numbers = {number for number, _ in table.rows}
    for references, result, why in (
        (sheet.formulas, "公式的结果", "单元格是公式，取文件中保存的结果"),
        (sheet.empty_formulas, "（空）", "单元格是公式，文件中保存的结果是空的"),
    ):
        for reference in references:
            row, column = place(reference)
            if row in numbers:
                findings.correct(row, table.column(column - 1), "（公式）", result, why)
    for reference in sheet.far_cells:
        row, column = place(reference)
        findings.correct(
            row,
            column_letters(column),
            "（远离表格的单元格）",
            "（不导入）",
            "超出可读栏数的单元格，不作数据",
        )


def _counted(cells: list[Any]) -> str:
    """Say how much stands in a row beside the table: it may name who filled it in, or be a row of data."""
    return f"（{sum(cell is not None for cell in cells)} 格，见原件）"
