"""What the screen knows: where the reader is, requests, what a restored copy lacks. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.today_state import NothingHereError, TodayState, address_query
from workbench.access.gate import allow

if TYPE_CHECKING:
    from workbench.queries.erasures import ErasureLine, Place
    from workbench.queries.impact_assessments import ImpactLine
    from workbench.queries.unmasking import UnmaskedLine
    from workbench.restored import OlderCopy

REQUESTS, RESTORED, UNMASKED, IMPACTS = "requests", "restored", "unmasked", "impacts"
TABS = {REQUESTS: "个人信息删除", UNMASKED: "原文查看", IMPACTS: "影响评估", RESTORED: "恢复确认"}


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


class ErasureState(TodayState[Shown]):
    """The deletions and the restored copy, as one viewer may know of them."""

    def place(self, given: Mapping[str, str]) -> Shown:
        """Return where an address leads; what it cannot mean is left out."""
        tab = given.get("tab", self.tabs[0])
        case = given.get("case", "")[:64] if self.may("request_erasure") else ""
        return Shown(tab if tab in self.tabs else self.tabs[0], given.get("number", "")[:64], case)

    @property
    def address(self) -> str:
        """Return the query of what is shown; what is usual stands in none."""
        one = self.shown
        here = {"tab": "" if one.tab == self.tabs[0] else one.tab, "number": one.number, "case": one.case}
        return address_query(here)

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the lists of this viewer."""
        found = [REQUESTS] if allow(self.viewer, "read:erasures") else []
        found += [UNMASKED] if allow(self.viewer, "read:unmaskings") else []
        found += [IMPACTS] if allow(self.viewer, "read:impacts") else []
        return (*found, *([RESTORED] if self.may("acknowledge_restore") else []))

    @cached_property
    def requests(self) -> tuple[ErasureLine, ...]:
        """Return the requests, the newest first."""
        from workbench.queries.erasures import erasures

        return self.bench.ask(erasures)

    @cached_property
    def unmasked(self) -> tuple[UnmaskedLine, ...]:
        """Return who saw which original text in the last weeks; ``NotPermittedError`` for whoever may not."""
        from widgets.erasure.unmasked import WEEKS
        from workbench.queries.unmasking import unmasked_since

        since = self.bench.now() - timedelta(weeks=WEEKS)
        return self.bench.ask(unmasked_since, self.viewer, since)

    @property
    def impacts(self) -> tuple[ImpactLine, ...]:
        """Return the impact assessments; ``NotPermittedError`` for whoever may not."""
        from workbench.queries.impact_assessments import impact_lines

        return self.bench.ask(impact_lines, self.viewer, as_of=self.today)

    @cached_property
    def restored(self) -> OlderCopy | None:
        """Return what two people have to acknowledge."""
        from workbench.restored import restored

        return restored(self.bench)

    def line(self) -> ErasureLine:
        """Return the request that is opened; ``NothingHereError`` where there is none for the viewer."""
        for one in self.requests:
            if one.erasure.erasure_no == self.shown.number:
                return one
        raise NothingHereError("删除申请")

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
