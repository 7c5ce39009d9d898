"""The tiles of the overview: the numbers of the day and of twelve months, each leading to its cases."""

from __future__ import annotations

import re
from typing import Final

from widgets.overview.closing import silent_cases
from widgets.overview.state import OverviewState
from widgets.overview.tables import definition_words, opening
from widgets.parts.markup import Content, Markup, tag, text
from widgets.parts.pieces import definition as window
from workbench.indicators.evaluate import Figure
from workbench.queries.case_filter import CaseFilter
from workbench.queries.comparison import Compared
from workbench.queries.duties import SOON_DAYS
from workbench.queries.lateness import ENDED_LATE_NAME, ENDED_STATES

DAY = re.compile(r"(\d{4}-\d\d-\d\d)")
STOCK_WORDS: Final = {
    "在办": (
        "截至当日仍有单位在办的事项：答复送达、办结、不予受理、导入其他法定途径或者复查、复核答复之后不再计入，"
        "正在复查、复核或者执行的计入。"
    ),
    "超期未完成": (
        "截至当日，有应当履行的时限已过到期日（遇节假日顺延）而没有完成的事项，含已答复或办结、仍欠反馈等的；"
        "时限尚不可知的不认定。依据：《信访工作条例》第二十二条、第二十三条、第三十四条至第三十六条。"
    ),
    f"{SOON_DAYS} 日内到期": (
        f"最近一项尚未到期的时限，到期日（遇节假日顺延）在今后 {SOON_DAYS} 个日历日以内、含当日的事项。"
    ),
}


def tiles(state: OverviewState) -> Markup:
    """Return the numbers of the day and of the twelve months up to it."""
    if state.is_empty:
        return tag("p", "现在还没有任何信访事项，请先到“数据导入”收进表格。", class_="wb-empty")
    told = (*_stock_tiles(state), *(_figure_tile(state, one) for one in state.figures))
    return text(
        [
            tag("ul", told, class_="overview-tiles", aria_label="今天的数字和近一年的指标"),
            tag("ul", _on_paper(state), class_="overview-paper"),
        ]
    )


def _on_paper(state: OverviewState) -> list[Markup]:
    """Return the definitions as lines of the printed page, where no window opens."""
    figures = [one.now.indicator for one in state.figures]
    told = [*STOCK_WORDS.items(), *((one.name, definition_words(one.id)) for one in figures)]
    return [tag("li", tag("b", name), f"：{words}") for name, words in told]


def _stock_tiles(state: OverviewState) -> tuple[Markup, ...]:
    found, links, days = state.counts, state.links, f"截至 {state.as_of}"
    is_open, is_late = CaseFilter(open_only=True), CaseFilter(late_only=True)
    told: tuple[tuple[int, CaseFilter, list[Content], str], ...] = (
        (found.open_cases, is_open, _then(state, "open_cases", is_open), ""),
        (found.late_cases, is_late, [*_late_parts(state), *_then(state, "late_cases", is_late)], "late"),
        (state.soon, CaseFilter(due_within=SOON_DAYS), ["含当日，按日历日计"], "soon"),
    )
    return tuple(
        _tile(
            name,
            f"{count:,}",
            "件",
            links.cases(wanted),
            notes,
            days=days,
            tone=tone if count else "",
            defined=window(name, words, f"stock-{number}"),
        )
        for number, ((name, words), (count, wanted, notes, tone)) in enumerate(
            zip(STOCK_WORDS.items(), told, strict=True)
        )
    )


def _late_parts(state: OverviewState) -> list[Content]:
    """Return of which parts the late matters are, each opening its own; nothing where all are on hand."""
    found = state.counts
    if not found.ended_late:
        return []
    still, ended = CaseFilter(late_only=True, open_only=True), CaseFilter(late_only=True, states=ENDED_STATES)
    return [
        [
            opening(f"在办 {found.open_late:,}", state.links.cases(still) if found.open_late else ""),
            f"，{ENDED_LATE_NAME} ",
            opening(f"{found.ended_late:,}", state.links.cases(ended)),
        ]
    ]


def _then(state: OverviewState, name: str, wanted: CaseFilter) -> list[Content]:
    """Return the same number of the earlier days, each with its day and leading to the cases of then."""
    said: list[Content] = []
    for word, stock in zip(("上月末", "去年同日"), state.stocks, strict=True):
        if stock.counts is None:
            continue
        count = getattr(stock.counts, name)
        href = state.links.on(stock.day).cases(wanted) if count else ""
        said.append([f"{word}（{stock.day}）", opening(f"{count:,}", href)])
    return said or ["上月末、去年同日的数据未整理"]


def _figure_tile(state: OverviewState, one: Compared) -> Markup:
    now, definition = one.now, one.now.indicator
    notes: list[Content] = []
    if definition.official:
        notes.append([tag("b", definition.official), f" {now.label}"])
    if definition.is_share and now.denominator:
        passed, failed = now.numerator or 0, now.denominator - (now.numerator or 0)
        notes.append(
            [
                _part(state, now, "passed", definition.parts[0], passed),
                " · ",
                _part(state, now, "failed", definition.parts[1], failed),
            ]
        )
    if not definition.is_share:
        notes.append(f"{now.person_times:,} 人次")
    if now.is_small:
        notes.append("样本过小")
    value = now.label
    if definition.official:
        value, said = _ends(state)
        notes.append(said)
    else:
        notes.append(f"同比 {one.words}")
    notes.extend(state.remarks(definition.id))
    return _tile(
        definition.name,
        value,
        "" if definition.is_share else definition.unit,
        state.links.figure(now),
        notes,
        days=f"近十二个月 {now.basis}",
        defined=window(
            definition.name,
            f"{definition_words(definition.id)}{state.left_out(definition, now.period)}"
            f"统计期：{now.period.label}。定义 {definition.version}。",
            f"tile-{definition.id}",
        ),
    )


def _ends(state: OverviewState) -> tuple[str, Content]:
    """Return the two ends that silence leaves open, and how many were silent, leading to them."""
    found = state.satisfaction
    if found.ends is None or found.response is None:
        return "无案件", "没有可以评价的事项"
    ends = f"{found.ends.low * 100:.0f}–{found.ends.high:.0%}"
    silent = silent_cases(state, found.official, found.ends)
    return ends, [f"参评 {found.response:.0%}，", silent, "，不算满意"]


def _part(state: OverviewState, now: Figure, part: str, name: str, count: int) -> Markup | str:
    words = f"{name} {count:,}"
    return opening(words, state.links.figure(now, part) if count else "")


def _tile(
    name: str,
    value: str,
    unit: str,
    href: str,
    notes: list[Content],
    *,
    days: str,
    tone: str = "",
    defined: Markup | None = None,
) -> Markup:
    number = (tag("span", value, class_="overview-value"), tag("small", unit) if unit else None)
    return tag(
        "li",
        tag("div", name, defined, class_="overview-name"),
        tag("a", number, class_="overview-number", href=href, aria_label=f"{name} {value}{unit}，查看案件")
        if href
        else tag("span", number, class_="overview-number"),
        tag("div", _unbroken(days), class_="overview-days"),
        [tag("div", note, class_="overview-note") for note in notes],
        class_="overview-tile",
        data_tone=tone or None,
    )


def _unbroken(days: str) -> list[Content]:
    """Return the words with each day as one: a line may end before a day, not within it."""
    return [tag("span", one) if DAY.fullmatch(one) else one for one in DAY.split(days)]
