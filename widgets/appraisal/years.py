"""What is drawn of yearly assessments: the years, one year's units and items, one unit month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.appraisal.state import YEARS
from widgets.parts.line_table import Cell as Place
from widgets.parts.line_table import Line
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import facts, table
from workbench.law.year_assessment import counts_words

if TYPE_CHECKING:
    from workbench.queries.year_assessments import Counts, YearLine, YearUnit

HEAD = ("编号", "考核年份", "考核日期", "所依据的月考核", "通报", "送交")
NOTE = (
    "《信访工作条例》第三十九条第一款：以依规依法及时就地解决信访问题为导向，每年考核；"
    "结果在适当范围内通报，并作为综合考核评价的重要参考"
)
ORDER_NOTE = "全年各月做到数 / 应办数之和；按单位名录排列，不折算分数，不排名次；点开单位看各月"
MONTH_NOTE = "做到数 / 应办数；点开看当月所依据的事项"


def year_line(one: YearLine) -> Line:
    """Return an edition of a year; its number opens it."""
    told = one.assessment
    replaced = f"已由 {one.replaced_by} 取代" if one.replaced_by else ""
    return Line(
        (
            Place(told.assessment_no, keeps=True, note=replaced),
            Place(f"{told.year}年", keeps=True, note=f"更正：{told.why}" if told.why else ""),
            Place(f"{told.assessed_on}", keeps=True),
            Place(f"{len(one.sheets)} 个月"),
            Place(f"{told.circulated_on or '尚未通报'}"),
            Place(f"{told.referred_on or '尚未送交'}"),
        ),
        told.assessment_no,
    )


def year_facts(one: YearLine) -> Markup:
    """Return on what a year rests, what was found, to whom it was made known and handed on."""
    told = one.assessment
    sheets: list[Content] = [
        [tag("a", f"{month.month}月", href=link("appraisal", no=no)), "　"] for no, month in one.sheets
    ]
    pairs: list[tuple[str, Content]] = [
        ("考核年份", f"{told.year}年（第{told.edition}版）"),
        ("考核", f"{told.assessed_on}　{told.paper}"),
        ("考核情况", told.found),
        ("依据月考核", sheets or "无"),
    ]
    if told.missing_why:
        pairs.append(("缺月原因", told.missing_why))
    if told.why:
        pairs.append(("更正理由", told.why))
    if one.replaced_by:
        href = link("appraisal", tab=YEARS, no=one.replaced_by)
        pairs.append(("取代", ["已由更正版 ", tag("a", one.replaced_by, href=href), " 取代"]))
    if one.corrected:
        pairs.append(("后经更正月份", "、".join(one.corrected)))
    if told.circulated_on:
        pairs.append(("通报", f"{told.circulated_on}　范围：{told.scope}　{told.circulated_paper}"))
    if told.referred_on:
        pairs.append(("送交", f"{told.referred_on}　{told.referred_to}　{told.referred_paper}"))
    return facts(pairs)


def matrix(one: YearLine) -> Markup:
    """Return all units with the sums of the year; a unit opens its months."""
    rows: list[tuple[Content, ...]] = []
    for unit in one.units:
        href = link("appraisal", tab=YEARS, no=one.assessment.assessment_no, unit=unit.unit)
        sums = [counts_words(unit.sums.get(figure)) for figure, _ in one.items]
        rows.append((tag("a", unit.name, href=href), *sums))
    head = ("单位", *(title for _, title in one.items))
    caption = f"{one.assessment.year}年各单位履行义务的情况"
    return table(head, rows, caption=caption, numbers=range(1, len(head)))


def unit_table(one: YearLine, unit: YearUnit) -> Markup:
    """Return a unit month by month; every count opens its cases."""
    rows: list[tuple[Content, ...]] = []
    for figure, title in one.items:
        months = [_month(no, unit, figure, unit.months.get(no, {}).get(figure)) for no, _ in one.sheets]
        rows.append((title, *months, counts_words(unit.sums.get(figure))))
    head = ("项目", *(f"{month.month}月" for _, month in one.sheets), "全年")
    caption = f"{unit.name}{one.assessment.year}年各月"
    return table(head, rows, caption=caption, numbers=range(1, len(head)))


def _month(number: str, unit: YearUnit, figure: str, counts: Counts | None) -> Content:
    if counts is None:
        return "—"
    return tag("a", counts_words(counts), href=link("appraisal", no=number, unit=unit.unit, item=figure))
