"""What the screen of accountability knows: the day, the log, the proceeding that is open. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.accountability.address import LOG, TABS, Shown, query_of, read_shown
from widgets.address import asked_day
from widgets.duties import reminder
from widgets.parts.values import Choice
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, current_viewer
from workbench.law.accountability_data import last_day
from workbench.law.reply_days import proposal_due
from workbench.queries.accountability import (
    ProceedingLine,
    ProceedingPage,
    accountability_log,
    proceeding_page,
)
from workbench.queries.accountability_figures import (
    Counted,
    DueLine,
    Trend,
    counters,
    due_lines,
    trends,
)
from workbench.queries.act_refusal import refusal
from workbench.terms import ActKind, UnitKind

if TYPE_CHECKING:
    from widgets.duties import Reminder
    from workbench.acts.base import Act
    from workbench.app import Workbench


_SPAN = 36  # months; the office's report counts three years


class Lists:
    """The log of one day as one viewer may read it, each part read when it is first asked for."""

    def __init__(self, bench: Workbench, viewer: Viewer, as_of: date) -> None:
        self.bench, self.viewer, self.as_of = bench, viewer, as_of
        self.since = last_day(as_of, -_SPAN)

    @cached_property
    def lines(self) -> tuple[ProceedingLine, ...]:
        """Return the proceedings that the viewer may see."""
        return self.bench.ask(accountability_log, self.viewer, as_of=self.as_of)

    @cached_property
    def counted(self) -> tuple[Counted, tuple[Counted, ...]]:
        """Return the counters of three years, in all and year by year."""
        return self.bench.ask(counters, self.viewer, as_of=self.as_of, since=self.since)

    @cached_property
    def trends(self) -> tuple[Trend, Trend]:
        """Return the trends by clause and by unit."""
        return self.bench.ask(trends, self.viewer, as_of=self.as_of, since=self.since)

    @cached_property
    def due(self) -> tuple[DueLine, ...]:
        """Return what is awaited, the earliest day first."""
        return due_lines(self.lines)


class AccountabilityState:
    """The accountability log as of a day, as its viewer may see it."""

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
        self.complaint = self.go_to(address or {})

    def go_to(self, address: Mapping[str, str]) -> str:
        """Show what an address asks for; return what of it cannot be read, "" if nothing."""
        problems: list[str] = []
        day = asked_day(address, self.bench.today(), problems)
        self.shown, more = read_shown(address)
        self.set_as_of(day)
        if self.shown.tab not in self.tabs:
            self.shown = replace(self.shown, tab=LOG)
        told = (*problems, *more)
        return f"{'；'.join(told)}。其余内容已按地址显示。" if told else ""

    def set_as_of(self, day: date | None) -> None:
        """Show what the log held at the end of a day, ``None`` for today."""
        self.today = self.bench.today()
        self.snapshot = self.bench.snapshot(day)
        self.lists = Lists(self.bench, self.viewer, self.snapshot.as_of)

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
        return query_of(self.shown, "" if self.as_of == self.today else self.as_of.isoformat())

    @property
    def reads_all(self) -> bool:
        """Return whether this viewer keeps or audits the log; others read their own concluded entries."""
        return allow(self.viewer, "read:accountability_log")

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the pages that this viewer has."""
        return TABS if self.reads_all else (LOG,)

    @property
    def reminder(self) -> Reminder | None:
        """Return what waits for the viewer."""
        return reminder(self.bench)

    @property
    def root(self) -> str:
        """Return the root code of the ledger that the log comes from."""
        return self.bench.ledger_root(self.snapshot.ledger_size)

    @property
    def shown_lines(self) -> tuple[ProceedingLine, ...]:
        """Return the proceedings that pass the filter."""
        shown = self.shown
        return tuple(
            line
            for line in self.lists.lines
            if (not shown.units or line.proceeding.unit in shown.units)
            and (not shown.states or line.state.value in shown.states)
        )

    def page(self) -> ProceedingPage:
        """Return the open proceeding; ``ProceedingNotFoundError`` if the viewer has none so numbered."""
        return self.bench.ask(proceeding_page, self.viewer, self.shown.number, as_of=self.as_of)

    @cached_property
    def unit_offers(self) -> tuple[Choice, ...]:
        """Return the units to choose from, those of the city before those above it."""
        rows = self.snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
        return tuple(Choice(code, name) for code, name in rows)

    @cached_property
    def unit_kinds(self) -> dict[str, UnitKind]:
        """Return the kind of each unit."""
        return {
            code: UnitKind.coded(kind)
            for code, kind in self.snapshot.rows("select code, kind from unit_fact")
        }

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Return the name of each unit."""
        return {one.code: one.label for one in self.unit_offers}

    def usual_feedback_due(self) -> date:
        """Return the usual day for the written feedback on a recommendation of today."""
        with self.bench.reading() as session:
            return proposal_due(self.bench.calendars(session.connection()).on(self.today), self.today)

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
            return f"当前显示的是 {self.as_of:%Y-%m-%d} 的情况，记入台账须在今天的页面上进行：请先回到今天"
        return ""
