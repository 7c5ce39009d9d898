"""A screen as of a day: how it goes to an address or to another day, while the day before stays in sight."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from widgets.address import asked_day
from widgets.as_of import show_day
from widgets.shell import Shell

if TYPE_CHECKING:
    from widgets.parts.place import Place


class ScreenOfDay(Shell):
    """``state`` knows ``bench``, ``today``, ``address``; it is told of another address or day."""

    state: Any
    place: Place

    @abstractmethod
    def _draw(self) -> None:
        """Show what the state says."""

    def _close_form(self) -> None:
        """Leave the form that is open: what it asks belongs to the day before."""

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
        self._close_form()
        self._draw()
        self.place.show(self.state.address)
