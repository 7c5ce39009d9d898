"""Draw supervision: the lists, or the page of one order or proposal, or the form of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened, show_day
from widgets.parts.guard import guard
from widgets.parts.markup import Style
from widgets.parts.release import Succession
from widgets.shell import Shell
from widgets.supervision.address import NEW_PROPOSAL, Shown
from widgets.supervision.board import Board
from widgets.supervision.new_order import NewOrder
from widgets.supervision.new_proposal import NewProposal
from widgets.supervision.pages import DossierPage
from widgets.supervision.panels import NewOrderPanel, NewProposalPanel
from widgets.supervision.state import SupervisionState
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("supervision.css")
TITLE = "督办建议"


def open_supervision(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where its day is not folded yet, in sight of the reader."""
    given = address or {}
    day = asked_day(given, bench.today(), [])
    return opened(TITLE, "supervision", bench, day, lambda: Supervision(SupervisionState(bench, given)))


class Supervision(Shell):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: SupervisionState) -> None:
        self.state = state
        super().__init__(
            TITLE, app="supervision", as_of=state.as_of, today=state.today, on_as_of=self._day_chosen
        )
        self.add_class("supervision")
        self._style = Style(STYLE)
        self._pages = Succession()
        self.board = Board(state, self.go)
        self.page: DossierPage | None = None
        self.new: NewOrderPanel | NewProposalPanel | None = None
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
        self.state.shown = replace(self.state.shown, act="")
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
            if state.shown.new:
                self.new = self._new()
                self.set_title(TITLE, "")
                self._turn_to(self.new)
                return
            if state.shown.order or state.shown.proposal:
                self.page = DossierPage(state, on_step=self._stepped, on_done=self._done)
                self.set_title(TITLE, state.shown.order or state.shown.proposal)
                self._open_form()
                self._turn_to(self.page)
                return
        state.shown = state.shown.board
        self.set_title(TITLE, "")
        self.board.draw()
        self.show(self._style, self.board)
        self._pages.follow()

    def _turn_to(self, page: ipw.Widget) -> None:
        back = ipw.Button(description="‹ 返回清单")
        back.add_class("supervision-button")
        back.on_click(guard(lambda _button: self.go(self.state.shown.board)))
        self.show(self._style, back, page)
        self._pages.follow(back, page)

    def _new(self) -> NewOrderPanel | NewProposalPanel:
        closed = self.state.closed()
        if closed:
            self.notice.warning(closed)
        if self.state.shown.new == NEW_PROPOSAL:
            return NewProposalPanel(NewProposal(self.state), on_done=self._issued, on_cancel=self._leave)
        return NewOrderPanel(NewOrder(self.state), on_done=self._issued, on_cancel=self._leave)

    def _open_form(self) -> None:
        """Open the form that the address asks for; where it cannot be, say why and show the page."""
        if not self.state.shown.act or self.page is None:
            return
        page = self.page
        with self.guard.watch(self.notice.warning):
            page.open_form(ActKind.coded(self.state.shown.act))
        if page.panel is None:
            self.state.shown = replace(self.state.shown, act="")

    def _stepped(self, act: str) -> None:
        self.state.shown = replace(self.state.shown, act=act)
        self.place.show(self.state.address)

    def _leave(self) -> None:
        self.go(self.state.shown.board)

    def _issued(self, number: str, position: int) -> None:
        kind = ActKind.ISSUE_PROPOSAL if self.state.shown.new == NEW_PROPOSAL else ActKind.ISSUE_ORDER
        board = self.state.shown.board
        at = (
            replace(board, proposal=number)
            if kind is ActKind.ISSUE_PROPOSAL
            else replace(board, order=number)
        )
        self.state.shown = at
        self._recorded(number, position, kind)

    def _done(self, number: str, position: int, kind: ActKind) -> None:
        self.state.shown = replace(self.state.shown, act="")
        self._recorded(number, position, kind)

    def _recorded(self, number: str, position: int, kind: ActKind) -> None:
        self.state.refresh_after_act()
        self._draw()
        self.place.show(self.state.address)
        self.notice.success(f"“{kind.label}”已记入台账第 {position:,} 条（{number}）。")
