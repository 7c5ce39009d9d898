"""The page of the case review that draws one figure as bars, and what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import ipywidgets as ipw

from widgets.case_review.figure_parts import chart_fields, chart_value, series, totals
from widgets.case_review.state import BREAKDOWNS, CaseReviewState
from widgets.parts.chart import BarChart
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import FilterValue
from widgets.parts.values import Choice
from workbench.indicators.catalogue import indicator
from workbench.queries.figures import REVIEW_FIGURES

MANY_NAMES = ("unit", "topic_group")  # breakdowns whose names have no room below upright bars


class ChartPage:
    """The bars of ``state`` and the two questions above them.

    Most who open the screen look at the list: a part is made when it is first asked for. ``on_asked()`` is
    called when the reader has asked for another chart, ``on_bar()`` when a click on a bar has led to its
    cases.
    """

    def __init__(
        self, state: CaseReviewState, *, on_asked: Callable[[], None], on_bar: Callable[[], None]
    ) -> None:
        self._state = state
        self._on_asked, self._on_bar = on_asked, on_bar
        self._drawn = -1  # which of the state's charts is drawn

    @cached_property
    def questions(self) -> FilterBar:
        """What the chart is asked."""
        value = chart_value(self._state)
        return FilterBar(chart_fields(), value=value, label="图表", on_change=self._chosen)

    @cached_property
    def chart(self) -> BarChart:
        """The bars; a click leads to their cases."""
        return BarChart("", stacked=True, height=300, on_click=self._open_bar)

    def box(self) -> ipw.Widget:
        """Return both, one below the other."""
        return ipw.VBox([self.questions, self.chart])

    def follow(self) -> None:
        """Ask what the state asks, which may come from a link."""
        if "questions" in vars(self):
            self.questions.show(chart_value(self._state))

    def draw(self) -> None:
        """Draw the bars if they are not drawn yet; call it when they are in sight, for this counts them."""
        state = self._state
        if state.charts == self._drawn:
            return
        self._drawn = state.charts
        definition = indicator(state.charted)
        self.chart.lying = state.by in MANY_NAMES
        categories = [Choice(bar.group or "", state.group_label(bar.group)) for bar in state.bars]
        self.chart.show(
            categories,
            series(state.bars, definition),
            totals=totals(state.bars, definition),
            label=f"{definition.name}（{BREAKDOWNS[state.by]}，{state.period.label}）",
        )

    def _chosen(self, value: FilterValue) -> None:
        self._state.charted = value.one("charted") or REVIEW_FIGURES[0]
        self._state.by = value.one("by") or "month"
        self._on_asked()

    def _open_bar(self, series: str, category: str) -> None:
        found = next(bar for bar in self._state.bars if (bar.group or "") == category)
        self._state.open_figure(found, series, in_breakdown=True)
        self._on_bar()
