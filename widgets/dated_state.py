"""What is known by a screen of lists and single pages as of a day. No widgets here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from widgets.address import asked_day
from widgets.duties import reminder
from widgets.parts.values import Choice
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer
from workbench.queries.act_refusal import refusal

if TYPE_CHECKING:
    from widgets.duties import Reminder
    from workbench.acts.base import Act
    from workbench.app import Workbench
    from workbench.terms import ActKind


class Place(Protocol):
    """Where the reader is."""

    @property
    def board(self) -> Self:
        """The lists behind a page or a form."""

    def without_form(self) -> Self:
        """Return the same page with no form open."""


P = TypeVar("P", bound=Place)


class DatedState(ABC, Generic[P]):
    """What a screen shows as of a day, as its viewer may see it. ``read_lists`` is called for every day."""

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
        self.complaint = self.go_to(address or {})

    @abstractmethod
    def read(self, address: Mapping[str, str]) -> tuple[P, tuple[str, ...]]:
        """Return where an address leads, and in Chinese what of it cannot be read."""

    @abstractmethod
    def query(self, as_of: str) -> str:
        """Return the query of what is shown; ``as_of`` is "" for today."""

    @abstractmethod
    def read_lists(self) -> None:
        """Read the lists of ``snapshot`` anew, or when they are asked for."""

    def go_to(self, address: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it cannot be read, "" if nothing."""
        problems: list[str] = []
        day = asked_day(address, self.bench.today(), problems)
        self.shown, more = self.read(address)
        self.set_as_of(day)
        told = (*problems, *more)
        return f"{'；'.join(told)}。其余内容已按地址显示。" if told else ""

    def set_as_of(self, day: date | None) -> None:
        """Show what was true at the end of a day, ``None`` for today."""
        self.today = self.bench.today()
        self.snapshot = self.bench.snapshot(day)
        self.read_lists()

    def refresh_after_act(self) -> None:
        """Read everything anew after something was recorded."""
        self.set_as_of(None if self.as_of == self.today else self.as_of)

    @property
    def as_of(self) -> date:
        """Return the day that is shown."""
        return self.snapshot.as_of

    @property
    def address(self) -> str:
        """Return the query of what is shown; today needs no day."""
        return self.query("" if self.as_of == self.today else self.as_of.isoformat())

    @property
    def reminder(self) -> Reminder | None:
        """Return what waits for the viewer."""
        return reminder(self.bench)

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the lists come from."""
        return self.bench.ledger_code(self.snapshot.ledger_size)

    @property
    def unit_offers(self) -> tuple[Choice, ...]:
        """Return the units to choose from, those of the city before those above it."""
        rows = self.snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
        return tuple(Choice(code, name) for code, name in rows)

    def refusal(self, act: Act) -> str:
        """Return why an act of this viewer would be refused now, "" where it would not."""
        with self.bench.reading() as session:
            link = session.connection()
            return refusal(link, act, by=self.viewer.actor, calendars=self.bench.calendars(link))

    def may(self, kind: ActKind) -> bool:
        """Return whether the viewer's role may do an act of this kind."""
        return allow(self.viewer, f"act:{kind.value}")

    def closed(self) -> str:
        """Return why nothing can be recorded on this page now; "" if it can."""
        if self.as_of != self.today:
            return f"现在显示的是 {self.as_of:%Y-%m-%d} 的情况：请把截至日改回今天再办理"
        return ""
