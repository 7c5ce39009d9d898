"""The figures of a briefing as a table in the page, each leading to its cases."""

from __future__ import annotations

from widgets.briefing.state import BriefingState
from widgets.parts.markup import Content, Markup, tag
from workbench.briefings.figures import BriefingFigure
from workbench.briefings.tables import earlier_of

NOTE = "点数字看案件：现在所知、截至同一天的案件；以后补录、更正的，用 workbench briefing compare 逐件列明"


def figure_list(state: BriefingState) -> Markup:
    """Return the table: value, who passes, who does not, earlier values, definition."""
    briefing = state.made
    names = ("指标", "本期", "达到", "未达到", *briefing.span.words_before, "定义")
    head = [
        tag("th", name, scope="col", class_="wb-number" if 0 < at < 6 else None)
        for at, name in enumerate(names)
    ]
    return tag(
        "table",
        tag("caption", "数字和案件", class_="wb-unseen"),
        tag("thead", tag("tr", head)),
        tag("tbody", [_line(state, one) for one in briefing.figures]),
        class_="wb-table",
    )


def _line(state: BriefingState, one: BriefingFigure) -> Markup:
    definition, now = one.indicator, one.now
    value = one.value if definition.is_share else f"{one.value} {definition.unit}"
    parts: tuple[Content, Content] = ("", "")
    if definition.is_share and now.denominator:
        yes, no = definition.parts
        parts = (
            _link(state, one, "passed", f"{yes} {now.numerator:,}", now.numerator or 0),
            _link(state, one, "failed", f"{no} {one.failed:,}", one.failed),
        )
    return tag(
        "tr",
        tag("th", definition.name, scope="row", title=f"{definition.words}。{definition.caution}"),
        tag("td", _link(state, one, "all", value, now.denominator), class_="wb-number"),
        [tag("td", part, class_="wb-number") for part in parts],
        [tag("td", earlier_of(beside), class_="wb-number") for beside in (one.last, one.ago)],
        tag("td", tag("code", definition.version)),
    )


def _link(state: BriefingState, one: BriefingFigure, part: str, words: str, count: int) -> Content:
    href = state.links.figure(one.now, part) if count else ""
    return tag("a", words, href=href) if href else words
