"""Draw the screening: the lists, the page of one report, the posts of one unit, or a form that comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened
from widgets.dated import DatedScreen
from widgets.screening.address import UPLOAD
from widgets.screening.board import Board
from widgets.screening.page import PostsScreen, ReportScreen
from widgets.screening.panels import UploadPanel
from widgets.screening.state import ScreeningScreenState
from workbench.access.gate import require
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.app import Workbench

STYLE = Path(__file__).with_name("screening.css")
TITLE = "排查月报"


def open_screening(bench: Workbench, address: Mapping[str, str] | None = None) -> ipw.Widget:
    """Return the screen that an address shows; where its day is not folded yet, in sight of the reader."""
    given = address or {}
    day = asked_day(given, bench.today(), [])
    return opened(TITLE, "screening", bench, day, lambda: ScreeningScreen(ScreeningScreenState(bench, given)))


class ScreeningScreen(DatedScreen):
    """The screen; what it knows is in ``state``."""

    TITLE, APP, STYLE, BACK = TITLE, "screening", STYLE, "‹ 返回清单"
    state: ScreeningScreenState

    def __init__(self, state: ScreeningScreenState) -> None:
        self.page: ReportScreen | PostsScreen | None = None
        self.upload: UploadPanel | None = None
        self.board: Board | None = None
        super().__init__(state)

    def made(self) -> tuple[str, ipw.Widget] | None:
        state = self.state
        self.page = self.upload = None
        if state.shown.form == UPLOAD:
            require(state.viewer, f"act:{ActKind.REPORT_SCREENING.value}")
            self.upload = UploadPanel(state, on_done=self._uploaded, on_cancel=self._leave)
            return "", self.upload
        if not (state.shown.report or state.shown.unit):
            return None
        kind = ReportScreen if state.shown.report else PostsScreen
        page = kind(state, on_form=self._form, on_done=self._done)
        self._open_form(page)
        self.page = page
        return "", page

    def lists(self) -> ipw.Widget:
        if self.board is None:
            self.board = Board(self.state, self.go)
        else:
            self.board.draw()
        return self.board

    def _open_form(self, page: ReportScreen | PostsScreen) -> None:
        """Open the form that the address asks for; where it cannot be, say why and show the page."""
        if not self.state.shown.form:
            return
        with self.guard.watch(self.notice.warning):
            page.open_form(self.state.shown.form)
        if page.panel is None:
            self.state.shown = self.state.shown.without_form()

    def _form(self, form: str) -> None:
        self.go(replace(self.state.shown, form=form))

    def _uploaded(self, count: int) -> None:
        self.state.shown = self.state.shown.board
        self._read_anew()
        self.notice.success(
            f"已报送 {count} 份月报，记入台账。" if count else "内容与已报送的相同，没有改动。"
        )

    def _done(self, position: int, title: str) -> None:
        self.state.shown = self.state.shown.without_form()
        self._read_anew()
        self.notice.success(f"“{title}”已记入台账第 {position:,} 条。")
