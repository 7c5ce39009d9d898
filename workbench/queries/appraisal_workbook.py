"""An appraisal as a workbook: every unit and item with numerator, denominator, points and interval."""

from __future__ import annotations

from typing import Final

from workbench.indicators.appraisal_scores import METHOD, STANDING_WORDS
from workbench.law.appraisal_data import appraisal_data
from workbench.law.appraisal_points import said
from workbench.queries.appraisals import Cell, MonthSheet
from workbench.workbook import Heading, Proof, write_table

HEADINGS: Final = (
    Heading("单位", 20),
    Heading("考核项目", 18),
    Heading("依据", 30),
    Heading("分值", 8),
    Heading("保底分", 8),
    Heading("应办数", 8),
    Heading("做到数", 8),
    Heading("得分", 8),
    Heading("得分区间（95%）", 14),
    Heading("编制时应办数", 10),
    Heading("编制时做到数", 10),
    Heading("异议理由", 36),
    Heading("书面答复", 36),
    Heading("折算总分", 10),
    Heading("总分区间（95%）", 14),
    Heading("与其他单位比较", 20),
)
NOT_APPLICABLE: Final = "不适用"


def appraisal_workbook(sheet: MonthSheet, *, proof: Proof | None = None) -> bytes:
    """Return an .xlsx, one row per unit and item that the viewer may see, in the order of the directory."""
    told = sheet.appraisal
    rows = []
    for unit in sheet.units:
        score = unit.score
        total = NOT_APPLICABLE if score.total is None else said(score.total)
        between = "" if score.low is None or score.high is None else between_words(score.low, score.high)
        for cell in unit.cells:
            rows.append([unit.name, *_cell(cell), total, between, STANDING_WORDS[score.standing]])
    state = f"{sheet.state.label}{f'，已由 {sheet.replaced_by} 取代' if sheet.replaced_by else ''}"
    notes = [
        f"{told.month.year}年{told.month.month}月 月考核 {told.appraisal_no}（第{told.edition}版，{state}）",
        f"截至 {told.as_of} · 台账第 {told.ledger_size} 条 · 固定快照 {told.snapshot}",
        "没有事项的项目不适用，不计入分母；折算总分=得分之和÷适用项目分值之和×100。",
        METHOD,
        appraisal_data().source,
    ]
    if told.why:
        notes.insert(1, f"更正 {told.replaces}，理由：{told.why}")
    return write_table(HEADINGS, rows, title=f"{told.month:%Y-%m} 月考核", notes=notes, proof=proof)


def between_words(low: float, high: float) -> str:
    """Return an interval of points as it is printed."""
    return f"{said(low)}–{said(high)}"


def _cell(cell: Cell) -> list[object]:
    item, line, before, objection = cell.item, cell.line, cell.drafted, cell.objection
    counted: list[object] = [NOT_APPLICABLE] * 4
    if line is not None and cell.points is not None and cell.interval is not None:
        counted = [line.denominator, line.numerator, said(cell.points), between_words(*cell.interval)]
    drafted: list[object] = ["", ""] if before is None else [before.denominator, before.numerator]
    words = ["", ""] if objection is None else [objection.reason, objection.answer or "尚未答复"]
    return [item.title, item.basis, item.points, item.floor, *counted, *drafted, *words]
