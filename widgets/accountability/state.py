"""What the screen of accountability knows: the day, the log, the proceeding that is open. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from widgets.accountability.address import LOG, TABS, Shown, query_of, read_shown
from widgets.dated_state import DatedState
from workbench.access.gate import allow
from workbench.access.viewer import Viewer
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
from workbench.terms import UnitKind

if TYPE_CHECKING:
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


class AccountabilityState(DatedState[Shown]):
    """The accountability log as of a day, as its viewer may see it."""

    def read(self, address: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
        shown, problems = read_shown(address)
        return shown if shown.tab in self.tabs else replace(shown, tab=LOG), problems

    def query(self, as_of: str) -> str:
        return query_of(self.shown, as_of)

    def read_lists(self) -> None:
        self.lists = Lists(self.bench, self.viewer, self.snapshot.as_of)

    @property
    def reads_all(self) -> bool:
        """Return whether this viewer keeps or audits the log; others read their own concluded entries."""
        return allow(self.viewer, "read:accountability_log")

    @property
    def tabs(self) -> tuple[str, ...]:
        """Return the pages that this viewer has."""
        return TABS if self.reads_all else (LOG,)

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
