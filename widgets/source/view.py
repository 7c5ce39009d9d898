"""Draw source governance: topics that come again, units, and who caused what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.as_of import opened
from widgets.parts.markup import Static, Style, tag
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.release import Succession
from widgets.shell import Shell
from widgets.source import lists
from widgets.source.state import CAUSES, TABS, TOPICS, UNITS, Shown, SourceState
from workbench.law.source_data import source_data
from workbench.queries.comparison import METHOD

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("source.css")
TITLE = "源头治理"
MANY = (
    "同时比较多类、多个单位，每一项的检验水平按邦弗朗尼校正（总水平 5%）；增减的区间按同一水平，"
    "各行的真实增减合起来有 95% 的把握都在区间里。"
)
ORDER = "按分类和单位名录的顺序，不作排名；检举控告类不列；数量只是背景，来的人多少不是业绩"


def open_source(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where today is not folded yet, in sight of the reader."""
    given = address or {}
    return opened(TITLE, "source", bench, None, lambda: SourceScreen(SourceState(bench, given)))


class SourceScreen(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: SourceState) -> None:
        self.state = state
        super().__init__(TITLE, app="source")
        self.add_class("source")
        self._style = Style(STYLE)
        self._pages = Succession()
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)

    def _go_to(self, address: Mapping[str, str]) -> None:
        self.state.go_to(address)
        self._draw()
        self.place.show(self.state.address, replace=True)

    def _draw(self) -> None:
        bench, snapshot = self.state.bench, self.state.bench.snapshot()
        self.set_as_of(snapshot.as_of)
        self.set_code(snapshot.code, bench.ledger_code(snapshot.ledger_size), snapshot.ledger_size)
        self.remind(self.state.reminder)
        makers = {TOPICS: self._topics, UNITS: self._units, CAUSES: self._causes}
        tabs = [Tab(key, words, makers[key]) for key, words in TABS.items()]
        self.page = Tabs(TITLE, tabs, current=self.state.shown.tab, on_turn=self._turned)
        self.show(self._style, self.page)
        self._pages.follow(self.page)

    def _topics(self) -> ipw.Widget:
        told = source_data()
        rule = (
            f"本期不少于 {told.policy_least_matters} 件、涉及不少于 {told.policy_least_units} 个单位"
            "（本地设定，条例未规定）；只提示看一看，是不是政策问题由人判断"
        )
        return ipw.VBox(
            [
                Panel(
                    "可能有政策原因的",
                    self._spans(),
                    Static(lists.topic_table(self.state, policies_only=True)),
                    note=rule,
                ),
                Panel("按内容分类", Static(lists.topic_table(self.state)), self._method(), note=ORDER),
            ]
        )

    def _units(self) -> ipw.Widget:
        return Panel(
            "按责任单位", self._spans(), Static(lists.unit_table(self.state)), self._method(), note=ORDER
        )

    def _causes(self) -> ipw.Widget:
        note = "由回头看和责任倒查认定，不由系统推断；条款是否适用由有权机关判断"
        spans = Static(lists.spans(self.state, "认定日期", ""))
        return Panel("谁引发、谁担责", spans, Static(lists.cause_table(self.state.causes)), note=note)

    def _spans(self) -> Static:
        return Static(lists.spans(self.state))

    def _method(self) -> Static:
        return Static(tag("p", METHOD, MANY, class_="source-quiet"))

    def _turned(self, tab: str) -> None:
        self.state.shown = Shown(tab, self.state.shown.span)
        self.place.show(self.state.address)
