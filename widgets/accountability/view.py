"""Draw the accountability log: the lists, the page of one proceeding, or the form of a new lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.accountability.board import Board
from widgets.accountability.lead_form import LeadForm
from widgets.accountability.page import ProceedingScreen
from widgets.accountability.panels import LeadPanel
from widgets.accountability.state import AccountabilityState
from widgets.address import asked_day
from widgets.as_of import opened
from widgets.dated import DatedScreen
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


class Accountability(DatedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE, APP, STYLE, BACK = TITLE, "accountability", STYLE, "‹ 返回台账"
    state: AccountabilityState

    def __init__(self, state: AccountabilityState) -> None:
        self.page: ProceedingScreen | None = None
        self.new: LeadPanel | None = None
        self.board: Board | None = None
        super().__init__(state)

    def made(self) -> tuple[str, ipw.Widget] | None:
        self.page = self.new = None
        if self.state.shown.is_new:
            self.new = LeadPanel(LeadForm(self.state), on_done=self._opened, on_cancel=self._leave)
            return "", self.new
        if not self.state.shown.number:
            return None
        self.page = ProceedingScreen(self.state, on_step=self._stepped, on_done=self._done)
        self._open_form(self.page)
        return self.state.shown.number, self.page

    def lists(self) -> ipw.Widget:
        if self.board is None:
            self.board = Board(self.state, self.go)
        else:
            self.board.draw()
        return self.board

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

    def _opened(self, number: str, position: int) -> None:
        self.state.shown = replace(self.state.shown.board, number=number)
        self._recorded(number, position, ActKind.OPEN_PROCEEDING.label)

    def _done(self, number: str, position: int, title: str) -> None:
        self.state.shown = self.state.shown.without_form()
        self._recorded(number, position, title)
