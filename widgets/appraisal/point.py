"""What is drawn of one point: of what it is made, and the objection to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.appraisal.lists import SHORT, corrected
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import facts
from workbench.law.appraisal_points import said
from workbench.queries.appraisal_workbook import NOT_APPLICABLE, between_words

if TYPE_CHECKING:
    from workbench.law.appraisal_parts import ItemObjection
    from workbench.queries.appraisals import Cell, MonthSheet, UnitSheet


def point_facts(sheet: MonthSheet, unit: UnitSheet, cell: Cell) -> Markup:
    """Return of what a point is made: numerator, denominator, period, day, snapshot."""
    told, line = sheet.appraisal, cell.line
    counted: Content = NOT_APPLICABLE
    if line is not None and cell.points is not None and cell.interval is not None:
        between = between_words(*cell.interval)
        counted = f"{line.numerator} / {line.denominator}，得 {said(cell.points)} 分（区间 {between}）"
    pairs: list[tuple[str, Content]] = [
        ("单位", unit.name),
        ("依据", cell.item.basis),
        ("分值", f"{cell.item.points}，保底 {cell.item.floor}"),
        ("做到 / 应办", [counted, corrected(cell)]),
        ("统计期", f"{told.month} 至 {told.end}"),
        ("截至", f"{told.as_of}"),
        ("固定快照", tag("code", told.snapshot[:SHORT], title=told.snapshot)),
        ("指标定义", f"版本 {cell.item.definition}"),
    ]
    return facts(pairs)


def objection_facts(sheet: MonthSheet, objection: ItemObjection) -> Markup:
    """Return an objection with its answer."""
    accounts = sheet.accounts
    pairs: list[tuple[str, Content]] = [
        ("异议", f"{objection.objected_on} {accounts.get(objection.account, objection.account)}"),
        ("理由", objection.reason),
    ]
    if objection.answered_on is None:
        pairs.append(("书面答复", "尚未答复"))
    else:
        by = objection.answered_by or ""
        verdict = "采纳" if objection.is_accepted else "不采纳"
        pairs.append(("书面答复", f"{objection.answered_on} {accounts.get(by, by)}：{verdict}"))
        pairs.append(("答复内容", objection.answer))
        if objection.is_accepted:
            numbers = f"{objection.numerator} / {objection.denominator}"
            pairs.append(("更正为", numbers if objection.denominator else NOT_APPLICABLE))
    return facts(pairs)
