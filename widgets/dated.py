"""A screen of lists and single pages as of a day: how it turns from one to the other and back."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, ClassVar

import ipywidgets as ipw

from widgets.dated_state import DatedState, Place
from widgets.of_day import ScreenOfDay
from widgets.parts.guard import guard
from widgets.parts.markup import Style
from widgets.parts.release import Succession


class DatedScreen(ScreenOfDay):
    """A screen that shows its lists, or one page with the way back to them. ``state`` is what it knows."""

    TITLE: ClassVar[str]
    APP: ClassVar[str]
    STYLE: ClassVar[Path]
    BACK: ClassVar[str]
    state: DatedState[Any]

    def __init__(self, state: DatedState[Any]) -> None:
        self.state = state
        super().__init__(
            self.TITLE, app=self.APP, as_of=state.as_of, today=state.today, on_as_of=self._day_chosen
        )
        self.add_class(self.APP)
        self._style = Style(self.STYLE)
        self._pages = Succession()
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)
        if state.complaint:
            self.notice.warning(state.complaint)

    @abstractmethod
    def made(self) -> tuple[str, ipw.Widget] | None:
        """Return the page or the form that is to be shown, after its number; ``None`` for the lists."""

    @abstractmethod
    def lists(self) -> ipw.Widget:
        """Return the lists as they are now."""

    def go(self, shown: Place) -> None:
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
        made = None
        with self.guard.watch():
            made = self.made()
        if made is not None:
            number, page = made
            self.set_title(self.TITLE, number)
            back = self._back()
            self.show(self._style, back, page)
            self._pages.follow(back, page)
            return
        state.shown = state.shown.board
        self.set_title(self.TITLE, "")
        self.show(self._style, self.lists())
        self._pages.follow()

    def _back(self) -> ipw.Button:
        back = ipw.Button(description=self.BACK)
        back.add_class(f"{self.APP}-button")
        back.on_click(guard(lambda _button: self._leave()))
        return back

    def _leave(self) -> None:
        self.go(self.state.shown.board)

    def _recorded(self, number: str, position: int, title: str) -> None:
        self._read_anew()
        self.notice.success(f"“{title}”已记入台账第 {position:,} 条（{number}）。")

    def _read_anew(self) -> None:
        self.state.refresh_after_act()
        self._draw()
        self.place.show(self.state.address)
