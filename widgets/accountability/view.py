"""Draw the accountability log: the lists, the page of one proceeding, or the form of a new lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.accountability.address import Shown
from widgets.accountability.board import Board
from widgets.accountability.lead_form import LeadForm
from widgets.accountability.page import ProceedingScreen
from widgets.accountability.panels import LeadPanel
from widgets.accountability.state import AccountabilityState
from widgets.address import asked_day
from widgets.as_of import opened, show_day
from widgets.parts.guard import guard
from widgets.parts.markup import Style
from widgets.parts.release import Succession
from widgets.shell import Shell
from workbench.terms import ActKind, ProceedingStep

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("accountability.css")
TITLE = "责任追究"


def open_accountability(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where its day is not folded yet, in sight of the reader."""
    given = address or {}
    day = asked_day(given, bench.today(), [])
    return opened(
        TITLE, "accountability", bench, day, lambda: Accountability(AccountabilityState(bench, given))
    )


class Accountability(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: AccountabilityState) -> None:
        self.state = state
        super().__init__(
            TITLE, app="accountability", as_of=state.as_of, today=state.today, on_as_of=self._day_chosen
        )
        self.add_class("accountability")
        self._style = Style(STYLE)
        self._pages = Succession()
        self.page: ProceedingScreen | None = None
        self.new: LeadPanel | None = None
        self.board: Board | None = None
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)
        if state.complaint:
            self.notice.warning(state.complaint)

    def go(self, shown: Shown) -> None:
        """Go where the reader goes: an entry in the browser's history."""
        with self.guard.watch():
            self.state.shown = shown
            self._draw()
            self.place.show(self.state.address)

    def _go_to(self, address: Mapping[str, str]) -> None:
        day = asked_day(address, self.state.today, [])
        show_day(self, self.state.bench, day, lambda: self._gone_to(address))

    def _gone_to(self, address: Mapping[str, str]) -> None:
        complaint = self.state.go_to(address)
        self._draw()
        self.place.show(self.state.address, replace=True)
        if complaint:
            self.notice.warning(complaint)

    def _day_chosen(self, day: date | None) -> None:
        show_day(self, self.state.bench, day, lambda: self._show_day(day))

    def _show_day(self, day: date | None) -> None:
        self.state.set_as_of(day)
        self.state.shown = self.state.shown.without_form()
        self._draw()
        self.place.show(self.state.address)

    def _draw(self) -> None:
        """Show the lists, a page or a form; what cannot be shown is said above the lists."""
        state = self.state
        self.set_as_of(state.as_of)
        self.set_code(state.snapshot.code, state.root)
        self.remind(state.reminder)
        self.page = self.new = None
        with self.guard.watch():
            if state.shown.is_new:
                self.new = LeadPanel(LeadForm(state), on_done=self._opened, on_cancel=self._leave)
                self.set_title(TITLE, "")
                self._turn_to(self.new)
                return
            if state.shown.number:
                self.page = ProceedingScreen(state, on_step=self._stepped, on_done=self._done)
                self.set_title(TITLE, state.shown.number)
                self._open_form(self.page)
                self._turn_to(self.page)
                return
        state.shown = state.shown.board
        self.set_title(TITLE, "")
        if self.board is None:
            self.board = Board(state, self.go)
        else:
            self.board.draw()
        self.show(self._style, self.board)
        self._pages.follow()

    def _turn_to(self, page: ipw.Widget) -> None:
        back = ipw.Button(description="‹ 返回台账")
        back.add_class("accountability-button")
        back.on_click(guard(lambda _button: self.go(self.state.shown.board)))
        self.show(self._style, back, page)
        self._pages.follow(back, page)

    def _open_form(self, page: ProceedingScreen) -> None:
        """Open the form that the address asks for; where it cannot be, say why and show the page."""
        shown = self.state.shown
        if not shown.step:
            return
        with self.guard.watch(self.notice.warning):
            page.open_form(ProceedingStep.coded(shown.step), shown.corrects)
        if page.panel is None:
            self.state.shown = shown.without_form()

    def _stepped(self, step: str, corrects: int) -> None:
        self.state.shown = replace(self.state.shown, step=step, corrects=corrects)
        self.place.show(self.state.address)

    def _leave(self) -> None:
        self.go(self.state.shown.board)

    def _opened(self, number: str, position: int) -> None:
        self.state.shown = replace(self.state.shown.board, number=number)
        self._recorded(number, position, ActKind.OPEN_PROCEEDING.label)

    def _done(self, number: str, position: int, title: str) -> None:
        self.state.shown = self.state.shown.without_form()
        self._recorded(number, position, title)

    def _recorded(self, number: str, position: int, title: str) -> None:
        self.state.refresh_after_act()
        self._draw()
        self.place.show(self.state.address)
        self.notice.success(f"“{title}”已记入台账第 {position:,} 条（{number}）。")
