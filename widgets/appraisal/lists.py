"""What is drawn of appraisals: months, the matrix of a month, a unit's sheet, the cases behind a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.parts.line_table import Cell as Place
from widgets.parts.line_table import Line
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import empty, facts, label, table
from widgets.parts.values import Tag, Tone
from workbench.indicators.appraisal_scores import STANDING_WORDS, Standing
from workbench.law.appraisal_points import said
from workbench.queries.appraisal_workbook import NOT_APPLICABLE, between_words
from workbench.terms import AppraisalState

if TYPE_CHECKING:
    from workbench.law.appraisal_parts import ItemObjection
    from workbench.queries.appraisals import AppraisalLine, Cell, MonthSheet, UnitSheet

MONTH_HEAD = ("编号", "考核月份", "版次", "状态", "截至", "异议", "固定快照")
TONES: dict[AppraisalState, Tone] = {
    AppraisalState.DRAFT: "quiet",
    AppraisalState.PUBLISHED: "soon",
    AppraisalState.FINAL: "done",
}
STANDING_TONES: dict[Standing, Tone] = {Standing.ABOVE: "done", Standing.BELOW: "late"}
SHORT = 12  # signs of a hash, as below every figure


def month_line(one: AppraisalLine) -> Line:
    """Return an edition of a month; its number opens it."""
    told = one.appraisal
    replaced = f"已由 {one.replaced_by} 取代" if one.replaced_by else ""
    state = Place(one.state.label, "quiet" if replaced else TONES[one.state], note=replaced)
    waiting = f"待答复 {one.waiting} 项" if one.waiting else ""
    return Line(
        (
            Place(told.appraisal_no, keeps=True),
            Place(f"{told.month.year}年{told.month.month}月", keeps=True),
            Place(f"第{told.edition}版", note=f"更正：{told.why}" if told.why else ""),
            state,
            Place(f"{told.as_of}", keeps=True),
            Place(f"{one.objections} 项" if one.objections else "无", note=waiting),
            Place(told.snapshot[:SHORT], keeps=True, note=f"台账第 {told.ledger_size:,} 条"),
        ),
        told.appraisal_no,
    )


def month_facts(sheet: MonthSheet) -> Markup:
    """Return what stands above a sheet: when, from which facts, until when one may object."""
    told = sheet.appraisal
    state: list[Content] = [label(Tag(sheet.state.label, TONES[sheet.state]))]
    if sheet.replaced_by:
        href = link("appraisal", no=sheet.replaced_by)
        state += ["　已由更正版 ", tag("a", sheet.replaced_by, href=href), " 取代"]
    pairs: list[tuple[str, Content]] = [
        ("考核月份", f"{told.month.year}年{told.month.month}月（第{told.edition}版）"),
        ("状态", state),
        ("编制", f"{told.drafted_on} {sheet.accounts.get(told.drafted_by, told.drafted_by)}"),
        ("截至", f"{told.as_of}　台账第 {told.ledger_size:,} 条"),
        ("固定快照", tag("code", told.snapshot[:SHORT], title=told.snapshot)),
    ]
    if told.why:
        pairs.append(("更正理由", f"{told.why}（更正 {told.replaces}）"))
    if told.published_on:
        pairs.append(("核对期间", f"{told.published_on} 至 {told.object_until}"))
    if told.final_on:
        pairs.append(("定稿", f"{told.final_on}"))
    return facts(pairs)


def matrix(sheet: MonthSheet) -> Markup:
    """Return all units and items; every point opens its cases. Units stand in the order of the directory."""
    number = sheet.appraisal.appraisal_no
    items = sheet.appraisal.items
    head = ("单位", *(f"{one.title}（{one.points}）" for one in items), "折算总分", "与其他单位比较")
    rows = []
    for unit in sheet.units:
        name = tag("a", unit.name, href=link("appraisal", no=number, unit=unit.unit))
        points = [_point(number, unit.unit, cell) for cell in unit.cells]
        rows.append((name, *points, _total(unit), _standing(unit)))
    month = sheet.appraisal.month
    caption = f"{month.year}年{month.month:02}月各单位考核"
    return table(head, rows, caption=caption, numbers=range(1, len(items) + 2))


def unit_table(sheet: MonthSheet, unit: UnitSheet) -> Markup:
    """Return one unit's sheet, item by item."""
    number, rows = sheet.appraisal.appraisal_no, []
    for cell in unit.cells:
        href = link("appraisal", no=number, unit=unit.unit, item=cell.item.figure)
        line, floor = cell.line, f"，保底 {cell.item.floor}" if cell.item.floor else ""
        counted = f"{line.numerator} / {line.denominator}" if line else NOT_APPLICABLE
        points = said(cell.points) if cell.points is not None else "—"
        between = between_words(*cell.interval) if cell.interval else "—"
        rows.append(
            (
                tag("a", cell.item.title, href=href),
                cell.item.basis,
                f"{cell.item.points}{floor}",
                [counted, corrected(cell)],
                points,
                between,
                _objection(cell.objection),
            )
        )
    head = ("考核项目", "依据", "分值", "做到 / 应办", "得分", "得分区间（95%）", "异议")
    return table(head, rows, caption=f"{unit.name}考核表", numbers=(2, 3, 4, 5))


