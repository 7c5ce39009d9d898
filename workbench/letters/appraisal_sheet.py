"""The sheet of one unit in the monthly appraisal (单位月度考核表), from the sheet that a snapshot gave.

What was counted is what the frozen snapshot said, with what accepted objections corrected; nothing is counted
anew. No place among units is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from workbench.documents.content import (
    Block,
    Column,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Provenance,
    Signature,
    Table,
    chinese_day,
)
from workbench.indicators.appraisal_scores import METHOD, STANDING_WORDS
from workbench.law.appraisal_data import appraisal_data
from workbench.law.appraisal_points import said as points
from workbench.letters.passages import COPIES, ISSUER, TITLE, LetterError, Passage, Texts, copies, said
from workbench.queries.appraisals import Cell, MonthSheet, UnitSheet
from workbench.terms import AppraisalState, IssuedKind

REMARK: Final = Passage("说明", "考核情况的说明，可不填")
PASSAGES: Final = (TITLE, REMARK, ISSUER, COPIES)
NOT_APPLICABLE: Final = "不适用"


def subject_of(appraisal_no: str, unit: str) -> str:
    """Return how the sheet of a unit is named: the number of the appraisal and the unit's code."""
    return f"{appraisal_no} {unit}"


def read_subject(subject: str) -> tuple[str, str]:
    """Return number and unit of ``subject_of``; ``LetterError`` for anything else."""
    number, _, unit = subject.strip().partition(" ")
    if not unit.strip():
        raise LetterError(f"“{subject}”应写成考核表编号、空格、单位代码，如“KH-2026-10-1 430682D01”")
    return number, unit.strip()


def unit_sheet(
    sheet: MonthSheet, texts: Texts, *, issuer: str, issued_on: date | None, origin: Provenance
) -> Document:
    """Return the sheet of the one unit that ``sheet`` was narrowed to.

    ``LetterError`` while the office still drafts it, for an edition that another one replaces, and for a unit
    that is not in it.
    """
    told = sheet.appraisal
    if not sheet.units:
        raise LetterError(f"月考核“{told.appraisal_no}”中没有该单位：请从清单中选择")
    if sheet.state is AppraisalState.DRAFT:
        raise LetterError(f"月考核“{told.appraisal_no}”还在编制：请先交单位核对，再出具考核表")
    if sheet.replaced_by:
        raise LetterError(f"月考核“{told.appraisal_no}”已由“{sheet.replaced_by}”取代：请改选更正版")
    unit, month = sheet.units[0], f"{told.month.year}年{told.month.month}月"
    blocks: list[Block] = [
        Labelled("单位", unit.name),
        Labelled("考核月份", month),
        Labelled("考核表编号", f"{told.appraisal_no}（第{told.edition}版，{sheet.state.label}）"),
        Table(
            "考核项目和得分",
            (
                Column("考核项目", width=6),
                Column("依据", width=8),
                Column("分值", True, 3),
                Column("应办数", True, 3),
                Column("做到数", True, 3),
                Column("得分", True, 4),
                Column("得分区间（95%）", width=5),
            ),
            tuple(_row(cell) for cell in unit.cells),
            note=f"没有事项的项目{NOT_APPLICABLE}，不计入总分。{appraisal_data().source}。{METHOD}",
        ),
        Heading("一、考核结果"),
        Paragraph(_result(unit)),
        Heading("二、异议和答复"),
        *_objections(unit),
    ]
    if said(texts, REMARK.name):
        blocks += [Heading("三、说明"), Paragraph(said(texts, REMARK.name))]
    blocks.append(Signature("单位负责人"))
    own = (("考核数据截至日", chinese_day(told.as_of)), ("考核数据台账条数", str(told.ledger_size)))
    return Document(
        kind=IssuedKind.UNIT_SHEET,
        title=said(texts, TITLE.name) or f"{unit.name}{month}考核表",
        blocks=tuple(blocks),
        issuer=said(texts, ISSUER.name) or issuer,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=replace(origin, snapshot=told.snapshot, others=own),
    )


def _row(cell: Cell) -> tuple[str, ...]:
    item, line = cell.item, cell.line
    if line is None or cell.points is None or cell.interval is None:
        return (item.title, item.basis, str(item.points), "0", "0", NOT_APPLICABLE, NOT_APPLICABLE)
    low, high = cell.interval
    return (
        item.title,
        item.basis,
        str(item.points),
        str(line.denominator),
        str(line.numerator),
        points(cell.points),
        f"{points(low)}–{points(high)}",
    )


def _result(unit: UnitSheet) -> str:
    score = unit.score
    if score.total is None or score.low is None or score.high is None:
        return f"本月没有适用的项目，不计总分。与其他单位比较：{STANDING_WORDS[score.standing]}。"
    return (
        f"折算总分{points(score.total)}分（满分100分，95%区间{points(score.low)}–{points(score.high)}）。"
        f"与其他单位比较：{STANDING_WORDS[score.standing]}。各单位不排名次。"
    )


def _objections(unit: UnitSheet) -> list[Block]:
    rows = []
    for cell in unit.cells:
        found = cell.objection
        if found is None:
            continue
        result = "待答复" if found.is_accepted is None else ("采纳" if found.is_accepted else "不采纳")
        drafted = cell.drafted
        counted = f"{drafted.numerator}/{drafted.denominator}" if drafted is not None else "——"
        rows.append((cell.item.title, found.reason, found.answer or "——", result, counted))
    if not rows:
        return [Paragraph("单位没有提出异议。")]
    columns = (
        Column("考核项目", width=3),
        Column("异议理由", width=5),
        Column("书面答复", width=5),
        Column("结果", width=2),
        Column("更正前（做到/应办）", width=3),
    )
    return [Table("异议和答复", columns, tuple(rows), note="“——”表示没有更正或者还没有答复。")]
