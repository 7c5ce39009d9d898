"""What is drawn of one point: of what it is made, the objection to it, the cases behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from widgets.address import link
from widgets.appraisal.lists import SHORT, corrected
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import empty, facts, label, table
from widgets.parts.values import Tag
from workbench.law.appraisal_points import said
from workbench.queries.appraisal_draft import MOST
from workbench.queries.appraisal_workbook import NOT_APPLICABLE, between_words
from workbench.terms import CommitmentKind

if TYPE_CHECKING:
    from workbench.law.appraisal_parts import ItemObjection
    from workbench.queries.appraisal_draft import CaseBehind
    from workbench.queries.appraisals import Cell, MonthSheet, UnitSheet

APP_OF = {
    CommitmentKind.MILESTONE: "ownership",
    CommitmentKind.AGREED_ITEM: "meeting",
    CommitmentKind.ORDER: "supervision",
    CommitmentKind.PROPOSAL: "supervision",
    CommitmentKind.INSTRUCTION: "reception",
    CommitmentKind.RECEPTION: "reception",
    CommitmentKind.SCREENING: "screening",
    CommitmentKind.FILE_REVIEW: "file_review",
}


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


def case_table(cases: Sequence[CaseBehind]) -> Markup:
    """Return the cases behind a point, those not in time first."""
    if not cases:
        return empty("快照中该单位该项没有应办的事项。")
    rows = [
        (
            tag("a", one.case_no, href=link("case_review", case=one.case_no)) if one.case_no else "—",
            [one.title or "", _pledge(one)],
            f"{one.due_on}",
            f"{one.done_on}" if one.done_on else "—",
            label(Tag("做到", "done") if one.is_passed else Tag("未做到", "late")),
        )
        for one in cases
    ]
    head = ("信访件", "事项", "期限", "完成", "结果")
    return tag(
        "div",
        table(head, rows, caption="所依据的事项"),
        tag("p", f"只列前 {MOST} 件。", class_="wb-small") if len(cases) >= MOST else None,
    )


def _pledge(one: CaseBehind) -> Content:
    if one.kind is None:
        return None
    words = f"{one.kind.label} {one.number or ''}"
    app = APP_OF.get(one.kind)
    return tag("small", tag("a", words, href=link(app)) if app else words)
