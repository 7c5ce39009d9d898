"""What came of a round as tables and bars: by unit, by item and where, over time, agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.exports import Export
from widgets.file_review.state import FileReviewState
from widgets.parts.chart import BarChart, Series
from widgets.parts.download import Download
from widgets.parts.guard import sentence_for
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import empty, facts, label, table
from widgets.parts.values import EXCEL, Choice, FileToSave, Tag
from workbench.law.review_sheet import sheet
from workbench.terms import Holding

if TYPE_CHECKING:
    from workbench.queries.review_results import OverTime, RoundResult, Share

NOT_YET = "还没有结果确定的卷宗：两名评查人员都锁定，分差在规定以内或者第三人也已锁定后，才计入结果。"
SHOWN_UNITS = 4  # names in one line of where an item loses points


def units_panel(state: FileReviewState) -> ipw.Widget:
    """Return the shares by unit, in the order of their codes, and the rounds beside each other."""
    found, past = state.result(state.shown.round), state.over_time()
    if not found.passes.of:
        return Panel("分单位结果", Static(empty(NOT_YET)))
    rows: list[list[Content]] = [
        [one.name, one.population, one.passes.of, *_share(one.passes), _points(one.mean)]
        for one in found.by_unit
    ]
    rows.append([tag("strong", "合计"), len(found.files), found.passes.of, *_share(found.passes), ""])
    head = ("单位", "抽取", "已评定", "合格", "合格率和90%区间", "平均分")
    shown = table(head, rows, caption="分单位结果", numbers=(1, 2, 3, 5))
    fails = "；".join(f"{title} {count} 件" for title, count in found.fails)
    words = [
        f"合格：{sheet().grades[1].start} 分以上且没有一票不合格。单位按代码排列，不作排名；"
        "不足 5 件的样本过小，不能说明问题。",
        f"一票不合格：{fails or '没有'}。",
    ]
    notes = tag("div", [tag("p", one, class_="wb-small") for one in words])
    first = Panel("分单位结果", _export(state, "units"), Static([notes, shown]))
    if len(past) < 2:
        return first
    return ipw.VBox([first, Panel("历次评查", Static(_over_time(found, past)))])


def items_panel(state: FileReviewState) -> ipw.Widget:
    """Return how much of its points each item kept, and which units lost some."""
    found = state.result(state.shown.round)
    if not found.passes.of or found.weakest is None:
        return Panel("分项结果", Static(empty(NOT_YET)))
    weakest = found.weakest
    chart = BarChart("各项平均得分率", category_label="评分项", percent=True, lying=True)
    chart.show(
        [Choice(one.item.id, f"{one.item.id} {one.item.title}") for one in found.by_item],
        [
            Series(
                "mean",
                "平均得分率",
                tuple(one.mean for one in found.by_item),
                notes=tuple(f"{one.lost.passed}/{one.lost.of} 份扣分" for one in found.by_item),
            )
        ],
    )
    rows: list[list[Content]] = [
        [
            f"{one.item.id} {one.item.title}",
            "—" if one.mean is None else f"{one.mean:.0%}",
            f"{one.lost.passed}/{one.lost.of}",
            one.not_applicable,
            _where(one.where),
        ]
        for one in found.by_item
    ]
    head = ("评分项", "得分率", "扣分", "不适用", "在哪些单位扣分（件数）")
    words = f"失分最多的是 {weakest.item.id}“{weakest.item.title}”，平均得分率 {weakest.mean:.0%}。"
    shown = table(head, rows, caption="分项结果", numbers=(1, 2, 3))
    left = Panel("哪个环节失分最多", Static(tag("p", words)), chart)
    right = Panel("在哪里失分", _export(state, "items"), Static(shown))
    columns = ipw.HBox([left, right])
    columns.add_class("review-columns")
    columns.add_class("review-items")
    return columns


def agreement_panel(state: FileReviewState) -> ipw.Widget:
    """Return how far the pairs agree, or why that cannot be said."""
    try:
        one = state.agreement()
    except ValueError as error:
        return Panel("评查一致性", Static(empty(sentence_for(error))))
    pairs: list[tuple[str, Content]] = [
        ("双人锁定", f"{one.files} 件"),
        ("平均分差", f"{one.difference:g} 分，最大 {one.largest:g} 分"),
        ("等次相同", f"{one.same_grade} / {one.files} 件"),
        ("分差超过规定", f"{one.third} 件，由第三人评查"),
        ("加权Kappa", f"{one.kappa:.2f}（90%区间 {one.low:.2f} 至 {one.high:.2f}）"),
    ]
    words = (
        "加权Kappa按四个等次、平方权重计算，1为完全一致，0为与随机相当；"
        "区间由自助法按卷宗重抽1000次得出，以抽签种子可重算。"
    )
    return Panel("评查一致性", Static([facts(pairs), tag("p", words, class_="wb-small")]))


def files_export(state: FileReviewState) -> Download:
    """Return the button that saves the round file by file."""
    return _export(state, "files")


def _export(state: FileReviewState, what: str) -> Download:
    titles = {"units": "分单位结果", "items": "分项结果", "files": "逐件结果"}

    def make() -> FileToSave:
        from workbench.queries import review_workbooks as books

        found = state.result(state.shown.round)
        make_of = {"units": books.units_file, "items": books.items_file, "files": books.files_file}
        content = make_of[what](found, proof=state.bench.proof())
        return FileToSave(f"案件评查{titles[what]}（{found.round.round_no}）.xlsx", content, EXCEL)

    return Export(f"导出{titles[what]}", make, state.viewer, Holding.REVIEW)


def _share(share: Share) -> list[Content]:
    if not share.of:
        return ["", "还没有结果"]
    low, high = share.interval
    words: list[Content] = [f"{share.passed / share.of:.0%}（{low:.0%}–{high:.0%}）"]
    if share.is_small:
        words += [" ", label(Tag("样本过小", "quiet"))]
    return [f"{share.passed}/{share.of}", words]


def _points(mean: float | None) -> str:
    return "" if mean is None else f"{mean:g}"


def _where(where: tuple[tuple[str, int, int], ...]) -> Content:
    if not where:
        return ""
    shown = "；".join(f"{unit} {lost}/{of}" for unit, lost, of in where[:SHOWN_UNITS])
    if len(where) <= SHOWN_UNITS:
        return shown
    rest = "；".join(f"{unit} {lost}/{of}" for unit, lost, of in where[SHOWN_UNITS:])
    return tag("details", tag("summary", f"{shown} 等 {len(where)} 个单位"), rest)


def _over_time(found: RoundResult, past: tuple[OverTime, ...]) -> Markup:
    head = ("单位", *(one.round.name for one in past))
    rows: list[list[Content]] = [
        [unit.name, *(_short(one.by_unit.get(unit.unit)) for one in past)] for unit in found.by_unit
    ]
    rows.append([tag("strong", "全部"), *(_share(one.passes)[1] for one in past)])
    return tag("div", table(head, rows, caption="历次评查合格件数"))


def _short(share: Share | None) -> str:
    return "—" if share is None else f"{share.passed}/{share.of}"
