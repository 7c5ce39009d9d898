"""Draw the screening: the lists, the page of one report, the posts of one unit, or a form that comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as ipw

from widgets.address import asked_day
from widgets.as_of import opened
from widgets.of_day import ScreenOfDay
from widgets.parts.guard import guard
from widgets.parts.markup import Style
from widgets.parts.release import Succession
from widgets.screening.address import UPLOAD, Shown
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


class ScreeningScreen(ScreenOfDay):
    """The screen; what it knows is in ``state``."""

    def __init__(self, state: ScreeningScreenState) -> None:
        self.state = state
        super().__init__(
            TITLE, app="screening", as_of=state.as_of, today=state.today, on_as_of=self._day_chosen
        )
        self.add_class("screening")
        self._style = Style(STYLE)
        self._pages = Succession()
        self.page: ReportScreen | PostsScreen | None = None
        self.upload: UploadPanel | None = None
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

    def _close_form(self) -> None:
        self.state.shown = self.state.shown.without_form()

    def _draw(self) -> None:
        """Show the lists, a page or a form; what cannot be shown is said above the lists."""
        state = self.state
        self.set_as_of(state.as_of)
        self.set_code(state.snapshot.code, state.root, state.snapshot.ledger_size)
        self.remind(state.reminder)
        self.page = self.upload = None
        with self.guard.watch():
            if state.shown.form == UPLOAD:
                require(state.viewer, f"act:{ActKind.REPORT_SCREENING.value}")
                self.upload = UploadPanel(state, on_done=self._uploaded, on_cancel=self._leave)
                self.set_title(TITLE, "")
                self._turn_to(self.upload)
                return
            if state.shown.report or state.shown.unit:
                kind = ReportScreen if state.shown.report else PostsScreen
                page = kind(state, on_form=self._form, on_done=self._done)
                self.set_title(TITLE, "")
                self._open_form(page)
                self.page = page
                self._turn_to(page)
                return
        state.shown = state.shown.lists
        self.set_title(TITLE, "")
        if self.board is None:
            self.board = Board(state, self.go)
        else:
            self.board.draw()
        self.show(self._style, self.board)
        self._pages.follow()

    def _turn_to(self, page: ipw.Widget) -> None:
        back = ipw.Button(description="‹ 返回清单")
        back.on_click(guard(lambda _button: self.go(self.state.shown.lists)))
        self.show(self._style, back, page)
        self._pages.follow(back, page)

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

    def _leave(self) -> None:
        self.go(self.state.shown.lists)

    def _uploaded(self, count: int) -> None:
        self.state.shown = self.state.shown.lists
        self._recorded()
        self.notice.success(
            f"已报送 {count} 份月报，记入台账。" if count else "内容与已报送的相同，没有改动。"
        )

    def _done(self, position: int, title: str) -> None:
        self.state.shown = self.state.shown.without_form()
        self._recorded()
        self.notice.success(f"“{title}”已记入台账第 {position:,} 条。")

    def _recorded(self) -> None:
        self.state.refresh_after_act()
        self._draw()
        self.place.show(self.state.address)
