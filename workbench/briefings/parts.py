"""Paragraphs, tables and charts that several kinds of briefing share, made of what was counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from workbench.briefings import pictures, stock_tables, tables
from workbench.briefings.briefing import Section
from workbench.briefings.contents import contents
from workbench.briefings.figures import BriefingFigure
from workbench.briefings.headlines import changes_sentence, demands_sentence, promises_sentence
from workbench.briefings.sentences import NO_MERIT, late_sentence, sentence, waiting_sentence
from workbench.briefings.spans import Span, spans_until
from workbench.briefings.stock import (
    Promised,
    UnitLoad,
    ages,
    late_duties,
    late_matters,
    promised,
    unit_loads,
)
from workbench.documents.content import Block, Paragraph, Table, chinese_day
from workbench.indicators.catalogue import Indicator
from workbench.indicators.evaluate import Figure, Period, evaluate
from workbench.indicators.waiting import Durations
from workbench.queries.comparison import METHOD
from workbench.queries.lateness import OPEN_LATE_NAME
from workbench.queries.left_out import left_out_words
from workbench.queries.records_begin import NoBase, no_records, records_begin
from workbench.terms import Channel, IssuedKind

if TYPE_CHECKING:
    from workbench.snapshots.engines import DuckFacts

BARS_SHOWN: Final = 12
MONTHS_SHOWN: Final = 13
_NONE: Final = "（未分类）"


@dataclass(frozen=True)
class Counted:
    """The facts of a snapshot and the figures of a span, from which the parts of its briefing are made.

    ``periods`` are the span itself, the one before, that of a year ago; ``layout`` is that of the snapshot,
    ``refused`` says which of its definitions are not counted any more, and why.
    """

    facts: DuckFacts
    definitions: Mapping[str, Indicator]
    span: Span
    periods: tuple[Period, Period, Period]
    as_of: date
    layout: int
    figures: tuple[BriefingFigure, ...]
    waits: tuple[Durations, ...]
    refused: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, str]:
        """Return what the two earlier periods are called."""
        return self.span.words_before

    def of(self, ids: Sequence[str]) -> list[BriefingFigure]:
        """Return the figures of one part of the briefing."""
        return [one for one in self.figures if one.indicator.id in ids]

    @cached_property
    def loads(self) -> tuple[UnitLoad, ...]:
        """Return what lies open per unit."""
        return unit_loads(self.facts, self.as_of)

    @cached_property
    def besides_waits(self) -> tuple[str, ...]:
        """Return what is in none of the waiting times, with its number."""
        period = self.periods[0]
        told = (
            (one.indicator, left_out_words(self.facts, one.indicator, period, self.as_of))
            for one in self.waits
        )
        return tuple(f"{of.name}：{words}。" for of, words in told if words)

    @cached_property
    def promised(self) -> tuple[Promised, ...]:
        """Return the promises beside the limits of the law."""
        return promised(self.facts, self.periods[0], self.as_of)

    @cached_property
    def begun(self) -> date | None:
        """Return from when there are records."""
        return records_begin(self.facts)

    @property
    def missing(self) -> tuple[NoBase | None, ...]:
        """Return of which of the three periods there are no records, or only of a part."""
        return tuple(no_records(self.facts, period) for period in self.periods)

    def by(self, name: str, by: str, period: Period) -> dict[str | None, Figure]:
        """Return a figure of a period by the codes of a dimension; nothing where it is not defined."""
        if name not in self.definitions:
            return {}
        definition = self.definitions[name]
        found = evaluate(self.facts, definition, period=period, as_of=self.as_of, by=by)
        return {one.group: one for one in found}

    def months(self, name: str) -> list[tuple[str, Figure | None]]:
        """Return a figure for each of the last thirteen months of the span's end; labels of two lines.

        Months before there were records are left out: they are no zeros.
        """
        end = self.periods[0].end
        spans = spans_until(Span(IssuedKind.MONTHLY_BRIEFING, end.year, end.month), MONTHS_SHOWN)
        begun = self.begun or spans[0].period.start
        spans = tuple(one for one in spans if one.period.end >= begun) or spans
        found = self.by(name, "month", Period(spans[0].period.start, end))
        return [(_month_label(one, spans), found.get(one.code)) for one in spans]


def work_blocks(counted: Counted) -> list[Block]:
    """Return what units did within the limits of the law, how long people waited, a chart of months."""
    core = counted.of(contents().core)
    return [
        *(Paragraph(sentence(one, counted.words)) for one in core if one.now.denominator),
        tables.figure_table("法定时限和办理质量", core, counted.words),
        *(Paragraph(waiting_sentence(one)) for one in counted.waits),
        stock_tables.wait_table("群众等了多久", counted.waits),
        *map(Paragraph, counted.besides_waits),
        pictures.shares("各月按期办结率", counted.months("concluded_on_time")),
    ]


def stock_blocks(counted: Counted) -> list[Block]:
    """Return what lies open and late at the end of the as-of day: by unit, by limit, by age."""
    loads = counted.loads
    late = [one for one in loads if one.late]
    blocks: list[Block] = []
    if any(one.late or one.soon for one in loads):
        blocks.append(stock_tables.unit_table("各单位在办和在办超期", loads))
    if late:
        bars = [pictures.Bar(one.name, one.late, one.open_cases - one.late) for one in late[:BARS_SHOWN]]
        caption = f"{OPEN_LATE_NAME}最多的单位" if len(late) > BARS_SHOWN else f"有{OPEN_LATE_NAME}事项的单位"
        blocks.append(pictures.lying(f"{caption}（件）", (OPEN_LATE_NAME, "在办未超期"), bars))
    duties = late_duties(counted.facts, counted.as_of)
    if duties:
        blocks.append(stock_tables.duty_table("超期未完成的法定义务", duties))
    found = ages(counted.facts)
    if any(one.open_cases for one in found):
        blocks.append(stock_tables.age_table("在办事项收到至今的时间", found))
    return blocks or [Paragraph(_late_words(counted))]


def headline_blocks(counted: Counted) -> list[Block]:
    """Return what whoever reads only the first page should know."""
    parts = contents()
    work = counted.of((*parts.core, *parts.promises))
    words = (
        _late_words(counted),
        demands_sentence(work),
        changes_sentence(work, counted.words),
        promises_sentence(counted.promised),
    )
    return [Paragraph(one) for one in words if one]


def _late_words(counted: Counted) -> str:
    words = late_sentence(sum(one.open_cases for one in counted.loads), late_matters(counted.facts))
    return f"截至{chinese_day(counted.as_of)}，{words}"


def promise_blocks(counted: Counted) -> list[Block]:
    """Return what leaders and units promised: kept, late."""
    due = [one for one in counted.of(contents().promises) if one.now.denominator]
    found = counted.promised
    if not found:
        return [Paragraph("本期没有登记的包案节点、议定事项、督办、建议、批示和接访安排。")]
    blocks: list[Block] = [Paragraph(sentence(one, counted.words)) for one in due]
    if due:
        blocks.append(tables.figure_table("到期承诺的落实", due, counted.words))
    blocks.append(stock_tables.promise_table("承诺事项的新增和逾期", found))
    return blocks


def volume_blocks(counted: Counted) -> list[Block]:
    """Return how many came, by which way and about what: neutral words, no order by number."""
    volumes = counted.of(contents().volumes)
    received = counted.months("received")
    shown = [(label, found.count if found is not None else 0) for label, found in received]
    blocks: list[Block] = [Paragraph(sentence(one, counted.words)) for one in volumes]
    blocks += [Paragraph(NO_MERIT), tables.count_table("来信来访情况", volumes, counted.words)]
    blocks.append(group_table(counted, "各渠道登记批次", "渠道", "channel"))
    blocks.append(group_table(counted, "各类内容登记批次", "内容分类", "topic_group"))
    blocks.append(pictures.columns("各月登记批次", "批次", shown))
    return blocks


def group_table(counted: Counted, caption: str, head: str, by: str) -> Table:
    """Return petitions by channel or topic in the three periods, in the order of codes."""
    found = [counted.by("received", by, period) for period in counted.periods]
    words = ("本期", *counted.words)
    return tables.group_table(caption, head, group_labels(found, by), found, words, missing=counted.missing)


def group_labels(found: Sequence[Mapping[str | None, Figure]], by: str) -> dict[str | None, str]:
    """Return the labels of all groups that occur, in the order of codes; what has none stands last."""
    codes = sorted({code for one in found for code in one if code})
    if by == "channel":
        labels: dict[str | None, str] = {one.value: one.label for one in Channel}
    else:
        labels = {code: code for code in codes}
    if any(not code for one in found for code in one):
        labels[None] = _NONE
    return labels


def after_blocks(counted: Counted) -> list[Block]:
    """Return what happened after an answer, with the words that keep it from being read as an aim."""
    after = [one for one in counted.of(contents().after) if one.now.denominator]
    if not after:
        return []
    words = "再次信访是群众的权利；未再信访不等于化解，也不等于满意。以下各项一并看，不设目标，不作排名。"
    return [Paragraph(words), tables.figure_table("答复以后的情况", after, counted.words)]


def definition_section(counted: Counted) -> Section:
    """Return how everything was counted and compared."""
    return Section(
        "口径和比较方法",
        (
            Paragraph(METHOD),
            *(Paragraph(f"{words}。") for words in counted.refused),
            tables.definition_table("指标口径", counted.figures),
        ),
    )


def _month_label(span: Span, spans: Sequence[Span]) -> str:
    shows_year = span.number == 1 or span == spans[0]
    return f"{span.number}月\n{span.year}年" if shows_year else f"{span.number}月"
