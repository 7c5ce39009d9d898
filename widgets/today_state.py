"""What is known by a screen of tabs and of what they open, as of today. No widgets here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlencode

from widgets.duties import reminder
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer

if TYPE_CHECKING:
    from widgets.duties import Reminder
    from workbench.app import Workbench

P = TypeVar("P")


class NothingHereError(ValueError):
    """What an address names is not there, or not for this viewer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"没有您可以查看的{what}：请从清单打开")


class TodayState(ABC, Generic[P]):
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back.

    ``shown`` is where the reader is. What a subclass reads stands in cached properties; ``refresh`` has them
    read anew when they are next asked for.
    """

    shown: P

    def __init__(
        self,
        bench: Workbench,
        address: Mapping[str, str] | None = None,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self.bench = bench
        self.viewer = viewer()
        self.go_to(address or {})

    @abstractmethod
    def place(self, given: Mapping[str, str]) -> P:
        """Return where an address leads; what it cannot mean is left out."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Return the query of what is shown; what is usual stands in none."""

    def go_to(self, given: Mapping[str, str]) -> None:
        """Show what an address asks for."""
        self.shown = self.place(given)
        self.refresh()

    @property
    def today(self) -> date:
        """Return the day on which everything is recorded."""
        return self.bench.today()

    def may(self, kind: str) -> bool:
        """Return whether the viewer's role may do an act of this kind."""
        return allow(self.viewer, f"act:{kind}")

    def refresh(self) -> None:
        """Read everything anew when it is next asked for."""
        for room in type(self).__mro__:
            for name, value in vars(room).items():
                if isinstance(value, cached_property):
                    self.__dict__.pop(name, None)

    @cached_property
    def reminder(self) -> Reminder | None:
        """What the head reminds the viewer of."""
        return reminder(self.bench)


def address_query(here: Mapping[str, str]) -> str:
    """Return the query of these parameters without the empty ones."""
    return urlencode({key: value for key, value in here.items() if value})
