"""Draw leader case-ownership: pages that survive reload and back, and the form that is open on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened, show_day
from widgets.ownership import board, pages
from widgets.ownership.address import BOARD, DRIVES, GAPS, MINE, ONE, PAGES, TIME, Shown, read_shown
from widgets.ownership.buttons import button
from widgets.ownership.form_panel import FormPanel
from widgets.ownership.one_page import actions, one_page
from widgets.ownership.questions import TITLES
from widgets.ownership.rights import OF_DRIVE, OF_ONE, may, why_not
from widgets.ownership.schedule import gantt, month_sheet
from widgets.ownership.state import OwnershipScreenState, UnknownOwnershipError
from widgets.parts.drawing import Drawing
from widgets.parts.markup import Static, Style
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.pieces import empty
from widgets.parts.release import Succession
from widgets.shell import Shell
from workbench.queries.ownership_board import OwnedFilter
from workbench.terms import Role

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("ownership.css")
TITLE = "领导包案"


def open_ownership(bench: Workbench, address: Mapping[str, str]) -> ipw.Widget:
    """Return the screen of an address; where its day is not folded yet, in sight of the reader."""
    problems: list[str] = []
    day = asked_day(address, bench.today(), problems)

    def make() -> Ownerships:
        screen = Ownerships(bench, day, address)
        if problems:
            screen.notice.warning("；".join(problems))
        return screen

    return opened(TITLE, "ownership", bench, day, make)


class Ownerships(Shell):
    """The screen: tabs, below them the open form and the page."""

    def __init__(self, bench: Workbench, day: date | None, address: Mapping[str, str]) -> None:
        self.bench = bench
        self.state = OwnershipScreenState(bench, Shown(), day)
        super().__init__(
            TITLE,
            app="ownership",
            as_of=self.state.as_of,
            today=self.state.today,
            on_as_of=self._day_chosen,
        )
        self.form: FormPanel | None = None
        self._boxes = {page: ipw.VBox().add_class("ownership-page") for page in PAGES}
        self._shown = Succession()
        shown = self._read(address)
        if "page" not in address and self.state.viewer.role is Role.LEADER:
            shown = shown.turned(MINE)
        self.state = self._state_of(shown)
        self.tabs = Tabs(
            TITLE,
            [Tab(page, name, lambda page=page: self._boxes[page]) for page, name in PAGES.items()],  # type: ignore[misc]
            current=shown.page,
            on_turn=self._turned,
        )
        self.show(Style(STYLE), self.tabs)
        self.add_class("ownership")
        self._draw()
        self.place = self.keep_place(self.state.address, self._go_to)

    def _read(self, address: Mapping[str, str]) -> Shown:
        shown, problems = read_shown(address, self.state.units.names.__contains__)
        if problems:
            self.notice.warning(f"{'；'.join(problems)}。这部分没有采用。")
        return shown

    def _state_of(self, shown: Shown) -> OwnershipScreenState:
        day = None if self.state.as_of == self.state.today else self.state.as_of
        return OwnershipScreenState(self.bench, shown, day, viewer=self.state.viewer)

    def _go_to(self, address: Mapping[str, str]) -> None:
        day = asked_day(address, self.state.today, [])
        show_day(self, self.bench, day, lambda: self._show_day(day, self._read(address)))

    def _day_chosen(self, day: date | None) -> None:
        show_day(self, self.bench, day, lambda: self._show_day(day, replace(self.state.shown, form="")))

    def _show_day(self, day: date | None, shown: Shown) -> None:
        self.state = OwnershipScreenState(self.bench, shown, day, viewer=self.state.viewer)
        self.set_as_of(self.state.as_of)
        self._draw()
        self.place.show(self.state.address)

    def _turned(self, page: str) -> None:
        self.show_page(self.state.shown.turned(page))

    def show_page(self, shown: Shown) -> None:
        """Go where the reader's step leads; the browser's back button comes back from there."""
        self.state = self._state_of(shown)
        self._draw()
        self.place.show(self.state.address)

    def _draw(self) -> None:
        state, shown = self.state, self.state.shown
        self.set_title(TITLE, PAGES[shown.page])
        self.set_code(state.snapshot.code, state.root, state.snapshot.ledger_size)
        self.remind(state.reminder)
        page = self._made(shown)
        self.form = self._form()
        parts = [self.form, *page] if self.form is not None else page
        self.tabs.turn(shown.page)
        for name, box in self._boxes.items():
            box.children = tuple(parts) if name == shown.page else ()
        self._shown.follow(*parts)

    def _made(self, shown: Shown) -> list[ipw.Widget]:
        if shown.page == MINE:
            return pages.leader_page(self.state, on_leader=self._leader, on_one=self._one)
        if shown.page == TIME:
            return self._time()
        if shown.page == GAPS:
            return pages.gaps_page(self.state, on_case=self._case)
        if shown.page == DRIVES:
            offered = OF_DRIVE if self.state.drive is not None else ()
            can = actions(self.state, ("open_drive", *offered), self.open_form, "可以办理")
            return pages.drives_page(self.state, on_matter=self._case, actions=can)
        if shown.page == ONE:
            return self._one_page()
        return board.board_page(
            self.state,
            on_filter=self._filter,
            on_leader=self._leader,
            on_one=self._one,
            on_assign=lambda: self.open_form("assign"),
        )

    def _one_page(self) -> list[ipw.Widget]:
        try:
            one = self.state.one
        except UnknownOwnershipError as problem:
            return [Static(empty(str(problem)))]
        if one is not None:
            return one_page(self.state, one, on_form=self.open_form)
        if self.state.shown.case_no:
            words = f"“{self.state.shown.case_no}”还没有领导包案。"
            able = actions(self.state, ("assign",), self.open_form, "可以办理")
            return [Static(empty(words)), able]
        return [Static(empty("在督办看板或我的包案中点一个编号，这里显示它的五个一、方案、节点和经过。"))]

    def _time(self) -> list[ipw.Widget]:
        month = self.state.shown.month or self.state.as_of.replace(day=1)
        before = (month - timedelta(1)).replace(day=1)
        after = (month + timedelta(32)).replace(day=1)
        turn = ipw.HBox(
            [
                button("上一月", lambda: self._month(before)),
                button("本月", lambda: self._month(None)),
                button("下一月", lambda: self._month(after)),
            ]
        ).add_class("ownership-buttons")
        drawing = Drawing(
            "各包案的节点",
            note="一行一个包案，逾期多的在前；红为逾期未兑现，绿为按期兑现，黄为逾期兑现，蓝为未到期；竖线为截至日",
            empty="没有签订了方案的在包案件",
        )
        drawing.show(gantt(self.state))
        calendar = Static(month_sheet(self.state, month))
        words = board.filter_words(self.state)
        name = f"{month.year}年{month.month}月到期的节点"
        return [
            Panel(name, turn, calendar, note=f"沿用看板的筛选（{words}）" if words else "全部包案"),
            Panel("", drawing),
        ]

    def _form(self) -> FormPanel | None:
        do = self.state.shown.form
        if not do:
            return None
        closed = why_not(self.state, do) if self._has_what_it_is_about(do) else "请先选择一个包案"
        if closed:
            self.notice.warning(f"“{TITLES[do]}”现在不能办理：{closed}。")
            self.state.shown = replace(self.state.shown, form="")
            return None
        return FormPanel(self.state, do, on_done=self._done, on_changed=self._changed, on_cancel=self._left)

    def _has_what_it_is_about(self, do: str) -> bool:
        try:
            return do not in OF_ONE or self.state.one is not None
        except UnknownOwnershipError:
            return False

    def open_form(self, do: str) -> None:
        """Open the form of a thing the viewer may do."""
        self.show_page(replace(self.state.shown, form=do))

    def _left(self) -> None:
        self.show_page(replace(self.state.shown, form=""))

    def _done(self, do: str, position: int) -> None:
        self.notice.success(f"“{TITLES[do]}”已记入台账第 {position:,} 条。")
        self.show_page(replace(self.state.shown, form=""))

    def _changed(self) -> OwnershipScreenState:
        """Look anew after a refusal: what is asked stays, what it rests upon is read again."""
        self.state = self._state_of(self.state.shown)
        return self.state

    def _filter(self, wanted: OwnedFilter) -> None:
        self.show_page(replace(self.state.shown, wanted=wanted))

    def _leader(self, key: str) -> None:
        self.show_page(replace(self.state.shown, page=MINE, leader=key, form=""))

    def _one(self, ownership_no: str) -> None:
        self.show_page(replace(self.state.shown, page=ONE, no=ownership_no, case_no="", form=""))

    def _case(self, case_no: str) -> None:
        do = "assign" if may(self.state, "assign") and not self._is_owned(case_no) else ""
        self.show_page(replace(self.state.shown, page=ONE, no="", case_no=case_no, form=do))

    def _is_owned(self, case_no: str) -> bool:
        return any(one.is_live and one.ownership.case_no == case_no for one in self.state.all)

    def _month(self, month: date | None) -> None:
        self.show_page(replace(self.state.shown, month=month))


__all__ = ["BOARD", "Ownerships", "open_ownership"]
