"""The table of changes of the overview and its waiting times as markup; each number leads to its cases."""

from __future__ import annotations

from widgets.overview.closing import made_of
from widgets.overview.state import OverviewState
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import definition as window
from workbench.indicators.catalogue import indicator
from workbench.queries.comparison import METHOD, Compared, month_before, year_earlier


def changes(state: OverviewState) -> Markup:
    """Return the last whole month beside the month before and the month a year ago."""
    before, then = (
        f"{month.start:%Y-%m}" for month in (month_before(state.month), year_earlier(state.month))
    )
    names = ("指标", f"本期（{state.month.start:%Y-%m}）", f"比上月（{before}）", f"比去年同月（{then}）")
    head = tag(
        "tr",
        [
            tag("th", name, scope="col", class_="wb-number" if index else None)
            for index, name in enumerate(names)
        ],
    )
    return tag(
        "div",
        tag(
            "table",
            tag("caption", "最近一个整月的变化", class_="wb-unseen"),
            tag("thead", head),
            tag("tbody", (_change_line(state, *pair) for pair in state.changes)),
            class_="wb-table",
        ),
        tag("details", tag("summary", "怎么比较"), tag("p", METHOD), class_="overview-method"),
    )


def _change_line(state: OverviewState, before: Compared, then: Compared) -> Markup:
    now = before.now
    said = made_of(now)
    href = state.links.figure(now)
    return tag(
        "tr",
        tag(
            "th",
            now.indicator.name,
            window(
                now.indicator.name,
                definition_words(now.indicator.id) + state.left_out(now.indicator, now.period),
                f"month-{now.indicator.id}",
            ),
            [tag("div", said, class_="overview-note") for said in state.remarks(now.indicator.id)],
            scope="row",
        ),
        tag("td", tag("a", said, href=href) if href else said, class_="wb-number"),
        tag("td", _against(state, before), class_="wb-number"),
        tag("td", _against(state, then), class_="wb-number"),
    )


def _against(state: OverviewState, one: Compared) -> Content:
    """Return a change with what it is measured against, which leads to its cases."""
    if one.before is None:
        return one.words
    # Cases chosen by their state, and what ripens, are those of then: so is the list.
    day = one.before.as_of
    links = state.links if day == state.as_of else state.links.on(day)
    then = opening(made_of(one.before), links.figure(one.before))
    basis = "" if day == state.as_of else f"（截至 {day}）"
    return [one.words, tag("div", then, basis, class_="overview-note")]


def answers(state: OverviewState) -> Markup | None:
    """Return after how many days people were answered, with those who still wait in them."""
    found = state.answers
    if found is None:
        return None
    half, three, nine = (f"{days} 日" if days is not None else "尚不可知" for days in found.days)
    counted, waiting = f"{found.done + found.waiting:,} 件", f"还在等的 {found.waiting:,} 件"
    href = state.links.figure_cases(found.indicator.id, found.period)
    return tag(
        "div",
        tag(
            "div",
            [tag("b", f"近一年{found.indicator.name}"), f"：一半 {half}，四分之三 {three}，九成 {nine}（共 "],
            tag("a", counted, href=href) if href else counted,
            f"，含{waiting}{'，样本过小' if found.is_small else ''}）",
        ),
        tag(
            "div",
            definition_words(found.indicator.id) + state.left_out(found.indicator, found.period),
            class_="overview-note",
        ),
        class_="overview-answers",
    )


def definition_words(name: str) -> str:
    """Return a figure's definition as it stands beside it."""
    one = indicator(name)
    return f"{one.words}。按{one.date_name}。依据：{one.source}。{one.caution}。"


def opening(words: str, href: str) -> Markup | str:
    """Return words that lead to cases, as they are where there is no address."""
    return tag("a", words, href=href) if href else words
