"""What the screen knows: where the reader is, requests, what a restored copy lacks. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from widgets.duties import reminder
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer

if TYPE_CHECKING:
    from widgets.duties import Reminder
    from workbench.app import Workbench
    from workbench.queries.erasures import ErasureLine, Place
    from workbench.restored import OlderCopy

REQUESTS, RESTORED = "requests", "restored"
TABS = {REQUESTS: "个人信息删除", RESTORED: "恢复确认"}


class NoRequestError(ValueError):
    """What an address names is not there, or not for this viewer."""

    def __init__(self) -> None:
        super().__init__("没有您可以查看的删除申请：请从清单打开")


class NoValuesError(ValueError):
    """There is no such matter for the viewer, or nothing personal in it."""

    def __init__(self, case_no: str) -> None:
        super().__init__(f"没有编号“{case_no}”，或其中没有个人信息：请核对编号")


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: a tab, a request by its number, or the form of a new one for a matter."""

    tab: str = REQUESTS
    number: str = ""
    case: str = ""


class ErasureState:
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def __init__(
        self,
        bench: Workbench,
        address: Mapping[str, str] | None = None,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        self.bench = bench
        self.viewer = viewer()
        self.shown = Shown()
        self.go_to(address or {})

    def go_to(self, given: Mapping[str, str]) -> None:
        """Show what an address asks for; what it cannot mean is left out."""
        tab = given.get("tab", self.tabs[0])
        case = given.get("case", "")[:64] if self.may("request_erasure") else ""
        is_known = tab in self.tabs
        self.shown = Shown(tab if is_known else self.tabs[0], given.get("number", "")[:64], case)
        self.refresh()

    @property
    def address(self) -> str:
        """Return the query of what is shown; what is usual stands in none."""
        one = self.shown
        here = {"tab": "" if one.tab == self.tabs[0] else one.tab, "number": one.number, "case": one.case}
        return urlencode({key: value for key, value in here.items() if value})

    @property
    def today(self) -> date:
        """Return the day on which everything is recorded."""
        return self.bench.today()

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists of this viewer."""
        found = [REQUESTS] if allow(self.viewer, "read:erasures") else []
        return (*found, *([RESTORED] if self.may("acknowledge_restore") else []))

    def may(self, kind: str) -> bool:
        """Return whether the viewer's role may do an act of this kind."""
        return allow(self.viewer, f"act:{kind}")

    def refresh(self) -> None:
        """Read everything anew when it is next asked for."""
        for name in ("requests", "restored", "reminder"):
            self.__dict__.pop(name, None)

    @cached_property
    def requests(self) -> tuple[ErasureLine, ...]:
        """Return the requests, the newest first."""
        from workbench.queries.erasures import erasures

        return self.bench.ask(erasures)

    @cached_property
    def restored(self) -> OlderCopy | None:
        """Return what two people have to acknowledge."""
        from workbench.restored import restored

        return restored(self.bench)

    @cached_property
    def reminder(self) -> Reminder | None:
        """Return what waits for the viewer."""
        return reminder(self.bench)

    def line(self) -> ErasureLine:
        """Return the request that is opened; ``NoRequestError`` where there is none for the viewer."""
        for one in self.requests:
            if one.erasure.erasure_no == self.shown.number:
                return one
        raise NoRequestError

    def require_values(self, case_no: str) -> None:
        """Raise ``NoValuesError`` where the viewer sees no such matter, or it has no personal values."""
        from workbench.queries.erasures import values_of

        if not self.bench.ask(values_of, case_no):
            raise NoValuesError(case_no)

    def values(self) -> tuple[Place, ...]:
        """Return the values of the matter that a new request is about, those asked about already left out."""
        from workbench.queries.erasures import values_of

        taken = {
            (place.entry, place.field)
            for one in self.requests
            if one.erasure.declined_on is None
            for place in one.places
        }
        found = self.bench.ask(values_of, self.shown.case)
        return tuple(one for one in found if (one.entry, one.field) not in taken)
