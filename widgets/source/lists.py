"""What is drawn of source governance: topics, units, causes; every number opens its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.case_review.list_heads import ListHeads
from widgets.overview.links import Links
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import empty, label, table
from widgets.parts.values import Tag, Tone
from widgets.source.state import SPANS, Shown, SourceState
from workbench.access.gate import allow
from workbench.indicators.evaluate import Period
from workbench.indicators.statistics import Change, Verdict
from workbench.law.clauses import clause_text
from workbench.queries.case_filter import CaseFilter, ColumnTest
from workbench.queries.comparison import year_earlier
from workbench.queries.source_topics import UNDECIDED, between
from workbench.terms import ProposalKind

if TYPE_CHECKING:
    from workbench.queries.source_causes import Cause, CauseGroup
    from workbench.queries.source_topics import TopicTrend, UnitTrend

SPREAD = "增减的区间"
TONES: dict[Verdict, Tone] = {Verdict.RISE: "soon", Verdict.FALL: "accent"}


def spans(state: SourceState, day: str = "登记日期", note: str = "，与上年同期比") -> Markup:
    """Return the choice of the period, as addresses; ``day`` is what is placed in it."""
    return tag(
        "p",
        f"{day}：",
        [
            tag("strong", words)
            if key == state.shown.span
            else tag("a", words, href=f"?{Shown(state.shown.tab, key).query}")
            for key, (words, _days) in SPANS.items()
        ],
        tag("span", f"{state.period.label}{note}"),
        class_="source-spans",
    )


def topic_table(state: SourceState, *, policies_only: bool = False) -> Markup:
    """Return the topics in their order; ``policies_only``: those behind which a policy may lie."""
    found = [one for one in state.topics if one.has_policy or not policies_only]
    if not found:
        return empty("本期没有达到件数和单位数的分类。" if policies_only else "本期没有登记的事项。")
    links = Links(None, can_open=allow(state.viewer, "read:cases"))
    rows = []
    for one in found:
        name = one.topic or one.group or UNDECIDED
        told: list[Content] = [
            name,
            _opening(links, one, state.period, one.now),
            _before(one, _opening(links, one, year_earlier(state.period), one.before)),
            _change(one.change, one.words),
            between(one.interval),
            one.units,
            one.returned,
            one.open,
        ]
        if policies_only and state.can_propose:
            told.append(tag("a", "拟一份建议", href=proposal_link(state, one)))
        rows.append(told)
    head = ["内容分类", "本期件数", "上年同期", "增减", SPREAD, "涉及单位", "有再次来信来访的", "在办"]
    if policies_only and state.can_propose:
        head.append(ProposalKind.IMPROVE_POLICY.label)
    return table(head, rows, caption="按内容分类", numbers=(1, 2, 4, 5, 6, 7))


def unit_table(state: SourceState) -> Markup:
    """Return the units in the order of the directory."""
    if not state.units:
        return empty("本期没有登记的事项。")
    rows = [
        (
            one.name,
            _of_unit(state, one, state.period, one.now),
            _before(one, _of_unit(state, one, year_earlier(state.period), one.before)),
            _change(one.change, one.words),
            between(one.interval),
        )
        for one in state.units
    ]
    head = ("责任单位", "本期件数", "上年同期", "增减", SPREAD)
    return table(head, rows, caption="按责任单位", numbers=(1, 2, 4))


def cause_table(groups: tuple[CauseGroup, ...]) -> Markup:
    """Return who caused what, under which clause, found by whom."""
    if not groups:
        return empty("本期没有认定引发单位的事项。")
    rows = [
        (
            one.unit_name,
            clause_text(one.clause) if one.clause else "（回头看认定，未列条款）",
            len(one.case_nos),
            [
                tag("a", case_no, href=link("case_review", case=case_no), class_="source-case")
                for case_no in one.case_nos
            ],
            "、".join(dict.fromkeys(_found_by(each) for each in one.causes)),
        )
        for one in groups
    ]
    head = ("引发单位", "可能适用的条款", "件数", "事项", "依据")
    return table(head, rows, caption="谁引发、谁担责", numbers=(2,))


def proposal_link(state: SourceState, trend: TopicTrend) -> str:
    """Return the address of a new policy proposal with the matters of a topic filled in."""
    name = trend.topic or trend.group
    text = (
        f"{state.period.label}，“{name}”方面登记{trend.now}件，涉及{trend.units}个责任单位，"
        f"其中{trend.returned}件有再次来信来访。建议研究完善相关政策："
    )
    return link(
        "supervision",
        tab="proposals",
        new="proposal",
        kind=ProposalKind.IMPROVE_POLICY.value,
        case="、".join(state.matters_of(trend)),
        text=text,
    )


def _found_by(one: Cause) -> str:
    words = one.found_by.value
    return one.number if one.number.startswith(words) else f"{words} {one.number}"


def _opening(links: Links, one: TopicTrend, period: Period, count: int) -> Content:
    if not count or not one.topic:
        return count
    tests = (ColumnTest("topic", contains=one.topic),)
    href = links.cases(_registered(period), ListHeads(tests=tests))
    return tag("a", count, href=href) if href else count


def _before(one: TopicTrend | UnitTrend, count: Content) -> Content:
    """Return how many there were a year earlier; of a time without records that there are none."""
    return one.no_base.cell("") if one.no_base is not None and one.no_base.has_none else count


def _of_unit(state: SourceState, one: UnitTrend, period: Period, count: int) -> Content:
    if not count:
        return count
    links = Links(None, CaseFilter(units=(one.unit,)), can_open=allow(state.viewer, "read:cases"))
    href = links.cases(_registered(period))
    return tag("a", count, href=href) if href else count


def _registered(period: Period) -> CaseFilter:
    return CaseFilter(registered_from=period.start, registered_until=period.end)


def _change(change: Change, words: str) -> Content:
    tone = TONES.get(change.verdict)
    return label(Tag(words, tone)) if tone else tag("small", words)
