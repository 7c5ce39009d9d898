"""What the reception screen knows: a month as of a day, the day and the dossier that are open. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from widgets.address import asked_day
from widgets.duties import reminder
from widgets.parts.values import Choice
from widgets.reception.rights import KINDS, why_not
from workbench.access.viewer import Viewer, current_viewer
from workbench.terms import InstructionState
from workbench.terms import ReceptionState as Came

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.law.reception import Reception
    from workbench.queries.instructions import InstructionLine
    from workbench.queries.reception import MatterLine, MonthOfReceptions

TABS = {
    "calendar": "日历",
    "list": "接访清单",
    "duty": "领导履职",
    "matters": "接访事项",
    "instructions": "领导批示",
}
PARTS = ("held", "missed")
INSTRUCTION_PARTS = ("all", *(one.value for one in InstructionState))


class ReceptionState:
    """The screen of one viewer; ``go_to`` reads an address, ``address`` is the one that leads back."""

    def __init__(
        self, bench: Workbench, address: Mapping[str, str] | None = None, *, viewer: Viewer | None = None
    ) -> None:
        self.bench = bench
        self.viewer = viewer or current_viewer()
        self.complaint = self.go_to(address or {})

    def go_to(self, given: Mapping[str, str]) -> str:
        """Show what an address asks for; return a sentence about what in it cannot be, "" if all can."""
        problems: list[str] = []
        self.today = self.bench.today()
        self.snapshot = self.bench.snapshot(asked_day(given, self.today, problems))
        self.day = _day(given.get("day", ""), problems)
        self.month = _month(given.get("month", ""), problems) or (self.day or self.as_of).replace(day=1)
        self.tab = given["tab"] if given.get("tab") in TABS else "calendar"
        offered = INSTRUCTION_PARTS if self.tab == "instructions" else PARTS
        self.part = given["part"] if given.get("part") in offered else ""
        self.reception_no = given.get("reception", "")[:64]
        self.instruction_no = given.get("instruction", "")[:64]
        self.forget()
        self._check_open(problems)
        self.do = given["do"] if given.get("do") in KINDS and not why_not(self, given["do"]) else ""
        return f"{'；'.join(problems)}。" if problems else ""

    def _check_open(self, problems: list[str]) -> None:
        if self.reception_no and self.reception is None:
            problems.append(f"没有编号为“{self.reception_no}”的接访安排，请核对链接")
            self.reception_no = ""
        if self.instruction_no and self.instruction is None:
            problems.append(f"截至 {self.as_of} 没有您可以查看的批示“{self.instruction_no}”，请核对链接")
            self.instruction_no = ""
        if self.reception is not None:
            self.day = self.reception.planned_on
            self.month = self.day.replace(day=1)
            self.forget()  # the address may have named another month

    @property
    def as_of(self) -> date:
        """Return the day as of which everything is shown."""
        return self.snapshot.as_of

    @property
    def address(self) -> str:
        """Return the query that leads back here; what is usual stands in none."""
        here = {
            "as_of": "" if self.as_of == self.today else f"{self.as_of}",
            "month": "" if self.month == self.as_of.replace(day=1) else f"{self.month:%Y-%m}",
            "tab": "" if self.tab == "calendar" else self.tab,
            "part": self.part,
            "day": f"{self.day}" if self.day and not self.reception_no else "",
            "reception": self.reception_no,
            "instruction": self.instruction_no,
            "do": self.do,
        }
        return urlencode({key: value for key, value in here.items() if value})

    def forget(self) -> None:
        """Let everything be read anew when it is next asked for."""
        for name in ("found", "matters", "instructions", "units", "city", "reminder"):
            self.__dict__.pop(name, None)

    def refresh(self) -> None:
        """Read everything anew, with what was just recorded."""
        self.snapshot = self.bench.snapshot(None if self.as_of == self.today else self.as_of)
        self.forget()

    @cached_property
    def found(self) -> MonthOfReceptions:
        """The month: its receptions, duties and share."""
        from workbench.queries.reception import month_of_receptions

        return self.bench.ask(month_of_receptions, self.month, as_of=self.as_of)

    @cached_property
    def matters(self) -> tuple[MatterLine, ...]:
        """What was raised at the receptions of the month, as far as the viewer may see it."""
        from workbench.queries.reception import received_matters

        return self.bench.ask(received_matters, self.snapshot, self.found.receptions, viewer=self.viewer)

    @cached_property
    def instructions(self) -> tuple[InstructionLine, ...]:
        """The leaders' instructions of all time, as far as the viewer may see them."""
        from workbench.queries.instructions import instruction_lines

        return self.bench.ask(instruction_lines, self.snapshot, viewer=self.viewer)

    @cached_property
    def units(self) -> tuple[Choice, ...]:
        """Every unit, those of the city before those above it."""
        rows = self.snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
        return tuple(Choice(code, name) for code, name in rows)

    @cached_property
    def reminder(self) -> object:
        """What the head reminds the viewer of."""
        return reminder(self.bench)

    @cached_property
    def city(self) -> Choice:
        """The city itself: the unit of its leaders."""
        found = self.snapshot.rows(
            "select code, name from unit_fact where kind = 'county_city' order by code"
        )
        return Choice(*(found[0] if found else ("", "")))

    @property
    def unit_names(self) -> dict[str, str]:
        """Return the names of the units by code."""
        return {one.code: one.label for one in self.units}

    @property
    def reception(self) -> Reception | None:
        """Return the reception that is open, ``None`` if none is or there is none of that number."""
        if not self.reception_no:
            return None
        from workbench.queries.reception import ReceptionNotFoundError, reception

        known = {one.reception_no: one for one in self.found.receptions}
        if self.reception_no in known:
            return known[self.reception_no]
        try:
            return self.bench.ask(reception, self.reception_no)
        except ReceptionNotFoundError:
            return None

    @property
    def following(self) -> Reception | None:
        """Return the reception that follows the open one, if that was moved by the day."""
        one = self.reception
        if one is None or one.moved_to is None or one.state(self.as_of) is not Came.MOVED:
            return None
        from workbench.queries.reception import reception

        return self.bench.ask(reception, one.moved_to)

    @property
    def instruction(self) -> InstructionLine | None:
        """Return the instruction that is open, as of the day."""
        wanted = self.instruction_no
        return next((one for one in self.instructions if one.instruction.instruction_no == wanted), None)

    @property
    def listed(self) -> tuple[Reception, ...]:
        """Return the receptions of the month, or of one part of the share."""
        rate = self.found.rate
        if rate is None or self.part not in PARTS:
            return self.found.receptions
        numbers = rate.held_nos if self.part == "held" else rate.missed_nos
        return tuple(one for one in self.found.receptions if one.reception_no in numbers)


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"“{text[:20]}”不是形如 2026-03-05 的日期")
        return None


def _month(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        problems.append(f"“{text[:20]}”不是形如 2026-03 的月份")
        return None
