"""Draw the page of a unit: numbers, then what it owes, did, objected to, its posts, its notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day, link
from widgets.as_of import opened
from widgets.exports import Export
from widgets.of_day import ScreenOfDay
from widgets.parts.figures import Figure, FigureTiles, count_figure
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import Field, FilterValue, value_of
from widgets.parts.markup import Markup, Static, Style, tag
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.pieces import empty
from widgets.parts.values import EXCEL, FileToSave
from widgets.screening.markup import register, trainings
from widgets.unit import markup
from widgets.unit.print_button import PrintButton
from widgets.unit.state import DONE, NOTICE, OBJECTED, OWED, POSTS, TABS, UnitState
from workbench.queries.notice_files import file_stem, notice_workbook, text_file
from workbench.queries.unit_duties import LATE, MONTH, TODAY, WEEK, Owed
from workbench.terms import Holding

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("unit.css")
TITLE = "单位工作台"
LABELS = {OWED: "要办的事", DONE: "办得怎样", OBJECTED: "提出的异议", POSTS: "岗位和培训", NOTICE: "每日提醒"}
TEXT = "text/plain"


def open_unit(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the page that an address shows; where its day is not folded yet, in sight of the reader."""
    given = address or {}
    day = asked_day(given, bench.today(), [])
    return opened(TITLE, "unit", bench, day, lambda: UnitScreen(UnitState(bench, given)))


class UnitScreen(ScreenOfDay):
    """The page; what it knows is in ``state``."""

    def __init__(self, state: UnitState) -> None:
        self.state = state
        super().__init__(TITLE, app="unit", as_of=state.as_of, today=state.today, on_as_of=self._day_chosen)
        self.add_class("unit")
        style = Style(STYLE)
        self.tiles = FigureTiles(label="要办的事", on_open=lambda _key, _part: self._turned(OWED))
        field = Field("unit", "单位", "one", state.units)
        self.filters = FilterBar((field,), on_change=self._filtered)
        self.filters.layout.display = "" if state.sees_all else "none"
        self.parts: dict[str, Static] = {tab: Static() for tab in TABS}
        text = Export(
            "存为文本",
            lambda: self._file(is_text=True),
            state.viewer,
            Holding.ASSIGNMENT,
            hint="可以粘贴到本单位的通知群里",
        )
        book = Export("存为表格", lambda: self._file(is_text=False), state.viewer, Holding.ASSIGNMENT)
        row = ipw.HBox([PrintButton(), text, book])
        row.add_class("unit-buttons")
        makers: dict[str, Callable[[], ipw.Widget]] = {
            tab: lambda tab=tab: Panel("", self.parts[tab])  # type: ignore[misc]
            for tab in (OWED, DONE, OBJECTED, POSTS)
        }
        makers[NOTICE] = lambda: Panel("", row, self.parts[NOTICE])
        tabs = tuple(Tab(tab, LABELS[tab], makers[tab]) for tab in TABS)
        self.tabs = Tabs("单位", tabs, current=state.tab, on_turn=self._turned)
        self.show(style, self.filters, self.tiles, self.tabs)
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)
        if state.complaint:
            self.notice.warning(state.complaint)

    def _filtered(self, value: FilterValue) -> None:
        with self.guard.watch():
            self.state.choose(value.one("unit") or "")
            self._draw()
            self.place.show(self.state.address)

    def _turned(self, tab: str) -> None:
        self.state.tab = tab
        self._draw()
        self.place.show(self.state.address)

    def _draw(self) -> None:
        state, page = self.state, self.state.page
        self.set_as_of(state.as_of)
        self.set_code(state.snapshot.code, state.root, state.snapshot.ledger_size)
        self.remind(state.reminder)
        self.set_title(TITLE, page.name)
        self.filters.show(value_of(self.filters.fields, [("unit", (state.unit,))]))
        self.tiles.show(self._figures())
        self.tabs.turn(state.tab)
        content: dict[str, Callable[[], Markup]] = {
            OWED: lambda: markup.duties(page.spans, state.as_of, self._href),
            DONE: self._record,
            OBJECTED: self._objections,
            POSTS: self._posts,
            NOTICE: lambda: markup.notice_page(page.notice),
        }
        self.parts[state.tab].show(content[state.tab]())

    def _figures(self) -> list[Figure]:
        spans = self.state.page.spans
        returned = sum(one.is_returned for one in self.state.page.duties)
        return [
            count_figure("late", "已逾期", len(spans[LATE]), "项", tone="late" if spans[LATE] else ""),
            count_figure("today", "今天到期", len(spans[TODAY]), "项", tone="soon" if spans[TODAY] else ""),
            count_figure("week", "七日内到期", len(spans[WEEK]), "项", tone="soon" if spans[WEEK] else ""),
            count_figure("month", "一个月内到期", len(spans[MONTH]), "项"),
            count_figure("returned", "退回重办", returned, "项", note="反馈过、被退回、还没有重新反馈的"),
        ]

    def _objections(self) -> Markup:
        """Show what the unit objected to: matters sent to it, and items of its appraisals."""
        unit, page = self.state.unit, self.state.page
        return tag(
            "div",
            markup.objections(page.objections, lambda no: link("case_review", case=no)),
            markup.appraisal_objections(
                page.appraisal_objections, lambda no: link("appraisal", no=no, unit=unit)
            ),
        )

    def _record(self) -> Markup:
        """Show what was done in time, and under it the cases of the figure that was opened."""
        state, page = self.state, self.state.page
        told = markup.record(page.record, state.address_of_figure)
        if not state.figure:
            return told
        name = next(one.indicator.name for one in page.record if one.indicator.id == state.figure)
        return tag("div", told, markup.behind(name, page.cases(state.figure)))

    def _posts(self) -> Markup:
        posts = self.state.page.posts
        if posts is None:
            return empty("这个单位不登记信访岗位。")
        where = link("screening", tab="posts", unit=posts.unit)
        return tag(
            "div", register(posts), trainings(posts), tag("p", tag("a", "登记到任、离任、培训", href=where))
        )

    def _href(self, one: Owed) -> str:
        return link(one.app, **dict(one.at))

    def _file(self, *, is_text: bool) -> FileToSave:
        found, proof = self.state.page.notice, self.state.bench.proof(self.state.snapshot)
        if is_text:
            told = text_file(found, proof=proof).encode("utf-8-sig")
            return FileToSave(f"{file_stem(found)}.txt", told, TEXT)
        return FileToSave(f"{file_stem(found)}.xlsx", notice_workbook(found, proof=proof), EXCEL)
