"""How closures of a unit held, as a table: of how many, with the interval, and how many were asked at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.look_back.cases import cases_link
from widgets.look_back.state import LookBackScreenState
from widgets.parts.markup import Content, Markup, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import table
from workbench.indicators.exact import mid_p

if TYPE_CHECKING:
    from workbench.indicators.evaluate import Period
    from workbench.queries.durability import Durability, Held
    from workbench.queries.look_back_results import UnitResult


def durability_panel(state: LookBackScreenState, result: tuple[UnitResult, ...]) -> ipw.Widget:
    """Return how the closures of the round's units held, beside what the round found."""
    from workbench.queries.durability import CAUTION

    names = {one.unit: one.unit_name for one in result}
    note = f"{state.closures.label}办结的；括号内为90%区间。{CAUTION}"
    by_unit = durability_table(state.durability(), names, period=state.closures)
    by_topic = durability_table(state.durability(by_topic=True), {"": "未分类"}, what="内容分类")
    folded = tag("details", tag("summary", "这些办结事项按内容分类"), by_topic, class_="look-back-topics")
    shown = Static([by_unit, folded, tag("p", note, class_="wb-small")])
    return Panel("办结以后怎样", shown, note="背景，按单位顺序，不作排名")


def durability_table(
    found: tuple[Durability, ...],
    names: Mapping[str, str],
    *,
    what: str = "单位",
    period: Period | None = None,
) -> Markup:
    """Return a line for each unit or topic, in the order given: it is no ranking.

    With the ``period`` in which matters were closed, what the catalogue counts of a unit opens its matters.
    """
    spans = [f"{one.days}日未再信访" for one in found[0].spans] if found else []
    head = (what, "办结", *spans, "办结后评价", "网上提出")
    rows: list[list[Content]] = [
        [
            names.get(one.group, one.group),
            f"{one.closures}",
            *(_held(span, one.group, period) for span in one.spans),
            _of(one.rated, one.closures),
            _of(one.online, one.closures),
        ]
        for one in found
    ]
    return table(head, rows, caption=f"办结以后怎样，按{what}", numbers=tuple(range(1, len(head))))


def _held(span: Held, unit: str, period: Period | None) -> Content:
    from workbench.queries.durability import CATALOGUED

    beside = [f"另 {span.running} 件未满"] if span.running else []
    if span.linked:
        beside.append(f"再次信访的有 {span.linked} 件另立为新事项，经办人认定为同一事项")
    told = _of(span.held, span.of)
    if period is not None and span.of and (figure := CATALOGUED.get(span.days)):
        said = cases_link(f"{span.held}/{span.of}", figure, period, unit)
        told = [said, _interval(span.held, span.of)]
    return [told, tag("small", f" {'；'.join(beside)}") if beside else None]


def _of(part: int, whole: int) -> Content:
    return [f"{part}/{whole}", _interval(part, whole)] if whole else "—"


def _interval(part: int, whole: int) -> Markup:
    low, high = mid_p(part, whole)
    return tag("small", f"（{low:.0%}–{high:.0%}）")
