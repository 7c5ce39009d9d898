"""Draw the case review: questions, figures, list and chart; or the one case that is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened, show_day
from widgets.case_review.bulk_bar import BulkBar
from widgets.case_review.case_list import CaseList, grid_columns
from widgets.case_review.chart_page import ChartPage
from widgets.case_review.figure_line import counted_line
from widgets.case_review.figure_parts import figure_notes, left_out, not_followed, tile
from widgets.case_review.filters import fields, to_filter, to_value
from widgets.case_review.list_heads import heads_of, is_same_step, with_heads
from widgets.case_review.promise_list import promise_list
from widgets.case_review.saved_views import CaseReviewViews
from widgets.case_review.state import CaseReviewState
from widgets.duties import reminder
from widgets.parts.figures import FigureTiles
from widgets.parts.filter_bar import FilterBar
from widgets.parts.filter_values import FilterValue
from widgets.parts.grid import Grid
from widgets.parts.grid_query import GridQuery
from widgets.parts.markup import Static, Style, tag
from widgets.parts.panel import Tab, Tabs
from widgets.parts.release import Succession
from widgets.parts.saved_views import SavedViews
from widgets.parts.values import FileToSave, Tag
from widgets.shell import Shell
from workbench.access.masked_words import why_not_found
from workbench.access.viewer import current_viewer
from workbench.queries.lateness import late_parts
from workbench.terms import Step

if TYPE_CHECKING:
    from widgets.case_review.bulk_screen import BulkScreen
    from widgets.case_review.case_screen import CaseScreen
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("case_review.css")


def open_case_review(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where its day is not folded yet, in sight of the reader."""
    given = address or {}
    day = asked_day(given, bench.today(), [])
    return opened("案件审查", "case_review", bench, day, lambda: CaseReview(CaseReviewState(bench, given)))


