"""Draw the overview: the day at a glance, what lies open, trends, changes, units, towns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened, show_day
from widgets.overview import charts, over_time
from widgets.overview.closing import after_closing
from widgets.overview.filters import fields, read_filter, to_filter, to_value
from widgets.overview.freezing import Freezing
from widgets.overview.spans import ragged_ends
from widgets.overview.state import OverviewState
from widgets.overview.tables import answers, changes
from widgets.overview.tiles import tiles
from widgets.overview.towns import towns_picture
from widgets.parts.drawing import Drawing
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import FilterValue
from widgets.parts.markup import Static, Style
from widgets.parts.panel import Panel
from widgets.shell import Shell
from workbench.access.policy import policy
from workbench.access.viewer import site_viewer
from workbench.queries.case_filter import CaseFilter

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("overview.css")
TITLE = "形势研判"
NO_AIM = "再次信访是群众的权利；未再信访不等于化解或满意，不是目标，不作排名"
MOST_NAMED = 6
RED = "红色为在办超期，蓝色为在办未超期；点条形看案件"


def open_overview(bench: Workbench, address: Mapping[str, str]) -> ipw.Widget:
    """Return the overview of the day of an address; where it is not folded yet, in sight of the reader.

    Who only counts gets a fixed menu of today, whatever the address says.
    """
    viewer = site_viewer()
    if viewer is not None and policy().only_counts(viewer.role):
        from widgets.overview.menu import FixedMenu

        return opened(TITLE, "overview", bench, None, lambda: FixedMenu(bench, viewer, TITLE))
    problems: list[str] = []
    day = asked_day(address, bench.today(), problems)

    def make() -> Overview:
        found: list[str] = []
        wanted = read_filter(address, bench.snapshot(day), found)
        screen = Overview(OverviewState(bench, day, wanted=wanted))
        if problems:
            screen.notice.warning(f"{problems[0]}。现在显示今天的情况。")
        elif found:
            screen.notice.warning(f"{'；'.join(found)}。这部分筛选未用。")
        return screen

    return opened(TITLE, "overview", bench, day, make)


class Overview(Shell):
    """The overview of a day for the joint meeting; every number on it leads to its cases."""

    def __init__(self, state: OverviewState) -> None:
        self.state = state
        super().__init__(
            TITLE, app="overview", as_of=state.as_of, today=state.today, on_as_of=self._day_chosen
        )
        self.asked = fields(state.snapshot)
        self.filters = FilterBar(self.asked, value=to_value(state.wanted, self.asked), on_change=self._filter)
        self.tiles, self.changes, self.after, self.answers = Static(), Static(), Static(), Static()
        self.by_unit = Drawing("按责任单位", note=RED)
        self.by_topic, self.by_channel = Drawing("按内容分类", note=RED), Drawing("按信访渠道")
        self.by_path = Drawing("按法定途径", note="诉求未甄别或不属申诉求决的为“未定”")
        self.ages = Drawing("在办了多久", note=RED)
        self.received, self.on_time = Drawing("每月登记批次"), Drawing("每月按期办结率")
        self.units = Drawing("各单位近一年按期办结", empty="近一年没有应办结的事项")
        self.topics = Drawing("各内容分类每月登记批次")
        self.days = Drawing("每日登记批次")
        self.towns = Drawing("14 个镇街的在办与在办超期", note="方位为示意，不是地图")
        self.changed = Panel("", self.changes)
        self.after_closing = Panel("办结以后", self.after, note=NO_AIM)
        self.freezing = Freezing(self, state.bench, state.viewer)
        self.fold = ipw.Button(description="整理上月末、去年同日的数据，用于比较")
        self.fold.add_class("overview-fold")
        self.fold.on_click(self.guard(lambda _button: self._fold_earlier()))
        self._parts = (
            Style(STYLE),
            self.filters,
            self.tiles,
            self.fold,
            _side_by_side(
                Panel("", self.by_unit),
                ipw.VBox([Panel("", self.ages, self.answers), Panel("", self.by_channel)]),
            ),
            _side_by_side(Panel("", self.by_topic), Panel("", self.by_path)),
            _side_by_side(Panel("", self.received), Panel("", self.on_time)),
            self.changed,
            self.after_closing,
            Panel("", self.units),
            Panel("", self.topics),
            _side_by_side(Panel("", self.days), Panel("", self.towns), name="overview-wide"),
            self.freezing,
        )
        self.show(*self._parts)
        self.add_class("overview")
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)

    def _go_to(self, address: Mapping[str, str]) -> None:
        day, bench = asked_day(address, self.state.today, []), self.state.bench

        def show() -> None:
            wanted = read_filter(address, bench.snapshot(day), [])
            self._show_day(day, wanted)
            self.filters.show(to_value(wanted, self.asked))

        show_day(self, bench, day, show)

    def _day_chosen(self, day: date | None) -> None:
        show_day(self, self.state.bench, day, lambda: self._show_day(day, self.state.wanted))

    def _filter(self, value: FilterValue) -> None:
        self._show_day(self._day, to_filter(value))

    @property
    def _day(self) -> date | None:
        return None if self.state.as_of == self.state.today else self.state.as_of

    def _show_day(self, day: date | None, wanted: CaseFilter) -> None:
        before = self.state.snapshot
        self.state = OverviewState(self.state.bench, day, wanted=wanted, viewer=self.state.viewer)
        if self.state.snapshot != before:
            self.asked = fields(self.state.snapshot)
            for field in self.asked:
                self.filters.set_choices(field.key, field.choices)
        self.set_as_of(self.state.as_of)
        self._draw()
        self.place.show(self.state.address)

    def _fold_earlier(self) -> None:
        """Fold the two earlier days, one after the other and in sight, and compare with them."""
        missing = [stock.day for stock in self.state.stocks if stock.counts is None]
        if not missing:
            self._show_day(self._day, self.state.wanted)
            return
        show_day(self, self.state.bench, missing[0], self._folded)

    def _folded(self) -> None:
        del self.state.stocks  # they are read anew
        self._fold_earlier()

    def _draw(self) -> None:
        state = self.state
        day = state.as_of
        self.set_title(TITLE, f"{day.year} 年 {day.month} 月 {day.day} 日")
        self.set_code(state.snapshot.code, state.root, state.snapshot.ledger_size)
        self.remind(state.reminder)
        self.tiles.show(tiles(state))
        self.fold.layout.display = "none" if all(one.counts is not None for one in state.stocks) else ""
        self.changed.set_heading("最近一个整月的变化", state.month.label)
        self.changes.show(changes(state))
        self.after_closing.set_heading("办结以后", f"{state.year.short}；{NO_AIM}")
        self.after.show(after_closing(state))
        self.freezing.show_day(day, state.snapshot.ledger_size)
        self.by_unit.show(charts.load_picture(state, "unit"))
        self.by_topic.show(charts.load_picture(state, "topic_group"))
        self.by_channel.show(charts.load_picture(state, "channel"))
        self.by_path.show(charts.load_picture(state, "path"))
        self.ages.show(charts.ages_picture(state))
        self.answers.show(answers(state))
        self.received.show(
            over_time.trend_picture(state, "received"),
            note=_note("阴影为 95% 区间；只是来信来访的多少，不是目标", state, "received"),
        )
        self.on_time.show(
            over_time.trend_picture(state, "concluded_on_time"),
            note=_note("阴影为 95% 区间；案件少的月份，区间宽", state, "concluded_on_time"),
        )
        self.units.show(
            over_time.multiples_picture(state),
            note="；".join(
                filter(
                    None,
                    (
                        "每格一个单位，每柱一个月，同一比例尺",
                        "红色未按期，未按期多的在前",
                        "点单位看全年，点柱看当月",
                        ragged_ends(state.year),
                        _idle(state),
                    ),
                )
            ),
        )
        self.topics.show(
            over_time.topics_picture(state),
            note=_note(
                "；".join(
                    filter(None, ("每柱一个月，同一比例尺", ragged_ends(state.year), "不是目标，不作排名"))
                ),
                state,
                "received",
            ),
        )
        self.days.show(over_time.calendar_picture(state), note=_note("颜色越深登记越多", state, "received"))
        self.towns.show(towns_picture(state))


def _note(words: str, state: OverviewState, name: str) -> str:
    """Return the words beside a picture, with what of the filter its figure does not follow."""
    return "；".join([words, *state.remarks(name)])


def _idle(state: OverviewState) -> str:
    """Return which units have no small chart, because nothing of theirs fell due; of many only how many."""
    idle = [charts.short_name(state, name) for name in state.idle_units]
    if not idle:
        return ""
    named = f"：{'、'.join(idle)}" if len(idle) <= MOST_NAMED else ""
    return f"另有 {len(idle)} 个单位近一年没有应办结的事项{named}"


def _side_by_side(*parts: ipw.Widget, name: str = "overview-pair") -> ipw.Box:
    box = ipw.Box(parts)
    box.add_class(name)
    return box
