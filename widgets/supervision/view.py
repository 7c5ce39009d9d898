"""Draw supervision: the lists, or the page of one order or proposal, or the form of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened
from widgets.dated import DatedScreen
from widgets.supervision.address import NEW_PROPOSAL
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


class Supervision(DatedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE, APP, STYLE, BACK = TITLE, "supervision", STYLE, "‹ 返回清单"
    state: SupervisionState

    def __init__(self, state: SupervisionState) -> None:
        self.board = Board(state, self.go)
        self.page: DossierPage | None = None
        self.new: NewOrderPanel | NewProposalPanel | None = None
        super().__init__(state)

    def made(self) -> tuple[str, ipw.Widget] | None:
        self.page = self.new = None
        shown = self.state.shown
        if shown.new:
            self.new = self._new()
            return "", self.new
        if not (shown.order or shown.proposal):
            return None
        self.page = DossierPage(self.state, on_step=self._stepped, on_done=self._done)
        self._open_form()
        return shown.order or shown.proposal, self.page

    def lists(self) -> ipw.Widget:
        self.board.draw()
        return self.board

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
            self.state.shown = self.state.shown.without_form()

    def _stepped(self, act: str) -> None:
        self.state.shown = replace(self.state.shown, act=act)
        self.place.show(self.state.address)

    def _issued(self, number: str, position: int) -> None:
        kind = ActKind.ISSUE_PROPOSAL if self.state.shown.new == NEW_PROPOSAL else ActKind.ISSUE_ORDER
        board = self.state.shown.board
        at = (
            replace(board, proposal=number)
            if kind is ActKind.ISSUE_PROPOSAL
            else replace(board, order=number)
        )
        self.state.shown = at
        self._recorded(number, position, kind.label)

    def _done(self, number: str, position: int, kind: ActKind) -> None:
        self.state.shown = self.state.shown.without_form()
        self._recorded(number, position, kind.label)
