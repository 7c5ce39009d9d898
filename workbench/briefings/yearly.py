"""What article 41 of the regulation demands of the yearly report, and the years beside each other.

Article 41: (1) statistics, the fields concerned, the units complained of most; (2) forwarding, assigning and
supervision; (3) the three proposals and their adoption; (4) what else should be reported. Units are named,
people never.
"""

from __future__ import annotations

from typing import Final

from workbench.briefings import stock_tables, tables
from workbench.briefings.briefing import Section
from workbench.briefings.contents import contents
from workbench.briefings.office import office_blocks
from workbench.briefings.parts import (
    Counted,
    after_blocks,
    definition_section,
    headline_blocks,
    promise_blocks,
    stock_blocks,
    volume_blocks,
    work_blocks,
)
from workbench.briefings.sentences import sentence
from workbench.briefings.stock import about_no_unit, complained_of, proposed, sent
from workbench.documents.content import Block, Column, Paragraph, Table
from workbench.indicators.evaluate import evaluate_together
from workbench.queries.records_begin import no_base

UNITS: Final = 10
CAUSE_LAYOUT: Final = 14  # of snapshots that keep which unit a matter complains of
BY_CAUSE: Final = "按本年登记事项的引发单位（信访人所投诉的单位）计；没有登记引发单位的{left:,}件不在其内；"
BY_HANDLER: Final = (
    "按本年登记事项的责任单位（承办单位）计，承办单位不一定就是信访人所投诉的单位，引用前请逐项核对；"
)
NO_JUDGEMENT: Final = "检举控告依法保密，不在其内。件数与单位的职责、服务的人口有关，不是对单位工作的评价。"
OUTCOME_LAYOUT: Final = 8  # of snapshots that keep whether a proposal was adopted
_FORWARDING: Final = ("forwarded_on_time", "reported_back_on_time", "orders_answered")


def yearly_sections(counted: Counted) -> tuple[Section, ...]:
    """Return the four parts of article 41, the last of them with the work of the year and its years."""
    return (
        Section("主要情况", tuple(headline_blocks(counted))),
        Section("信访事项的数据统计、涉及领域和被投诉较多的单位", tuple(_statistics(counted))),
        Section("转送、交办和督办情况", tuple(_sent(counted))),
        Section("改进工作、完善政策、追究责任三项建议及采纳情况", tuple(_proposals(counted))),
        Section("法定时限内的办理", tuple(work_blocks(counted))),
        Section("年末在办和超期", tuple(stock_blocks(counted))),
        Section("承诺事项的落实", tuple((*promise_blocks(counted), *after_blocks(counted)))),
        Section("党委政府听取汇报和年度考核", tuple(office_blocks(counted))),
        definition_section(counted),
    )


def _statistics(counted: Counted) -> list[Block]:
    blocks = volume_blocks(counted)
    blocks.append(_years(counted))
    return [*blocks, *_complained_of(counted)]


def _complained_of(counted: Counted) -> list[Block]:
    """Return the units complained of most: by the unit registered as such (引发单位), never by a guess."""
    period, is_known = counted.periods[0], counted.layout >= CAUSE_LAYOUT
    rows = complained_of(counted.facts, period, UNITS, column="cause_unit" if is_known else "unit")
    left = about_no_unit(counted.facts, period) if is_known else 0
    if not rows:
        words = f"本年登记的申诉求决、意见建议{left:,}件，都没有登记引发单位，列不出被投诉较多的单位。"
        return [Paragraph(words)] if left else []
    columns = (
        Column("单位", width=4),
        Column("申诉求决（件）", numeric=True, width=2),
        Column("意见建议（件）", numeric=True, width=2),
        Column("合计（件）", numeric=True, width=2),
    )
    told = tuple((one.name, str(one.claims), str(one.suggestions), str(one.cases)) for one in rows)
    basis = BY_CAUSE.format(left=left) if is_known else BY_HANDLER
    return [Table("被投诉较多的单位", columns, told, basis + NO_JUDGEMENT)]


def _years(counted: Counted) -> Table:
    """Return the volumes and the shares that do not ripen, of three years."""
    ids = (*contents().volumes, *contents().core, *contents().promises)
    chosen = [one.indicator for one in counted.of(ids) if not one.indicator.ripens]
    periods = counted.periods[::-1]
    spans = (counted.span.a_year_ago, counted.span.before, counted.span)
    figures = [
        evaluate_together(counted.facts, chosen, period=period, as_of=counted.as_of) for period in periods
    ]
    missing = [[no_base(counted.facts, one, period) for one in chosen] for period in periods]
    return tables.year_table("三年对照", spans, figures, missing)


def _sent(counted: Counted) -> list[Block]:
    told = [sent(counted.facts, period) for period in counted.periods]
    (forwarded, assigned), *_ = told
    both = list(zip(told, counted.missing, strict=True))
    rows = (
        ("信访部门转送、交办（项）", *(str(one) if one else tables.absent(no) for (one, _), no in both)),
        ("其中要求反馈结果的交办（项）", *(str(one) if one else tables.absent(no) for (_, one), no in both)),
    )
    columns = (
        Column("项目", width=3),
        *(Column(word, numeric=True) for word in ("本期", *counted.words)),
    )
    found = [one for one in counted.of(_FORWARDING) if one.now.denominator]
    return [
        Paragraph(
            f"信访部门本年转送、交办信访事项{forwarded:,}项，其中交办并要求反馈办理结果的{assigned:,}项。"
        ),
        Table("转送和交办", columns, rows, tables.missing_note(("本期", *counted.words), counted.missing)),
        *(Paragraph(sentence(one, counted.words)) for one in found),
        *((tables.figure_table("转送、反馈和督办的时限", found, counted.words),) if found else ()),
    ]


def _proposals(counted: Counted) -> list[Block]:
    if counted.layout < OUTCOME_LAYOUT:
        return [
            Paragraph(
                "所用快照由较早的软件固定，没有三项建议的种类和采纳情况；请重新固定快照后再编年度报告。"
            )
        ]
    found = proposed(counted.facts, counted.periods[0], counted.as_of)
    issued = sum(one.issued for one in found)
    if not issued:
        return [Paragraph("本年没有发出改进工作、完善政策、追究责任的建议。")]
    taken = sum(one.adopted + one.partly for one in found)
    waiting = sum(one.waiting for one in found)
    words = f"本年发出三项建议{issued:,}件，采纳或部分采纳{taken:,}件，尚未书面反馈{waiting:,}件。"
    return [Paragraph(words), stock_tables.proposal_table("三项建议及采纳情况", found)]