class CaseReview(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: CaseReviewState) -> None:
        self.state = state
        self._asked = fields(state.snapshot)
        self.filters = FilterBar(
            self._asked, value=to_value(state.wanted, self._asked), on_change=self._filtered
        )
        self.saved_views = SavedViews(CaseReviewViews(state, self._open_view))
        filter_row = ipw.HBox([self.filters, self.saved_views])
        filter_row.add_class("wb-filter-row")
        self.tiles = FigureTiles(label="统计期内的指标", on_open=self._open_figure)
        self.chips, self.counted = Static(), Static()
        self.drop_chips = _button("取消这些限定", self._drop_chips)
        self.grid = Grid(
            grid_columns(state.snapshot),
            CaseList(state),
            label="信访事项清单",
            query=with_heads(GridQuery(), state.heads),
            on_open=self._open_case,
            on_export=self._export,
            on_check=self._ticked,
            name="case_review",
            height="max(320px, calc(100vh - 282px))",
        )
        self.chart_page = ChartPage(state, on_asked=self._here, on_bar=self._show_list)
        self.bulk_bar = BulkBar(self._open_bulk, lambda: self.grid.check(()))
        self.tabs = Tabs(
            "清单与图表",
            (Tab("list", "清单", self._list_page), Tab("chart", "图表", self.chart_page.box)),
            current=state.tab,
            on_turn=self._turned,
        )
        super().__init__(
            "案件审查",
            app="case_review",
            as_of=state.snapshot.as_of,
            today=state.bench.today(),
            on_as_of=self._day_chosen,
        )
        self._remind()
        self._style = Style(STYLE)
        self._chip_line = ipw.HBox([ipw.VBox([self.chips, self.counted]), self.drop_chips])
        self._chip_line.add_class("review-chips")
        self._list_parts = (self._style, filter_row, self.tiles, self._chip_line, self.tabs)
        self.grid.observe(self._heads_changed, "query")
        state.observe(self._draw, "answers")
        state.observe(lambda _change: self.grid.refresh(keep_place=True), "acts")
        state.observe(self._remind, "acts")
        state.observe(self._draw_chart, "charts")
        self.tabs.observe(self._draw_chart, "children")
        state.observe(self._draw_page, "case_no")
        state.observe(self._snapshot_changed, "snapshot")
        self._case: CaseScreen | None = None
        self._pages = Succession()
        self._bulk: BulkScreen | None = None
        self._show_code()
        self._draw()
        self._draw_chart()
        self._draw_page()
        self.place = self.keep_place(state.address, self._go_to)
        if state.complaint:
            self.notice.warning(state.complaint)

    def _list_page(self) -> ipw.Widget:
        page = ipw.VBox([self.grid, self.bulk_bar])
        page.add_class("review-list")
        return page

    # What the reader does

    def _filtered(self, value: FilterValue) -> None:
        before = self.state.wanted
        self.state.wanted = to_filter(value, before)
        is_typing = bool(before.text) and before == replace(self.state.wanted, text=before.text)
        self._here(replace_entry=is_typing)

    def _heads_changed(self, _change: Any) -> None:
        """Keep the address with the reader's sorting, tests and columns; the rows are there already."""
        before, now = self.state.heads, heads_of(self.grid.query)
        if now == before:
            return
        self.state.heads = now
        self._draw_line()
        self._here(replace_entry=is_same_step(before, now))

    def _day_chosen(self, day: date | None) -> None:
        show_day(self, self.state.bench, day, lambda: self._show_day(day))

    def _show_day(self, day: date | None) -> None:
        self._bulk = None
        self.state.set_as_of(day)
        self._ticked(tuple(self.grid.checked))
        self._here()

    def _drop_chips(self) -> None:
        self.state.drop_chips()
        self._here()

    def _open_figure(self, key: str, part: str) -> None:
        found = next(figure for figure in self.state.figures if figure.indicator.id == key)
        self.state.open_figure(found, part)
        self._show_list()

    def _show_list(self) -> None:
        self.tabs.turn("list")
        self._turned("list")

    def _turned(self, tab: str) -> None:
        self.state.tab = tab
        self._here()

    def _open_case(self, case_no: str) -> None:
        self.state.act = ""
        self.state.case_no = case_no
        self._here()

    def _close_case(self) -> None:
        self.state.case_no = self.state.act = ""
        self._here()

    def _ticked(self, keys: tuple[str, ...]) -> None:
        from widgets.case_review.act_state import why_closed

        state = self.state
        closed = why_closed(current_viewer(), as_of=state.snapshot.as_of, today=state.bench.today())
        with self.bulk_bar.hold_sync():
            self.bulk_bar.closed, self.bulk_bar.count = closed, len(keys)

    def _open_bulk(self, step: Step) -> None:
        from widgets.case_review.bulk_screen import BulkScreen
        from widgets.case_review.bulk_state import BulkState

        chosen = BulkState(self.state.bench, self.state.snapshot, self.grid.checked, step)
        self._bulk = BulkScreen(chosen, on_done=self._bulk_done, on_leave=self._leave_bulk)
        self._draw_page()

    def _bulk_done(self) -> None:
        self.grid.check(())
        self.state.refresh_after_act()

    def _leave_bulk(self) -> None:
        self._bulk = None
        self._draw_page()

    def _open_view(self, address: Mapping[str, str]) -> None:
        as_of = self.state.snapshot.as_of.isoformat()
        self._show_address({**address, "as_of": as_of})
        self._here()

    def _here(self, *, replace_entry: bool = False) -> None:
        """Tell the browser where the reader's step has led: back and forward come to it again."""
        self.place.show(self.state.address, replace=replace_entry)

    def _go_to(self, address: Mapping[str, str]) -> None:
        show_day(self, self.state.bench, self.state.day_of(address), lambda: self._gone_to(address))

    def _gone_to(self, address: Mapping[str, str]) -> None:
        self._show_address(address)
        self._here(replace_entry=True)

    def _show_address(self, address: Mapping[str, str]) -> None:
        before = (self.state.case_no, self.state.act, self._bulk)
        self._bulk = None
        complaint = self.state.go_to(address)
        if self.state.case_no == before[0] and (self.state.act, None) != before[1:]:
            self._draw_page()
        self.filters.show(to_value(self.state.wanted, self._asked))
        self.chart_page.follow()
        self.tabs.turn(self.state.tab)
        if complaint:
            self.notice.warning(complaint)

    def _export(self, query: GridQuery) -> FileToSave:
        from widgets.case_review.list_file import list_file

        return list_file(self.state, query)

    # What the state says

    def _snapshot_changed(self, _change: Any) -> None:
        self.set_as_of(self.state.snapshot.as_of)
        self._show_code()
        self._asked = fields(self.state.snapshot)
        for field in self._asked:
            self.filters.set_choices(field.key, field.choices)
        self._draw_page()

    def _remind(self, _change: Any = None) -> None:
        self.remind(reminder(self.state.bench))

    def _show_code(self) -> None:
        snapshot = self.state.snapshot
        size = snapshot.ledger_size
        self.set_code(snapshot.code, self.state.bench.ledger_code(size), size)

    def _draw(self, _change: Any = None) -> None:
        state = self.state
        selected = state.wanted.figure.indicator if state.wanted.figure else ""
        self.tiles.show(
            [
                tile(figure, not_followed(state, figure.indicator), left_out(state, figure))
                for figure in state.figures
            ],
            selected=selected,
        )
        only = tag("span", f"只列：{'；'.join(state.chips)}") if state.chips else None
        defined = tag("div", figure_notes(state), class_="wb-small") if state.wanted.figure else None
        self.chips.show([only, defined, promise_list(state)])
        self._chip_line.layout.display = "" if state.chips else "none"
        if heads_of(self.grid.query) == state.heads:
            self.grid.refresh()
        else:
            self.grid.show(with_heads(self.grid.query, state.heads))
        self._draw_line()

    def _draw_line(self) -> None:
        self.counted.show(counted_line(self.state))
        found = self.state.counts_with(self.state.heads.tests)
        heads = (test.contains for test in self.state.heads.tests)
        why = why_not_found(self.state.wanted.text, *heads)
        parts = late_parts(found.open_late, found.ended_late)
        self.grid.summarise(
            Tag(f"{found.cases:,}"),
            f" 件，{found.batches:,} 批次，{found.person_times:,} 人次；在办 ",
            Tag(f"{found.open_cases:,}"),
            " 件，超期未完成 ",
            Tag(f"{found.late_cases:,}", "late" if found.late_cases else ""),
            (f" 件（{parts}）" if parts else " 件") + (f"。{why}。" if why else ""),
        )

    def _draw_chart(self, _change: Any = None) -> None:
        if self.tabs.current == "chart":  # what nobody sees is not counted
            self.chart_page.draw()

    def _draw_page(self, _change: Any = None) -> None:
        if not self.state.case_no:
            self.set_title("案件审查")
            self._case = None
            if self._bulk is not None:
                self._turn_to(_button("‹ 返回清单", self._leave_bulk), self._bulk)
            else:
                self.show(*self._list_parts)
                self._pages.follow()
            return
        with self.guard.watch():
            self._case = self._open_page()
            self.set_title("案件审查", self.state.case_no)
            self._turn_to(_button("‹ 返回清单", self._close_case), self._case)
            return
        self.state.case_no = ""  # the sentence is shown above the list

    def _turn_to(self, *page: ipw.Widget) -> None:
        self.show(self._style, *page)
        self._pages.follow(*page)

    def _open_page(self) -> CaseScreen:
        from widgets.case_review.case_screen import CaseScreen  # loads the tables: only when a case is opened

        return CaseScreen(self.state, self.notice, on_step=self._here)


def _button(label: str, act: Any) -> ipw.Button:
    from widgets.parts.guard import guard

    button = ipw.Button(description=label)
    button.add_class("review-button")
    button.on_click(guard(lambda _button: act()))
    return button