def score_facts(unit: UnitSheet) -> Markup:
    """Return the total of a unit with its interval and how it stands."""
    score = unit.score
    if score.total is None or score.low is None or score.high is None:
        return empty("本月各项都没有应办的事项：不适用，不折算成分数。")
    applied = [cell for cell in unit.cells if cell.line is not None]
    return facts(
        [
            ("折算总分", f"{said(score.total)}（区间 {between_words(score.low, score.high)}）"),
            ("适用", f"{len(applied)} 项，分值合计 {sum(cell.item.points for cell in applied)}，按100分折算"),
            ("事项", f"{score.cases} 件（项）"),
            ("与其他单位比较", STANDING_WORDS[score.standing]),
        ]
    )


def objection_table(sheet: MonthSheet) -> Markup:
    """Return the objections of a month, those that wait for an answer first."""
    names = {one.unit: one.name for one in sheet.units}
    titles = {one.figure: one.title for one in sheet.appraisal.items}
    told = sorted(sheet.appraisal.objections, key=lambda one: (one.answered_on is not None, one.objected_on))
    number = sheet.appraisal.appraisal_no
    rows = [
        (
            tag(
                "a",
                f"{names.get(one.unit, one.unit)} · {titles.get(one.figure, one.figure)}",
                href=link("appraisal", no=number, unit=one.unit, item=one.figure),
            ),
            tag("span", f"{one.objected_on}", class_="wb-keep"),
            one.reason,
            one.answer or "尚未答复",
            _objection(one),
        )
        for one in told
    ]
    return table(("单位和项目", "提出", "理由", "书面答复", "结果"), rows, caption="异议")


def _point(number: str, unit: str, cell: Cell) -> Content:
    if cell.line is None or cell.points is None:
        return tag("span", "—", title=NOT_APPLICABLE)
    href = link("appraisal", no=number, unit=unit, item=cell.item.figure)
    mark = "*" if cell.drafted is not None or cell.objection is not None else ""
    counted = f"{cell.line.numerator}/{cell.line.denominator}"
    return [tag("a", said(cell.points), mark, href=href), tag("small", counted)]


def _total(unit: UnitSheet) -> Content:
    score = unit.score
    if score.total is None or score.low is None or score.high is None:
        return NOT_APPLICABLE
    return [tag("strong", said(score.total)), tag("small", between_words(score.low, score.high))]


def _standing(unit: UnitSheet) -> Content:
    standing = unit.score.standing
    tone = STANDING_TONES.get(standing)
    words = STANDING_WORDS[standing]
    return label(Tag(words, tone)) if tone else tag("small", words)


def corrected(cell: Cell) -> Content:
    """Return what an item said before an accepted objection corrected it."""
    if cell.drafted is None:
        return None
    return tag("small", f"编制时 {cell.drafted.numerator} / {cell.drafted.denominator}，异议采纳后更正")


def _objection(objection: ItemObjection | None) -> Content:
    if objection is None:
        return ""
    if objection.answered_on is None:
        return label(Tag("待答复", "soon"))
    return label(Tag("已采纳", "done") if objection.is_accepted else Tag("未采纳", "quiet"))
