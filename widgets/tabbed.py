"""A screen of tabs with lists and of what they open, as of today: how it turns there and back."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import ipywidgets as ipw

from widgets.as_of import show_basis
from widgets.parts.guard import guard
from widgets.parts.markup import Style
from widgets.parts.masthead import Reminding
from widgets.parts.panel import Tab, Tabs
from widgets.parts.release import Succession
from widgets.shell import Shell

if TYPE_CHECKING:
    from workbench.app import Workbench


class TabbedState(Protocol):
    """What such a screen asks of its state. ``shown`` is where the reader is."""

    shown: Any

    @property
    def bench(self) -> Workbench: ...
    @property
    def address(self) -> str: ...
    @property
    def tabs(self) -> tuple[str, ...]: ...
    @property
    def reminder(self) -> Reminding | None: ...
    def refresh(self) -> None: ...
    def go_to(self, given: Mapping[str, str]) -> None: ...


class TabbedScreen(Shell):
    """``made`` gives what is opened, ``makers`` the lists by tab; ``at_tab`` is the place of a tab alone."""

    TITLE: ClassVar[str]
    APP: ClassVar[str]
    STYLES: ClassVar[tuple[Path, ...]]
    NAMES: ClassVar[Mapping[str, str]]
    BACK: ClassVar[tuple[str, str]]  # the words and the class of the way back
    state: TabbedState

    def __init__(self, state: TabbedState) -> None:
        self.state = state
        super().__init__(self.TITLE, app=self.APP)
        self.add_class(self.APP.replace("_", "-"))
        self._styles = tuple(Style(one) for one in self.STYLES)
        self._pages = Succession()
        self.page: ipw.Widget | None = None
        self._draw()
        self.place = self.keep_place(state.address, self._go_to)

    @abstractmethod
    def made(self) -> ipw.Widget | None:
        """Return what is opened, ``None`` where only a tab is shown."""

    @abstractmethod
    def makers(self) -> Mapping[str, Callable[[], ipw.Widget]]:
        """Return what makes the list of each tab."""

    @abstractmethod
    def at_tab(self, tab: str) -> Any:
        """Return the place of a tab alone."""

    @abstractmethod
    def leave(self) -> None:
        """Go back from what is opened."""

    def go(self, shown: Any, sentence: str = "") -> None:
        """Go where the reader goes: an entry in the browser's history."""
        with self.guard.watch():
            self.state.shown = shown
            self.state.refresh()
            self._draw()
            self.place.show(self.state.address)
        if sentence:
            self.notice.success(sentence)

    def _go_to(self, address: Mapping[str, str]) -> None:
        self.state.go_to(address)
        self._draw()
        self.place.show(self.state.address, replace=True)

    def _draw(self) -> None:
        """Show what the state names; what cannot be shown is said above the lists."""
        self.remind(self.state.reminder)
        show_basis(self, self.state.bench)
        self.page = None
        with self.guard.watch():
            made = self.made()
            self.page = self._lists() if made is None else made
        if self.page is None:
            self.state.shown = self.at_tab(self.state.shown.tab)
            self.page = self._lists()
        is_opened = self.state.shown != self.at_tab(self.state.shown.tab)
        parts = [self._back(), self.page] if is_opened else [self.page]
        self.show(*self._styles, *parts)
        self._pages.follow(*parts)

    def _lists(self) -> ipw.Widget:
        makers = self.makers()
        tabs = [Tab(key, self.NAMES[key], makers[key]) for key in self.state.tabs]
        return Tabs(self.TITLE, tabs, current=self.state.shown.tab, on_turn=self._turned)

    def _back(self) -> ipw.Button:
        words, style = self.BACK
        back = ipw.Button(description=words)
        back.add_class(style)
        back.on_click(guard(lambda _button: self.leave()))
        return back

    def _turned(self, tab: str) -> None:
        self.state.shown = self.at_tab(tab)
        self.place.show(self.state.address)

    def _recorded(self, sentence: str) -> None:
        self.go(self.state.shown, sentence)
