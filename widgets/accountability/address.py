"""What the address of the accountability log says: the list, a proceeding, an open form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

from widgets.address import asked_one, asked_states
from workbench.terms import ProceedingState, ProceedingStep

LOG, COUNTERS, TRENDS, DUE = "log", "counters", "trends", "due"
TABS: Final = (LOG, COUNTERS, TRENDS, DUE)
SHOWN_NUMBER: Final = "id"


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is. ``corrects`` is the entry that the open form takes the place of, 0 for none."""

    tab: str = LOG
    number: str = ""
    step: str = ""
    corrects: int = 0
    is_new: bool = False
    case: str = ""
    order: str = ""
    item: str = ""
    sheet: str = ""
    check: str = ""
    units: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def board(self) -> Shown:
        """Return the list from which this was opened."""
        return Shown(tab=self.tab, units=self.units, states=self.states)

    def without_form(self) -> Shown:
        """Return the same page with no form open."""
        return replace(self, step="", corrects=0)


def read_shown(given: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
    """Return what an address asks for, and in Chinese what of it cannot be read."""
    problems: list[str] = []
    one_of = partial(asked_one, given, problems)
    states = asked_states(given, problems, frozenset(one.value for one in ProceedingState))
    corrects = given.get("corrects", "")
    if corrects and not (corrects.isascii() and corrects.isdigit()):
        problems.append(f"记录序号“{corrects}”不是数字")
        corrects = ""
    return Shown(
        tab=one_of("tab", TABS, "页签") or LOG,
        number=given.get(SHOWN_NUMBER, ""),
        step=one_of("step", frozenset(one.value for one in ProceedingStep), "记录种类"),
        corrects=int(corrects or 0),
        is_new=given.get("new", "") == "1",
        case=given.get("case", ""),
        order=given.get("order", ""),
        item=given.get("item", ""),
        sheet=given.get("sheet", ""),
        check=given.get("check", ""),
        units=tuple(filter(None, given.get("unit", "").split(","))),
        states=states,
    ), tuple(problems)


def query_of(shown: Shown, as_of: str = "") -> str:
    """Return the query of what is shown; ``read_shown`` reads it back the same."""
    told = {
        "tab": "" if shown.tab == LOG else shown.tab,
        SHOWN_NUMBER: shown.number,
        "step": shown.step,
        "corrects": str(shown.corrects or ""),
        "new": "1" if shown.is_new else "",
        "case": shown.case,
        "order": shown.order,
        "item": shown.item,
        "sheet": shown.sheet,
        "check": shown.check,
        "unit": ",".join(shown.units),
        "state": ",".join(shown.states),
        "as_of": as_of,
    }
    return urlencode({name: value for name, value in told.items() if value}, safe=",")
