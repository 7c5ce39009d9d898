"""The result of a yearly assessment on paper (年度考核结果表), from the final monthly sheets that it names.

Nothing is counted anew: the sums are those of the sheets. No points, no order of units, no volumes.
"""

from __future__ import annotations

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
from workbench.law.limits import limit_on
from workbench.law.year_assessment import RULE, counts_words
from workbench.letters.passages import COPIES, ISSUER, TITLE, LetterError, Passage, Texts, copies, said
from workbench.queries.year_assessments import YearLine
from workbench.terms import IssuedKind

REMARK: Final = Passage("说明", "考核情况以外的说明，可不填")
PASSAGES: Final = (TITLE, REMARK, ISSUER, COPIES)
NOTE: Final = (
    "各格为全年做到数 / 应办数，是各月定稿数之和；“—”表示没有应办的事项。"
    "按单位名录排列，不折算分数，不排名次，不看来信来访的数量。"
)


def year_sheet(
    line: YearLine, texts: Texts, *, issuer: str, issued_on: date | None, origin: Provenance
) -> Document:
    """Return the sheet of a year; ``LetterError`` for an edition that another one replaces."""
    told = line.assessment
    if line.replaced_by:
        raise LetterError(f"“{told.assessment_no}”已由“{line.replaced_by}”取代：请改选更正版")
    blocks: list[Block] = [
        Labelled("考核年份", f"{told.year}年（第{told.edition}版）"),
        Labelled("年度考核编号", told.assessment_no),
        Labelled("考核日期", chinese_day(told.assessed_on)),
        Labelled("考核结果文号", told.paper),
        Labelled("所依据的月考核", _months(line)),
    ]
    if told.missing_why:
        blocks.append(Labelled("缺少月份的原因", told.missing_why))
    if told.why:
        blocks.append(Labelled("更正理由", told.why))
    blocks += [
        Labelled("通报", _became(told.circulated_on, "通报", told.scope, told.circulated_paper)),
        Labelled("送交", _became(told.referred_on, "送交", told.referred_to, told.referred_paper)),
        Heading("一、考核情况"),
        Paragraph(told.found),
        Heading("二、各单位情况"),
        _table(line),
    ]
    if said(texts, REMARK.name):
        blocks += [Heading("三、说明"), Paragraph(said(texts, REMARK.name))]
    blocks.append(Signature("负责人"))
    return Document(
        kind=IssuedKind.YEAR_SHEET,
        title=said(texts, TITLE.name) or f"{told.year}年信访工作年度考核结果",
        blocks=tuple(blocks),
        issuer=said(texts, ISSUER.name) or issuer,
        issued_on=issued_on,
        copies_to=copies(texts),
        provenance=origin,
    )


def _months(line: YearLine) -> str:
    if not line.sheets:
        return "无"
    return f"{len(line.sheets)}个月：{'、'.join(f'{month.month}月' for _, month in line.sheets)}"


def _became(on: date | None, what: str, where: str | None, paper: str | None) -> str:
    return f"尚未{what}" if on is None else f"{chinese_day(on)}，{where}，{paper}"


def _table(line: YearLine) -> Block:
    if not line.units:
        return Paragraph("所依据的月考核中没有单位。")
    columns = (Column("单位", width=4), *(Column(title, True, 3) for _, title in line.items))
    rows = tuple(
        (unit.name, *(counts_words(unit.sums.get(figure)) for figure, _ in line.items)) for unit in line.units
    )
    basis = limit_on(RULE, date(line.assessment.year, 12, 31)).basis
    corrected = f"考核后另有更正的月份：{'、'.join(line.corrected)}。" if line.corrected else ""
    return Table("各单位履行义务的情况", columns, rows, note=f"依据{basis}。{NOTE}{corrected}")
